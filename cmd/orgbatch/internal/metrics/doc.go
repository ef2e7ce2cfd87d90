// Package metrics writes what the last backup of each profile came to as a file
// that node_exporter's textfile collector shows to Prometheus:
//
//	# HELP orgbatch_backup_success Whether the last attempt made a good snapshot.
//	# TYPE orgbatch_backup_success gauge
//	orgbatch_backup_success{profile="nordhus"} 1
//
// One ordered table (table.go) names every metric once.
// The file is read before it is written: profiles of other runs keep
// their lines, and the time of the last success outlives a failed night. It holds
// nothing else, is replaced whole, and other accounts may read it, because
// node_exporter runs as one: profile names and numbers are all that it shows.
//
// The format is written here in full rather than by a library: of those that do,
// each brings protocol buffers along, and a gauge is one line.
package metrics
