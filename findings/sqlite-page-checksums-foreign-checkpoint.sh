#!/usr/bin/env bash
# github.com/ncruces/go-sqlite3 v0.37.0 and any other SQLite (seen: Python's,
# 3.40.1): a database with page checksums, whose writer was killed, can't be read
# by its own program any more once somebody has looked into it.
#
# Eight reserved bytes a page switch the checksums on. In the log (WAL) pages have
# none yet: they get theirs when they are moved into the database. An SQLite
# without that extension which opens the database recovers the log, and moves the
# pages without. Nothing is lost: integrity_check finds nothing wrong with the
# checksums switched off.
#
# Seen: 1,000 rows before and after without a look; with a plain select count(*) in
# between "disk I/O error", and 1,000 rows with checksum_verification = OFF. This
# script fails when that changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/ncruces/go-sqlite3"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// write leaves the log behind, as a process that is killed does.
func write(path string) {
	db, err := sqlite3.Open(path)
	must(err)
	_, err = db.FileControl("main", sqlite3.FCNTL_RESERVE_BYTES, 8)
	must(err)
	must(db.Exec("VACUUM; PRAGMA journal_mode = wal; CREATE TABLE r (id INTEGER PRIMARY KEY, text TEXT)"))
	must(db.Exec("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA wal_autocheckpoint = 0"))
	must(db.Exec("WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO r SELECT i, printf('row %d', i) FROM n"))
	os.Exit(0)
}

func read(path string, verify string) {
	db, err := sqlite3.Open(path)
	must(err)
	must(db.Exec("PRAGMA checksum_verification = " + verify))
	s, _, err := db.Prepare("SELECT count(*) FROM r WHERE text LIKE 'row%'")
	if err == nil && s.Step() {
		fmt.Println(s.ColumnInt(0), "rows")
		return
	}
	if err == nil {
		err = s.Err()
	}
	fmt.Println(err)
}

func main() {
	switch os.Args[1] {
	case "write":
		write(os.Args[2])
	default:
		read(os.Args[2], os.Args[1])
	}
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/ncruces/go-sqlite3@v0.37.0 >/dev/null 2>&1
go build -o program .
./program write kept.db
cp kept.db looked.db
cp kept.db-wal looked.db-wal
python3 -c "
import sqlite3
print(sqlite3.connect('looked.db').execute('select count(*) from r').fetchone()[0], 'rows seen by Python')"
seen=$(./program ON kept.db; ./program ON looked.db; ./program OFF looked.db)
echo "$seen"
[ "$seen" = $'1000 rows\nsqlite3: disk I/O error\n1000 rows' ]
