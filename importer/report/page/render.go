package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"strings"
	"unicode"
)

//go:embed *.html report.css report.js
var pageFiles embed.FS

// pageTemplate is parsed once.
var pageTemplate = template.Must(template.New("report.html").Funcs(template.FuncMap{
	"show":    visible,
	"command": command,
	"count":   number[int],
}).ParseFS(pageFiles, "*.html"))

// WriteTo writes the page. Nothing may be added afterwards.
func (b *Builder) WriteTo(w io.Writer) (int64, error) {
	b.sortLate()
	return writePage(w, "report.html", b.view)
}

// pageBytes is the size that a page stays below.
const pageBytes = 5_000_000

var errTooLarge = errors.New("the page is too large")

// draft is a page that isn't written yet, as far as it isn't too large.
type draft struct{ bytes.Buffer }

// Write adds to it.
func (d *draft) Write(p []byte) (int, error) {
	if d.Len()+len(p) >= pageBytes {
		return 0, errTooLarge
	}
	return d.Buffer.Write(p)
}

// writePage fills a template with what view gives for a page with at most so many rows of each
// list. Where the longest texts stand in them, it is too large, and gets half as many.
func writePage[V any](w io.Writer, name string, view func(most int) V) (int64, error) {
	for most := rowsKept; ; most /= 2 {
		var page draft
		err := pageTemplate.ExecuteTemplate(&page, name, view(most))
		if err == nil {
			return page.WriteTo(w)
		}
		if !errors.Is(err, errTooLarge) || most == 0 {
			return 0, err
		}
	}
}

// frame is what every page has around its lists.
type frame struct {
	CSP           string
	Style, Script template.HTML
	Title         string
	Verdict       verdict
	Boxes         boxes
	Look          []string // what a person should look at first
	Menu          menu
}

// menu leads to the sections that a page has.
type menu []menuItem

type menuItem struct {
	Link, Text, Count string
}

// add adds a section of n things, if there are any.
func (m *menu) add(n int, id, text string) {
	if n > 0 {
		*m = append(*m, menuItem{"#" + id, text, number(n)})
	}
}

// section adds one of which nothing is counted.
func (m *menu) section(id, text string) { *m = append(*m, menuItem{"#" + id, text, ""}) }

// newFrame begins a page; foot stands on each sheet of paper.
func newFrame(foot string) frame {
	style, styleHash := embedded("style", "report.css", "@media print { @page { @bottom-left { content: \""+strings.Map(cssSafe, foot)+"\"; } } }\n")
	script, scriptHash := embedded("script", "report.js", "")
	return frame{
		Style: style, Script: script,
		CSP: "default-src 'none'; style-src '" + styleHash + "'; script-src '" + scriptHash + "'; base-uri 'none'; form-action 'none'",
	}
}

// cssSafe drops characters that may mean something in a style sheet.
func cssSafe(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" ·:,-", r) {
		return r
	}
	return -1
}

// embedded is a style or a script within the page, with the hash by which the page allows it and
// nothing else.
func embedded(tag, name, more string) (element template.HTML, hash string) {
	body, err := pageFiles.ReadFile(name)
	if err != nil {
		panic(err) // it is part of the program
	}
	body = append(body, more...)
	sum := sha256.Sum256(body)
	return template.HTML("<" + tag + ">" + string(body) + "</" + tag + ">"), "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
