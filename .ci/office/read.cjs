// Reads a workbook: READER FILE. Each cell is hexadecimal, a tab behind it.
const [reader, path] = process.argv.slice(1);

function print(rows) {
  const text = (cell) => (cell === null || cell === undefined ? "" : typeof cell === "string" ? cell : JSON.stringify(cell));
  for (const row of rows) console.log(row.map((cell) => Buffer.from(text(cell)).toString("hex") + "\t").join(""));
}

if (reader === "sheetjs") {
  const XLSX = require("xlsx");
  const book = XLSX.readFile(path);
  print(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1, defval: "", blankrows: true }));
} else {
  const book = new (require("exceljs").Workbook)();
  book.xlsx.readFile(path).then(() => {
    const rows = [];
    book.worksheets[0].eachRow({ includeEmpty: true }, (row) => rows.push(row.values.slice(1)));
    print(rows.map((row) => Array.from(row)));
  });
}
