package handlers

import (
	"slices"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/views"
)

var choiceDay = law.MustDate("2026-11-22")

func choiceCase(requests ...models.Request) models.Case {
	return models.Case{
		Facts: models.Facts{
			Person:        &models.Person{Name: "Maëlle Lœwenbruck"},
			Offer:         &models.Offer{Preset: "temu-cash-reward-2024"},
			Participation: &models.Participation{Country: "FR", Wishes: []string{"know", "delete", "no_marketing"}},
		},
		Requests: requests,
	}
}

func sentRequest(id string, on string, more []models.Event, rights ...law.Right) models.Request {
	sent := models.Event{Event: law.Event{ID: "sent", Kind: law.Sent, On: law.MustDate(on)}}
	return models.Request{ID: id, Rights: rights, Channel: law.WebForm, Events: append([]models.Event{sent}, more...)}
}

// "Opposition" and "Limitation" say nothing to whoever reads them first: a
// letter that is not advised says what it is for, as an advised one says why.
func TestEveryLetterThatIsOfferedSaysWhatItIsFor(t *testing.T) {
	undecided := choiceCase()
	undecided.Participation.Wishes = nil
	for name, c := range map[string]models.Case{"some wishes": choiceCase(), "none": undecided, "nothing told": {}} {
		for _, choice := range choicesOf(c, choiceDay) {
			for _, l := range lang.Langs {
				if key := choice.Reason.Key; key == "" || !lang.Has(l, key) {
					t.Errorf("%s: %s: %s says nothing (%q)", name, l, choice.Value, key)
				}
			}
		}
	}
}

func TestChoices(t *testing.T) {
	answered := []models.Event{{Event: law.Event{ID: "answered", Kind: law.Answered, On: law.MustDate("2026-11-10")}}}
	for _, test := range []struct {
		name     string
		c        models.Case
		value    string
		want     string // id of the letter that already exists
		offered  bool
		chosen   bool
		orderful bool // nothing is safer first
	}{
		{"advised and in order", choiceCase(), "access", "", true, true, true},
		{"advised, too early", choiceCase(), "erasure", "", true, false, false},
		{"a good start for who wants nothing yet", models.Case{}, "access", "", true, true, true},
		{"not advised", choiceCase(), "portability", "", true, false, true},
		{"a draft is not made twice", choiceCase(models.Request{ID: "d", Rights: []law.Right{law.Access}}), "access", "d", true, false, true},
		{"a running request is not sent twice", choiceCase(sentRequest("s", "2026-11-01", nil, law.Access)), "access", "s", true, false, true},
		{"an overdue one is reminded of, not repeated", choiceCase(sentRequest("s", "2026-01-01", nil, law.Access)), "access", "s", true, false, true},
		{"an answered one may be asked again", choiceCase(sentRequest("s", "2026-11-01", answered, law.Access)), "access", "", true, true, true},
		{"erasure after the answer", choiceCase(sentRequest("s", "2026-11-01", answered, law.Access)), "erasure", "", true, true, true},
		{"a combination", choiceCase(), "access+restriction", "", true, false, true},
		{"no combination around a letter that exists", choiceCase(models.Request{ID: "d", Rights: []law.Right{law.Access}}), "access+restriction", "", false, false, false},
		{"a combination that exists", choiceCase(models.Request{ID: "d", Rights: []law.Right{law.Access, law.Restriction}}), "access+restriction", "d", true, false, true},
		{"its parts are in it", choiceCase(models.Request{ID: "d", Rights: []law.Right{law.Access, law.Restriction}}), "restriction", "d", true, false, true},
		{"withdrawal with erasure still wants access first", choiceCase(), "consent_withdrawal+erasure", "", true, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			choices := choicesOf(test.c, choiceDay)
			i := slices.IndexFunc(choices, func(c views.LetterChoice) bool { return c.Value == test.value })
			if (i >= 0) != test.offered {
				t.Fatalf("offered: %v, want %v", i >= 0, test.offered)
			}
			if i < 0 {
				return
			}
			got := choices[i]
			if got.RequestID != test.want || got.Chosen != test.chosen || (len(got.OutOfOrder) == 0) != test.orderful {
				t.Errorf("got letter %q, chosen %v, out of order %v", got.RequestID, got.Chosen, got.OutOfOrder)
			}
		})
	}
}

func TestEveryRightIsOfferedOnce(t *testing.T) {
	for _, c := range []models.Case{{}, choiceCase()} {
		var singles []law.Right
		for _, choice := range choicesOf(c, choiceDay) {
			if len(choice.Rights) == 1 {
				singles = append(singles, choice.Rights[0])
			}
		}
		for _, right := range law.Rights {
			if n := len(slices.DeleteFunc(slices.Clone(singles), func(r law.Right) bool { return r != right })); n != 1 {
				t.Errorf("%s is offered %d times", right, n)
			}
		}
	}
}

func TestNextDueIsTheEarliestOpenDay(t *testing.T) {
	late := sentRequest("a", "2026-01-05", nil, law.Access)
	running := sentRequest("b", "2026-11-02", nil, law.Restriction)
	for _, test := range []struct {
		name string
		c    models.Case
		want string
	}{
		{"nothing sent", choiceCase(), ""},
		{"one running", choiceCase(running), "2026-12-02"},
		{"the past one first", choiceCase(running, late), "2026-02-05"},
	} {
		if got := NextDue(test.c).String(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
