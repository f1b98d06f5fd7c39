package views

import (
	"encoding/json"
	"os"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
)

var today = law.MustDate("2026-10-30")

func wrong(field, key string, values interview.Form) Form {
	return Form{Values: values, Errors: []interview.FieldError{{Field: field, Key: key}}}
}

// checkSamples show the answers of the example dossiers and of a new one.
func checkSamples() []sample {
	frame := caseFrame("/cases/c4se/check")
	samples := []sample{
		{name: "check-new", frame: frame, page: CheckOf(lang.FR, models.Case{ID: "c4se"})},
		{name: "check-hostile", frame: frame, page: Check{Groups: []CheckGroup{{ID: "person", Rows: []CheckRow{{PageID: "identity", Label: "Nom", Values: []string{hostile, "deux\nlignes"}}, {PageID: "joined", Label: "Jour", Unsure: true}}}}}},
	}
	for _, file := range []string{"temu-nantes", "own-offer-lyon"} {
		for _, l := range lang.Langs {
			samples = append(samples, sample{name: "check-" + file + "-" + string(l), frame: frame, lang: l, page: CheckOf(l, exampleCase(file))})
		}
	}
	return samples
}

// exampleCase is the case of an example dossier.
func exampleCase(file string) models.Case {
	raw, err := os.ReadFile("../dossier/testdata/" + file + ".json")
	if err != nil {
		panic(err)
	}
	c := models.Case{ID: "c4se"}
	if err := json.Unmarshal(raw, &c); err != nil {
		panic(err)
	}
	return c
}

func dossierSamples() []sample {
	account := publicFrame("/account/code")
	account.SignedIn = true
	cases := account
	cases.Path = "/cases"
	requests := []RequestRow{
		{ID: "r1", Rights: []law.Right{law.Access}, Badge: DueBadge(law.MustDate("2026-10-27"), today), Detail: Sentence{"cases.updated", []any{"on", today}}},
		{ID: "r2", Rights: []law.Right{law.Restriction}, Badge: DueBadge(law.MustDate("2026-11-02"), today)},
		{ID: "r3", Rights: []law.Right{law.ConsentWithdrawal, law.Objection}, Badge: Badge{Kind: Answered}},
		{ID: "r4", Rights: []law.Right{law.Erasure}, Badge: Badge{Kind: Draft}},
		{ID: "r5", Rights: []law.Right{law.Portability}, Badge: DueBadge(law.Date{}, today)},
		{ID: "r6", Rights: []law.Right{law.Rectification}, Badge: DueBadge(today, today)},
	}
	tasks := []Task{
		{ID: "tell", Href: CasePath(lang.FR, "c4se", "check"), Done: true, State: Sentence{Key: "badge.over"}},
		{ID: "letters", Href: CasePath(lang.FR, "c4se", "letters"), State: Sentence{Key: "badge.draft"}, Hint: Sentence{Key: "letters.order.text"}},
		{ID: "send", State: Sentence{Key: "badge.draft"}},
		{ID: "follow", State: Sentence{Key: "badge.paused"}},
	}
	next := NextStep{Text: Sentence{Key: "check.lede"}, Action: Sentence{Key: "check.choose"}, Href: CasePath(lang.FR, "c4se", "letters"), Other: Sentence{Key: "preview.already"}, OtherHref: "/fr/x", Note: Sentence{Key: "check.nothing_sent"}}
	flashed := caseFrame("/cases/c4se")
	flashed.Flash = Sentence{"cases.updated", []any{"on", today}}
	return append(checkSamples(), []sample{
		{name: "code", frame: account, page: Code{Code: "K7QX-M2PD-9TRA-WH4F-3NCE-8VYB", Site: "https://contre-offre.example", PurgeOn: law.MustDate("2026-11-29")}},
		{name: "code-again", frame: account, page: Code{}},
		{name: "code-again-by-link", frame: account, page: Code{ByLink: true}},
		{name: "code-again-proven", frame: account, page: Code{Proven: true, ByLink: true}},
		{name: "code-again-wrong", frame: account, page: Code{Form: Form{Values: interview.Form{"code": {hostile}}, Errors: []interview.FieldError{{Field: "code", Key: "error.code.unknown"}}}}},
		{name: "cases-none", frame: cases, page: Cases{}},
		{name: "cases", frame: cases, page: Cases{Cases: []CaseRow{
			{ID: "c4se", Offer: "Temu, « Cash Reward » (mars 2024)", Person: hostile, UpdatedOn: today, NextDueOn: law.MustDate("2026-11-11"), Badge: DueBadge(law.MustDate("2026-11-11"), today), PurgeOn: law.MustDate("2029-04-30")},
			{ID: "other", UpdatedOn: today},
		}}},
		{name: "hub", frame: flashed, page: Hub{Person: "Maëlle", Offer: "Temu, « Cash Reward » (mars 2024)", Today: today, Next: next, Requests: requests, Tasks: tasks}},
		{name: "hub-new", frame: caseFrame("/cases/c4se"), page: Hub{Person: "", Today: today, Next: NextStep{Text: Sentence{Key: "check.lede"}}, Tasks: tasks}},
		{name: "import", frame: publicFrame("/import"), page: Import{}},
		{name: "import-wrong", frame: publicFrame("/import"), page: Import{wrong("file", "oops.413.text", nil)}},
		{name: "export", frame: caseFrame("/cases/c4se/export"), page: Export{}},
		{name: "record", frame: Frame{}, page: Record{On: law.MustDate("2026-11-01"), Parts: []Fact{
			{Label: "langue", Values: []string{"Français"}},
			{Label: "personne", Facts: []Fact{{Label: "nom", Values: []string{hostile}}, {Label: "lignes", Values: []string{hostile, "44000 Nantes"}}}},
			{Label: "lettres", Facts: []Fact{{Label: "élément 1", Facts: []Fact{{Label: "fichier PDF", Values: []string{"letters/une lettre #1?.pdf"}, File: true}}}}},
		}}},
		{name: "end", frame: cases, page: End{}},
		{name: "erase", frame: caseFrame("/cases/c4se/erase"), page: Erase{Offer: hostile}},
		{name: "erase-wrong", frame: caseFrame("/cases/c4se/erase"), page: Erase{Form: wrong("sure", "erase.error.sure", nil)}},
		{name: "erase-account", frame: cases, page: Erase{Account: true, Cases: 2}},
	}...)
}

// letterIn is a short letter with a block of each kind.
func letterIn(l lang.Lang) letters.Document {
	id := func(n string) string { return string(l) + "." + n }
	return letters.Document{
		Lang: l, Sender: []string{"Maëlle Lœwenbruck", hostile, "44000 Nantes"},
		Recipient: []string{"Whaleco Technology Limited", "First Floor, 25 St Stephen’s Green", "Dublin 2, Irlande"},
		Dateline:  "Nantes, le 30 octobre 2026", Delivery: "Lettre recommandée avec demande d’avis de réception",
		Header:   []letters.Field{{ID: "subject", Label: "Objet :", Value: "accès à mes données"}, {ID: "references", Label: "Références :", Value: hostile}},
		Greeting: "Madame, Monsieur,", Closing: "Je vous prie d’agréer mes salutations distinguées.", Signature: []string{"Maëlle Lœwenbruck"}, Notice: "Information, pas un conseil juridique.",
		Body: []letters.Block{
			{ID: id("facts.1"), Kind: letters.Paragraph, Text: "Le 28 mars 2024, j’ai rejoint depuis la France l’offre « Cash Reward ».\n" + hostile},
			{ID: id("ask.1"), Kind: letters.Heading, Text: "Mes demandes"},
			{ID: id("ask.2"), Kind: letters.Item, Text: "une copie de mes données ;"},
			{ID: id("ask.3"), Kind: letters.Item, Text: "la liste des destinataires.", Edited: true},
			{ID: id("clause.1"), Kind: letters.Quote, Text: "Except to the extent prohibited by applicable law…", Lang: lang.EN},
			{ID: id("more.1"), Kind: letters.Item, Number: 11, Text: "une onzième question ?"},
			{ID: id("more.2"), Kind: letters.Item, Number: 12, Text: "une douzième ?"},
			{ID: id("blank.1"), Kind: letters.Blank, Text: "Adresse"},
			{ID: id("limit.1"), Kind: letters.Paragraph, Text: "Vous disposez d’un mois."},
		},
	}
}

func letterSamples() []sample {
	frame := caseFrame("/cases/c4se/requests/r1/letter")
	rights := []law.Right{law.Access, law.Restriction}
	controller := models.Controller{
		Name: "Whaleco Technology Limited", WebForm: "https://example.org/form", DPOForm: "javascript:alert(1)", Email: hostile,
		Address: &models.Address{Lines: []string{"First Floor", hostile}, City: "Dublin 2", Country: "IE"},
	}
	choices := []LetterChoice{
		{Value: "access", Rights: rights[:1], RequestID: "r1", Sent: true},
		{Value: "restriction", Rights: rights[1:], RequestID: "r2"},
		{Value: "consent_withdrawal", Rights: []law.Right{law.ConsentWithdrawal}, Chosen: true, Advised: true, Reason: Sentence{Key: "recommend.consent_withdrawal.stop_use"}},
		{Value: "objection", Rights: []law.Right{law.Objection}, Reason: Sentence{Key: "letters.for.objection"}},
		{Value: "erasure", Rights: []law.Right{law.Erasure}, Chosen: true, Reason: Sentence{Key: "letters.for.erasure"}, OutOfOrder: []Sentence{{Key: "letters.order.erasure.access_not_sent"}}},
		{Value: "access+restriction", Rights: rights, Reason: Sentence{Key: "letters.for.access+restriction"}},
	}
	block := letterIn(lang.EN).Body[0]
	edited := block
	edited.Edited = true
	samples := []sample{
		{name: "letters", frame: caseFrame("/cases/c4se/letters"), page: Letters{Choices: choices}},
		{name: "letters-wrong", frame: caseFrame("/cases/c4se/letters"), page: Letters{Form: wrong("letter", "letters.error.none", nil), Choices: choices}},
		{name: "preview", frame: frame, page: Preview{Letter: Letter{RequestID: "r1"}, Rights: rights, Language: "fr", Documents: []letters.Document{letterIn(lang.FR)}, Warnings: []letters.Warning{{Key: "letters.order.text"}}, Missing: []string{"漢", "🎁"},
			LeftOut: []letters.Block{{ID: "fr.offer.2", Kind: letters.Paragraph, Text: hostile}}}},
		{name: "preview-twin", frame: frame, page: Preview{Letter: Letter{RequestID: "r1"}, Rights: rights, Language: "fr+en", Documents: []letters.Document{letterIn(lang.FR), letterIn(lang.EN)}}},
		{name: "preview-sent", frame: frame, page: Preview{Letter: Letter{RequestID: "r1"}, Rights: rights, Language: "fr", Sent: true, Frozen: "Madame,\n\n" + hostile}},
		{name: "paragraph", frame: frame, page: Paragraph{Letter: Letter{RequestID: "r1"}, Block: block, Language: "fr+en"}},
		{name: "paragraph-wrong", frame: frame, page: Paragraph{Form: wrong("text", "oops.413.text", interview.Form{"text": {hostile}}), Letter: Letter{RequestID: "r1"}, Block: edited, Language: "en"}},
		{name: "copy", frame: frame, page: Copy{Letter: Letter{RequestID: "r1"}, Language: "en", Text: hostile + "\n\nx", Forms: []string{"https://example.org/form", "javascript:alert(1)"}}},
		{name: "send", frame: frame, page: Send{Letter: Letter{RequestID: "r1"}, Language: "fr", Controller: controller, CheckedOn: today}},
		{name: "send-wrong", frame: frame, page: Send{Form: wrong("channel", "error.choice.required", interview.Form{}), Letter: Letter{RequestID: "r1"}, Language: "fr", Controller: controller}},
		{name: "send-unknown", frame: frame, page: Send{Letter: Letter{RequestID: "r1"}, Language: "fr", Controller: models.Controller{Name: "X"}}},
		{name: "discard", frame: frame, page: Discard{Letter: Letter{RequestID: "r1"}, Rights: rights}},
		{name: "sent", frame: frame, page: Sent{Letter: Letter{RequestID: "r1"}, Rights: rights}},
		{name: "sent-wrong", frame: frame, page: Sent{Letter: Letter{RequestID: "r1"}, Rights: rights, Form: wrong("sent_on", "error.code.unknown", interview.Form{"sent_on.day": {hostile}, "channel": {"email"}})}},
		{name: "sent-chosen", frame: frame, page: Sent{Letter: Letter{RequestID: "r1"}, Rights: rights, Channel: law.RegisteredLetter, Form: Form{Values: interview.Form{"channel": {"registered_letter"}}}}},
	}
	for _, channel := range sentField("channel").Options {
		samples = append(samples,
			sample{name: "send-" + channel, frame: frame, page: Send{Letter: Letter{RequestID: "r1"}, Language: "fr+en", Channel: law.Channel(channel), Controller: controller, CheckedOn: today, Mandate: true, Blanks: []string{"Donnée inexacte", "Donnée exacte"}}},
			sample{name: "send-" + channel + "-unknown", frame: frame, page: Send{Letter: Letter{RequestID: "r1"}, Language: "en", Channel: law.Channel(channel), Controller: models.Controller{Name: "X"}}},
		)
	}
	return samples
}
