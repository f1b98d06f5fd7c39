package handlers

import (
	"slices"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) showHub(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return v.showCase(c, v.hubPage(c))
}

func (v *visit) hubPage(c models.Case) views.Hub {
	h := v.hubOf(c)
	return views.Hub{
		Person: personName(c), Offer: offerTitle(v.lang, c), Today: v.today,
		Next: h.next(), Timeline: letters.TimelineOf(h.effective, v.today), Requests: h.rows(), Tasks: h.tasks(), Closed: c.Closed,
	}
}

// hub gathers what the page of a dossier is drawn from.
type hub struct {
	v         *visit
	c         models.Case
	effective models.Case
	requests  []followed
}

func (v *visit) hubOf(c models.Case) hub {
	h := hub{v: v, c: c, effective: interview.Effective(c)}
	for _, r := range h.effective.Requests {
		if interview.OnlyDetails(r) {
			continue // nobody has chosen to write that letter yet
		}
		h.requests = append(h.requests, followed{r, letters.StateOf(h.effective, r, v.today)})
	}
	return h
}

// followed is a request and where it stands.
type followed struct {
	models.Request
	law.State
}

func (h hub) path(name ...string) string { return views.CasePath(h.v.lang, h.c.ID, name...) }

func (h hub) requestPath(id string, name ...string) string {
	return views.RequestPath(h.v.lang, h.c.ID, id, name...)
}

// next is the one thing to do now: what a company's answer or silence calls
// for, then finish telling, then send what is written, then write what the
// wishes still call for, then wait.
func (h hub) next() views.NextStep {
	if h.c.Closed != nil {
		return views.NextStep{Text: views.Sentence{Key: "hub.next.closed"}}
	}
	if r, ok := h.first(h.isUrgent); ok {
		return h.urgent(r)
	}
	if missing := interview.Missing(h.c); len(missing) > 0 && !h.complained() {
		return step("hub.next.tell", "hub.do.tell", views.QuestionPath(h.v.lang, h.c.ID, missing[0].ID))
	}
	if r, ok := h.first(func(r followed) bool { return r.Status == law.StatusDraft }); ok {
		return step("hub.next.send", "hub.do.send", h.requestPath(r.ID, "letter"))
	}
	if _, ok := safeToWrite(h.c, h.v.today); ok {
		return step("hub.next.letters", "hub.do.letters", h.path("letters"))
	}
	if r, ok := h.nextAwaited(); ok {
		return h.waiting(r)
	}
	return step("hub.next.over", "hub.do.letters", h.path("letters"))
}

// urgent is the next step of a request, done from here; the request itself is
// the second way.
func (h hub) urgent(r followed) views.NextStep {
	next := h.v.nextOf(h.c, r.Request, r.State)
	if next.Href == "" {
		next.Action, next.Href = views.Sentence{Key: "hub.do.request"}, h.requestPath(r.ID)
	}
	next.Other, next.OtherHref = views.Sentence{Key: "hub.do.request"}, h.requestPath(r.ID)
	if next.Href == next.OtherHref {
		next.Other, next.OtherHref = views.Sentence{}, ""
	}
	return next
}

func step(text, action, href string) views.NextStep {
	return views.NextStep{Text: views.Sentence{Key: text}, Action: views.Sentence{Key: action}, Href: href}
}

// isUrgent reports whether what a request calls for comes before writing another
// letter. One that another request took the place of calls for nothing.
func (h hub) isUrgent(r followed) bool {
	return urgentSteps[r.Step] && replacedBy(h.effective, r.Request, r.State) == ""
}

var urgentSteps = map[law.NextStep]bool{
	law.NextSendAgain: true, law.NextRefuseFee: true, law.NextGiveIdentity: true, law.NextGiveClarification: true,
	law.NextRemind: true, law.NextComplain: true, law.NextFollowUp: true, law.NextContest: true, law.NextWriteElsewhere: true,
}

func (h hub) first(is func(followed) bool) (followed, bool) {
	i := slices.IndexFunc(h.requests, is)
	if i < 0 {
		return followed{}, false
	}
	return h.requests[i], true
}

// nextAwaited is the request of which something is awaited first.
func (h hub) nextAwaited() (first followed, ok bool) {
	for _, r := range h.requests {
		if !r.Running() && !awaits[r.Step] {
			continue
		}
		if !ok || h.awaited(r).on.Before(h.awaited(first).on) {
			first, ok = r, true
		}
	}
	return first, ok
}

// awaits are the steps that are waiting, also when the company's time is over.
var awaits = map[law.NextStep]bool{law.NextWait: true, law.NextWaitToComplain: true, law.NextAwaitAuthority: true}

// awaited is a sentence that says what is awaited, and the day of it; zero when
// no day can be told.
type awaited struct {
	key string
	on  law.Date
}

func (h hub) awaited(r followed) awaited {
	switch r.Step {
	case law.NextWaitToComplain:
		return awaited{"hub.next.wait_to_complain", r.ComplainFrom}
	case law.NextAwaitAuthority:
		return h.awaitedNews()
	}
	if due, ok := r.Deadline(law.AnswerDue); ok {
		return awaited{"hub.next.wait_until", due.On}
	}
	return awaited{key: "hub.next.wait"}
}

// awaitedNews is what the authority owes, while it owes something.
func (h hub) awaitedNews() awaited {
	news, _ := letters.ComplaintStateOf(h.effective, h.v.today).Deadline(law.AuthorityNews)
	switch {
	case !news.Open():
		return awaited{key: "next.await_authority"}
	case h.v.today.After(news.On):
		return awaited{"hub.next.authority_late", news.On}
	}
	return awaited{"hub.next.authority", news.On}
}

// waiting says until when there is nothing to do.
func (h hub) waiting(r followed) views.NextStep {
	what := h.awaited(r)
	next := views.NextStep{Text: views.Sentence{Key: what.key}}
	if !what.on.IsZero() {
		next.Text.Args = []any{"on", what.on}
	}
	if r.Step == law.NextAwaitAuthority {
		next.Action, next.Href = h.v.wayOf(h.c, r.Request, doing{filed: true})
	}
	next.Other = views.Sentence{Key: "hub.do.request"}
	next.OtherHref = h.requestPath(r.ID)
	return next
}

func (h hub) rows() []views.RequestRow {
	var rows []views.RequestRow
	for _, r := range h.requests {
		rows = append(rows, views.RequestRow{ID: r.ID, Rights: r.Rights, Badge: views.BadgeOf(r.State, h.v.today), Detail: detailOf(r)})
	}
	return rows
}

func detailOf(r followed) views.Sentence {
	if r.Status == law.StatusDraft {
		return views.Sentence{Key: "hub.request.draft"}
	}
	if due, ok := r.Deadline(law.AnswerDue); ok && due.Open() {
		return views.Sentence{Key: "hub.request.due", Args: []any{"on", r.SentOn, "due", due.On}}
	}
	return views.Sentence{Key: "hub.request.sent", Args: []any{"on", r.SentOn}}
}

// tasks are the stages of a dossier. One that is not due yet has no link.
func (h hub) tasks() []views.Task {
	done, total := interview.Progress(h.c)
	told := len(interview.Missing(h.c)) == 0
	drafts, sent := h.counts()
	tell := views.Task{ID: "tell", Href: h.path("check"), Done: told,
		State: views.Sentence{Key: "hub.task.answers", Args: []any{"done", done, "total", total}}}
	write := views.Task{ID: "letters", Href: h.path("letters"), Done: drafts+sent > 0, State: countOf("hub.task.letters", drafts+sent)}
	send := views.Task{ID: "send", Done: sent > 0 && drafts == 0, State: countOf("hub.task.sent", sent)}
	follow := views.Task{ID: "follow", State: views.Sentence{Key: "hub.task.later"}}
	if !told && drafts+sent == 0 {
		write.State, write.Href = views.Sentence{Key: "hub.task.later"}, ""
	}
	if drafts+sent == 0 {
		send.State = views.Sentence{Key: "hub.task.later"}
	}
	if r, ok := h.first(func(r followed) bool { return r.Status == law.StatusDraft }); ok {
		send.Href = h.requestPath(r.ID, "letter")
	}
	if r, ok := h.first(func(r followed) bool { return r.Status != law.StatusDraft }); ok {
		follow.Href, follow.State = h.requestPath(r.ID), h.followState()
	}
	gather := views.Task{ID: "evidence", Href: h.path("evidence"), Done: len(h.c.Evidence) > 0, State: countOf("hub.task.evidence", len(h.c.Evidence))}
	return []views.Task{tell, gather, write, send, follow, h.complaintTask()}
}

// complained reports whether a complaint left: what was not told by then is not
// the next thing to do.
func (h hub) complained() bool {
	return letters.ComplaintStateOf(h.effective, h.v.today).Status != law.ComplaintDraft
}

// complaintTask leads to the complaint once a request was sent, or a complaint
// begun: before that there is little to complain of.
func (h hub) complaintTask() views.Task {
	task := views.Task{ID: "complaint", State: views.Sentence{Key: "hub.task.later"}}
	_, sent := h.counts()
	if sent == 0 && h.c.Complaint == nil {
		return task
	}
	state := letters.ComplaintStateOf(h.effective, h.v.today)
	task.Href = h.path("complaint")
	task.State = views.Sentence{Key: "complaint_status." + string(state.Status)}
	task.Done = state.Status == law.ComplaintEnded
	return task
}

func (h hub) counts() (drafts, sent int) {
	for _, r := range h.requests {
		if r.Status == law.StatusDraft {
			drafts++
		} else {
			sent++
		}
	}
	return drafts, sent
}

func (h hub) followState() views.Sentence {
	if h.c.NextDueOn.IsZero() {
		return views.Sentence{Key: "hub.task.nothing_due"}
	}
	if h.c.NextDueOn.Before(h.v.today) {
		return views.Sentence{Key: "hub.task.overdue", Args: []any{"on", h.c.NextDueOn}}
	}
	return views.Sentence{Key: "hub.task.next_due", Args: []any{"on", h.c.NextDueOn}}
}

// countOf chooses the sentence of a number: none, one or several.
func countOf(key string, n int) views.Sentence {
	switch n {
	case 0:
		return views.Sentence{Key: key + ".none"}
	case 1:
		return views.Sentence{Key: key + ".one"}
	}
	return views.Sentence{Key: key + ".other", Args: []any{"n", n}}
}
