package letters

import (
	"strings"
	"testing"

	"contreoffre/lang"
)

func TestWordsForInvitedPeople(t *testing.T) {
	c := complaining(t, "temu-nantes")
	for _, l := range lang.Langs {
		plain, named, source := InviteeMessage(c, l, false), InviteeMessage(c, l, true), SourceLetter(c, l)
		checkGolden(t, "nantes_invitees."+string(l), plain+"\n\n\n"+source)
		if !strings.Contains(named, c.Person.Name) {
			t.Errorf("%s: the name was chosen: got %q", l, named)
		}
		for _, private := range []string{c.Person.Name, c.Person.Email, c.Participation.InvitedBy} {
			if private != "" && (strings.Contains(plain, private) || strings.Contains(source, private)) {
				t.Errorf("%s: nobody chose to tell %q", l, private)
			}
		}
		c := c
		c.Person = nil
		if got := InviteeMessage(c, l, true); got != plain {
			t.Errorf("%s: without a name: got %q, want %q", l, got, plain)
		}
	}
}

func TestWhoInvited(t *testing.T) {
	none, two := 0, 2
	for name, test := range map[string]struct {
		count *int
		want  bool
	}{"not told": {nil, false}, "nobody": {&none, false}, "two": {&two, true}} {
		c := complaining(t, "temu-nantes")
		c.Participation.InvitedCount = test.count
		if got := Invited(c); got != test.want {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}
