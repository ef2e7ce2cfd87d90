"""Prints the table as SQL for a database, or as tab-separated texts in hex for R."""
import json
import sys

rows = json.load(open(sys.argv[1]))
kind = sys.argv[2]


def text(cell):
    return cell if isinstance(cell, str) else json.dumps(cell)


if kind == "hex":
    print("name\tcode\tcell")
    for row in rows:
        cell = "\\N" if row["cell"] is None else text(row["cell"]).encode().hex()
        print(f"{row['name']}\t{row['code']}\t{cell}")
    sys.exit()

quoted = {
    "sqlite": lambda t: "CAST(x'" + t.encode().hex() + "' AS TEXT)",
    "postgres": lambda t: "convert_from('\\x" + t.encode().hex() + "', 'UTF8')",
    "mariadb": lambda t: "CONVERT(x'" + t.encode().hex() + "' USING utf8mb4)",
}[kind]
mark = "`" if kind == "mariadb" else '"'
columns = ", ".join(mark + c + mark for c in ("Namn", "Kundnummer", "Värde"))
what = {"sqlite": "", "postgres": "text", "mariadb": "longtext CHARACTER SET utf8mb4"}[kind]
print(f"CREATE TABLE hus ({', '.join(f'{c} {what}' for c in columns.split(', '))});")
for row in rows:
    cell = row["cell"]
    if cell is None:
        value = "NULL"
    elif kind == "sqlite" and row["type"] in ("number", "boolean"):
        value = str(int(cell)) if isinstance(cell, (bool, int)) else repr(cell)
    else:
        value = quoted(text(cell))
    print(f"INSERT INTO hus ({columns}) VALUES ({quoted(row['name'])}, {quoted(row['code'])}, {value});")
