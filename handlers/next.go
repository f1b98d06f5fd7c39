package handlers

import (
	"slices"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

// requestPage is all there is to know about a request that was sent.
func (v *visit) requestPage(c models.Case, r models.Request, state law.State) views.Request {
	page := views.Request{
		Form:      views.Form{Values: v.queryValues()},
		RequestID: r.ID, Rights: r.Rights, Controller: controllerOf(interview.Effective(c), r).Name,
		Channel: r.Channel, TrackingNumber: r.TrackingNumber,
		Today: v.today, State: state, HasLetter: r.Letter != nil && !r.Letter.FrozenOn.IsZero(),
		Next:      v.nextOf(c, r, state),
		Offers:    offersOf(state),
		FollowUps: letters.FollowUpsFor(state),
		Notes:     map[string]string{},
	}
	for _, e := range r.Events {
		page.Notes[e.ID] = e.Note
	}
	return page
}

// queryValues is what the address chose before it was refused.
func (v *visit) queryValues() interview.Form {
	return interview.Form{"kind": {v.Query("kind")}}
}

// offersOf are the sentences to choose from: an answer first, which is what
// people wait for.
func offersOf(state law.State) []law.EventKind {
	offers := recordable(state)
	if slices.Contains(state.Next, law.Answered) || slices.Contains(state.Next, law.PartialReply) {
		offers = append([]law.EventKind{views.ReplyCame}, offers...)
	}
	return offers
}

// doing is what a next step is done with: a page of the request, an event to
// note, a letter that follows.
type doing struct {
	page  string
	event law.EventKind
	write letters.FollowUp
	all   bool // the choice of letters
}

// steps says how each next step is done, and the second way if there is one.
// A step that is not here is done by waiting.
var steps = map[law.NextStep][2]doing{
	law.NextSend:              {{page: "letter"}},
	law.NextSendAgain:         {{all: true}},
	law.NextNoteReceipt:       {{event: law.Received}},
	law.NextGiveIdentity:      {{write: letters.IdentityReply}, {event: law.IdentityGiven}},
	law.NextGiveClarification: {{event: law.ClarificationGiven}},
	law.NextRemind:            {{write: letters.Reminder}},
	law.NextFollowUp:          {{write: letters.PartialFollowUp}, {page: "answer"}},
	law.NextContest:           {{page: "answer"}},
	law.NextWriteElsewhere:    {{all: true}},
	law.NextGoOn:              {{all: true}},
}

// nextOf is the one thing to do about a request, in one sentence, and where it
// is done.
func (v *visit) nextOf(c models.Case, r models.Request, s law.State) views.NextStep {
	next := views.NextStep{Text: views.Sentence{Key: "next." + string(s.Step)}}
	ways := steps[s.Step]
	if written := letters.FollowUpsFor(s); s.Step == law.NextComplain && len(written) > 0 {
		ways[0].write = written[0]
	}
	next.Action, next.Href = v.wayOf(c, r, ways[0])
	next.Other, next.OtherHref = v.wayOf(c, r, ways[1])
	return next
}

// wayOf is the words and the address of a doing; nothing for none.
func (v *visit) wayOf(c models.Case, r models.Request, d doing) (views.Sentence, string) {
	switch {
	case d.page != "":
		return views.Sentence{Key: "request.do." + d.page}, views.RequestPath(v.lang, c.ID, r.ID, d.page)
	case d.event != "":
		return views.Sentence{Key: "event." + string(d.event) + ".offer"}, views.NewEventPath(v.lang, c.ID, r.ID, d.event)
	case d.write != "":
		return views.Sentence{Key: "follow." + string(d.write) + ".do"}, views.FollowUpPath(v.lang, c.ID, r.ID, d.write)
	case d.all:
		return views.Sentence{Key: "hub.do.letters"}, views.CasePath(v.lang, c.ID, "letters")
	}
	return views.Sentence{}, ""
}
