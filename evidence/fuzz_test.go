package evidence_test

import (
	"errors"
	"io"
	"testing"

	"contreoffre/evidence"
	"contreoffre/evidence/evidencetest"
	"contreoffre/models/modelstest"
)

// FuzzUpload holds whatever is uploaded to this: it is taken as one of our
// kinds, and its original comes back unchanged, or it is refused with a reason
// and leaves nothing behind.
func FuzzUpload(f *testing.F) {
	const small = 100_000 // the costly traps have tests of their own
	for _, trap := range evidencetest.Corpus(f) {
		if len(trap.Content) < small {
			f.Add(trap.File, trap.Content)
		}
	}
	d := newDesk(f, modelstest.SQLite(f))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		e, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: name, Content: content, Kind: "other"})
		var refusal *evidence.Refusal
		switch {
		case err == nil:
			_, original, err := d.Keeper.Original(ctx, d.Account, d.Case, e.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got := contentOf(t, original); string(got) != string(content) {
				t.Errorf("%d bytes came back, want %d", len(got), len(content))
			}
			if evidence.Ending(e.MediaType) == "bin" {
				t.Errorf("taken as %q", e.MediaType)
			}
			d.delete(t, e.ID)
		case !errors.As(err, &refusal):
			t.Errorf("got %v, want a refusal", err)
		}
		d.wantEmpty(t, name)
	})
}

func contentOf(t *testing.T, r io.ReadCloser) []byte {
	t.Helper()
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
