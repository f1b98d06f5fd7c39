package mail

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"time"

	"contreoffre/law"
	"contreoffre/models"
)

const (
	lease      = 10 * time.Minute
	claimed    = 20 // reminders at once: few enough to be sent well within their lease
	firstRetry = 5 * time.Minute
	lastRetry  = 6 * time.Hour
)

// Postman queues the reminders whose day has come and hands them to the mail
// server. Any number of postmen may work on one database, in one process or in
// several: each reminder is handed over at least once, under one Message-ID,
// and twice only when a postman died, or lost the server, between the server's
// acceptance and our note of it.
type Postman struct {
	Store  *models.Store
	Server *Server
	Base   *url.URL // of the site; messages link to nothing else
	Now    func() time.Time
	Log    *slog.Logger

	last law.Date // of the last round, by our clock
}

// Round is what one round did.
type Round struct {
	Queued, Sent, Dropped, Failed int
}

// Run makes a round at each tick, and ends with ctx.
func (p *Postman) Run(ctx context.Context, tick <-chan time.Time) {
	for {
		if _, err := p.Round(ctx); err != nil && ctx.Err() == nil {
			p.Log.Error("reminders", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
	}
}

// Round queues what is due and sends until nothing is ready. A message that
// fails is put back for later and does not keep the others; without a server
// the round ends.
func (p *Postman) Round(ctx context.Context) (Round, error) {
	var round Round
	err := p.lookAgain(ctx)
	if err != nil {
		return round, err
	}
	round.Queued, err = p.Store.QueueReminders(ctx, p.last)
	line := p.Server.dial()
	defer line.close()
	for {
		claims, lost := p.Store.ClaimReminders(ctx, claimed, lease)
		if lost != nil || len(claims) == 0 {
			return round, errors.Join(err, lost)
		}
		for i, claim := range claims {
			failed := p.deliver(ctx, line, claim, &round)
			err = errors.Join(err, failed)
			if errors.Is(failed, ErrNoServer) {
				return round, errors.Join(err, p.putBack(ctx, claims[i+1:]))
			}
		}
	}
}

// lookAgain notes the day of a round. A clock that went back to an earlier day was
// ahead in the round before, which put off what it looked at.
func (p *Postman) lookAgain(ctx context.Context) error {
	today := p.today()
	if today.Before(p.last) {
		p.Log.Warn("the clock went back: every dossier is looked at again")
		if err := p.Store.LookAgain(ctx); err != nil {
			return err
		}
	}
	p.last = today
	return nil
}

// putBack gives up claims that there is no use in trying.
func (p *Postman) putBack(ctx context.Context, claims []models.Claim) (err error) {
	for _, claim := range claims {
		err = errors.Join(err, p.settle(ctx, func(ctx context.Context) error { return p.Store.PutBack(ctx, claim, firstRetry) }))
	}
	return err
}

func (p *Postman) today() law.Date { return law.DateOf(p.Now()) }

// deliver sends one claimed reminder, or puts it back.
func (p *Postman) deliver(ctx context.Context, line *line, claim models.Claim, round *Round) error {
	if ctx.Err() != nil || p.Now().Add(2*sendWithin).After(claim.Until) {
		return p.settle(ctx, func(ctx context.Context) error { return p.Store.PutBack(ctx, claim, 0) })
	}
	notice, err := p.Store.Notice(ctx, claim, p.today())
	if errors.Is(err, models.ErrUnwanted) {
		round.Dropped++
		return p.settle(ctx, func(ctx context.Context) error { return p.Store.DropReminder(ctx, claim) })
	}
	if err == nil {
		err = line.send(ctx, p.message(claim, notice))
	}
	switch {
	case err == nil:
		round.Sent++
		return p.settle(ctx, func(ctx context.Context) error { return p.Store.HandedOver(ctx, claim) })
	case isFinal(err):
		round.Dropped++
		p.Log.Warn("a reminder was refused for good")
		return p.settle(ctx, func(ctx context.Context) error { return p.Store.DropReminder(ctx, claim) })
	}
	round.Failed++
	wait := min(firstRetry<<min(claim.Tries()-1, 10), lastRetry)
	return errors.Join(err, p.settle(ctx, func(ctx context.Context) error { return p.Store.PutBack(ctx, claim, wait) }))
}

// settle writes down how a claim ended, also when we were asked to stop and
// while the database restarts: what was sent must not be sent again for that.
// It tries for less than a lease, each second.
func (p *Postman) settle(ctx context.Context, write func(context.Context) error) (err error) {
	tries := int((lease - sendWithin) / time.Second)
	for range tries {
		if err = write(context.WithoutCancel(ctx)); err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

func (p *Postman) message(claim models.Claim, n models.Notice) Message {
	return ReminderMessage(claim.ID, n, p.Base.String(), UnsubscribeLink(p.Store, p.Base, claim.ID, n.Language), p.Now())
}

// unsubscribing is what the mark of an unsubscribe link is for.
const unsubscribing = "unsubscribe link"

// UnsubscribeLink is the address that stops the reminders of whoever got the
// message of this id, in the language of that message. The mark in it proves
// that we wrote it.
func UnsubscribeLink(store *models.Store, base *url.URL, id, language string) string {
	link := base.JoinPath("unsubscribe", id+"."+store.Mark(unsubscribing, id))
	link.RawQuery = url.Values{LanguageQuery: {language}}.Encode()
	return link.String()
}

// LanguageQuery names the language in that address.
const LanguageQuery = "lang"

// ReadUnsubscribe returns the id of the message that a token of such a link
// came with; ok is false for one that we did not write.
func ReadUnsubscribe(store *models.Store, token string) (id string, ok bool) {
	const idLength = 26 // of models.NewID
	if len(token) < idLength+1 || token[idLength] != '.' {
		return "", false
	}
	id = token[:idLength]
	return id, store.IsMark(unsubscribing, id, token[idLength+1:])
}
