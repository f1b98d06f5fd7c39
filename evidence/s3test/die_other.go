//go:build !linux

package s3test

import "syscall"

// dieWithUs does nothing here: only Linux has such a signal.
func dieWithUs(*syscall.SysProcAttr) {}
