// Package probe asks an API what its documentation leaves open, and says of each question
// whether the answer is what is taken for granted.
//
//	Questions ──► one after the other ──► Answer: its value, and what was assumed
//	                      │
//	     make organizations named orgbatch-probe-…
//	     send what the question is about, as it stands (Client.Do)
//	     look what became of it
//	                      │
//	sweep ──► all of them are removed, also those that come late; Report
//
// Nothing rests on an answer: the client does no harm whichever is true, and knowing it
// saves requests. [Run] makes and removes organizations, so it goes to a sandbox or to the
// development service alone. The questions are those of the sandbox's switches, which
// gives every answer to each of them.
package probe
