// Package heartbeat tells a watcher that a job has begun and how it ended, in the style of
// healthchecks.io:
//
//	GET  URL/start  it has begun
//	POST URL        it is done; the body says in a line what was done
//	POST URL/fail   it failed; the body says in a line what is wrong
//
// The watcher raises the alarm when a job fails, and when nothing is heard of
// it: a machine that is off, a cron that was forgotten.
//
// The URL is the secret that lets one write there. It is in no error of this
// package, not even its host: an [Error] says what happened, by what it is. A
// heartbeat is sent beside the job and never changes how the job ends.
package heartbeat
