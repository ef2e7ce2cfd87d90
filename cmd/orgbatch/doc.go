// Command orgbatch moves organizations between files and the Pigello API:
// a spreadsheet goes in, a file comes back out, and every row is accounted for.
//
// This package is the shell around the libraries: flags, targets, questions,
// progress, events and exit codes. Nothing here knows how a file is read or a
// request is made.
//
//	main ─► execute ─► command (options, runX) ─► target ─► pigello, importer, exporter
//	         │            │
//	         │            ├─► ui, progress   people    standard error
//	         │            └─► rows, events   data      standard output
//	         └─► finish: one error or verdict ─► exit code
//
// Each command has its file: an options struct, a constructor that binds its
// flags, and a function that does the work and is handed what it needs. What
// commands have in common lies in rooms of its own, below internal: ui and prose
// say it, event streams it, target connects, problem ends.
package main
