// Writes table.json with SheetJS and ExcelJS, into the folder out.
const fs = require("fs");
const XLSX = require("xlsx");
const ExcelJS = require("exceljs");

const rows = JSON.parse(fs.readFileSync("table.json", "utf8"));
const book = XLSX.utils.book_new();
const sheet = XLSX.utils.aoa_to_sheet(rows);
XLSX.utils.book_append_sheet(book, sheet, "Kunder");
XLSX.writeFile(book, "out/sheetjs.xlsx");
XLSX.writeFile(book, "out/sheetjs-shared.xlsx", { bookSST: true });
XLSX.writeFile(book, "out/sheetjs.csv", { bookType: "csv" });
fs.writeFileSync("out/sheetjs-semicolon.csv", "\ufeff" + XLSX.utils.sheet_to_csv(sheet, { FS: ";", RS: "\r\n" }));
XLSX.writeFile(book, "out/sheetjs-unicode.txt", { bookType: "txt" });

const other = new ExcelJS.Workbook();
other.addWorksheet("Kunder").addRows(rows.map((row) => row.map((cell) => cell || null)));
other.xlsx.writeFile("out/exceljs.xlsx");
