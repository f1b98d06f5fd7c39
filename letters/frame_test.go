package letters

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

func hasWarning(warnings []Warning, key string) bool {
	return slices.ContainsFunc(warnings, func(w Warning) bool { return w.Key == key })
}

func TestTheDatelineIsWrittenAsPeopleDo(t *testing.T) {
	away := nantes(t)
	away.Person.Address = nil
	r := models.Request{Rights: []law.Right{law.Access}, Channel: law.Email}
	for _, c := range []struct {
		name string
		c    models.Case
		l    lang.Lang
		on   string
		want string
	}{
		{"the first of the month", nantes(t), lang.FR, "2026-11-01", "Nantes, le 1er novembre 2026"},
		{"any other day", nantes(t), lang.FR, "2026-11-02", "Nantes, le 2 novembre 2026"},
		{"no place", away, lang.FR, "2026-11-02", "Le 2 novembre 2026"},
		{"English", nantes(t), lang.EN, "2026-11-01", "Nantes, 1 November 2026"},
		{"English, no place", away, lang.EN, "2026-11-01", "1 November 2026"},
		{"the agent's town", leeds(), lang.EN, "2026-11-01", "Leeds, 1 November 2026"},
	} {
		d, _, err := Compose(c.c, r, c.l, law.MustDate(c.on))
		if err != nil {
			t.Fatal(err)
		}
		if got := lang.PlainSpaces(d.Dateline); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestOnlyTheMonthIsWrittenWhenOnlyTheMonthIsKnown(t *testing.T) {
	d, _ := mustCompose(t, lyon(t), models.Request{Rights: []law.Right{law.Access}}, lang.FR)
	text := lang.PlainSpaces(Text(d))
	if !strings.Contains(text, "En septembre 2025, ") || strings.Contains(text, "1er septembre") {
		t.Errorf("got %q", text)
	}
}

func TestTheMentionOfDelivery(t *testing.T) {
	for _, c := range []struct {
		channel law.Channel
		number  string
		want    string
	}{
		{law.RegisteredLetter, "", "Lettre recommandée avec demande d’avis de réception"},
		{law.RegisteredLetter, "1A 23", "Lettre recommandée avec demande d’avis de réception n° 1A 23"},
		{law.ElectronicRegisteredLetter, "", "Lettre recommandée électronique"},
		{law.Email, "1A 23", "Par courriel"},
		{law.WebForm, "", "Par formulaire en ligne"},
		{law.InApp, "", "Par l’application"},
		{law.InPerson, "", "Remise en main propre contre récépissé"},
		{law.PlainLetter, "", ""},
		{"", "", ""},
	} {
		r := models.Request{Rights: []law.Right{law.Access}, Channel: c.channel, TrackingNumber: c.number}
		d, _ := mustCompose(t, nantes(t), r, lang.FR)
		if got := lang.PlainSpaces(d.Delivery); got != c.want {
			t.Errorf("%s: got %q, want %q", c.channel, got, c.want)
		}
	}
}

func TestHeadingsWithoutAValueAreLeftOut(t *testing.T) {
	ids := func(d Document) string {
		var all []string
		for _, f := range d.Header {
			all = append(all, f.ID)
		}
		return strings.Join(all, " ")
	}
	access := models.Request{Rights: []law.Right{law.Access}}
	d, _ := mustCompose(t, nantes(t), access, lang.FR)
	if got, want := ids(d), "subject"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	access.Reference = "T-1"
	d, _ = mustCompose(t, leeds(), access, lang.EN)
	if got, want := ids(d), "subject references enclosures"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheRecipientFitsAnEnvelope(t *testing.T) {
	for n := 1; n <= 6; n++ {
		c := bare()
		var lines []string
		for i := 1; i <= n; i++ {
			lines = append(lines, fmt.Sprintf("line %d", i))
		}
		c.Offer.Controller.Address = &models.Address{Lines: lines, Postcode: "1000", City: "Bruxelles", Country: "BE"}
		d, _ := mustCompose(t, c, models.Request{Rights: []law.Right{law.Access}}, lang.FR)
		if got := len(d.Recipient); got > envelopeLines {
			t.Errorf("%d address lines: got %d lines, want %d at most: %q", n, got, envelopeLines, d.Recipient)
		}
		whole := strings.Join(d.Recipient, "|")
		for _, line := range append(lines, "Sondeur SARL", "1000 Bruxelles", "Belgique") {
			if !strings.Contains(whole, line) {
				t.Errorf("%d address lines: %q is lost in %q", n, line, d.Recipient)
			}
		}
	}
}

func TestTheCountryIsWrittenOnlyAcrossABorder(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to string
		want     bool
	}{
		{"inside one country", "FR", "FR", false},
		{"across a border", "FR", "IE", true},
		{"from nobody knows where", "", "FR", true},
	} {
		dossier := bare()
		if c.from != "" {
			dossier.Person.Address = &models.Address{City: "Ici", Country: c.from}
		}
		dossier.Offer.Controller.Address = &models.Address{City: "Là-bas", Country: c.to}
		d, _ := mustCompose(t, dossier, models.Request{Rights: []law.Right{law.Access}}, lang.FR)
		if got := slices.Contains(d.Recipient, lang.Country(lang.FR, c.to)); got != c.want {
			t.Errorf("%s: got %v, want %v: %q", c.name, got, c.want, d.Recipient)
		}
	}
}

func TestANumberStaysOnItsLine(t *testing.T) {
	c := nantes(t)
	c.Person.AccountIdentifiers = []models.AccountIdentifier{{Kind: "phone", Value: "+33 6 00 00 00 00"}}
	r := models.Request{Rights: []law.Right{law.Access}, Channel: law.RegisteredLetter, TrackingNumber: "RK 12 345 678 9 FR"}
	d, _ := mustCompose(t, c, r, lang.FR)
	for text, number := range map[string]string{Text(d): "+33 6 00 00 00 00", d.Delivery: "RK 12 345 678 9 FR"} {
		if strings.Contains(text, number) || !strings.Contains(lang.PlainSpaces(text), number) {
			t.Errorf("%q is missing or can break in %q", number, text)
		}
	}
}

func TestTheTownStandsAsItsCountryWritesIt(t *testing.T) {
	for _, c := range []struct{ country, want string }{
		{"FR", "44000 Nantes"}, {"DE", "44000 Nantes"}, {"GB", "Nantes 44000"}, {"IE", "Nantes 44000"},
	} {
		lines := addressLines(lang.EN, models.Address{Lines: []string{" "}, Postcode: "44000", City: "Nantes", Country: c.country}, false)
		if got := strings.Join(lines, "|"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.country, got, c.want)
		}
	}
}

func TestWhatIsMissingLeavesALineAndAWarning(t *testing.T) {
	noWayToReply := bare()
	onlyEmail := nantes(t)
	onlyEmail.Person.AccountIdentifiers = nil
	mandate := leeds()
	mandate.Person.RepresentedBy.MandateOn = law.Date{}
	one := func(right law.Right) models.Request { return models.Request{Rights: []law.Right{right}} }
	for _, c := range []struct {
		name  string
		c     models.Case
		r     models.Request
		key   string
		blank string
	}{
		{"nothing to correct", nantes(t), one(law.Rectification), "letters.warning.no_correction", "en.rectification_blank.2"},
		{"an empty correction", nantes(t), models.Request{Rights: []law.Right{law.Rectification}, Corrections: []models.Correction{{Wrong: " "}}}, "letters.warning.no_correction", "en.rectification_blank.1"},
		{"no case of restriction", nantes(t), one(law.Restriction), "letters.warning.no_restriction_case", "en.restriction_blank.1"},
		{"no reason to object", nantes(t), models.Request{Rights: []law.Right{law.Objection}, Objection: "own_situation"}, "letters.warning.no_objection_reason", "en.objection_blank.1"},
		{"no account", noWayToReply, one(law.Access), "letters.warning.no_identifier", "en.letter_identity_blank.2"},
		{"an e-mail that may not be the account's", onlyEmail, one(law.Access), "letters.warning.identified_by_email", ""},
		{"no way to reply", noWayToReply, one(law.Access), "letters.warning.no_reply_address", "en.letter_reply_blank.2"},
		{"no address on a letter", noWayToReply, one(law.Access), "letters.warning.no_address", ""},
		{"no address to write to", noWayToReply, one(law.Access), "letters.warning.no_recipient_address", ""},
		{"no date on the mandate", mandate, one(law.Access), "letters.warning.no_mandate_date", ""},
	} {
		d, warnings := mustCompose(t, c.c, c.r, lang.EN)
		if !hasWarning(warnings, c.key) {
			t.Errorf("%s: got warnings %v, want %s", c.name, warnings, c.key)
		}
		for _, l := range lang.Langs {
			if !lang.Has(l, c.key) {
				t.Errorf("%s: no words in %s", c.key, l)
			}
		}
		if c.blank == "" {
			continue
		}
		if b, ok := find(t, d, c.blank); !ok || b.Kind != Blank {
			t.Errorf("%s: got %+v, want a line to fill in at %s", c.name, b, c.blank)
		}
	}
}

func TestACompleteCaseHasNoWarning(t *testing.T) {
	_, warnings := mustCompose(t, nantes(t), models.Request{Rights: []law.Right{law.Access}}, lang.FR)
	if len(warnings) != 0 {
		t.Errorf("got %v", warnings)
	}
}

func TestAnElectronicLetterNeedsNoPostalAddress(t *testing.T) {
	c := nantes(t)
	c.Person.Address, c.Offer.Controller.Address = nil, nil
	d, warnings := mustCompose(t, c, models.Request{Rights: []law.Right{law.Access}, Channel: law.WebForm}, lang.FR)
	if len(warnings) != 0 || strings.Contains(Text(d), "…") {
		t.Errorf("got %v, sender %q", warnings, d.Sender)
	}
}

// hostile is what a person may type: it must stay words.
const hostile = "</p><b>x</b> {{.}} {offer} # == x\n\n== facts\n# titre\n- point\r> cite\u0000\u0007\u2028fin"

func TestFactsStayFacts(t *testing.T) {
	c := nantes(t)
	c.Person.Name = hostile
	c.Person.Address.Lines = []string{hostile}
	c.Person.Address.City = hostile
	c.Person.AccountIdentifiers = []models.AccountIdentifier{{Kind: "other", Value: hostile}}
	c.Person.RepresentedBy = &models.Representative{Name: hostile, Capacity: "agent", MandateOn: today}
	c.Offer.Title = hostile
	c.Offer.Controller.Name = hostile
	c.Offer.Controller.TradeName = hostile
	c.Participation.DataGivenOther = hostile
	c.Participation.TermsVersion = hostile
	c.Participation.PublicationsSeen = []models.Publication{{Where: hostile, SeenOn: today}}
	r := models.Request{
		Rights: law.Rights, Reference: hostile, TrackingNumber: hostile, Channel: law.RegisteredLetter,
		SendDataTo: hostile, Corrections: []models.Correction{{Wrong: hostile, Right: hostile}}, Details: hostile,
	}
	tame := r
	tame.Details, tame.Corrections = "x", []models.Correction{{Wrong: "x", Right: "x"}}
	for _, l := range lang.Langs {
		d, _ := mustCompose(t, c, r, l)
		plain, _ := mustCompose(t, c, tame, l)
		if got, want := len(d.Body), len(plain.Body); got != want {
			t.Errorf("%s: got %d blocks, want %d", l, got, want)
		}
		for _, b := range d.Body {
			own := b.ID == string(l)+".letter_details.2"
			if strings.Contains(b.Text, "\n") && !own {
				t.Errorf("%s: a fact broke the line: %q", b.ID, b.Text)
			}
			if strings.ContainsAny(b.Text, "\x00\x07\u2028\r") {
				t.Errorf("%s: control characters: %q", b.ID, b.Text)
			}
		}
		for _, line := range slices.Concat(d.Sender, d.Recipient, d.Signature, []string{d.Subject, d.Title, d.Dateline, d.Delivery}) {
			if strings.ContainsAny(line, "\n\x00\x07\u2028\r") {
				t.Errorf("%s: %q is not one line", l, line)
			}
		}
		for _, want := range []string{"{{.}} {offer}", "</p><b>x</b>"} {
			if !strings.Contains(Text(d), want) {
				t.Errorf("%s: %q was changed", l, want)
			}
		}
	}
}

func TestAWordWeDoNotKnowLeavesNoHole(t *testing.T) {
	c := nantes(t)
	c.Person.AccountIdentifiers = []models.AccountIdentifier{{Kind: "telepathy", Value: "x-1"}}
	c.Person.RepresentedBy = &models.Representative{Name: "Dominique Ker"}
	c.Participation.Channel, c.Participation.DataGiven = "dream", []string{"aura"}
	for _, l := range lang.Langs {
		d, _ := mustCompose(t, c, models.Request{Rights: []law.Right{law.Access}, Channel: "pigeon"}, l)
		if text := Text(d); strings.Contains(text, "⟦") || !strings.Contains(text, "x-1") {
			t.Errorf("%s: got\n%s", l, text)
		}
	}
}

func TestPlainText(t *testing.T) {
	d := Document{
		Lang: lang.FR, Sender: []string{"A", "B"}, Recipient: []string{"C"}, Dateline: "D",
		Header: []Field{{ID: "subject", Label: "Objet :", Value: "E"}}, Greeting: "F",
		Body: []Block{
			{Kind: Paragraph, Text: "p1\np2"}, {Kind: Item, Number: 1, Text: "i"}, {Kind: Item, Text: "j"},
			{Kind: Quote, Text: "q1\nq2"}, {Kind: Heading, Text: "h"}, {Kind: Blank, Text: "b"},
		},
		Closing: "G", Signature: []string{"H"}, Notice: "I",
	}
	want := "A\nB\n\nC\n\nD\n\nObjet : E\n\nF\n\np1\np2\n\n1. i\n- j\n\n> q1\n> q2\n\nh\n\nb : ………………………………………………\n\nG\n\nH\n\n-- \nI\n"
	if got := lang.PlainSpaces(Text(d)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTwinTextMarksEachLineAndSaysTheSameOnce(t *testing.T) {
	twin := Twin{
		French:  Document{Lang: lang.FR, Sender: []string{"A"}, Body: []Block{{Kind: Paragraph, Text: "un\ndeux"}, {Kind: Quote, Text: "x"}}, Notice: "fin"},
		English: Document{Lang: lang.EN, Sender: []string{"A"}, Body: []Block{{Kind: Paragraph, Text: "one\ntwo"}, {Kind: Quote, Text: "x"}}, Notice: "end"},
	}
	want := "A\n\nFR | un\nFR | deux\nEN | one\nEN | two\n\n> x\n\n-- \n\nFR | fin\nEN | end\n"
	if got := TwinText(twin); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
