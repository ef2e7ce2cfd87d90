"""Reads a workbook: read.py READER FILE. Each cell is hexadecimal, a tab behind it."""
import sys

reader, path = sys.argv[1:]
if reader == "pandas":
    import pandas

    rows = pandas.read_excel(path, header=None, na_filter=False).values.tolist()
else:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=reader == "openpyxl-read-only")
    rows = book.worksheets[0].iter_rows(values_only=True)
for row in rows:
    cells = ("" if cell is None else cell if isinstance(cell, str) else repr(cell) for cell in row)
    print("".join(cell.encode("utf-8").hex() + "\t" for cell in cells))
