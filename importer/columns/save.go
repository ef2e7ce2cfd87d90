package columns

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/rules"
)

// SaveMapping writes an accepted mapping, and what overruled detection, to a file that its owner alone can read; it replaces only a mapping
// file.
func SaveMapping(path string, m Mapping, r Reading) error {
	r.Rules = r.Rules.From(filepath.Dir(path))
	return sink.WriteFile(path, []byte(encodeMapping(m, r)), sink.Options{CheckReplace: ReplacesMapping})
}

// ReplacesMapping allows a mapping file to be replaced, or an empty one, and nothing else; notes alone are no mapping.
func ReplacesMapping(path string) error {
	f, err := sink.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	r, err := ReadMapping(f, path)
	if info, failed := f.Stat(); err == nil && failed == nil && info.Size() == 0 {
		return nil
	}
	if err != nil || len(r.Saved)+len(r.Set)+len(r.ClearBlank) == 0 && r.Rules.Empty() {
		return &MappingFileError{Name: path, Problem: "it exists and is no mapping; it is left as it is"}
	}
	return nil
}

// encodeMapping writes a mapping file. Every field stands in it, so that what no column feeds now isn't fed by surprise later.
func encodeMapping(m Mapping, r Reading) string {
	var b strings.Builder
	b.WriteString("# Which column feeds which field, as it was accepted. Use it again with --mapping; --map, --set and the like win over it.\n")
	if len(r.ClearBlank) > 0 {
		fmt.Fprintf(&b, "\n# Blank cells of these columns empty the field.\nclear_blank = %s\n", tomlValue(r.ClearBlank))
	}
	b.WriteString("\n# field = \"the column's header\", its letters or its number where the header is blank or stands twice; \"\" is no column.\n[columns]\n")
	refer := newHeadings(m.Header, m.FirstColumn)
	refer.strict = true
	for _, field := range Fields() {
		if field == FieldIdentity {
			continue // that column comes and goes by itself
		}
		fmt.Fprintf(&b, "%s = %s\n", field, QuoteTOML(m.referTo(refer, field)))
	}
	if len(m.Constants) > 0 {
		b.WriteString("\n# What every row gets in a field without a column.\n[set]\n")
		for _, c := range m.Constants {
			fmt.Fprintf(&b, "%s = %s\n", c.Field, QuoteTOML(c.Value))
		}
	}
	writeReading(&b, r)
	b.WriteString(encodeOwnRules(r.Rules))
	return b.String()
}

// referTo is the text by which a field's column is found again, "" for none.
func (m Mapping) referTo(refer *headings, field string) string {
	for _, c := range m.Columns {
		if c.Field == field {
			return refer.reference(c.Column)
		}
	}
	return ""
}

func writeReading(b *strings.Builder, r Reading) {
	lines := ""
	for _, s := range []struct{ key, value string }{
		{"format", r.Format}, {"delimiter", r.Delimiter}, {"escapes", r.Escapes}, {"encoding", r.Encoding}, {"sheet", r.Sheet},
	} {
		if s.value != "" {
			lines += s.key + " = " + QuoteTOML(s.value) + "\n"
		}
	}
	if r.Table > 0 {
		lines += "table = " + strconv.Itoa(r.Table) + "\n"
	}
	if lines != "" {
		b.WriteString("\n# How the file is read, where that was not left to detection.\n[reading]\n" + lines)
	}
}

// QuoteTOML writes a basic string. What isn't valid UTF-8, which TOML can't hold, becomes U+FFFD.
func QuoteTOML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// EncodeRules writes a person's transforms and checks as they stand in a mapping file.
func EncodeRules(s *rules.Set) string {
	var b strings.Builder
	write := func(table string, fields []rules.Field) {
		fmt.Fprintf(&b, "\n[[%s]]\n", table)
		for _, f := range fields {
			fmt.Fprintf(&b, "%s = %s\n", f.Key, tomlValue(f.Value))
		}
	}
	for i := range s.Transforms {
		write("transform", s.Transforms[i].Fields())
	}
	for i := range s.Checks {
		write("check", s.Checks[i].Fields())
	}
	return b.String()
}

// encodeOwnRules leaves out the checks of a schema: that is a file of its own.
func encodeOwnRules(s rules.Set) string {
	s.Checks = slices.DeleteFunc(slices.Clone(s.Checks), func(c rules.Check) bool { return c.OfSchema() })
	return EncodeRules(&s)
}

func tomlValue(value any) string {
	switch v := value.(type) {
	case string:
		return QuoteTOML(v)
	case *string:
		return QuoteTOML(*v)
	case []string:
		list := make([]string, len(v))
		for i, text := range v {
			list[i] = QuoteTOML(text)
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	return fmt.Sprint(value)
}
