// Package probe asks an API what its documentation leaves open, and says of each question whether
// the answer is what is taken for granted.
//
//	question ──► make organizations ──► send what it is about, ──► look what ──► Answer, beside
//	             orgbatch-probe-…       as it stands (Client.Do)   became of it  what is assumed
//	                     └──► sweep: all are removed, those that come late, too ──► Report
//
// Nothing rests on an answer: the client does no harm whichever is true, and knowing it saves
// requests. [Run] writes, so it goes to a sandbox or to the development service alone; the
// sandbox's switches give every answer to each question.
package probe
