package handlers

import "github.com/gofiber/fiber/v2"

// who may call a route.
type who string

const (
	everyone who = "everyone"
	signedIn who = "signed in" // any open account
	owner    who = "owner"     // the account that owns the objects named in the path
)

// rule is one row of the access table.
type rule struct {
	Method string
	Path   string // after the language; the parameters name the kinds of object
	Who    who
	Writes bool   // changes something: the form must carry its token
	Limit  string // the limit of limits.go it is counted under; empty means none
	Body   int    // the largest body in bytes; zero means formBytes
}

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// access lists every route that a language stands before. A route without a
// row cannot be registered, and a row without a route fails a test, so this
// table is the whole surface of the site; the guards act on it.
var access = []rule{
	{Method: get, Path: "", Who: everyone},
	{Method: get, Path: "/offers", Who: everyone},
	{Method: get, Path: "/offers/:offer", Who: everyone},
	{Method: get, Path: "/deadline", Who: everyone},
	{Method: get, Path: "/rights", Who: everyone},
	{Method: get, Path: "/watch", Who: everyone},
	{Method: get, Path: "/privacy", Who: everyone},
	{Method: get, Path: "/accessibility", Who: everyone},
	{Method: get, Path: "/legal", Who: everyone},
	{Method: get, Path: "/limits", Who: everyone},
	{Method: get, Path: "/today", Who: everyone},

	{Method: get, Path: "/start", Who: everyone},
	{Method: post, Path: "/start", Who: everyone, Writes: true, Limit: limitOpenings},
	{Method: get, Path: "/resume", Who: everyone},
	{Method: post, Path: "/resume", Who: everyone, Writes: true, Limit: limitCodes},
	{Method: get, Path: "/signin", Who: everyone},
	{Method: post, Path: "/signin", Who: everyone, Writes: true, Limit: limitMails},
	{Method: get, Path: "/signin/:token", Who: everyone},
	{Method: post, Path: "/signin/:token", Who: everyone, Writes: true, Limit: limitCodes},
	{Method: get, Path: "/import", Who: everyone},
	{Method: post, Path: "/import", Who: everyone, Writes: true, Limit: limitOpenings, Body: importBytes},

	{Method: get, Path: "/account/code", Who: signedIn},
	{Method: post, Path: "/account/code", Who: signedIn, Writes: true, Limit: limitCodes},
	{Method: post, Path: "/account/code/kept", Who: signedIn, Writes: true},
	{Method: get, Path: "/account/end", Who: signedIn},
	{Method: post, Path: "/account/end", Who: signedIn, Writes: true},
	{Method: post, Path: leavePath, Who: signedIn, Writes: true},
	{Method: get, Path: "/account/sessions", Who: signedIn},
	{Method: post, Path: "/account/sessions/end", Who: signedIn, Writes: true, Limit: limitSaves},
	{Method: post, Path: "/account/sessions/others", Who: signedIn, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/account/erase", Who: signedIn},
	{Method: post, Path: "/account/erase", Who: signedIn, Writes: true},

	{Method: get, Path: "/account/reminders", Who: signedIn},
	{Method: post, Path: "/account/reminders/feed", Who: signedIn, Writes: true, Limit: limitSaves},
	{Method: post, Path: "/account/reminders/feed/revoke", Who: signedIn, Writes: true, Limit: limitSaves},
	{Method: post, Path: "/account/reminders/email", Who: signedIn, Writes: true, Limit: limitMails},
	{Method: post, Path: "/account/reminders/email/start", Who: signedIn, Writes: true, Limit: limitSaves},
	{Method: post, Path: "/account/reminders/email/stop", Who: signedIn, Writes: true, Limit: limitSaves},
	{Method: post, Path: "/account/reminders/email/forget", Who: signedIn, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/confirm/:token", Who: everyone},
	{Method: post, Path: "/confirm/:token", Who: everyone, Writes: true, Limit: limitCodes},

	{Method: get, Path: "/cases", Who: signedIn},
	{Method: get, Path: "/cases/:case", Who: owner},
	{Method: get, Path: "/cases/:case/questions/:page", Who: owner},
	{Method: post, Path: "/cases/:case/questions/:page", Who: owner, Writes: true, Limit: limitSaves, Body: answerBytes},
	{Method: get, Path: "/cases/:case/check", Who: owner},
	{Method: get, Path: "/cases/:case/letters", Who: owner},
	{Method: post, Path: "/cases/:case/letters", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/complaint", Who: owner},
	{Method: get, Path: "/cases/:case/complaint/choices", Who: owner},
	{Method: post, Path: "/cases/:case/complaint/choices", Who: owner, Writes: true, Limit: limitSaves, Body: answerBytes},
	{Method: get, Path: "/cases/:case/complaint/sections/:section", Who: owner},
	{Method: post, Path: "/cases/:case/complaint/sections/:section", Who: owner, Writes: true, Limit: limitSaves, Body: answerBytes},
	{Method: get, Path: "/cases/:case/complaint/sheet", Who: owner},
	{Method: get, Path: "/cases/:case/complaint/complaint.pdf", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/complaint/complaint.txt", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/complaint/dates.ics", Who: owner},
	{Method: post, Path: "/cases/:case/complaint/bundle", Who: owner, Writes: true, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/complaint/light", Who: owner},
	{Method: post, Path: "/cases/:case/complaint/light", Who: owner, Writes: true, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/jobs/:job", Who: owner},
	{Method: get, Path: "/cases/:case/jobs/:job/file", Who: owner, Limit: limitDrawings},
	{Method: post, Path: "/cases/:case/jobs/:job/drop", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/complaint/consumer", Who: owner},
	{Method: get, Path: "/cases/:case/complaint/invitees", Who: owner},
	{Method: get, Path: "/cases/:case/complaint/news.pdf", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/complaint/news.txt", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/complaint/event/:kind", Who: owner},
	{Method: post, Path: "/cases/:case/complaint/event/:kind", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/complaint/events/:event", Who: owner},
	{Method: post, Path: "/cases/:case/complaint/events/:event", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/complaint/events/:event/complaint.pdf", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/complaint/events/:event/complaint.txt", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/export", Who: owner},
	{Method: get, Path: "/cases/:case/dossier.json", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/dossier.zip", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/close", Who: owner},
	{Method: post, Path: "/cases/:case/close", Who: owner, Writes: true, Limit: limitSaves},
	{Method: post, Path: "/cases/:case/reopen", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/erase", Who: owner},
	{Method: post, Path: "/cases/:case/erase", Who: owner, Writes: true},

	{Method: get, Path: "/cases/:case/evidence", Who: owner},
	{Method: post, Path: "/cases/:case/evidence", Who: owner, Writes: true, Limit: limitUploads, Body: uploadBytes},
	{Method: get, Path: "/cases/:case/evidence/:exhibit", Who: owner},
	{Method: post, Path: "/cases/:case/evidence/:exhibit", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/evidence/:exhibit/original", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/evidence/:exhibit/copy", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/evidence/:exhibit/mask", Who: owner},
	{Method: post, Path: "/cases/:case/evidence/:exhibit/mask", Who: owner, Writes: true, Limit: limitUploads},
	{Method: get, Path: "/cases/:case/evidence/:exhibit/delete", Who: owner},
	{Method: post, Path: "/cases/:case/evidence/:exhibit/delete", Who: owner, Writes: true, Limit: limitSaves},

	{Method: get, Path: "/cases/:case/requests/:request", Who: owner},
	{Method: get, Path: "/cases/:case/requests/:request/dates.ics", Who: owner},
	{Method: get, Path: "/cases/:case/requests/:request/letter", Who: owner},
	{Method: get, Path: "/cases/:case/requests/:request/letter.pdf", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/requests/:request/letter.txt", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/requests/:request/letter.eml", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/requests/:request/letter/:block", Who: owner},
	{Method: post, Path: "/cases/:case/requests/:request/letter/:block", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/requests/:request/copy", Who: owner},
	{Method: get, Path: "/cases/:case/requests/:request/send", Who: owner},
	{Method: post, Path: "/cases/:case/requests/:request/channel", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/requests/:request/discard", Who: owner},
	{Method: post, Path: "/cases/:case/requests/:request/discard", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/requests/:request/sent", Who: owner},
	{Method: post, Path: "/cases/:case/requests/:request/sent", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/requests/:request/event/:kind", Who: owner},
	{Method: post, Path: "/cases/:case/requests/:request/event/:kind", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/requests/:request/events/:event", Who: owner},
	{Method: post, Path: "/cases/:case/requests/:request/events/:event", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/requests/:request/answer", Who: owner},
	{Method: post, Path: "/cases/:case/requests/:request/answer", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/requests/:request/follow/:kind/letter", Who: owner},
	{Method: get, Path: "/cases/:case/requests/:request/follow/:kind/letter.pdf", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/requests/:request/follow/:kind/letter.txt", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/requests/:request/follow/:kind/letter.eml", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/requests/:request/follow/:kind/letter/:block", Who: owner},
	{Method: post, Path: "/cases/:case/requests/:request/follow/:kind/letter/:block", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/requests/:request/follow/:kind/copy", Who: owner},
	{Method: get, Path: "/cases/:case/requests/:request/follow/:kind/sent", Who: owner},
	{Method: post, Path: "/cases/:case/requests/:request/follow/:kind/sent", Who: owner, Writes: true, Limit: limitSaves},
	{Method: get, Path: "/cases/:case/requests/:request/events/:event/letter", Who: owner},
	{Method: get, Path: "/cases/:case/requests/:request/events/:event/letter.pdf", Who: owner, Limit: limitDrawings},
	{Method: get, Path: "/cases/:case/requests/:request/events/:event/letter.txt", Who: owner, Limit: limitDrawings},
}

// ruleOf returns the row of a route; ok is false when it has none.
func ruleOf(method, path string) (r rule, ok bool) {
	for _, r := range access {
		if r.Method == method && r.Path == path {
			return r, true
		}
	}
	return rule{}, false
}
