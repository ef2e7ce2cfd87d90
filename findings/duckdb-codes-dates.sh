#!/usr/bin/env bash
# @duckdb/node-api 1.5.6-r.1 (DuckDB 1.5.6): codes such as 1-2-3 are taken for dates even
# where JSON says that they are strings, and for other dates than in CSV.
#
# Of a column in which every value reads like a date, read_json makes DATE and read_csv,
# for the same texts, TIMESTAMP: the first puts the year into our century, the second
# leaves it in the first one, so that the two sides of a comparison lie 2,000 years apart.
# One other code in the column (K-7) keeps all of them texts, and 00123 is left alone in
# both: whether codes survive is decided by the rows beside them. Naming the type of the
# column keeps them.
#
# Seen: 1-2-3 as 2001-02-03 from JSON and as 0001-02-03 00:00:00 from CSV, as itself
# beside K-7 and with the type named. This script fails when that changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @duckdb/node-api@1.5.6-r.1 >/dev/null
cat >try.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const db = await (await DuckDBInstance.create(":memory:")).connect();
const show = async (what, from) => {
  const answer = await db.runAndReadAll(`SELECT code::VARCHAR AS code, typeof(code) AS type FROM ${from}`);
  const rows = answer.getRowObjectsJson();
  console.log(what, rows[0].type, rows.map((row) => row.code).join(", "));
};
for (const [name, codes] of [["dashes", ["1-2-3", "4-5-6"]], ["mixed", ["1-2-3", "K-7"]], ["zeros", ["00123", "00124"]]]) {
  writeFileSync(`${name}.jsonl`, codes.map((code) => JSON.stringify({ code }) + "\n").join(""));
  writeFileSync(`${name}.csv`, "name,code\n" + codes.map((code, i) => `Almhus ${i} AB,${code}\n`).join(""));
  await show(`${name} json`, `'${name}.jsonl'`);
  await show(`${name} csv`, `'${name}.csv'`);
}
await show("named json", "read_json('dashes.jsonl', columns = {code: 'VARCHAR'})");
await show("named csv", "read_csv('dashes.csv', types = {'code': 'VARCHAR'})");
JS
seen=$(node try.mjs)
echo "$seen"
[ "$seen" = 'dashes json DATE 2001-02-03, 2004-05-06
dashes csv TIMESTAMP 0001-02-03 00:00:00, 0004-05-06 00:00:00
mixed json VARCHAR 1-2-3, K-7
mixed csv VARCHAR 1-2-3, K-7
zeros json VARCHAR 00123, 00124
zeros csv VARCHAR 00123, 00124
named json VARCHAR 1-2-3, 4-5-6
named csv VARCHAR 1-2-3, 4-5-6' ]
