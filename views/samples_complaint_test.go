package views

import (
	"time"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
)

// complaintPage is the page of a complaint on a day, in the language of the
// complaint.
func complaintPage(c models.Case, on law.Date) Complaint {
	effective := interview.Effective(c)
	composed, filed, err := letters.ComposeFiled(effective, on)
	if !filed {
		composed, err = letters.DraftComplaint(effective, letters.ComplaintLang(effective), on)
	}
	if err != nil {
		panic(err)
	}
	state := letters.ComplaintStateOf(effective, on)
	return Complaint{
		Authority: composed.Authority, Language: composed.Document.Lang, Readiness: composed.Readiness, State: state,
		Document: composed.Document, Exhibits: composed.Exhibits, Requests: effective.Requests, Offers: state.Next, Notes: map[string]string{"e1": hostile},
		AsFiled: composed.Filed, Drawn: true, Since: composed.Since(effective), Today: on,
	}
}

// complainedTo is an example dossier whose complaint went to an authority on 1
// June 2026, and what happened to it on 20 June.
func complainedTo(id law.AuthorityID, kinds ...law.EventKind) models.Case {
	c := exampleCase("temu-nantes")
	c.Complaint = &models.Complaint{Authority: string(id), Events: []models.ComplaintEvent{{ID: "e1", Kind: string(law.Filed), On: law.MustDate("2026-06-01")}}}
	for _, kind := range kinds {
		c.Complaint.Events = append(c.Complaint.Events, models.ComplaintEvent{ID: "e2", Kind: string(kind), On: law.MustDate("2026-06-20")})
	}
	return c
}

// keptComplaint is an example dossier whose complaint was kept as it was filed on
// 1 June 2026, before an exhibit came.
func keptComplaint() models.Case {
	c := interview.Effective(exampleCase("temu-nantes"))
	k, err := letters.ToFile(c, law.MustDate("2026-06-01"))
	if err != nil {
		panic(err)
	}
	filing := letters.FilingOf(c, k)
	c.Complaint = &models.Complaint{Events: []models.ComplaintEvent{
		{ID: "e1", Kind: string(law.Filed), On: law.MustDate("2026-06-01"), Letter: &models.Letter{Text: k.Text(), Filing: filing}},
	}}
	c.Evidence = append(c.Evidence, models.Evidence{ID: "since", Kind: "reply", Caption: hostile})
	return c
}

func complaintSamples() []sample {
	frame := caseFrame("/cases/c4se/complaint")
	draft, lost := exampleCase("temu-nantes"), models.Case{}
	filed := exampleCase("temu-nantes")
	filed.Complaint = &models.Complaint{Events: []models.ComplaintEvent{
		{ID: "e1", Kind: string(law.Filed), On: law.MustDate("2026-06-01")},
		{ID: "e2", Kind: string(law.Acknowledged), On: law.MustDate("2026-06-09"), Reference: "26-0001"},
	}}
	typed := Form{
		Values: interview.Form{"grounds": {"no_answer", hostile}, "asks": {hostile}, "disclosure": {"yes"}, "text": {hostile}, "on.day": {hostile}, "reference": {hostile}},
		Errors: []interview.FieldError{{Field: "grounds", Key: "complaint.error.no_ground"}},
	}
	tooLong, noDay := typed, typed
	tooLong.Errors = []interview.FieldError{{Field: "text", Key: "error.code.unknown"}}
	noDay.Errors = []interview.FieldError{{Field: "on.day", Key: "error.date.day"}}
	sheet := complaintPage(draft, law.MustDate("2026-11-01"))
	asked := func(what string, outcome models.Outcome) models.Job {
		return models.Job{ID: "j0b", Order: models.Order{What: what}, Outcome: outcome, AskedAt: time.Date(2026, 11, 1, 9, 30, 0, 0, time.UTC)}
	}
	ready := models.Outcome{Made: &models.Made{Size: 6_400_000}}
	under := asked(BundleLight, models.Outcome{})
	under.Under, under.Done, under.Steps = 5_000_000, 4, 6
	large := asked(BundleLight, models.Outcome{TooLarge: &models.TooLarge{Bytes: 6_400_000, Weights: []models.Weight{
		{Number: 1, Title: hostile, Bytes: 6_300_000}, {Number: 2, Title: "Lettre", Bytes: 900},
	}}})
	large.Under = 5_000_000
	busy := complaintPage(draft, law.MustDate("2026-11-01"))
	busy.Jobs = []models.Job{asked(BundlePDF, ready), under, large, asked(BundleZIP, models.Outcome{Failed: true})}
	textAlone := complaintPage(keptComplaint(), law.MustDate("2026-11-01"))
	textAlone.Drawn, textAlone.Since = false, 0
	ended := keptComplaint()
	ended.Complaint.Events = append(ended.Complaint.Events, models.ComplaintEvent{ID: "e2", Kind: string(law.Inadmissible), On: law.MustDate("2026-06-20")})
	over := complaintPage(ended, law.MustDate("2026-11-01"))
	over.Earlier = map[string]bool{"e1": true}
	kept, _, _ := letters.ComposeFiled(keptComplaint(), law.MustDate("2026-11-01"))
	return []sample{
		{name: "complaint-jobs", frame: frame, page: busy},
		{name: "complaint", frame: frame, page: complaintPage(draft, law.MustDate("2026-11-01"))},
		{name: "complaint-nothing", frame: frame, page: complaintPage(lost, law.MustDate("2026-11-01"))},
		{name: "complaint-filed", frame: frame, page: complaintPage(filed, law.MustDate("2026-11-01"))},
		{name: "complaint-kept", frame: frame, page: complaintPage(keptComplaint(), law.MustDate("2026-11-01"))},
		{name: "complaint-anew", frame: frame, page: over},
		{name: "complaint-kept-text", frame: frame, page: textAlone},
		{name: "complaint-choices", frame: frame, page: ComplaintChoices{}},
		{name: "complaint-choices-wrong", frame: frame, page: ComplaintChoices{Form: typed}},
		{name: "complaint-section", frame: frame, page: ComplaintSection{Section: letters.SectionFacts, Language: lang.FR, Text: hostile, Rewritten: true}},
		{name: "complaint-section-wrong", frame: frame, page: ComplaintSection{Section: letters.SectionFacts, Language: lang.FR, Text: hostile, Form: tooLong}},
		{name: "complaint-sheet", frame: frame, page: ComplaintSheet{Authority: sheet.Authority, Language: lang.FR, Summary: hostile, Fields: []letters.Field{{ID: "facts", Value: hostile}}}},
		{name: "complaint-sheet-filed", frame: frame, page: ComplaintSheet{Authority: sheet.Authority, Language: lang.FR, Filed: true, AsFiled: &letters.Filed{On: law.MustDate("2026-06-01")}, Summary: hostile, Fields: []letters.Field{{ID: "facts", Value: hostile}}}},
		{name: "complaint-sheet-kept", frame: frame, page: ComplaintSheet{Authority: sheet.Authority, Language: lang.FR, Filed: true, AsFiled: kept.Filed, Summary: kept.Summary, Fields: kept.Sheet}},
		{name: "complaint-sheet-again", frame: frame, page: ComplaintSheet{Authority: sheet.Authority, Language: lang.FR, Filed: true, AsFiled: &letters.Filed{On: law.MustDate("2026-06-01"), Again: true}, Fields: []letters.Field{{ID: "facts", Value: hostile}}}},
		{name: "complaint-light", frame: frame, page: ComplaintLight{Form: Form{Values: interview.Form{"under": {"5"}}}}},
		{name: "complaint-light-wrong", frame: frame, page: ComplaintLight{
			Form: Form{Values: interview.Form{"under": {hostile}}, Errors: []interview.FieldError{{Field: "under", Key: "error.code.unknown"}}},
		}},
		{name: "complaint-ireland", frame: frame, page: complaintPage(complainedTo(law.DPC), law.MustDate("2026-11-01"))},
		{name: "complaint-kingdom", frame: frame, page: complaintPage(complainedTo(law.ICO), law.MustDate("2026-11-01"))},
		{name: "complaint-decided", frame: frame, page: complaintPage(complainedTo(law.CNIL, law.Decided), law.MustDate("2027-04-02"))},
		{name: "consumer", frame: frame, page: Consumer{Text: hostile, Unpaid: true, Country: "FR"}},
		{name: "consumer-kingdom", frame: frame, page: Consumer{Text: hostile, Unpaid: true, Country: "GB"}},
		{name: "job-waits", frame: frame, page: Job{Job: asked(BundlePDF, models.Outcome{})}},
		{name: "job-making", frame: frame, page: Job{Job: under}},
		{name: "job-still", frame: frame, page: Job{Job: under, Still: true}},
		{name: "job-made", frame: frame, page: Job{Job: asked(BundleZIP, ready)}},
		{name: "job-made-changed", frame: frame, page: Job{Job: asked(BundlePDF, ready), Changed: true}},
		{name: "job-too-large", frame: frame, page: Job{Job: large}},
		{name: "job-gone", frame: frame, page: Job{Gone: true}},
		{name: "job-failed", frame: frame, page: Job{Job: asked(BundlePDF, models.Outcome{Failed: true})}},
		{name: "invitees", frame: frame, page: Invitees{Message: hostile, Source: hostile}},
		{name: "invitees-named", frame: frame, page: Invitees{Named: true, Message: hostile, Source: hostile}},
		{name: "consumer-nothing", frame: frame, page: Consumer{}},
		{name: "complaint-event", frame: frame, page: ComplaintEvent{Kind: law.Filed}},
		{name: "complaint-event-correct", frame: frame, page: ComplaintEvent{Kind: law.Filed, EventID: "e1"}},
		{name: "complaint-event-wrong", frame: frame, page: ComplaintEvent{Kind: law.Acknowledged, Form: noDay}},
	}
}
