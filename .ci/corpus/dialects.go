package main

import (
	"math/rand/v2"
	"strings"
)

// usual are the dialects that programs write most.
func usual() []dialect {
	of := func(change func(*dialect)) dialect { d := plain; change(&d); return d }
	return []dialect{
		plain,
		of(func(d *dialect) { d.newline = "\r\n" }),
		of(func(d *dialect) { d.delimiter, d.newline, d.bom = ";", "\r\n", true }),
		of(func(d *dialect) { d.delimiter, d.newline, d.encoding = ";", "\r\n", "windows-1252" }),
		of(func(d *dialect) { d.delimiter = "\t" }),
		of(func(d *dialect) { d.delimiter, d.newline, d.encoding, d.bom = "\t", "\r\n", "utf-16le", true }),
		of(func(d *dialect) { d.style = quoteAll }),
		of(func(d *dialect) { d.delimiter, d.style = ";", quoteText }),
		of(func(d *dialect) { d.delimiter = "|" }),
		of(func(d *dialect) { d.delimiter, d.newline, d.sepLine = ";", "\r\n", true }),
		of(func(d *dialect) { d.escape, d.style = `\`, quoteAll }),
	}
}

var (
	delimiters = []string{",", ";", "\t", "|", ":", " ", "  ", ", ", "; ", ";;", "||", "::", " | ", "|~|", "^", "~", "¦", "§", "\x1f", "!", "*", "#", "&"}
	quotes     = []string{`"`, `"`, `"`, `'`, "`", "|", "$", "%", ""}
	styles     = []string{quoteMinimal, quoteMinimal, quoteAll, quoteText}
	escapes    = []string{"double", "double", `\`, "^", "~", ""}
	newlines   = []string{"\n", "\n", "\r\n", "\r\n", "\r", "mixed", "mixed3", "\x1e"}
	ends       = []string{"", "", "none", "double"}
	encodings  = []string{
		"utf-8", "utf-8", "utf-8", "utf-8-bom", "utf-16le-bom", "utf-16be-bom", "utf-16le", "utf-16be", "utf-32le-bom", "utf-32be-bom", "utf-32le", "utf-32be",
		"windows-1252", "windows-1252", "iso-8859-1", "iso-8859-15", "macintosh",
	}
)

// dialects gives the usual ones, each odd part alone in a plain file, and perEach mixtures for each delimiter.
func dialects(r *rand.Rand, perEach int) []dialect {
	list := append(usual(), oneChange()...)
	for _, delimiter := range delimiters {
		for range perEach {
			list = append(list, mixture(r, delimiter))
		}
	}
	return distinct(list)
}

// oneChange gives plain files with one thing that is unusual.
func oneChange() []dialect {
	var list []dialect
	add := func(change func(*dialect)) { d := plain; change(&d); list = append(list, d) }
	for _, s := range delimiters {
		add(func(d *dialect) { d.setDelimiter(s) })
		add(func(d *dialect) { d.setDelimiter(s); d.quote, d.escape = "", "" })
	}
	for _, s := range quotes {
		for _, style := range []string{quoteMinimal, quoteAll} {
			add(func(d *dialect) { d.style, d.delimiter = style, ";"; d.setQuote(s, "double") })
		}
	}
	for _, s := range escapes {
		add(func(d *dialect) { d.setQuote(d.quote, s) })
		add(func(d *dialect) { d.style = quoteAll; d.setQuote(d.quote, s) })
	}
	for _, s := range newlines {
		add(func(d *dialect) { d.newline = s })
	}
	for _, s := range ends {
		add(func(d *dialect) { d.end = s })
		add(func(d *dialect) { d.end, d.newline = s, "\r\n" })
	}
	for _, s := range encodings {
		add(func(d *dialect) { d.setEncoding(s) })
		add(func(d *dialect) { d.setEncoding(s); d.delimiter, d.newline = ";", "\r\n" })
	}
	return list
}

func mixture(r *rand.Rand, delimiter string) dialect {
	for {
		d := dialect{style: pick(r, styles), newline: pick(r, newlines), end: pick(r, ends), sepLine: r.IntN(12) == 0}
		d.setDelimiter(delimiter)
		d.setQuote(pick(r, quotes), pick(r, escapes))
		if d.quote == "" {
			d.style = quoteMinimal
		}
		d.setEncoding(pick(r, encodings))
		if d.possible() {
			return d
		}
	}
}

func (d *dialect) setDelimiter(s string) {
	if d.delimiter = s; s == "  " {
		d.delimiter, d.run = " ", true
	}
}

func (d *dialect) setQuote(quote, escape string) {
	switch d.quote, d.escape = quote, escape; {
	case quote == "":
		d.escape, d.style = "", quoteMinimal
	case escape == "double":
		d.escape = quote
	}
}

func (d *dialect) setEncoding(name string) {
	d.encoding, d.bom = strings.CutSuffix(name, "-bom")
}

func distinct(list []dialect) []dialect {
	seen := map[string]bool{}
	var kept []dialect
	for _, d := range list {
		if name := d.String(); d.possible() && !seen[name] {
			seen[name] = true
			kept = append(kept, d)
		}
	}
	return kept
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
