package handlers

import (
	"bytes"
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/views"
)

// visitLocal is where the visit is kept for the error page.
const visitLocal = "visit"

// visit is one HTTP request and what the guards found out about it.
type visit struct {
	*fiber.Ctx
	app     *App
	ctx     context.Context
	lang    lang.Lang
	now     time.Time
	today   law.Date
	session *session       // nil for somebody who is not signed in
	purgeOn law.Date       // of the case that was loaded
	form    interview.Form // of a route that writes
	ours    bool           // the form comes from a page of ours, drawn for this browser
	files   []sentFile     // the files sent with it
	fetched func()         // ends the turn of what was drawn or fetched; nil where it has none
	streams bool           // that is called once the answer is sent
}

func (v *visit) signedIn() bool { return v.session != nil }

// account is the account of the visitor, empty for nobody.
func (v *visit) account() string {
	if v.session == nil {
		return ""
	}
	return v.session.Account
}

// redirect sends the browser to a page with GET. The address always comes from
// package views, never from the visitor.
func (v *visit) redirect(path string) error {
	return v.Redirect(path, fiber.StatusSeeOther)
}

// frame is what a page shows around its content.
func (v *visit) frame() views.Frame {
	return views.Frame{
		Lang:     v.lang,
		Path:     v.pathWithoutLanguage(),
		SignedIn: v.signedIn(),
		Shared:   v.signedIn() && v.session.Shared(),
		CSRF:     v.app.token(v),
		Once:     newOnceKey(),
		Flash:    v.flash(),
	}
}

// flash says what just happened, to a browser that a page of ours sent here. A
// link written by somebody else tells nobody that everything was erased.
func (v *visit) flash() views.Sentence {
	switch v.Get("Sec-Fetch-Site") {
	case "", "same-origin":
		return views.Sentence{Key: flashes[v.Query(doneParameter)]}
	}
	return views.Sentence{}
}

// show answers with a page that belongs to no dossier.
func (v *visit) show(p views.Page) error { return v.render(fiber.StatusOK, v.frame(), p) }

// showCase answers with a page of a dossier.
func (v *visit) showCase(c models.Case, p views.Page) error {
	return v.render(fiber.StatusOK, v.frameOf(c), p)
}

// reject answers with the page of a form again: what was typed, and what is
// wrong with it.
func (v *visit) reject(f views.Frame, p views.Page) error {
	return v.render(fiber.StatusUnprocessableEntity, f, p)
}

// frameOf is the frame of a page of a dossier.
func (v *visit) frameOf(c models.Case) views.Frame {
	f := v.frame()
	f.CaseID = c.ID
	f.Version = c.Version
	f.PurgeOn = v.purgeOn
	return f
}

// render draws the page first and answers with it only when it is whole.
func (v *visit) render(status int, f views.Frame, p views.Page) error {
	var page bytes.Buffer
	if err := views.Render(&page, f, p); err != nil {
		return err
	}
	v.Type("html", "utf-8")
	return v.Status(status).Send(page.Bytes())
}

// pathWithoutLanguage is the address the language switch links to: none for an
// address that stands under no language.
func (v *visit) pathWithoutLanguage() string {
	path, ok := strings.CutPrefix(v.Path(), views.HomePath(v.lang))
	if !ok {
		return ""
	}
	return path
}

// doneParameter names what just happened in the address of the next page. It
// is a word of ours or nothing.
const doneParameter = "done"

// flashes are the sentences that a page may open with, by that word.
var flashes = map[string]string{
	"account_erased": "flash.account_erased",
	"case_erased":    "flash.case_erased",
	"ended":          "flash.ended",
	"session_ended":  "flash.session_ended",
	"signin_asked":   "flash.signin_asked",
	"others_ended":   "flash.others_ended",
	"imported":       "flash.imported",
	"name_needed":    "flash.name_needed",
	"company_needed": "flash.company_needed",
	"sent":           "flash.sent",
	"channel_kept":   "flash.channel_kept",
	"discarded":      "flash.discarded",

	"evidence_added":   "flash.evidence_added",
	"evidence_same":    "flash.evidence_same",
	"evidence_saved":   "flash.evidence_saved",
	"evidence_deleted": "flash.evidence_deleted",
	"mask_done":        "flash.mask_done",
	"imported_without": "flash.imported_without",
	"too_late":         "flash.too_late",
	"noted":            "flash.noted",
	"complete":         "flash.complete",
	"incomplete":       "flash.incomplete",
	"follow_up_sent":   "flash.follow_up_sent",
	"closed":           "flash.closed",
	"reopened":         "flash.reopened",

	"feed_revoked":    "flash.feed_revoked",
	"email_asked":     "flash.email_asked",
	"email_stopped":   "flash.email_stopped",
	"email_started":   "flash.email_started",
	"email_forgotten": "flash.email_forgotten",
	"prepared":        "flash.prepared",
	"complaint_kept":  "flash.complaint_kept",
	"complaint_filed": "flash.complaint_filed",
	"job_dropped":     "flash.job_dropped",
}

// done is the address of the next page, which will say what just happened.
func done(path, what string) string { return path + "?" + doneParameter + "=" + what }
