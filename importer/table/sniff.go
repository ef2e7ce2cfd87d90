package table

import (
	"bytes"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// sampleSize is how much of the beginning decides how the file is read.
const sampleSize = 1 << 20

var bom = []byte("\xef\xbb\xbf")

// sniffer finds out how a file is written from its beginning.
type sniffer struct {
	src    *source
	opts   Options
	sample []byte // after the byte order mark
	whole  bool   // the sample is the whole file
	format Format
}

func (s *sniffer) fail(problem, hint string) error {
	return &InputError{Name: s.src.name, Problem: problem, Hint: hint}
}

// sniff fills in format and dialect, or says why this is no file to read.
func (s *sniffer) sniff() (dialect, error) {
	if err := s.readSample(); err != nil {
		return dialect{}, err
	}
	if err := s.refuseForeign(); err != nil {
		return dialect{}, err
	}
	if err := s.checkEncoding(); err != nil {
		return dialect{}, err
	}
	s.format.Encoding, s.format.Compression = "utf-8", s.src.compression
	if s.format.BOM = bytes.HasPrefix(s.sample, bom); s.format.BOM {
		s.sample = s.sample[len(bom):]
	}
	if len(bytes.TrimSpace(s.sample)) == 0 {
		return dialect{}, s.fail("the file is empty", "")
	}
	if s.whole && len(bytes.Trim(s.sample, " \t\r\n,;")) == 0 {
		return dialect{}, s.fail("the file has no header, only blank rows", "")
	}
	var err error
	if s.format.Name, err = s.detectFormat(); err != nil || s.format.Name != FormatCSV {
		s.format.Newline = "\n"
		if bytes.Contains(s.sample, []byte("\r\n")) {
			s.format.Newline = "\r\n"
		}
		return dialect{}, err
	}
	return s.detectDialect()
}

func (s *sniffer) readSample() error {
	r, release, err := s.src.open()
	if err != nil {
		return err
	}
	defer release()
	if s.sample, err = io.ReadAll(io.LimitReader(r, sampleSize)); err != nil {
		return s.src.stopped(err, 0)
	}
	s.whole = len(s.sample) < sampleSize
	return nil
}

// refuseForeign names files of other kinds by what they start with.
func (s *sniffer) refuseForeign() error {
	for _, kind := range []struct{ magic, problem, hint string }{
		{"PK\x03\x04", "it is a workbook (xlsx) or another zip archive", saveAsCSV},
		{"\xd0\xcf\x11\xe0", "it is an old Excel workbook (xls)", saveAsCSV},
		{"%PDF-", "it is a PDF", "ask for the table as CSV UTF-8"},
		{"SQLite format 3\x00", "it is a SQLite database", "export the table as CSV"},
		{"\xff\xfe", "it is written in UTF-16, not UTF-8", saveAsCSV},
		{"\xfe\xff", "it is written in UTF-16, not UTF-8", saveAsCSV},
		{"\x00\x00\xfe\xff", "it is written in UTF-32, not UTF-8", saveAsCSV},
	} {
		if bytes.HasPrefix(s.sample, []byte(kind.magic)) {
			return s.fail(kind.problem, kind.hint)
		}
	}
	if n := bytes.Count(s.sample, []byte{0}); n > 0 && n*10 >= len(s.sample) {
		return s.fail("it is binary, or text written in UTF-16", saveAsCSV)
	}
	return nil
}

const saveAsCSV = `open it in Excel or LibreOffice and save it as "CSV UTF-8"`

// checkEncoding refuses a file that is clearly not UTF-8. One in which most letters beyond ASCII are UTF-8 is read, its wrong bytes being
// problems of their rows.
func (s *sniffer) checkEncoding() error {
	if e := strings.ToLower(s.opts.Encoding); e != "" && e != "utf-8" && e != "utf8" {
		return s.fail("the encoding "+s.opts.Encoding+" can't be read", saveAsCSV)
	}
	good, bad, at := 0, 0, 0
	for i := 0; i < len(s.sample); {
		if s.sample[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(s.sample[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case s.whole || utf8.FullRune(s.sample[i:]):
			if bad++; bad == 1 {
				at = i
			}
		}
		i += n
	}
	if bad <= good {
		return nil
	}
	return &InputError{
		Name: s.src.name, Line: 1 + bytes.Count(s.sample[:at], []byte{'\n'}), Hint: saveAsCSV,
		Problem: "it is not written in UTF-8; most likely it is Windows-1252, as older programs on Windows write it",
	}
}

func (s *sniffer) detectDialect() (dialect, error) {
	var d dialect
	s.format.Newline, d.cr = detectNewline(s.sample)
	if s.opts.Delimiter != "" {
		var err error
		if d.delim, err = chosenDelimiter(s.opts.Delimiter); err != nil {
			return d, err
		}
	} else {
		d.delim = detectDelimiter(s.sample, s.whole, d.cr)
	}
	s.format.Delimiter, s.format.Quote, s.format.Escape = string(rune(d.delim)), `"`, `"`
	return d, nil
}

// detectFormat goes by what the file holds, and by its name where that leaves a doubt.
func (s *sniffer) detectFormat() (string, error) {
	switch s.opts.Format {
	case FormatCSV, FormatJSONL, FormatJSON:
		return s.opts.Format, nil
	case "":
	default:
		return "", s.fail("the format "+s.opts.Format+" is unknown", "use csv, jsonl, json or xlsx")
	}
	if format := jsonFormat(bytes.TrimLeft(s.sample, " \t\r\n"), innerExt(s.src.name), s.whole); format != "" {
		return format, nil
	}
	return FormatCSV, nil
}

// innerExt gives the ending of a file's name, in lower case, looking through a compression's.
func innerExt(name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	for _, packed := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, packed)
	}
	return path.Ext(name)
}
