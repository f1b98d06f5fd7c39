package handlers

import (
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"contreoffre/lang"
	"contreoffre/views"
)

// The server reads a body before any handler knows whose it is. Each route
// therefore says how much it takes, and large bodies share a bounded memory:
// one above it is turned away, to come back in a moment.
const (
	intakeBytes   = 8 * bodyBytes    // of all large bodies under way together
	largeBytes    = 16 << 10         // a smaller body is not counted
	uploadWithin  = 2 * time.Minute  // for a body above formBytes: 16 MB at 140 kB/s
	turnAwayAfter = 10 * time.Second // when to come back
)

var errIntake = errors.New("handlers: too many large bodies at once")

// chunked is the length fasthttp gives a body that does not say its own.
const chunked = -1

// intake is the memory that large bodies share.
type intake struct {
	mu   sync.Mutex
	left int // bytes
	held map[*fasthttp.RequestHeader]*hold
}

// hold is what one body was given; zero bytes when it was turned away.
type hold struct {
	bytes int
	end   *time.Timer
}

func newIntake() *intake {
	return &intake{left: intakeBytes, held: map[*fasthttp.RequestHeader]*hold{}}
}

// reserve sets bytes aside for the body that follows a header, and reports
// whether there was room. What nobody releases (a connection may end in many
// ways) is released after atMost.
func (i *intake) reserve(header *fasthttp.RequestHeader, bytes int, atMost time.Duration) bool {
	i.release(header) // of a connection before that used the same memory
	i.mu.Lock()
	defer i.mu.Unlock()
	granted := bytes <= i.left
	if !granted {
		bytes = 0
	}
	h := &hold{bytes: bytes}
	h.end = time.AfterFunc(atMost, func() { i.drop(header, h) })
	i.held[header] = h
	i.left -= bytes
	return granted
}

// release gives back what a header's body was given. It reports whether that
// body had been turned away.
func (i *intake) release(header *fasthttp.RequestHeader) (turnedAway bool) {
	i.mu.Lock()
	h := i.held[header]
	i.mu.Unlock()
	if h == nil {
		return false
	}
	h.end.Stop()
	i.drop(header, h)
	return h.bytes == 0
}

// drop forgets a hold, once.
func (i *intake) drop(header *fasthttp.RequestHeader, h *hold) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.held[header] == h {
		delete(i.held, header)
		i.left += h.bytes
	}
}

// admit is asked between a request's header and its body: how much may come,
// and how long it may take.
func (a *App) admit(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	limit := bodyLimit(string(header.Method()), string(header.RequestURI()))
	config := fasthttp.RequestConfig{MaxRequestBodySize: limit, ReadTimeout: readWithin}
	if limit > formBytes {
		config.ReadTimeout = uploadWithin
	}
	size := min(header.ContentLength(), limit) // one that is too long is never read whole
	if size == chunked {
		size = limit
		// Where a length was given as well, whoever passed it on may have gone by
		// that one: what follows would be answered to somebody else (RFC 9112, 6.1).
		header.SetConnectionClose()
	}
	if size > largeBytes && !a.intake.reserve(header, size, config.ReadTimeout+2*workWithin) {
		config.MaxRequestBodySize = 1
	}
	return config
}

// bodyLimit is the largest body that an address takes, in bytes.
func bodyLimit(method, target string) int {
	path, _, _ := strings.Cut(target, "?")
	for _, r := range access {
		if r.Body <= formBytes || r.Method != method {
			continue
		}
		for _, l := range lang.Langs {
			if isAt(views.HomePath(l)+r.Path, path) {
				return r.Body
			}
		}
	}
	return formBytes
}

// isAt reports whether a path fits a route's pattern.
func isAt(pattern, path string) bool {
	wanted, given := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(wanted) != len(given) {
		return false
	}
	for i, part := range wanted {
		if part != given[i] && !strings.HasPrefix(part, ":") {
			return false
		}
	}
	return true
}

// apologiseUnread answers a request whose body was not read: turned away, too
// large, too slow or broken.
func (a *App) apologiseUnread(c *fasthttp.RequestCtx, cause error, fail func(*fasthttp.RequestCtx, error)) {
	drain(c, cause)
	if !a.intake.release(&c.Request.Header) {
		fail(c, cause)
		return
	}
	f := a.web.AcquireCtx(c)
	defer a.web.ReleaseCtx(f)
	setRetryAfter(f, turnAwayAfter)
	if err := a.apologise(f, problem{status: fiber.StatusServiceUnavailable, cause: errIntake}); err != nil {
		fail(c, cause)
	}
}
