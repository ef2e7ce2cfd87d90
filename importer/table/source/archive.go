package source

import (
	"bytes"
	"fmt"
	"io"

	"github.com/orgbatch/orgbatch/importer/tabular"
)

// maxArchive bounds the workbook that a compressed file may hold, which is kept in memory: it is compressed itself, so that packing it
// once more won hardly anything. One of Excel's full million rows has about 70 MiB.
const maxArchive = 256 << 20

// archives are what workbooks begin with, and the old files that are mistaken for them.
var archives = [][]byte{[]byte("PK\x03\x04"), {0xd0, 0xcf, 0x11, 0xe0}}

// unpackArchive takes a workbook of at most so many bytes out of a compressed file: its parts are read in any order.
func (s *Source) unpackArchive(most int64) error {
	r, release, err := s.Open()
	if err != nil {
		return err
	}
	defer release()
	head := make([]byte, len(archives[0]))
	if n, err := io.ReadFull(r, head); err != nil || !bytes.Equal(head[:n], archives[0]) && !bytes.Equal(head[:n], archives[1]) {
		return nil // a text, whose damage shows when it is read
	}
	whole := bytes.NewBuffer(head)
	_, err = io.Copy(whole, io.LimitReader(r, most+1-int64(len(head))))
	switch {
	case err != nil:
		return s.Stopped(err, 0)
	case int64(whole.Len()) > most:
		return &tabular.InputError{
			Name: s.Name, Problem: fmt.Sprintf("it holds a workbook of more than %d MiB", most>>20), Hint: "if you trust it, unpack it and give the workbook that is in it",
		}
	}
	s.src, s.unpacked = bytes.NewReader(whole.Bytes()), true
	return nil
}

// Plain is the file, or the workbook that was taken out of it.
func (s *Source) Plain() io.ReadSeeker { return s.src }
