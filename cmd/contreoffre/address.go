package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
)

// Why serve refuses to start.
var (
	errPlainHTTP  = errors.New("this address can be reached from other machines: give --base-url https://… and put a TLS proxy in front, or listen on 127.0.0.1")
	errBadBaseURL = errors.New("--base-url must be https://host, with nothing behind the host; http:// is for this machine alone")
	errBadProxy   = errors.New("a trusted proxy is an IP address or a range such as 10.0.0.0/8")
)

// checkAddress refuses to speak plain HTTP where others can listen in: without
// an https base URL only a loopback address will do (design, section 3).
func checkAddress(addr, base string) error {
	resolved, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return fmt.Errorf("--addr %s: %w", addr, err)
	}
	if base != "" {
		return checkBase(base, resolved.IP.IsLoopback())
	}
	if !resolved.IP.IsLoopback() {
		return errPlainHTTP
	}
	return nil
}

func checkBase(base string, loopback bool) error {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || (u.Path != "" && u.Path != "/") {
		return errBadBaseURL
	}
	switch {
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && loopback && isLoopback(u.Hostname()):
		return nil
	}
	return errBadBaseURL
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// baseURL is where people reach the service: what was configured, else the
// address it listens on.
func baseURL(base string, listening net.Addr) (*url.URL, error) {
	if base == "" {
		return &url.URL{Scheme: "http", Host: listening.String()}, nil
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, errBadBaseURL
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
			return nil, fmt.Errorf("%w: %s", errBadProxy, entry)
		}
		proxies = append(proxies, netip.PrefixFrom(ip, ip.BitLen()))
	}
	return proxies, nil
}
