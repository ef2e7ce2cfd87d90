package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

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

const (
	saveAsXLSX = `open it in Excel or LibreOffice and save it as "Excel workbook (.xlsx)"`
	fetchAgain = "the file is damaged or was not copied whole; fetch it again, or open it in Excel or LibreOffice and save it anew"
)

// parts is the archive that a workbook is.
type parts struct {
	name  string
	files map[string]*zip.File // by lower-case name, with / between folders
	taken atomic.Int64
}

// openParts opens the archive, or says what the file is instead.
func openParts(src io.ReadSeeker, name string) (*parts, error) {
	p := &parts{name: name, files: make(map[string]*zip.File)}
	size, err := src.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, p.damaged("finding its end failed", err)
	}
	at := &readerAt{src: src, taken: &p.taken}
	if err := p.refuseOLE(at, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, p.damaged("it starts like a workbook but its archive can't be opened", err)
	}
	for _, f := range z.File {
		p.files[partName(f.Name)] = f
	}
	if err := p.refuseOthers(); err != nil {
		return nil, err
	}
	return p, p.refuseBomb(z)
}

// partName is how a part is looked up: some programs write backslashes, or other capitals than those of the references.
func partName(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, `\`, "/")), "/")
}

func (p *parts) fail(problem, hint string) error {
	return &tabular.InputError{Name: p.name, Problem: problem, Hint: hint}
}

func (p *parts) damaged(problem string, err error) error {
	return &tabular.InputError{Name: p.name, Problem: problem, Hint: fetchAgain, Err: err}
}

// MagicOLE starts the container of old Office files, which is also that of encrypted new ones.
var MagicOLE = []byte{0xd0, 0xcf, 0x11, 0xe0}

func (p *parts) refuseOLE(at io.ReaderAt, size int64) error {
	head := make([]byte, len(MagicOLE))
	if _, err := at.ReadAt(head, 0); err != nil || !bytes.Equal(head, MagicOLE) {
		return nil
	}
	encrypted, err := contains(io.NewSectionReader(at, 0, size), utf16Text("EncryptedPackage"))
	switch {
	case err != nil:
		return p.damaged("reading it failed", err)
	case encrypted:
		return p.fail("it is protected by a password", "open it in Excel, remove the password (File, Info, Protect Workbook, Encrypt with Password) and save it")
	}
	return p.fail("it is an old Excel workbook (xls) or another old Office file", saveAsXLSX)
}

// utf16Text is how an old container writes the names of its streams.
func utf16Text(s string) []byte {
	b := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}

// contains looks for a text in all of r.
func contains(r io.Reader, text []byte) (bool, error) {
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		held := buf[:kept+n]
		if bytes.Contains(held, text) {
			return true, nil
		}
		if err == io.EOF {
			return false, nil
		} else if err != nil {
			return false, err
		}
		kept = copy(buf, held[max(0, len(held)-len(text)+1):])
	}
}

// refuseOthers names archives that are something else by the parts they have.
func (p *parts) refuseOthers() error {
	if p.files["xl/workbook.bin"] != nil {
		return p.fail("it is a binary workbook (xlsb)", saveAsXLSX)
	}
	if p.files["[content_types].xml"] != nil && p.has("xl/") {
		return nil
	}
	if p.isWorkbook() {
		return nil
	}
	for _, kind := range []struct{ prefix, problem, hint string }{
		{"word/", "it is a Word document (docx)", "ask for the table as an Excel workbook or as CSV"},
		{"ppt/", "it is a presentation (pptx)", "ask for the table as an Excel workbook or as CSV"},
		{"index/", "it is a Numbers document of Apple's", "open it in Numbers and export it to Excel or CSV"},
	} {
		if p.has(kind.prefix) {
			return p.fail(kind.problem, kind.hint)
		}
	}
	kind, _ := p.readWhole("mimetype")
	if bytes.HasPrefix(kind, []byte("application/vnd.oasis.opendocument.spreadsheet")) {
		return p.fail("it is an OpenDocument spreadsheet (ods)", saveAsXLSX)
	}
	if p.has("meta-inf/manifest.xml") && p.has("content.xml") {
		return p.fail("it is an OpenDocument file, but not a spreadsheet", "ask for the table as an Excel workbook or as CSV")
	}
	return p.fail("it is a zip archive but not a workbook", "unpack it and give the file that is in it")
}

// isWorkbook says whether the part that the archive calls its document is the list of sheets, in whatever folder it lies.
func (p *parts) isWorkbook() bool {
	main, err := p.mainPart()
	if err != nil || p.files[partName(main)] == nil {
		return false
	}
	part, err := p.open(main)
	if err != nil {
		return false
	}
	defer func() { _ = part.Close() }() // it was only read
	root, err := newXMLReader(part).start()
	return err == nil && root.Name.Local == "workbook"
}

func (p *parts) has(prefix string) bool {
	for name := range p.files {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// refuseBomb goes by the sizes that the archive declares; open holds the parts to them.
func (p *parts) refuseBomb(z *zip.Reader) error {
	total := uint64(0)
	for _, f := range z.File {
		size, packed := f.UncompressedSize64, max(f.CompressedSize64, 1)
		if size > maxUnpacked || size > freeRatio && size/packed > maxRatio {
			return p.bomb(f.Name)
		}
		if total += size; total > maxUnpacked {
			return p.bomb(f.Name)
		}
	}
	return nil
}

func (p *parts) bomb(part string) error {
	return p.fail(
		"it unpacks to far more than a workbook should ("+tabular.Shorten(part)+"); it may be made to fill memory and disk",
		`if you trust it, open it in Excel or LibreOffice and save the sheet as "CSV UTF-8"`,
	)
}

// open gives the bytes of a part. Counting starts anew, for progress.
func (p *parts) open(name string) (io.ReadCloser, error) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, p.damaged("its part "+tabular.Shorten(name)+" is missing", nil)
	}
	p.taken.Store(0)
	r, err := f.Open()
	if err != nil {
		return nil, p.damaged("its part "+tabular.Shorten(name)+" can't be unpacked", err)
	}
	return &bounded{ReadCloser: r, left: int64(f.UncompressedSize64)}, nil
}

// readWhole reads a small part; nil where there is none.
func (p *parts) readWhole(name string) ([]byte, error) {
	if p.files[partName(name)] == nil {
		return nil, nil
	}
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, p.damaged("its part "+tabular.Shorten(name)+" can't be unpacked", err)
	}
	if len(data) > maxPart {
		return nil, p.fail(fmt.Sprintf("its part %s is larger than %d MiB", tabular.Shorten(name), maxPart>>20), tabular.SaveAsCSV)
	}
	return data, nil
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
