"""XlsxWriter, at once and in constant memory."""
import datetime
import json
import sys

import xlsxwriter

rows = json.load(open(sys.argv[1]))
for name, constant in {"xlsxwriter": False, "xlsxwriter-constant-memory": True}.items():
    book = xlsxwriter.Workbook(f"{sys.argv[2]}/{name}.xlsx", {"constant_memory": constant})
    sheet = book.add_worksheet("Blad")
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, header in enumerate(["Namn", "Kundnummer", "Värde"]):
        sheet.write_string(0, column, header)
    for n, row in enumerate(rows, 1):
        sheet.write_string(n, 0, row["name"])
        sheet.write_string(n, 1, row["code"])
        match row["type"]:
            case "text":
                sheet.write_string(n, 2, row["cell"])
            case "number":
                sheet.write_number(n, 2, row["cell"])
            case "boolean":
                sheet.write_boolean(n, 2, row["cell"])
            case "date":
                sheet.write_datetime(n, 2, datetime.datetime.fromisoformat(row["cell"]), days)
    book.close()
print(xlsxwriter.__version__)
