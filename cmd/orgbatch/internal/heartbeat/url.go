package heartbeat

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// CheckURL says whether u can be the URL of a heartbeat: https, or http on this
// machine. What is wrong is said without repeating any of it.
func CheckURL(u string) error {
	_, err := parse(u)
	return err
}

func parse(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Opaque != "" || u.Scheme != "" && u.Host == "":
		return nil, errors.New("the heartbeat's URL can't be read: copy it again, https://HOST/PATH")
	case u.Fragment != "":
		return nil, errors.New("the heartbeat's URL has a #, which no server is sent: copy it again, https://HOST/PATH")
	case u.Scheme == "http" && isLoopback(u.Hostname()):
		return u, nil
	case u.Scheme != "https":
		return nil, errors.New("the heartbeat's URL doesn't begin with https://, which keeps others from reading it on its way")
	}
	return u, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// signal is what is told: what it is called, and what it adds to the URL.
type signal struct{ name, path string }

var (
	started   = signal{"start", "start"}
	succeeded = signal{"success", ""}
	failed    = signal{"failure", "fail"}
)

// at is the URL of a signal: its word is put behind the path, before a query.
func (s signal) at(u *url.URL) string {
	there := *u
	there.Path = strings.TrimRight(there.Path, "/")
	there.RawPath = strings.TrimRight(there.RawPath, "/")
	if s.path != "" {
		return there.JoinPath(s.path).String()
	}
	return there.String()
}
