package htmltable

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of a page: it is taken apart as a whole, for which memory of half a gigabyte is enough.
const (
	maxPage  = 64 << 20 // bytes
	maxNodes = 3 << 20  // tags and texts
)

var (
	errTooLarge = errors.New("too large")
	errNoEnd    = fmt.Errorf("it ends in the middle of a table: %w", io.ErrUnexpectedEOF)
)

// slim leaves of a page what says where its cells and their lines are. Of attributes few are kept and comments not at all, nor the blanks
// between cells; and what only changes letters becomes a span, since a browser carries that on from one paragraph into each that follows,
// so that a small page could fill memory.
func slim(page io.Reader) ([]byte, error) {
	in := html.NewTokenizer(page)
	in.SetMaxBuf(maxPage)
	var out bytes.Buffer
	nodes, open := 0, 0 // tables
	var last atom.Atom  // the tag before, the row's for the end of a cell
	for nodes <= maxNodes && out.Len() <= maxPage {
		switch kind := in.Next(); kind {
		case html.ErrorToken:
			if err := in.Err(); err != io.EOF {
				return nil, err
			} else if open > 0 {
				return nil, errNoEnd
			}
			return out.Bytes(), nil
		case html.TextToken:
			if text := in.Raw(); !between(last) || len(bytes.TrimSpace(text)) > 0 {
				out.Write(text)
				nodes++
			}
		case html.EndTagToken:
			switch last = slimTag(&out, in, kind); last {
			case atom.Table:
				open--
			case atom.Body, atom.Html:
				open = 0
			case atom.Td, atom.Th:
				last = atom.Tr
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if last = slimTag(&out, in, kind); last == atom.Table {
				open++
			}
			nodes++
		}
	}
	return nil, errTooLarge
}

// between says whether a tag stands between two cells, so that a blank behind it is none of a cell's.
func between(tag atom.Atom) bool {
	return slices.Contains([]atom.Atom{atom.Table, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Col, atom.Colgroup}, tag)
}

// slimTag copies a tag and gives its name.
func slimTag(out *bytes.Buffer, in *html.Tokenizer, kind html.TokenType) atom.Atom {
	tag, more := in.TagName()
	name := atom.Lookup(tag)
	switch name {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		tag = []byte("span")
	}
	out.WriteByte('<')
	if kind == html.EndTagToken {
		out.WriteByte('/')
	}
	out.Write(tag)
	for more {
		var key, value []byte
		key, value, more = in.TagAttr()
		switch k := string(key); {
		case k == "selected":
			out.WriteString(` selected="1"`)
		case k == "hidden", k == "style" && displayNone.Match(value):
			out.WriteString(" hidden")
		case k == "colspan", k == "rowspan", k == "type", k == "value":
			out.WriteString(" " + k + `="` + html.EscapeString(string(value)) + `"`)
		}
	}
	if kind == html.SelfClosingTagToken {
		out.WriteByte('/')
	}
	out.WriteByte('>')
	return name
}
