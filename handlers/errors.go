package handlers

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"contreoffre/evidence"
	"contreoffre/lang"
	"contreoffre/models"
	"contreoffre/pdf"
	"contreoffre/views"
)

// problem is an answer other than the page asked for. People see the page of
// its status, the log sees its cause.
type problem struct {
	status int
	cause  error
}

func (p problem) Error() string {
	if p.cause == nil {
		return fmt.Sprintf("status %d", p.status)
	}
	return fmt.Sprintf("status %d: %v", p.status, p.cause)
}

func (p problem) Unwrap() error { return p.cause }

// missing answers that there is no such thing here: unknown, or somebody
// else's.
var missing = problem{status: fiber.StatusNotFound}

// statusOf finds the status of an error. What nobody foresaw is a fault of
// ours.
func statusOf(err error) int {
	var ours problem
	var fibers *fiber.Error
	var network net.Error
	switch {
	case errors.As(err, &ours):
		return ours.status
	case errors.As(err, &fibers):
		return fibers.Code
	case errors.Is(err, models.ErrNotFound):
		return fiber.StatusNotFound
	case errors.Is(err, models.ErrStale):
		return fiber.StatusConflict
	case errors.Is(err, models.ErrFull), errors.Is(err, models.ErrManyCases): // the person can make room
		return fiber.StatusInsufficientStorage
	case errors.Is(err, models.ErrBusy):
		return fiber.StatusTooManyRequests
	case errors.Is(err, pdf.ErrTooLong): // the person can make it shorter
		return fiber.StatusRequestEntityTooLarge
	case models.Away(err), errors.As(err, &network): // the database, or the bucket, slow or gone
		return fiber.StatusServiceUnavailable
	}
	return fiber.StatusInternalServerError
}

// isOurs tells a fault of ours from what a visitor can do something about.
func isOurs(status int) bool {
	return status >= fiber.StatusInternalServerError && status != fiber.StatusInsufficientStorage
}

// apologise is the one place where an error becomes a page: people see a
// sentence in their language and a reference, the log sees the cause under the
// same reference, never the reverse.
func (a *App) apologise(c *fiber.Ctx, err error) error {
	status := statusOf(err)
	reference := newReference()
	a.record(c, status, reference, err)
	v := a.visitOf(c)
	oops := views.Oops{Status: status}
	if isOurs(status) {
		oops.Reference = reference
	}
	oops.Retry = v.retry(status)
	switch status {
	case fiber.StatusRequestEntityTooLarge:
		tooLarge(c, &oops)
	case fiber.StatusInsufficientStorage:
		oops.MaxCases, oops.MaxText = models.MaxCases, models.MaxDocBytes>>20
	}
	err = v.render(status, v.frame(), oops)
	if err == nil && a.layDown(v, v.reader()) != nil { // what was typed makes the page large
		oops.Retry = nil
		err = v.render(status, v.frame(), oops)
	}
	if err != nil {
		a.Log.Error("error page", "reference", reference, "cause", err)
		c.Type("txt", "utf-8")
		return c.Status(status).SendString(reference)
	}
	return nil
}

// tooLarge leads somebody who sent too much back to the form it came from, and
// says what a form for exhibits takes. Its body was not read: whose it is, and
// whether it is a form of ours, is not known.
func tooLarge(c *fiber.Ctx, oops *views.Oops) {
	path := c.Path()
	if c.Method() != post || !isShown(path) {
		return
	}
	oops.Form = path
	if bodyLimit(post, path) == uploadBytes {
		oops.MaxFile, oops.MaxForm = evidence.MaxFile>>20, uploadBytes>>20
	}
}

// isShown reports whether an address has a page to look at.
func isShown(path string) bool {
	for _, l := range lang.Langs {
		if slices.ContainsFunc(access, func(r rule) bool { return r.Method == get && isAt(views.HomePath(l)+r.Path, path) }) {
			return true
		}
	}
	return false
}

// record writes one line. It names the route's pattern, never the address: an
// address holds ids, and its query what people typed. The cause of what a
// visitor did wrong may quote it, so only causes of ours are written down.
func (a *App) record(c *fiber.Ctx, status int, reference string, err error) {
	line := []any{"reference", reference, "status", status, "method", c.Method(), "route", c.Route().Path}
	if !isOurs(status) {
		a.Log.Debug("answer", line...)
		return
	}
	a.Log.Error("answer", append(line, "cause", err)...)
}

// visitOf returns the visit that the guards began, or a stranger's when the
// error came before them.
func (a *App) visitOf(c *fiber.Ctx) *visit {
	if v, ok := c.Locals(visitLocal).(*visit); ok {
		return v
	}
	return &visit{Ctx: c, app: a, ctx: context.Background(), lang: languageOf(c), now: a.Now()}
}

// languageOf reads the language off an address that may belong to no page.
func languageOf(c *fiber.Ctx) lang.Lang {
	first, _, _ := strings.Cut(strings.TrimPrefix(c.Path(), "/"), "/")
	if l, ok := lang.Parse(first); ok {
		return l
	}
	return preferred(c.Get(fiber.HeaderAcceptLanguage))
}

func (a *App) catchPanics(c *fiber.Ctx) (err error) {
	defer caught(&err)
	return c.Next()
}

// caught, deferred, turns a panic into an error without its text, which may
// quote what somebody typed; the stack says where it happened.
func caught(err *error) {
	if thrown := recover(); thrown != nil {
		*err = fmt.Errorf("panic (%s)\n%s", kindOf(thrown), debug.Stack())
	}
}

func kindOf(thrown any) string {
	if fault, ok := thrown.(runtime.Error); ok {
		return fault.Error()
	}
	return fmt.Sprintf("%T", thrown)
}

// newReference is short enough to be read out on the phone.
func newReference() string { return newOnceKey()[:10] }
