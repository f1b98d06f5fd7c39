package modelstest

import "syscall"

// dieWithUs makes the server end when the test binary does, even by a panic or
// a time-out, where Main gets no chance to stop it.
func dieWithUs(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGQUIT }
