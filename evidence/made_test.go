package evidence_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"contreoffre/evidence/evidencetest"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// makes is a desk with a scratch folder to look into.
func makes(t *testing.T, db *modelstest.Database) *desk {
	d := newDesk(t, db)
	d.Keeper.Scratch = t.TempDir()
	return d
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	hidden, errHidden := filepath.Glob(filepath.Join(dir, ".*"))
	if err := errors.Join(err, errHidden); err != nil {
		t.Fatal(err)
	}
	return append(files, hidden...)
}

func TestWhatIsMadeComesBackAndIsSealed(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		d := makes(t, db)
		piece := strings.Repeat(evidencetest.Secret+" ", 1000) // some seal's chunks long
		const pieces = 50
		blob, size, err := d.Keeper.Make(ctx, d.Account, d.Case, func(w io.Writer) error {
			for range pieces {
				if _, err := io.WriteString(w, piece); err != nil {
					return err
				}
				// What rests on the disk meanwhile has no name.
				if drafts := filesIn(t, d.Keeper.Scratch); len(drafts) > 0 {
					t.Fatalf("a draft is named %v", drafts)
				}
			}
			return nil
		})
		if err != nil || size != int64(pieces*len(piece)) {
			t.Fatalf("got %d bytes, %v", size, err)
		}
		made, err := d.Keeper.Made(ctx, d.Account, d.Case, blob)
		if err != nil {
			t.Fatal(err)
		}
		defer made.Close()
		if content, err := io.ReadAll(made); err != nil || string(content) != strings.Repeat(piece, pieces) {
			t.Errorf("%d bytes came back, %v", len(content), err)
		}
		for _, found := range modelstest.Search(t, filesIn(t, d.Dir), evidencetest.Secret) {
			t.Error(found)
		}
		if _, err := d.Keeper.Made(ctx, models.NewID(), d.Case, blob); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger: got %v", err)
		}
		d.Keeper.Drop(blob)
		if left := filesIn(t, d.Dir); len(left) > 0 {
			t.Errorf("dropped, and %v is left", left)
		}
	})
}

// With any error nothing is kept, and nobody waits for anybody.
func TestWhatCannotBeMadeLeavesNothing(t *testing.T) {
	d := makes(t, modelstest.SQLite(t))
	full := errors.New("no room left")
	half := func(err error) func(io.Writer) error {
		return func(w io.Writer) error {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<20)); err != nil {
				return err
			}
			return err
		}
	}
	for _, c := range []struct {
		what    string
		scratch string
		owner   string
		write   func(io.Writer) error
		want    error
	}{
		{"the work fails", d.Keeper.Scratch, d.Account, half(full), full},
		{"somebody else's case", d.Keeper.Scratch, models.NewID(), half(nil), models.ErrNotFound},
		{"no scratch folder", filepath.Join(d.Dir, "nowhere"), d.Account, half(nil), os.ErrNotExist},
	} {
		keeper := *d.Keeper
		keeper.Scratch = c.scratch
		if _, _, err := keeper.Make(ctx, c.owner, d.Case, c.write); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.what, err, c.want)
		}
	}
	func() {
		defer func() { recover() }()
		d.Keeper.Make(ctx, d.Account, d.Case, func(io.Writer) error { panic("a font is missing") })
		t.Error("a panic went unseen")
	}()
	if left := append(filesIn(t, d.Dir), filesIn(t, d.Keeper.Scratch)...); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}
