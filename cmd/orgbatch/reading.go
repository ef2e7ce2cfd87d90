package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/importer"
)

// readingOptions are the flags that say how files are read, and which column feeds which field.
type readingOptions struct {
	format     string
	delimiter  string
	encoding   string
	sheet      string
	table      int
	columns    []string // --map
	mapping    string   // --mapping
	set        []string
	clearBlank []string
	fix        bool
}

// bindReading gives a command the flags that say how files are read.
func bindReading(cmd *cobra.Command, o *readingOptions) {
	f := cmd.Flags()
	f.StringArrayVar(&o.columns, "map", nil, "take a field from a column: `FIELD=COLUMN`, by header, number or letter, or FIELD= for none; may be repeated")
	f.StringArrayVar(&o.set, "set", nil, "give every row the same: `FIELD=VALUE`, where no column feeds the field; may be repeated")
	f.StringArrayVar(&o.clearBlank, "clear-blank", nil, "blank cells of this `COLUMN` empty the field; may be repeated")
	f.BoolVar(&o.fix, "fix", false, "mend white space, odd spaces, Unicode form and letters decoded wrongly; each is listed")
	f.StringVar(&o.format, "format", "", "read the files as `csv|jsonl|json|xlsx` (default: as they look)")
	f.StringVar(&o.delimiter, "delimiter", "", "what stands between the cells: `TEXT`, or tab, comma, semicolon, pipe, colon, space, spaces (default: as it looks)")
	f.StringVar(&o.encoding, "encoding", "", "the files' encoding: `utf-8`, utf-16le, utf-16be, utf-32le, utf-32be, windows-1252, iso-8859-1, iso-8859-15, macintosh (default: as it looks)")
	f.StringVar(&o.sheet, "sheet", "", "read the sheet `NAME` of a workbook (default: the one that looks like a table)")
	f.IntVar(&o.table, "table", 0, "read the `N`th of several tables in a file (default: the first)")
}

// reading turns the flags into the importer's options.
func (o *readingOptions) reading() (importer.Reading, error) {
	r := importer.Reading{
		Format: o.format, Delimiter: o.delimiter, Encoding: o.encoding, Sheet: o.sheet, Table: o.table, ClearBlank: o.clearBlank, Fix: o.fix,
	}
	if o.table < 0 {
		return r, usagef("", "--table starts at 1")
	}
	var err error
	if r.Map, err = pairs("map", "name=Kundnamn", "FIELD=COLUMN", o.columns); err != nil {
		return r, err
	}
	r.Set, err = pairs("set", "organization='Exempelbacken AB'", "FIELD=VALUE", o.set)
	return r, err
}

// pairs takes apart the values of a flag that names each field once.
func pairs(flag, example, form string, values []string) (map[string]string, error) {
	fields := map[string]string{}
	for _, pair := range values {
		field, value, ok := strings.Cut(pair, "=")
		if !ok || field == "" {
			return nil, usagef("--"+flag+" "+example, "--%s %s: write %s", flag, pair, form)
		}
		if other, twice := fields[field]; twice {
			return nil, usagef("keep one of them", "--%[1]s %[2]s=%[3]s and --%[1]s %[2]s=%[4]s name one field twice", flag, field, other, value)
		}
		fields[field] = value
	}
	return fields, nil
}
