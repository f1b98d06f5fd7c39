package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"contreoffre/models/modelstest"
)

// From a request that still runs to a complaint that was filed, by links and
// forms alone.
func TestJourneyFromTheRequestToTheComplaint(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		p := newPerson(t, newSite(t, db), "fr")
		p.tell()
		p.send(p.prepare("access"))
		page, choices := p.of("/complaint"), p.of("/complaint/choices")

		choose := func(values url.Values) answer { return p.submit(p.mustGet(choices), choices, values) }
		none := choose(url.Values{})
		if none.Status != http.StatusUnprocessableEntity || !none.has("Choisissez au moins un motif") {
			t.Errorf("no ground: %d\n%s", none.Status, none.text())
		}
		early := choose(url.Values{"grounds": {"no_answer", "invalid_consent"}, "asks": {"Regardez aussi l’affiche."}})
		for _, words := range []string{"Absence de réponse – Il est trop tôt", "Consentement contesté", "Regardez aussi l’affiche.", "BROUILLON"} {
			if !early.has(words) {
				t.Errorf("one ground is too early: the page does not say %q:\n%s", words, early.text())
			}
		}
		ready := choose(url.Values{"grounds": {"invalid_consent"}, "disclosure": {"yes"}})
		if !ready.has("rien de ce que l’autorité demande ne manque") || ready.has("BROUILLON") {
			t.Errorf("ready:\n%s", ready.text())
		}

		section := p.of("/complaint/sections/facts")
		own := p.submit(p.mustGet(section), section, url.Values{"text": {"Mes propres mots.\n\nEt d’autres."}, "do": {"save"}})
		if !own.has("Mes propres mots.") {
			t.Errorf("the section is not ours any more:\n%s", own.text())
		}
		blank := p.submit(p.mustGet(section), section, url.Values{"text": {"Le : ………………"}, "do": {"save"}})
		if !blank.has("une ligne à compléter") {
			t.Errorf("an untouched blank:\n%s", blank.text())
		}
		if restored := p.submit(p.mustGet(section), section, url.Values{"do": {"restore"}}); !restored.has("Gaëlle") {
			t.Errorf("restored:\n%s", restored.text())
		}

		if drawn := p.mustGet(page + "/complaint.pdf"); !strings.HasPrefix(drawn.Body, "%PDF-") {
			t.Errorf("the PDF begins %.20q", drawn.Body)
		}
		if bundle := p.mustGet(p.of("/jobs/" + p.bundle("bundle_pdf") + "/file")); !strings.HasPrefix(bundle.Body, "%PDF-") || !strings.Contains(bundle.Header.Get("Content-Disposition"), "bundle.pdf") {
			t.Errorf("the bundle begins %.20q", bundle.Body)
		}
		if packed := p.mustGet(p.of("/jobs/" + p.bundle("bundle_zip") + "/file")); !strings.HasPrefix(packed.Body, "PK") {
			t.Errorf("the ZIP begins %.20q", packed.Body)
		}
		form := p.mustGet(page + "/light")
		if !form.has("en mégaoctets") || !strings.Contains(form.Body, `value="5"`) {
			t.Errorf("the light version:\n%s", form.text())
		}
		asked := p.made(p.submit(form, page+"/light", url.Values{"under": {"5"}}))
		if light := p.mustGet(asked.Path + "/file"); !strings.HasPrefix(light.Body, "%PDF-") || len(light.Body) > 5_000_000 {
			t.Errorf("the light bundle has %d bytes and begins %.20q", len(light.Body), light.Body)
		}
		if tiny := p.made(p.submit(form, page+"/light", url.Values{"under": {"0"}})); !tiny.has("Le plus petit fichier encore lisible fait") || p.get(tiny.Path+"/file").Status != http.StatusNotFound {
			t.Errorf("a light bundle of nothing:\n%s", tiny.text())
		}
		if wrong := p.submit(form, page+"/light", url.Values{"under": {"beaucoup"}}); wrong.Status != http.StatusUnprocessableEntity || !wrong.has("Taille à ne pas dépasser") {
			t.Errorf("a light bundle under a word: %d\n%s", wrong.Status, wrong.text())
		}
		if consumer := p.mustGet(page + "/consumer"); !consumer.has("Rien n’est noté comme impayé") {
			t.Errorf("the consumer road:\n%s", consumer.text())
		}
		if !p.mustGet(page).has("Prévenir les personnes invitées") {
			t.Error("the page of the complaint does not lead to the words for invited people")
		}
		if unnamed := p.mustGet(page + "/invitees"); unnamed.has("Lœwenbruck") || !unnamed.has("article 15(1)(g)") {
			t.Errorf("the words for invited people:\n%s", unnamed.text())
		}
		if named := p.mustGet(page + "/invitees?name=yes"); !named.has("ici Maëlle Lœwenbruck") {
			t.Errorf("with the name:\n%s", named.text())
		}
		if sheet := p.mustGet(page + "/sheet"); !sheet.has("Nous ne pouvons pas connaître ses cases") || !sheet.has("Whaleco") {
			t.Errorf("the sheet:\n%s", sheet.text())
		}

		note := func(kind string, values url.Values) answer {
			for name, value := range on("2026-11-22") {
				values[name] = value
			}
			return p.submit(p.mustGet(page+"/event/"+kind), page+"/event/"+kind, values)
		}
		if filed := note("filed", url.Values{}); !filed.has("Plainte déposée") || !filed.has("22 février 2027") {
			t.Errorf("the authority's clock:\n%s", filed.text())
		}
		if known := note("acknowledged", url.Values{"reference": {"26-00412"}}); !known.has("26-00412") {
			t.Errorf("acknowledged:\n%s", known.text())
		}
		event := func(a answer, n int) string { // the n-th event that a page offers to correct
			var found []string
			for _, link := range a.links() {
				if strings.Contains(link, "/complaint/events/") {
					found = append(found, link)
				}
			}
			if n >= len(found) {
				t.Fatalf("%d events can be corrected, want more than %d:\n%s", len(found), n, a.text())
			}
			return found[n]
		}
		correct := func(at string, values url.Values, day string) answer {
			for name, value := range on(day) {
				values[name] = value
			}
			return p.submit(p.mustGet(at), at, values)
		}
		number := event(p.mustGet(page), 0)
		if future := correct(number, url.Values{"do": {"save"}}, "2027-01-02"); future.Status != http.StatusUnprocessableEntity {
			t.Errorf("corrected into the future: %d", future.Status)
		}
		if mended := correct(number, url.Values{"do": {"save"}, "reference": {"26-00421"}}, "2026-11-22"); !mended.has("26-00421") || mended.has("26-00412") || mended.has("corrigé ensuite") {
			t.Errorf("the number was mended:\n%s", mended.text())
		}
		filing := event(p.mustGet(page), 1)
		if torn := correct(filing, url.Values{"do": {"undo"}}, "2026-11-22"); torn.Status != http.StatusUnprocessableEntity {
			t.Errorf("the filing was taken back under the events that follow it: %d\n%s", torn.Status, torn.text())
		}
		if undone := correct(event(p.mustGet(page), 0), url.Values{"do": {"undo"}}, "2026-11-22"); !undone.has("corrigé ensuite") {
			t.Errorf("the number was taken back:\n%s", undone.text())
		}
		if moved := correct(filing, url.Values{"do": {"save"}}, "2026-11-21"); moved.Status != http.StatusOK {
			t.Errorf("the filing was moved: %d\n%s", moved.Status, moved.text())
		}
		if gone := p.get(filing); gone.Status != http.StatusNotFound {
			t.Errorf("what was corrected is corrected again: %d", gone.Status)
		}
		if unknown := p.get(page + "/events/nothing"); unknown.Status != http.StatusNotFound {
			t.Errorf("an event that is not there: %d", unknown.Status)
		}
		if again := p.get(page + "/event/filed"); again.Status != http.StatusNotFound {
			t.Errorf("filed twice: %d", again.Status)
		}
		if hub := p.mustGet(p.of("")); !hub.has("Se plaindre à l’autorité") || !hub.has("Plainte déposée") {
			t.Errorf("the hub:\n%s", hub.text())
		}
	})
}
