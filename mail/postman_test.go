package mail_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/mail"
	"contreoffre/mail/mailtest"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

var ctx = context.Background()

// answerOnStory is a rule that a test can steer: the answer is due on the day
// that the person's story is.
func answerOnStory(c models.Case) []models.Reminder {
	if c.Participation == nil || c.Participation.Story == "" {
		return nil
	}
	return mail.DeadlineReminders("r1", []law.Deadline{{Kind: law.AnswerDue, On: law.MustDate(c.Participation.Story)}})
}

func storyOf(day string) models.Facts {
	return models.Facts{Participation: &models.Participation{Story: day}}
}

// office is a store, a postman and the server he goes to.
type office struct {
	*modelstest.Database
	store   *models.Store
	postman *mail.Postman
	sink    *mailtest.Sink
	log     *bytes.Buffer
}

func newOffice(t testing.TB, db *modelstest.Database) *office {
	o := &office{Database: db, sink: mailtest.Start(t), log: &bytes.Buffer{}}
	o.store = db.Open(t, func(c *models.Config) { c.Reminders = answerOnStory })
	o.postman = o.another(t, o.store)
	return o
}

// another is a postman like the others, on a store of his own.
func (o *office) another(t testing.TB, store *models.Store) *mail.Postman {
	return &mail.Postman{Store: store, Server: server(t, o.sink), Base: base, Now: o.Clock.Now, Log: slog.New(slog.NewTextHandler(o.log, nil))}
}

// person opens an account that wants reminders at an address.
func (o *office) person(t testing.TB, address string) string {
	t.Helper()
	account, _, err := o.store.OpenAccount(ctx)
	if err != nil {
		t.Fatal(err)
	}
	token, err := o.store.ProposeEmail(ctx, account.ID, address, "fr")
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := o.store.ConfirmEmail(ctx, token); got != account.ID || err != nil {
		t.Fatalf("confirmed %s, %v", got, err)
	}
	return account.ID
}

func (o *office) dossier(t testing.TB, account, day string) models.Case {
	t.Helper()
	c, err := o.store.CreateCase(ctx, account, storyOf(day))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// round makes a round and compares what it did.
func (o *office) round(t testing.TB, when string, want mail.Round) {
	t.Helper()
	got, err := o.postman.Round(ctx)
	if got != want || (err != nil) != (want.Failed > 0) {
		t.Errorf("%s: got %+v, %v, want %+v", when, got, err, want)
	}
}

const day = 24 * time.Hour

// The clock begins on 22 November 2026.
func TestADayIsRemindedOfOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		o := newOffice(t, db)
		account := o.person(t, "maelle@example.org")
		o.dossier(t, account, "2026-12-01")
		silent, _, err := o.store.OpenAccount(ctx)
		if err != nil {
			t.Fatal(err)
		}
		o.dossier(t, silent.ID, "2026-12-01") // wants no reminders
		o.round(t, "nine days before", mail.Round{})
		o.Clock.Advance(2 * day)
		o.round(t, "a week before", mail.Round{Queued: 1, Sent: 1})
		o.round(t, "again", mail.Round{})
		o.Clock.Advance(8 * day)
		o.round(t, "the day after", mail.Round{Queued: 1, Sent: 1})
		o.Clock.Advance(60 * day)
		o.round(t, "long after", mail.Round{})
		got := o.sink.Got()
		if len(got) != 2 || got[0].Header(t).Get("Message-ID") == got[1].Header(t).Get("Message-ID") || got[0].To[0] != "maelle@example.org" {
			t.Errorf("%d messages: %v", len(got), got)
		}
	})
}

func TestAMovedDayIsRemindedOfAnew(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		o := newOffice(t, db)
		c := o.dossier(t, o.person(t, "maelle@example.org"), "2026-11-25")
		o.sink.Be(mailtest.Refuses)
		o.round(t, "the server says later", mail.Round{Queued: 1, Failed: 1})
		move := func(to string) {
			t.Helper()
			var err error
			if c, err = o.store.SaveFacts(ctx, c.Account, c.ID, c.Version, storyOf(to)); err != nil {
				t.Fatal(err)
			}
		}
		move("2027-01-25") // an extension
		o.sink.Be(mailtest.Accepts)
		o.Clock.Advance(time.Hour)
		o.round(t, "the queued one is of no use", mail.Round{Dropped: 1})
		move("2026-11-25") // which was a mistake
		o.round(t, "the day is back", mail.Round{Queued: 1, Sent: 1})
		move("2026-11-26")
		o.round(t, "a day later is another day", mail.Round{Queued: 1, Sent: 1})
		move("2026-11-25")
		o.round(t, "what was sent is not sent again", mail.Round{})
		c, err := o.store.SaveFacts(ctx, c.Account, c.ID, c.Version, models.Facts{})
		if err != nil {
			t.Fatal(err)
		}
		o.Clock.Advance(4 * day)
		o.round(t, "nothing is due any more", mail.Round{})
	})
}

func TestAfterADowntimeOnlyWhatIsOfUseIsSent(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		o := newOffice(t, db)
		o.dossier(t, o.person(t, "maelle@example.org"), "2026-12-01")
		o.Clock.Advance(12 * day) // nobody swept on 24 November, nor on 2 December
		o.round(t, "back again", mail.Round{Queued: 1, Sent: 1})
		if text := string(o.sink.Got()[0].Data); strings.Contains(text, "approche") {
			t.Errorf("a past day is announced:\n%s", text)
		}
	})
}

// The sink is told to misbehave; the message comes in the end, under one
// Message-ID, and twice only where the server kept it without saying so.
func TestAServerThatMisbehaves(t *testing.T) {
	for _, test := range []struct {
		name   string
		mood   mailtest.Mood
		copies int
	}{
		{"451", mailtest.Refuses, 1},
		{"closes before it kept the message", mailtest.DropsBefore, 1},
		{"closes after it kept the message", mailtest.DropsAfter, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
				o := newOffice(t, db)
				o.dossier(t, o.person(t, "maelle@example.org"), "2026-11-29")
				o.sink.Be(test.mood)
				o.round(t, "it misbehaves", mail.Round{Queued: 1, Failed: 1})
				o.sink.Be(mailtest.Accepts)
				o.round(t, "too soon to try again", mail.Round{})
				o.Clock.Advance(6 * time.Minute)
				o.round(t, "better", mail.Round{Sent: 1})
				ids := map[string]int{}
				for _, d := range o.sink.Got() {
					ids[d.Header(t).Get("Message-ID")]++
				}
				if len(ids) != 1 || len(o.sink.Got()) != test.copies {
					t.Errorf("got %v, want one id %d times", ids, test.copies)
				}
				if strings.Contains(o.log.String(), "maelle") {
					t.Errorf("the log names her:\n%s", o.log)
				}
			})
		})
	}
}

// A mailbox that does not exist is not tried for ever, and keeps nobody else
// waiting; the error that is logged does not name it.
func TestARecipientWhoIsUnknown(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		o := newOffice(t, db)
		o.dossier(t, o.person(t, "gone@example.org"), "2026-11-29")
		o.dossier(t, o.person(t, "maelle@example.org"), "2026-11-29")
		o.sink.Reject("gone@example.org")
		o.round(t, "one is unknown", mail.Round{Queued: 2, Sent: 1, Dropped: 1})
		o.Clock.Advance(day)
		o.round(t, "the next day", mail.Round{})
		if strings.Contains(o.log.String(), "example.org") {
			t.Errorf("the log names an address:\n%s", o.log)
		}
	})
}

func TestWithoutAServerTheRoundEnds(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		o := newOffice(t, db)
		for i := range 30 {
			o.dossier(t, o.person(t, fmt.Sprintf("p%d@example.org", i)), "2026-11-29")
		}
		nowhere, err := mail.ReadServer("smtp://127.0.0.1:1?from=rappels@contre-offre.example", base)
		if err != nil {
			t.Fatal(err)
		}
		there := o.postman.Server
		o.postman.Server = nowhere
		o.round(t, "nobody answers", mail.Round{Queued: 30, Failed: 1})
		o.postman.Server = there
		o.Clock.Advance(10 * time.Minute)
		o.round(t, "it is back", mail.Round{Sent: 30})
	})
}

func TestWhoWantsNoMoreGetsNoMore(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		for name, stop := range map[string]func(o *office, account string) error{
			"unsubscribed": func(o *office, account string) error { return o.store.StopReminders(ctx, account) },
			"forgotten":    func(o *office, account string) error { _, err := o.store.ForgetEmail(ctx, account); return err },
			"erased":       func(o *office, account string) error { return o.store.EraseAccount(ctx, account) },
		} {
			o := newOffice(t, db)
			account := o.person(t, "maelle@example.org")
			o.dossier(t, account, "2026-11-29")
			o.sink.Be(mailtest.Refuses)
			o.round(t, name+", before", mail.Round{Queued: 1, Failed: 1})
			if err := stop(o, account); err != nil {
				t.Fatal(err)
			}
			o.sink.Be(mailtest.Accepts)
			o.Clock.Advance(time.Hour)
			if got, err := o.postman.Round(ctx); got.Sent != 0 || err != nil || len(o.sink.Got()) != 0 {
				t.Errorf("%s: got %+v, %v", name, got, err)
			}
		}
	})
}

// P35, short form: five postmen with stores of their own.
func TestManyPostmenSendEachReminderOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		o := newOffice(t, db)
		const reminders = 60
		for i := range reminders {
			o.dossier(t, o.person(t, fmt.Sprintf("p%d@example.org", i)), "2026-11-29")
		}
		var all sync.WaitGroup
		for range 5 {
			postman := o.another(t, db.Open(t, func(c *models.Config) { c.Reminders = answerOnStory }))
			all.Go(func() {
				if _, err := postman.Round(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		ids := map[string]int{}
		for _, d := range o.sink.Got() {
			ids[d.Header(t).Get("Message-ID")]++
		}
		if len(ids) != reminders || len(o.sink.Got()) != reminders {
			t.Errorf("%d ids and %d messages, want %d of each", len(ids), len(o.sink.Got()), reminders)
		}
	})
}

func TestTheUnsubscribeLinkIsOurs(t *testing.T) {
	o := newOffice(t, modelstest.SQLite(t))
	id := models.NewID()
	_, token, _ := strings.Cut(mail.UnsubscribeLink(o.store, base, id, "fr"), "/unsubscribe/")
	token, language, _ := strings.Cut(token, "?")
	if language != "lang=fr" {
		t.Errorf("the link does not say in which language it was sent: %s", language)
	}
	if got, ok := mail.ReadUnsubscribe(o.store, token); got != id || !ok {
		t.Errorf("got %s, %t", got, ok)
	}
	for name, wrong := range map[string]string{
		"another id": models.NewID() + token[26:], "cut": token[:len(token)-1], "empty": "", "an id alone": id, "an empty mark": id + ".",
	} {
		if _, ok := mail.ReadUnsubscribe(o.store, wrong); ok {
			t.Errorf("%s was taken for ours", name)
		}
	}
}

// A clock that was a year ahead for a while, and on that day found nothing to
// send, puts no reminder off once it is right.
func TestAClockThatGoesBackLosesNoReminder(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		o := newOffice(t, db)
		o.dossier(t, o.person(t, "maelle@example.org"), "2026-12-01")
		o.Clock.Advance(365 * day)
		o.round(t, "a year ahead", mail.Round{})
		o.Clock.Advance(-365 * day)
		o.round(t, "put right", mail.Round{})
		o.Clock.Advance(2 * day)
		o.round(t, "a week before the day", mail.Round{Queued: 1, Sent: 1})
		o.Clock.Advance(8 * day)
		o.round(t, "the day after", mail.Round{Queued: 1, Sent: 1})
	})
}
