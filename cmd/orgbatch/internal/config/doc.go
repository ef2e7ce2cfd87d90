// Package config keeps what orgbatch knows of the people who run it: the
// profiles of config.toml, the PIGELLO_… variables, and where a secret lies.
//
//	config.toml ── Load ──► File ──► Profile ──┐
//	                 ▲                         ├── Secret ──► the seven headers
//	        Edit ────┘      PIGELLO_… ── FromVariables
//
// One ordered table, [Keys], names every value once: its key in the file, its
// variable, its header and its label in a question. What a profile says beside
// them is listed in entries.go: how fast, which folders, and the heartbeat, whose
// URL is a secret, too, or stands in [VariableHeartbeat]. A secret is read only when
// a request is about to be made, and is never part of a printed value.
package config
