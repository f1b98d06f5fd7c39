package views

import (
	"sync"

	"contreoffre/lang"
)

// A fixed page is the same for everybody who is not signed in: no form, no
// data. Its bytes are drawn once (performance goal G7).
type fixed interface {
	// fixedAt is its only address, without the language.
	fixedAt() string
}

func (Home) fixedAt() string    { return "" }
func (p Prose) fixedAt() string { return "/" + p.File }
func (Offers) fixedAt() string  { return "/offers" }
func (o Offer) fixedAt() string { return "/offers/" + o.Preset.Slug }

// place is a fixed page in one language.
type place struct {
	lang lang.Lang
	path string
}

// drawnOnce keeps fixed pages by place. It cannot grow beyond the pages there are:
// a page is only kept at its own address.
var drawnOnce sync.Map // place to []byte

// placeOf tells where the drawn page is kept; ok is false for a page that
// shows something of its visitor.
func placeOf(f Frame, p Page) (at place, ok bool) {
	page, ok := p.(fixed)
	if !ok || f.SignedIn || f.CaseID != "" || f.Flash.Key != "" || !f.PurgeOn.IsZero() {
		return place{}, false
	}
	return place{f.Lang, f.Path}, f.Path == page.fixedAt()
}
