// Package exporter brings organizations out of the API into one file.
//
// The list loop of package pigello decides what a complete list is; this
// package turns its organizations into lines and sees that a file appears
// under its name only when it is whole:
//
//	pigello.ListAll ─► JSONL: the object as received
//	                ├► CSV:   cells of the fields ─► gocsv ─► chosen columns, quoted
//	                └► XLSX and ODS: the same cells as texts of a sheet, zipped as they come
//	     ─► gzip | zstd | as is ─► .FILE.partial ─► fsync ─► FILE ─► FILE.manifest.json
//
// [Export] is the whole of it. Its [Manifest], written beside the file, says
// what the file holds, where it came from and what its bytes are, so that a
// later export may replace the file and anybody can tell whether it was
// changed since.
//
// Memory doesn't grow with the number of rows, unless the names of parents are
// asked for (see [Options.Columns]).
package exporter
