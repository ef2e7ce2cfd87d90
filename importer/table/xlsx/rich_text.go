package xlsx

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
)

// richText appends the text of an element that holds <t> and runs with <t>, without the phonetic hints of Asian scripts.
func richText(x *xmlscan.Reader, end string) error {
	hint := false
	for {
		t, err := x.Next()
		if err != nil {
			return err
		}
		switch t.Kind {
		case xmlscan.Start:
			hint = hint || string(t.Name) == "rPh"
			if string(t.Name) == "t" && !hint {
				if err := plainText(x, t); err != nil {
					return err
				}
			}
		case xmlscan.End:
			hint = hint && string(t.Name) != "rPh"
			if string(t.Name) == end {
				return nil
			}
		}
	}
}

// plainText appends the text of <t>. White space at its ends counts only where the file says so, as in Excel.
func plainText(x *xmlscan.Reader, t *xmlscan.Token) error {
	from, kept := len(x.Gathered), string(t.Attr("space")) == "preserve"
	if err := x.Gather("t"); err != nil {
		return err
	}
	text := x.Gathered[from:]
	if !kept {
		text = xmlscan.TrimSpace(text)
	}
	x.Gathered = append(x.Gathered[:from], unescapeOOXML(text)...)
	return nil
}

// unescapeOOXML decodes _x000D_ and the like, by which workbooks write characters that XML can't hold.
func unescapeOOXML(b []byte) []byte {
	if !bytes.Contains(b, []byte("_x")) {
		return b
	}
	s := string(b)
	out := make([]byte, 0, len(b))
	for {
		i := strings.Index(s, "_x")
		if i < 0 {
			return append(out, s...)
		}
		out, s = append(out, s[:i]...), s[i:]
		if len(s) >= 7 && s[6] == '_' {
			if r, err := strconv.ParseUint(s[2:6], 16, 16); err == nil && utf8.ValidRune(rune(r)) {
				out, s = utf8.AppendRune(out, rune(r)), s[7:]
				continue
			}
		}
		out, s = append(out, "_x"...), s[2:]
	}
}
