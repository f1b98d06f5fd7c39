package letters

import (
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// Words for the people whom the person invited. We write to none of them: the
// person chooses whom to tell, and how.

// referralFile is the prose of both texts.
const referralFile = "referral"

// Invited reports whether the person of an effective case invited others.
func Invited(c models.Case) bool {
	p := c.Participation
	return p != nil && p.InvitedCount != nil && *p.InvitedCount > 0
}

// InviteeMessage tells invited people, in language l, what they may ask the
// controller. It names the offer, and the writer only when named is set and the
// case has a name; nothing else in it is about the person.
func InviteeMessage(c models.Case, l lang.Lang, named bool) string {
	k := newReferral(c, l)
	greeting := "greeting"
	if named && k.facts["name"] != "" {
		greeting = "greeting_named"
	}
	return strings.Join([]string{k.sentenceOf(referralFile, greeting), k.wordsOf(referralFile, "message")}, "\n\n")
}

// SourceLetter is the letter by which an invited person asks the controller of
// an effective case for their own data and its source (GDPR 14 and 15(1)(g)).
// Its writer fills in who they are; it says nothing of the person who invited.
func SourceLetter(c models.Case, l lang.Lang) string {
	return newReferral(c, l).wordsOf(referralFile, "source")
}

func newReferral(c models.Case, l lang.Lang) *complaint {
	k := newComplaint(c, l, law.Date{}, law.Readiness{})
	k.facts["controller_name"] = k.controllerName()
	k.facts["name"] = ""
	if c.Person != nil {
		k.facts["name"] = oneLine(c.Person.Name)
	}
	return k
}

// wordsOf is a whole section as plain text.
func (k *complaint) wordsOf(file, section string) string {
	var all []string
	for _, block := range k.prose(file, section) {
		text := k.filled("", block).Text
		if block.Kind == lang.TextItem {
			text = "– " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n\n")
}
