package xmlscan

import (
	"bytes"
	"io"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// scan reads the next token, io.EOF after the last.
func (x *Reader) scan() (*Token, error) {
	t, err := x.scanPart()
	switch {
	case err == io.EOF && len(x.open) > 0:
		err = ErrNoEnd
	case err == nil && t.Kind != Text:
		err = x.nest(t)
	}
	return t, err
}

// nest holds an end tag to the start tag that it closes: where they differ, what stands between is not what it says.
func (x *Reader) nest(t *Token) error {
	if t.Kind == Start {
		if len(x.names) > tabular.MaxRow {
			return tabular.ErrRowTooLarge
		}
		x.open = append(x.open, len(x.names))
		x.names = append(append(append(x.names, t.Space...), ':'), t.Name...)
		return nil
	}
	last := len(x.open) - 1
	if last < 0 {
		return x.syntax("unexpected end element </" + string(t.Name) + ">")
	}
	name := x.names[x.open[last]:]
	if n := len(t.Space); len(name) != n+1+len(t.Name) || name[n] != ':' || string(name[:n]) != string(t.Space) || string(name[n+1:]) != string(t.Name) {
		return x.syntax("element <" + string(bytes.TrimPrefix(name, []byte(":"))) + "> closed by </" + string(t.Name) + ">")
	}
	x.names, x.open = x.names[:x.open[last]], x.open[:last]
	return nil
}

// scanPart reads one token, whatever is open.
func (x *Reader) scanPart() (*Token, error) {
	t := &x.token
	if x.closing {
		x.closing, t.Kind = false, End
		return t, nil
	}
	x.decoded = x.decoded[:0]
	for {
		if x.at == x.end {
			if err := x.more(); err != nil {
				return t, err
			}
		}
		if x.buf[x.at] != '<' {
			return t, x.text()
		}
		is, err := x.markup()
		if is || err != nil {
			return t, err
		}
	}
}

// find gives where a text begins, from an offset on.
func (x *Reader) find(from int, text string) (int, error) {
	for {
		if i := bytes.Index(x.buf[min(x.at+from, x.end):x.end], []byte(text)); i >= 0 {
			return from + i, nil
		}
		from = max(from, x.end-x.at-len(text)+1)
		if err := x.within(); err != nil {
			return 0, err
		}
	}
}

// within reads on in the middle of a token.
func (x *Reader) within() error {
	err := x.more()
	if err == io.EOF {
		err = x.syntax("unexpected EOF")
	}
	return err
}

// text reads up to the next tag.
func (x *Reader) text() error {
	size := 0
	for {
		i := bytes.IndexByte(x.buf[x.at+size:x.end], '<')
		if i >= 0 {
			size += i
			break
		}
		size = x.end - x.at
		if err := x.more(); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
	}
	return x.takeText(x.buf[x.at:x.at+size], size, inText)
}

// content is where a text stands.
type content int

const (
	inText  content = iota // with references such as &amp;
	inCData                // as it is
)

// takeText makes a token of a text that so many bytes of the XML are.
func (x *Reader) takeText(raw []byte, size int, in content) (err error) {
	x.token.Kind = Text
	if x.token.Text, err = x.decode(raw, in); err == nil {
		x.at += size
	}
	return err
}

// markup reads what begins with <; is says whether it is a token.
func (x *Reader) markup() (is bool, err error) {
	for x.end-x.at < len("<![CDATA[") {
		if err := x.more(); err == io.EOF {
			break
		} else if err != nil {
			return false, err
		}
	}
	rest := x.buf[x.at:x.end]
	switch {
	case bytes.HasPrefix(rest, []byte("</")):
		return true, x.endTag()
	case bytes.HasPrefix(rest, []byte("<?")):
		return false, x.pass(len("<?"), "?>")
	case bytes.HasPrefix(rest, []byte("<!--")):
		return false, x.pass(len("<!--"), "-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		n, err := x.find(len("<![CDATA["), "]]>")
		if err != nil {
			return false, err
		}
		return true, x.takeText(x.buf[x.at+len("<![CDATA["):x.at+n], n+len("]]>"), inCData)
	case bytes.HasPrefix(rest, []byte("<!")):
		return false, x.documentType()
	}
	return true, x.startTag()
}

// pass goes behind a text, from an offset on.
func (x *Reader) pass(from int, text string) error {
	n, err := x.find(from, text)
	if err == nil {
		x.at += n + len(text)
	}
	return err
}

// documentType passes over <!DOCTYPE …>, which may have declarations of its own in brackets.
func (x *Reader) documentType() error {
	n, err := x.find(0, ">")
	if err != nil {
		return err
	}
	if i := bytes.IndexByte(x.buf[x.at:x.at+n], '['); i >= 0 {
		if err := x.pass(i, "]"); err != nil {
			return err
		}
	}
	return x.pass(0, ">")
}

func (x *Reader) endTag() error {
	n, err := x.find(0, ">")
	if err != nil {
		return err
	}
	x.token.Kind = End
	if !x.takeName(bytes.TrimRight(x.buf[x.at+len("</"):x.at+n], " \t\r\n")) {
		return x.syntax("expected element name after </")
	}
	x.at += n + 1
	return nil
}

// takeName gives the token its name, if it is one.
func (x *Reader) takeName(name []byte) bool {
	x.token.Space, x.token.Name = splitName(name)
	return isName(name)
}

// splitName parts a name from its prefix.
func splitName(name []byte) (space, local []byte) {
	if i := bytes.IndexByte(name, ':'); i > 0 && i < len(name)-1 {
		return name[:i], name[i+1:]
	}
	return nil, name
}

// notOfName are the bytes that no name has.
var notOfName = func() (is [256]bool) {
	for c := range byte(' ' + 1) {
		is[c] = true
	}
	for _, c := range []byte(`"'&<>=/!?`) {
		is[c] = true
	}
	return is
}()

func isName(b []byte) bool {
	for _, c := range b {
		if notOfName[c] {
			return false
		}
	}
	return len(b) > 0
}
