package run

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/google/uuid"
)

// The encodings of this package are for records of known shape: numbers as varints, texts with their length before them. A record is
// read to its last byte, or not at all.

// errEncoding is the error of bytes that no encoder wrote.
var errEncoding = errors.New("its bytes make no sense")

// crcTable is of the polynomial that processors compute.
var crcTable = crc32.MakeTable(crc32.Castagnoli)

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

func appendMaybe(dst []byte, t Text) []byte {
	if t.Kind != Value {
		return append(dst, byte(t.Kind))
	}
	return appendText(append(dst, byte(Value)), t.Text)
}

// cursor reads what the append functions wrote. It goes on after damage with zero values; end tells.
type cursor struct {
	s   string // the texts that are read share its memory
	bad bool
}

func (c *cursor) fail() { c.s, c.bad = "", true }

func (c *cursor) byte() byte {
	if len(c.s) == 0 {
		c.fail()
		return 0
	}
	b := c.s[0]
	c.s = c.s[1:]
	return b
}

func (c *cursor) uvarint() uint64 {
	var v uint64
	for i := 0; i < len(c.s) && i < binary.MaxVarintLen64; i++ {
		b := c.s[i]
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			c.s = c.s[i+1:]
			return v
		}
	}
	c.fail()
	return 0
}

// int reads a number that is at most limit.
func (c *cursor) int(limit int) int {
	v := c.uvarint()
	if v > uint64(limit) {
		c.fail()
		return 0
	}
	return int(v)
}

// signed reads a number that was appended by binary.AppendVarint.
func (c *cursor) signed() int64 {
	u := c.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

func (c *cursor) text() string {
	n := c.int(len(c.s))
	if c.bad || n > len(c.s) {
		c.fail()
		return ""
	}
	t := c.s[:n]
	c.s = c.s[n:]
	return t
}

func (c *cursor) maybe() Text {
	switch k := TextKind(c.byte()); k {
	case Absent, Null:
		return Text{Kind: k}
	case Value:
		return Text{Text: c.text(), Kind: k}
	}
	c.fail()
	return Text{}
}

func (c *cursor) uuid() (id uuid.UUID) {
	if len(c.s) < len(id) {
		c.fail()
		return id
	}
	copy(id[:], c.s)
	c.s = c.s[len(id):]
	return id
}

// end says whether all was read and all made sense.
func (c *cursor) end() error {
	if c.bad || c.s != "" {
		return errEncoding
	}
	return nil
}

// seal puts a checksum behind b, unseal checks it and takes it away.
func seal(b []byte) []byte {
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, crcTable))
}

func unseal(b []byte) ([]byte, error) {
	n := len(b) - 4
	if n < 0 || crc32.Checksum(b[:n], crcTable) != binary.LittleEndian.Uint32(b[n:]) {
		return nil, errEncoding
	}
	return b[:n], nil
}
