package letters

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"contreoffre/law"
	"contreoffre/models"
)

func happened(kind law.EventKind, on string) models.Event {
	return models.Event{Event: law.Event{ID: string(kind) + on, Kind: kind, On: law.MustDate(on)}}
}

func TestStretchesOfARequest(t *testing.T) {
	undone := happened(law.Answered, "2026-10-10")
	undo := models.Event{Event: law.Undo(undone.Event, "undo")}
	for _, c := range []struct {
		name   string
		events []models.Event
		today  string
		want   []string
	}{
		{"a draft has no lane", nil, "2026-10-30", nil},
		{"sent today: all is to come", []models.Event{happened(law.Sent, "2026-09-26")}, "2026-09-26",
			[]string{"ahead 2026-09-26 2026-10-27"}},
		{"the month runs", []models.Event{happened(law.Sent, "2026-09-26")}, "2026-10-10",
			[]string{"waited 2026-09-26 2026-10-10", "ahead 2026-10-10 2026-10-27"}},
		{"on the last day nothing is late", []models.Event{happened(law.Sent, "2026-09-26")}, "2026-10-27",
			[]string{"waited 2026-09-26 2026-10-27"}},
		{"late", []models.Event{happened(law.Sent, "2026-09-26")}, "2026-10-30",
			[]string{"waited 2026-09-26 2026-10-27", "overdue 2026-10-27 2026-10-30"}},
		{"an answer ends the wait", []models.Event{happened(law.Sent, "2026-09-26"), happened(law.Answered, "2026-10-10")}, "2026-10-30",
			[]string{"settled 2026-09-26 2026-10-10"}},
		{"an answer taken back does not", []models.Event{happened(law.Sent, "2026-09-26"), undone, undo}, "2026-10-27",
			[]string{"waited 2026-09-26 2026-10-27"}},
		{"a part is not the answer", []models.Event{happened(law.Sent, "2026-09-26"), happened(law.PartialReply, "2026-10-10")}, "2026-10-27",
			[]string{"waited 2026-09-26 2026-10-27"}},
		{"suspended: no day to count to", []models.Event{happened(law.Sent, "2026-09-26"), happened(law.IdentityAsked, "2026-10-01")}, "2026-10-30",
			[]string{"waited 2026-09-26 2026-10-30", "paused 2026-10-01 2026-10-30"}},
		{"a question asked too late pauses nothing", []models.Event{happened(law.Sent, "2026-09-26"), happened(law.IdentityAsked, "2026-10-29")}, "2026-10-30",
			[]string{"waited 2026-09-26 2026-10-27", "overdue 2026-10-27 2026-10-30"}},
		{"a pause that ended", []models.Event{happened(law.Sent, "2026-09-26"), happened(law.IdentityAsked, "2026-10-01"), happened(law.IdentityGiven, "2026-10-05")}, "2026-10-06",
			[]string{"waited 2026-09-26 2026-10-06", "ahead 2026-10-06 2026-10-30", "paused 2026-10-01 2026-10-05"}},
		{"it came back", []models.Event{happened(law.Sent, "2026-09-26"), happened(law.Bounced, "2026-09-27")}, "2026-10-30",
			[]string{"lost 2026-09-26 2026-09-27"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dossier := nantes(t)
			dossier.Requests = []models.Request{{ID: "r1", Rights: []law.Right{law.Access}, Channel: law.Email, Events: c.events}}
			timeline := TimelineOf(dossier, law.MustDate(c.today))
			var got []string
			for _, lane := range timeline.Lanes {
				for _, s := range lane.Stretches {
					got = append(got, fmt.Sprint(s.Kind, " ", s.From, " ", s.To))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), strings.Join(c.want, "; "))
			}
		})
	}
}

// The authority's time is a lane like a company's: to its next news, late when
// it stays silent, over when it decides.
func TestTheTimelineGoesOnAfterTheComplaint(t *testing.T) {
	event := func(kind law.EventKind, on string) models.ComplaintEvent {
		return models.ComplaintEvent{ID: string(kind), Kind: string(kind), On: law.MustDate(on)}
	}
	filed := event(law.Filed, "2026-05-06")
	for _, c := range []struct {
		name   string
		events []models.ComplaintEvent
		today  string
		want   []string
		marks  string
	}{
		{"a draft has no lane", nil, "2026-06-01", nil, ""},
		{"the authority's time runs", []models.ComplaintEvent{filed}, "2026-06-01",
			[]string{"waited 2026-05-06 2026-06-01", "ahead 2026-06-01 2026-08-06"}, "filed 2026-05-06, authority_news 2026-08-06"},
		{"news starts it again", []models.ComplaintEvent{filed, event(law.Progress, "2026-07-01")}, "2026-07-02",
			[]string{"waited 2026-05-06 2026-07-02", "ahead 2026-07-02 2026-10-01"}, "filed 2026-05-06, progress 2026-07-01, authority_news 2026-10-01"},
		{"silent", []models.ComplaintEvent{filed}, "2026-08-10",
			[]string{"waited 2026-05-06 2026-08-06", "overdue 2026-08-06 2026-08-10"}, "filed 2026-05-06, authority_news 2026-08-06, appeal_by 2026-10-06"},
		{"decided", []models.ComplaintEvent{filed, event(law.Decided, "2026-07-01")}, "2026-08-10",
			[]string{"settled 2026-05-06 2026-07-01"}, "filed 2026-05-06, decided 2026-07-01, appeal_by 2026-09-01"},
	} {
		dossier := nantes(t)
		dossier.Requests, dossier.Complaint = nil, &models.Complaint{Authority: string(law.CNIL), Events: c.events}
		timeline := TimelineOf(dossier, law.MustDate(c.today))
		var got, marks []string
		for _, lane := range timeline.Lanes {
			for _, s := range lane.Stretches {
				got = append(got, fmt.Sprint(s.Kind, " ", s.From, " ", s.To))
			}
		}
		for _, m := range timeline.Marks {
			if m.Lane >= 0 {
				marks = append(marks, fmt.Sprint(m.Event, m.Deadline, " ", m.On))
			}
		}
		if !slices.Equal(got, c.want) || strings.Join(marks, ", ") != c.marks {
			t.Errorf("%s: got %v and %v, want %v and %s", c.name, got, marks, c.want, c.marks)
		}
		if timeline.Requests() != 0 {
			t.Errorf("%s: %d requests, want none", c.name, timeline.Requests())
		}
	}
}

func TestMarksOfATimeline(t *testing.T) {
	dossier := nantes(t)
	sent := happened(law.Sent, "2026-09-26")
	wrong := happened(law.Refused, "2026-10-01")
	dossier.Requests = []models.Request{
		{ID: "r1", Rights: []law.Right{law.Access}, Channel: law.Email, Events: []models.Event{sent}},
		{ID: "r2", Rights: []law.Right{law.Erasure}},
		{ID: "r3", Rights: []law.Right{law.Objection}, Channel: law.Email, Events: []models.Event{
			happened(law.Sent, "2026-09-28"), wrong, {Event: law.Undo(wrong.Event, "undo")}, happened(law.Answered, "2026-10-20")}},
	}
	timeline := TimelineOf(dossier, law.MustDate("2026-10-27"))
	var got []string
	for _, m := range timeline.Marks {
		got = append(got, strings.Join(strings.Fields(fmt.Sprint(m.On, " ", m.Lane, " ", m.Kind, " ", m.Event, " ", m.Deadline, " ", m.Urgency)), " "))
	}
	want := []string{
		dossier.Participation.JoinedOn.String() + " -1 joined",
		"2026-09-26 0 event sent",
		"2026-09-28 1 event sent",
		"2026-10-20 1 event answered",
		"2026-10-27 -1 today",
		"2026-10-27 0 deadline answer today",
		"2026-10-28 0 deadline complain_from soon",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if from, to := law.MustDate("2026-09-26"), law.MustDate("2026-10-28"); timeline.From != from || timeline.To != to {
		t.Errorf("from %s to %s, want %s to %s", timeline.From, timeline.To, from, to)
	}
}
