package sandbox

import (
	"cmp"
	"net/http"
	"strconv"
)

// reply is an answer that fits in memory. Lists are streamed instead.
type reply struct {
	status int
	kind   string // content type, "" for JSON
	header map[string]string
	body   []byte
	rows   int // for the log
}

func detail(status int, message string) *reply {
	return &reply{status: status, body: append(appendString([]byte(`{"detail":`), message), '}')}
}

func invalid(p problems) *reply { return &reply{status: http.StatusBadRequest, body: p.append(nil)} }

func notFound() *reply { return detail(http.StatusNotFound, "Not found.") }

// page is a web server's own answer: HTML, as gateways and servers give it.
func page(status int, text string) *reply {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	return &reply{status: status, kind: "text/html; charset=utf-8", body: []byte("<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title + "</h1></center>\r\n<p>" + text + "</p>\r\n</body>\r\n</html>\r\n")}
}

// send writes the answer, halted halfway when the request was drawn for a stall.
func (c *call) send(r *reply) {
	c.status, c.rows = r.status, max(c.rows, r.rows)
	h := c.w.Header()
	for name, value := range r.header {
		h.Set(name, value)
	}
	if r.status != http.StatusNoContent {
		h.Set("Content-Type", cmp.Or(r.kind, "application/json"))
		h.Set("Content-Length", strconv.Itoa(len(r.body)))
	}
	c.w.WriteHeader(r.status)
	body := r.body
	if len(body) > 1 && c.draw.hit("stall") {
		_, _ = c.w.Write(body[:len(body)/2])
		body = body[len(body)/2:]
		c.flush()
		c.wait(c.draw.duration("stall"))
	}
	_, _ = c.w.Write(body) // an error means that the client is gone
}
