package archive

import (
	"bytes"
	"io"

	"github.com/orgbatch/orgbatch/importer/table/foreign"
)

// magicOLE starts the container of old Office files, which is also that of encrypted new ones.
var magicOLE = []byte{0xd0, 0xcf, 0x11, 0xe0}

func (a *Archive) refuseOLE(at io.ReaderAt, size int64) error {
	head := make([]byte, len(magicOLE))
	if _, err := at.ReadAt(head, 0); err != nil || !bytes.Equal(head, magicOLE) {
		return nil
	}
	encrypted, err := contains(io.NewSectionReader(at, 0, size), utf16Text("EncryptedPackage"))
	switch {
	case err != nil:
		return a.Damaged("reading it failed", err)
	case encrypted:
		return a.Fail(foreign.Protected.Problem, foreign.Protected.Hint)
	}
	return a.Fail(foreign.OldOffice.Problem, foreign.OldOffice.Hint)
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
