package models_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

func TestACheckFindsWhatIsWrong(t *testing.T) {
	for trap, test := range map[string]struct {
		damage string
		want   models.Finding // without ids and detail
	}{
		"a wrong due day":       {"UPDATE cases SET next_due_on = '2001-01-01'", models.Finding{Kind: "due", Stored: law.MustDate("2001-01-01"), Derived: law.MustDate("2026-12-24")}},
		"a lost due day":        {"UPDATE cases SET next_due_on = NULL", models.Finding{Kind: "due", Derived: law.MustDate("2026-12-24")}},
		"a look put off":        {"UPDATE cases SET remind_on = '2027-12-01'", models.Finding{Kind: "remind"}},
		"a look forgotten":      {"UPDATE cases SET remind_on = NULL", models.Finding{Kind: "remind"}},
		"an altered letter":     {"UPDATE letters SET pdf = doc", models.Finding{Kind: "unreadable"}},
		"an altered case":       {"UPDATE events SET doc = (SELECT facts FROM cases)", models.Finding{Kind: "unreadable"}},
		"a key of another time": {"UPDATE accounts SET wrapped_key = (SELECT wrapped_key FROM lookup_keys)", models.Finding{Kind: "unreadable"}},
		"an erased case is back": {"INSERT INTO erasure_ledger SELECT '" + "%case" + "', '2026-11-01'",
			models.Finding{Kind: "erased"}},
	} {
		t.Run(trap, func(t *testing.T) {
			modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
				store := db.Open(t, func(c *models.Config) { c.NextDue, c.Reminders = dueByStory, remindByStory })
				account := openAnother(t, store)
				whole := wholeCase()
				whole.Participation.Story = "2026-12-24"
				c, err := store.ImportCase(ctx, account.ID, whole, map[models.LetterID][]byte{{Request: "r2"}: pdf})
				must(t, err)
				if got, err := store.Check(ctx, false); err != nil || !got.Whole() || got.Accounts != 1 || got.Cases != 1 || got.Letters != 1 {
					t.Fatalf("before: %+v, %v", got, err)
				}
				damage := bytes.ReplaceAll([]byte(test.damage), []byte("%case"), []byte(sha256Hex(c.ID)))
				mustDamage(t, db, string(damage))
				got, err := store.Check(ctx, false)
				ignored := cmpopts.IgnoreFields(models.Finding{}, "Account", "Case", "Detail")
				if diff := cmp.Diff([]models.Finding{test.want}, got.Findings, ignored); diff != "" || err != nil || got.Whole() {
					t.Fatalf("%v (-want +got):\n%s", err, diff)
				}
				mended, err := store.Check(ctx, true)
				if canMend := test.want.Kind != "unreadable"; err != nil || mended.Whole() != canMend {
					t.Errorf("mending: %+v, %v, want whole %t", mended, err, canMend)
				}
				again, err := store.Check(ctx, false)
				if left := len(again.Findings) > 0; err != nil || left != (test.want.Kind == "unreadable") {
					t.Errorf("after mending: %+v, %v", again.Findings, err)
				}
			})
		})
	}
}

// A page of the file that a disk garbled is found, and said.
func TestACheckReadsTheFile(t *testing.T) {
	db := modelstest.SQLite(t)
	store, account := open(t, db)
	for range 30 {
		importWhole(t, store, account.ID)
	}
	must(t, store.Close())
	path := filepath.Join(db.Dir, models.DatabaseFile)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	info, err := file.Stat()
	must(t, err)
	const page = 4096
	for at := info.Size() / 2 / page * page; at < info.Size()-page; at += page {
		_, err = file.WriteAt(bytes.Repeat([]byte{0xff}, 64), at)
		must(t, err)
	}
	must(t, file.Close())
	opened, err := models.Open(ctx, db.Config())
	if err != nil {
		return // refused already: that is found, too
	}
	defer opened.Close()
	if got, err := opened.Check(ctx, false); err == nil && got.Whole() {
		t.Error("a garbled file is whole")
	}
}
