package models_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"

	"github.com/google/go-cmp/cmp"
)

func filing(title string) *models.Filing {
	return &models.Filing{
		Language: "fr", Subject: "Plainte", Sender: []string{"Zéphyrine Canari"}, Summary: "en bref",
		Sheet:    []models.FiledField{{Field: "facts", Value: "les faits"}},
		Exhibits: []models.FiledExhibit{{Title: title, Request: "r2", SHA256: sha256Hex(string(pdf))}},
	}
}

// The complaint is kept with its filing as a letter is with its dispatch.
func TestAFiledComplaintStaysAsItWasFiled(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		whole := wholeCase()
		whole.Complaint.Events = nil
		c, err := store.ImportCase(ctx, account.ID, whole, nil)
		must(t, err)
		on := law.MustDate("2026-11-20")
		add := func(e models.ComplaintEvent, letter *models.SentLetter) {
			t.Helper()
			var err error
			if c, err = store.AddComplaintEvent(ctx, account.ID, c.ID, c.Version, e, letter); err != nil {
				t.Fatal(err)
			}
		}
		wantText := func(trap, want string) {
			t.Helper()
			got := ""
			if _, l := c.Filed(); l != nil {
				got = l.Text
			}
			if got != want {
				t.Errorf("%s: the complaint reads %q, want %q", trap, got, want)
			}
			letter, _, err := store.LetterAsSent(ctx, account.ID, c.ID, "", "")
			if letter.Text != want || (want == "") != errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: as filed %q, %v, want %q", trap, letter.Text, err, want)
			}
		}
		filed := func(id string, on law.Date, cancels string) models.ComplaintEvent {
			return models.ComplaintEvent{ID: id, Kind: "filed", On: on, Cancels: cancels}
		}
		wantText("a draft", "")
		add(filed("f1", on, ""), &models.SentLetter{Text: "première", PDF: []byte("%PDF 1"), Filing: filing("Ma demande")})
		wantText("filed", "première")
		_, kept := c.Filed()
		if diff := cmp.Diff(filing("Ma demande"), kept.Filing); diff != "" || kept.FrozenOn != law.MustDate("2026-11-22") || kept.TextSHA256 == "" || kept.PDFSHA256 != sha256Hex("%PDF 1") {
			t.Errorf("filed: got %+v (-want +got):\n%s", kept, diff)
		}
		add(filed("f2", on.AddDays(-1), "f1"), nil)
		wantText("its day corrected", "première")
		add(models.ComplaintEvent{ID: "a1", Kind: "acknowledged", On: on}, nil)
		wantText("news came", "première")
		add(filed("f3", on.AddDays(-1), "f2"), nil)
		wantText("the correction taken back", "première")
		add(filed("f4", on, "f1"), nil)
		wantText("taken back", "")
		add(filed("f5", on, ""), &models.SentLetter{Text: "seconde"})
		wantText("filed anew", "seconde")

		// Neither an edit nor a change of the events reaches it.
		c, err = store.Change(ctx, account.ID, c.ID, c.Version, func(c *models.Case) error {
			c.Complaint.Asks, c.Complaint.Sections = "autre chose", map[string]string{"facts": "trop tard"}
			c.Complaint.Events[0].Letter = &models.Letter{Text: "réécrite"}
			c.Complaint.Events[1].Letter = &models.Letter{Text: "glissée"}
			c.Complaint.Events[len(c.Complaint.Events)-1].Letter = nil
			return nil
		})
		must(t, err)
		wantText("edited afterwards", "seconde")
		if slipped := c.Complaint.Events[1].Letter; slipped != nil {
			t.Errorf("a text was slipped into the history: %+v", slipped)
		}
		if got, drawn, err := store.LetterAsSent(ctx, account.ID, c.ID, "", "f1"); got.Text != "première" || string(drawn) != "%PDF 1" || err != nil {
			t.Errorf("the first stays in the history: got %q, %q, %v", got.Text, drawn, err)
		}
		for who, ask := range map[string][2]string{
			"its owner": {account.ID, c.ID}, "a stranger": {openAnother(t, store).ID, c.ID}, "nobody": {"", c.ID}, "another case": {account.ID, models.NewID()}, "NUL": {account.ID, "\x00"},
		} {
			var want []string // f5 is kept without a PDF
			if who == "its owner" {
				want = []string{"f1"}
			}
			if got, err := store.FiledPDFs(ctx, ask[0], ask[1]); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: the PDFs of %v are there, %v", who, got, err)
			}
		}
		pdfs, err := store.PDFsAsSent(ctx, account.ID, c.ID)
		if err != nil || string(pdfs[models.LetterID{Event: "f1"}]) != "%PDF 1" || len(pdfs) != 1 {
			t.Errorf("the PDFs of an export: %q, %v", pdfs, err)
		}
		if checked, err := store.Check(ctx, false); err != nil || !checked.Whole() || checked.Letters != 3 {
			t.Errorf("a check: %+v, %v", checked, err)
		}
		if event, letter := c.Filed(); event != "f5" || c.FrozenLetter(models.LetterID{Event: event}).Text != letter.Text || c.FrozenLetter(models.LetterID{Event: "f1"}).Text != "première" || c.FrozenLetter(models.LetterID{Event: "f9"}) != nil {
			t.Errorf("by name: %s", event)
		}
		mustDamage(t, db, "UPDATE letters SET pdf = doc WHERE request_id = ''")
		if checked, err := store.Check(ctx, false); err != nil || checked.Whole() {
			t.Errorf("an altered complaint: %+v, %v", checked, err)
		}
		must(t, store.EraseCase(ctx, account.ID, c.ID))
		var left int
		if err := db.Raw(t).QueryRow("SELECT count(*) FROM letters").Scan(&left); err != nil || left != 0 {
			t.Errorf("%d letters outlive their case, %v", left, err)
		}
	})
}

// What fails writes neither the event nor the text: a filing is never half
// noted.
func TestAFilingIsNotedWithItsTextOrNotAtAll(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		c := importWhole(t, store, account.ID)
		letter := &models.SentLetter{Text: "une", PDF: pdf}
		event := models.ComplaintEvent{ID: "f1", Kind: "filed", On: law.MustDate("2026-11-20")}
		mustDamage(t, db, "DELETE FROM letters")
		for trap, err := range map[string]error{
			"an old version": second(store.AddComplaintEvent(ctx, account.ID, c.ID, c.Version+1, event, letter)),
			"an event twice": second(store.AddComplaintEvent(ctx, account.ID, c.ID, c.Version, models.ComplaintEvent{ID: "e1", Kind: "filed", On: event.On}, letter)),
		} {
			if err == nil {
				t.Errorf("%s was taken", trap)
			}
		}
		var left int
		if err := db.Raw(t).QueryRow("SELECT count(*) FROM letters").Scan(&left); err != nil || left != 0 {
			t.Errorf("%d texts were kept without their event, %v", left, err)
		}
		if got, err := store.Case(ctx, account.ID, c.ID); err != nil || got.Version != c.Version || len(got.Complaint.Events) != 1 {
			t.Errorf("an event was kept without its text: %+v, %v", got.Complaint, err)
		}
	})
}

func TestAnImportedComplaintIsKeptAsItWasFiled(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store, account := open(t, db)
		of := func(l models.Letter) models.Case {
			c := wholeCase()
			c.Complaint.Events[0].Letter = &l
			return c
		}
		pdfs := map[models.LetterID][]byte{{Event: "e1"}: pdf}
		for trap, damaged := range map[string]models.Letter{
			"text": {Text: "une", TextSHA256: "0000"},
			"PDF":  {Text: "une", PDFSHA256: "0000"},
		} {
			if _, err := store.ImportCase(ctx, account.ID, of(damaged), pdfs); !errors.Is(err, models.ErrHash) {
				t.Errorf("%s: got %v, want ErrHash", trap, err)
			}
		}
		c, err := store.ImportCase(ctx, account.ID, of(models.Letter{FrozenOn: law.MustDate("2026-11-03"), Text: "une", PDF: "ailleurs.pdf", Filing: filing("x")}), pdfs)
		must(t, err)
		letter, drawn, err := store.LetterAsSent(ctx, account.ID, c.ID, "", "")
		if err != nil || letter.Text != "une" || letter.PDF != "" || letter.FrozenOn != law.MustDate("2026-11-03") || letter.Filing == nil || !bytes.Equal(drawn, pdf) {
			t.Errorf("got %+v, %q, %v", letter, drawn, err)
		}
	})
}
