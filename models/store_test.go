package models_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

var ctx = context.Background()

// wholeCase is a case with something in every table.
func wholeCase() models.Case {
	yes := true
	return models.Case{
		Facts: models.Facts{
			Language: "fr",
			Person:   &models.Person{Name: "Zéphyrine Canari", Email: "zephyrine@canari.example"},
			Participation: &models.Participation{
				JoinedOn: law.MustDate("2024-03-24"), DataGiven: []string{}, AccountStillOpen: models.Unknown, Story: "J’ai cru au cadeau."},
		},
		Requests: []models.Request{
			{ID: "r2", Rights: []law.Right{law.Access}, Details: "toutes mes photos",
				Events: []models.Event{
					{Event: law.Event{ID: "e9", Kind: law.Sent, On: law.MustDate("2026-10-01")}, Note: "au guichet", Evidence: []string{"p1"}},
					{Event: law.Event{ID: "e1", Kind: law.Refused, On: law.MustDate("2026-10-20"), ReasonsGiven: &yes}, Note: "sans un mot"},
				},
				Letter: &models.Letter{FrozenOn: law.MustDate("2026-10-01"), Text: "Madame, Monsieur,", Edits: map[string]string{"fr.body.1": "à ma façon"}}},
			{ID: "r1", Rights: []law.Right{law.Erasure}, Letter: &models.Letter{Edits: map[string]string{"fr.body.2": "effacez"}}},
		},
		Evidence: []models.Evidence{
			{ID: "p2", Kind: "screenshot", Caption: "la page du cadeau"},
			{ID: "p1", Kind: "receipt", Caption: "le récépissé"},
		},
		Complaint: &models.Complaint{Authority: "cnil", Grounds: []string{}, Asks: "qu’ils répondent",
			Events: []models.ComplaintEvent{{ID: "e1", Kind: "filed", On: law.MustDate("2026-11-02"), Reference: "dossier canari"}}},
	}
}

var pdf = []byte("%PDF-1.7 canari")

func open(t *testing.T, db *modelstest.Database) (*models.Store, models.Account) {
	t.Helper()
	store := db.Open(t)
	return store, openAnother(t, store)
}

func openAnother(t *testing.T, store *models.Store) models.Account {
	t.Helper()
	account, _, err := store.OpenAccount(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return account
}

func importWhole(t *testing.T, store *models.Store, account string) models.Case {
	t.Helper()
	c, err := store.ImportCase(ctx, account, wholeCase(), map[models.LetterID][]byte{{Request: "r2"}: pdf})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestACaseComesBackAsItWentIn(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		got, err := db.Open(t).Case(ctx, account.ID, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Errorf("read by another store (-returned +got):\n%s", diff)
		}
		want := wholeCase()
		want.ID, want.Account, want.Version = got.ID, account.ID, 1
		opts := []cmp.Option{
			cmpopts.IgnoreFields(models.Case{}, "CreatedAt", "UpdatedAt"),
			cmpopts.IgnoreFields(models.Letter{}, "TextSHA256", "PDFSHA256"),
		}
		if diff := cmp.Diff(want, got, opts...); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		letter, gotPDF, err := store.LetterAsSent(ctx, account.ID, c.ID, "r2", "")
		if err != nil || string(gotPDF) != string(pdf) || letter.Text != "Madame, Monsieur," {
			t.Errorf("letter: got %q, %q, %v", letter.Text, gotPDF, err)
		}
		cases, err := store.Cases(ctx, account.ID)
		if diff := cmp.Diff([]models.Case{got}, cases); diff != "" || err != nil {
			t.Errorf("Cases (-want +got): %v\n%s", err, diff)
		}
	})
}

func TestTwoTabsNeverOverwriteEachOther(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		first := models.Facts{Language: "fr", Person: &models.Person{Name: "Première"}}
		saved, err := store.SaveFacts(ctx, account.ID, c.ID, c.Version, first)
		if err != nil || saved.Version != c.Version+1 {
			t.Fatalf("got version %d, %v", saved.Version, err)
		}
		_, err = store.SaveFacts(ctx, account.ID, c.ID, c.Version, models.Facts{Language: "en"})
		if !errors.Is(err, models.ErrStale) {
			t.Errorf("second tab: got %v, want ErrStale", err)
		}
		got, err := store.Case(ctx, account.ID, c.ID)
		if err != nil || got.Version != c.Version+1 || got.Person.Name != "Première" {
			t.Errorf("got version %d, %+v, %v", got.Version, got.Person, err)
		}
	})
}

func TestEveryFieldIsKept(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		want := modelstest.Filled("Œuf «\u202fà la coque\u202f», {{.}} <b> \x00 \u0001 \u2028 Ἑλλάς Łódź 東京 👩🏽‍🌾")
		want.Requests[0].Events[0].Letter.Edits = nil // what left is edited no more
		want.Complaint.Events[0].Letter.Edits = nil
		got, err := store.ImportCase(ctx, account.ID, want, nil)
		if err != nil {
			t.Fatal(err)
		}
		byUs := cmp.FilterPath(func(p cmp.Path) bool {
			switch p.Last().String() {
			case ".ID", ".Account", ".Version", ".CreatedAt", ".UpdatedAt", ".TextSHA256":
				return true
			}
			return false
		}, cmp.Ignore())
		if diff := cmp.Diff(want, got, byUs); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestAnErasureInsideAFormDoesNotWait(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		short, cancel := context.WithTimeout(ctx, 9*time.Second) // less than SQLite waits for a lock
		defer cancel()
		_, err := store.Once(short, account.ID, models.NewID(), func(ctx context.Context) (string, string, error) {
			return "gone", account.ID, store.EraseCase(ctx, account.ID, c.ID)
		})
		if err != nil {
			t.Errorf("got %v", err)
		}
		if _, err := store.Case(ctx, account.ID, c.ID); err != models.ErrNotFound {
			t.Errorf("the case: got %v, want ErrNotFound", err)
		}
	})
}
