package table

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/charset"
	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/foreign"
	"github.com/orgbatch/orgbatch/importer/table/jsonrows"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// sampleSize is how much of the beginning decides how the file is read.
const sampleSize = 1 << 20

// nearTie is how much better than the next one a reading must be for nobody to have to look.
const nearTie = 0.04

// sniffer finds out how a file is written from its beginning.
type sniffer struct {
	src      *source.Source
	opts     Options
	sample   []byte // as UTF-8, after a byte order mark and a sep= line
	whole    bool   // the sample is the whole file
	format   tabular.Format
	encoding *charset.Encoding
	bom      int // bytes
	skip     int // bytes of a sep= line, in UTF-8
	detected Detection
}

func (s *sniffer) fail(problem, hint string) error {
	return &tabular.InputError{Name: s.src.Name, Problem: problem, Hint: hint}
}

// sniff fills in format and dialect, or says why this is no file to read.
func (s *sniffer) sniff() (delimited.Dialect, error) {
	if e := s.opts.Escapes; e != "" && e != EscapesUndone && e != EscapesKept {
		return delimited.Dialect{}, s.fail("the escapes "+e+" are unknown", "use yes or no")
	}
	if err := s.readSample(); err != nil {
		return delimited.Dialect{}, err
	}
	if kind, ok := foreign.Binary(s.sample); ok {
		return delimited.Dialect{}, s.fail(kind.Problem, kind.Hint)
	}
	if err := s.decode(); err != nil {
		return delimited.Dialect{}, err
	}
	if kind, ok := foreign.Text(s.sample); ok && s.opts.Format == "" && s.opts.Delimiter == "" {
		return delimited.Dialect{}, s.fail(kind.Problem, kind.Hint)
	}
	s.format.Encoding, s.format.BOM, s.format.Compression = s.encoding.Name, s.bom > 0, s.src.Compression
	var err error
	if s.format.Name, err = s.detectFormat(); err != nil {
		return delimited.Dialect{}, err
	}
	if s.format.Name != tabular.FormatCSV {
		s.format.Newline = "\n"
		if bytes.Contains(s.sample, []byte("\r\n")) {
			s.format.Newline = "\r\n"
		}
		return delimited.Dialect{}, nil
	}
	return s.detectDialect()
}

func (s *sniffer) readSample() error {
	r, release, err := s.src.Open()
	if err != nil {
		return err
	}
	defer release()
	if s.sample, err = io.ReadAll(io.LimitReader(r, sampleSize)); err != nil {
		return s.src.Stopped(err, 0)
	}
	s.whole = len(s.sample) < sampleSize
	return nil
}

// decode finds the encoding and makes the sample UTF-8.
func (s *sniffer) decode() (err error) {
	if s.opts.Encoding == "" {
		s.encoding, s.bom, s.detected.Encoding = charset.Detect(s.sample, s.whole)
	} else if s.encoding, err = charset.Named(s.opts.Encoding); err != nil {
		return s.fail(err.Error(), "")
	} else {
		s.bom = charset.BOMOf(s.encoding, s.sample)
	}
	s.sample = s.sample[s.bom:]
	if s.encoding.Unit == 1 {
		if text := bytes.TrimRight(s.sample, "\x00"); foreign.IsBinary(text) || bytes.Count(text, []byte{0})*10 >= len(text)*3 && len(s.sample) > 0 && bytes.IndexByte(s.sample, 0) >= 0 {
			return s.fail("it is binary", tabular.SaveAsCSV)
		}
	}
	if !s.encoding.Plain() {
		s.sample, err = io.ReadAll(charset.NewDecoder(s.encoding, bytes.NewReader(s.sample)))
	}
	return err
}

// detectDialect decides by the tables that the dialects make of the sample.
func (s *sniffer) detectDialect() (delimited.Dialect, error) {
	fixed, err := s.fixedDelimiter()
	if err != nil {
		return delimited.Dialect{}, s.fail(err.Error(), "")
	}
	s.format.Newline = "\n"
	if len(bytes.TrimSpace(s.sample)) == 0 {
		d := delimited.Dialect{Delim: []byte(","), Quote: []byte(`"`), Escape: []byte(`"`)}
		d.Describe(&s.format)
		return d, nil
	}
	newline, bases := recordEnds(s.sample)
	if s.opts.Escapes == EscapesUndone { // quotes hide no line ends
		newline, bases = "\n", []delimited.Dialect{{}}
	}
	var readings []reading
	for _, base := range bases {
		found := detectDialect(s.sample, s.whole, base, fixed, s.opts.KnownHeader)
		if base.CR && len(bases) > 1 && manyCRs(s.sample) {
			for i := range found {
				found[i].score *= 1.1
			}
		}
		readings = append(readings, found...)
	}
	if len(readings) == 0 { // what seemed to end records is part of the delimiter that the person named
		newline, readings = "\n", detectDialect(s.sample, s.whole, delimited.Dialect{}, fixed, s.opts.KnownHeader)
	}
	slices.SortStableFunc(readings, func(a, b reading) int { return cmp.Compare(b.score, a.score) })
	best := readings[0]
	if line, _, _ := bytes.Cut(s.sample, []byte("\n")); best.width <= 1 {
		for _, delim := range usualDelimiters {
			if n := bytes.Count(line, []byte(delim)); n >= tabular.MaxColumns {
				return delimited.Dialect{}, s.fail(fmt.Sprintf("the table has %d columns; at most %d are read", n+1, tabular.MaxColumns), "")
			}
		}
	}
	d := best.dialect
	s.format.Newline = newline
	if d.CR && newline != "\r" && len(bases) > 0 && len(d.Sep) == 0 {
		s.format.Newline = "\r" // a lone CR ends rows too
	}
	if len(d.Sep) > 0 {
		s.format.Newline = string(d.Sep)
	}
	var letters string
	if letters, s.detected.Escapes = s.findEscapes(d); letters != "" {
		d = dumped(d, letters)
	}
	d.Describe(&s.format)
	s.rate(readings, fixed != nil)
	return d, nil
}

// fixedDelimiter is the one that the person or a sep= line names; a list that begins with an id alone in its line has none.
func (s *sniffer) fixedDelimiter() (*delimited.Dialect, error) {
	line, _, _ := bytes.Cut(s.sample[:min(len(s.sample), 64)], []byte{'\n'})
	text := strings.Trim(strings.TrimRight(string(line), "\r"), `"`)
	if rest, ok := strings.CutPrefix(strings.ToLower(text), "sep="); ok && len(rest) >= 1 && len(rest) <= 4 && len(line) < len(s.sample) {
		s.format.SepLine, s.skip = true, len(line)+1
		s.sample = s.sample[s.skip:]
		if s.opts.Delimiter == "" {
			return &delimited.Dialect{Delim: []byte(text[len("sep="):])}, nil
		}
	}
	if s.opts.Delimiter == "" && isUUID(text) {
		return &delimited.Dialect{}, nil
	}
	if s.opts.Delimiter == "" {
		return nil, nil
	}
	delim, run, err := delimited.ChosenDelimiter(s.opts.Delimiter)
	return &delimited.Dialect{Delim: delim, Run: run}, err
}

// rate says how sure the choice is.
func (s *sniffer) rate(readings []reading, fixed bool) {
	best := readings[0]
	s.detected.Score = min(best.score, 1)
	for _, r := range readings[1:] {
		if bytes.Equal(r.dialect.Delim, best.dialect.Delim) && r.dialect.Run == best.dialect.Run && bytes.Equal(r.dialect.Sep, best.dialect.Sep) {
			continue
		}
		f := s.format
		r.dialect.Describe(&f)
		s.detected.RunnerUp, s.detected.RunnerUpScore = &f, min(r.score, 1)
		s.detected.NearTie = !fixed && r.width != best.width && r.score > best.score*(1-nearTie)
		break
	}
	usual := best.dialect.Delim == nil || slices.Contains(append([]string{""}, usualDelimiters...), string(best.dialect.Delim))
	s.detected.Rare = !fixed && (!usual || s.detected.NearTie || len(best.dialect.Sep) > 0)
}

// detectFormat goes by what the file holds, and by its name where that leaves a doubt.
func (s *sniffer) detectFormat() (string, error) {
	switch s.opts.Format {
	case tabular.FormatCSV, tabular.FormatJSONL, tabular.FormatJSON:
		return s.opts.Format, nil
	case "":
	default:
		return "", s.fail("the format "+s.opts.Format+" is unknown", "use one of "+strings.Join(tabular.Formats(), ", "))
	}
	text, ext := bytes.TrimLeft(s.sample, " \t\r\n"), innerExt(s.src.Name)
	if len(text) == 0 && (ext == ".jsonl" || ext == ".ndjson" || ext == ".json") {
		return tabular.FormatJSONL, nil
	}
	if s.opts.Delimiter != "" && !bytes.ContainsAny(text[:min(1, len(text))], "[{") {
		return tabular.FormatCSV, nil // whatever its name says
	}
	if format := jsonrows.Detect(text, ext, s.whole); len(text) > 0 && format != "" {
		return format, nil
	}
	return tabular.FormatCSV, nil
}

// innerExt gives the ending of a file's name, in lower case, looking through a compression's.
func innerExt(name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	for _, packed := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, packed)
	}
	return path.Ext(name)
}
