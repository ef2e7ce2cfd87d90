package main

import (
	"fmt"
	"strings"
)

// A quoting style says which cells stand in quotes.
const (
	quoteMinimal = "minimal" // those that must
	quoteAll     = "all"
	quoteText    = "text" // all but numbers
)

// dialect is how a file is written.
type dialect struct {
	delimiter string
	run       bool // the delimiter stands any number of times
	quote     string
	style     string
	escape    string // what stands before a quote in a quoted cell; the quote itself doubles it
	newline   string // "mixed" and "mixed3" vary from line to line
	end       string // "", "none" or "double": what stands at the end of the file
	encoding  string
	bom       bool
	sepLine   bool // Excel's "sep=;" comes first
}

// plain is the dialect of RFC 4180 with the usual line end.
var plain = dialect{delimiter: ",", quote: `"`, style: quoteMinimal, escape: `"`, newline: "\n", encoding: "utf-8"}

// String names the dialect; equal names are equal dialects.
func (d dialect) String() string {
	s := fmt.Sprintf("%s %s %s %s %s %s", d.delimiterName(), visible(d.quote), d.style, d.escapeName(), d.newlineName(), d.encodingName())
	if d.sepLine {
		s += " sep="
	}
	return s
}

func (d dialect) delimiterName() string {
	if d.run {
		return "spaces"
	}
	return visible(d.delimiter)
}

func (d dialect) escapeName() string {
	if d.escape == d.quote && d.escape != "" {
		return "doubled"
	}
	return visible(d.escape)
}

func (d dialect) newlineName() string {
	name := visible(d.newline)
	if d.end != "" {
		name += "/" + d.end
	}
	return name
}

func (d dialect) encodingName() string {
	if d.bom {
		return d.encoding + "-bom"
	}
	return d.encoding
}

func visible(s string) string {
	switch s {
	case "":
		return "none"
	case " ":
		return "space"
	case "\t":
		return "tab"
	case "\n":
		return "lf"
	case "\r\n":
		return "crlf"
	case "\r":
		return "cr"
	}
	var b strings.Builder
	for _, r := range s {
		if r < ' ' {
			fmt.Fprintf(&b, "0x%02x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), " ", "_")
}

// possible says whether the parts of the dialect go together.
func (d dialect) possible() bool {
	spaced := strings.TrimSpace(d.delimiter) == "" && d.delimiter != "\t"
	switch {
	case d.quote == "" && (d.escape != "" || d.style != quoteMinimal || spaced):
		return false
	case d.quote != "" && strings.Contains(d.delimiter, d.quote), d.escape != "" && strings.Contains(d.delimiter, d.escape):
		return false
	case d.sepLine && (len(d.delimiter) != 1 || spaced || strings.HasPrefix(d.encoding, "utf-32")):
		return false
	case d.newline == "\x1e" && d.encoding != "utf-8":
		return false
	}
	return true
}

// mustQuote says whether a cell reads as something else without quotes.
func (d dialect) mustQuote(text string) bool {
	if text == "" {
		return strings.TrimSpace(d.delimiter) == "" && d.delimiter != "\t"
	}
	special := d.delimiter + d.quote + "\r\n\x1e"
	return strings.ContainsAny(text, special) || strings.TrimSpace(text) != text
}

// cell writes a cell.
func (d dialect) cell(text string) string {
	switch {
	case d.quote == "":
		return text
	case d.mustQuote(text), d.style == quoteAll, d.style == quoteText && !numeric(text):
		return d.quoted(text)
	}
	return text
}

func (d dialect) quoted(text string) string {
	if d.escape != "" {
		text = strings.ReplaceAll(text, d.quote, d.escape+d.quote)
	}
	return d.quote + text + d.quote
}

// row writes cells side by side. Runs of spaces vary, as in columns set by hand.
func (d dialect) row(cells []string) string {
	var b strings.Builder
	for i, text := range cells {
		if i > 0 {
			n := 1
			if d.run {
				n = 2 + (len(cells[i-1])+i)%4
			}
			b.WriteString(strings.Repeat(d.delimiter, n))
		}
		b.WriteString(d.cell(text))
	}
	return b.String()
}

// allows says whether a person reads the cell in this dialect as it was meant.
func (d dialect) allows(text string) bool {
	switch {
	case d.quote == "":
		return !d.mustQuote(text) && strings.Trim(text, `"'`) == text
	case d.escape == "":
		return !strings.Contains(text, d.quote)
	case d.escape != d.quote:
		return !strings.Contains(text, d.escape)
	}
	return true
}

func numeric(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(".,-+ ", r):
			return false
		}
	}
	return digits > 0
}
