package table

import (
	"bytes"
	"io"
	"path"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/charset"
	"github.com/orgbatch/orgbatch/importer/table/dialect"
	"github.com/orgbatch/orgbatch/importer/table/foreign"
	"github.com/orgbatch/orgbatch/importer/table/jsonrows"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// sampleSize is how much of the beginning decides how the file is read.
const sampleSize = 1 << 20

// sniffer finds out how a file is written from its beginning.
type sniffer struct {
	src      *source.Source
	opts     Options
	sample   tabular.Beginning
	format   tabular.Format
	text     textFile
	detected Detection
}

// sniff fills in format and dialect, or says why this is no file to read.
func (s *sniffer) sniff() error {
	if e := s.opts.Escapes; e != "" && e != EscapesUndone && e != EscapesKept {
		return s.src.Refuse("the escapes "+e+" are unknown", "use yes or no")
	}
	if err := s.readSample(); err != nil {
		return err
	}
	if kind, ok := foreign.Binary(s.sample.Bytes); ok {
		return s.src.Refuse(kind.Problem, kind.Hint)
	}
	if err := s.decode(); err != nil {
		return err
	}
	if kind, ok := foreign.Text(s.sample.Bytes); ok && s.opts.Format == "" && s.opts.Delimiter == "" {
		return s.src.Refuse(kind.Problem, kind.Hint)
	}
	s.format.Encoding, s.format.BOM, s.format.Compression = s.text.encoding.Name, s.text.bom > 0, s.src.Compression
	var err error
	if s.format.Name, err = s.detectFormat(); err != nil {
		return err
	}
	if s.format.Name == tabular.FormatCSV {
		return s.detectDialect()
	}
	s.format.Newline = "\n"
	if bytes.Contains(s.sample.Bytes, []byte("\r\n")) {
		s.format.Newline = "\r\n"
	}
	return nil
}

// detectDialect finds out what stands between cells and around them.
func (s *sniffer) detectDialect() error {
	o := &s.opts
	c, err := dialect.Detect(s.sample, dialect.Wishes{Delimiter: o.Delimiter, Escapes: o.Escapes, AsWritten: o.AsWritten, Known: o.KnownHeader})
	if err != nil {
		return s.src.Refuse(err.Error(), "")
	}
	s.text.dialect, s.text.skip, s.sample.Bytes = c.Dialect, c.Skip, s.sample.Bytes[c.Skip:]
	s.format.SepLine, s.format.Newline = c.Skip > 0, c.Newline
	c.Dialect.Describe(&s.format)
	d := &s.detected
	d.Score, d.RunnerUpScore, d.NearTie, d.Rare, d.Escapes = c.Score, c.NextScore, c.NearTie, c.Rare, c.Escapes
	if c.Next != nil {
		f := s.format
		c.Next.Describe(&f)
		d.RunnerUp = &f
	}
	return nil
}

func (s *sniffer) readSample() error {
	r, release, err := s.src.Open()
	if err != nil {
		return err
	}
	defer release()
	if s.sample.Bytes, err = io.ReadAll(io.LimitReader(r, sampleSize)); err != nil {
		return s.src.Stopped(err, 0)
	}
	s.sample.Whole = len(s.sample.Bytes) < sampleSize
	return nil
}

// decode finds the encoding and makes the sample UTF-8.
func (s *sniffer) decode() (err error) {
	if s.opts.Encoding == "" {
		s.text.encoding, s.text.bom, s.detected.Encoding = charset.Detect(s.sample)
	} else if s.text.encoding, err = charset.Named(s.opts.Encoding); err != nil {
		return s.src.Refuse(err.Error(), "")
	} else {
		s.text.bom = charset.BOMOf(s.text.encoding, s.sample.Bytes)
	}
	b := s.sample.Bytes[s.text.bom:]
	if s.text.encoding.Unit == 1 {
		if text := bytes.TrimRight(b, "\x00"); foreign.IsBinary(text) || bytes.Count(text, []byte{0})*10 >= len(text)*3 && len(b) > 0 && bytes.IndexByte(b, 0) >= 0 {
			return s.src.Refuse("it is binary", tabular.SaveAsCSV)
		}
	}
	if !s.text.encoding.Plain() {
		b, err = io.ReadAll(charset.NewDecoder(s.text.encoding, bytes.NewReader(b)))
	}
	s.sample.Bytes = b
	return err
}

// detectFormat goes by what the file holds, and by its name where that leaves a doubt.
func (s *sniffer) detectFormat() (string, error) {
	switch s.opts.Format {
	case tabular.FormatCSV, tabular.FormatJSONL, tabular.FormatJSON:
		return s.opts.Format, nil
	case "":
	default:
		return "", s.src.Refuse("the format "+s.opts.Format+" is unknown", "use one of "+strings.Join(tabular.Formats(), ", "))
	}
	text, ext := bytes.TrimLeft(s.sample.Bytes, " \t\r\n"), innerExt(s.src.Name)
	if len(text) == 0 && (ext == ".jsonl" || ext == ".ndjson" || ext == ".json") {
		return tabular.FormatJSONL, nil
	}
	if s.opts.Delimiter != "" && !bytes.ContainsAny(text[:min(1, len(text))], "[{") {
		return tabular.FormatCSV, nil // whatever its name says
	}
	if format := jsonrows.Detect(tabular.Beginning{Bytes: text, Whole: s.sample.Whole}, ext); len(text) > 0 && format != "" {
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
