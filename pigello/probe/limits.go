package probe

import (
	"bytes"
	"math/bits"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/pigello"
)

// largest finds the largest size that fits: the assumed one with the next, or by halves between
// low, which is taken for fitting, and high, to within a step. A size of high and more is answered
// as ">" and the size below it.
func largest(fits func(size int) bool, low, assumed, high, step int) string {
	if fits(high) {
		return ">" + strconv.Itoa(high-1)
	}
	try := func(size int) {
		if fits(size) {
			low = size
		} else {
			high = size
		}
	}
	if assumed < high {
		try(assumed)
	}
	for high-low > step {
		try(halfway(low, high))
	}
	return strconv.Itoa(low)
}

// halfway lies between two sizes: where they are far apart at a power of two, since people who set
// limits like those.
func halfway(low, high int) int {
	power := 1 << (bits.Len(uint(high-1)) - 1)
	if low < power && power >= high/2 {
		return power
	}
	if low == power && high > power+2 {
		return power + 1
	}
	return (low + high) / 2
}

// badRow is one that can't be written, since its name is taken: the limits are sought with nothing
// but such rows. An API that took one for all that would only have written the probe's own
// organization again.
func (p *prober) badRow() string {
	return `{"name":"` + p.api.make(pigello.Write{Name: p.api.name()}).Name + `"}`
}

func askBulkLimit(p *prober) (answer, note string) {
	row := p.badRow()
	alone := p.api.sendBad([]byte("[" + row + "]"))
	return largest(func(rows int) bool {
		r := p.api.sendBad([]byte("[" + strings.Repeat(row+",", rows-1) + row + "]"))
		fits := r.good() || r.Status == alone.Status && (bytes.Equal(r.Body, alone.Body) || len(r.AsError().Rows) > 0)
		if p.api.err == nil && !fits {
			p.kept.oversize = r.Status
		}
		return fits
	}, 1, pigello.MaxBulkRows, pigello.MaxBulkRows+1, 1), ""
}

// askBulkLimitForm looks at what refused the arrays of the question before.
func askBulkLimitForm(p *prober) (answer, note string) {
	if p.kept.oversize == 0 {
		return "", "no array was too large"
	}
	return strconv.Itoa(p.kept.oversize), ""
}

// bodyStep is how exactly the largest body is searched for.
const bodyStep = 1 << 10

// askBodyLimit sends one bad row and spaces.
func askBodyLimit(p *prober) (answer, note string) {
	const assumed = 1 << 20
	row := p.badRow()
	return largest(func(size int) bool {
		body := bytes.Repeat([]byte{' '}, size)
		body[0] = '['
		copy(body[size-len(row)-1:], row+"]")
		return p.api.sendBad(body).Status != http.StatusRequestEntityTooLarge
	}, 1<<10, assumed, assumed+1, bodyStep), ""
}

// sendBad sends a bulk write that can't write anything.
func (a *asker) sendBad(body []byte) reply {
	return a.send(pigello.Request{
		Op: "send a large array of bad rows", Method: http.MethodPost, Path: pathList, Body: body,
	}, writesNothing)
}

// longLine is the length at which the search for the longest request line ends.
const longLine = 8191

func askRequestLine(p *prober) (answer, note string) {
	answer = largest(p.lineFits, p.shortestLine(), pigello.MaxRequestLine, pigello.MaxRequestLine+1, 1)
	if answer == ">"+strconv.Itoa(pigello.MaxRequestLine) {
		answer = largest(p.lineFits, pigello.MaxRequestLine+1, longLine-1, longLine, 1)
	}
	return answer, ""
}

// shortestLine is how long the request line is of what lineFits asks for, without a letter to
// search.
func (p *prober) shortestLine() int {
	base, _ := url.Parse(p.api.c.BaseURL()) // a client has no other
	return len("GET " + base.EscapedPath() + pathList + "?" + p.padded(0) + " HTTP/1.1")
}

// padded asks for a name that nobody has, and in the search for as many letters as are wanted.
func (p *prober) padded(more int) string {
	return p.api.ownIDs() + "&_search=" + strings.Repeat("x", more)
}

func (p *prober) lineFits(bytes int) bool {
	more := bytes - p.shortestLine()
	return more < 0 || p.api.get(pathList, p.padded(more)).good()
}
