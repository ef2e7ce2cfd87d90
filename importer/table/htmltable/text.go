package htmltable

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var displayNone = regexp.MustCompile(`(?i)display\s*:\s*none`)

// isHidden says whether a browser leaves an element out, as far as the element itself says so: slim keeps that as one attribute.
func isHidden(n *html.Node) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "hidden" })
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// cellText gives the text that a browser shows in a cell: line ends of the page are blanks and runs of blanks one, <br> and paragraphs are
// line ends. Tables within the cell are tables of their own.
func cellText(cell *html.Node) string {
	var g gatherer
	for n := range cell.ChildNodes() {
		g.add(n)
	}
	text := g.text.String()
	if strings.Trim(text, "\u00a0\n ") == "" {
		return ""
	}
	return strings.ReplaceAll(text, "\u00a0", " ")
}

// gatherer gathers what is shown. Blanks and line ends count once something follows.
type gatherer struct {
	text   strings.Builder
	blank  bool
	breaks int
}

func (g *gatherer) add(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		g.addText(n.Data)
	case n.DataAtom == atom.Br:
		g.breaks++
	case n.DataAtom == atom.Input && slices.Contains(fields, strings.ToLower(attribute(n, "type"))):
		g.addText(attribute(n, "value"))
	case n.Type == html.ElementNode && !isSilent(n) && !isHidden(n):
		block := 0
		if isBlock(n) {
			block = 1
		}
		g.breaks = max(g.breaks, block)
		for c := range n.ChildNodes() {
			g.add(c)
		}
		g.breaks = max(g.breaks, block)
	}
}

func (g *gatherer) addText(s string) {
	const blanks = " \t\r\n\f"
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(blanks, r) })
	g.blank = g.blank || len(s) > len(strings.TrimLeft(s, blanks))
	for _, word := range words {
		switch {
		case g.text.Len() == 0:
		case g.breaks > 0:
			g.text.WriteString(strings.Repeat("\n", g.breaks))
		case g.blank:
			g.text.WriteByte(' ')
		}
		g.text.WriteString(word)
		g.blank, g.breaks = true, 0
	}
	if len(words) > 0 {
		g.blank = len(s) > len(strings.TrimRight(s, blanks))
	}
}

// fields are the types of a form's fields in which a browser shows what they hold.
var fields = []string{"", "text", "number", "tel", "email", "url", "search", "date"}

// isSilent says of an element that no browser shows its text in its place: LibreOffice writes notes into an element called comment.
func isSilent(n *html.Node) bool {
	if n.DataAtom == atom.Option {
		return attribute(n, "selected") == ""
	}
	return n.Data == "comment" || slices.Contains([]atom.Atom{
		atom.Script, atom.Style, atom.Template, atom.Table, atom.Head, atom.Title, atom.Noscript,
	}, n.DataAtom)
}

func isBlock(n *html.Node) bool {
	return slices.Contains([]atom.Atom{
		atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Pre, atom.Address, atom.Dd, atom.Dt,
	}, n.DataAtom)
}
