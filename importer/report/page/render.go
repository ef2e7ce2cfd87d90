package page

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/base64"
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
	b.settle()
	v := b.view()
	counting := &counter{w: w}
	err := writePage(counting, "report.html", v)
	return counting.n, err
}

// writePage fills a template, buffered.
func writePage(w io.Writer, name string, v any) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	if err := pageTemplate.ExecuteTemplate(buffered, name, v); err != nil {
		return err
	}
	return buffered.Flush()
}

// dress is what every page is dressed with.
type dress struct {
	CSP           string
	Style, Script template.HTML
}

// newDress dresses a page; foot stands on each sheet of paper.
func newDress(foot string) dress {
	style, styleHash := embedded("style", "report.css", "@media print { @page { @bottom-left { content: \""+strings.Map(plain, foot)+"\"; } } }\n")
	script, scriptHash := embedded("script", "report.js", "")
	return dress{
		Style: style, Script: script,
		CSP: "default-src 'none'; style-src '" + styleHash + "'; script-src '" + scriptHash + "'; base-uri 'none'; form-action 'none'",
	}
}

// plain drops what may mean something in a style sheet.
func plain(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" ·:,-", r) {
		return r
	}
	return -1
}

// embedded is a style or a script within the page, with the hash by which the page allows it and nothing else.
func embedded(tag, name, more string) (element template.HTML, hash string) {
	body, err := pageFiles.ReadFile(name)
	if err != nil {
		panic(err) // it is part of the program
	}
	body = append(body, more...)
	sum := sha256.Sum256(body)
	return template.HTML("<" + tag + ">" + string(body) + "</" + tag + ">"), "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

// Write writes and counts.
func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
