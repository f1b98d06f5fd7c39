package handlers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// What bounds the memory of answers, whoever asks and however slowly they read
// (decision 0014): so many handlers work at a time, each of which may hold a whole
// dossier or a letter, and so many answers are sent from the disk.
const (
	turnsEach = 4         // of an account: handlers at work; drawn or fetched until it is sent
	pagesEach = 16        // of an account, or of a neighbourhood without one: large pages until they are sent
	sending   = 512       // answers that are sent from the disk
	smallest  = 64 << 10  // bytes of an answer that goes by the disk
	mostInRAM = 512 << 10 // of an answer that stays in memory where the disk takes nothing
)

var errUnderWay = errors.New("handlers: too many answers under way")

// lane is a kind of work. Each has places of its own, so that none waits for
// another: who looks does not wait for who saves, whom SQLite takes one by one.
type lane int

const (
	looking lane = iota
	saving
	drawing
	takingIn
	lanes
)

// places are the handlers of a lane that work at a time.
var places = [lanes]int{looking: 16, saving: 16, drawing: 4, takingIn: 4}

// lane returns the lane of a route.
func (r rule) lane() lane {
	switch {
	case r.Body > answerBytes, r.Limit == limitUploads:
		return takingIn
	case r.Writes: // also to ask for what a worker draws
		return saving
	case r.Limit == limitDrawings:
		return drawing
	}
	return looking
}

// turns are those of each account, so many at a time.
type turns struct {
	each int
	mu   sync.Mutex
	of   map[string]*queue
}

type queue struct {
	places chan struct{}
	users  int // who has a place or waits for one
}

func newTurns(each int) *turns { return &turns{each: each, of: map[string]*queue{}} }

// take waits for a turn of an account, or until ctx ends. The turn is over when
// release is called, once or more often. Nobody's account waits for nothing.
func (t *turns) take(ctx context.Context, account string) (release func(), err error) {
	if account == "" {
		return func() {}, nil
	}
	q, leave := t.join(account)
	free, err := place(ctx, q.places)
	if err != nil {
		leave()
		return nil, err
	}
	return sync.OnceFunc(func() { free(); leave() }), nil
}

// try is take for who cannot wait: ok is false where there is no turn now.
func (t *turns) try(account string) (release func(), ok bool) {
	q, leave := t.join(account)
	select {
	case q.places <- struct{}{}:
		return sync.OnceFunc(func() { <-q.places; leave() }), true
	default:
		leave()
		return nil, false
	}
}

// join returns the queue of an account, which is kept until leave is called.
func (t *turns) join(account string) (q *queue, leave func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	q = t.of[account]
	if q == nil {
		q = &queue{places: make(chan struct{}, t.each)}
		t.of[account] = q
	}
	q.users++
	return q, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if q.users--; q.users == 0 {
			delete(t.of, account)
		}
	}
}

// place waits for one of a number of places, or until ctx ends.
func place(ctx context.Context, places chan struct{}) (free func(), err error) {
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// desk is where handlers wait for their turn.
type desk struct {
	working  *turns // of each account, while its handlers work
	fetching *turns // of each account, until what was drawn or fetched is sent
	paging   *turns // of each account or neighbourhood, until a large page is sent
	lanes    [lanes]chan struct{}
	way      chan struct{}
}

func newDesk(sending int) *desk {
	d := &desk{working: newTurns(turnsEach), fetching: newTurns(turnsEach), paging: newTurns(pagesEach), way: make(chan struct{}, sending)}
	for l, n := range places {
		d.lanes[l] = make(chan struct{}, n)
	}
	return d
}

// enter waits until a handler of an account may work, which lasts until leave is
// called.
func (d *desk) enter(ctx context.Context, account string, l lane) (leave func(), err error) {
	release, err := d.working.take(ctx, account)
	if err != nil {
		return nil, err
	}
	free, err := place(ctx, d.lanes[l])
	if err != nil {
		release()
		return nil, err
	}
	return func() { free(); release() }, nil
}

// inTurn answers with h when it is its turn. What an account fetches is its turn
// until it is sent.
func (a *App) inTurn(v *visit, r rule, h handler) error {
	if r.lane() == drawing {
		fetched, err := a.desk.fetching.take(v.ctx, v.account())
		if err != nil {
			return v.later(err)
		}
		v.fetched = fetched
		defer func() {
			if !v.streams {
				fetched()
				v.fetched = nil // an error page has no part in it
			}
		}()
	}
	leave, err := a.desk.enter(v.ctx, v.account(), r.lane())
	if err != nil {
		return v.later(err)
	}
	defer leave()
	if err := h(v); err != nil {
		return err
	}
	return a.layDown(v, v.reader())
}

// reader is whom a large page counts for: an account, or whoever is near an
// address.
func (v *visit) reader() string {
	if account := v.account(); account != "" {
		return account
	}
	return neighbourhood(v.app.addressOf(v)).String()
}

// layDown lays an answer that is not small on the disk, where its reader may take
// it as slowly as they like. Where the disk is full, what is not long is answered
// all the same: somebody may be fetching what is theirs for that very reason.
//
// A page has no turn of its own to wait for, and cannot wait for one with all it
// holds in memory: where its reader has many under way already, they are told to
// come back, or one of them would take the places of everybody.
func (a *App) layDown(v *visit, reader string) error {
	if v.Response().IsBodyStream() || v.Method() == fiber.MethodHead || len(v.Response().Body()) < smallest {
		return nil
	}
	if v.fetched == nil {
		paged, ok := a.desk.paging.try(reader)
		if !ok {
			return v.later(errUnderWay)
		}
		v.fetched = paged
		defer func() {
			if !v.streams {
				paged()
			}
		}()
	}
	body := v.Response().Body()
	laid, err := a.Evidence.Lay(func(w io.Writer) error {
		_, err := w.Write(body)
		return err
	})
	if err != nil {
		a.Log.Error("answer not laid down", "cause", err)
		if len(body) > mostInRAM {
			return v.later(err)
		}
		laid = io.NopCloser(bytes.NewReader(body))
	}
	return v.sendStream(laid, int64(len(body)))
}

// later is the problem of what cannot be answered now: to come back in a moment.
func (v *visit) later(cause error) error {
	setRetryAfter(v.Ctx, turnAwayAfter)
	return problem{status: fiber.StatusServiceUnavailable, cause: cause}
}

// underWay has the turn of the visit last until sent is called, once or more
// often. It returns a problem, to come back in a moment, when too many answers are
// under way.
func (v *visit) underWay() (sent func(), err error) {
	way := v.app.desk.way
	select {
	case way <- struct{}{}:
	default:
		return nil, v.later(errUnderWay)
	}
	v.streams = true
	fetched := v.fetched
	return sync.OnceFunc(func() {
		<-way
		if fetched != nil {
			fetched()
		}
	}), nil
}

// sendStream answers with a stream of known length, which it closes.
func (v *visit) sendStream(file io.ReadCloser, size int64) error {
	sent, err := v.underWay()
	if err != nil {
		file.Close()
		return err
	}
	v.Context().Response.SetBodyStream(&paced{ReadCloser: lastly{file, sent}, conn: v.Context().Conn()}, int(size))
	return nil
}

// lastly tells when it is closed.
type lastly struct {
	io.ReadCloser
	done func()
}

func (l lastly) Close() error {
	defer l.done()
	return l.ReadCloser.Close()
}
