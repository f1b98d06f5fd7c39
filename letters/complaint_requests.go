package letters

import (
	"slices"
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
)

// chronology lists what happened, by day, with the exhibit that shows it.
func (k *complaint) chronology() {
	first := len(k.blocks)
	for _, m := range k.moments() {
		text := lang.T(k.lang, "complaint.moment", "date", m.when, "what", m.what)
		if m.exhibit > 0 {
			text = lang.T(k.lang, "complaint.moment.shown", "date", m.when, "what", m.what, "n", m.exhibit)
		}
		k.dash("chronology", text)
	}
	if t := TimelineOf(k.c, k.today); len(t.Lanes) > 0 {
		k.blocks[first].Drawn = &t
	}
}

// moment is one line of the chronology.
type moment struct {
	on         law.Date
	when, what string
	exhibit    int
}

func (k *complaint) moments() []moment {
	var all []moment
	add := func(on law.Date, what string, exhibit int) {
		if !on.IsZero() {
			all = append(all, moment{on, lang.Date(k.lang, on), capitalised(what), exhibit})
		}
	}
	p := took(k.c)
	add(p.JoinedOn, lang.T(k.lang, "complaint.moment.joined", "offer", k.facts["offer"]), 0)
	if p.JoinedOnPrecision == "month" && len(all) > 0 {
		all[0].when = capitalised(lang.MonthYear(k.lang, p.JoinedOn))
	}
	for _, seen := range p.PublicationsSeen {
		add(seen.SeenOn, lang.T(k.lang, "complaint.moment.published", "where", oneLine(seen.Where)), 0)
	}
	for _, r := range k.states {
		k.follow(r, add)
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.on.Compare(b.on) })
	return all
}

// follow tells the events of a request that stand, and the day its answer was
// due once that is past.
func (k *complaint) follow(r requested, add func(law.Date, string, int)) {
	object := k.objectOf(r)
	named := func(kind law.EventKind, what string) string {
		if kind != law.Sent && len(k.states) == 1 {
			return what // there is no other request to take it for
		}
		return lang.T(k.lang, "complaint.moment.event", "event", what, "object", object)
	}
	for _, e := range r.state.History {
		if e.Stands() {
			add(e.On, named(e.Kind, complaintEvent(k.lang, e.Kind)), k.shownBy(r, e.Event))
		}
	}
	due, reply := dueOf(r.state), firstReply(r.state)
	if !due.IsZero() && due.Before(k.today) && (reply.IsZero() || reply.After(due)) {
		add(due, named("", lang.T(k.lang, "complaint.moment.due")), 0)
	}
}

// complaintEvent names an event to the authority. What the person's own pages
// call a complete answer may be what the complaint finds too little.
func complaintEvent(l lang.Lang, kind law.EventKind) string {
	if key := "complaint.moment." + string(kind); lang.Has(l, key) {
		return lang.T(l, key)
	}
	return lang.Event(l, kind)
}

// shownBy returns the exhibit that shows an event: one that the event names,
// or the letter itself for its sending; 0 when nothing does.
func (k *complaint) shownBy(r requested, e law.Event) int {
	evidence := evidenceOf(r.Request, e)
	named := exhibitOf(k.exhibits, func(x Exhibit) bool {
		return x.Evidence != nil && slices.Contains(evidence, x.Evidence.ID)
	})
	if named > 0 || e.Kind != law.Sent && e.Kind != law.ReminderSent {
		return named
	}
	return exhibitOf(k.exhibits, func(x Exhibit) bool {
		if x.Evidence != nil || x.Request != r.ID || x.FollowUp != (e.Kind == law.ReminderSent) {
			return false
		}
		sending := firstEntered(r.Request, e)
		return !x.FollowUp || x.Event == sending && (sending != "" || x.On == e.On)
	})
}

// about makes a request the one that the next words speak of. What the person
// edited in its letter is no edit of the complaint.
func (k *complaint) about(r requested) {
	k.r, k.rights = r.Request, r.Rights
	k.r.Letter = nil
}

// objectOf is what a request asks for, in a few words.
func (k *complaint) objectOf(r requested) string {
	k.about(r)
	object, _ := k.asked()
	return object
}

// dueOf is the last day on which an answer was in time by every reading; zero
// while the count is suspended.
func dueOf(s law.State) law.Date {
	if s.Answer == nil {
		return law.Date{}
	}
	return law.Later(s.Answer.OperativeOn(), s.Answer.LatestOn)
}

// listOf names requests inside a sentence, so that any preposition may stand
// before: "ma demande du 1er mars 2026, reçue le 5 mars 2026". Where there are
// several, two may be of one day: each is named with what it asks for.
func (k *complaint) listOf(list []requested) string {
	if len(list) == 0 {
		return ""
	}
	key := "complaint.request."
	if len(k.states) > 1 {
		key = "complaint.request.item."
	}
	var named []string
	for _, r := range list {
		how := "received"
		switch {
		case r.state.ReceivedOn.IsZero(), r.state.ReceivedOn == r.state.SentOn:
			how = "sent"
		case r.state.ReceiptEstimated:
			how = "estimated"
		}
		named = append(named, lang.T(k.lang, key+how, "object", objectOf(k.c, r.Request, k.lang),
			"sent_on", lang.Date(k.lang, r.state.SentOn), "received_on", lang.Date(k.lang, r.state.ReceivedOn)))
	}
	if len(k.states) == 1 {
		return named[0]
	}
	return lang.TN(k.lang, "complaint.requests", len(named), "list", lang.And(k.lang, named))
}

// requests tells each request that left: what it asked, when its answer was
// due, what came, and each gap that the person noted.
func (k *complaint) requests() {
	for _, r := range k.states {
		k.request(r)
		k.answers(r)
		k.gaps(r)
	}
}

func (k *complaint) request(r requested) {
	k.paragraph("request", complaintFile, k.requestSections(r)...)
}

// requestSections fills the facts of a request and picks what is said of it.
func (k *complaint) requestSections(r requested) []string {
	k.about(r)
	k.facts["object"], k.facts["articles"] = k.asked()
	k.facts["sent_on"] = lang.Date(k.lang, r.state.SentOn)
	k.facts["received_on"] = lang.Date(k.lang, r.state.ReceivedOn)
	k.facts["due_on"] = lang.Date(k.lang, dueOf(r.state))
	k.facts["channel"] = k.known("complaint.channel." + string(r.Channel))
	sentences := []string{"request"}
	if k.facts["channel"] != "" {
		sentences[0] = "request_by"
	}
	switch {
	case r.state.ReceivedOn.IsZero():
		sentences = append(sentences, "undelivered")
	case r.state.ReceiptEstimated:
		sentences = append(sentences, "received_estimated")
	case !stands(r.state, law.Received) && r.state.ReceivedOn == r.state.SentOn:
		sentences = append(sentences, "received_at_once")
	default:
		sentences = append(sentences, "received")
	}
	ahead := "" // a refusal, or a draft, may come before the day
	if !dueOf(r.state).Before(k.today) {
		ahead = "_ahead"
	}
	switch {
	case k.facts["due_on"] != "" && k.only(law.ConsentWithdrawal):
		sentences = append(sentences, "due_confirmation"+ahead)
	case k.facts["due_on"] != "":
		sentences = append(sentences, "due"+ahead)
	case r.state.Answer != nil && r.state.Status == law.StatusSuspended && stands(r.state, law.IdentityAsked):
		k.facts["due_on"] = lang.Date(k.lang, r.state.Answer.FirstOn)
		sentences = append(sentences, "due_but_identity")
	}
	return sentences
}

// stands reports whether an event of that kind stands.
func stands(s law.State, kind law.EventKind) bool {
	return slices.ContainsFunc(s.History, func(e law.Entry) bool { return e.Stands() && e.Kind == kind })
}

// told are the events of a request that the complaint puts in a sentence.
var told = []law.EventKind{
	law.IdentityAsked, law.IdentityGiven, law.FeeAsked, law.Extended,
	law.Answered, law.PartialReply, law.Refused, law.NoDataHeld, law.Redirected, law.ReminderSent,
}

func (k *complaint) answers(r requested) {
	if sentences := k.heardOf(r); len(sentences) > 0 {
		k.add(Block{Section: complaintFile + "_answers", Kind: Paragraph, Text: strings.Join(sentences, " ")})
	}
}

// heardOf tells what came of a request, each thing with the exhibit that shows
// it, or that nothing did.
func (k *complaint) heardOf(r requested) []string {
	var sentences []string
	replied, heard := false, false
	for _, e := range r.state.History {
		if !e.Stands() || !slices.Contains(told, e.Kind) {
			continue
		}
		sentences = append(sentences, k.shown(k.tell(e), k.shownBy(r, e.Event)))
		replied = replied || isReply(e.Kind)
		heard = heard || isReply(e.Kind) || e.Kind == law.IdentityAsked || e.Kind == law.FeeAsked || e.Kind == law.Extended
	}
	switch {
	case replied || r.state.ReceivedOn.IsZero():
	case heard:
		sentences = append(sentences, k.sentence("no_other_reply"))
	default:
		sentences = append(sentences, k.sentence("no_reply"))
	}
	if reply := firstReply(r.state); !reply.IsZero() && !dueOf(r.state).IsZero() && reply.After(dueOf(r.state)) {
		sentences = append(sentences, k.sentence("reply_late"))
	}
	return sentences
}

// shown puts the number of an exhibit at the end of a sentence.
func (k *complaint) shown(sentence string, exhibit int) string {
	if exhibit == 0 {
		return sentence
	}
	return lang.T(k.lang, "complaint.shown", "sentence", strings.TrimSuffix(sentence, "."), "n", exhibit)
}

// tell puts an event in a sentence.
func (k *complaint) tell(e law.Entry) string {
	k.facts["on"] = lang.Date(k.lang, e.On)
	section := "event_" + string(e.Kind)
	switch {
	case e.Kind == law.Refused && e.ReasonsGiven == nil:
		section += "_untold" // nobody said whether reasons were given
	case (e.Kind == law.Refused || e.Kind == law.Extended) && !reasonsGiven(e.Event):
		section += "_unreasoned"
	}
	return k.sentence(section)
}

func isReply(kind law.EventKind) bool {
	return slices.Contains([]law.EventKind{law.Answered, law.PartialReply, law.Refused, law.NoDataHeld, law.Redirected}, kind)
}

// firstReply is the day of the first reply that stands; zero when none came.
func firstReply(s law.State) law.Date {
	for _, e := range s.History {
		if e.Stands() && isReply(e.Kind) {
			return e.On
		}
	}
	return law.Date{}
}

// gaps lists what the answer to a request left out, in the words of the answer
// checker.
func (k *complaint) gaps(r requested) {
	items := k.missingOf(r)
	if len(items) == 0 {
		return
	}
	k.section(complaintFile, "missing")
	for _, item := range items {
		k.dash("missing", item)
	}
}

// gapOrder holds the gaps of an answer in the order of the articles: 15, then those of the other
// rights.
var gapOrder = []string{
	"confirmation", "purposes", "legal_basis", "categories", "recipients_named", "publications", "retention",
	"rights_information", "complaint_information", "source", "automated_decisions", "transfer_safeguards",
	"copy_of_data", "readable_format", "proof_of_consent",
}

func gapRank(id string) int {
	if i := slices.Index(gapOrder, id); i >= 0 {
		return i
	}
	return len(gapOrder)
}

// missingOf names the gaps of an answer; the words of follow-up letters speak
// to the controller, so some have a variant for the authority, with the place
// of what is owed.
func (k *complaint) missingOf(r requested) []string {
	// In the order in which the articles name them, whatever that of the answers.
	missing := slices.Clone(r.Missing)
	slices.SortStableFunc(missing, func(a, b string) int { return gapRank(a) - gapRank(b) })
	var items []string
	for _, id := range missing {
		words := k.known("complaint.missing." + id)
		if words == "" {
			words = k.known("letters.missing." + id)
		}
		items = appendFilled(items, words)
	}
	return items
}

// sentence fills the first block of a section of the complaint's prose.
func (k *complaint) sentence(section string) string { return k.sentenceOf(complaintFile, section) }

func (k *complaint) sentenceOf(file, section string) string {
	blocks := k.prose(file, section)
	if len(blocks) == 0 {
		return ""
	}
	return k.filled("", blocks[0]).Text
}
