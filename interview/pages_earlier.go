package interview

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"contreoffre/law"
	"contreoffre/models"
)

// earlierPrefix begins the id of a request that the person told us about: a
// letter they had sent before.
const earlierPrefix = "earlier-"

var (
	rightOptions   = words(law.Rights)
	channelOptions = words([]law.Channel{law.Email, law.WebForm, law.InApp, law.PlainLetter, law.RegisteredLetter,
		law.ElectronicRegisteredLetter, law.InPerson})
	// answerOptions are the answers a person recognises; the rest of a
	// request's story is told on its own page.
	answerOptions = words([]law.EventKind{law.Acknowledged, law.IdentityAsked, law.PartialReply, law.Refused,
		law.NoDataHeld, law.Answered})
)

// noAnswer is an option of its own: without script, a choice once made cannot
// be taken back.
const noAnswer = "none"

func words[W ~string](kinds []W) []string {
	out := make([]string, len(kinds))
	for i, kind := range kinds {
		out[i] = string(kind)
	}
	return out
}

// earlierQuestion asks for letters already sent. Each row is one request; a
// request about which more is recorded than a row can show is left to its own
// page and never touched here.
var earlierQuestion = question{
	Page: Page{
		ID: "earlier", Group: "participation", Optional: true,
		Fields: []Field{{Name: "earlier", Kind: List, MaxLength: rowLimit, Optional: true, Fields: []Field{
			{Name: "rights", Kind: Choices, Options: rightOptions},
			{Name: "channel", Kind: Choice, Options: channelOptions, Optional: true},
			{Name: "sent_on", Kind: Day},
			{Name: "received_on", Kind: Day, Optional: true},
			{Name: "answer", Kind: Choice, Options: append([]string{noAnswer}, answerOptions...), Optional: true},
			{Name: "answered_on", Kind: Day, Optional: true},
		}}},
		Answered: func(c models.Case) bool { return slices.ContainsFunc(c.Requests, isSent) },
	},
	fill: func(c models.Case, w writer) {
		n := 0
		for _, request := range c.Requests {
			if !isEarlier(request) {
				continue
			}
			row := w.row("earlier", n)
			row.set("rights", words(request.Rights)...)
			row.set("channel", string(request.Channel))
			row.set("answer", noAnswer)
			for _, e := range request.Events {
				switch e.Kind {
				case law.Sent:
					row.day("sent_on", e.On, false)
				case law.Received:
					row.day("received_on", e.On, false)
				default:
					row.set("answer", string(e.Kind))
					row.day("answered_on", e.On, false)
				}
			}
			n++
		}
	},
	read: func(r *reader, c *models.Case) {
		// In their place, and before any draft: the latest request naming a
		// right is the one that supplies its details.
		at := slices.IndexFunc(c.Requests, func(q models.Request) bool { return isEarlier(q) || !isSent(q) })
		if at < 0 {
			at = len(c.Requests)
		}
		told := slices.DeleteFunc(slices.Clone(c.Requests), func(q models.Request) bool { return !isEarlier(q) })
		kept := slices.DeleteFunc(slices.Clone(c.Requests), isEarlier)
		var rows []models.Request
		r.rows("earlier", func(row *reader) {
			read := readEarlier(row)
			if same := slices.IndexFunc(told, func(q models.Request) bool { return sameEarlier(q, read) }); same >= 0 {
				read = told[same] // keeps its id: its address on the web is kept too
				told = slices.Delete(told, same, same+1)
			} else {
				read = nameEarlier(read, rows, kept, told)
			}
			rows = append(rows, read)
		})
		c.Requests = slices.Insert(kept, at, rows...)
	},
	clear: func(c *models.Case) { c.Requests = slices.DeleteFunc(c.Requests, isEarlier) },
}

func isSent(r models.Request) bool {
	return slices.ContainsFunc(r.Events, func(e models.Event) bool { return e.Kind == law.Sent })
}

// isEarlier reports a request that a row can show whole.
func isEarlier(r models.Request) bool {
	if !strings.HasPrefix(r.ID, earlierPrefix) || len(r.Events) == 0 || r.Events[0].Kind != law.Sent {
		return false
	}
	answers := 0
	for i, e := range r.Events {
		plain := models.Event{Event: law.Event{ID: e.ID, Kind: e.Kind, On: e.On}}
		switch {
		case !reflect.DeepEqual(e, plain):
			return false
		case i == 0, i == 1 && e.Kind == law.Received:
		case slices.Contains(answerOptions, string(e.Kind)):
			answers++
		default:
			return false
		}
	}
	plain := models.Request{ID: r.ID, Rights: r.Rights, Channel: r.Channel, Events: r.Events}
	return answers <= 1 && reflect.DeepEqual(r, plain)
}

func readEarlier(row *reader) models.Request {
	var rights []law.Right
	for _, right := range row.choices("rights") {
		rights = append(rights, law.Right(right))
	}
	request := models.Request{Rights: rights, Channel: law.Channel(row.choice("channel"))}
	sent := row.day("sent_on")
	request.Events = append(request.Events, happened(law.Sent, sent))
	if received := row.day("received_on"); !received.IsZero() {
		if received.Before(sent) {
			row.fail("received_on.day", "error.date.before_sending")
		}
		request.Events = append(request.Events, happened(law.Received, received))
	}
	answer, answered := row.choice("answer"), row.day("answered_on")
	if answer == noAnswer {
		answer = ""
	}
	switch {
	case answer == "" && !answered.IsZero():
		row.fail("answer", "error.choice.required")
	case answer != "" && answered.IsZero():
		row.fail("answered_on.day", "error.date.required")
	case answer != "" && answered.Before(sent):
		row.fail("answered_on.day", "error.date.before_sending")
	case answer != "":
		request.Events = append(request.Events, happened(law.EventKind(answer), answered))
	}
	return request
}

func happened(kind law.EventKind, on law.Date) models.Event {
	return models.Event{Event: law.Event{Kind: kind, On: on}}
}

// sameEarlier compares what a row shows.
func sameEarlier(a, b models.Request) bool {
	return slices.Equal(a.Rights, b.Rights) && a.Channel == b.Channel &&
		slices.EqualFunc(a.Events, b.Events, func(x, y models.Event) bool { return x.Kind == y.Kind && x.On == y.On })
}

// nameEarlier gives a request, and its events, ids that no other has.
func nameEarlier(r models.Request, taken ...[]models.Request) models.Request {
	for n := 1; ; n++ {
		r.ID = earlierPrefix + strconv.Itoa(n)
		if !slices.ContainsFunc(slices.Concat(taken...), func(q models.Request) bool { return q.ID == r.ID }) {
			break
		}
	}
	for i := range r.Events {
		r.Events[i].ID = r.ID + "-" + strconv.Itoa(i+1)
	}
	return r
}
