// DuckDB: CSV, tab-separated, JSON lines, of texts.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.ORGBATCH_DUCKDB + "/");
const { DuckDBInstance } = require("@duckdb/node-api");
const [, , cells, out] = process.argv;
const rows = JSON.parse(readFileSync(cells, "utf8"));
const database = await (await DuckDBInstance.create(":memory:")).connect();
await database.run('CREATE TABLE hus ("Namn" VARCHAR, "Kundnummer" VARCHAR, "Värde" VARCHAR)');
for (const row of rows) {
  const cell = row.cell === null || typeof row.cell === "string" ? row.cell : JSON.stringify(row.cell);
  await database.run("INSERT INTO hus VALUES ($1, $2, $3)", [row.name, row.code, cell]);
}
await database.run(`COPY hus TO '${out}/duckdb.csv' (HEADER)`);
await database.run(`COPY hus TO '${out}/duckdb-tabs.tsv' (HEADER, DELIMITER '\t')`);
await database.run(`COPY hus TO '${out}/duckdb.jsonl' (FORMAT JSON)`);
const version = await (await database.runAndReadAll("SELECT version()")).getRows();
console.log(version[0][0]);
process.exit(0);
