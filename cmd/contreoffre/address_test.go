package main

import (
	"errors"
	"testing"
)

func TestPlainHTTPStaysOnThisMachine(t *testing.T) {
	for _, test := range []struct {
		name, addr, base string
		want             string // word key
	}{
		{"default", "127.0.0.1:8080", "", ""},
		{"loopback by name", "localhost:0", "", ""},
		{"loopback in six", "[::1]:8080", "", ""},
		{"every address", ":8080", "", keyPlainHTTP},
		{"every address, written out", "0.0.0.0:8080", "", keyPlainHTTP},
		{"an address of the network", "192.0.2.7:8080", "", keyPlainHTTP},
		{"behind a TLS proxy", ":8080", "https://offre.example.org", ""},
		{"slash at the end", ":8080", "https://offre.example.org/", ""},
		{"http base for everybody", ":8080", "http://offre.example.org", keyBadBase},
		{"http base on loopback, foreign name", "127.0.0.1:8080", "http://offre.example.org", keyBadBase},
		{"http base on loopback", "127.0.0.1:8080", "http://localhost:8080", ""},
		{"loopback base, reachable address", ":8080", "http://localhost:8080", keyBadBase},
		{"a folder behind the host", ":8080", "https://example.org/offre", keyBadBase},
		{"a password", ":8080", "https://a:b@example.org", keyBadBase},
		{"no host", ":8080", "https://", keyBadBase},
		{"no scheme", ":8080", "offre.example.org", keyBadBase},
		{"no port", "127.0.0.1", "", keyBadAddr},
		{"another scheme", ":8080", "ftp://offre.example.org", keyBadBase},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := keyOf(checkAddress(test.addr, test.base)); got != test.want {
				t.Errorf("checkAddress(%q, %q) = %q, want %q", test.addr, test.base, got, test.want)
			}
		})
	}
}

// keyOf is the word key of a misuse, "" for no error.
func keyOf(err error) string {
	var wrong misuse
	if errors.As(err, &wrong) {
		return wrong.key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestReadProxies(t *testing.T) {
	for _, test := range []struct{ name, entry, want string }{
		{"one address", "10.1.2.3", "10.1.2.3/32"},
		{"range", "10.1.2.3/8", "10.0.0.0/8"},
		{"six", "fd00::/8", "fd00::/8"},
		{"a name", "proxy.example", ""},
		{"nothing", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := readProxies([]string{test.entry})
			if test.want == "" {
				if keyOf(err) != keyBadProxy {
					t.Errorf("got %v, %v, want %s", got, err, keyBadProxy)
				}
				return
			}
			if err != nil || len(got) != 1 || got[0].String() != test.want {
				t.Errorf("got %v, %v, want %s", got, err, test.want)
			}
		})
	}
}
