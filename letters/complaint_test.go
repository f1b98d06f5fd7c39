package letters

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// complaining is an example dossier with its complaint.
func complaining(t testing.TB, name string) models.Case {
	t.Helper()
	c := mustCase(t, name)
	raw, err := os.ReadFile(filepath.Join("..", "dossier", "testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Complaint *models.Complaint `json:"complaint"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	c.Complaint = file.Complaint
	return interview.Effective(c)
}

// complaintSamples are complaints shown to the reader of the golden texts.
func complaintSamples(t testing.TB) []sample {
	nantes, lyon := complaining(t, "temu-nantes"), complaining(t, "own-offer-lyon")
	leeds := leeds()
	leeds.Requests = []models.Request{{
		ID: "access-1", Rights: []law.Right{law.Access}, Channel: law.Email, Missing: []string{"confirmation", "recipients_named", "copy_of_data"},
		Events: []models.Event{
			{Event: law.Event{ID: "1", Kind: law.Sent, On: law.MustDate("2026-07-01")}},
			{Event: law.Event{ID: "2", Kind: law.PartialReply, On: law.MustDate("2026-07-20")}},
			{Event: law.Event{ID: "3", Kind: law.ReminderSent, On: law.MustDate("2026-08-20")}},
		},
	}}
	refuses := false
	leeds.Complaint = &models.Complaint{
		Grounds: wordsOf(law.Grounds), Requested: []string{"comply", "erase", "stop_publication", "inform_recipients", "keep_informed"},
		IdentityMayBeDisclosed: &refuses, OtherProceedings: "None so far.", Asks: "Please look at the posters too.",
		Sections: map[string]string{"facts": "I was walking home.\n\nThen the app asked for more."},
	}
	return []sample{
		{name: "nantes_complaint", c: nantes},
		{name: "lyon_complaint", c: lyon},
		{name: "leeds_complaint_draft", c: leeds},
	}
}

func wordsOf(grounds []law.Ground) []string {
	words := make([]string, len(grounds))
	for i, g := range grounds {
		words[i] = string(g)
	}
	return words
}

func TestComplaintsReadAsTheyShould(t *testing.T) {
	for _, s := range complaintSamples(t) {
		for _, l := range lang.Langs {
			compose := ComposeComplaint
			if strings.HasSuffix(s.name, "_draft") {
				compose = DraftComplaint
			}
			k, err := compose(s.c, l, today)
			if err != nil {
				t.Errorf("%s %s: %v, %+v", s.name, l, err, k.Readiness.Refusals)
				continue
			}
			checkGolden(t, s.name+"."+string(l), Text(k.Document))
			if l == ComplaintLang(s.c) {
				checkGolden(t, s.name+".summary", k.Summary)
				checkGolden(t, s.name+".sheet", k.SheetText())
			}
			if n := utf8.RuneCountInString(k.Summary); n == 0 || n > SummaryLimit {
				t.Errorf("%s %s: the summary has %d characters", s.name, l, n)
			}
		}
	}
}

func TestAComplaintAllegesAndNeverFinds(t *testing.T) {
	for _, s := range complaintSamples(t) {
		for _, l := range lang.Langs {
			k, err := DraftComplaint(s.c, l, today)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.ToLower(Text(k.Document) + k.Summary)
			for _, never := range []string{"illégal", "illicite", "unlawful", "illegal", "code civil", "consommation, l", "⟦", "l212", "9 du code"} {
				if strings.Contains(text, never) {
					t.Errorf("%s %s: says %q", s.name, l, never)
				}
			}
		}
	}
}

func TestAComplaintThatMayNotBeFiledIsRefusedButCanBeDrafted(t *testing.T) {
	c := complaining(t, "temu-nantes")
	early := law.MustDate("2026-04-07")
	k, err := ComposeComplaint(c, lang.FR, early)
	if !errors.Is(err, ErrNotAdmissible) || len(k.Readiness.Refusals) != 1 || k.Readiness.Refusals[0].On != law.MustDate("2026-04-08") {
		t.Errorf("got %v, %+v", err, k.Readiness.Refusals)
	}
	if k, err = DraftComplaint(c, lang.FR, early); err != nil || !strings.Contains(Text(k.Document), "BROUILLON") {
		t.Errorf("a draft says so: got %v", err)
	}
	if _, err := ComposeComplaint(c, lang.FR, law.MustDate("2026-04-08")); err != nil {
		t.Errorf("from the day itself: %v", err)
	}
}

func TestADraftOfNothingHasBlanks(t *testing.T) {
	for _, l := range lang.Langs {
		k, err := DraftComplaint(models.Case{}, l, today)
		if err != nil {
			t.Fatal(err)
		}
		if text := Text(k.Document); !strings.Contains(text, "……") || strings.Contains(text, "⟦") {
			t.Errorf("%s:\n%s", l, text)
		}
	}
}

func TestASectionIsThePersonsOwnOnceRewritten(t *testing.T) {
	c := complaining(t, "temu-nantes")
	c.Complaint.Sections = map[string]string{"facts": "Mes mots.\n\n# Pas un titre", "limits": "x", "summary": ""}
	k, err := ComposeComplaint(c, lang.FR, today)
	if err != nil {
		t.Fatal(err)
	}
	texts := SectionTexts(k.Document)
	if got, want := texts[SectionFacts], "Mes mots.\n\n# Pas un titre"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if text, there := texts[SectionSummary]; there {
		t.Errorf("rewritten to nothing, it still says %q", text)
	}
	if text := Text(k.Document); !strings.Contains(text, "2. L") {
		t.Error("the headings are not renumbered")
	}
	c.Complaint.Sections["facts"] = "Le " + lang.T(lang.FR, "letters.fill_in", "label", "jour")
	if _, err := ComposeComplaint(c, lang.FR, today); !errors.Is(err, ErrNotAdmissible) {
		t.Errorf("an untouched blank: got %v", err)
	}
}

func TestTheEditsOfALetterAreNotThoseOfTheComplaint(t *testing.T) {
	c := complaining(t, "temu-nantes")
	c.Participation.PublicationsSeen = []models.Publication{{Where: "une affiche"}}
	before, err := ComposeComplaint(c, lang.FR, today)
	if err != nil {
		t.Fatal(err)
	}
	c.Requests[0].Letter = &models.Letter{Edits: map[string]string{"fr.letter_publications.1": "autre chose"}}
	after, err := ComposeComplaint(c, lang.FR, today)
	if err != nil || Text(after.Document) != Text(before.Document) {
		t.Errorf("got %v", err)
	}
}

func TestTheSummaryFitsWhateverWasTyped(t *testing.T) {
	c := complaining(t, "temu-nantes")
	c.Participation.DataGivenOther = strings.Repeat("données ", 1000)
	for range 40 {
		r := c.Requests[0]
		c.Requests = append(c.Requests, r)
	}
	k, err := DraftComplaint(c, lang.FR, today)
	if n := utf8.RuneCountInString(k.Summary); err != nil || n == 0 || n > SummaryLimit {
		t.Errorf("got %d characters, %v", n, err)
	}
}

func TestExhibitsAreNumberedLettersFirst(t *testing.T) {
	c := complaining(t, "temu-nantes")
	var got []string
	for _, e := range Exhibits(c, lang.FR) {
		got = append(got, lang.PlainSpaces(ExhibitLine(lang.FR, e)))
	}
	want := []string{
		"Pièce n° 1 : Lettre envoyée : accès à mes données personnelles (2 mars 2026)",
		"Pièce n° 2 : Avis de réception signé le 6 mars 2026 (6 mars 2026)",
		"Pièce n° 3 : Écran « Récompense en cash » le 28 mars 2024 (28 mars 2024)",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// everyComplaint holds complaints that together use every sentence.
func everyComplaint(t testing.TB) []Complaint {
	t.Helper()
	var all []Complaint
	add := func(c models.Case) {
		for _, l := range lang.Langs {
			k, err := DraftComplaint(c, l, today)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, k)
		}
	}
	for _, s := range complaintSamples(t) {
		add(s.c)
	}
	for _, change := range []func(*models.Case){
		func(c *models.Case) { // no request ever left
			c.Requests = nil
			c.Complaint.Grounds = wordsOf(law.Grounds)
			c.Participation.TermsSeen, c.Participation.AgeBand = "amended", "under_15"
			c.Participation.Country, c.Person.Address.Country = "GB", "FR"
		},
		func(c *models.Case) { // everything was asked, and everything happened
			c.Participation.AgeBand, c.Participation.DataGivenOther = "under_15", "mes livres"
			c.Complaint.Grounds = wordsOf(law.Grounds)
			c.Person.RepresentedBy = &models.Representative{Name: "Données Libres", Capacity: "association"}
			c.Person.Address.Country = "BE"
			c.Requests = []models.Request{
				requestWith("a", law.Access, "sent", "identity_asked", "fee_asked", "identity_given", "extended", "partial_reply"),
				requestWith("b", law.ConsentWithdrawal, "sent", "no_data_held", "reminder_sent", "refused"),
				requestWith("c", law.Objection, "sent", "redirected"),
				requestWith("d", law.Erasure, "sent", "returned"),
				requestWith("e", law.Rectification, "sent"),
			}
			c.Requests[4].Channel = ""
			answered := models.Event{Event: law.Event{Kind: law.Answered, On: law.MustDate("2026-09-20")}}
			given, none := true, false
			extended := models.Event{Event: law.Event{Kind: law.Extended, On: law.MustDate("2026-06-20"), ReasonsGiven: &none}}
			c.Requests[4].Events = append(c.Requests[4].Events, extended, answered)
			c.Requests[1].Events[3].ReasonsGiven = &given
		},
		func(c *models.Case) { // far away from the authority, still suspended, on a day whose terms are known
			c.Participation.Country, c.Person.Address = "GB", nil
			c.Participation.JoinedOn, c.Participation.TermsSeen = law.MustDate("2024-03-30"), "unknown"
			c.Requests = []models.Request{requestWith("a", law.Access, "sent", "identity_asked")}
		},
		func(c *models.Case) { // consent alone was withdrawn, the terms were recorded, and a reminder is elsewhere
			c.Offer.Terms, c.Participation.DataGiven = "Mes mots, pour toujours.", []string{"opinions"}
			c.Complaint.Grounds = []string{"no_answer", "storage_limitation", "special_categories"}
			c.Requests = []models.Request{requestWith("a", law.ConsentWithdrawal, "sent", "reminder_sent"), requestWith("b", law.ConsentWithdrawal, "sent", "refused")}
			c.Requests[0].Events[1].Evidence = []string{"gone"}
			for id, right := range map[string]law.Right{"late": law.Access, "later": law.ConsentWithdrawal} {
				c.Requests = append(c.Requests, askedOn(id, "2026-10-28", right)) // not due yet
			}
		},
	} {
		c := complaining(t, "temu-nantes")
		c.Complaint.Authority = ""
		change(&c)
		add(c)
	}
	return all
}

// A jurist reads the complaint as a whole: what one part says, another must not
// deny.
func TestWhatAJuristWouldAskBackAbout(t *testing.T) {
	agent := &models.Representative{Name: "Jean Martin", Capacity: "agent", MandateOn: law.MustDate("2026-10-01")}
	unreasoned := false
	for _, c := range []struct {
		name       string
		change     func(*models.Case)
		says       []string
		never      string
		andSummary bool
	}{
		{name: "a mandate that nobody joined is not called joined", change: func(c *models.Case) { c.Person.RepresentedBy = agent },
			says: []string{"en vertu d’un mandat signé le 1er octobre 2026"}, never: "mandat joint"},
		{name: "one that was joined is", change: func(c *models.Case) {
			c.Person.RepresentedBy = agent
			c.Evidence = append(c.Evidence, models.Evidence{ID: "m", Kind: "mandate", Caption: "Mandat signé"})
		}, says: []string{"en vertu du mandat joint, signé le 1er octobre 2026"}},
		{name: "a late answer is not called complete", change: func(c *models.Case) {
			c.Requests[0].Events = append(c.Requests[0].Events, models.Event{Event: law.Event{Kind: law.Answered, On: law.MustDate("2026-05-02")}})
			c.Complaint.Grounds = []string{"late_answer"}
		}, says: []string{"2 mai 2026 – Réponse de l’organisme", "7 avril 2026 – Fin du délai de réponse"}, never: "Réponse complète"},
		{name: "a partial answer stands in the summary too", change: func(c *models.Case) {
			c.Requests[0].Events = append(c.Requests[0].Events, models.Event{Event: law.Event{Kind: law.PartialReply, On: law.MustDate("2026-03-25")}})
			c.Complaint.Grounds = []string{"incomplete_answer"}
		}, says: []string{"Le 25 mars 2026, l’organisme a répondu en partie."}, andSummary: true},
		{name: "a time limit that was suspended has its day all the same", change: func(c *models.Case) {
			c.Requests[0].Events = append(c.Requests[0].Events, models.Event{Event: law.Event{Kind: law.IdentityAsked, On: law.MustDate("2026-03-10")}})
			c.Complaint.Grounds = []string{"excessive_identity_check"}
		}, says: []string{"Sans la preuve d’identité demandée ensuite, le délai de réponse aurait pris fin le 7 avril 2026 (article 12(3) du RGPD)."}},
		{name: "an extension without reasons is not told as a regular one", change: func(c *models.Case) {
			c.Requests[0].Events = append(c.Requests[0].Events, models.Event{Event: law.Event{Kind: law.Extended, On: law.MustDate("2026-03-30"), ReasonsGiven: &unreasoned}})
		}, says: []string{"Le 30 mars 2026, l’organisme a annoncé une prolongation du délai, sans donner de motifs."}},
		{name: "an e-mail that nobody acknowledged is not said to have been received", change: func(c *models.Case) {
			c.Requests[0].Channel = law.Email
			c.Requests[0].Events = c.Requests[0].Events[:1]
		}, says: []string{"Par cette voie, elle est tenue pour reçue le jour même.", "aucune n’a été donnée à ma demande du 2 mars 2026. "}, never: "Elle a été reçue"},
		{name: "the exhibits about the offer are called up where it is told", change: func(*models.Case) {},
			says: []string{"Sur l’offre et ma participation, voir la pièce n° 3."}},
		{name: "the lead authority has its country", change: func(*models.Case) {}, says: []string{"Data Protection Commission (DPC, Irlande)"}},
		{name: "from fifteen on article 8 is not said to be breached", change: func(c *models.Case) {
			c.Participation.AgeBand, c.Complaint.Grounds = "15_to_17", []string{"minor"}
		}, says: []string{"(article 17(1)(f) du RGPD, article 51 de la loi"}, never: "article 8 du"},
	} {
		d := complaining(t, "temu-nantes")
		c.change(&d)
		k, err := ComposeComplaint(d, lang.FR, today)
		if err != nil {
			t.Errorf("%s: %v, %+v", c.name, err, k.Readiness.Refusals)
			continue
		}
		text := lang.PlainSpaces(Text(k.Document))
		for _, words := range c.says {
			if !strings.Contains(text, words) || c.andSummary && !strings.Contains(lang.PlainSpaces(k.Summary), words) {
				t.Errorf("%s: does not say %q:\n%s", c.name, words, text)
			}
		}
		if c.never != "" && strings.Contains(text, c.never) {
			t.Errorf("%s: says %q", c.name, c.never)
		}
	}
}

// What is in English by courtesy stands after the signature, without a number.
func TestTheSignatureStandsUnderTheComplaintAlone(t *testing.T) {
	k, err := ComposeComplaint(complaining(t, "temu-nantes"), lang.FR, today)
	if err != nil {
		t.Fatal(err)
	}
	text := lang.PlainSpaces(Text(k.Document))
	list, signed, courtesy := strings.Index(text, "11. Pièces"), strings.Index(text, "Je vous prie d’agréer"), strings.Index(text, "\nRésumé en anglais")
	if list < 0 || signed < list || courtesy < signed {
		t.Errorf("exhibits at %d, signature at %d, courtesy at %d:\n%s", list, signed, courtesy, text)
	}
	if SectionTexts(k.Document)[SectionCourtesy] == "" {
		t.Error("the courtesy summary can no longer be rewritten")
	}
}

// An envelope names the country of its addressee when it crosses a border.
func TestTheAuthoritysCountryStandsOnAnEnvelopeFromAbroad(t *testing.T) {
	for _, c := range []struct {
		authority law.AuthorityID
		from      string
		want      string // the last line
	}{
		{law.CNIL, "FR", "75334 PARIS CEDEX 07"}, {law.CNIL, "BE", "FRANCE"},
		{law.ICO, "GB", "SK9 5AF"}, {law.ICO, "FR", "UNITED KINGDOM"},
		{law.DPC, "IE", "D02 X963"}, {law.DPC, "FR", "IRELAND"},
	} {
		d := complaining(t, "temu-nantes")
		d.Complaint.Authority, d.Person.Address.Country = string(c.authority), c.from
		k, err := DraftComplaint(d, ComplaintLang(d), today)
		if err != nil {
			t.Fatal(err)
		}
		if to := k.Document.Recipient; to[len(to)-1] != c.want {
			t.Errorf("to %s from %s: got %q, want %q last", c.authority, c.from, to, c.want)
		}
		if a, _ := law.AuthorityByID(c.authority); len(a.Address) < 4 {
			t.Errorf("the address of %s was changed: %q", c.authority, a.Address)
		}
	}
}

// requestWith is a request by registered letter, one event a day from 1 June 2026.
func requestWith(id string, right law.Right, kinds ...law.EventKind) models.Request {
	r := models.Request{ID: id, Rights: []law.Right{right}, Channel: law.RegisteredLetter}
	for i, kind := range kinds {
		on := law.MustDate("2026-06-01").AddDays(10 * i)
		r.Events = append(r.Events, models.Event{Event: law.Event{Kind: kind, On: on}})
	}
	return r
}

func TestAnUnpaidRewardHasItsConsumerText(t *testing.T) {
	c := complaining(t, "temu-nantes")
	for _, l := range lang.Langs {
		text, ok := ConsumerText(c, l, today)
		if !ok {
			t.Fatal("20 euros of 20 are unpaid")
		}
		checkGolden(t, "nantes_consumer."+string(l), text)
	}
	c.Participation.Rewards[0].Received = "20"
	if text, ok := ConsumerText(c, lang.FR, today); ok {
		t.Errorf("nothing is unpaid: got %q", text)
	}
	c.Participation.Rewards[0].Received = ""
	if _, ok := ConsumerText(c, lang.FR, today); ok {
		t.Error("a reward of which nothing was said is not unpaid")
	}
}

// A portable dossier may give its events no id.
func TestEachReminderWithoutAnIDHasItsOwnExhibit(t *testing.T) {
	c := complaining(t, "temu-nantes")
	for _, on := range []string{"2026-04-10", "2026-05-10"} {
		c.Requests[0].Events = append(c.Requests[0].Events, models.Event{Event: law.Event{Kind: law.ReminderSent, On: law.MustDate(on)}})
	}
	k, err := ComposeComplaint(c, lang.FR, today)
	if err != nil {
		t.Fatal(err)
	}
	text := lang.PlainSpaces(Text(k.Document))
	for _, want := range []string{"10 avril 2026 – Relance envoyée (pièce n° 2)", "10 mai 2026 – Relance envoyée (pièce n° 3)"} {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q:\n%s", want, text)
		}
	}
}

// A letter of which a copy is among the evidence is that exhibit, and stands
// where letters do.
func TestACopyOfTheLetterStandsForIt(t *testing.T) {
	c := complaining(t, "temu-nantes")
	c.Evidence = append(c.Evidence, models.Evidence{ID: "copy", Kind: "letter", Caption: "Ma lettre", CapturedOn: law.MustDate("2026-03-02")})
	c.Requests[0].Events[0].Evidence = []string{"copy"}
	lines := func() string {
		var all []string
		for _, e := range Exhibits(c, lang.FR) {
			all = append(all, lang.PlainSpaces(e.Title))
		}
		return strings.Join(all, " | ")
	}
	if got, want := lines(), "Ma lettre | Avis de réception signé le 6 mars 2026 | Écran « Récompense en cash » le 28 mars 2024"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	c.Requests[0].Letter = &models.Letter{Text: "Madame, Monsieur,"}
	if got := lines(); !strings.HasPrefix(got, "Lettre envoyée : accès à mes données personnelles | Ma lettre | ") {
		t.Errorf("with the letter as it was kept: got %s", got)
	}
}

// What is written again reads as the letter of its day did, and says that it is
// no copy.
func TestALetterWrittenAgainKnowsOnlyWhatHadHappened(t *testing.T) {
	c := complaining(t, "temu-nantes")
	add := func(kind law.EventKind, on string) {
		c.Requests[0].Events = append(c.Requests[0].Events, models.Event{Event: law.Event{Kind: kind, On: law.MustDate(on)}})
	}
	add(law.ReminderSent, "2026-04-10")
	add(law.PartialReply, "2026-04-20")
	add(law.ReminderSent, "2026-04-25")
	c.Requests[0].Language, c.Requests[0].Missing = "fr", []string{"retention"}
	blank := c
	blank.Person = &models.Person{Name: c.Person.Name, Address: c.Person.Address}
	var got []string
	for _, e := range Exhibits(c, lang.FR) {
		if e.Evidence != nil {
			if _, ok := Recompose(c, e); ok {
				t.Errorf("%s is no letter", e.Title)
			}
			continue
		}
		versions, ok := Recompose(c, e)
		if !ok || len(versions) != 1 || versions[0].On != e.On || !strings.Contains(versions[0].Notice, "Ce n’est pas la copie") {
			t.Fatalf("%s: got %v, %+v", e.Title, ok, versions)
		}
		got = append(got, lang.PlainSpaces(versions[0].Subject))
		if _, ok := Recompose(blank, e); ok && !e.FollowUp {
			t.Errorf("%s: a letter with a line to fill in was never sent so", e.Title)
		}
	}
	want := []string{
		"Accès à mes données personnelles (article 15 du RGPD)",
		"Relance de ma demande du 2 mars 2026 : accès à mes données personnelles (article 15 du RGPD)",
		"Points restés sans réponse (ma demande du 2 mars 2026)",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if _, ok := Recompose(c, Exhibit{Request: "nobody's"}); ok {
		t.Error("a request that is not there has no letter")
	}
}

// The day of joining says which text applied, where anybody knows; the person's
// own word comes first.
func TestTheTermsAreThoseOfTheDay(t *testing.T) {
	const original, amended, either, unsure = "contenait, selon la presse", "Le nom d’utilisateur et la photo de profil seulement", "C’est la version que désigne le jour", "Je ne peux pas affirmer que cette version"
	for _, c := range []struct {
		name, country, on, precision, seen string
		says                               []string
		never                              []string
	}{
		{"before the change", "GB", "2024-03-25", "", "unknown", []string{original, either}, []string{amended, unsure}},
		{"while it was changed", "GB", "2024-03-27", "", "unknown", []string{original, amended, unsure}, []string{either}},
		{"after it, in the United Kingdom", "GB", "2024-03-29", "", "unknown", []string{amended, either}, []string{original, unsure}},
		{"after it, in France, where nobody knows", "FR", "2024-03-29", "", "unknown", []string{original, amended, unsure}, []string{either}},
		{"after it, but the original was seen", "GB", "2024-03-29", "", "original", []string{original}, []string{amended, either, unsure}},
		{"a month that holds the change", "GB", "2024-03-01", "month", "unknown", []string{original, amended, unsure}, []string{either}},
		{"the month after", "GB", "2024-04-01", "month", "none", []string{amended, either}, []string{original}},
		{"no day at all", "GB", "", "", "unknown", []string{original, amended, unsure}, []string{either}},
	} {
		d := complaining(t, "temu-nantes")
		p := d.Participation
		p.Country, p.JoinedOnPrecision, p.TermsSeen = c.country, c.precision, c.seen
		if p.JoinedOn = (law.Date{}); c.on != "" {
			p.JoinedOn = law.MustDate(c.on)
		}
		k, err := DraftComplaint(d, lang.FR, today)
		if err != nil {
			t.Fatal(err)
		}
		text := lang.PlainSpaces(SectionTexts(k.Document)[SectionOffer])
		for _, words := range c.says {
			if !strings.Contains(text, words) {
				t.Errorf("%s: does not say %q:\n%s", c.name, words, text)
			}
		}
		for _, words := range c.never {
			if strings.Contains(text, words) {
				t.Errorf("%s: says %q:\n%s", c.name, words, text)
			}
		}
	}
}

// What the authority does not hear goes to the consumer body: in France with
// its articles, elsewhere without any, for we have read none.
func TestConsumerLawStandsInTheConsumerTextAlone(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*models.Case)
		says   []string
		never  []string
	}{
		{"no terms shown, in France", func(*models.Case) {}, []string{"R. 212-1, 1°", "L. 121-3", "articles 1210 et 1211 du code civil", "L. 212-1", "R. 212-2, 1°, 4° et 6°"}, nil},
		{"terms shown", func(c *models.Case) { c.Participation.TermsSeen = "original" }, []string{"articles 1210 et 1211"}, []string{"L. 121-3"}},
		{"the amended terms", func(c *models.Case) { c.Participation.TermsSeen = "amended" }, []string{"R. 212-1, 3°"}, []string{"1210", "in perpetuity"}},
		{"in the United Kingdom", func(c *models.Case) { c.Participation.Country = "GB" }, []string{"annoncé : 20"}, []string{"code civil", "R. 212-1", "Cour de cassation"}},
		{"an offer that nobody knows", func(c *models.Case) { c.Offer = &models.Offer{Title: "Panel", Controller: c.Offer.Controller} }, []string{"R. 212-1, 1°"}, []string{"1210", "R. 212-2"}},
	} {
		d := complaining(t, "temu-nantes")
		c.change(&d)
		text, ok := ConsumerText(d, lang.FR, today)
		text = lang.PlainSpaces(text)
		for _, words := range c.says {
			if !ok || !strings.Contains(text, words) {
				t.Errorf("%s: does not say %q:\n%s", c.name, words, text)
			}
		}
		for _, words := range c.never {
			if strings.Contains(text, words) {
				t.Errorf("%s: says %q:\n%s", c.name, words, text)
			}
		}
		k, err := DraftComplaint(d, lang.FR, today)
		if err != nil {
			t.Fatal(err)
		}
		for _, words := range []string{"code civil", "code de la consommation", "212-1", "Cour de cassation"} {
			if strings.Contains(Text(k.Document)+k.Summary+k.SheetText(), words) {
				t.Errorf("%s: the complaint says %q", c.name, words)
			}
		}
	}
}

// filedCase is the Temu example with a complaint filed on 1 June 2026.
func filedCase(t testing.TB) models.Case {
	c := complaining(t, "temu-nantes")
	c.Complaint.Events = []models.ComplaintEvent{
		{ID: "1", Kind: string(law.Filed), On: law.MustDate("2026-06-01")},
		{ID: "2", Kind: string(law.Acknowledged), On: law.MustDate("2026-06-09"), Reference: "26-00412"},
	}
	return c
}

func TestTheLetterThatAsksForNews(t *testing.T) {
	if _, err := ComposeNews(complaining(t, "temu-nantes"), lang.FR, today); !errors.Is(err, ErrNotFiled) {
		t.Errorf("before filing: got %v", err)
	}
	for _, l := range lang.Langs {
		d, err := ComposeNews(filedCase(t), l, today)
		if err != nil {
			t.Fatal(err)
		}
		checkGolden(t, "nantes_news."+string(l), Text(d))
		if early, err := ComposeNews(filedCase(t), l, law.MustDate("2026-07-01")); err != nil || strings.Contains(Text(early), "78(2)") {
			t.Errorf("%s: a month after, nobody is silent: %v", l, err)
		}
	}
}

// Every letter that left is an exhibit, once, and the chronology points to it.
func TestFollowUpsAreExhibits(t *testing.T) {
	event := func(id string, kind law.EventKind, on, cancels string, evidence ...string) models.Event {
		return models.Event{Event: law.Event{ID: id, Kind: kind, On: law.MustDate(on), Cancels: cancels}, Evidence: evidence}
	}
	sent := event("1", law.Sent, "2026-07-01", "")
	for _, c := range []struct {
		name   string
		events []models.Event
		want   []string // the days and the sendings of the follow-ups
	}{
		{"none", nil, nil},
		{"one", []models.Event{event("2", law.ReminderSent, "2026-08-20", "")}, []string{"2026-08-20 2"}},
		{"two", []models.Event{event("2", law.ReminderSent, "2026-08-20", ""), event("3", law.ReminderSent, "2026-09-20", "")}, []string{"2026-08-20 2", "2026-09-20 3"}},
		{"its day was corrected", []models.Event{event("2", law.ReminderSent, "2026-08-20", ""), event("3", law.ReminderSent, "2026-08-19", "2")}, []string{"2026-08-19 2"}},
		{"it was taken back", []models.Event{event("2", law.ReminderSent, "2026-08-20", ""), event("3", law.ReminderSent, "2026-08-20", "2")}, nil},
		{"its copy is among the evidence", []models.Event{event("2", law.ReminderSent, "2026-08-20", "", "copy")}, nil},
	} {
		r := models.Request{ID: "r", Rights: []law.Right{law.Access}, Channel: law.Email, Events: append([]models.Event{sent}, c.events...)}
		d := models.Case{Requests: []models.Request{r}, Evidence: []models.Evidence{{ID: "copy", Caption: "Relance", UploadedOn: law.MustDate("2026-08-20")}}}
		var got []string
		for _, x := range Exhibits(d, lang.FR) {
			if x.FollowUp {
				got = append(got, x.On.String()+" "+x.Event)
			}
		}
		if strings.Join(got, ", ") != strings.Join(c.want, ", ") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
