package sandbox

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// uid is the id of an organization: the 16 bytes of a UUID.
type uid [16]byte

const (
	half     = 61
	halfMask = 1<<half - 1
)

// roundKeys are arbitrary odd numbers; ids need to look random, not to keep a secret.
var roundKeys = [4]uint64{0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9, 0x94d049bb133111eb, 0xd6e8feb86659fd93}

// mix spreads the bits of x over the whole word (the finalizer of splitmix64).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// mintID makes the id of row n. The id is a version 4 UUID whose 122 free bits are a permutation of
// (n, domain), so that the row is found from the id by calculation: an index over random ids would
// cost a third of the write speed. The domain tells databases apart.
func mintID(n int64, domain uint64) uid {
	l, r := uint64(n)&halfMask, domain&halfMask
	for _, k := range roundKeys {
		l, r = r, l^mix(r^k)&halfMask
	}
	var id uid
	hi, lo := l>>1, (l&1)<<half|r // 60 and 62 bits
	binary.BigEndian.PutUint64(id[:8], hi&^0xfff<<4|4<<12|hi&0xfff)
	binary.BigEndian.PutUint64(id[8:], 2<<62|lo)
	return id
}

// rowOf undoes mintID. For an id that was not minted here it gives some number; the caller compares
// the row's id.
func rowOf(id uid) int64 {
	a, b := binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
	hi, lo := a>>4&^0xfff|a&0xfff, b&^(3<<62)
	l, r := hi<<1|lo>>half, lo&halfMask
	for i := len(roundKeys) - 1; i >= 0; i-- {
		l, r = r^mix(l^roundKeys[i])&halfMask, l
	}
	return int64(l)
}

// parseID reads the 36-character form of a UUID.
func parseID(s string) (id uid, ok bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, false
	}
	n, err := hex.Decode(id[:], []byte(strings.ReplaceAll(s, "-", "")))
	return id, err == nil && n == len(id)
}

// appendID appends the 36 characters of an id's bytes.
func appendID(dst, id []byte) []byte {
	const digits = "0123456789abcdef"
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, digits[b>>4], digits[b&15])
	}
	return dst
}

func (id uid) String() string { return string(appendID(nil, id[:])) }
