package main

import (
	"net"
	"net/netip"
	"net/url"

	"contreoffre/models"
)

// Why serve refuses to start: words of package lang.
const (
	keyBadAddr   = "cli.serve.bad_addr"
	keyPlainHTTP = "cli.serve.plain_http"
	keyBadBase   = "cli.serve.bad_base_url"
	keyBadProxy  = "cli.serve.bad_proxy"
)

// checkAddress refuses to speak plain HTTP where others can listen in: without
// an https base URL only a loopback address will do (design, section 3).
func checkAddress(addr, base string) error {
	resolved, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return misuse{keyBadAddr, []any{"value", addr}}
	}
	if base != "" {
		return checkBase(base, resolved.IP.IsLoopback())
	}
	if !resolved.IP.IsLoopback() {
		return misuse{key: keyPlainHTTP}
	}
	return nil
}

func checkBase(base string, loopback bool) error {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || (u.Path != "" && u.Path != "/") {
		return misuse{keyBadBase, []any{"value", base}}
	}
	switch {
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && loopback && models.IsLoopback(u.Hostname()):
		return nil
	}
	return misuse{keyBadBase, []any{"value", base}}
}

// baseURL is where people reach the service: what was configured, else the
// address it listens on.
func baseURL(base string, listening net.Addr) (*url.URL, error) {
	if base == "" {
		return &url.URL{Scheme: "http", Host: listening.String()}, nil
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, misuse{keyBadBase, []any{"value", base}}
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

// readProxies reads the addresses and ranges whose X-Forwarded-For is
// believed.
func readProxies(list []string) ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for _, entry := range list {
		if prefix, err := netip.ParsePrefix(entry); err == nil {
			proxies = append(proxies, prefix.Masked())
			continue
		}
		ip, err := netip.ParseAddr(entry)
		if err != nil {
			return nil, misuse{keyBadProxy, []any{"value", entry}}
		}
		proxies = append(proxies, netip.PrefixFrom(ip, ip.BitLen()))
	}
	return proxies, nil
}
