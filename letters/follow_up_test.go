package letters

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

type followUpSample struct {
	name string
	kind FollowUp
	c    models.Case
	r    models.Request
	a    Recalled
}

// followUpSamples holds each follow-up at least once, with the days of the
// example dossiers.
func followUpSamples(t testing.TB) []followUpSample {
	t.Helper()
	nantes, lyon, leeds, bare := nantes(t), lyon(t), leeds(), bare()
	day := law.MustDate
	sent := Recalled{SentOn: day("2026-03-02"), ReceivedOn: day("2026-03-06"), DueOn: day("2026-04-07")}
	with := func(change func(*Recalled)) Recalled {
		a := sent
		change(&a)
		return a
	}
	partly := nantes.Requests[0]
	partly.Missing = []string{"recipients_named", "proof_of_consent", "reasons"}
	withdrawal := models.Request{Rights: []law.Right{law.ConsentWithdrawal}}
	return []followUpSample{
		{"reminder_nantes", Reminder, nantes, nantes.Requests[0], sent},
		{"reminder_withdrawal", Reminder, nantes, withdrawal, sent},
		{"reminder_unknown_receipt", Reminder, leeds, models.Request{Rights: []law.Right{law.Access}}, Recalled{SentOn: day("2026-09-01")}},
		{"reminder_estimated_receipt", Reminder, nantes, nantes.Requests[0], Recalled{SentOn: day("2026-03-02"), DueOn: day("2026-04-09")}},
		{"reminder_early", Reminder, nantes, nantes.Requests[0], with(func(a *Recalled) { a.DueOn = day("2026-11-02") })},
		{"identity_reply_lyon", IdentityReply, lyon, lyon.Requests[0], Recalled{SentOn: day("2026-03-31"), ReceivedOn: day("2026-04-01"), DueOn: day("2026-05-04"), On: day("2026-04-08")}},
		{"identity_reply_late", IdentityReply, bare, models.Request{Rights: []law.Right{law.Access}}, with(func(a *Recalled) { a.On = day("2026-04-20") })},
		{"identity_reply_undated", IdentityReply, nantes, nantes.Requests[0], sent},
		{"refusal_reply_lyon", RefusalReply, lyon, lyon.Requests[0], Recalled{SentOn: day("2026-03-31"), ReceivedOn: day("2026-04-01"), DueOn: day("2026-05-04"), On: day("2026-04-28")}},
		{"refusal_reply_reasoned", RefusalReply, nantes, nantes.Requests[0], with(func(a *Recalled) {
			a.ReasonsGiven = true
			a.OwnWords = "Vous invoquez le secret des affaires.\nMes données n’en font pas partie."
		})},
		{"partial_follow_up_nantes", PartialFollowUp, nantes, partly, with(func(a *Recalled) { a.On = day("2026-04-03") })},
		{"partial_follow_up_blank", PartialFollowUp, bare, models.Request{Rights: []law.Right{law.Access}}, sent},
		{"extension_protest_nantes", ExtensionProtest, nantes, nantes.Requests[0], with(func(a *Recalled) { a.On, a.Until = day("2026-03-30"), day("2026-06-08") })},
		{"extension_protest_late", ExtensionProtest, nantes, nantes.Requests[0], with(func(a *Recalled) { a.On, a.ReasonsGiven = day("2026-04-09"), true })},
		{"extension_protest_reasoned", ExtensionProtest, nantes, nantes.Requests[0], Recalled{SentOn: day("2026-03-02"), ReasonsGiven: true}},
	}
}

func everyFollowUp(t *testing.T) map[string]Document {
	t.Helper()
	documents := make(map[string]Document)
	for _, s := range followUpSamples(t) {
		for _, l := range lang.Langs {
			d, _, err := ComposeFollowUp(s.kind, s.c, s.r, s.a, l, today)
			if err != nil {
				t.Fatalf("%s %s: %v", s.name, l, err)
			}
			documents[s.name+"."+string(l)] = d
		}
	}
	return documents
}

func TestFollowUpsReadAsTheyShould(t *testing.T) {
	seen := make(map[FollowUp]bool)
	for _, s := range followUpSamples(t) {
		seen[s.kind] = true
	}
	if got, want := len(seen), len(FollowUps); got != want {
		t.Errorf("got samples of %d follow-ups, want %d", got, want)
	}
	for name, d := range everyFollowUp(t) {
		checkGolden(t, name, Text(d))
	}
}

func TestFollowUpTwinsArePairs(t *testing.T) {
	for _, s := range followUpSamples(t) {
		twin, _, err := ComposeFollowUpTwin(s.kind, s.c, s.r, s.a, today)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		checkPairs(t, s.name, twin)
	}
}

func TestWhatMakesAFollowUpImpossible(t *testing.T) {
	c := nantes(t)
	sent := Recalled{SentOn: law.MustDate("2026-03-02")}
	for _, trial := range []struct {
		name string
		kind FollowUp
		r    models.Request
		a    Recalled
		want error
	}{
		{"nothing was sent", Reminder, c.Requests[0], Recalled{}, ErrNotSent},
		{"no such follow-up", "apology", c.Requests[0], sent, ErrUnknownFollowUp},
		{"no right", Reminder, models.Request{}, sent, ErrNoRight},
		{"no controller", Reminder, models.Request{Rights: c.Requests[0].Rights, Controller: &models.Controller{}}, sent, ErrNoController},
	} {
		if _, _, err := ComposeFollowUp(trial.kind, c, trial.r, trial.a, lang.FR, today); !errors.Is(err, trial.want) {
			t.Errorf("%s: got %v, want %v", trial.name, err, trial.want)
		}
	}
}

func TestAReminderDoesNotClaimADelayThatHasNotPassed(t *testing.T) {
	c := nantes(t)
	a := Recalled{SentOn: law.MustDate("2026-10-01"), DueOn: today}
	d, warnings, err := ComposeFollowUp(Reminder, c, c.Requests[0], a, lang.EN, today)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(Text(d), "ended on") {
		t.Error("on its last day a deadline has not passed")
	}
	if !hasWarning(warnings, "letters.warning.not_due_yet") {
		t.Errorf("no warning: %v", warnings)
	}
}

func TestEveryGapOfTheAnswerCheckerHasItsWords(t *testing.T) {
	gaps := []string{
		"confirmation", "purposes", "legal_basis", "categories", "recipients_named", "retention", "rights_information",
		"complaint_information", "source", "automated_decisions", "transfer_safeguards", "copy_of_data", "proof_of_consent",
		"publications", "erasure_confirmed", "recipients_notified", "withdrawal_confirmed", "publication_stopped",
		"correction_confirmed", "readable_format", "reasons",
	}
	r := nantes(t).Requests[0]
	r.Missing = append(slices.Clone(gaps), "something_unheard_of")
	d, _, err := ComposeFollowUp(PartialFollowUp, nantes(t), r, Recalled{SentOn: today}, lang.FR, today)
	if err != nil {
		t.Fatal(err)
	}
	items := 0
	for _, b := range d.Body {
		if b.Kind == Item {
			items++
			if b.ID != fmt.Sprintf("fr.partial_follow_up_missing.%d", items) || b.Number != items {
				t.Errorf("item %d: got ID %s, number %d", items, b.ID, b.Number)
			}
		}
	}
	if got, want := items, len(gaps); got != want {
		t.Errorf("got %d items, want %d", got, want)
	}
}

func TestWhatAFollowUpRecallsOfItsRequest(t *testing.T) {
	day := law.MustDate
	no, yes := false, true
	matter := law.Matter{Rights: []law.Right{law.Access}, Controller: law.Place{Country: "IE"}, Person: law.Place{Country: "FR"}}
	sent := law.Event{ID: "s", Kind: law.Sent, On: day("2026-03-02")}
	received := law.Event{ID: "r", Kind: law.Received, On: day("2026-03-06")}
	estimated := received
	estimated.Estimated = true
	refused := law.Event{ID: "f", Kind: law.Refused, On: day("2026-03-20"), ReasonsGiven: &no}
	for _, c := range []struct {
		name   string
		kind   FollowUp
		events []law.Event
		want   Recalled
	}{
		{"silence", Reminder, []law.Event{sent, received}, Recalled{SentOn: sent.On, ReceivedOn: received.On, DueOn: day("2026-04-07")}},
		{"a receipt that is only estimated is not stated", Reminder, []law.Event{sent, estimated}, Recalled{SentOn: sent.On, DueOn: day("2026-04-07")}},
		{"a regular extension moves the reminder's day", Reminder,
			[]law.Event{sent, received, {ID: "x", Kind: law.Extended, On: day("2026-03-30"), ReasonsGiven: &yes}},
			Recalled{SentOn: sent.On, ReceivedOn: received.On, DueOn: day("2026-06-08")}},
		{"a protest recalls the first day", ExtensionProtest,
			[]law.Event{sent, received, {ID: "x", Kind: law.Extended, On: day("2026-03-30"), Until: day("2026-06-08"), ReasonsGiven: &no}},
			Recalled{SentOn: sent.On, ReceivedOn: received.On, DueOn: day("2026-04-07"), On: day("2026-03-30"), Until: day("2026-06-08")}},
		{"an extension of which nothing is said counts as reasoned", ExtensionProtest,
			[]law.Event{sent, received, {ID: "x", Kind: law.Extended, On: day("2026-03-30")}},
			Recalled{SentOn: sent.On, ReceivedOn: received.On, DueOn: day("2026-04-07"), On: day("2026-03-30"), ReasonsGiven: true}},
		{"a demand for identity suspends, the first day stays", IdentityReply,
			[]law.Event{sent, received, {ID: "i", Kind: law.IdentityAsked, On: day("2026-03-09")}},
			Recalled{SentOn: sent.On, ReceivedOn: received.On, DueOn: day("2026-04-07"), On: day("2026-03-09")}},
		{"a suspension leaves more time to announce an extension", ExtensionProtest,
			[]law.Event{sent, received, {ID: "i", Kind: law.IdentityAsked, On: day("2026-03-09")}, {ID: "g", Kind: law.IdentityGiven, On: day("2026-03-16")},
				{ID: "x", Kind: law.Extended, On: day("2026-04-10"), ReasonsGiven: &no}},
			Recalled{SentOn: sent.On, ReceivedOn: received.On, DueOn: day("2026-04-13"), On: day("2026-04-10")}},
		{"a refusal", RefusalReply, []law.Event{sent, received, refused},
			Recalled{SentOn: sent.On, ReceivedOn: received.On, DueOn: day("2026-04-07"), On: day("2026-03-20")}},
		{"a refusal taken back is not recalled", RefusalReply, []law.Event{sent, received, refused, law.Undo(refused, "u")},
			Recalled{SentOn: sent.On, ReceivedOn: received.On, DueOn: day("2026-04-07")}},
		{"a draft", Reminder, nil, Recalled{}},
	} {
		if got := RecalledBy(c.kind, law.StateOf(matter, c.events, today)); got != c.want {
			t.Errorf("%s:\ngot  %+v\nwant %+v", c.name, got, c.want)
		}
	}
}
