#!/usr/bin/env bash
# @duckdb/node-api 1.5.6-r.1 (DuckDB 1.5.6): of a file whose lines end in CRLF, as Excel
# saves them, the rows that read_csv rejects come back with a line feed in front.
#
# With store_rejects, csv_line is the line as it was, and line_byte_position says where it
# begins. With LF and with CR both are right. With CRLF both begin one byte too early, at
# the second half of the line end before: who writes csv_line to a file of rows to correct
# gets a blank line before each, and who looks for it among the file's lines finds none.
# line and byte_position, which points at the cell, are right with all three.
#
# Seen: "Ekhus AB;tolv" from byte 25 on with LF and CR, "\nEkhus AB;tolv" from byte 26 on,
# which is a line feed, with CRLF. This script fails when that changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @duckdb/node-api@1.5.6-r.1 >/dev/null
cat >try.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const lines = ["name;flats", "Almhus AB;12", "Ekhus AB;tolv", "Tallmon AB;7", ""];
const db = await (await DuckDBInstance.create(":memory:")).connect();
for (const [name, end] of [["LF", "\n"], ["CR", "\r"], ["CRLF", "\r\n"]]) {
  const text = lines.join(end);
  writeFileSync(`${name}.csv`, text);
  await db.run(`CREATE TABLE ${name} AS FROM read_csv('${name}.csv', types = {'flats': 'INTEGER'},
    store_rejects = true, rejects_table = 'errors_${name}', rejects_scan = 'scan_${name}')`);
  const answer = await db.runAndReadAll(`SELECT line, line_byte_position AS begins, byte_position AS cell, csv_line FROM errors_${name}`);
  for (const row of answer.getRowObjectsJson()) {
    const at = (position) => JSON.stringify(text[Number(position) - 1]);
    console.log(name, "line", row.line, "begins", row.begins, at(row.begins), "cell", row.cell, at(row.cell), JSON.stringify(row.csv_line));
  }
}
JS
seen=$(node try.mjs)
echo "$seen"
[ "$seen" = 'LF line 3 begins 25 "E" cell 34 "t" "Ekhus AB;tolv"
CR line 3 begins 25 "E" cell 34 "t" "Ekhus AB;tolv"
CRLF line 3 begins 26 "\n" cell 36 "t" "\nEkhus AB;tolv"' ]
