// Package ods reads the sheets of OpenDocument spreadsheets, of each cell the text that a person sees. They come as archives (ods) and as one
// XML (fods):
//
//	archive → styles.xml, meta.xml ─┐
//	                                ├─► number formats, hidden sheets → sheets, one behind the other in one XML
//	archive → content.xml, or fods ─┘
//
// What a person sees is made of the value and the number format, as in the same workbook saved as XLSX: the text that stands beside the value is
// in the language of who saved it, may be cut to the width of the column, and isn't written by all. It is taken where a format can't be told.
package ods

import (
	"bytes"
	"errors"
	"io"
	"regexp"

	"github.com/orgbatch/orgbatch/importer/table/archive"
	"github.com/orgbatch/orgbatch/importer/table/sheets"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

const (
	mediaType = "application/vnd.oasis.opendocument.spreadsheet"
	officeURN = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
	content   = "content.xml"
)

// Document is one opened spreadsheet.
type Document struct {
	name       string
	open       func() (io.Reader, func(), error) // the XML of the sheets
	offset     func() int64
	styles     *styles
	calculated bool        // a program that calculates has made it
	read       bool        // all before the sheets was read once
	results    map[int]int // of formulas, that aren't 0, by the number of the sheet, as far as they were read
}

// Is says whether an archive is a spreadsheet: by its type, which some programs leave out, by its list of parts, which others leave out, or by
// what its content begins with.
func Is(a *archive.Archive) bool {
	if kind, _ := a.ReadWhole("mimetype"); len(kind) > 0 {
		return bytes.HasPrefix(kind, []byte(mediaType))
	}
	if manifest, _ := a.ReadXML("META-INF/manifest.xml"); bytes.Contains(manifest, []byte("application/vnd.oasis.opendocument")) {
		return bytes.Contains(manifest, []byte(mediaType))
	}
	part, err := a.Open(content)
	if err != nil {
		return false
	}
	defer func() { _ = part.Close() }() // it was only read
	s := scanner{doc: &Document{styles: newStyles()}, x: xmlscan.NewReader(part)}
	return a.RefuseLarge() == nil && s.begin() == nil
}

// Open opens an archive.
func Open(a *archive.Archive) (*Document, error) {
	manifest, err := a.ReadXML("META-INF/manifest.xml")
	switch {
	case err != nil:
		return nil, err
	case bytes.Contains(manifest, []byte("encryption-data")) || a.Has("encrypted-package"):
		return nil, a.Fail("it is protected by a password", "open it in LibreOffice, choose Save As, uncheck \"Save with password\" and save it")
	}
	d := &Document{name: a.Name(), offset: a.Offset, styles: newStyles(), results: map[int]int{}}
	d.open = func() (io.Reader, func(), error) {
		part, err := a.Open(content)
		if err != nil {
			return nil, nil, err
		}
		return part, func() { _ = part.Close() }, nil // it was only read
	}
	for _, part := range []string{"meta.xml", "styles.xml"} {
		if err := d.readPart(a, part); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// readPart takes what the sheets refer to from a part, if there is one.
func (d *Document) readPart(a *archive.Archive, name string) error {
	if !a.Has(name) {
		return nil
	}
	part, err := a.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = part.Close() }() // it was only read
	s := scanner{doc: d, x: xmlscan.NewReader(part)}
	if err := s.begin(); err != nil && err != io.EOF {
		return a.Damaged("its part "+name+" can't be read", err)
	}
	return nil
}

// IsFlat says whether a text begins as a spreadsheet in one XML does.
func IsFlat(head []byte) bool {
	name, namespace := xmlscan.Root(head)
	return namespace == officeURN && (name == "document" || name == "document-content")
}

// OpenFlat opens a spreadsheet in one XML.
func OpenFlat(s *source.Source) (*Document, error) {
	return &Document{name: s.Name, open: s.Open, offset: s.Taken.Load, styles: newStyles(), results: map[int]int{}}, nil
}

// Offset says how many bytes of the file were read since a reading of the sheets began.
func (d *Document) Offset() int64 { return d.offset() }

// Scan starts a reading of the sheets.
func (d *Document) Scan() (sheets.Scanner, error) {
	r, release, err := d.open()
	if err != nil {
		return nil, err
	}
	s := &scanner{doc: d, x: xmlscan.NewReader(r), release: release}
	if err := s.begin(); err != nil {
		release()
		return nil, d.notBegun(err)
	}
	d.read = true
	return s, nil
}

var errOtherKind = errors.New("not a spreadsheet")

// notBegun is the error of a document whose sheets aren't reached.
func (d *Document) notBegun(err error) error {
	if e, ok := err.(*tabular.InputError); ok {
		return e
	}
	if err == errOtherKind {
		return &tabular.InputError{Name: d.name, Problem: "it is an OpenDocument file, but not a spreadsheet", Hint: "ask for the table as an Excel workbook or as CSV"}
	}
	if err == io.EOF {
		err = xmlscan.ErrNoEnd
	}
	return &tabular.InputError{Name: d.name, Problem: "its content can't be read", Err: err, Hint: tabular.FetchAgain}
}

// calculators are the programs that calculate what they save, as they call themselves.
var calculators = regexp.MustCompile(`(?i)office|calc|gnumeric|calligra`)

// begin reads up to the sheets: styles, and which program made the file. io.EOF where there are none.
func (s *scanner) begin() error {
	for {
		s.x.Mark()
		t, err := s.x.Start()
		if err != nil {
			return err
		}
		s.takePrefixes(t)
		switch string(t.Name) {
		case "document", "document-content", "document-styles", "document-meta", "meta", "body":
		case "generator":
			if err = s.x.Gather("generator"); err == nil {
				s.doc.calculated = calculators.Match(s.x.Gathered)
			}
		case "styles", "automatic-styles":
			if s.doc.read {
				err = s.x.Skip()
			} else {
				err = s.doc.styles.read(s.x)
			}
		case "spreadsheet":
			return nil
		case "text", "drawing", "presentation", "chart", "image", "database":
			return errOtherKind
		default:
			err = s.x.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// takePrefixes finds by which prefix LibreOffice's own attributes are called, of which one has the name of another.
func (s *scanner) takePrefixes(t *xmlscan.Token) {
	for _, a := range t.Attrs {
		if string(a.Space) == "xmlns" && bytes.Contains(a.Value, []byte("calcext")) {
			s.calcext = string(a.Name)
		}
	}
}
