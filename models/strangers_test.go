package models_test

import (
	"context"
	"errors"
	"testing"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// Every method that takes an account and an id, asked by another account, by
// nobody and for ids of nothing, answers the same.
func TestAStrangersIDAnswersLikeAnUnknownOne(t *testing.T) {
	event := models.Event{Event: law.Event{Kind: law.Answered, On: law.MustDate("2026-11-20")}}
	ask := map[string]func(s *models.Store, account, id string) error{
		"Case": func(s *models.Store, a, id string) error { return second(s.Case(ctx, a, id)) },
		"Change": func(s *models.Store, a, id string) error {
			return second(s.Change(ctx, a, id, 1, func(*models.Case) error { return nil }))
		},
		"SaveFacts": func(s *models.Store, a, id string) error { return second(s.SaveFacts(ctx, a, id, 1, models.Facts{})) },
		"SaveRequest": func(s *models.Store, a, id string) error {
			return second(s.SaveRequest(ctx, a, id, 1, models.Request{}))
		},
		"DeleteDraft":         func(s *models.Store, a, id string) error { return second(s.DeleteDraft(ctx, a, id, 1, "r1")) },
		"AddEvent":            func(s *models.Store, a, id string) error { return second(s.AddEvent(ctx, a, id, 1, "r1", event, nil)) },
		"LetterAsSent":        func(s *models.Store, a, id string) error { return third(s.LetterAsSent(ctx, a, id, "r2", "")) },
		"LetterAsSent, filed": func(s *models.Store, a, id string) error { return third(s.LetterAsSent(ctx, a, id, "", "")) },
		"LetterAsSent, e9":    func(s *models.Store, a, id string) error { return third(s.LetterAsSent(ctx, a, id, "r2", "e9")) },
		"SaveComplaint": func(s *models.Store, a, id string) error {
			return second(s.SaveComplaint(ctx, a, id, 1, &models.Complaint{}))
		},
		"AddComplaintEvent": func(s *models.Store, a, id string) error {
			return second(s.AddComplaintEvent(ctx, a, id, 1, models.ComplaintEvent{}, nil))
		},
		"SaveEvidence": func(s *models.Store, a, id string) error {
			return second(s.SaveEvidence(ctx, a, id, 1, models.Evidence{}))
		},
		"DeleteEvidence": func(s *models.Store, a, id string) error { return second(s.DeleteEvidence(ctx, a, id, 1, "p1")) },
		"CaseKey":        func(s *models.Store, a, id string) error { return second(s.CaseKey(ctx, a, id)) },
		"AddEvidence": func(s *models.Store, a, id string) error {
			return second(s.AddEvidence(ctx, a, id, plenty, models.Evidence{}))
		},
		"ChangeEvidence": func(s *models.Store, a, id string) error {
			return second(s.ChangeEvidence(ctx, a, id, "p1", plenty, func(*models.Evidence) error { return nil }))
		},
		"EraseCase": func(s *models.Store, a, id string) error { return s.EraseCase(ctx, a, id) },
	}
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		stranger := openAnother(t, store)
		c := importWhole(t, store, account.ID)
		theirs := importWhole(t, store, stranger.ID)
		for name, ask := range ask {
			for trap, who := range map[string][2]string{
				"a stranger":              {stranger.ID, c.ID},
				"nobody":                  {"", c.ID},
				"an unknown account":      {models.NewID(), c.ID},
				"a stranger's case":       {account.ID, theirs.ID},
				"an unknown case":         {account.ID, models.NewID()},
				"no case":                 {account.ID, ""},
				"an account for a case":   {account.ID, account.ID},
				"a case for an account":   {c.ID, c.ID},
				"a NUL":                   {account.ID, "\x00"},
				"bytes that are no text":  {account.ID, "\xff\xfe"},
				"SQL":                     {account.ID, "' OR '1'='1"},
				"SQL for an account":      {"' OR '1'='1", c.ID},
				"a wild card":             {account.ID, "%"},
				"an id in capitals":       {account.ID, "R2"},
				"ten thousand characters": {account.ID, string(make([]byte, 10_000))},
			} {
				if err := ask(store, who[0], who[1]); err != models.ErrNotFound {
					t.Errorf("%s, %s: got %v, want ErrNotFound itself", name, trap, err)
				}
			}
		}
		for trap, err := range map[string]error{
			"Account":                      second(store.Account(ctx, models.NewID())),
			"StartSession":                 third(store.StartSession(ctx, models.NewID(), models.OwnDevice)),
			"CreateCase":                   second(store.CreateCase(ctx, models.NewID(), models.Facts{})),
			"NewSignInLink":                second(store.NewSignInLink(ctx, models.NewID())),
			"UseSignInLink":                second(store.UseSignInLink(ctx, "\x00")),
			"NewRecoveryCode":              second(store.NewRecoveryCode(ctx, "\x00")),
			"SaveEmail":                    store.SaveEmail(ctx, models.NewID(), "a@b.example"),
			"EraseAccount":                 store.EraseAccount(ctx, models.NewID()),
			"a request of another case":    third(store.LetterAsSent(ctx, account.ID, c.ID, "r7", "")),
			"an event of another request":  third(store.LetterAsSent(ctx, account.ID, c.ID, "r1", "e9")),
			"a request with NUL":           third(store.LetterAsSent(ctx, account.ID, c.ID, "\x00", "")),
			"no request, not filed":        third(store.LetterAsSent(ctx, account.ID, theirs.ID, "", "")),
			"no request, no such event":    third(store.LetterAsSent(ctx, account.ID, c.ID, "", "f9")),
			"no request, event with NUL":   third(store.LetterAsSent(ctx, account.ID, c.ID, "", "\x00")),
			"a request that was not sent":  third(store.LetterAsSent(ctx, account.ID, c.ID, "r1", "")),
			"an event without a letter":    third(store.LetterAsSent(ctx, account.ID, c.ID, "r2", "e1")),
			"an event with a wrong letter": third(store.LetterAsSent(ctx, account.ID, c.ID, "r2", "\xff")),
		} {
			if err != models.ErrNotFound {
				t.Errorf("%s: got %v, want ErrNotFound itself", trap, err)
			}
		}
		for _, who := range []string{"", models.NewID(), "\x00"} {
			if got, err := store.Cases(ctx, who); len(got) != 0 || err != nil {
				t.Errorf("Cases of %q: got %d, %v", who, len(got), err)
			}
		}
		// Nothing of all this wrote anything.
		for id, owner := range map[string]string{c.ID: account.ID, theirs.ID: stranger.ID} {
			if got, err := store.Case(ctx, owner, id); err != nil || got.Version != 1 {
				t.Errorf("%s: got version %d, %v", id, got.Version, err)
			}
		}
	})
}

func third[T, U any](_ T, _ U, err error) error { return err }

func TestACancelledRequestWritesNothing(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		gone, leave := context.WithCancel(ctx)
		_, err := store.Change(gone, account.ID, c.ID, c.Version, func(c *models.Case) error {
			c.Person.Name = "Personne"
			leave()
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want context.Canceled", err)
		}
		if got, err := store.Case(ctx, account.ID, c.ID); err != nil || got.Version != c.Version || got.Person.Name == "Personne" {
			t.Errorf("got version %d of %q, %v", got.Version, got.Person.Name, err)
		}
	})
}
