package handlers

import (
	"bytes"
	"context"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// A letter that came with a dossier may have 20 MB, and lies in memory until its
// reader, who may be slow, has it. An account has a few such answers at a time;
// its others wait for their turn.
const (
	turnsAtOnce = 4
	largeAnswer = 1 << 20 // a smaller one is not waited for
)

// turns are those of each account.
type turns struct {
	mu sync.Mutex
	of map[string]*queue
}

type queue struct {
	places chan struct{}
	users  int // who has a place or waits for one
}

func newTurns() *turns { return &turns{of: map[string]*queue{}} }

// take waits for a turn of an account, or until ctx ends. The turn is over when
// release is called, once or more often.
func (t *turns) take(ctx context.Context, account string) (release func(), err error) {
	t.mu.Lock()
	q := t.of[account]
	if q == nil {
		q = &queue{places: make(chan struct{}, turnsAtOnce)}
		t.of[account] = q
	}
	q.users++
	t.mu.Unlock()
	leave := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if q.users--; q.users == 0 {
			delete(t.of, account)
		}
	}
	select {
	case q.places <- struct{}{}:
		return sync.OnceFunc(func() { <-q.places; leave() }), nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}

// inTurn answers with h when it is the account's turn, which lasts until a large
// answer is sent.
func (a *App) inTurn(v *visit, h handler) error {
	release, err := a.turns.take(v.ctx, v.account())
	if err != nil {
		return err
	}
	v.sent = release
	held := false
	defer func() {
		if !held {
			release()
		}
	}()
	if err := h(v); err != nil {
		return err
	}
	answer := v.Response()
	switch {
	case v.Method() == fiber.MethodHead:
	case answer.IsBodyStream():
		held = v.streams
	case len(answer.Body()) >= largeAnswer:
		body := answer.Body()
		answer.SetBodyStream(lastly{bytes.NewReader(body), release}, len(body))
		held = true
	}
	return nil
}

// lastly tells when its reader is done.
type lastly struct {
	*bytes.Reader
	done func()
}

func (l lastly) Close() error { l.done(); return nil }
