"""pandas: CSV for Swedes, workbooks, JSON, HTML."""
import datetime
import json
import sys
import warnings

import pandas

warnings.simplefilter("ignore")
rows = json.load(open(sys.argv[1]))
table = pandas.DataFrame(
    [
        [row["name"], row["code"], datetime.date.fromisoformat(row["cell"]) if row["type"] == "date" else row["cell"]]
        for row in rows
    ],
    columns=["Namn", "Kundnummer", "Värde"],
    dtype=object,
)
out = sys.argv[2]
table.to_csv(f"{out}/pandas.csv", index=False)
table.to_csv(f"{out}/pandas-excel.csv", index=False, sep=";", decimal=",", encoding="utf-8-sig")
table.to_excel(f"{out}/pandas.xlsx", index=False, engine="xlsxwriter", sheet_name="Blad")
table.to_excel(f"{out}/pandas.ods", index=False, engine="odf", sheet_name="Blad")
table.to_json(f"{out}/pandas-records.json", orient="records", force_ascii=False, date_format="iso")
table.to_json(f"{out}/pandas-lines.jsonl", orient="records", lines=True, date_format="iso")
table.to_html(f"{out}/pandas.html", index=False)
print(pandas.__version__)
