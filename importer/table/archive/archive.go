// Package archive opens a file that is a zip of parts, as workbooks are, and bounds what is unpacked of it.
package archive

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
	"github.com/orgbatch/orgbatch/importer/tabular"
)

// Bounds of what a workbook may unpack to. A sheet of Excel's full million rows and twenty columns is about one GiB of XML, a fifteenth of
// that packed.
const (
	maxUnpacked = 4 << 30
	maxRatio    = 100      // unpacked to packed, of parts larger than freeRatio
	freeRatio   = 32 << 20 // a part up to this size may be packed as tightly as it likes
	maxPart     = 16 << 20 // a part that is read whole: the lists of sheets and styles
)

// Archive is one opened file. Its errors are *InputError.
type Archive struct {
	name  string
	list  []*zip.File
	files map[string]*zip.File // by lower-case name, with / between folders
	taken atomic.Int64
}

// Open opens the archive, or says what the file is instead.
func Open(src io.ReadSeeker, name string) (*Archive, error) {
	a := &Archive{name: name, files: make(map[string]*zip.File)}
	size, err := src.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, a.Damaged("finding its end failed", err)
	}
	at := &readerAt{src: src, taken: &a.taken}
	if err := a.refuseOLE(at, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, a.Damaged("it starts like a workbook but its archive can't be opened", err)
	}
	a.list = z.File
	for _, f := range z.File {
		a.files[partName(f.Name)] = f
	}
	return a, nil
}

// partName is how a part is looked up: some programs write backslashes, or other capitals than those of the references.
func partName(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, `\`, "/")), "/")
}

// Name is the file's, as errors say it.
func (a *Archive) Name() string { return a.name }

// Has says whether there is a part of that name.
func (a *Archive) Has(part string) bool { return a.files[partName(part)] != nil }

// HasFolder says whether the name of a part begins so, in lower case.
func (a *Archive) HasFolder(prefix string) bool {
	for name := range a.files {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// Offset says how many bytes of the file were read since a part was last opened, for progress.
func (a *Archive) Offset() int64 { return a.taken.Load() }

// Fail is the error of a file that is whole and can't be read all the same.
func (a *Archive) Fail(problem, hint string) error {
	return &tabular.InputError{Name: a.name, Problem: problem, Hint: hint}
}

// Damaged is the error of a file that isn't as it was made.
func (a *Archive) Damaged(problem string, err error) error {
	return &tabular.InputError{Name: a.name, Problem: problem, Hint: tabular.FetchAgain, Err: err}
}

// RefuseLarge goes by the sizes that the archive declares; Open holds the parts to them.
func (a *Archive) RefuseLarge() error {
	total := uint64(0)
	for _, f := range a.list {
		size := f.UncompressedSize64
		if total += size; size > maxUnpacked || total > maxUnpacked {
			return a.bomb(f.Name)
		}
	}
	return nil
}

// RefuseTight refuses parts that are packed more tightly than those of a kind of workbook are.
func (a *Archive) RefuseTight() error {
	for _, f := range a.list {
		if size := f.UncompressedSize64; size > freeRatio && size/max(f.CompressedSize64, 1) > maxRatio {
			return a.bomb(f.Name)
		}
	}
	return nil
}

func (a *Archive) bomb(part string) error {
	return a.Fail(
		"it unpacks to far more than a workbook should ("+tabular.Shorten(part)+"); it may be made to fill memory and disk",
		`if you trust it, open it in Excel or LibreOffice and save the sheet as "CSV UTF-8"`,
	)
}

// Open gives the bytes of a part. Counting starts anew, for progress.
func (a *Archive) Open(part string) (io.ReadCloser, error) {
	f := a.files[partName(part)]
	if f == nil {
		return nil, a.Damaged("its part "+tabular.Shorten(part)+" is missing", nil)
	}
	a.taken.Store(0)
	r, err := f.Open()
	if err != nil {
		return nil, a.Damaged("its part "+tabular.Shorten(part)+" can't be unpacked", err)
	}
	return &bounded{ReadCloser: r, left: int64(f.UncompressedSize64)}, nil
}

// ReadWhole reads a small part; nil where there is none.
func (a *Archive) ReadWhole(part string) ([]byte, error) {
	if !a.Has(part) {
		return nil, nil
	}
	r, err := a.Open(part)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, a.Damaged("its part "+tabular.Shorten(part)+" can't be unpacked", err)
	}
	if len(data) > maxPart {
		return nil, a.Fail(fmt.Sprintf("its part %s is larger than %d MiB", tabular.Shorten(part), maxPart>>20), tabular.SaveAsCSV)
	}
	return data, nil
}

// ReadXML reads a small part as UTF-8; nil where there is none.
func (a *Archive) ReadXML(part string) ([]byte, error) {
	data, err := a.ReadWhole(part)
	if data == nil || err != nil {
		return nil, err
	}
	if data, err = io.ReadAll(xmlscan.UTF8(bytes.NewReader(data))); err != nil {
		return nil, a.Damaged("its part "+tabular.Shorten(part)+" is not XML that can be read", err)
	}
	return data, nil
}

// Decode reads a small part of XML into v.
func (a *Archive) Decode(part string, v any) error {
	data, err := a.ReadXML(part)
	if err != nil {
		return err
	}
	if data == nil {
		return a.Damaged("its part "+tabular.Shorten(part)+" is missing", nil)
	}
	if err := xml.NewDecoder(bytes.NewReader(data)).Decode(v); err != nil {
		return a.Damaged("its part "+tabular.Shorten(part)+" is not XML that can be read", err)
	}
	return nil
}

var errUnpacksTooMuch = errors.New("it unpacks to more than the archive says")

// bounded holds a part to the size that was declared and checked.
type bounded struct {
	io.ReadCloser
	left int64
}

// Read reads on until more comes than was declared.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errUnpacksTooMuch
	}
	return n, err
}
