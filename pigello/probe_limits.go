package pigello

import (
	"bytes"
	"math/bits"
	"net/http"
	"strconv"
	"strings"
)

// trial tries whether the API takes something of a size.
type trial func(size int) (bool, error)

// largest finds the largest size that fits: the assumed one with the next, or by
// halves between low, which is taken for fitting, and high, to within a step.
// A size of high and more is answered as ">" and the size below it.
func largest(f trial, low, assumed, high, step int) (string, error) {
	ok, err := f(high)
	if err != nil {
		return "", err
	}
	if ok {
		return ">" + strconv.Itoa(high-1), nil
	}
	if assumed < high {
		if ok, err = f(assumed); err != nil {
			return "", err
		}
		if ok {
			low = assumed
		} else {
			high = assumed
		}
	}
	for high-low > step {
		middle := halfway(low, high)
		if ok, err = f(middle); err != nil {
			return "", err
		}
		if ok {
			low = middle
		} else {
			high = middle
		}
	}
	return strconv.Itoa(low), nil
}

// halfway lies between two sizes: where they are far apart at a power of two,
// since people who set limits like those.
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

// badRow is one that can't be written, since its name is taken: the limits are
// sought with nothing but such rows. An API that took one for all that would only
// have written the probe's own organization again.
func (p *prober) badRow() (string, error) {
	o, err := p.make(Write{Name: p.name("")})
	return `{"name":"` + o.Name + `"}`, err
}

func (p *prober) askBulkLimit() (string, string, error) {
	row, err := p.badRow()
	if err != nil {
		return "", "", err
	}
	alone, err := p.sendBad([]byte("[" + row + "]"))
	if err != nil {
		return "", "", err
	}
	answer, err := largest(func(rows int) (bool, error) {
		r, err := p.sendBad([]byte("[" + strings.Repeat(row+",", rows-1) + row + "]"))
		fits := r.good() || r.status == alone.status && (bytes.Equal(r.body, alone.body) || len(parseErrorBody(r.body).Rows) > 0)
		if err == nil && !fits {
			p.kept.oversize = r.status
		}
		return fits, err
	}, 1, MaxBulkRows, MaxBulkRows+1, 1)
	return answer, "", err
}

// askBulkLimitForm looks at what refused the arrays of the question before.
func (p *prober) askBulkLimitForm() (string, string, error) {
	if p.kept.oversize == 0 {
		return "", "no array was too large", nil
	}
	return strconv.Itoa(p.kept.oversize), "", nil
}

// bodyStep is how exactly the largest body is searched for.
const bodyStep = 1 << 10

// askBodyLimit sends one bad row and spaces.
func (p *prober) askBodyLimit() (string, string, error) {
	const assumed = 1 << 20
	row, err := p.badRow()
	if err != nil {
		return "", "", err
	}
	answer, err := largest(func(size int) (bool, error) {
		body := bytes.Repeat([]byte{' '}, size)
		body[0] = '['
		copy(body[size-len(row)-1:], row+"]")
		r, err := p.sendBad(body)
		return r.status != http.StatusRequestEntityTooLarge, err
	}, 1<<10, assumed, assumed+1, bodyStep)
	return answer, "", err
}

// sendBad sends a bulk write that can't write anything.
func (p *prober) sendBad(body []byte) (reply, error) {
	return p.send(call{op: "send a large array of bad rows", method: http.MethodPost, path: pathList, kind: kindBulk, body: body}, true)
}

// longLine is the length at which the search for the longest request line ends.
const longLine = 8191

func (p *prober) askRequestLine() (string, string, error) {
	answer, err := largest(p.lineFits, len("GET  HTTP/1.1")+len(p.uri(0)), MaxRequestLine, MaxRequestLine+1, 1)
	if err == nil && answer == ">"+strconv.Itoa(MaxRequestLine) {
		answer, err = largest(p.lineFits, MaxRequestLine+1, longLine-1, longLine, 1)
	}
	return answer, "", err
}

// uri is a request of nothing, with so many bytes more.
func (p *prober) uri(more int) string {
	return p.c.base.EscapedPath() + pathList + "?" + p.padded(more)
}

// padded asks for a name that nobody has, and in the search for as many letters as
// are wanted.
func (p *prober) padded(more int) string {
	return encodeParams([]param{p.own(), {"_slim", "true"}}) + "&_search=" + strings.Repeat("x", more)
}

func (p *prober) lineFits(bytes int) (bool, error) {
	more := bytes - len("GET  HTTP/1.1") - len(p.uri(0))
	if more < 0 {
		return true, nil
	}
	r, err := p.get(pathList, p.padded(more))
	return r.good(), err
}
