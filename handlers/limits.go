package handlers

import (
	"bytes"
	"math"
	"net/netip"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Sizes of bodies in bytes. The largest answer is 200,000 characters of terms,
// which percent-encoding makes three times as long at least.
const (
	formBytes   = 256 << 10
	answerBytes = 4 << 20
	importBytes = 16 << 20
	uploadBytes = 16 << 20
	bodyBytes   = uploadBytes // what the server reads at all
)

// uploadFiles is the number of files one form may carry.
const uploadFiles = 20

// formFields is the number of values one form may carry.
const formFields = 2000

// Names of limits.
const (
	limitCodes    = "codes"
	limitOpenings = "openings"
	limitSaves    = "saves"
	limitDrawings = "drawings"
	limitMails    = "mails"
	limitUploads  = "uploads"
)

// limit is how often something may be done in a window. Counters live in the
// database, so replicas share them.
type limit struct {
	Times     int
	In        time.Duration
	ByAddress bool // for each neighbourhood of addresses, whoever is signed in
}

// limits by name. A recovery code has 120 random bits: the limit on codes
// keeps noise down, it is not what keeps guessers out.
var limits = map[string]limit{
	limitCodes:    {Times: 20, In: 15 * time.Minute, ByAddress: true},
	limitOpenings: {Times: 60, In: time.Hour, ByAddress: true},
	limitSaves:    {Times: 600, In: 10 * time.Minute},
	limitDrawings: {Times: 240, In: 10 * time.Minute},
	limitMails:    {Times: 20, In: time.Hour, ByAddress: true},
	limitUploads:  {Times: 120, In: 10 * time.Minute},
}

// count counts a visit under a limit. Above it the visitor is told to come
// back later, and when.
func (a *App) count(v *visit, name string) error {
	l, ok := limits[name]
	if !ok {
		return nil
	}
	who := v.account()
	if l.ByAddress || who == "" {
		who = neighbourhood(a.addressOf(v)).String()
	}
	within, wait, err := a.Store.Rate(v.ctx, name+" "+who, l.Times, l.In)
	if err != nil || within {
		return err
	}
	setRetryAfter(v.Ctx, wait)
	return problem{status: fiber.StatusTooManyRequests}
}

// setRetryAfter says when to come back, in whole seconds.
func setRetryAfter(c *fiber.Ctx, wait time.Duration) {
	c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(wait.Seconds()))))
}

// addressOf is the address a visit comes from. A proxy may write its entry of
// X-Forwarded-For on a line of its own, after the visitor's: all lines are one
// list (RFC 9110, 5.3).
func (a *App) addressOf(v *visit) netip.Addr {
	remote, err := netip.ParseAddrPort(v.Context().RemoteAddr().String())
	if err != nil {
		return netip.Addr{}
	}
	forwarded := bytes.Join(v.Request().Header.PeekAll(fiber.HeaderXForwardedFor), []byte(","))
	return clientIP(remote.Addr(), string(forwarded), a.Proxies)
}
