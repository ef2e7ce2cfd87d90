"""Python's csv: three dialects."""
import csv
import json
import sys

rows = json.load(open(sys.argv[1]))
HEADER = ["Namn", "Kundnummer", "Värde"]
for name, dialect in {
    "excel": {"dialect": "excel", "delimiter": ";"},
    "all-quoted": {"dialect": "unix"},
    "excel-tab": {"dialect": "excel-tab"},
}.items():
    with open(f"{sys.argv[2]}/python-{name}.csv", "w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, **dialect)
        writer.writerow(HEADER)
        writer.writerows([row["name"], row["code"], row["cell"]] for row in rows)
print(sys.version.split()[0])
