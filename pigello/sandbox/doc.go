// Package sandbox serves the organization API locally, from one SQLite file, so that an import can
// be tried, tested and benchmarked without a customer's data.
//
// The zero [Options] are the documented behaviour, in memory, with credentials anybody may know.
// What the documentation leaves open is answered by [Assumptions], one switch per question; what
// networks and servers do wrong is ordered by [Faults], exactly repeatable. The package restates
// the API from its documentation and shares no code with the client, so that a wrong belief of
// either shows as a disagreement.
//
//	request ─▶ slash, request line, body size ─▶ faults before ─▶ credentials ─▶ route
//	                                                                              │
//	     ┌───────────────┬──────────────────────┬─────────────────────────────────┤
//	   get            list: query ─▶ SQL     create, update, delete          bulk write
//	     │               │  own connection,     │  fields checked, one         │  one transaction,
//	     │               │  one read state,     │  transaction on the          │  row by row
//	     │               │  streamed            │  only writing connection     │
//	     └───────────────┴──────────────────────┴─────────────────────────────────┘
//	                                     │
//	                          faults after ─▶ answer ─▶ request log
//
// Text is compared as Django does on PostgreSQL: the case-insensitive operators compare upper case
// forms, letter by letter, so å equals Å; a negated filter is exclude(), which keeps rows whose
// value is null.
package sandbox
