package models

import (
	"net/netip"
	"strings"
)

// IsLoopback reports whether a host name can only mean this machine. What is
// said to it crosses no network, so that each door to the outside, this one's
// included, may speak to it in the clear.
func IsLoopback(name string) bool {
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.IsLoopback()
}
