"""Prints the table of hard cells that every program writes, as JSON: a list of rows of a
name, which is the kind of cell, a code with leading zeros, and the cell, whose type is
told beside it."""
import json

TEXTS = {
    "plain": "Ekhus AB",
    "letters": "Åkerbolaget Östra Ängen, häst & é",
    "decomposed": "A\u030alvhus",
    "other-script": "Здание 数",
    "emoji": "Hus \U0001f3e0",
    "comma": "Storgatan 1, Umeå",
    "semicolon": "Hus; A",
    "tab": "Hus\tA",
    "pipe": "Hus|A",
    "quote": 'Hus "A"',
    "quote-first": '"A" Hus',
    "quote-one": '5" rör',
    "apostrophe-first": "'s Hus",
    "backslash": "C:\\nya\\tak",
    "backslash-end": "mapp\\",
    "backslash-quote": 'a\\"b',
    "line": "Box 1\n903 02 Umeå",
    "lines-crlf": "Box 1\r\nUmeå",
    "line-blank": "Box 1\n\nUmeå",
    "space-first": "  Hus",
    "space-last": "Hus  ",
    "spaces-inside": "Hus   A",
    "no-break-space": "1\u00a0234",
    "zeros": "00123",
    "long-digits": "12345678901234567890",
    "exponent": "1E5",
    "phone": "+46701234567",
    "minus": "-5",
    "formula": "=1+1",
    "at": "@hus",
    "percent": "12%",
    "date-text": "2026-11-29",
    "day-month": "1-2",
    "decimal-comma": "1,50",
    "word-true": "TRUE",
    "word-null": "NULL",
    "word-na": "#N/A",
    "escape-of-excel": "_x0041_",
    "markup": "<b>&amp;</b>",
    "hash": "# Hus",
    "long": "Lång " * 200 + "text",
}

TYPED = {
    "blank": ("blank", None),
    "integer": ("number", 42),
    "ten-digits": ("number", 5560123456),
    "fraction": ("number", 1234.5),
    "negative": ("number", -0.25),
    "true": ("boolean", True),
    "date": ("date", "2026-11-29"),
}

cells = [(kind, "text", text) for kind, text in TEXTS.items()]
cells += [(kind, what, value) for kind, (what, value) in TYPED.items()]
rows = [
    {"name": kind, "code": f"{n:05}", "type": what, "cell": cell}
    for n, (kind, what, cell) in enumerate(cells, 101)
]
print(json.dumps(rows, ensure_ascii=True, indent=1))
