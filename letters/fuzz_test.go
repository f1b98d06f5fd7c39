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
	cases := []models.Case{nantes(f), lyon(f), leeds()}
	kinds := len(cases) * len(law.Rights)
	for _, text := range []string{
		"Maëlle O’Brien", "{name} {{.Name}} {", "# titre\n\n- un point\n\n> cité\n\n== ending", "[lien](https://evil.example)",
		"x\r\ny\rz\u2028w\u0085v", "a\x00b\x1b[31m\x7f", "\u202eabc\u202c\ufeff", "Zo\xe9", "« l’« autre » »", "1.", "\u00a0", "%s%!d(", strings.Repeat("é漢🎁 ", 300),
	} {
		for kind := range kinds {
			f.Add(text, uint8(kind))
		}
	}
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		i := int(kind) % kinds
		c, plainly := cases[i%len(cases)], cases[i%len(cases)]
		typeEverywhere(&c, text)
		typeEverywhere(&plainly, "Xx")
		rights := []law.Right{law.Rights[i/len(cases)]}
		for _, l := range lang.Langs {
			d, _, err := Compose(c, models.Request{Rights: rights, Details: text}, l, today)
			if errors.Is(err, ErrNoName) || errors.Is(err, ErrNoController) {
				return // nothing that can be seen
			}
			if err != nil {
				t.Fatalf("%v %s: %v", rights, l, err)
			}
			want, _ := mustCompose(t, plainly, models.Request{Rights: rights, Details: "Xx"}, l)
			if diff := cmp.Diff(shape(want), shape(d)); diff != "" {
				t.Errorf("%v %s: other words gave other blocks:\n%s", rights, l, diff)
			}
			mustBePlain(t, Text(d), text)
		}
		twin, _, err := ComposeTwin(c, models.Request{Rights: rights, Details: text}, today)
		if err != nil {
			t.Fatalf("%v, twin: %v", rights, err)
		}
		mustBePlain(t, TwinText(twin), text)
	})
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
