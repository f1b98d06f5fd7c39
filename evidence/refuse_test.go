package evidence_test

import (
	"bytes"
	"errors"
	"image"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/evidence/evidencetest"
	"contreoffre/models/modelstest"
)

// P5, P6: what is refused is refused in time, for its own reason, and leaves
// nothing behind.
func TestWhatIsTakenAndWhatIsRefused(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	d := newDesk(t, modelstest.SQLite(t))
	for _, trap := range evidencetest.Corpus(t) {
		start := time.Now()
		e, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: trap.File, Content: trap.Content, Kind: "other"})
		took := time.Since(start)
		var refusal *evidence.Refusal
		switch {
		case trap.Key == "" && err != nil:
			t.Errorf("%s: refused: %v", trap.Name, err)
		case trap.Key != "" && !errors.As(err, &refusal):
			t.Errorf("%s: got %v, want a refusal", trap.Name, err)
		case trap.Key != "" && refusal.Key != "evidence.error."+trap.Key:
			t.Errorf("%s: got %s, want %s", trap.Name, refusal.Key, trap.Key)
		}
		if took > time.Minute { // seconds where nothing else runs
			t.Errorf("%s took %v", trap.Name, took)
		}
		if err == nil {
			d.delete(t, e.ID)
		}
		d.wantEmpty(t, trap.Name)
		if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
			t.Fatalf("%s: left in the temporary folder: %v, %v", trap.Name, left, err)
		}
	}
}

// What a hostile name becomes is harmless wherever it is shown.
func TestAHostileNameIsCleaned(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	for _, c := range []struct{ name, want string }{
		{"../../etc/passwd.jpg", "passwd.jpg"},
		{`C:\Users\Anna\photo.jpg`, "photo.jpg"},
		{"a\"\r\nSet-Cookie: x=1.jpg", "a\"Set-Cookie: x=1.jpg"},
		{"photo\u202egpj.jpg", "photogpj.jpg"},
		{"\xff\xfe.jpg", ".jpg"},
		{strings.Repeat("é", 5000) + ".jpg", strings.Repeat("é", 200)},
		{"", ""},
	} {
		e, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: c.name, Content: evidencetest.MustJPEG(t, evidencetest.Canvas(8, 8)), Kind: "other"})
		if err != nil || e.OriginalName != c.want {
			t.Errorf("%.40q: got %q, %v, want %q", c.name, e.OriginalName, err, c.want)
			continue
		}
		d.delete(t, e.ID)
	}
}

// Twenty at once: one is opened at a time, so memory is that of one.
func TestFloodsTogetherCostWhatOneCosts(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	big := evidencetest.MustPNG(t, image.NewGray(image.Rect(0, 0, 9000, 9000)))
	errs := make(chan error, 8)
	grown := evidencetest.Grown(t, func() {
		for i := range 8 {
			go func() {
				_, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: "x.png", Content: append(bytes.Clone(big), byte(i)), Kind: "other"})
				errs <- err
			}()
		}
		for range 8 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
	})
	if grown > 300 {
		t.Errorf("memory grew by %d MB", grown)
	}
}

func TestTheQuotaIsToldAsARefusal(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	add := func(i int) error {
		_, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: "x.txt", Content: []byte("note " + strconv.Itoa(i)), Kind: "other"})
		return err
	}
	for i := range evidence.Quota.Files {
		if err := add(i); err != nil {
			t.Fatal(err)
		}
	}
	var refusal *evidence.Refusal
	if err := add(evidence.Quota.Files); !errors.As(err, &refusal) || refusal.Key != "evidence.error.quota" {
		t.Errorf("one more: got %v", err)
	}
	if got := len(d.blobs(t)); got != evidence.Quota.Files {
		t.Errorf("%d files are there, want %d", got, evidence.Quota.Files)
	}
	if err := add(0); !errors.As(err, &refusal) || refusal.Key != "evidence.error.same" {
		t.Errorf("the same again: got %v", err)
	}
}
