package models_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

func TestHistoryIsOnlyAddedTo(t *testing.T) {
	tests := []struct {
		trap   string
		change func(c *models.Case)
		want   error
	}{
		{"an event removed", func(c *models.Case) { c.Requests[0].Events = c.Requests[0].Events[:1] }, models.ErrHistory},
		{"an event's day moved in place", func(c *models.Case) { c.Requests[0].Events[0].On = law.MustDate("2026-10-02") }, models.ErrHistory},
		{"a value behind a pointer changed in place", func(c *models.Case) { *c.Requests[0].Events[1].ReasonsGiven = false }, models.ErrHistory},
		{"two events swapped", func(c *models.Case) {
			e := c.Requests[0].Events
			e[0], e[1] = e[1], e[0]
		}, models.ErrHistory},
		{"an event put before the others", func(c *models.Case) {
			c.Requests[0].Events = append([]models.Event{{Event: law.Event{Kind: law.Received, On: law.MustDate("2026-10-03")}}}, c.Requests[0].Events...)
		}, models.ErrHistory},
		{"a request with events removed", func(c *models.Case) { c.Requests = c.Requests[1:] }, models.ErrHistory},
		{"a complaint with events removed", func(c *models.Case) { c.Complaint = nil }, models.ErrHistory},
		{"the day of a complaint's event moved", func(c *models.Case) { c.Complaint.Events[0].On = law.MustDate("2026-11-03") }, models.ErrHistory},
		{"the same event twice", func(c *models.Case) {
			c.Requests[0].Events = append(c.Requests[0].Events, c.Requests[0].Events[0])
		}, models.ErrBadID},
		{"an id that no address can hold", func(c *models.Case) { c.Evidence[0].ID = "../p1" }, models.ErrBadID},
		{"a note mended", func(c *models.Case) { c.Requests[0].Events[0].Note = "au guichet de la poste" }, nil},
		{"the number of a complaint noted later", func(c *models.Case) { c.Complaint.Events[0].Reference = "22-1" }, nil},
		{"an event added", func(c *models.Case) {
			c.Requests[1].Events = append(c.Requests[1].Events, models.Event{Event: law.Event{Kind: law.Sent, On: law.MustDate("2026-11-20")}})
		}, nil},
		{"a draft removed", func(c *models.Case) { c.Requests = c.Requests[:1] }, nil},
		{"nothing", func(*models.Case) {}, nil},
	}
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		for _, test := range tests {
			before := importWhole(t, store, account.ID)
			saved, err := store.Change(ctx, account.ID, before.ID, before.Version, func(c *models.Case) error {
				test.change(c)
				return nil
			})
			if !errors.Is(err, test.want) {
				t.Errorf("%s: got %v, want %v", test.trap, err, test.want)
			}
			stored, readErr := store.Case(ctx, account.ID, before.ID)
			if readErr != nil {
				t.Fatal(readErr)
			}
			want := before
			if err == nil {
				want = saved
			}
			if diff := cmp.Diff(want, stored); diff != "" {
				t.Errorf("%s: (-want +stored):\n%s", test.trap, diff)
			}
		}
	})
}

// A change alters the case in place, behind pointers and in lists that copies
// share: the store must still see what is new.
func TestChangesInPlaceAreStored(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		c, err := store.Change(ctx, account.ID, c.ID, c.Version, func(c *models.Case) error {
			c.Person.Name = "Zoé Canari"
			c.Requests[0].Rights[0] = law.Portability
			c.Requests[1].Letter.Edits["fr.body.2"] = "effacez tout"
			c.Evidence[0], c.Evidence[1] = c.Evidence[1], c.Evidence[0]
			c.Complaint.Asks = "qu’ils effacent"
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		got := []any{c.Person.Name, c.Requests[0].Rights[0], c.Requests[1].Letter.Edits["fr.body.2"], c.Evidence[0].ID, c.Complaint.Asks}
		want := []any{"Zoé Canari", law.Portability, "effacez tout", "p1", "qu’ils effacent"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestAChangeMayNotMoveACase(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		stranger := openAnother(t, store)
		c := importWhole(t, store, account.ID)
		saved, err := store.Change(ctx, account.ID, c.ID, c.Version, func(c *models.Case) error {
			c.ID, c.Account, c.Version = models.NewID(), stranger.ID, 99
			return nil
		})
		if err != nil || saved.ID != c.ID || saved.Account != account.ID || saved.Version != c.Version+1 {
			t.Errorf("got %s of %s at version %d, %v", saved.ID, saved.Account, saved.Version, err)
		}
	})
}

func TestASentLetterStaysAsItWasSent(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		on := law.MustDate("2026-11-20")
		add := func(e law.Event, letter *models.SentLetter) {
			t.Helper()
			var err error
			if c, err = store.AddEvent(ctx, account.ID, c.ID, c.Version, "r1", models.Event{Event: e}, letter); err != nil {
				t.Fatal(err)
			}
		}
		wantText := func(trap, want string) {
			t.Helper()
			got := ""
			if l := c.Request("r1").Letter; l != nil {
				got = l.Text
			}
			if got != want {
				t.Errorf("%s: the letter reads %q, want %q", trap, got, want)
			}
			letter, _, err := store.LetterAsSent(ctx, account.ID, c.ID, "r1", "")
			if letter.Text != want || (want == "") != errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: as sent %q, %v, want %q", trap, letter.Text, err, want)
			}
		}
		wantText("a draft", "")
		add(law.Event{ID: "s1", Kind: law.Sent, On: on}, &models.SentLetter{Text: "première", PDF: []byte("%PDF 1")})
		wantText("sent", "première")
		if got := c.Request("r1").Letter; got.FrozenOn != law.MustDate("2026-11-22") || got.Edits["fr.body.2"] != "effacez" || got.PDFSHA256 == "" {
			t.Errorf("sent: got %+v", got)
		}
		add(law.Event{ID: "s2", Kind: law.Sent, On: on.AddDays(-1), Cancels: "s1"}, nil)
		wantText("its day corrected", "première")
		add(law.Event{ID: "m1", Kind: law.ReminderSent, On: on}, &models.SentLetter{Text: "rappel"})
		wantText("a reminder sent", "première")
		add(law.Event{ID: "s3", Kind: law.Sent, On: on, Cancels: "s2"}, &models.SentLetter{Text: "seconde", PDF: []byte("%PDF 2")})
		wantText("sent anew", "seconde")
		add(law.Event{ID: "s4", Kind: law.Sent, On: on, Cancels: "s3"}, nil)
		wantText("taken back, so that the one before it stands again", "première")
		add(law.Event{ID: "s5", Kind: law.Sent, On: on.AddDays(-1), Cancels: "s2"}, nil)
		add(law.Event{ID: "s6", Kind: law.Sent, On: on, Cancels: "s1"}, nil)
		wantText("all taken back", "")

		for event, want := range map[string]string{"s1": "première", "m1": "rappel", "s3": "seconde"} {
			if got, _, err := store.LetterAsSent(ctx, account.ID, c.ID, "r1", event); got.Text != want || err != nil {
				t.Errorf("the letter of %s: got %q, %v, want %q", event, got.Text, err, want)
			}
		}
		// An edit cannot reach it.
		r := *c.Request("r2")
		r.Letter = &models.Letter{Text: "autre chose", Edits: map[string]string{"fr.body.1": "trop tard"}}
		c, err := store.SaveRequest(ctx, account.ID, c.ID, c.Version, r)
		if got := c.Request("r2").Letter; err != nil || got.Text != "Madame, Monsieur," || got.Edits["fr.body.1"] != "trop tard" {
			t.Errorf("after an edit: got %+v, %v", got, err)
		}
	})
}

func TestALetterThatIsNotItsHashIsRefused(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		for trap, damage := range map[string]func(*models.Letter){
			"text":        func(l *models.Letter) { l.TextSHA256 = "0000" },
			"PDF":         func(l *models.Letter) { l.PDFSHA256 = "0000" },
			"PDF and day": func(l *models.Letter) { l.PDFSHA256, l.FrozenOn = "1111", law.Date{} },
		} {
			c := wholeCase()
			damage(c.Requests[0].Letter)
			if _, err := store.ImportCase(ctx, account.ID, c, map[models.LetterID][]byte{{Request: "r2"}: pdf}); !errors.Is(err, models.ErrHash) {
				t.Errorf("%s: got %v, want ErrHash", trap, err)
			}
		}
		if cases, err := store.Cases(ctx, account.ID); len(cases) != 0 || err != nil {
			t.Errorf("%d cases were half imported, %v", len(cases), err)
		}
	})
}

func TestEditsByName(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c, err := store.CreateCase(ctx, account.ID, models.Facts{Language: "fr"})
		id := c.ID
		must := func(saved models.Case, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			if saved.Version != c.Version+1 || !saved.UpdatedAt.After(c.UpdatedAt) {
				t.Errorf("version %d after %d, %v after %v", saved.Version, c.Version, saved.UpdatedAt, c.UpdatedAt)
			}
			c = saved
		}
		if err != nil || c.Version != 1 {
			t.Fatalf("got version %d, %v", c.Version, err)
		}
		must(store.SaveFacts(ctx, account.ID, id, c.Version, models.Facts{Language: "en"}))
		must(store.SaveRequest(ctx, account.ID, id, c.Version, models.Request{Rights: []law.Right{law.Access}}))
		request := c.Requests[0].ID
		must(store.SaveRequest(ctx, account.ID, id, c.Version, models.Request{ID: request, Rights: []law.Right{law.Erasure}}))
		must(store.SaveRequest(ctx, account.ID, id, c.Version, models.Request{ID: "second"}))
		must(store.SaveEvidence(ctx, account.ID, id, c.Version, models.Evidence{ID: "p1", Caption: "avant"}))
		must(store.SaveEvidence(ctx, account.ID, id, c.Version, models.Evidence{ID: "p1", Caption: "après"}))
		must(store.AddEvent(ctx, account.ID, id, c.Version, request,
			models.Event{Event: law.Event{ID: "e1", Kind: law.Sent, On: law.MustDate("2026-11-20")}, Evidence: []string{"p1"}}, nil))
		must(store.SaveComplaint(ctx, account.ID, id, c.Version, &models.Complaint{Authority: "cnil"}))
		must(store.AddComplaintEvent(ctx, account.ID, id, c.Version, models.ComplaintEvent{ID: "e1", Kind: "filed", On: law.MustDate("2026-11-21")}, nil))
		must(store.SaveComplaint(ctx, account.ID, id, c.Version, &models.Complaint{Authority: "dpc"}))
		must(store.DeleteDraft(ctx, account.ID, id, c.Version, "second"))
		must(store.DeleteEvidence(ctx, account.ID, id, c.Version, "p1"))

		recorded := db.Clock.Now().UTC().Truncate(1e9)
		want := models.Case{ID: id, Account: account.ID, Version: 13, Facts: models.Facts{Language: "en"},
			Requests: []models.Request{{ID: request, Rights: []law.Right{law.Erasure}, Events: []models.Event{
				{Event: law.Event{ID: "e1", Kind: law.Sent, On: law.MustDate("2026-11-20")}, Evidence: []string{}, RecordedAt: recorded}}}},
			Complaint: &models.Complaint{Authority: "dpc", Events: []models.ComplaintEvent{
				{ID: "e1", Kind: "filed", On: law.MustDate("2026-11-21"), RecordedAt: recorded}}},
			CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt}
		if diff := cmp.Diff(want, c); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}

		for trap, test := range map[string]struct {
			err  error
			want error
		}{
			"a request that was sent is no draft": {second(store.DeleteDraft(ctx, account.ID, id, c.Version, request)), models.ErrNotDraft},
			"an unknown draft":                    {second(store.DeleteDraft(ctx, account.ID, id, c.Version, "r9")), models.ErrNotFound},
			"an unknown exhibit":                  {second(store.DeleteEvidence(ctx, account.ID, id, c.Version, "p9")), models.ErrNotFound},
			"an event of an unknown request":      {second(store.AddEvent(ctx, account.ID, id, c.Version, "r9", models.Event{}, nil)), models.ErrNotFound},
			"a complaint that was filed":          {second(store.SaveComplaint(ctx, account.ID, id, c.Version, nil)), models.ErrHistory},
			"a change that fails":                 {second(store.Change(ctx, account.ID, id, c.Version, func(*models.Case) error { return errBroken })), errBroken},
		} {
			if !errors.Is(test.err, test.want) {
				t.Errorf("%s: got %v, want %v", trap, test.err, test.want)
			}
		}
		if got, err := store.Case(ctx, account.ID, id); err != nil || got.Version != c.Version {
			t.Errorf("what failed was stored: version %d, %v", got.Version, err)
		}
	})
}

var errBroken = errors.New("broken")

func second[T any](_ T, err error) error { return err }
