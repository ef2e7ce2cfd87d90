#!/usr/bin/env bash
# xlsx (SheetJS) 0.18.5: a table that it wrote as HTML comes back with the nine letters
# &#x0009; where a tab was, and with &#x000d; where a carriage return was.
#
# Its writer writes the two as references with a hexadecimal number, as HTML allows, and
# its reader doesn't decode these, so that what it wrote itself it reads as text. Through
# .ods, .fods, SpreadsheetML and .xlsx the same cells come back whole.
#
# Seen: "x&#x0009;y" and "a&#x000d;\nb" through HTML, both whole through SpreadsheetML.
# This script fails when that changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . xlsx@0.18.5 >/dev/null
cat >try.cjs <<'JS'
const XLSX = require("xlsx");
for (const bookType of ["html", "xlml"]) {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["x\ty"], ["a\r\nb"]]), "B");
  const again = XLSX.read(XLSX.write(book, { bookType, type: "buffer" }));
  const cells = XLSX.utils.sheet_to_json(again.Sheets[again.SheetNames[0]], { header: 1 });
  console.log(bookType, JSON.stringify(cells.flat()));
}
JS
seen=$(node try.cjs)
echo "$seen"
[ "$seen" = 'html ["x&#x0009;y","a&#x000d;\nb"]
xlml ["x\ty","a\r\nb"]' ]
