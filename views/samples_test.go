package views

import (
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// hostile is what somebody may type into any field.
const hostile = `Ann-Maëlle O’Brien "L'Œuvre" <b onmouseover=alert(1)>{{.}} </textarea><script>x</script> # = > & Łukasz Ωμέγα Дом 漢字 🎁`

// sample is one page with the data of an invented person.
type sample struct {
	name  string
	frame Frame
	page  Page
	// lang is the one language whose words the page already holds; empty where
	// it is drawn in each.
	lang lang.Lang
	// madeUp: the question is of this test, so it has no words.
	madeUp bool
}

func publicFrame(path string) Frame { return Frame{Path: path, CSRF: "csrf-token", Once: "once-key"} }

func caseFrame(path string) Frame {
	f := publicFrame(path)
	f.SignedIn, f.CaseID, f.Version = true, "c4se", 7
	f.PurgeOn = law.MustDate("2026-12-22")
	return f
}

// samples holds at least one page of each kind, and each state worth looking
// at.
func samples() []sample {
	all := []sample{
		{name: "home", frame: publicFrame(""), page: Home{}},
		{name: "legal", frame: publicFrame("/legal"), page: Legal{Operator{Name: "Association Exemple", Address: []string{"1, rue de l’Exemple", "44000 Nantes"}, Email: "bonjour@example.org", Host: "Hébergeur Exemple, Nantes"}}},
		{name: "legal-nobody", frame: publicFrame("/legal"), page: Legal{}},
		{name: "resume", frame: publicFrame("/resume"), page: Resume{}},
		{name: "resume-without-mail", frame: publicFrame("/resume"), page: Resume{MailOff: true}},
		{name: "resume-wrong", frame: publicFrame("/resume"), page: Resume{Form: Form{Values: interview.Form{"code": {hostile}}, Errors: []interview.FieldError{{Field: "code", Key: "error.code.unknown"}}}}},
		{name: "stale", frame: caseFrame("/cases/c4se/questions/story"), page: Stale{Replaces: true, Texts: []StaleText{{Label: "Votre histoire", Typed: hostile + "\nfin", Saved: ""}}, Back: QuestionPath(lang.FR, "c4se", "story")}},
		{name: "stale-news", frame: caseFrame("/cases/c4se/requests/r1/event/refused"), page: Stale{Texts: []StaleText{{Label: "Quel jour ?", Typed: hostile}}, Back: RequestPath(lang.FR, "c4se", "r1")}},
	}
	for _, name := range ProsePages {
		all = append(all, sample{name: name, frame: publicFrame("/" + name), page: Prose{File: name}})
	}
	for _, status := range append([]int{418}, told...) {
		all = append(all, sample{name: "oops", frame: publicFrame("/nowhere"), page: Oops{Status: status, Reference: "K7QX"}})
	}
	typed := interview.Form{"csrf": {"csrf-token"}, "once": {"once-key"}, "version": {"7"}, "story": {hostile + "\nfin"}, "wishes": {"know", "freeze"}}
	all = append(all, sample{name: "oops-upload", frame: publicFrame("/cases/c4se/evidence"), page: Oops{Status: 413, Form: "/fr/cases/c4se/evidence", MaxFile: 15, MaxForm: 16}})
	all = append(all, sample{name: "oops-full", frame: caseFrame("/cases/c4se/questions/story"), page: Oops{Status: 507, MaxCases: 30, MaxText: 4, Retry: &Retry{Action: "/fr/cases/c4se/questions/story", Values: typed}}})
	all = append(all, sample{name: "oops-retry", frame: caseFrame("/cases/c4se/questions/story"), page: Oops{Status: 429, Retry: &Retry{Action: "/fr/cases/c4se/questions/story?x=<", Values: typed}}})
	all = append(all, questionSamples()...)
	all = append(all, dossierSamples()...)
	all = append(all, offerSamples()...)
	all = append(all, deadlineSamples()...)
	all = append(all, requestSamples()...)
	all = append(all, evidenceSamples()...)
	all = append(all, trackerSamples()...)
	all = append(all, reminderSamples()...)
	all = append(all, accessSamples()...)
	all = append(all, complaintSamples()...)
	return append(all, letterSamples()...)
}

// everyKind is a page with a field of each kind, two of them not alone.
var everyKind = interview.Page{ID: "kinds", Group: "person", Unsure: true, Fields: []interview.Field{
	{Name: "line", Kind: interview.Line, Autocomplete: "name"},
	{Name: "long_text", Kind: interview.LongText},
	{Name: "number", Kind: interview.Number},
	{Name: "email", Kind: interview.EmailLine, Autocomplete: "email"},
	{Name: "choice", Kind: interview.Choice, Options: []string{"a", "b"}},
	{Name: "choices", Kind: interview.Choices, Options: []string{"a", "b"}},
	{Name: "country", Kind: interview.CountryOf},
	{Name: "day", Kind: interview.Day},
	{Name: "month", Kind: interview.DayOrMonth},
	{Name: "address", Kind: interview.PostalAddr, Autocomplete: "street-address"},
	{Name: "list", Kind: interview.List, Fields: []interview.Field{{Name: "kind", Kind: interview.Choice, Options: []string{"a", "b"}}, {Name: "on", Kind: interview.Day}, {Name: "note", Kind: interview.Line}}},
}}

func questionSamples() []sample {
	typed := interview.Form{
		"line": {hostile}, "long_text": {"\n" + hostile}, "number": {hostile}, "email": {hostile},
		"choice": {"b"}, "choices": {"a", "b"}, "country": {"ZZ"},
		"day.day": {"31"}, "day.month": {"13"}, "day.year": {hostile},
		"address.lines": {hostile}, "address.country": {"FR"},
		"list.1.note": {hostile}, "list.999999999.note": {"far"}, "list.x.note": {"no row"},
	}
	var errs []interview.FieldError
	for _, f := range everyKind.Fields {
		errs = append(errs, interview.FieldError{Field: f.Name, Key: "error.code.unknown"})
	}
	errs = append(errs,
		interview.FieldError{Field: "day.month", Key: "error.code.unknown"},
		interview.FieldError{Field: "list.1.on.day", Key: "error.code.unknown"},
	)
	form := Form{Values: typed, Errors: errs}
	q := Question{Page: everyKind, Action: "/fr/start", Back: "/fr", At: 4, Of: 14}
	wrong := q
	wrong.Form, wrong.Rows = form, 3
	wrong.Warnings = errs[:1]
	samples := []sample{
		{name: "question", frame: caseFrame("/cases/c4se/questions/kinds"), page: q, madeUp: true},
		{name: "question-wrong", frame: caseFrame("/cases/c4se/questions/kinds"), page: wrong, madeUp: true},
		{name: "question-suggested", frame: caseFrame("/cases/c4se/questions/rewards"), page: suggested(nil)},
		{name: "question-suggested-unread", frame: caseFrame("/cases/c4se/questions/rewards"), page: suggested([]interview.FieldError{
			{Field: interview.ReadName, Key: "error.suggestion.unread"},
		})},
	}
	nantes := exampleCase("temu-nantes")
	for _, page := range interview.Pages {
		samples = append(samples,
			sample{name: "question-" + page.ID, frame: caseFrame("/cases/c4se/questions/" + page.ID), page: Question{Page: page, Form: Form{Values: page.Fill(nantes)}, Action: "/fr/x", Back: "/fr", At: 1, Of: 20}},
			sample{name: "question-" + page.ID + "-empty", frame: caseFrame("/cases/c4se/questions/" + page.ID), page: emptied(page)},
		)
	}
	return samples
}

// suggested is a question whose form we filled in.
func suggested(errs []interview.FieldError) Question {
	page, _ := interview.PageByID("rewards")
	c := models.Case{Facts: models.Facts{
		Offer: &models.Offer{Preset: "temu-cash-reward-2024"}, Participation: &models.Participation{Country: "FR"},
	}}
	return Question{Page: page, Form: Form{Values: page.Fill(c), Errors: errs}, Action: "/fr/x", Back: "/fr", At: 8, Of: 19, Suggests: page.Suggests(c)}
}

// emptied is a question sent without an answer: its own errors, at their
// fields.
func emptied(page interview.Page) Question {
	var c models.Case
	errs := page.Read(interview.Form{}, &c, today)
	return Question{Page: page, Form: Form{Values: interview.Form{}, Errors: errs}, Action: "/fr/x", At: 1, Of: 20}
}
