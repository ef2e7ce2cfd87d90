// Package importer brings the rows of spreadsheets into the API: it says first
// what would happen, then writes every row exactly once, and tells where each
// one ended.
//
//	source → table → mapping → checks → match with the live list → plan (run.db)
//	                                                                  │
//	           results ◄─ outcomes ◄─ push ◄─ chunks ◄─ ready rows ◄──┘
//
// [undo.Apply] takes a run back.
//
// [Plan] does the first line and only reads from the API; [Apply] does the
// second. Both speak through a run (package run), so that a plan can be looked
// at, and a push that was cut off is known to the row.
package importer
