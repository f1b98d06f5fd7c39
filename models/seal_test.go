package models_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/vault"
)

// Every word that a person typed, every secret and every address, in every
// table; then the bytes of the database, whatever the engine keeps beside it.
func TestNothingTypedIsReadableAtRest(t *testing.T) {
	const canary, address, ip = "Zéphyrine-CANARI-7f3a", "zephyrine.canari@boite.example", "203.0.113.77"
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t)
		account, code, err := store.OpenAccount(ctx)
		if err != nil {
			t.Fatal(err)
		}
		c, err := store.ImportCase(ctx, account.ID, modelstest.Filled(canary), nil)
		if err != nil {
			t.Fatal(err)
		}
		event := models.Event{Note: canary}
		event.Kind = "sent"
		c, err = store.AddEvent(ctx, account.ID, c.ID, c.Version, c.Requests[0].ID, event,
			&models.SentLetter{Text: canary, PDF: []byte("%PDF " + canary)})
		if err != nil {
			t.Fatal(err)
		}
		confirm, err := store.ProposeEmail(ctx, account.ID, address, "fr")
		if err != nil {
			t.Fatal(err)
		}
		if err := store.SaveEmail(ctx, account.ID, address); err != nil {
			t.Fatal(err)
		}
		feed, err := store.OpenFeed(ctx, account.ID, models.Feed{Language: "fr"})
		if err != nil {
			t.Fatal(err)
		}
		signIn, err := store.NewSignInLink(ctx, account.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, token, err := store.StartSession(ctx, account.ID, models.OwnDevice)
		if err != nil {
			t.Fatal(err)
		}
		onceKey := vault.NewID()
		answer := func(context.Context) (string, string, error) { return "/fr/" + canary, account.ID, nil }
		if _, err := store.Once(ctx, account.ID, onceKey, answer); err != nil {
			t.Fatal(err)
		}
		if _, _, err := store.Rate(ctx, "code "+ip, 5, time.Hour); err != nil {
			t.Fatal(err)
		}
		files := db.Files(t)
		for _, found := range modelstest.Search(t, files, canary, address, ip, code, strings.ReplaceAll(code, "-", ""), token, onceKey, confirm, feed, signIn, db.Key) {
			t.Error(found)
		}
		// The search itself must be able to find: ids are in the clear.
		if len(modelstest.Search(t, files, account.ID)) == 0 {
			t.Error("the account's id was not found: the search is blind")
		}
		// And what was kept is all there.
		got, err := store.Case(ctx, account.ID, c.ID)
		if err != nil || got.Person.Name == "" || got.Requests[0].Letter.Text != canary {
			t.Errorf("got %+v, %v", got.Person, err)
		}
	})
}

func TestAPathAroundTheSealIsRefused(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		orm := store.ORM()
		sealing, err := store.Sealing(ctx, account.ID, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		clear := []byte(`{"person":{"name":"en clair"}}`)
		ofCase := func(context.Context) *gorm.DB {
			return orm.WithContext(ctx).Model(&models.CaseRow{}).Where("id = ?", c.ID)
		}
		tests := map[string]func() error{
			"a map of columns, with the key": func() error { return ofCase(sealing).Updates(map[string]any{"facts": clear}).Error },
			"a single column, with the key":  func() error { return ofCase(sealing).Update("facts", clear).Error },
			"a column without hooks":         func() error { return ofCase(sealing).UpdateColumn("facts", clear).Error },
			"a map of sealed values":         func() error { return ofCase(sealing).Updates(map[string]any{"facts": models.SealedBytes(clear)}).Error },
			"an inserted map": func() error {
				return orm.WithContext(sealing).Model(&models.CaseRow{}).Create(map[string]any{"facts": clear}).Error
			},
			"raw SQL": func() error { return orm.Exec("UPDATE cases SET facts = ? WHERE id = ?", clear, c.ID).Error },
			"a struct, without the key": func() error {
				return ofCase(ctx).Select("facts").Updates(models.CaseRow{ID: c.ID, Facts: models.SealedBytes(clear)}).Error
			},
			"a struct of no row": func() error {
				return ofCase(sealing).Select("facts").Updates(models.CaseRow{Facts: models.SealedBytes(clear)}).Error
			},
			"a read without the key":          func() error { return ofCase(ctx).Take(&models.CaseRow{}).Error },
			"a read that leaves the id aside": func() error { return ofCase(sealing).Select("facts").Take(&models.CaseRow{}).Error },
		}
		for name, try := range tests {
			if err := try(); err == nil {
				t.Errorf("%s: was not refused", name)
			}
		}
		got, err := store.Case(ctx, account.ID, c.ID)
		if err != nil || got.Person.Name != "Zéphyrine Canari" {
			t.Errorf("the case was damaged: %+v, %v", got.Person, err)
		}
	})
}

func TestAMovedOrChangedValueFailsClosed(t *testing.T) {
	const (
		facts = "UPDATE cases SET facts = (SELECT facts FROM cases o WHERE o.id = '{from}') WHERE id = '{case}'"
		key   = "UPDATE cases SET wrapped_key = (SELECT wrapped_key FROM cases o WHERE o.id = '{from}') WHERE id = '{case}'"
	)
	tests := []struct {
		name, damage string
		theirs       bool // the damage brings in a stranger's case
	}{
		{name: "two requests of a case", damage: "UPDATE requests SET doc = (SELECT doc FROM requests o WHERE o.case_id = '{case}' AND o.id = 'r1') WHERE case_id = '{case}' AND id = 'r2'"},
		{name: "an event of another request", damage: "UPDATE events SET request_id = 'r1' WHERE case_id = '{case}' AND request_id = 'r2'"},
		{name: "an exhibit passed off as another", damage: "UPDATE evidence SET id = 'p3' WHERE case_id = '{case}' AND id = 'p1'"},
		{name: "two columns of a row", damage: "UPDATE letters SET doc = pdf WHERE case_id = '{case}'"},
		{name: "a cut value", damage: "UPDATE evidence SET doc = substr(doc, 1, 20) WHERE case_id = '{case}' AND id = 'p1'"},
		{name: "a row of another case", damage: "UPDATE requests SET doc = (SELECT doc FROM requests o WHERE o.case_id = '{from}' AND o.id = requests.id) WHERE case_id = '{case}'"},
		{name: "facts of another case", damage: facts},
		{name: "facts and key of another case", damage: key + ";" + facts},
		{name: "a stranger's facts and key", damage: key + ";" + facts, theirs: true},
		{name: "a stranger's key", damage: key, theirs: true},
		{name: "an account's key for a case", damage: "UPDATE cases SET wrapped_key = (SELECT wrapped_key FROM accounts a WHERE a.id = cases.account_id) WHERE id = '{case}'"},
	}
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		stranger := openAnother(t, store)
		theirs := importWhole(t, store, stranger.ID)
		for _, test := range tests {
			c, from := importWhole(t, store, account.ID), importWhole(t, store, account.ID)
			if test.theirs {
				from = theirs
			}
			ids := strings.NewReplacer("{case}", c.ID, "{from}", from.ID)
			for damage := range strings.SplitSeq(test.damage, ";") {
				mustDamage(t, db, ids.Replace(damage))
			}
			wantClosed(t, test.name, store, account.ID, c.ID)
		}

		c := importWhole(t, store, account.ID)
		mustDamage(t, db, fmt.Sprintf("UPDATE cases SET account_id = '%s' WHERE id = '%s'", stranger.ID, c.ID))
		wantClosed(t, "a case given to a stranger", store, stranger.ID, c.ID)
	})
}

func TestAFlippedBitFailsClosed(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		raw := db.Raw(t)
		var sealed []byte
		if err := raw.QueryRow("SELECT facts FROM cases").Scan(&sealed); err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(sealed); i++ { // the first byte is the database's own check
			sealed[i] ^= 1
			if _, err := raw.Exec("UPDATE cases SET facts = $1", sealed); err != nil {
				t.Fatal(err)
			}
			wantClosed(t, fmt.Sprint("byte ", i), store, account.ID, c.ID)
			sealed[i] ^= 1
		}
	})
}

func TestEqualCasesShareNoBytes(t *testing.T) {
	const run = 16
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		importWhole(t, store, account.ID)
		importWhole(t, store, account.ID)
		seen := map[string]bool{}
		rows, err := db.Raw(t).Query("SELECT facts FROM cases UNION ALL SELECT doc FROM requests UNION ALL SELECT doc FROM letters")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var sealed []byte
			if err := rows.Scan(&sealed); err != nil {
				t.Fatal(err)
			}
			for i := range len(sealed) - run + 1 {
				piece := string(sealed[i : i+run])
				if seen[piece] {
					t.Fatalf("%x stands twice", piece)
				}
				seen[piece] = true
			}
		}
		if err := rows.Err(); err != nil || len(seen) == 0 {
			t.Errorf("looked at %d pieces, %v", len(seen), err)
		}
	})
}

func mustDamage(t *testing.T, db *modelstest.Database, sql string) {
	t.Helper()
	done, err := db.Raw(t).Exec(sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	if n, err := done.RowsAffected(); n == 0 || err != nil {
		t.Fatalf("%s: nothing was damaged: %v", sql, err)
	}
}

// wantClosed fails unless the case is refused and nothing of it comes out.
func wantClosed(t *testing.T, name string, store *models.Store, account, id string) {
	t.Helper()
	got, err := store.Case(ctx, account, id)
	if !errors.Is(err, vault.ErrTampered) && !errors.Is(err, vault.ErrWrongKey) {
		t.Errorf("%s: got %v, want vault.ErrTampered or vault.ErrWrongKey", name, err)
	}
	if diff := cmp.Diff(models.Case{}, got); diff != "" {
		t.Errorf("%s: something came out: %s", name, diff)
	}
}
