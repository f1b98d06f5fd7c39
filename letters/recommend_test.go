package letters

import (
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

func sentRequest(id string, right law.Right, more ...law.EventKind) models.Request {
	r := models.Request{ID: id, Rights: []law.Right{right}, Events: []models.Event{{Event: law.Event{Kind: law.Sent, On: law.MustDate("2026-03-02")}}}}
	for _, kind := range more {
		r.Events = append(r.Events, models.Event{Event: law.Event{ID: id + string(kind), Kind: kind, On: law.MustDate("2026-03-20")}})
	}
	return r
}

func TestWishesBecomeLettersInTheSafeOrder(t *testing.T) {
	for _, c := range []struct {
		name   string
		wishes []string
		want   string
	}{
		{"nothing wished", nil, ""},
		{"knowing and a copy are one letter", []string{"copy", "know"}, "access"},
		{"erasure comes last whatever the order", []string{"delete", "stop_use", "know"}, "access consent_withdrawal erasure"},
		{"publications: withdrawal, then erasure", []string{"stop_publication"}, "consent_withdrawal erasure"},
		{"freezing stands with access", []string{"freeze", "know"}, "access restriction"},
		{"everything", []string{"know", "copy", "stop_use", "stop_publication", "delete", "correct", "freeze", "move", "no_marketing"},
			"access restriction portability rectification objection consent_withdrawal erasure"},
		{"a wish nobody knows", []string{"world_peace"}, ""},
	} {
		dossier := bare()
		dossier.Participation = &models.Participation{Wishes: c.wishes}
		var got []string
		for _, r := range Recommend(dossier) {
			got = append(got, string(r.Right))
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if got := Recommend(bare()); got != nil {
		t.Errorf("without participation: got %v", got)
	}
}

func TestEveryRecommendationSaysWhyInEachLanguage(t *testing.T) {
	c := leeds()
	c.Participation.Wishes = []string{"know", "copy", "stop_use", "stop_publication", "delete", "correct", "freeze", "move", "no_marketing"}
	for _, r := range Recommend(c) {
		if len(r.Reasons) == 0 {
			t.Errorf("%s has no reason", r.Right)
		}
		for _, l := range lang.Langs {
			for _, key := range r.Reasons {
				if !lang.Has(l, key) {
					t.Errorf("%s: no words for %s", l, key)
				}
			}
			for _, step := range r.Before {
				if !lang.Has(l, step.Key) {
					t.Errorf("%s: no words for %s", l, step.Key)
				}
			}
		}
	}
}

func TestTheGuardOfTheSafeOrder(t *testing.T) {
	cancelled := sentRequest("a", law.Access, law.Answered)
	cancelled.Events = append(cancelled.Events, models.Event{Event: law.Event{Kind: law.PartialReply, On: law.MustDate("2026-03-20"), Cancels: "a" + string(law.Answered)}})
	undone := sentRequest("a", law.Access, law.Answered)
	undone.Events = append(undone.Events, models.Event{Event: law.Undo(undone.Events[1].Event, "u")})
	bounced := sentRequest("a", law.Access, law.Bounced)
	elsewhere := sentRequest("a", law.Access, law.Answered)
	elsewhere.Controller = &models.Controller{Name: "Somebody Else"}
	draft := models.Request{ID: "a", Rights: []law.Right{law.Access}}
	for _, c := range []struct {
		name   string
		sent   []models.Request
		wishes []string
		rights []law.Right
		want   []string
	}{
		{"access is always in order", nil, nil, []law.Right{law.Access}, nil},
		{"withdrawal before access", nil, nil, []law.Right{law.ConsentWithdrawal}, []string{"letters.order.consent_withdrawal.access_not_sent"}},
		{"a draft was not sent", []models.Request{draft}, nil, []law.Right{law.ConsentWithdrawal}, []string{"letters.order.consent_withdrawal.access_not_sent"}},
		{"withdrawal with access", nil, nil, []law.Right{law.Access, law.ConsentWithdrawal}, nil},
		{"withdrawal after access was sent", []models.Request{sentRequest("a", law.Access)}, nil, []law.Right{law.ConsentWithdrawal}, nil},
		{"erasure before access", nil, nil, []law.Right{law.Erasure}, []string{"letters.order.erasure.access_not_sent"}},
		{"erasure while access waits", []models.Request{sentRequest("a", law.Access)}, nil, []law.Right{law.Erasure}, []string{"letters.order.erasure.access_not_answered"}},
		{"a partial answer is no answer", []models.Request{sentRequest("a", law.Access, law.PartialReply)}, nil, []law.Right{law.Erasure}, []string{"letters.order.erasure.access_not_answered"}},
		{"an answer that was corrected", []models.Request{cancelled}, nil, []law.Right{law.Erasure}, []string{"letters.order.erasure.access_not_answered"}},
		{"an answer that was taken back", []models.Request{undone}, nil, []law.Right{law.Erasure}, []string{"letters.order.erasure.access_not_answered"}},
		{"a request that never arrived", []models.Request{bounced}, nil, []law.Right{law.Erasure}, []string{"letters.order.erasure.access_not_sent"}},
		{"another controller's answer", []models.Request{elsewhere}, nil, []law.Right{law.Erasure}, []string{"letters.order.erasure.access_not_sent"}},
		{"erasure with access", nil, nil, []law.Right{law.Erasure, law.Access}, []string{"letters.order.erasure.access_same_letter"}},
		{"erasure after the answer", []models.Request{sentRequest("a", law.Access, law.Answered)}, nil, []law.Right{law.Erasure}, nil},
		{"no data held is an answer", []models.Request{sentRequest("a", law.Access, law.NoDataHeld)}, nil, []law.Right{law.Erasure}, nil},
		{"freezing was wished first", []models.Request{sentRequest("a", law.Access, law.Answered)}, []string{"freeze"}, []law.Right{law.Erasure}, []string{"letters.order.erasure.restriction_not_sent"}},
	} {
		dossier := nantes(t)
		dossier.Requests = c.sent
		dossier.Participation.Wishes = c.wishes
		_, warnings := mustCompose(t, dossier, models.Request{ID: "new", Rights: c.rights}, lang.FR)
		var got []string
		for _, w := range warnings {
			if strings.HasPrefix(w.Key, "letters.order.") {
				got = append(got, w.Key)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		for _, key := range c.want {
			if !lang.Has(lang.FR, key) || !lang.Has(lang.EN, key) {
				t.Errorf("%s has no words", key)
			}
		}
	}
}

func TestARequestIsNotItsOwnPredecessor(t *testing.T) {
	c := nantes(t)
	r := sentRequest("both", law.Erasure)
	r.Rights = append(r.Rights, law.ConsentWithdrawal)
	c.Requests = []models.Request{r}
	d, _ := mustCompose(t, c, models.Request{ID: "both", Rights: []law.Right{law.Erasure}}, lang.EN)
	if strings.Contains(Text(d), "I withdrew my consent on") {
		t.Error("the letter took its own sending for an earlier withdrawal")
	}
}
