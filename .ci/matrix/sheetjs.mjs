// SheetJS: every format of a table that it writes as text cells or values.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.NODE_MODULES + "/");
const XLSX = require("xlsx");
const [, , cells, out] = process.argv;
const rows = JSON.parse(readFileSync(cells, "utf8"));
const table = [["Namn", "Kundnummer", "Värde"]];
for (const row of rows) {
  table.push([row.name, row.code, row.type === "date" ? new Date(row.cell + "T00:00:00") : row.cell]);
}
const sheet = XLSX.utils.aoa_to_sheet(table, { dateNF: "yyyy-mm-dd", cellDates: false });
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "Blad");
for (const [name, bookType] of Object.entries({
  "sheetjs.xlsx": "xlsx", "sheetjs.ods": "ods", "sheetjs.fods": "fods", "sheetjs-2003.xml": "xlml",
  "sheetjs.html": "html", "sheetjs.csv": "csv", "sheetjs-unicode.txt": "txt",
})) {
  XLSX.writeFile(book, out + "/" + name, { bookType });
}
console.log(XLSX.version);
