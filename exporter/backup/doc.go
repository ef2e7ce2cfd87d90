// Package backup keeps dated snapshots of all organizations of a target, and proves what it says of
// them.
//
//	create:  list loop ─► lines ─► zstd ─► age? ─► .NAME.partial-…/ ─► checks ─► manifest ─► rename
//	prune:   manifests ─► what a [Policy] keeps ─► .NAME.removing-…/ ─► gone
//	read:    manifest (sealed) ─► file (length, SHA-256) ─► age? ─► zstd ─► rows
//
// A [Store] is the snapshots of one profile, a [Snapshot] is one of them: a folder named by the
// time at which it was begun, UTC, that appears whole or not at all:
//
//	DIR/nordhus/                          a store
//	    .lock                             held while something is made or removed
//	    20261123T021500Z/                 a snapshot
//	        organizations.jsonl.zst       the API's objects as received, one a line
//	        fuzzy.jsonl.zst               rows that changed meanwhile, if any did
//	        manifest.json                 what the files hold; its last field seals it
//	        accepted.json                 a person accepted the suspect snapshot
//	    .20261124T021500Z.partial-1f…/    being made, or left by a dead process
//	    .20261101T021500Z.removing-c0…/   being removed, or left so
//
// A snapshot is good, suspect (a rule made doubt it, see [Manifest.Reasons]), accepted (suspect,
// but a person said that it is right) or damaged (what lies there isn't what was published). Good
// and accepted ones are trusted ([Snapshot.Trusted]). A damaged one is never treated as anything
// else.
//
// The package prints nothing and reads no environment. A Store may be used by several processes:
// one at a time makes or removes, any number read.
package backup
