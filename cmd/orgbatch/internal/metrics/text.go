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

// Page is what the file holds: of the last attempt of each profile the lines, by the gauges'
// names. Those of other commands are kept as they are. The zero Page is empty.
type Page struct{ profiles map[string]map[string]string }

// Put takes a profile's attempt in, in place of its former one.
func (p *Page) Put(r Run) {
	r.Profile = valid(r.Profile)
	lines := map[string]string{}
	if before, ok := p.profiles[r.Profile][successName]; ok {
		lines[successName] = before
	}
	for _, g := range gauges {
		if value, ok := g.value(&r); ok {
			lines[g.name] = g.line(&r, value)
		}
	}
	p.set(r.Profile, lines)
}

func (p *Page) set(profile string, lines map[string]string) {
	if p.profiles == nil {
		p.profiles = map[string]map[string]string{}
	}
	p.profiles[profile] = lines
}

// Keep drops every profile that isn't among these: no profile owns their backups any more,
// and an alarm about their age would never end.
func (p *Page) Keep(profiles []string) {
	maps.DeleteFunc(p.profiles, func(name string, _ map[string]string) bool {
		return !slices.Contains(profiles, name)
	})
}

// write puts the page into the text format, profiles in alphabetical order.
func (p *Page) write(w io.Writer) error {
	b := bufio.NewWriter(w)
	names := slices.Sorted(maps.Keys(p.profiles))
	for _, g := range gauges {
		head := fmt.Sprintf("# HELP %[1]s%[2]s %[3]s\n# TYPE %[1]s%[2]s gauge\n", prefix, g.name, g.help)
		for _, name := range names {
			if line, ok := p.profiles[name][g.name]; ok {
				fmt.Fprintf(b, "%s%s\n", head, line)
				head = ""
			}
		}
	}
	return b.Flush()
}

// Escaping of a label's value, and back.
var (
	escaper   = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
	unescaper = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n")
)

// line is a sample, without its line end.
func (g *gauge) line(r *Run, value float64) string {
	version := ""
	if g.name == infoName {
		version = `,version="` + escaper.Replace(valid(r.Version)) + `"`
	}
	return fmt.Sprintf(`%s%s{profile="%s"%s} %s`,
		prefix, g.name, escaper.Replace(r.Profile), version, strconv.FormatFloat(value, 'f', -1, 64))
}

// valid makes a text one that Prometheus takes: UTF-8.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

var sample = regexp.MustCompile(`^` + prefix + `([a-z_]+)\{profile="((?:[^"\\]|\\.)*)"(?:,version="(?:[^"\\]|\\.)*")?\} ([0-9.eE+-]+)$`)

// parse reads what write wrote. Metrics of ours that this version doesn't know are left out of
// what it writes; line is that of the first that isn't ours at all, 0 for none.
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
		if _, err := strconv.ParseFloat(found[3], 64); err != nil {
			return Page{}, line
		}
		profile := unescaper.Replace(found[2])
		if p.profiles[profile] == nil {
			p.set(profile, map[string]string{})
		}
		p.profiles[profile][found[1]] = s
	}
	return p, 0
}
