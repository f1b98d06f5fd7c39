package handlers

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"contreoffre/models"
)

// hosts are the values of Host we answer to. Links and redirects never use
// what the browser sent; this check keeps a foreign name from reaching any
// handler at all (DNS rebinding on a loopback server).
func hosts(base *url.URL) map[string]bool {
	known := map[string]bool{plainHost(base.Host, base.Scheme): true}
	if port := base.Port(); models.IsLoopback(base.Hostname()) && port != "" {
		for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
			known[net.JoinHostPort(name, port)] = true
		}
	}
	return known
}

// plainHost writes a host in lower case, without the port that its scheme
// implies.
func plainHost(host, scheme string) string {
	port := map[string]string{"http": ":80", "https": ":443"}[scheme]
	return strings.TrimSuffix(strings.ToLower(host), port)
}

// hostOf returns the Host a request was sent to, or nothing when its target
// (absolute form) names another one.
func (a *App) hostOf(c *fiber.Ctx) string {
	named := strings.ToLower(string(c.Request().Header.Host()))
	if target := strings.ToLower(string(c.Request().URI().Host())); target != "" && target != named {
		return ""
	}
	return plainHost(named, a.Base.Scheme)
}

// clientIP returns the address a request comes from. X-Forwarded-For is
// believed only from a proxy on the list, and then only its last entry that is
// not such a proxy: the others were written by the visitor.
func clientIP(remote netip.Addr, forwarded string, proxies []netip.Prefix) netip.Addr {
	remote = remote.Unmap()
	if !within(remote, proxies) {
		return remote
	}
	entries := strings.Split(forwarded, ",")
	for i := len(entries) - 1; i >= 0; i-- {
		ip, err := netip.ParseAddr(strings.TrimSpace(entries[i]))
		if err != nil {
			return remote
		}
		if ip = ip.Unmap(); !within(ip, proxies) {
			return ip
		}
	}
	return remote
}

func within(ip netip.Addr, prefixes []netip.Prefix) bool {
	for _, prefix := range prefixes {
		if prefix.Contains(ip) {
			return true
		}
	}
	return false
}

// neighbourhood is what a limit by address counts: one IPv4 address, or the
// /64 that one IPv6 subscriber is given.
func neighbourhood(ip netip.Addr) netip.Prefix {
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64
	}
	prefix, err := ip.WithZone("").Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}
