package handlers

import (
	"net/netip"
	"net/url"
	"testing"
)

func TestHosts(t *testing.T) {
	for _, test := range []struct {
		name, base, host string
		want             bool
	}{
		{"public name", "https://offre.example.org", "offre.example.org", true},
		{"public name in capitals, with its own port", "https://offre.example.org", "Offre.Example.org:443", true},
		{"the port of the other scheme", "https://offre.example.org", "offre.example.org:80", false},
		{"base with its own port", "https://offre.example.org:443", "offre.example.org", true},
		{"public name, other port", "https://offre.example.org", "offre.example.org:8443", false},
		{"public name is not loopback", "https://offre.example.org:8443", "localhost:8443", false},
		{"loopback by name", "http://127.0.0.1:8080", "localhost:8080", true},
		{"loopback in six", "http://127.0.0.1:8080", "[::1]:8080", true},
		{"loopback, other port", "http://127.0.0.1:8080", "127.0.0.1:8081", false},
		{"rebound name", "http://127.0.0.1:8080", "evil.example:8080", false},
		{"nothing", "http://127.0.0.1:8080", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			base, err := url.Parse(test.base)
			if err != nil {
				t.Fatal(err)
			}
			if got := hosts(base)[plainHost(test.host, base.Scheme)]; got != test.want {
				t.Errorf("%s at %s = %v, want %v", test.host, test.base, got, test.want)
			}
		})
	}
}

func TestClientIP(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, test := range []struct{ name, remote, forwarded, want string }{
		{"direct", "203.0.113.9", "", "203.0.113.9"},
		{"direct visitor forges the header", "203.0.113.9", "198.51.100.1", "203.0.113.9"},
		{"behind our proxy", "10.0.0.1", "198.51.100.1", "198.51.100.1"},
		{"visitor forged an entry, proxy appended the truth", "10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"},
		{"two proxies of ours", "10.0.0.1", "198.51.100.1, 10.0.0.7", "198.51.100.1"},
		{"proxy sent garbage", "10.0.0.1", "unknown", "10.0.0.1"},
		{"proxy sent nothing", "10.0.0.1", "", "10.0.0.1"},
		{"six through our proxy", "fd00::1", "2001:db8::5", "2001:db8::5"},
		{"four written as six", "::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := clientIP(netip.MustParseAddr(test.remote), test.forwarded, proxies).String()
			if got != test.want {
				t.Errorf("clientIP(%s, %q) = %s, want %s", test.remote, test.forwarded, got, test.want)
			}
		})
	}
}

func TestNeighbourhood(t *testing.T) {
	for _, test := range []struct{ ip, want string }{
		{"198.51.100.7", "198.51.100.7/32"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"fe80::1%eth0", "fe80::/64"},
	} {
		if got := neighbourhood(netip.MustParseAddr(test.ip)).String(); got != test.want {
			t.Errorf("neighbourhood(%s) = %s, want %s", test.ip, got, test.want)
		}
	}
}
