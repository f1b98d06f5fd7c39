package pdf

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"contreoffre/evidence"
)

// heavy is a bundle of three photos that weighs about 2.4 MB.
func heavy(t testing.TB) Bundle {
	t.Helper()
	b := Bundle{Complaint: sampleComplaint(), Smaller: evidence.Smaller}
	taken := withPlace(grainy(t, 1600, 1200))
	for i := range 3 {
		b.Pieces = append(b.Pieces, pieceOf(i+1, File{"image/jpeg", taken}))
	}
	return b
}

func TestALightBundleFitsOrSaysThatItCannot(t *testing.T) {
	b := heavy(t)
	var whole bytes.Buffer
	if _, err := b.Write(t.Context(), &whole); err != nil {
		t.Fatal(err)
	}
	size := int64(whole.Len())
	for _, c := range []struct {
		name  string
		under int64
		same  bool // as the bundle that is not light
		fits  bool
	}{
		{"room enough", size, true, true},
		{"more room than is held in memory", 100 << 20, true, true},
		{"one byte too few", size - 1, false, true},
		{"two thirds", size * 2 / 3, false, true},
		{"less than the letters alone", 50_000, false, false},
	} {
		var light bytes.Buffer
		placed, err := b.WriteLight(t.Context(), &light, c.under)
		var tooLarge *TooLarge
		if errors.As(err, &tooLarge) == c.fits || c.fits && err != nil {
			t.Errorf("%s: got %v", c.name, err)
			continue
		}
		if !c.fits {
			if light.Len() != 0 || tooLarge.Bytes <= c.under || tooLarge.Bytes >= size || len(tooLarge.Placed) != 3 || tooLarge.Placed[0].Bytes == 0 {
				t.Errorf("%s: got %d bytes written, %+v", c.name, light.Len(), tooLarge)
			}
			continue
		}
		if int64(light.Len()) > c.under || bytes.Equal(light.Bytes(), whole.Bytes()) != c.same || len(placed) != 3 {
			t.Errorf("%s: got %d bytes of %d allowed, the same: %v", c.name, light.Len(), c.under, !c.same)
		}
		if report := mustRun(t, light.Bytes(), "qpdf", "--check", "FILE"); !strings.Contains(report, "No syntax or stream encoding errors") {
			t.Errorf("%s: qpdf: %s", c.name, report)
		}
	}
}

func TestALightBundleMakesPicturesNoSmallerThanItMust(t *testing.T) {
	b := heavy(t)
	var most, least bytes.Buffer
	_, err := b.WriteLight(t.Context(), &most, 2_000_000)
	_, lessErr := b.WriteLight(t.Context(), &least, 700_000)
	if err := errors.Join(err, lessErr); err != nil {
		t.Fatal(err)
	}
	if most.Len() <= least.Len() {
		t.Errorf("got %d bytes of 2,000,000 and %d of 700,000", most.Len(), least.Len())
	}
}

func TestWithoutAnybodyToShrinkPicturesALargeBundleIsRefused(t *testing.T) {
	b := heavy(t)
	b.Smaller = nil
	var light bytes.Buffer
	var tooLarge *TooLarge
	if _, err := b.WriteLight(t.Context(), &light, 1_000_000); !errors.As(err, &tooLarge) || light.Len() != 0 {
		t.Errorf("got %v and %d bytes", err, light.Len())
	}
}
