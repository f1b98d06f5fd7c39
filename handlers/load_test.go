//go:build !race

package handlers_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"contreoffre/models/modelstest"
)

// The program is built without the race detector, so these tests say nothing
// more with it.

// crowd is people who read and write without a pause, some over connections
// that they keep and some over a new one each time.
type crowd struct {
	told                 atomic.Bool // the program was told to stop
	asked, away, unheard atomic.Int64
	acknowledged         sync.Map // by case, the last story that was
}

// send sends one request and sorts how it ended. An answer is owed to whoever
// asked before the program was told to stop; who comes later may find the door
// closed. A connection that is kept may be closed, as HTTP allows, just when it
// is used again: whoever kept it asks once more.
func (c *crowd) send(b *browser, request *http.Request) (answer, bool) {
	var reused atomic.Bool
	trace := &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) { reused.Store(got.Reused) }}
	client := *b.http
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	late := c.told.Load()
	c.asked.Add(1)
	response, err := client.Do(request.WithContext(httptrace.WithClientTrace(request.Context(), trace)))
	var body []byte
	if err == nil {
		body, err = io.ReadAll(response.Body)
		response.Body.Close()
	}
	switch {
	case err == nil:
		return answer{response.StatusCode, response.Header, string(body), request.URL.RequestURI()}, true
	case late, reused.Load(), errors.Is(err, syscall.ECONNREFUSED):
		c.away.Add(1)
	default:
		c.unheard.Add(1)
		b.t.Errorf("%s %s: an answer was owed: %v", request.Method, request.URL.Path, err)
	}
	return answer{}, false
}

// come has one person write a story and read two pages, until nobody answers.
func (c *crowd) come(p *person, n int) {
	if n%2 == 0 {
		p.http.Transport.(*http.Transport).DisableKeepAlives = true
	}
	path := p.of("/questions/story")
	for round := 0; ; round++ {
		shown, ok := c.send(p.browser, p.request(http.MethodGet, path, "", ""))
		if !ok {
			return
		}
		told := fmt.Sprintf("récit %d de %d", round, n)
		saved, ok := c.send(p.browser, p.request(http.MethodPost, path, formType, shown.form(p.t, path, url.Values{"story": {told}}).Encode()))
		if !ok {
			return
		}
		if saved.Status != http.StatusSeeOther {
			p.t.Errorf("a story: %d\n%s", saved.Status, saved.text())
			return
		}
		c.acknowledged.Store(p.Case, told)
		if _, ok := c.send(p.browser, p.request(http.MethodGet, p.path(""), "", "")); !ok {
			return
		}
	}
}

// P39: told to stop under load, the program answers whoever it let in, says at
// once that it is not ready, ends well, and what it acknowledged is there.
func TestLeavingUnderLoadLosesNoAnswer(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		const people = 12
		everybody := make([]*person, people)
		for round := range many(1, 6) {
			p := startProgram(t, db)
			for i := range everybody {
				if round == 0 {
					everybody[i] = newPerson(t, p.site, "fr")
				}
				everybody[i].base = p.URL
			}
			var c crowd
			var here sync.WaitGroup
			for n, one := range everybody {
				here.Go(func() { c.come(one, n) })
			}
			time.Sleep(many(1500*time.Millisecond, 4*time.Second))
			rate := float64(c.asked.Load()) / many(1.5, 4)
			c.told.Store(true)
			told := time.Now()
			p.run.Process.Signal(syscall.SIGTERM)
			for ready(p) {
				time.Sleep(time.Millisecond)
			}
			off := time.Since(told)
			if got := p.exit(t, 20*time.Second); got != 0 {
				t.Errorf("exit %d, want 0\n%s", got, p.Log)
			}
			gone := time.Since(told)
			here.Wait()
			t.Logf("figure: told to stop at %.0f requests a second: %d asked, %d of them unheard, %d came too late, not ready after %s, gone after %s",
				rate, c.asked.Load(), c.unheard.Load(), c.away.Load(), off.Round(time.Millisecond), gone.Round(time.Millisecond))
			c.wantKept(t, startProgram(t, db), everybody)
		}
	})
}

// ready asks as a load balancer does.
func ready(p *program) bool {
	conn, err := net.DialTimeout("tcp", strings.TrimPrefix(p.URL, "http://"), time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	fmt.Fprintf(conn, "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	said, err := io.ReadAll(conn)
	return err == nil && strings.HasPrefix(string(said), "HTTP/1.1 200")
}

// wantKept looks for the last story that each person was told is saved, or for
// the one after it, whose answer the end may have cut off.
func (c *crowd) wantKept(t *testing.T, p *program, everybody []*person) {
	t.Helper()
	for n, one := range everybody {
		told, _ := c.acknowledged.Load(one.Case)
		var round int
		fmt.Sscanf(told.(string), "récit %d", &round)
		one.base = p.URL
		page := one.mustGet(one.of("/questions/story"))
		if !page.has(told.(string)) && !page.has(fmt.Sprintf("récit %d de %d", round+1, n)) {
			t.Errorf("%s was acknowledged and is lost\n%s", told, page.text())
		}
	}
	p.stop(t)
}
