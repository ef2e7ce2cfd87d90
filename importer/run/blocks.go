package run

import (
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/ncruces/go-sqlite3"
)

// Records are kept in blocks: many in one value, compressed. A single row of a table per record would cost a hundred times as much.
//
//	record, record, … ─► count, lengths, records ─► zstd ─► version byte + frame ─► (first, count, body)
const (
	// blockVersion is the first byte of a block: another encoding gets another one.
	blockVersion = 1
	// A block is full at so many records or bytes, whichever comes first.
	blockRecords = 512
	blockBytes   = 256 << 10
	// pendingBytes of compressed blocks are written in one transaction.
	pendingBytes = 4 << 20
	// maxBlock bounds what a damaged block can claim to hold: one record may be as large as the largest row with its cells and values.
	maxBlock = 128 << 20
)

// blocks is one table of blocks: the end that is being appended to, and access to what is on disk.
type blocks struct {
	db    *database
	table string
	enc   *zstd.Encoder
	dec   *zstd.Decoder
	cache cache

	// The end. One goroutine appends.
	buf, ends []byte // the open block's records, and their lengths as varints
	open      int    // records in it
	pending   []packed
	size      int // of pending

	mu      sync.Mutex
	stored  int // records on disk
	written int // records appended
}

// packed is a block ready to be written.
type packed struct {
	first, count int
	body         []byte
}

func newBlocks(db *database, table string) blocks {
	return blocks{db: db, table: table}
}

// load finds out how many records there are.
func (b *blocks) load() error {
	n, err := b.db.number(`SELECT coalesce(max(first + count), 0) FROM ` + b.table)
	b.stored, b.written = n, n
	return err
}

// add takes one encoded record; appendTo appends it to its argument.
func (b *blocks) add(appendTo func([]byte) []byte) error {
	before := len(b.buf)
	b.buf = appendTo(b.buf)
	b.ends = binary.AppendUvarint(b.ends, uint64(len(b.buf)-before))
	b.open++
	b.mu.Lock()
	b.written++
	b.mu.Unlock()
	if b.open < blockRecords && len(b.buf) < blockBytes {
		return nil
	}
	if err := b.pack(); err != nil {
		return err
	}
	if b.size < pendingBytes {
		return nil
	}
	return b.flush()
}

// pack closes the open block.
func (b *blocks) pack() (err error) {
	if b.open == 0 {
		return nil
	}
	if b.enc == nil {
		b.enc, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
		if err != nil {
			return err
		}
	}
	plain := binary.AppendUvarint(make([]byte, 0, len(b.buf)+len(b.ends)+8), uint64(b.open))
	plain = append(append(plain, b.ends...), b.buf...)
	body := b.enc.EncodeAll(plain, []byte{blockVersion})
	b.pending = append(b.pending, packed{first: b.count() - b.open, count: b.open, body: body})
	b.size += len(body)
	b.buf, b.ends, b.open = b.buf[:0], b.ends[:0], 0
	return nil
}

// flush writes everything that was added. When it fails all of it is still there to be tried again.
func (b *blocks) flush() error {
	if err := b.pack(); err != nil || len(b.pending) == 0 {
		return err
	}
	err := b.db.write(func() error {
		for _, p := range b.pending {
			if err := b.db.exec(`INSERT INTO `+b.table+` (first, count, body) VALUES (?, ?, ?)`, nil, p.first, p.count, p.body); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.mu.Lock()
	b.stored = b.written
	b.mu.Unlock()
	b.pending, b.size = nil, 0
	return nil
}

// count is how many records there are, those included that aren't written yet.
func (b *blocks) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.written
}

// block gives the block that holds record i, from memory or from disk.
func (b *blocks) block(i int) (*block, error) {
	stored := b.flushed()
	if i < 0 || i >= stored {
		return nil, fmt.Errorf("read record %d of %s: there are %d", i, b.table, stored)
	}
	if k := b.cache.get(i); k != nil {
		return k, nil
	}
	var p packed
	err := b.db.read(`SELECT first, count, body FROM `+b.table+` WHERE first <= ? ORDER BY first DESC LIMIT 1`, func(s *sqlite3.Stmt) error {
		p = packed{first: s.ColumnInt(0), count: s.ColumnInt(1), body: s.ColumnBlob(2, nil)}
		return nil
	}, i)
	if err != nil {
		return nil, err
	}
	k, err := b.unpack(p)
	if err == nil && i >= k.first+k.count() {
		err = errEncoding
	}
	if err != nil {
		return nil, &DamagedError{Path: b.db.dir, Problem: fmt.Sprintf("record %d of %s can't be read", i, b.table), Hint: hintDamaged, Err: err}
	}
	b.cache.put(k)
	return k, nil
}

// unpack checks and opens a block.
func (b *blocks) unpack(p packed) (*block, error) {
	dec, err := b.decoder()
	if err != nil {
		return nil, err
	}
	if len(p.body) == 0 || p.body[0] != blockVersion {
		return nil, errEncoding
	}
	plain, err := dec.DecodeAll(p.body[1:], nil)
	if err != nil {
		return nil, err
	}
	k, err := openBlock(plain, p.first)
	if err == nil && k.count() != p.count {
		err = errEncoding
	}
	return k, err
}

func (b *blocks) decoder() (*zstd.Decoder, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var err error
	if b.dec == nil {
		b.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(2), zstd.WithDecoderMaxMemory(maxBlock))
	}
	return b.dec, err
}

// close lets go of memory.
func (b *blocks) close() { b.cache.clear() }
