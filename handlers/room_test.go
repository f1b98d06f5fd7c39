package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// P9: a full account says so where the person is, loses nothing of what they
// typed, and takes it once there is room.
func TestAFullAccountSaysSoAndKeepsWhatWasTyped(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db)
		for lang, words := range map[string]string{"fr": "Votre compte est plein", "en": "Your account is full"} {
			p := newPerson(t, s, lang)
			ctx := context.Background()
			session, err := s.Store.AccountByCode(ctx, p.Code)
			if err != nil {
				t.Fatal(err)
			}
			long := models.Facts{Offer: &models.Offer{Title: strings.Repeat("x", models.MaxDocBytes-2000)}}
			other, err := s.Store.CreateCase(ctx, session.ID, long)
			if err != nil {
				t.Fatal(err)
			}

			path := p.of("/questions/story")
			const typed = "ce que j’ai vécu ce jour-là, "
			form := p.mustGet(path).form(t, path, url.Values{"story": {strings.Repeat(typed, 100)}})
			full := p.postTo(t, path, form, http.StatusInsufficientStorage)
			if !strings.Contains(full.Body, words) || !strings.Contains(full.Body, typed) || strings.Contains(full.Body, "oops.") {
				t.Errorf("%s: the page of a full account:\n%s", lang, full.text())
			}
			if a := p.upload(p.mustGet(p.path("/import")), p.path("/import"), "dossier.json",
				[]byte(`{"format":"contre-offre/dossier","version":1,"offer":{"title":"x","terms":"`+strings.Repeat("x", 4000)+`"}}`)); a.Status != http.StatusUnprocessableEntity ||
				!strings.Contains(a.text(), "30 ") {
				t.Errorf("%s: an import into a full account: %d\n%s", lang, a.Status, a.text())
			}

			if err := s.Store.EraseCase(ctx, session.ID, other.ID); err != nil {
				t.Fatal(err)
			}
			p.submit(full, path, nil)
			if c, err := s.Store.Case(ctx, session.ID, p.Case); err != nil || c.Participation == nil || !strings.Contains(c.Participation.Story, typed) {
				t.Errorf("%s: sent again where room was made, it was not saved: %v", lang, err)
			}
		}
	})
}
