package law

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkState derives a request's state, with every deadline, its proof and
// its history, beside a floor measured in the same run: sorting the same
// events by day and adding one month, without holiday, proof or history.
func BenchmarkState(b *testing.B) {
	for _, c := range []struct {
		name   string
		events []string
	}{
		{"sent", []string{"sent 2026-03-02"}},
		{"overdue", []string{"sent 2026-03-02", "received 2026-03-06"}},
		{"long", []string{"sent 2026-03-02", "received 2026-03-06", "acknowledged 2026-03-09", "identity_asked 2026-03-20",
			"identity_given 2026-03-27", "extended 2026-04-09", "partial_reply 2026-05-20", "reminder_sent 2026-06-01", "refused 2026-06-10"}},
	} {
		past := events(b, c.events...)
		b.Run(c.name, func(b *testing.B) {
			floor := nanoseconds(func() { bareDue(past) })
			b.ReportAllocs()
			for b.Loop() {
				StateOf(letterToIreland, past, someDay)
			}
			perOp := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
			b.ReportMetric(perOp/floor, "x/floor")
		})
	}
}

// nanoseconds times one call of f, over many.
func nanoseconds(f func()) float64 {
	const rounds = 200_000
	started := time.Now()
	for range rounds {
		f()
	}
	return float64(time.Since(started).Nanoseconds()) / rounds
}

// bareDue is what a tracker without law does.
func bareDue(past []Event) time.Time {
	sorted := slices.Clone(past)
	slices.SortStableFunc(sorted, func(a, b Event) int { return a.On.Compare(b.On) })
	return sorted[0].On.midnight().AddDate(0, 1, 0)
}

// A list of a thousand requests is derived on each visit: this bound, far above
// what was measured, stops a derivation that has become quadratic in a year.
func TestAStateIsDerivedQuickly(t *testing.T) {
	past := events(t, "sent 2026-03-02", "received 2026-03-06", "identity_asked 2026-03-20", "identity_given 2026-03-27")
	const rounds, bound = 1000, 2 * time.Second
	started := time.Now()
	for range rounds {
		StateOf(letterToIreland, past, someDay)
	}
	if took := time.Since(started); took > bound {
		t.Errorf("%d states took %s, more than %s", rounds, took, bound)
	}
}
