// Package importer brings the rows of spreadsheets into the API: it says first what would happen, then
// writes every row exactly once, and tells where each one ended.
//
//	source → table → columns → check ─► plan ◄─ live list        [Plan]: only reads from the API
//	                              │       │
//	                       [Validate]     ▼
//	                                 a run (run.db) ─► push ─► outcomes ─► report        [Apply]
//	                                      │
//	                                      └─► undo, audit                                [Undo], [Audit]
//
// Plan and Apply speak through a run (package run), so that a plan can be looked at, and a push that
// was cut off is known to the row.
//
// Each word of the drawing is a package below this one; here is what a program needs of them.
package importer
