// Package run keeps what an import must not forget: a folder with one SQLite file, the journal of record, from which the import can be
// explained, reported and gone on with after a crash at any moment.
//
//	planning                                       push
//	AppendRow ──► blocks of rows ─┐                Intend ─► chunk on disk ─► its request leaves
//	AppendIssue ► issues          ├─► run.db       Settle ─► outcomes on disk ─► rows that wait for them go
//	AppendDecision ► decisions ───┘                Note   ─► outcomes of rows that never were in a chunk
//
//	                                               after BeginUndo the same for an undo, in a stream of its own: UndoJournal
//
//	States, Books = decisions + outcomes, the newest of a row wins; an intent without an outcome is Unknown
//
// Promises:
//
//   - Intend and Settle return when what they wrote has reached the disk (synchronous=FULL). Calls that wait at the same time share one
//     transaction, so that many goroutines pay for one sync.
//   - What the disk gives back is what it took: every page and every record carries a checksum, so that a damaged run is refused, not read
//     as another one. The end of a log that a dead process left is one exception: damage there is taken for what was being written. A journal
//     that another SQLite looked into after that is the other: of its pages only what SQLite and the records themselves prove is known, and
//     they are sealed anew.
//   - One process uses a run.db at a time, by a lock of the operating system that ends with its process: a killed one leaves nothing
//     to clear away. Any number may read a run that nobody writes.
//   - Memory doesn't grow with the rows, except for the 17 bytes a row of States.
//   - The folder is 0700, its files 0600, and no credential is ever given to this package.
//
// A Run is safe for concurrent use, except that the Append and Flush methods are for one goroutine at a time.
package run
