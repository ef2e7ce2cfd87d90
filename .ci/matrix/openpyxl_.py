"""openpyxl, at once and write_only."""
import datetime
import json
import sys

import openpyxl

rows = json.load(open(sys.argv[1]))


def cell(row):
    if row["type"] == "date":
        return datetime.date.fromisoformat(row["cell"])
    return row["cell"]


for name, write_only in {"openpyxl": False, "openpyxl-write-only": True}.items():
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet("Blad") if write_only else book.active
    sheet.append(["Namn", "Kundnummer", "Värde"])
    for row in rows:
        value = cell(row)
        if row["type"] == "text" and row["name"] in ("formula", "word-na"):
            # It makes a formula of the one and an error of the other unless the cell says otherwise.
            kept = openpyxl.cell.WriteOnlyCell(sheet, value=None) if write_only else None
            if write_only:
                kept._value, kept.data_type = value, "s"
                sheet.append([row["name"], row["code"], kept])
            else:
                sheet.append([row["name"], row["code"], None])
                kept = sheet.cell(sheet.max_row, 3)
                kept._value, kept.data_type = value, "s"
            continue
        sheet.append([row["name"], row["code"], value])
    book.save(f"{sys.argv[2]}/{name}.xlsx")
print(openpyxl.__version__)
