package handlers

import (
	"contreoffre/interview"
	"contreoffre/letters"
	"contreoffre/views"
)

// showInvitees shows the words for the people whom the person invited, with the
// person's name only when that was asked for.
func (a *App) showInvitees(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	effective, named := interview.Effective(c), v.Query("name") == "yes"
	return v.showCase(c, views.Invitees{
		Named: named, Message: letters.InviteeMessage(effective, v.lang, named), Source: letters.SourceLetter(effective, v.lang),
	})
}
