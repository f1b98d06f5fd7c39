package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// strangerTokenLife is how long a form shown to somebody without a session can
// be sent.
const strangerTokenLife = 12 * time.Hour

// strangerForm is what those forms' marks are for.
const strangerForm = "form token of a stranger"

// refuseForgery lets a form pass only when the browser says it comes from a
// page of ours and it carries the token that page was given (ASVS 3.5.1).
func (a *App) refuseForgery(v *visit) error {
	if !a.fromOurPages(v) || !a.tokenFits(v, v.form.Get(tokenField)) {
		return problem{status: fiber.StatusForbidden}
	}
	return nil
}

// fromOurPages believes Sec-Fetch-Site, else Origin. A browser sends at least
// one of them with every form from another site; what sends neither is no
// browser, and has to have read the token first.
func (a *App) fromOurPages(v *visit) bool {
	if site := v.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origin := v.Get(fiber.HeaderOrigin)
	if origin == "" {
		return true
	}
	from, err := url.Parse(origin)
	return err == nil && from.Scheme == a.Base.Scheme && plainHost(from.Host, from.Scheme) == a.hostOf(v.Ctx)
}

// token is what a form drawn for this visit must send back. It is worked out,
// never stored: for a session from its secret, for a stranger from the hour.
func (a *App) token(v *visit) string {
	if v.signedIn() {
		return sessionToken(v.session.token)
	}
	return a.strangerToken(v.now.Add(strangerTokenLife))
}

func (a *App) tokenFits(v *visit, token string) bool {
	if v.signedIn() {
		return equal(token, sessionToken(v.session.token))
	}
	return a.isStrangerToken(token, v.now)
}

// sessionToken is a one-way image of the session's secret, so that a page that
// leaks its token does not leak the session.
func sessionToken(secret string) string {
	sum := sha256.Sum256([]byte("form token of session " + secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// strangerToken is "<expiry>.<mark>". It belongs to no one browser: what
// protects a stranger's form is its origin, the token only proves that a page
// of ours was read first.
func (a *App) strangerToken(expiry time.Time) string {
	stamp := strconv.FormatInt(expiry.Unix(), 36)
	return stamp + "." + a.Store.Mark(strangerForm, stamp)
}

func (a *App) isStrangerToken(token string, now time.Time) bool {
	stamp, mark, _ := strings.Cut(token, ".")
	expiry, err := strconv.ParseInt(stamp, 36, 64)
	return err == nil && now.Unix() < expiry && a.Store.IsMark(strangerForm, stamp, mark)
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// onceLength is the length of a once-key: 128 bits in base64.
const onceLength = 22

// newOnceKey returns 128 random bits for a form.
func newOnceKey() string {
	var key [16]byte
	rand.Read(key[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(key[:])
}
