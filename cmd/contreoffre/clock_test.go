package main

import (
	"testing"
	"time"
)

// The day of the app is the day in Paris, wherever the server stands.
func TestTheDayIsThatOfParis(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	for _, c := range []struct{ name, instant, want string }{
		{"winter, an hour before midnight", "2026-01-31T22:59:59Z", "2026-01-31"},
		{"winter, midnight", "2026-01-31T23:00:00Z", "2026-02-01"},
		{"summer, midnight comes an hour earlier", "2026-07-14T22:00:00Z", "2026-07-15"},
		{"the evening before the clock goes forward", "2026-03-28T22:59:59Z", "2026-03-28"},
		{"the night it goes forward", "2026-03-28T23:00:00Z", "2026-03-29"},
		{"the evening after it went forward", "2026-03-29T21:59:59Z", "2026-03-29"},
		{"the night after it went forward", "2026-03-29T22:00:00Z", "2026-03-30"},
		{"the hour that comes twice, first", "2026-10-25T00:30:00Z", "2026-10-25"},
		{"the hour that comes twice, again", "2026-10-25T01:30:00Z", "2026-10-25"},
		{"the evening after it went back", "2026-10-25T22:59:59Z", "2026-10-25"},
		{"the night after it went back", "2026-10-25T23:00:00Z", "2026-10-26"},
	} {
		for _, zone := range []string{"UTC", "Pacific/Auckland", "America/Los_Angeles"} {
			time.Local = mustLoad(zone)
			instant, err := time.Parse(time.RFC3339, c.instant)
			if err != nil {
				t.Fatal(err)
			}
			o := outside{now: func() time.Time { return instant.Local().In(paris) }}
			if got := o.today().String(); got != c.want {
				t.Errorf("%s, on a server in %s: got %s, want %s", c.name, zone, got, c.want)
			}
		}
	}
	if got := parisNow().Location(); got != paris {
		t.Errorf("the clock of the app runs in %s", got)
	}
}
