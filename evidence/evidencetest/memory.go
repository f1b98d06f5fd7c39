package evidencetest

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// collectAbove is by how many bytes the memory may grow before the collector is
// hurried: what is measured is what is held, not what waits to be swept up.
const collectAbove = 64 << 20

// Grown returns by how many megabytes the memory of this process grew at most while
// do ran. What others before it took and left is given back and forgotten first, or
// a test would never fail behind one that took more.
func Grown(tb testing.TB, do func()) int {
	tb.Helper()
	debug.FreeOSMemory()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(int64(now.Sys-now.HeapReleased) + collectAbove))
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // Linux forgets the peak
		tb.Fatal(err)
	}
	before := peak(tb)
	do()
	grown := (peak(tb) - before) >> 10
	tb.Logf("figure: %d MB more memory at most", grown)
	return grown
}

// peak is the most memory that the process had, in kilobytes.
func peak(tb testing.TB) (kilobytes int) {
	tb.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Sscan(rest, &kilobytes)
		}
	}
	if kilobytes == 0 {
		tb.Fatal("the peak is not told")
	}
	return kilobytes
}
