package evidence_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"contreoffre/evidence"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/pdf"
)

var ctx = context.Background()

func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }

// desk is a keeper as it is wired, and a case to keep for.
type desk struct {
	*modelstest.Database
	Store         *models.Store
	Keeper        *evidence.Keeper
	Dir           string // of the files
	Account, Case string
}

func newDesk(t testing.TB, db *modelstest.Database) *desk {
	t.Helper()
	dir := filepath.Join(db.Dir, "evidence")
	folder, err := evidence.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	return deskOn(t, db, folder, dir)
}

func deskOn(t testing.TB, db *modelstest.Database, blobs evidence.Blobs, dir string) *desk {
	t.Helper()
	store := db.Open(t, func(c *models.Config) { c.Discard = evidence.Discard(blobs) })
	account, _, err := store.OpenAccount(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c, err := store.CreateCase(ctx, account.ID, models.Facts{})
	if err != nil {
		t.Fatal(err)
	}
	return &desk{db, store, evidence.NewKeeper(store, blobs, tools, func() law.Date { return law.DateOf(db.Clock.Now()) }), dir, account.ID, c.ID}
}

var tools = evidence.Tools{
	Inspect: func(content []byte) (evidence.PDFInfo, error) {
		info, err := pdf.Inspect(content)
		return evidence.PDFInfo(info), err
	},
	Lettering: pdf.Lettering,
}

func (d *desk) blobs(t testing.TB) []evidence.Blob {
	t.Helper()
	var all []evidence.Blob
	for blob, err := range d.Keeper.Blobs.All(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, blob)
	}
	return all
}

func (d *desk) delete(t testing.TB, exhibit string) {
	t.Helper()
	c, err := d.Store.Case(ctx, d.Account, d.Case)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Store.DeleteEvidence(ctx, d.Account, d.Case, c.Version, exhibit); err != nil {
		t.Fatal(err)
	}
}

// wantEmpty fails unless neither row nor file is there.
func (d *desk) wantEmpty(t testing.TB, name string) {
	t.Helper()
	c, err := d.Store.Case(ctx, d.Account, d.Case)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := d.Store.Blobs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(d.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Evidence) > 0 || len(rows) > 0 || len(files) > 0 {
		t.Fatalf("%s: %d exhibits, %d rows, %d files are left", name, len(c.Evidence), len(rows), len(files))
	}
}
