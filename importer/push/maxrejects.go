package push

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// MaxRejects is how many rows the API may refuse before a run stops, as a
// number or as a share of the rows sent. The zero value is a tenth.
type MaxRejects struct {
	Rows    int
	Percent float64
}

// rejectsFrom is how many rows must have been sent before a share is judged.
const rejectsFrom = 100

// ParseMaxRejects reads "25" or "10%".
func ParseMaxRejects(s string) (MaxRejects, error) {
	if percent, ok := strings.CutSuffix(s, "%"); ok {
		v, err := strconv.ParseFloat(percent, 64)
		if err != nil || !(v > 0 && v <= 100) {
			return MaxRejects{}, fmt.Errorf("%q isn't a share: write it as 10%%, up to 100%%", s)
		}
		return MaxRejects{Percent: v}, nil
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 {
		return MaxRejects{}, fmt.Errorf("%q isn't a number of rows from 1, nor a share such as 10%%", s)
	}
	return MaxRejects{Rows: v}, nil
}

// String is what [ParseMaxRejects] reads.
func (m MaxRejects) String() string {
	switch {
	case m.Rows > 0:
		return strconv.Itoa(m.Rows)
	case m.Percent > 0:
		return strconv.FormatFloat(m.Percent, 'g', -1, 64) + "%"
	}
	return "10%"
}

func (m MaxRejects) exceeded(refused, sent int) bool {
	if m.Rows > 0 {
		return refused > m.Rows
	}
	share := m.Percent
	if share == 0 {
		share = 10
	}
	return sent >= rejectsFrom && float64(refused)*100 > share*float64(sent)
}

// tally counts what the API did with rows, and says when it refused too many. It is safe for
// concurrent use.
type tally struct {
	limit MaxRejects

	mu       sync.Mutex
	taken    int // rows that the API took
	rejected int // rows that it refused
	refusing int // rows that it refused, and that may be there all the same
}

func (t *tally) add(taken, rejected int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken, t.rejected = t.taken+taken, t.rejected+rejected
}

// refuses counts refused rows that wait for their look-up, or, below 0, wait no more.
func (t *tally) refuses(rows int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refusing += rows
}

func (t *tally) nothingTaken() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.taken == 0
}

// tooMany stops the run; open is how many rows were sent and have no
// answer of their own yet.
func (t *tally) tooMany(open int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	sent := t.taken + t.rejected + open
	if !t.limit.exceeded(t.rejected, sent) {
		return nil
	}
	return &StopError{rejects: true, Reason: fmt.Sprintf("Pigello refused %d of the %d rows sent, more than %s; see their reasons in the file of rows to correct", t.rejected, sent, t.limit)}
}

// recount gives a stop for too many rejects the numbers of the books, once the requests that were
// under way have their answers too. A share may have fallen again meanwhile; the
// stop keeps what it was then.
func (t *tally) recount(err error) error {
	var stop *StopError
	if errors.As(err, &stop) && stop.rejects {
		return cmp.Or(t.tooMany(0), err)
	}
	return err
}

// nearLimit says whether a number of rejects is passed if every row that was
// refused is one: of some it isn't known yet whether they are there.
func (t *tally) nearLimit() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.limit.Rows > 0 && t.rejected+t.refusing > t.limit.Rows
}
