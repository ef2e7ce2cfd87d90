package metrics

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Escaping of a label's value, and back.
var (
	escaper   = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
	unescaper = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n")
)

// write puts the page into the text format, profiles in alphabetical order.
func (p *Page) write(w io.Writer) error {
	b := bufio.NewWriter(w)
	names := slices.Sorted(maps.Keys(p.runs))
	for _, m := range table() {
		head := fmt.Sprintf("# HELP %s %s\n# TYPE %s gauge\n", m.name, m.help, m.name)
		for _, name := range names {
			r := p.runs[name]
			if value, ok := m.get(r); ok {
				fmt.Fprintf(b, "%s%s{%s} %s\n", head, m.name, labels(m, r), strconv.FormatFloat(value, 'f', -1, 64))
				head = ""
			}
		}
	}
	return b.Flush()
}

func labels(m metric, r Run) string {
	text := `profile="` + escaper.Replace(valid(r.Profile)) + `"`
	if m.name == infoName {
		text += `,version="` + escaper.Replace(valid(r.Version)) + `"`
	}
	return text
}

// valid makes a text one that Prometheus takes: UTF-8.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

var sample = regexp.MustCompile(`^(` + prefix + `[a-z_]+)\{profile="((?:[^"\\]|\\.)*)"(?:,version="((?:[^"\\]|\\.)*)")?\} ([0-9.eE+-]+)$`)

// parse reads what write wrote. Metrics of ours that this version doesn't know are
// passed over; line is that of the first that isn't ours at all, 0 for none.
func parse(data []byte) (p Page, line int) {
	for text := range bytes.Lines(data) {
		line++
		s := strings.TrimSuffix(string(text), "\n")
		if s == "" || strings.HasPrefix(s, "#") {
			continue
		}
		found := sample.FindStringSubmatch(s)
		if found == nil {
			return Page{}, line
		}
		value, err := strconv.ParseFloat(found[4], 64)
		if err != nil {
			return Page{}, line
		}
		p.add(found[1], unescaper.Replace(found[2]), unescaper.Replace(found[3]), value)
	}
	return p, 0
}

func (p *Page) add(name, profile, version string, value float64) {
	r := p.runs[profile]
	r.Profile = profile
	if name == infoName {
		r.Version = version
	}
	for _, m := range table() {
		if m.name == name {
			m.set(&r, value)
		}
	}
	p.Put(r)
}
