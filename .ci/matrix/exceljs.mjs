// ExcelJS: a workbook at once, one that streams, and CSV.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.NODE_MODULES + "/");
const ExcelJS = require("exceljs");
const [, , cells, out] = process.argv;
const rows = JSON.parse(readFileSync(cells, "utf8"));
const cell = (row) => (row.type === "date" ? new Date(row.cell + "T00:00:00Z") : row.cell);

const fill = async (book) => {
  const sheet = book.addWorksheet("Blad");
  sheet.addRow(["Namn", "Kundnummer", "Värde"]).commit();
  for (const row of rows) {
    const added = sheet.addRow([row.name, row.code, cell(row)]);
    if (row.type === "date") added.getCell(3).numFmt = "yyyy-mm-dd";
    added.commit();
  }
  return sheet;
};

const book = new ExcelJS.Workbook();
await fill(book);
await book.xlsx.writeFile(out + "/exceljs.xlsx");
await book.csv.writeFile(out + "/exceljs.csv");

const stream = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: out + "/exceljs-stream.xlsx", useStyles: true });
(await fill(stream)).commit();
await stream.commit();
console.log(require("exceljs/package.json").version);
