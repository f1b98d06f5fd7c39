package handlers

import (
	"slices"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

// requestPage is all there is to know about a request that was sent.
func (v *visit) requestPage(c models.Case, r models.Request, state law.State) views.Request {
	page := views.Request{
		RequestID: r.ID, Rights: r.Rights, Controller: controllerOf(interview.Effective(c), r).Name,
		Channel: r.Channel, TrackingNumber: r.TrackingNumber,
		Today: v.today, State: state, HasLetter: r.Letter != nil && !r.Letter.FrozenOn.IsZero(),
		Next:      v.nextOf(c, r, state),
		Offers:    offersOf(state),
		FollowUps: letters.FollowUpsFor(state),
		Notes:     map[string]string{},
	}
	page.FollowUps = slices.DeleteFunc(page.FollowUps, func(kind letters.FollowUp) bool {
		return views.FollowUpPath(v.lang, c.ID, r.ID, kind) == page.Next.Href // said already
	})
	for _, e := range r.Events {
		page.Notes[e.ID] = e.Note
	}
	return page
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
	page     string
	event    law.EventKind
	write    letters.FollowUp
	all      bool // the choice of letters
	complain bool // the complaint to the authority
	filed    bool // that complaint, once it is filed
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
	law.NextComplain:          {{complain: true}},
	law.NextAwaitAuthority:    {{filed: true}},
	law.NextContest:           {{page: "answer"}},
	law.NextWriteElsewhere:    {{all: true}},
	law.NextGoOn:              {{all: true}},
}

// nextOf is the one thing to do about a request, in one sentence, and where it
// is done.
func (v *visit) nextOf(c models.Case, r models.Request, s law.State) views.NextStep {
	if id := replacedBy(interview.Effective(c), r, s); id != "" {
		return step("request.next_replaced", "request.do.replacement", views.RequestPath(v.lang, c.ID, id))
	}
	next := views.NextStep{Text: views.Sentence{Key: "next." + string(s.Step)}}
	ways := steps[s.Step]
	if written := letters.FollowUpsFor(s); s.Step == law.NextComplain && len(written) > 0 {
		ways[1].write = written[0]
	}
	if s.Step == law.NextGoOn {
		next.Note = v.nextSafe(c)
	}
	next.Action, next.Href = v.wayOf(c, r, ways[0])
	next.Other, next.OtherHref = v.wayOf(c, r, ways[1])
	return next
}

// replacedBy is the later request that was made in the place of one that came
// back or was sent elsewhere; empty when there is none.
func replacedBy(effective models.Case, r models.Request, s law.State) string {
	if s.Step != law.NextSendAgain && s.Step != law.NextWriteElsewhere {
		return ""
	}
	i := slices.IndexFunc(effective.Requests, func(other models.Request) bool { return other.ID == r.ID })
	for _, later := range effective.Requests[i+1:] {
		if covers(later, r.Rights) && !interview.OnlyDetails(later) {
			return later.ID
		}
	}
	return ""
}

// covers reports whether a request exercises all of rights.
func covers(r models.Request, rights []law.Right) bool {
	return !slices.ContainsFunc(rights, func(right law.Right) bool { return !slices.Contains(r.Rights, right) })
}

// nextSafe names the letter that the wishes still call for and that comes next
// in the safe order; it says nothing when there is none.
func (v *visit) nextSafe(c models.Case) views.Sentence {
	right, ok := safeToWrite(c, v.today)
	if !ok {
		return views.Sentence{}
	}
	return views.Sentence{Key: "request.next_safe", Args: []any{"right", lang.Right(v.lang, right)}}
}

// safeToWrite finds the next letter that the wishes call for, in the safe
// order: one that is not under way and was not answered.
func safeToWrite(c models.Case, today law.Date) (right law.Right, ok bool) {
	for _, choice := range choicesOf(c, today) {
		if choice.Advised && choice.RequestID == "" && len(choice.OutOfOrder) == 0 && !wasAnswered(c, choice.Rights, today) {
			return choice.Rights[0], true
		}
	}
	return "", false
}

// wasAnswered reports whether a request for the same already got its answer.
func wasAnswered(c models.Case, rights []law.Right, today law.Date) bool {
	effective := interview.Effective(c)
	return slices.ContainsFunc(effective.Requests, func(r models.Request) bool {
		return covers(r, rights) && letters.StateOf(effective, r, today).Status == law.StatusClosed
	})
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
	case d.complain:
		return views.Sentence{Key: "task.complaint"}, views.ComplaintPath(v.lang, c.ID)
	case d.filed:
		return views.Sentence{Key: "hub.do.complaint"}, views.ComplaintPath(v.lang, c.ID)
	case d.all:
		return views.Sentence{Key: "hub.do.letters"}, views.CasePath(v.lang, c.ID, "letters")
	}
	return views.Sentence{}, ""
}
