package interview

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// eachWords calls visit for every bilingual text below v, with its path.
func eachWords(v reflect.Value, at string, visit func(at string, w Words)) {
	if w, ok := v.Interface().(Words); ok {
		visit(at, w)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachWords(v.Elem(), at, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			eachWords(v.Field(i), at+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachWords(v.Index(i), at+"[]", visit)
		}
	}
}

func TestEveryPresetTextStandsInEachLanguage(t *testing.T) {
	for _, p := range Presets() {
		seen := 0
		eachWords(reflect.ValueOf(p), p.Slug, func(at string, w Words) {
			if w == nil && strings.HasSuffix(at, ".Confirm") {
				return // nothing is presumed there
			}
			seen++
			for _, l := range lang.Langs {
				if strings.TrimSpace(w.In(string(l))) == "" {
					t.Errorf("%s: no words in %s", at, l)
				}
			}
			if len(w) != len(lang.Langs) {
				t.Errorf("%s: %d languages, want %d", at, len(w), len(lang.Langs))
			}
		})
		if seen < 50 {
			t.Errorf("%s: only %d texts were looked at", p.Slug, seen)
		}
	}
}

// What must never be said of an offer.
var forbidden = []string{
	"illegal", "illégal", "unlawful", "ruled", "condamné", "jugée", "jugé ", "vente", "vendre", "vendu", " sale", "selling",
	"@eur.temu.com", "privacy@",
}

func TestNoPresetSaysWhatNobodyDecided(t *testing.T) {
	for _, p := range Presets() {
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range forbidden {
			if strings.Contains(strings.ToLower(string(raw)), bad) {
				t.Errorf("%s says %q", p.Slug, bad)
			}
		}
		if strings.Contains(string(raw), "'") {
			t.Errorf("%s has a straight apostrophe", p.Slug)
		}
	}
}

func TestEveryPresetStatementHasItsSourceAndItsDay(t *testing.T) {
	for _, p := range Presets() {
		var cited []string
		cite := func(at string, sources []string, mayBeEmpty bool) {
			t.Helper()
			if len(sources) == 0 && !mayBeEmpty {
				t.Errorf("%s: %s has no source", p.Slug, at)
			}
			for _, id := range sources {
				if _, ok := p.Source(id); !ok {
					t.Errorf("%s: %s cites %q, which is not a source", p.Slug, at, id)
				}
				cited = append(cited, id)
			}
		}
		for _, o := range p.Organisations {
			cite(o.ID, o.Sources, false)
			if !o.CheckedOn.Valid() {
				t.Errorf("%s: %s has no checked-on day", p.Slug, o.ID)
			}
		}
		for _, r := range p.Rewards {
			cite("reward "+r.Kind, r.Sources, false)
		}
		for _, v := range p.Terms {
			cite(v.ID, v.Sources, false)
		}
		for _, point := range p.Points {
			cite(point.ID, point.Sources, !point.DefaultOn)
		}
		for _, ch := range p.Channels {
			cite(ch.ID, ch.Sources, false)
			if !ch.CheckedOn.Valid() {
				t.Errorf("%s: channel %s has no checked-on day", p.Slug, ch.ID)
			}
		}
		for _, m := range p.Timeline {
			cite(m.From.String(), m.Sources, false)
		}
		for _, s := range p.Statements {
			cite(s.ID, s.Sources, false)
		}
		if !p.CheckedOn.Valid() {
			t.Errorf("%s has no checked-on day", p.Slug)
		}
		for _, s := range p.Sources {
			if !s.CheckedOn.Valid() {
				t.Errorf("%s: source %s has no checked-on day", p.Slug, s.ID)
			}
			if !slices.Contains(cited, s.ID) {
				t.Errorf("%s: source %s is cited by nothing", p.Slug, s.ID)
			}
			if s.URL != "" && !strings.HasPrefix(s.URL, "https://") {
				t.Errorf("%s: source %s: address %q", p.Slug, s.ID, s.URL)
			}
		}
	}
}

// articles lists the articles of the GDPR that the notes describe, with the
// paragraphs and points each has.
var articles = map[string]string{
	"4": `\((7|8|9|11)\)`, "5": `\(1\)\([a-f]\)|\(2\)`, "6": `\(1\)(\([a-f]\))?`, "7": `\([1-4]\)`, "8": ``,
	"9": `\(1\)`, "12": `\([1-6]\)`, "13": `|\(1\)\([a-f]\)|\(2\)\([a-f]\)|\(3\)`, "14": ``, "15": `|\(1\)\([a-h]\)|\([234]\)`,
	"16": ``, "17": `|\([123]\)`, "18": ``, "19": ``, "20": ``, "21": `|\([1-3]\)`, "26": ``, "44": ``, "46": ``,
}

var articlePattern = regexp.MustCompile(`^([0-9]+)(.*)$`)

func articleExists(article string) bool {
	m := articlePattern.FindStringSubmatch(article)
	if m == nil {
		return false
	}
	rest, ok := articles[m[1]]
	return ok && regexp.MustCompile(`^(`+rest+`)$`).MatchString(m[2])
}

func TestEveryPointOfAPresetNamesArticlesThatExist(t *testing.T) {
	strengths := []string{"strong", "strong_if_captured", "medium", "depends", "question"}
	for _, p := range Presets() {
		for _, point := range p.Points {
			if len(point.Articles) == 0 {
				t.Errorf("%s: %s names no article", p.Slug, point.ID)
			}
			for _, article := range point.Articles {
				if !articleExists(article) {
					t.Errorf("%s: %s names article %q", p.Slug, point.ID, article)
				}
			}
			for _, n := range point.Recitals {
				if n < 1 || n > 173 {
					t.Errorf("%s: %s names recital %d of 173", p.Slug, point.ID, n)
				}
			}
			if !slices.Contains(strengths, point.Strength) {
				t.Errorf("%s: %s has strength %q", p.Slug, point.ID, point.Strength)
			}
		}
		for _, c := range p.Confirmations {
			for _, article := range c.Articles {
				if !articleExists(article) {
					t.Errorf("%s: %s names article %q", p.Slug, c.ID, article)
				}
			}
		}
	}
	for _, article := range []string{"7(5)", "99", "4(11", "5(1)(z)", ""} {
		if articleExists(article) {
			t.Errorf("the check lets %q through", article)
		}
	}
}

func TestTheClauseIsQuotedWithItsReservation(t *testing.T) {
	p, ok := PresetBySlug("temu-cash-reward-2024")
	if !ok {
		t.Fatal("the first preset is gone")
	}
	original, _ := p.TermsVersion("original")
	if got, want := original.Clause.Quote(), "Except to the extent prohibited by applicable law, participation"; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want it to begin with %q", got, want)
	}
	for _, tr := range original.Clause.Translations {
		if tr.Kind != "press" || tr.Caveat == nil {
			t.Errorf("the %s rendering is not marked as a press translation", tr.Lang)
		}
	}
	if amended, ok := p.TermsVersion("amended"); !ok || amended.Clause != nil {
		t.Errorf("the amended clause was not found by anybody, so its text cannot stand here")
	}
}

func TestWhoAnswersForTheData(t *testing.T) {
	p, _ := PresetBySlug("temu-cash-reward-2024")
	for _, c := range []struct {
		name, country, joined string
		want                  string
		confirm               bool
	}{
		{"in France during the campaign the controller is presumed", "FR", "2024-03-28", "Whaleco Technology Limited", true},
		{"from the policy of 2 April it is named", "FR", "2024-04-02", "Whaleco Technology Limited", false},
		{"in the United Kingdom the contract party is not the controller", "GB", "2024-03-25", "Whaleco Technology Limited", true},
		{"no day known", "FR", "", "Whaleco Technology Limited", false},
		{"no country known", "", "2024-03-28", "Whaleco Technology Limited", true},
		{"a country the notes say nothing about", "US", "2024-03-28", "", false},
	} {
		var on law.Date
		if c.joined != "" {
			on = law.MustDate(c.joined)
		}
		ship, org, _ := p.ControllerFor(c.country, on)
		if got := org.Controller.Name; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if got := ship.Confirm != nil; got != c.confirm {
			t.Errorf("%s: asks for confirmation: got %v, want %v", c.name, got, c.confirm)
		}
	}
}

func TestPresetOfACase(t *testing.T) {
	preset := models.Case{Facts: models.Facts{Offer: &models.Offer{Preset: "temu-cash-reward-2024"}}}
	if p, ok := PresetOf(preset); !ok || p.Slug != "temu-cash-reward-2024" {
		t.Errorf("got %q, %v", p.Slug, ok)
	}
	for name, offer := range map[string]*models.Offer{"none": nil, "described": {Title: "Panel"}, "unknown slug": {Preset: "x"}} {
		if _, ok := PresetOf(models.Case{Facts: models.Facts{Offer: offer}}); ok {
			t.Errorf("%s: a preset was found", name)
		}
	}
}
