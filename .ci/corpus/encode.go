package main

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// marker is a letter that no table holds; where it stands the file gets a byte that means nothing in its encoding.
const marker = '\uf8f0'

var charmaps = map[string]*charmap.Charmap{
	"windows-1252": charmap.Windows1252, "iso-8859-1": charmap.ISO8859_1, "iso-8859-15": charmap.ISO8859_15, "macintosh": charmap.Macintosh,
	"cp437": charmap.CodePage437, "cp850": charmap.CodePage850, "cp1250": charmap.Windows1250,
}

// encode writes text in an encoding. It reports false when the encoding lacks a letter.
func encode(text, encoding string, bom bool) ([]byte, bool) {
	if bom {
		text = "\ufeff" + text
	}
	switch encoding {
	case "utf-8":
		return bytes.ReplaceAll([]byte(text), []byte(string(marker)), []byte{0xe5}), true
	case "utf-16le":
		return encode16(text, binary.LittleEndian), true
	case "utf-16be":
		return encode16(text, binary.BigEndian), true
	case "utf-32le":
		return encode32(text, binary.LittleEndian), true
	case "utf-32be":
		return encode32(text, binary.BigEndian), true
	}
	return encodeBytes(text, charmaps[encoding])
}

func encode16(text string, order binary.AppendByteOrder) []byte {
	var b []byte
	for _, r := range text {
		if r == marker {
			b = order.AppendUint16(b, 0xdc00)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			b = order.AppendUint16(b, unit)
		}
	}
	return b
}

func encode32(text string, order binary.AppendByteOrder) []byte {
	var b []byte
	for _, r := range text {
		if r == marker {
			r = 0x110000
		}
		b = order.AppendUint32(b, uint32(r))
	}
	return b
}

func encodeBytes(text string, m *charmap.Charmap) ([]byte, bool) {
	var b []byte
	for _, r := range text {
		c, ok := m.EncodeRune(r)
		if !ok {
			return nil, false
		}
		b = append(b, c)
	}
	return b, true
}
