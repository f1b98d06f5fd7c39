package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"contreoffre/handlers"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// Months after a request was answered the authority still owes news: the sweep
// must find the case by the complaint's days too.
func TestTheNextDueDayCountsTheComplaint(t *testing.T) {
	day := law.MustDate
	happened := func(kind law.EventKind, on string) models.Event {
		return models.Event{Event: law.Event{ID: string(kind), Kind: kind, On: day(on)}}
	}
	silent := models.Request{ID: "r1", Rights: []law.Right{law.Access}, Events: []models.Event{happened(law.Sent, "2026-03-02"), happened(law.Received, "2026-03-06")}}
	refused := silent
	refused.Events = append(silent.Events[:2:2], happened(law.Refused, "2026-03-20"))
	refused.Rights = []law.Right{law.Erasure}
	filed := func(authority law.AuthorityID, more ...models.ComplaintEvent) *models.Complaint {
		first := models.ComplaintEvent{ID: "f", Kind: string(law.Filed), On: day("2026-05-06")}
		return &models.Complaint{Authority: string(authority), Events: append([]models.ComplaintEvent{first}, more...)}
	}
	decided := models.ComplaintEvent{ID: "d", Kind: string(law.Decided), On: day("2026-07-01")}
	minor := models.Facts{Participation: &models.Participation{Country: "FR", AgeBand: string(law.Under15)}}
	crossing := models.Facts{Offer: &models.Offer{Controller: &models.Controller{Name: "X", LeadAuthority: string(law.DPC)}}}
	since2027 := filed(law.CNIL)
	since2027.Events[0].On = day("2027-05-03")
	for _, c := range []struct {
		name string
		c    models.Case
		want string
	}{
		{"a drafted complaint", models.Case{Requests: []models.Request{refused}, Complaint: &models.Complaint{}}, ""},
		{"only the authority is awaited", models.Case{Requests: []models.Request{refused}, Complaint: filed(law.CNIL)}, "2026-08-06"},
		{"another authority", models.Case{Requests: []models.Request{refused}, Complaint: filed(law.DPC)}, "2026-08-06"},
		{"the company's answer was due before", models.Case{Requests: []models.Request{silent}, Complaint: filed(law.CNIL)}, "2026-04-06"},
		{"decided: the court is left", models.Case{Requests: []models.Request{refused}, Complaint: filed(law.CNIL, decided)}, "2026-09-01"},
		{"a minor's data", models.Case{Facts: minor, Requests: []models.Request{refused}, Complaint: filed(law.CNIL)}, "2026-05-27"},
		{"across borders since 2027", models.Case{Facts: crossing, Requests: []models.Request{refused}, Complaint: since2027}, "2027-05-18"},
		{"a closed dossier", models.Case{Facts: models.Facts{Closed: &models.Closed{On: day("2026-06-01"), As: "given_up"}}, Requests: []models.Request{refused}, Complaint: filed(law.CNIL)}, ""},
	} {
		if got := handlers.NextDue(c.c).String(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// A store filled before the complaint was counted is found out, and mended.
func TestCheckMendsADueDayThatForgotTheComplaint(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		refused := models.Request{ID: models.NewID(), Rights: []law.Right{law.Erasure}, Channel: law.Email}
		for kind, on := range map[law.EventKind]string{law.Sent: "2026-03-02", law.Refused: "2026-03-20"} {
			refused.Events = append(refused.Events, models.Event{Event: law.Event{ID: models.NewID(), Kind: kind, On: law.MustDate(on)}})
		}
		c, err := w.Store.ImportCase(t.Context(), w.account, models.Case{
			Requests:  []models.Request{refused},
			Complaint: &models.Complaint{Events: []models.ComplaintEvent{{ID: models.NewID(), Kind: string(law.Filed), On: law.MustDate("2026-05-06")}}},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := law.MustDate("2026-08-06")
		if c.NextDueOn != want {
			t.Errorf("imported: next due %s, want %s", c.NextDueOn, want)
		}
		if _, err := w.Raw(t).Exec("UPDATE cases SET next_due_on = NULL WHERE id = '" + c.ID + "'"); err != nil {
			t.Fatal(err)
		}
		wrong, err := w.Store.CheckDue(t.Context(), true)
		if err != nil || len(wrong) != 1 || wrong[0].Derived != want {
			t.Errorf("found %+v (%v), want one due on %s", wrong, err, want)
		}
		if wrong, err := w.Store.CheckDue(t.Context(), false); err != nil || len(wrong) > 0 {
			t.Errorf("after mending: %+v (%v)", wrong, err)
		}
	})
}

// A company that is late and was reminded has no time left, and nothing is over:
// the hub names the day from which complaining is safe, here the day after a
// holiday of the person's country.
func TestTheHubOfAReminderOnTheCautiousDay(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	w.Anna.send(w.Draft)
	w.Anna.note(w.Draft, "withdrawn", on("2026-11-22"))
	w.Anna.note(w.Asked, "withdrawn", on("2026-11-22"))
	w.passTo(t, "2027-05-07")
	w.Anna.note(w.Sent, "received", on("2027-04-06")) // due on Ascension Day, which Ireland does not keep
	w.hubSays(t, w.Anna.Case, "Envoyez une relance.")
	w.Anna.followUp(w.Sent, "reminder", "2027-05-07")
	w.hubSays(t, w.Anna.Case, "Vous pourrez préparer votre plainte à partir du 8 mai 2027.")
	w.passTo(t, "2027-05-08")
	w.hubSays(t, w.Anna.Case, "Vous pouvez préparer votre plainte.")
}

func (w *world) hubSays(t *testing.T, id, want string) {
	t.Helper()
	if hub := w.Anna.mustGet("/fr/cases/" + id); !strings.Contains(lang.PlainSpaces(hub.text()), want) {
		t.Errorf("the hub does not say %q:\n%s", want, hub.text())
	}
}

// A dossier may come with its letters sent and its story unfinished: what a late
// company calls for does not wait for the rest.
func TestAnUnfinishedStoryDoesNotHideALateCompany(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	for sent, want := range map[string]string{"2026-03-02": "Vous pouvez préparer votre plainte.", "2026-11-20": "Finissez de raconter"} {
		made, err := w.Store.ImportCase(t.Context(), w.account, models.Case{Requests: []models.Request{{
			ID: models.NewID(), Rights: []law.Right{law.Access}, Channel: law.Email,
			Events: []models.Event{{Event: law.Event{ID: models.NewID(), Kind: law.Sent, On: law.MustDate(sent)}}},
		}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		w.hubSays(t, made.ID, want)
	}
}

// Once a complaint is filed the hub asks for no other: it names the authority's
// day.
func TestTheHubAfterAComplaint(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	c, err := w.Store.Case(t.Context(), w.account, w.Anna.Case)
	if err != nil {
		t.Fatal(err)
	}
	event := func(kind law.EventKind, on string) models.Event {
		return models.Event{Event: law.Event{ID: models.NewID(), Kind: kind, On: law.MustDate(on)}}
	}
	late := models.Request{ID: models.NewID(), Rights: []law.Right{law.Access}, Channel: law.Email, Events: []models.Event{event(law.Sent, "2026-03-02")}}
	for _, trap := range []struct{ filed, then, on, want string }{
		{"2026-10-06", "", "", "l’autorité doit vous donner des nouvelles au plus tard le 6 janvier 2027."},
		{"2026-05-06", "", "", "l’autorité devait vous donner des nouvelles au plus tard le 6 août 2026."},
		{"2026-05-06", string(law.Decided), "2026-11-03", "suivez ce que répond l’autorité"},
		{"2026-05-06", string(law.Inadmissible), "2026-11-03", "Vous pouvez préparer votre plainte."},
		{"2026-04-01", "", "", "Vous pouvez préparer votre plainte."}, // it was about something else: nothing was late yet
	} {
		filed := models.Complaint{Authority: string(law.CNIL), Events: []models.ComplaintEvent{{ID: models.NewID(), Kind: string(law.Filed), On: law.MustDate(trap.filed)}}}
		if trap.then != "" {
			filed.Events = append(filed.Events, models.ComplaintEvent{ID: models.NewID(), Kind: trap.then, On: law.MustDate(trap.on)})
		}
		late.ID, late.Events[0].ID = models.NewID(), models.NewID()
		facts := c.Facts
		facts.Participation.Wishes = []string{"know"}
		made, err := w.Store.ImportCase(t.Context(), w.account, models.Case{Facts: facts, Requests: []models.Request{late}, Complaint: &filed}, nil)
		if err != nil {
			t.Fatal(err)
		}
		w.hubSays(t, made.ID, trap.want)
		if strings.Contains(trap.want, "l’autorité") {
			w.hubSays(t, made.ID, "Suivre ma plainte")
		}
	}
}

// A letter that came back is sent again once; the new one is then what counts.
func TestALetterSentAgainLetsTheReturnedOneRest(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		w.Anna.note(w.Asked, "withdrawn", on("2026-11-22"))
		w.passTo(t, "2026-11-24")
		w.Anna.note(w.Sent, "bounced", on("2026-11-23"))
		said := func(path, want string) {
			t.Helper()
			if a := w.Anna.mustGet(w.Anna.of(path)); !strings.Contains(lang.PlainSpaces(a.text()), want) {
				t.Errorf("%q is not said:\n%s", want, a.text())
			}
		}
		said("", "renvoyez-la par une autre voie")
		again := w.Anna.prepare("access")
		said("/requests/"+w.Sent, "a pris la place de celle-ci")
		if shown := w.Anna.mustGet(w.Anna.of("/requests/" + w.Sent)); !strings.Contains(shown.Body, "/requests/"+again+`"`) {
			t.Error("the new request cannot be reached from the old one")
		}
		if hub := w.Anna.mustGet(w.Anna.of("")); hub.has("renvoyez-la") {
			t.Errorf("the hub still asks to send it again:\n%s", hub.text())
		}
		path := w.Anna.of("/requests/" + again + "/sent")
		w.Anna.submit(w.Anna.mustGet(path), path, url.Values{
			"sent_on.day": {"24"}, "sent_on.month": {"11"}, "sent_on.year": {"2026"}, "channel": {"registered_letter"}, "language": {"fr"},
		})
		said("/requests/"+again, "4 janvier 2027") // seven days by post, a month, New Year's Day, a weekend
	})
}
