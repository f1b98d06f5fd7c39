//go:build !linux

package modelstest

import "syscall"

// dieWithUs does nothing here: only Linux has such a signal.
func dieWithUs(*syscall.SysProcAttr) {}
