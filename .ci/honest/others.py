"""Writes table.json with what Python people write tables with, into the folder out."""
import csv
import json

import openpyxl
import pandas
import xlsxwriter

rows = json.load(open("table.json", encoding="utf-8"))
header, body = rows[0], rows[1:]


def cells(sheet, put):
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell:
                put(sheet, i, j, cell)


book = openpyxl.Workbook()
cells(book.active, lambda sheet, i, j, cell: sheet.cell(i + 1, j + 1).__setattr__("value", cell))
for row in book.active.iter_rows():
    for cell in row:
        cell.data_type = "s" if cell.value is not None else cell.data_type
book.save("out/openpyxl.xlsx")

book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet("Kunder")
for row in rows:
    sheet.append([cell or None for cell in row])
book.save("out/openpyxl-write-only.xlsx")

for name, options in (("xlsxwriter", {}), ("xlsxwriter-constant-memory", {"constant_memory": True})):
    book = xlsxwriter.Workbook(f"out/{name}.xlsx", options)
    cells(book.add_worksheet(), lambda sheet, i, j, cell: sheet.write_string(i, j, cell))
    book.close()

book = xlsxwriter.Workbook("out/xlsxwriter-table.xlsx")
sheet = book.add_worksheet("Kunder")
sheet.add_table(0, 0, len(body), len(header) - 1, {"data": body, "columns": [{"header": name} for name in header]})
book.close()

book = xlsxwriter.Workbook("out/xlsxwriter-table-total.xlsx")
sheet = book.add_worksheet("Kunder")
totals = [{"header": header[0], "total_string": "Summa"}, {"header": header[1], "total_function": "count"}, {"header": header[2]}]
sheet.add_table(0, 0, len(body) + 1, len(header) - 1, {"data": body, "columns": totals, "total_row": True})
book.close()

book = xlsxwriter.Workbook("out/formulas.xlsx")
sheet = book.add_worksheet()
sheet.write_row(0, 0, ["Namn", "Kundnr", "Belopp"])
for i, row in enumerate(body, 1):
    sheet.write_string(i, 0, row[0])
    sheet.write_formula(i, 1, f'="K-"&{i}', None, f"K-{i}")
    sheet.write_formula(i, 2, f"={i}*2", None, i * 2)
book.close()

frame = pandas.DataFrame(body, columns=header)
frame.to_csv("out/pandas.csv", index=False)
frame.to_csv("out/pandas-index.csv")
frame.to_csv("out/pandas-semicolon.csv", index=False, sep=";", encoding="cp1252", errors="replace")
frame.to_csv("out/pandas-tabs.tsv", index=False, sep="\t")
frame.to_excel("out/pandas-index.xlsx", engine="openpyxl")
frame.to_json("out/pandas.jsonl", orient="records", lines=True)
frame.to_json("out/pandas.json", orient="records", force_ascii=False, indent=2)
for name, dialect in (("excel", "excel"), ("unix", "unix"), ("tabs", "excel-tab")):
    with open(f"out/csv-{name}.csv", "w", encoding="utf-8", newline="") as out:
        csv.writer(out, dialect).writerows(rows)
