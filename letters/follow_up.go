package letters

import (
	"errors"
	"fmt"
	"slices"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// FollowUp is a letter about a request that was sent. None is a new request,
// so the month of article 12(3) keeps running from the first one.
type FollowUp string

// The follow-ups; each has its prose file of that name.
const (
	Reminder         FollowUp = "reminder"          // no answer came
	IdentityReply    FollowUp = "identity_reply"    // proof of identity was asked
	RefusalReply     FollowUp = "refusal_reply"     // the request was refused
	PartialFollowUp  FollowUp = "partial_follow_up" // the answer left something out
	ExtensionProtest FollowUp = "extension_protest" // the extension has no reasons, or came late
)

// FollowUps lists every follow-up once.
var FollowUps = []FollowUp{Reminder, IdentityReply, RefusalReply, PartialFollowUp, ExtensionProtest}

// What makes a follow-up impossible.
var (
	ErrNotSent         = errors.New("letters: the request was not sent")
	ErrUnknownFollowUp = errors.New("letters: no such follow-up")
)

// Recalled is what a follow-up recalls of its request; RecalledBy reads it from
// the request's state. Only SentOn is required.
type Recalled struct {
	SentOn       law.Date
	ReceivedOn   law.Date // zero when it is only estimated: a letter states what can be proved
	DueOn        law.Date // the deadline: see deadlineFor; stated only beside ReceivedOn
	On           law.Date // the day of the answer, demand, refusal or notice replied to
	Until        law.Date // the new day announced by an extension
	ReasonsGiven bool     // by a refusal or an extension
	OwnWords     string   // what the person wants to add
}

// repliesTo is the event that each follow-up replies to.
var repliesTo = map[FollowUp]law.EventKind{
	IdentityReply: law.IdentityAsked, RefusalReply: law.Refused,
	PartialFollowUp: law.PartialReply, ExtensionProtest: law.Extended,
}

// RecalledBy reads what a follow-up of that kind recalls from the state of its
// request: the latest standing event that it replies to, and the deadline.
// OwnWords is left to the person.
func RecalledBy(kind FollowUp, s law.State) Recalled {
	a := Recalled{SentOn: s.SentOn}
	if !s.ReceiptEstimated {
		a.ReceivedOn = s.ReceivedOn
	}
	if s.Answer != nil {
		a.DueOn = deadlineFor(kind, *s.Answer)
	}
	for _, entry := range s.History {
		if entry.Kind == repliesTo[kind] && entry.Stands() {
			a.On, a.Until = entry.On, entry.Until
			a.ReasonsGiven = reasonsGiven(entry.Event)
		}
	}
	return a
}

// deadlineFor picks the deadline that a follow-up measures against.
func deadlineFor(kind FollowUp, answer law.Answer) law.Date {
	switch {
	case kind == Reminder:
		// Where a suspension can be read in two ways, only the later day has
		// passed for everybody.
		return law.Later(answer.OperativeOn(), answer.LatestOn)
	case kind == ExtensionProtest && !answer.DueOn.IsZero():
		return answer.DueOn // an extension is in time until the suspended count ends
	default:
		return answer.FirstOn
	}
}

// reasonsGiven reads what the person said of the reasons; an extension counts
// as reasoned unless they said otherwise (law.Event).
func reasonsGiven(e law.Event) bool {
	if e.ReasonsGiven == nil {
		return e.Kind == law.Extended
	}
	return *e.ReasonsGiven
}

// provenDueOn is the deadline when its start can be proved, and zero
// otherwise: nobody is told that they are late from an estimated receipt.
func (a Recalled) provenDueOn() law.Date {
	if a.ReceivedOn.IsZero() {
		return law.Date{}
	}
	return a.DueOn
}

// late reports whether the answer came, provably, after the first deadline.
func (a Recalled) late() bool {
	due := a.provenDueOn()
	return !a.On.IsZero() && !due.IsZero() && a.On.After(due)
}

// ComposeFollowUp writes a letter that follows request r, in language l, dated
// today. It returns warnings and errors as Compose does, and ErrNotSent or
// ErrUnknownFollowUp. Edits are read from r.Letter.Edits; no block ID of a
// follow-up is one of a first letter, but for the paragraph that presents a
// representative.
func ComposeFollowUp(kind FollowUp, c models.Case, r models.Request, a Recalled, l lang.Lang, today law.Date) (Document, []Warning, error) {
	return composeFollowUp(kind, c, r, a, l, today, []lang.Lang{l})
}

// ComposeFollowUpTwin writes the same follow-up in French and English, as
// ComposeTwin does.
func ComposeFollowUpTwin(kind FollowUp, c models.Case, r models.Request, a Recalled, today law.Date) (Twin, []Warning, error) {
	return twin(func(l lang.Lang) (Document, []Warning, error) {
		return composeFollowUp(kind, c, r, a, l, today, twinned)
	})
}

func composeFollowUp(kind FollowUp, c models.Case, r models.Request, a Recalled, l lang.Lang, today law.Date, spoken []lang.Lang) (Document, []Warning, error) {
	if !slices.Contains(FollowUps, kind) {
		return Document{}, nil, fmt.Errorf("%w: %q", ErrUnknownFollowUp, kind)
	}
	if a.SentOn.IsZero() {
		return Document{}, nil, ErrNotSent
	}
	rights, err := inSafeOrder(r.Rights)
	if err != nil {
		return Document{}, nil, err
	}
	w, err := newLetter(c, r, l, today, spoken)
	if err != nil {
		return Document{}, nil, err
	}
	w.rights, w.following = rights, true
	w.recall(a)
	switch kind {
	case Reminder:
		w.reminder(a)
	case IdentityReply:
		w.identityReply(a)
	case RefusalReply:
		w.refusalReply(a)
	case PartialFollowUp:
		w.partialFollowUp(a)
	case ExtensionProtest:
		w.extensionProtest(a)
	}
	if words := paragraphs(a.OwnWords); words != "" {
		w.section(following, "own_words")
		w.own(following+"_own_words", words)
	}
	w.section(following, "not_new")
	if _, ok := law.AcknowledgementDue(today); ok && w.regime == regimeGB && kind != IdentityReply {
		// Section 164A of the Data Protection Act 2018: the company hears a
		// complaint before the ICO does.
		w.section(following, "complaint_gb")
	}
	w.reply(following)
	w.authority(following)
	object, articles := w.asked()
	return w.document(lang.T(l, "letters.follow_up."+string(kind)+".subject",
		"sent_on", w.facts["sent_on"], "object", object, "articles", articles))
}

// following is the prose file of what every follow-up says.
const following = "follow_up"

// recall presents the writer and names the request.
func (w *letter) recall(a Recalled) {
	w.facts["object"], w.facts["articles"] = w.asked()
	for name, on := range map[string]law.Date{
		"sent_on": a.SentOn, "received_on": a.ReceivedOn, "due_on": a.DueOn, "answered_on": a.On, "until": a.Until,
	} {
		w.facts[name] = lang.Date(w.lang, on)
	}
	w.representation()
	if a.ReceivedOn.IsZero() {
		w.paragraph("recall", following, "recall")
		return
	}
	w.paragraph("recall", following, "recall_received")
}

// reminder recalls a request that had no answer (law.md D2; EDPB Guidelines
// 01/2022, paragraph 29: a reminder is not a new request).
func (w *letter) reminder(a Recalled) {
	const file = "reminder"
	switch {
	case w.only(law.ConsentWithdrawal):
		w.section(file, "silence_withdrawal")
	case a.provenDueOn().IsZero():
		w.section(file, "silence")
	case w.today.After(a.DueOn):
		w.section(file, "silence_due")
	default:
		w.section(file, "before_due")
	}
	if !a.DueOn.IsZero() && !w.today.After(a.DueOn) {
		w.warn("letters.warning.not_due_yet")
	}
	w.section(file, "demand")
	w.section(file, "refusal")
}

// identityReply asks which reasonable doubt there is (article 12(6)) and
// offers ways to settle it that need no identity document.
func (w *letter) identityReply(a Recalled) {
	const file = "identity_reply"
	sentences := []string{dated("asked", a.On)}
	if a.late() {
		sentences = append(sentences, "late")
	}
	w.paragraph("asked", file, sentences...)
	if w.facts["identifiers"] != "" {
		w.section(file, "doubt_known")
	} else {
		w.section(file, "doubt")
	}
	w.section(file, "means")
	w.section(file, "proportion")
}

// refusalReply asks for the reasons of a refusal (article 12(4)) and for the
// proof that the request is excessive (12(5)).
func (w *letter) refusalReply(a Recalled) {
	const file = "refusal_reply"
	w.paragraph("refused", file, dated("refused", a.On), reasons(a))
	w.section(file, "demand")
}

// partialFollowUp lists what the answer left out, by r.Missing.
func (w *letter) partialFollowUp(a Recalled) {
	const file = "partial_follow_up"
	w.section(file, dated("answered", a.On))
	var missing []string
	for _, id := range w.r.Missing {
		missing = appendFilled(missing, w.known("letters.missing."+id))
	}
	for i, item := range missing {
		key := "letters.item"
		if i == len(missing)-1 {
			key = "letters.item_last"
		}
		w.add(Block{Section: file + "_missing", Kind: Item, Number: w.items + 1, Text: lang.T(w.lang, key, "item", item)})
	}
	if len(missing) == 0 {
		if w.blank(file+"_blank", "missing") {
			w.warn("letters.warning.no_missing")
		}
	}
	w.section(file, "demand")
}

// extensionProtest holds the controller to the first deadline when an
// extension has no reasons or came after it (article 12(3)).
func (w *letter) extensionProtest(a Recalled) {
	const file = "extension_protest"
	announced := dated("extended", a.On)
	if !a.On.IsZero() && !a.Until.IsZero() {
		announced = "extended_until"
	}
	sentences := []string{announced}
	if a.late() {
		sentences = append(sentences, "late")
	}
	if !a.ReasonsGiven || !a.late() {
		sentences = append(sentences, reasons(a))
	}
	w.paragraph("extended", file, sentences...)
	if a.ReasonsGiven && !a.late() {
		w.warn("letters.warning.extension_looks_regular")
	}
	w.section(file, "rule")
	if a.provenDueOn().IsZero() {
		w.section(file, "position")
	} else {
		w.section(file, "position_due")
	}
	w.section(file, "demand")
}

// dated names the section that gives the day, when there is one.
func dated(section string, on law.Date) string {
	if on.IsZero() {
		return section
	}
	return section + "_on"
}

func reasons(a Recalled) string {
	if a.ReasonsGiven {
		return "with_reasons"
	}
	return "without_reasons"
}
