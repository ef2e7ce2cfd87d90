// Package sink writes one file so that it is whole under its name, or absent.
//
// The bytes go to a partial beside the target, and only a partial that is
// complete and on disk takes the target's name:
//
//	Write ─► gzip | zstd | as is ─► encrypted? ─► buffer ─┬─► .NAME.partial-xxxx (0600)
//	                                                      └─► SHA-256, length
//	Commit: end of compression ─► fsync ─► close ─► rename to NAME ─► fsync of the folder
//	Abort:  close ─► remove the partial
//
// A reader of NAME therefore sees the old file or the new one, never a piece of
// either; so does the next start of a machine that lost its power. A process
// killed midway leaves a hidden .NAME.partial-xxxx, which nothing reads and
// which may be removed.
//
// An existing file is replaced only when Options allow it, and a symbolic link
// never: what it leads to is. Every failure of the
// file system is an [*Error] whose Hint is a sentence for a person.
//
// Nothing here knows what the bytes mean.
package sink
