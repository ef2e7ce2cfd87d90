// Package pigello is a client for the organization resource of the Pigello
// Core API ('Sales' application): it reads, lists and writes organizations
// over HTTPS, streams lists of any length in constant memory, and says of
// every failure whether something may have been written.
//
//	          Query ──► Values            Write ──► AppendJSON
//	             │                           │
//	 List, ListAll, Get, Statistics   Create, Update, Delete, BulkWrite
//	             └────────────┬──────────────┘
//	                    retry (backoff)      what may be repeated, is
//	                          │
//	                    Limiter              rate, concurrency, Retry-After
//	                          │
//	                    net/http             HTTPS, seven headers, no foreign redirects
//	                          │
//	           ┌──────────────┴──────────────┐
//	      2xx: rows                     else: *Error
//	line by line, own decoder      status, fields, rows, Fate, hint
//
// [New] makes a [Client]. [Client.List] is one request and one stream, and a
// stream that is cut anywhere ends in an error. [Client.ListAll] is the list
// loop: it goes on after cuts, sees through lists that are capped without a
// word, and ends without an error only when the list was proven whole.
//
// Three states of a field – absent, null and a value – are kept apart by
// [Optional], in what is read and in what is written.
//
// Every error of a call is an [*Error], or wraps one; [IsNotFound], [IsAuth],
// [IsTooLarge], [IsBadRequest], [CanRepeat] and [FateOf] ask it the usual questions.
//
// What nothing documents about the API, but the client has to take for
// granted somewhere, stands in assumed.go and nowhere else. Package probe asks a sandbox
// or the development service about it, by [Client.Do]; [Reach] and [Credentials.Examine] look at
// what stands between here and an answer.
//
// The package prints nothing, reads no environment and keeps no global state.
// A Client and a Limiter may be used by many goroutines at once.
package pigello
