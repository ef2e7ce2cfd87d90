// Package columns finds which column of a source feeds which field.
//
//	source → table → sample → a person's transforms ─┐
//	                                                 ├─► Mapping ─► checks, plan
//	header → --map, mapping file, names, content ────┘      │
//	                                                        └─► mapping file, for the next source
//
// [Reading] is what a person says of it beforehand, on the command line or in a mapping file, and [Reading.Open] does the whole way. A
// column is taken by its header, by the synonyms of synonyms.go, or where its values decide between two fields. What is only likely
// is a [Suggestion], which somebody must confirm; what can't be decided is a [MappingError] with the flags that decide it.
package columns
