// Package report writes what a person reads and mends of a run as tables, from its journal alone:
// the input file isn't needed any more.
//
//	           ┌─ issues  ─► issues.csv           every error and warning
//	run.Run ───┼─ rows ┬───► results.csv          every row, and where it ended
//	           │       └───► rejects.csv|.jsonl   rows to mend: bytes as they were, then orgbatch_row and orgbatch_error
//	           └─ decisions ► changes.csv         every field that an update changes
//	parents found nowhere  ─► missing-parents.csv
//	two that were compared ─► a CSV               what differs: see [DiffWriter]
//
// Package workbook writes the rejects as a workbook, package page what a person looks at: both read
// rows by [Entries] and [Reasons].
//
// Files lie in the run's folder, readable by their owner only, each whole or absent (package sink).
// One that would hold no row isn't written, and an older one of its name is taken away. Ours are
// CSV in UTF-8 with a byte order mark and the source's delimiter, so that a spreadsheet opens them
// as it opened the source, and takes no text for a formula (package excel); rejects have the
// source's form to the byte.
//
// When the sources differ in header or format, results and rejects come as one file a source:
// results.csv, results-2.csv and so on.
//
// Rows are streamed; what is kept are the 17 bytes a row of run.States. Functions may be called on
// an open run of any kind, also a read-only one, but two must not write one file at the same time.
package report
