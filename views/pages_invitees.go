package views

import "contreoffre/lang"

// Invitees has the words for the people whom the person invited: a message, and
// the letter that they may send themselves. The form value "name" with "yes"
// puts the person's name into the message.
type Invitees struct {
	Named   bool
	Message string
	Source  string
}

// Name implements Page.
func (Invitees) Name() string { return "invitees" }

// Title implements Page.
func (Invitees) Title(l lang.Lang) string { return lang.T(l, "invitees.title") }
