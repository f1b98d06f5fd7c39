package letters

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// FuzzLetter holds whatever is typed, wherever it can be typed, to this: each
// letter is composed in each language and in both, with the very blocks that
// any other words would give; nothing of the prose stays unfilled; and its
// plain text is lines of what can be seen.
func FuzzLetter(f *testing.F) {
	for _, text := range []string{
		"Maëlle O’Brien", "{name} {{.Name}} {", "# titre\n\n- un point\n\n> cité\n\n== ending", "[lien](https://evil.example)",
		"x\r\ny\rz\u2028w\u0085v", "a\x00b\x1b[31m\x7f", "\u202eabc\u202c\ufeff", "Zo\xe9", "« l’« autre » »", "1.", "\u00a0", "%s%!d(", strings.Repeat("é漢🎁 ", 300),
	} {
		f.Add(text)
	}
	cases := []models.Case{nantes(f), lyon(f), leeds()}
	var plainly [][]string
	eachLetter(cases, "Xx", func(c models.Case, r models.Request, l lang.Lang) bool {
		d, _ := mustCompose(f, c, r, l)
		plainly = append(plainly, shape(d))
		return true
	})
	f.Fuzz(func(t *testing.T, text string) {
		left := plainly
		eachLetter(cases, text, func(c models.Case, r models.Request, l lang.Lang) bool {
			d, _, err := Compose(c, r, l, today)
			if errors.Is(err, ErrNoName) || errors.Is(err, ErrNoController) {
				return false // nothing that can be seen
			}
			if err != nil {
				t.Fatalf("%v %s: %v", r.Rights, l, err)
			}
			if diff := cmp.Diff(left[0], shape(d)); diff != "" {
				t.Errorf("%v %s: other words gave other blocks:\n%s", r.Rights, l, diff)
			}
			left = left[1:]
			mustBePlain(t, Text(d), text)
			twin, _, err := ComposeTwin(c, r, today)
			if err != nil {
				t.Fatalf("%v, twin: %v", r.Rights, err)
			}
			mustBePlain(t, TwinText(twin), text)
			return true
		})
	})
}

// eachLetter goes through the letters of cases in which a text was typed
// everywhere, until try is content no more.
func eachLetter(cases []models.Case, text string, try func(models.Case, models.Request, lang.Lang) bool) {
	for _, c := range cases {
		typeEverywhere(&c, text)
		for _, right := range law.Rights {
			for _, l := range lang.Langs {
				if !try(c, models.Request{Rights: []law.Right{right}, Details: text}, l) {
					return
				}
			}
		}
	}
}

// typeEverywhere puts a text wherever a person writes freely.
func typeEverywhere(c *models.Case, text string) {
	address := &models.Address{Lines: []string{text, text}, Postcode: text, City: text, Country: "FR"}
	person, offer, part := *c.Person, *c.Offer, *c.Participation
	person.Name, person.Address, person.Email, person.Phone = text, address, text, text
	person.AccountIdentifiers = []models.AccountIdentifier{{Kind: "other", Value: text}}
	if person.RepresentedBy != nil {
		holder := *person.RepresentedBy
		holder.Name, holder.Email, holder.Address = text, text, address
		person.RepresentedBy = &holder
	}
	controller := models.Controller{Name: text, TradeName: text, Address: address, Email: text, WebForm: text}
	offer.Title, offer.Controller = text, &controller
	part.Story, part.DataGivenOther, part.TermsVersion = text, text, text
	part.PublicationsSeen = []models.Publication{{Where: text}}
	c.Person, c.Offer, c.Participation = &person, &offer, &part
	c.Evidence = slices.Clone(c.Evidence)
	for i := range c.Evidence {
		c.Evidence[i].Caption = text
	}
}

// shape is what of a document no words may change.
func shape(d Document) []string {
	var all []string
	for _, b := range d.Body {
		all = append(all, b.ID+" "+string(b.Kind))
	}
	for _, h := range d.Header {
		all = append(all, h.ID)
	}
	return all
}

func mustBePlain(t *testing.T, rendered, typed string) {
	t.Helper()
	if !strings.Contains(typed, "{") && strings.Contains(rendered, "{") {
		t.Errorf("something stays unfilled:\n%s", rendered)
	}
	if i := strings.IndexFunc(rendered, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); i >= 0 {
		t.Errorf("%q is in the text, typed was %q", rendered[i:min(i+8, len(rendered))], typed)
	}
}
