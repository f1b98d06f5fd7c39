package letters

import "contreoffre/models"

// disputed is a clause whose reach and the company's public statements about
// it differ.
type disputed struct {
	clause  string   // in its original language, English, with its opening reservation
	data    []string // the kinds of data the clause names
	claimed []string // the kinds of data the company said it confined itself to
}

var disputedClauses = map[string]disputed{
	"temu-cash-reward-2024": {
		clause:  "Except to the extent prohibited by applicable law, participation in the Program and/or receipt or use of Rewards constitutes a Member's consent for Sponsor to use and publish such Member's photo, name likeness, voice, opinions, statements, biographical information, and/or hometown and state for promotional or advertising purposes in any media worldwide, now known or hereafter developed, in perpetuity without further review, notification, payment, or consideration.",
		data:    []string{"photo", "name", "likeness", "voice", "opinions", "statements", "biography", "hometown", "state"},
		claimed: []string{"username", "profile_picture"},
	},
}

// disputedOf returns the disputed clause of the case's offer; ok is false when
// the offer has none that we know of.
func disputedOf(c models.Case) (disputed, bool) {
	if c.Offer == nil {
		return disputed{}, false
	}
	d, ok := disputedClauses[c.Offer.Preset]
	return d, ok
}
