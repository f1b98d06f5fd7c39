package views

import (
	"slices"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// Send asks how a letter will travel, then tells how that is done and what
// proof to keep. The letter bears the way as its mention, so the way comes
// before the download.
type Send struct {
	Form
	Letter
	Language   string
	Channel    law.Channel // chosen for the draft; empty until then
	Controller models.Controller
	CheckedOn  law.Date // when the addresses were read; zero for an offer described by hand
	Mandate    bool     // a mandate goes with the letter
	Blanks     []string // the lines of the letter that are left to be filled in
}

// OnPaper reports whether the letter is printed and signed.
func (p Send) OnPaper() bool {
	switch p.Channel {
	case law.RegisteredLetter, law.PlainLetter, law.InPerson:
		return true
	}
	return false
}

// BlankList names those lines as the letter does.
func (p Send) BlankList(l lang.Lang) string {
	quoted := make([]string, len(p.Blanks))
	for i, label := range p.Blanks {
		quoted[i] = lang.Quoted(l, label)
	}
	return lang.And(l, quoted)
}

// Name implements Page.
func (Send) Name() string { return "send" }

// Title implements Page.
func (Send) Title(l lang.Lang) string { return lang.T(l, "send.title") }

// Question asks for one of the ways to reach the controller. When none is
// known every way is offered: the person may know better.
func (p Send) Question() interview.Field {
	asked := sentField("channel")
	known := slices.DeleteFunc(slices.Clone(asked.Options), func(option string) bool {
		return !p.reaches(law.Channel(option))
	})
	if len(known) > 0 {
		asked.Options = known
	}
	return asked
}

// reaches reports whether what we know of the controller allows that way, or
// the person chose it already.
func (p Send) reaches(channel law.Channel) bool {
	c := p.Controller
	switch channel {
	case p.Channel:
		return true
	case law.WebForm:
		return c.WebForm != "" || c.DPOForm != ""
	case law.Email:
		return c.Email != ""
	case law.RegisteredLetter, law.ElectronicRegisteredLetter, law.PlainLetter, law.InPerson:
		return c.Address != nil
	}
	return false
}

// Field is the question, ready to be drawn in l: what was typed or, on a first
// visit, what was chosen. Each way says what proof it leaves.
func (p Send) Field(l lang.Lang) field {
	form := p.Form
	if form.Values == nil && p.Channel != "" {
		form.Values = interview.Form{"channel": {string(p.Channel)}}
	}
	asked := newField(l, p.Question(), "sent.channel", "channel", form, 0)
	for i := range asked.Choices {
		asked.Choices[i].Hint = lang.T(l, "send.keep."+asked.Choices[i].Value)
	}
	return asked
}

// Sent records that a letter was sent.
type Sent struct {
	Form
	Letter
	Rights []law.Right
	// Channel is the way chosen before, which the letter in hand mentions.
	Channel law.Channel
}

// SentFields are the questions of the page; handlers read them with package
// interview. Words: field.sent.<name>.
var SentFields = []interview.Field{
	{Name: "sent_on", Kind: interview.Day},
	{Name: "language", Kind: interview.Choice, Options: PreviewLanguages},
	{Name: "channel", Kind: interview.Choice, Options: []string{
		string(law.WebForm), string(law.RegisteredLetter), string(law.Email), string(law.InApp),
		string(law.PlainLetter), string(law.ElectronicRegisteredLetter), string(law.InPerson),
	}},
	{Name: "tracking_number", Kind: interview.Line, Optional: true, MaxLength: 200},
}

// sentField is the question of that name.
func sentField(name string) interview.Field {
	return SentFields[slices.IndexFunc(SentFields, func(f interview.Field) bool { return f.Name == name })]
}

// Name implements Page.
func (Sent) Name() string { return "sent" }

// Title implements Page.
func (p Sent) Title(l lang.Lang) string {
	if p.Follows() {
		return lang.T(l, "follow.sent.title")
	}
	return lang.T(l, "sent.title")
}

// Fields are the page's fields, ready to be drawn in l.
func (p Sent) Fields(l lang.Lang) []field {
	return fieldsOf(l, "sent.", p.Questions(), p.Form, 0)
}

// Questions are SentFields; a letter that follows a request goes the way of the
// first one, so of it only the day and the language are asked.
func (p Sent) Questions() []interview.Field {
	if p.Follows() {
		return SentFields[:2]
	}
	return SentFields
}

// Target is the id of the input that an error is about.
func (p Sent) Target(e interview.FieldError) string { return errorTarget(SentFields, e.Field) }

// Mentioned is the way that the letter in hand mentions, in words; empty when
// it mentions none.
func (p Sent) Mentioned(l lang.Lang) string {
	if p.Follows() || !lang.Has(l, "letters.delivery."+string(p.Channel)) {
		return ""
	}
	return lang.Quoted(l, lang.T(l, "field.sent.channel."+string(p.Channel)))
}

// Discard asks whether a draft is thrown away.
type Discard struct {
	Letter
	Rights []law.Right
}

// Name implements Page.
func (Discard) Name() string { return "discard" }

// Title implements Page.
func (Discard) Title(l lang.Lang) string { return lang.T(l, "discard.title") }
