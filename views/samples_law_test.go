package views

import (
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

func offerSamples() []sample {
	samples := []sample{{name: "offers", frame: publicFrame("/offers"), page: Offers{interview.Presets()}}}
	for _, p := range interview.Presets() {
		samples = append(samples, sample{name: "offer-" + p.Slug, frame: publicFrame("/offers/" + p.Slug), page: Offer{p}})
	}
	return samples
}

func mustCalendar(country string) *law.Calendar {
	c, err := law.CalendarOf(law.Place{Country: country})
	if err != nil {
		panic(err)
	}
	return c
}

func mustAnswer(c law.Count) *law.Answer {
	a, err := law.CountAnswer(c)
	if err != nil {
		panic(err)
	}
	return &a
}

func deadlineSamples() []sample {
	calendars := []*law.Calendar{mustCalendar("IE"), mustCalendar("FR")}
	count := law.Count{Received: law.MustDate("2026-09-26"), Controller: calendars[0], Person: calendars[1], Regime: law.EU}
	asked := count
	asked.Waits = []law.Wait{{For: law.ForIdentity, Asked: law.MustDate("2026-10-01")}}
	given := count
	given.Waits = []law.Wait{{For: law.ForIdentity, Asked: law.MustDate("2026-10-01"), Given: law.MustDate("2026-10-12")}}
	late := count
	late.Extension = law.Extension{Announced: law.MustDate("2026-12-01")}
	typed := interview.Form{"received.day": {"26"}, "received.month": {"9"}, "received.year": {"2026"}, "controller_country": {"IE"}, "person_country": {"FR"}, "extended.day": {hostile}}
	frame := publicFrame("/deadline")
	samples := []sample{
		{name: "deadline", frame: frame, page: Deadline{Form: Form{Values: interview.Form{"controller_country": {"IE"}, "person_country": {"FR"}}}}},
		{name: "deadline-wrong", frame: frame, page: Deadline{Form: Form{Values: typed, Errors: []interview.FieldError{{Field: "received", Key: "error.date.required"}, {Field: "extended.day", Key: "error.date.day"}}}}},
	}
	for name, c := range map[string]law.Count{"plain": count, "asked": asked, "given": given, "late": late} {
		samples = append(samples, sample{name: "deadline-" + name, frame: frame, page: Deadline{Form: Form{Values: typed}, Answer: mustAnswer(c), Calendars: calendars}})
	}
	return samples
}

// happened is a request of which each event took place a week after the other.
func happened(kinds ...law.EventKind) []law.Event {
	var events []law.Event
	on := law.MustDate("2026-09-01")
	for _, k := range kinds {
		events = append(events, law.Event{ID: string(k), Kind: k, On: on})
		on = on.AddDays(7)
	}
	return events
}

// requestSamples shows a request in each status.
func requestSamples() []sample {
	matter := law.Matter{
		Rights: []law.Right{law.Access, law.Restriction}, Channel: law.Email,
		Controller: law.Place{Country: "IE"}, Person: law.Place{Country: "FR"}, Country: "FR",
	}
	estimated := happened(law.Sent)
	estimated[0].Estimated = true
	cancelled := append(happened(law.Sent, law.Received), law.Event{ID: "undo", Kind: law.Received, On: law.MustDate("2026-09-08"), Cancels: "received"})
	var samples []sample
	for _, c := range []struct {
		name   string
		events []law.Event
		on     string
	}{
		{"draft", nil, "2026-10-30"},
		{"sent", estimated, "2026-09-01"},
		{"waiting", happened(law.Sent, law.Received), "2026-09-20"},
		{"late", happened(law.Sent, law.Received), "2026-10-30"},
		{"extended", happened(law.Sent, law.Received, law.Extended), "2026-10-30"},
		{"suspended", happened(law.Sent, law.Received, law.IdentityAsked), "2026-10-30"},
		{"restarted", happened(law.Sent, law.Received, law.IdentityAsked, law.IdentityGiven), "2026-09-30"},
		{"partial", happened(law.Sent, law.Received, law.PartialReply), "2026-09-20"},
		{"refused", happened(law.Sent, law.Received, law.Refused), "2026-09-20"},
		{"bounced", happened(law.Sent, law.Bounced), "2026-09-20"},
		{"answered", happened(law.Sent, law.Received, law.Answered), "2026-09-20"},
		{"withdrawn", happened(law.Sent, law.Withdrawn), "2026-09-20"},
		{"cancelled", cancelled, "2026-09-20"},
	} {
		on := law.MustDate(c.on)
		state := law.StateOf(matter, c.events, on)
		samples = append(samples, sample{name: "request-" + c.name, frame: caseFrame("/cases/c4se/requests/r1"), page: Request{
			RequestID: "r1", Rights: matter.Rights, Controller: hostile, Channel: law.Email, TrackingNumber: hostile,
			Today: on, State: state, HasLetter: c.name != "late", Offers: append([]law.EventKind{ReplyCame}, state.Next...),
			FollowUps: letters.FollowUpsFor(state), Notes: map[string]string{string(law.Received): hostile}, Kept: []string{string(law.Sent)},
			Next: NextStep{Text: Sentence{Key: "next." + string(state.Step)}, Action: Sentence{Key: "preview.already"}, Href: RequestPath(lang.FR, "c4se", "r1", "sent")},
		}})
	}
	return samples
}
