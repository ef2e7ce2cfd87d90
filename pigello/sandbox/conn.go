package sandbox

import (
	"cmp"
	"context"
	"fmt"
	"sync"

	"github.com/ncruces/go-sqlite3"
)

// conn is one connection with its prepared statements. It serves one goroutine at a time.
type conn struct {
	*sqlite3.Conn
	prepared map[string]*sqlite3.Stmt
}

func openConn(uri string) (*conn, error) {
	c, err := sqlite3.Open(uri)
	if err != nil {
		return nil, err
	}
	if err := registerText(c); err != nil {
		_ = c.Close()
		return nil, err
	}
	return &conn{Conn: c, prepared: map[string]*sqlite3.Stmt{}}, nil
}

// stmt prepares sql once and binds args to it. Only fixed SQL goes here, or the map would grow
// without end.
func (c *conn) stmt(sql string, args ...any) (*sqlite3.Stmt, error) {
	st := c.prepared[sql]
	if st == nil {
		var err error
		if st, _, err = c.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT); err != nil {
			return nil, fmt.Errorf("prepare %q: %w", sql, err)
		}
		c.prepared[sql] = st
	}
	return st, bind(st, args)
}

// exec runs a fixed statement to its end.
func (c *conn) exec(sql string, args ...any) error {
	st, err := c.stmt(sql, args...)
	if err != nil {
		return err
	}
	return st.Exec()
}

// number gives the first column of the first row, or ok false when there is no row.
func (c *conn) number(sql string, args ...any) (n int64, ok bool, err error) {
	st, err := c.stmt(sql, args...)
	if err != nil {
		return 0, false, err
	}
	if st.Step() {
		n, ok = st.ColumnInt64(0), true
	}
	err = st.Err()
	_ = st.Reset()
	return n, ok, err
}

// bind sets the parameters of st in order. Nil slices and nil are null.
func bind(st *sqlite3.Stmt, args []any) error {
	for i, arg := range args {
		var err error
		switch v := arg.(type) {
		case nil:
			err = st.BindNull(i + 1)
		case int64:
			err = st.BindInt64(i+1, v)
		case string:
			err = st.BindText(i+1, v)
		case text:
			err = st.BindRawText(i+1, v)
		case []byte:
			err = st.BindBlob(i+1, v)
		default:
			err = fmt.Errorf("bind a %T", arg)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *conn) close() error {
	for _, st := range c.prepared {
		_ = st.Close()
	}
	return c.Conn.Close()
}

// keptReaders is how many idle reading connections are kept. More may be at work: each list that is
// being streamed has one.
const keptReaders = 8

// pool hands out reading connections. It is safe for concurrent use.
type pool struct {
	uri    string
	mu     sync.Mutex
	idle   []*conn
	closed bool
}

// get gives a connection whose statements stop when ctx is done.
func (p *pool) get(ctx context.Context) (*conn, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, errClosed
	}
	if last := len(p.idle) - 1; last >= 0 {
		c := p.idle[last]
		p.idle = p.idle[:last]
		p.mu.Unlock()
		c.SetInterrupt(ctx)
		return c, nil
	}
	p.mu.Unlock()
	c, err := openConn(p.uri)
	if err != nil {
		return nil, fmt.Errorf("open a reading connection: %w", err)
	}
	c.SetInterrupt(ctx)
	return c, nil
}

// put takes a connection back, whose statements are at their end or closed: nothing is being read
// any more.
func (p *pool) put(c *conn) {
	c.SetInterrupt(context.Background())
	p.mu.Lock()
	if keep := !p.closed && len(p.idle) < keptReaders; keep {
		p.idle = append(p.idle, c)
		p.mu.Unlock()
		return
	}
	p.mu.Unlock()
	_ = c.close()
}

func (p *pool) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	var first error
	for _, c := range p.idle {
		first = cmp.Or(first, c.close())
	}
	p.idle = nil
	return first
}
