package s3test

import "syscall"

// dieWithUs makes the server end when the test binary does, even by a panic or
// a time-out, where no clean-up runs.
func dieWithUs(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }
