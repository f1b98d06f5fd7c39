//go:build !race

package pdf

import "testing"

// The race detector multiplies the memory of a program, so the bound is tried
// without it.
func TestTwoBundlesAtOnceTakeLittleMemory(t *testing.T) {
	if got := newSnapshots(t).peakOf(t, "two"); got > mostMemory {
		t.Errorf("got %.0f MiB, want at most %d", got, mostMemory)
	}
}
