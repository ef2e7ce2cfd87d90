package table

import (
	"io"

	"github.com/orgbatch/orgbatch/importer/table/charset"
	"github.com/orgbatch/orgbatch/importer/table/delimited"
	"github.com/orgbatch/orgbatch/importer/table/jsonrows"
	"github.com/orgbatch/orgbatch/importer/table/mend"
	"github.com/orgbatch/orgbatch/importer/table/source"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// textFile is how a file of text is written.
type textFile struct {
	src      *source.Source
	dialect  delimited.Dialect
	encoding *charset.Encoding
	bom      int // bytes of the byte order mark
	skip     int // bytes of a sep= line, in UTF-8
	// lineQuoted says that lines are quoted as a whole.
	lineQuoted bool
	around     [2]string // other quotes that stand around every line
	told       bool      // what to do with backslashes
}

// records starts a reading of the records of a delimited file.
func (t *textFile) records() (reader, func(), error) {
	r, release, err := t.start()
	if err != nil {
		return nil, nil, err
	}
	c := mend.NewReader(t.src, r, t.dialect)
	c.Page, c.LineQuoted, c.Around, c.Guessed = t.encoding.Page != nil, t.lineQuoted, t.around, !t.told
	if t.skip > 0 {
		c.Line = 2 // Excel doesn't show a sep= line as a row
	}
	return c, release, nil
}

// start opens the source as UTF-8, after its byte order mark and a sep= line.
func (t *textFile) start() (io.Reader, func(), error) {
	r, release, err := t.src.Open()
	if err != nil {
		return nil, nil, err
	}
	if _, err = io.CopyN(io.Discard, r, int64(t.bom)); err == nil {
		r = charset.NewDecoder(t.encoding, r)
		_, err = io.CopyN(io.Discard, r, int64(t.skip))
	}
	if err != nil {
		release()
		return nil, nil, t.src.Stopped(err, 1)
	}
	return r, release, nil
}

// objectReader gives the objects of a file of JSON, or the keys of all of them.
type objectReader interface {
	reader
	ReadKeys() (jsonrows.Keys, error)
}

// objects starts a reading of a file of JSON in a format; header are the keys, nil where they are
// to be found.
func (t *textFile) objects(format string, header []string) (objectReader, func(), error) {
	r, release, err := t.start()
	if err != nil {
		return nil, nil, err
	}
	if format == tabular.FormatJSON {
		return jsonrows.NewArrayReader(t.src, r, header), release, nil
	}
	return jsonrows.NewLinesReader(t.src, r, header), release, nil
}
