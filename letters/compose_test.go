package letters

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

func mustCompose(t testing.TB, c models.Case, r models.Request, l lang.Lang) (Document, []Warning) {
	t.Helper()
	d, warnings, err := Compose(c, r, l, today)
	if err != nil {
		t.Fatalf("%v %s: %v", r.Rights, l, err)
	}
	return d, warnings
}

func TestWhatMakesALetterImpossible(t *testing.T) {
	noName, noController, blankName, unseen := bare(), bare(), bare(), bare()
	noName.Person = nil
	noController.Offer = nil
	blankName.Person.Name = " \u0007\n\u00a0"
	unseen.Person.Name = "\u200b\ufeff"
	access := models.Request{Rights: []law.Right{law.Access}}
	for _, c := range []struct {
		name string
		c    models.Case
		r    models.Request
		want error
	}{
		{"nobody", noName, access, ErrNoName},
		{"a name of control characters and a no-break space", blankName, access, ErrNoName},
		{"a name that cannot be seen", unseen, access, ErrNoName},
		{"no controller", noController, access, ErrNoController},
		{"no right", bare(), models.Request{}, ErrNoRight},
		{"a right that does not exist", bare(), models.Request{Rights: []law.Right{"forgiveness"}}, ErrUnknownRight},
	} {
		if _, _, err := Compose(c.c, c.r, lang.FR, today); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		if _, _, err := ComposeTwin(c.c, c.r, today); !errors.Is(err, c.want) {
			t.Errorf("%s, twin: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestARequestToAnotherControllerGoesThere(t *testing.T) {
	r := models.Request{Rights: []law.Right{law.Access}, Controller: &models.Controller{Name: "Whaleco UK Limited"}}
	d, _ := mustCompose(t, nantes(t), r, lang.EN)
	if got, want := d.Recipient[0], "Whaleco UK Limited"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryRightHasItsLetterAndItsWords(t *testing.T) {
	for _, right := range law.Rights {
		if _, ok := parts[right]; !ok {
			t.Errorf("%s has no part", right)
		}
		for _, l := range lang.Langs {
			if _, ok := lang.Letter(l, string(right)); !ok {
				t.Errorf("%s has no prose in %s", right, l)
			}
		}
	}
	if got, want := len(parts), len(law.Rights); got != want {
		t.Errorf("got %d parts, want %d", got, want)
	}
}

// everyDocument composes every sample, follow-ups included, in every language.
func everyDocument(t *testing.T) map[string]Document {
	t.Helper()
	documents := make(map[string]Document)
	for _, l := range lang.Langs {
		for _, s := range samples(t) {
			d, _ := mustCompose(t, s.c, s.r, l)
			documents[s.name+"."+string(l)] = d
		}
		for i, s := range variations(t) {
			d, _ := mustCompose(t, s.c, s.r, l)
			documents[fmt.Sprintf("%s_%d.%s", s.name, i, l)] = d
		}
	}
	return documents
}

// variations are letters that the golden texts do not show but that use every
// other sentence.
func variations(t testing.TB) []sample {
	t.Helper()
	var all []sample
	add := func(name string, r models.Request, change func(*models.Case)) {
		c := nantes(t)
		if change != nil {
			change(&c)
		}
		all = append(all, sample{name, c, r})
	}
	access := models.Request{Rights: []law.Right{law.Access}}
	erasure := models.Request{Rights: []law.Right{law.Erasure}}
	withdrawal := models.Request{Rights: []law.Right{law.ConsentWithdrawal}}
	for _, seen := range []string{"amended", "unknown"} {
		add("terms_"+seen, access, func(c *models.Case) { c.Participation.TermsSeen = seen })
	}
	add("undated", access, func(c *models.Case) { c.Participation.JoinedOn = law.Date{} })
	add("elsewhere", access, func(c *models.Case) { c.Participation.Country = "DE" })
	add("ireland", access, func(c *models.Case) { c.Participation.Country = "IE" })
	add("no_email", access, func(c *models.Case) { c.Person.Email = "" })
	add("gb_preset", access, func(c *models.Case) { c.Participation.Country = "GB" })
	add("under_15", withdrawal, func(c *models.Case) { c.Participation.AgeBand = "under_15" })
	add("association", access, func(c *models.Case) {
		c.Person.RepresentedBy = &models.Representative{Name: "Données Libres", Capacity: "association"}
	})
	add("every_ground", models.Request{Rights: []law.Right{law.Erasure}, ErasureGrounds: []string{"objection", "legal_duty", "child", "unlawful", "no_longer_needed"}}, nil)
	add("withdrawn_before", erasure, func(c *models.Case) {
		c.Requests = append(c.Requests, models.Request{ID: "w", Rights: []law.Right{law.ConsentWithdrawal},
			Events: []models.Event{{Event: law.Event{Kind: law.Sent, On: law.MustDate("2026-04-20")}}}})
	})
	for _, reason := range []string{"accuracy", "objection_pending"} {
		add(reason, models.Request{Rights: []law.Right{law.Restriction}, RestrictionCase: reason}, nil)
	}
	return all
}

func TestNoSentenceIsNeverWritten(t *testing.T) {
	var all strings.Builder
	for _, d := range everyDocument(t) {
		all.WriteString(Text(d))
	}
	for _, d := range everyFollowUp(t) {
		all.WriteString(Text(d))
	}
	for _, k := range everyComplaint(t) {
		all.WriteString(Text(k.Document) + k.Summary)
	}
	for _, l := range lang.Langs {
		unpaid := complaining(t, "temu-nantes")
		unpaid.Participation.Rewards[1].Received = "60"
		text, _ := ConsumerText(unpaid, l, today)
		all.WriteString(text)
		for _, named := range []bool{false, true} {
			all.WriteString(InviteeMessage(unpaid, l, named))
		}
		all.WriteString(SourceLetter(unpaid, l))
		news, err := ComposeNews(filedCase(t), l, today)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(Text(news))
		abroad := filedCase(t)
		abroad.Complaint.Authority = string(law.ICO)
		if news, err = ComposeNews(abroad, l, today); err != nil {
			t.Fatal(err)
		}
		all.WriteString(Text(news))
	}
	for _, l := range lang.Langs {
		for _, file := range lang.TextNames(l, "letters") {
			text, _ := lang.Letter(l, file)
			for _, section := range text.Sections {
				if len(section.Blocks) == 0 {
					t.Errorf("%s/%s: section %s is empty", l, file, section.Name)
				}
				for _, block := range section.Blocks {
					if words := longestWords(block); !strings.Contains(all.String(), words) {
						t.Errorf("%s/%s, %s: no letter says %q", l, file, section.Name, words)
					}
				}
			}
		}
	}
}

func longestWords(b lang.TextBlock) string {
	longest := ""
	for _, part := range b.Parts {
		if len(part.Text) > len(longest) {
			longest = part.Text
		}
	}
	return longest
}

func TestNothingIsLeftToFill(t *testing.T) {
	check := func(name string, d Document) {
		for _, bad := range []string{"{", "}", "⟦", "⟧", "  ", " .", "..", " ,", "\u00a0\u00a0"} {
			if text := Text(d); strings.Contains(text, bad) {
				i := strings.Index(text, bad)
				t.Errorf("%s: %q in …%s…", name, bad, text[max(0, i-40):min(len(text), i+20)])
			}
		}
	}
	for name, d := range everyDocument(t) {
		check(name, d)
	}
	for name, d := range everyFollowUp(t) {
		check(name, d)
	}
}

func TestALetterNeverSays(t *testing.T) {
	never := []struct {
		name    string
		pattern *regexp.Regexp
	}{
		{"that the offer was judged", regexp.MustCompile(`(?i)illég|illicit|jugé|condamn|unlawful|illegal|ruled|convict`)},
		{"a threat or a price", regexp.MustCompile(`(?i)dommages|indemni|préjudice|poursuites|mise en demeure|\bamende\b|damages|compensation|\bsue\b|prosecut|\bfine\b`)},
		{"that an identity document is enclosed", regexp.MustCompile(`(?i)ci-joint|copie de ma (pièce|carte)|copy of my (identity|passport)`)},
		{"the writer's gender", regexp.MustCompile(`(?i)je suis (né|allé|passé|opposé)|\pL\(e\)|·e|m’a invité|\bné à\b`)},
		{"a sale", regexp.MustCompile(`(?i)\bventes?\b|\bvendue?s?\b|\bsale\b|\bsold\b`)},
	}
	check := func(name string, d Document) {
		if strings.Contains(name, "rectification") {
			return // quotes the person's own words
		}
		for _, n := range never {
			for _, b := range d.Body {
				if n.pattern.MatchString(b.Text) {
					t.Errorf("%s: says %s: %q", name, n.name, b.Text)
				}
			}
		}
	}
	for name, d := range everyDocument(t) {
		check(name, d)
	}
	for name, d := range everyFollowUp(t) {
		check(name, d)
	}
}

func TestAWithdrawalAloneSaysNothingOfErasure(t *testing.T) {
	erasing := regexp.MustCompile(`(?i)effac|suppr|eras|delet|17\(|article 17`)
	for _, l := range lang.Langs {
		for _, rights := range [][]law.Right{{law.ConsentWithdrawal}, {law.ConsentWithdrawal, law.Objection}} {
			d, _ := mustCompose(t, nantes(t), models.Request{Rights: rights}, l)
			if found := erasing.FindString(Text(d)); found != "" {
				t.Errorf("%s %v: says %q", l, rights, found)
			}
		}
		d, _ := mustCompose(t, nantes(t), models.Request{Rights: []law.Right{law.ConsentWithdrawal, law.Erasure}}, l)
		if !erasing.MatchString(Text(d)) {
			t.Errorf("%s: the combined letter must ask for erasure", l)
		}
	}
}

func TestTheClauseIsQuotedInItsOriginalOnly(t *testing.T) {
	r := models.Request{Rights: []law.Right{law.Access}}
	d, _ := mustCompose(t, nantes(t), r, lang.FR)
	i := slices.IndexFunc(d.Body, func(b Block) bool { return b.Kind == Quote })
	if i < 0 {
		t.Fatal("no clause")
	}
	if got, want := d.Body[i].Lang, lang.EN; got != want {
		t.Errorf("language: got %q, want %q", got, want)
	}
	if want := "Except to the extent prohibited by applicable law, "; !strings.HasPrefix(d.Body[i].Text, want) {
		t.Errorf("the opening reservation is missing: %q", d.Body[i].Text)
	}
	for _, french := range []string{"perpétuité", "tous les médias"} {
		if strings.Contains(Text(d), french) {
			t.Errorf("a French rendering stands in the letter: %q", french)
		}
	}
	d, _ = mustCompose(t, nantes(t), r, lang.EN)
	if got := d.Body[i].Lang; got != "" {
		t.Errorf("in English the clause is in the letter's own language, got %q", got)
	}
	d, _ = mustCompose(t, lyon(t), r, lang.FR)
	if slices.ContainsFunc(d.Body, func(b Block) bool { return b.Kind == Quote }) {
		t.Error("an offer without a known clause has nothing to quote")
	}
}

func TestTheCountryPicksTheLaw(t *testing.T) {
	for _, c := range []struct {
		country   string
		says, not []string
	}{
		{"FR", []string{"RGPD", "78-17", "CNIL", "C-154/21", "article 77"}, []string{"UK GDPR", "ICO"}},
		{"", []string{"RGPD", "CNIL"}, []string{"UK GDPR"}},
		{"DE", []string{"RGPD", "CNIL"}, []string{"78-17", "UK GDPR"}},
		{"IE", []string{"RGPD", "DPC"}, []string{"78-17", "CNIL"}},
		{"GB", []string{"UK GDPR", "ICO"}, []string{"78-17", "CNIL", "C-154/21", "article 77", "2016/679"}},
	} {
		dossier := nantes(t)
		dossier.Participation.Country = c.country
		d, _ := mustCompose(t, dossier, models.Request{Rights: []law.Right{law.Access}}, lang.FR)
		text := lang.PlainSpaces(Text(d))
		for _, want := range c.says {
			if !strings.Contains(text, want) {
				t.Errorf("%q: %q is missing", c.country, want)
			}
		}
		for _, bad := range c.not {
			if strings.Contains(text, bad) {
				t.Errorf("%q: says %q", c.country, bad)
			}
		}
	}
}

func TestItemsAreNumberedThroughTheLetter(t *testing.T) {
	d, _ := mustCompose(t, leeds(), models.Request{Rights: []law.Right{law.Access, law.Restriction}}, lang.EN)
	want := 0
	for _, b := range d.Body {
		if b.Kind != Item {
			if b.Number != 0 {
				t.Errorf("%s: a %s has number %d", b.ID, b.Kind, b.Number)
			}
			continue
		}
		if b.Section == "letter_publications" {
			if b.Number != 0 {
				t.Errorf("%s asks nothing, but has number %d", b.ID, b.Number)
			}
			continue
		}
		want++
		if b.Number != want {
			t.Errorf("%s: got number %d, want %d", b.ID, b.Number, want)
		}
	}
}

func TestEveryPresetCanBeWrittenAbout(t *testing.T) {
	for _, preset := range interview.Presets() {
		for _, l := range lang.Langs {
			for _, category := range preset.DataCategories {
				if key := "letters.claimed." + category.ID; category.From == "claimed" && !lang.Has(l, key) {
					t.Errorf("%s: no words for %s in %s", preset.Slug, key, l)
				}
			}
		}
		c := nantes(t)
		c.Offer.Preset, c.Offer.Title = preset.Slug, preset.Title.In("en")
		d, _ := mustCompose(t, c, models.Request{Rights: []law.Right{law.Access}}, lang.FR)
		if strings.Contains(Text(d), preset.Title.In("en")) {
			t.Errorf("%s: its English title stands in the French letter", preset.Slug)
		}
	}
}

func TestAnOfferNamedByThePersonKeepsThatName(t *testing.T) {
	c := nantes(t)
	c.Offer.Title = "Mon argent Temu"
	d, _ := mustCompose(t, c, models.Request{Rights: []law.Right{law.Access}}, lang.EN)
	if want := "in the offer “Mon argent Temu”."; !strings.Contains(Text(d), want) {
		t.Errorf("%q is missing", want)
	}
}
