package views

import (
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
)

// Answer goes through an answer, thing by thing: the form value "on" and, for
// each code, one of the Delivered… answers.
type Answer struct {
	Form
	RequestID string
	Rights    []law.Right
	Asked     []string // codes, see letters.Asked
}

// What became of a thing that was asked for.
const (
	Delivered = "delivered"
	Missing   = "missing"
	NotAsked  = "not_asked"
)

// AnswerFields are the questions about an answer. Words: field.answer.<name>.
func AnswerFields(asked []string) []interview.Field {
	fields := []interview.Field{{Name: "on", Kind: interview.Day}}
	for _, code := range asked {
		fields = append(fields, interview.Field{Name: code, Kind: interview.Choice, Options: []string{Delivered, Missing, NotAsked}})
	}
	return fields
}

// Name implements Page.
func (Answer) Name() string { return "answer" }

// Title implements Page.
func (Answer) Title(l lang.Lang) string { return lang.T(l, "answer.title") }

// Day is the question on which day the answer came.
func (p Answer) Day(l lang.Lang) field {
	return newField(l, AnswerFields(nil)[0], "answer.on", "on", p.Form, 0)
}

// Things are the questions about each thing; their three answers have the same
// words.
func (p Answer) Things(l lang.Lang) []field {
	var things []field
	for _, f := range AnswerFields(p.Asked)[1:] {
		options := f.Options
		f.Options = nil
		thing := newField(l, f, "answer."+f.Name, f.Name, p.Form, 0)
		for i, option := range options {
			id := thing.ID
			if i > 0 {
				id += "-" + option
			}
			thing.Choices = append(thing.Choices, choice{Value: option, ID: id, Label: lang.T(l, "answer."+option), Chosen: p.Value(f.Name) == option})
		}
		things = append(things, thing)
	}
	return things
}

// Target is the id of the input that an error is about.
func (p Answer) Target(e interview.FieldError) string {
	return errorTarget(AnswerFields(p.Asked), e.Field)
}
