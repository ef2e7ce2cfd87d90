package htmltable

import (
	"bytes"
	"cmp"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/htmlindex"

	"github.com/orgbatch/orgbatch/importer/table/charset"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// begins is how a page begins that is one for certain; elsewhere a table must follow.
var (
	begins = regexp.MustCompile(`^(?i:(?:<\?xml[^>]*>|<!--(?s:.*?)-->|\s)*<(?:!doctype html|html)[\s>]|(?:<!--(?s:.*?)-->|\s)*<(?:head|body|table|tr)[\s>])`)
	looks  = regexp.MustCompile(`^(?i:(?:<!--(?s:.*?)-->|\s)*<(?:meta|title|style|script|div|center|font|form|link|br|hr|p|h[1-6])(?:[\s/>](?s:.*)<(?:table|form|body)[\s>]))`)
	// bareRows are those of a table that is to be put around them, as sqlite3 writes them.
	bareRows = regexp.MustCompile(`^\s*<(?i:tr)[\s>]`)
	rowEnd   = regexp.MustCompile(`<(?i:/tr)>\s*$`)
	// headers are those of a web archive: a mail whose parts are the files of a page.
	headers = regexp.MustCompile(`^(?i:(?:[A-Z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*Content-Type:\s*(?:multipart/related|text/html))`)
	version = regexp.MustCompile(`(?im)^MIME-Version:`)
)

// maxHead is how much of a web archive is looked at for the lines that it begins with.
const maxHead = 4096

// Is says whether a file that begins so is a web page or a web archive.
func Is(head []byte) bool {
	encoding, bom, _ := charset.Detect(tabular.Beginning{Bytes: head})
	text, _ := io.ReadAll(charset.NewDecoder(encoding, bytes.NewReader(head[bom:]))) // half a letter at its end is of no concern
	return begins.Match(text) || looks.Match(text) || isArchive(text)
}

func isArchive(text []byte) bool {
	text = bytes.TrimLeft(text[:min(len(text), maxHead)], " \t\r\n")
	return headers.Match(text) && version.Match(text)
}

// read takes a file's page apart, or those of a web archive.
func (f *File) read(in io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(in, maxPage+1))
	switch {
	case err != nil:
		return err
	case len(data) > maxPage:
		return errTooLarge
	case isArchive(data):
		return f.readArchive(bytes.TrimLeft(data, " \t\r\n"))
	}
	return f.readPage(data, "")
}

// readPage takes a page apart; label is the encoding that an archive names.
func (f *File) readPage(data []byte, label string) error {
	encoding, text, err := f.decode(data, label)
	if err != nil {
		return err
	}
	slimmed, err := slim(text)
	if err != nil {
		return err
	}
	if bareRows.Match(slimmed) {
		if !rowEnd.Match(slimmed) {
			return errNoEnd
		}
		slimmed = append([]byte("<table>"), slimmed...)
	}
	page, err := html.Parse(bytes.NewReader(slimmed))
	if err != nil {
		return err
	}
	f.grids, f.Encoding = append(f.grids, gridsOf(page)...), cmp.Or(f.Encoding, encoding)
	for n := range page.Descendants() {
		f.login = f.login || n.DataAtom == atom.Input && strings.EqualFold(attribute(n, "type"), "password")
	}
	return nil
}

// declared finds the encoding that a page names, wherever it does so.
var declared = regexp.MustCompile(`(?i)<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([\w:-]+)`)

// decode gives a page as UTF-8. What is UTF-8, or UTF-16, is read as that, whatever the page says; elsewhere names mean what they do in
// browsers, which take windows-1252 for iso-8859-1. A person is believed first.
func (f *File) decode(data []byte, label string) (encoding string, text io.Reader, err error) {
	found, bom, doubt := charset.Detect(tabular.Whole(data))
	valid := f.label == "" && utf8.Valid(data)
	if f.label != "" {
		label, bom = f.label, 0
		if found, err = charset.Named(label); err != nil {
			return "", nil, err
		}
	} else if !valid && label == "" {
		if m := declared.FindSubmatch(data); m != nil {
			label = string(m[1])
		}
	}
	named, err := htmlindex.Get(label)
	if wide := strings.HasPrefix(strings.ToLower(label), "utf"); err != nil || wide || found.Unit > 1 || valid {
		bom = max(bom, charset.BOMOf(found, data))
		if f.label == "" {
			f.Doubt = doubt
		}
		return found.Name, charset.NewDecoder(found, bytes.NewReader(data[bom:])), nil
	}
	encoding, err = htmlindex.Name(named)
	return encoding, named.NewDecoder().Reader(bytes.NewReader(data)), err
}
