package target

import (
	"cmp"
	"net/http"
	"net/url"
	"os"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
)

// ProxyOf is the standard library's reading of HTTPS_PROXY and NO_PROXY:
// loopback is never proxied.
var ProxyOf = http.ProxyFromEnvironment

// CheckProxies refuses a proxy that can't be read, which the standard library leaves
// out: requests to that address would go past it. Its value may hold a password.
func CheckProxies(address string) error {
	if address == "" || IsLoopback(HostOf(address)) || cmp.Or(os.Getenv("NO_PROXY"), os.Getenv("no_proxy")) == "*" {
		return nil
	}
	for _, names := range [][]string{{"HTTPS_PROXY", "https_proxy"}, {"HTTP_PROXY", "http_proxy"}} {
		name := names[0]
		if os.Getenv(name) == "" {
			name = names[1]
		}
		value := os.Getenv(name)
		u, err := url.Parse(value)
		if err != nil || value != "" && u.Host == "" {
			u, err = url.Parse("http://" + value)
		}
		if err != nil || value != "" && u.Hostname() == "" {
			return problem.Usagef(proxyHint, "%s can't be read as the address of a proxy (its value isn't shown)", name)
		}
	}
	return nil
}

const proxyHint = "it is http://host:port or http://user:password@host:port, in which a % of the password is written %25, an @ %40, a / %2F"
