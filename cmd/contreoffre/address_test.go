package main

import (
	"errors"
	"testing"
)

func TestPlainHTTPStaysOnThisMachine(t *testing.T) {
	for _, test := range []struct {
		name, addr, base string
		want             error
	}{
		{"default", "127.0.0.1:8080", "", nil},
		{"loopback by name", "localhost:0", "", nil},
		{"loopback in six", "[::1]:8080", "", nil},
		{"every address", ":8080", "", errPlainHTTP},
		{"every address, written out", "0.0.0.0:8080", "", errPlainHTTP},
		{"an address of the network", "192.0.2.7:8080", "", errPlainHTTP},
		{"behind a TLS proxy", ":8080", "https://offre.example.org", nil},
		{"slash at the end", ":8080", "https://offre.example.org/", nil},
		{"http base for everybody", ":8080", "http://offre.example.org", errBadBaseURL},
		{"http base on loopback, foreign name", "127.0.0.1:8080", "http://offre.example.org", errBadBaseURL},
		{"http base on loopback", "127.0.0.1:8080", "http://localhost:8080", nil},
		{"loopback base, reachable address", ":8080", "http://localhost:8080", errBadBaseURL},
		{"a folder behind the host", ":8080", "https://example.org/offre", errBadBaseURL},
		{"a password", ":8080", "https://a:b@example.org", errBadBaseURL},
		{"no host", ":8080", "https://", errBadBaseURL},
		{"no scheme", ":8080", "offre.example.org", errBadBaseURL},
		{"another scheme", ":8080", "ftp://offre.example.org", errBadBaseURL},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := checkAddress(test.addr, test.base); !errors.Is(got, test.want) {
				t.Errorf("checkAddress(%q, %q) = %v, want %v", test.addr, test.base, got, test.want)
			}
		})
	}
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
				if !errors.Is(err, errBadProxy) {
					t.Errorf("got %v, %v, want errBadProxy", got, err)
				}
				return
			}
			if err != nil || len(got) != 1 || got[0].String() != test.want {
				t.Errorf("got %v, %v, want %s", got, err, test.want)
			}
		})
	}
}
