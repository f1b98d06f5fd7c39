package views

import (
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
)

// followedCase is the example dossier with a request at each stage worth
// drawing.
func followedCase() models.Case {
	c := exampleCase("temu-nantes")
	day := law.MustDate
	c.Requests = []models.Request{
		tracked("r1", []law.Right{law.Access}, law.Event{Kind: law.Sent, On: day("2026-09-26")}),
		tracked("r2", []law.Right{law.ConsentWithdrawal, law.Objection},
			law.Event{Kind: law.Sent, On: day("2026-09-28")}, law.Event{Kind: law.Answered, On: day("2026-10-19")}),
		tracked("r3", []law.Right{law.Restriction}, law.Event{Kind: law.Sent, On: day("2026-10-01")}),
		tracked("r4", []law.Right{law.Erasure},
			law.Event{Kind: law.Sent, On: day("2026-10-03")}, law.Event{Kind: law.IdentityAsked, On: day("2026-10-12")}),
		tracked("r5", []law.Right{law.Portability},
			law.Event{Kind: law.Sent, On: day("2026-10-05")}, law.Event{Kind: law.Refused, On: day("2026-10-20")}),
	}
	c.Complaint = &models.Complaint{Authority: string(law.CNIL), Events: []models.ComplaintEvent{{ID: "filed", Kind: string(law.Filed), On: day("2026-10-20")}}}
	return interview.Effective(c)
}

// tracked is a request sent by a form, and what happened to it.
func tracked(id string, rights []law.Right, events ...law.Event) models.Request {
	r := models.Request{ID: id, Rights: rights, Channel: law.WebForm}
	for _, e := range events {
		e.ID = id + string(e.Kind)
		r.Events = append(r.Events, models.Event{Event: e})
	}
	return r
}

func trackerSamples() []sample {
	hub := Hub{Person: "Maëlle", Offer: "Temu", Today: today, Next: NextStep{Text: Sentence{Key: "next.complain"}}}
	one, later := hub, hub
	hub.Timeline = letters.TimelineOf(followedCase(), today)
	alone := followedCase()
	alone.Requests = alone.Requests[:1]
	alone.Participation.JoinedOn = law.Date{}
	one.Timeline = letters.TimelineOf(alone, law.MustDate("2026-09-26"))
	later.Timeline = letters.TimelineOf(followedCase(), law.MustDate("2029-03-01"))
	frame := caseFrame("/cases/c4se/requests/r1/event")
	wrongDay := Form{Values: interview.Form{"on.day": {hostile}, "note": {hostile}}, Errors: []interview.FieldError{
		{Field: "on.day", Key: "refusal.would_contradict", Args: []any{"event", "Refus", "date", today}},
		{Field: "until.day", Key: "refusal.until_too_early"},
	}}
	access := []law.Right{law.Access}
	ticked := interview.Form{"on.day": {"9"}, "on.month": {"12"}, "on.year": {hostile}, "copy_of_data": {Delivered}, "source": {Missing}, "purposes": {NotAsked}}
	unsaid := Form{Values: ticked, Errors: []interview.FieldError{{Field: "on.day", Key: "error.date.day"}, {Field: "confirmation", Key: "error.choice.required"}}}
	follow := Letter{RequestID: "r1", FollowUp: letters.PartialFollowUp}
	closed := hub
	closed.Closed = &models.Closed{On: today, As: "partly_obtained"}
	return []sample{
		{name: "answer", frame: frame, page: Answer{RequestID: "r1", Rights: access, Asked: letters.Asked(access)}},
		{name: "answer-wrong", frame: frame, page: Answer{RequestID: "r1", Rights: access, Asked: letters.Asked(law.Rights), Form: unsaid}},
		{name: "follow", frame: frame, page: Preview{Letter: follow, Rights: access, Language: "fr", Documents: []letters.Document{letterIn(lang.FR)}}},
		{name: "follow-kept", frame: frame, page: Preview{Letter: Letter{RequestID: "r1", EventID: "e1"}, Rights: access, Language: "fr", Sent: true, Frozen: hostile}},
		{name: "follow-sent", frame: frame, page: Sent{Letter: follow, Rights: access}},
		{name: "close", frame: caseFrame("/cases/c4se/close"), page: Close{Running: 2}},
		{name: "close-wrong", frame: caseFrame("/cases/c4se/close"), page: Close{Form: wrong("as", "error.choice.required", nil)}},
		{name: "hub-closed", frame: caseFrame("/cases/c4se"), page: closed},
		{name: "event", frame: frame, page: Event{RequestID: "r1", Rights: []law.Right{law.Access}, Kind: law.Extended}},
		{name: "event-wrong", frame: frame, page: Event{RequestID: "r1", Rights: []law.Right{law.Access}, Kind: law.Extended, Form: wrongDay}},
		{name: "event-correct", frame: frame, page: Event{RequestID: "r1", Rights: []law.Right{law.Access}, Kind: law.IdentityAsked, EventID: "e1"}},
		{name: "hub-timeline", frame: caseFrame("/cases/c4se"), page: hub},
		{name: "hub-timeline-today", frame: caseFrame("/cases/c4se"), page: one},
		{name: "hub-timeline-years", frame: caseFrame("/cases/c4se"), page: later},
	}
}
