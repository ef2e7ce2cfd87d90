// Package backuptest writes and reads snapshots for tests by what their form says, with none of the
// code of package backup: a wrong belief of one shows as a disagreement with the other.
//
// It puts snapshots of any date and state into a store, and says whether a folder is a whole
// snapshot and what it holds.
package backuptest
