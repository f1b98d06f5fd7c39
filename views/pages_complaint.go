package views

import (
	"slices"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
)

// Complaint is the complaint to an authority: whether it may be filed, what it
// says, and, once filed, where it stands. The form value "kind" chooses what to
// note.
type Complaint struct {
	Authority law.Authority
	Language  lang.Lang // of the complaint
	Readiness law.Readiness
	State     law.ComplaintState
	Document  letters.Document // a draft while it may not be filed
	Exhibits  []letters.Exhibit
	Requests  []models.Request // of the dossier, to name the one that a caution is about
	Offers    []law.EventKind
	Notes     map[string]string // references and notes, by event
	Unpaid    bool              // a reward is unpaid: the consumer road
	Invited   bool              // others were invited: the words for them
	Jobs      []models.Job      // the files that were asked for, the latest first
	AsFiled   *letters.Filed    // nil while it was not filed
	Drawn     bool              // its PDF can be taken: always, unless it was filed and is not kept
	Since     int               // exhibits that came after it was filed
	OverKept  bool              // the text of a complaint that is over was kept
	Today     law.Date
	Earlier   map[string]bool // filings that another complaint was kept with, and whether its PDF was
}

// Name implements Page.
func (Complaint) Name() string { return "complaint" }

// Title implements Page.
func (p Complaint) Title(l lang.Lang) string {
	return lang.T(l, "complaint_page.title", "authority", p.Authority.ShortName)
}

// Refusals says each obstacle and its way out, its ground first.
func (p Complaint) Refusals(l lang.Lang) []Obstructed {
	var all []Obstructed
	for _, o := range p.Readiness.Refusals {
		key := "obstacle." + string(o.Obstacle)
		said := Obstructed{Why: lang.T(l, key, "date", lang.Date(l, o.On)), WayOut: lang.T(l, key+".way_out"), Question: questionAgainst[o.Obstacle], Request: o.Request}
		if o.Ground != "" {
			said.Ground = lang.T(l, "ground."+string(o.Ground))
		}
		all = append(all, said)
	}
	return all
}

// Obstructed is one obstacle in words.
type Obstructed struct {
	Ground, Why, WayOut string
	Question            string // the page of the interview that ends it
	Request             string // the request whose page ends it
}

// questionAgainst are the pages of the interview that end an obstacle.
var questionAgainst = map[law.Obstacle]string{
	law.NoName: "identity", law.NoContact: "identity", law.NoController: "controller",
	law.NoFacts: "story", law.NoMandate: "representative", law.ParentalPowerOver: "representative",
}

// Cautions says what to know before filing.
func (p Complaint) Cautions(l lang.Lang) []string {
	var all []string
	for _, c := range p.Readiness.Cautions {
		words := lang.Caution(l, c)
		if name := p.requestNamed(l, c.Request); name != "" {
			words = lang.T(l, "cli.complaint.about_request", "what", words, "request", name)
		}
		all = append(all, words)
	}
	return all
}

// requestNamed names a request as the picture of the dossier does; empty where
// there is no such request, or no other to take it for.
func (p Complaint) requestNamed(l lang.Lang, id string) string {
	if len(p.Requests) < 2 {
		return ""
	}
	for _, r := range p.Requests {
		if r.ID == id {
			return letters.LaneName(l, letters.Lane{RequestID: r.ID, Rights: r.Rights})
		}
	}
	return ""
}

// Ripe names the grounds on which the complaint may rest today.
func (p Complaint) Ripe(l lang.Lang) []string {
	var all []string
	for _, g := range p.Readiness.Grounds() {
		all = append(all, lang.T(l, "ground."+string(g)))
	}
	return all
}

// Filed reports whether the complaint left.
func (p Complaint) Filed() bool { return p.State.Status != law.ComplaintDraft }

// MayFile reports whether the complaint can still, or again, be filed.
func (p Complaint) MayFile() bool {
	return p.AsFiled == nil || slices.Contains(p.State.Next, law.Filed)
}

// Recordable reports whether a filing may be noted: the first, or another one
// after it came to nothing.
func (p Complaint) Recordable() bool {
	return !p.Filed() || slices.Contains(p.State.Next, law.Filed)
}

// HasEarlier reports whether another complaint was kept with an event.
func (p Complaint) HasEarlier(event string) bool {
	_, kept := p.Earlier[event]
	return kept
}

// Anew reports whether what was filed is over, so that the text is that of
// another complaint.
func (p Complaint) Anew() bool { return p.Filed() && p.AsFiled == nil }

// Kept is the complaint as it left; nil where that was not kept.
func (p Complaint) Kept() *models.Letter {
	if p.AsFiled == nil {
		return nil
	}
	return p.AsFiled.Kept
}

// AsksNews reports whether the letter that asks for news may be written: the
// complaint was filed and is not ended.
func (p Complaint) AsksNews() bool { return p.Filed() && p.State.Status != law.ComplaintEnded }

// Remedy tells which words about remedies stand on the page: "rejection" for a
// silence that is one, "silence", "decision"; empty while there is only waiting
// to do, and for a complaint that the person took back.
func (p Complaint) Remedy() string {
	switch p.State.Outcome {
	case law.ComplaintImplied:
		return "rejection"
	case law.ComplaintDecided, law.ComplaintRejected, law.ComplaintInadmissible:
		return "decision"
	}
	if p.State.Status == law.ComplaintSilent {
		return "silence"
	}
	return ""
}

// SafeDayPast reports whether the last safe day to contest a decision, or a
// silence that is one, is behind.
func (p Complaint) SafeDayPast() bool {
	d, ok := p.State.Deadline(law.AppealBy)
	return ok && p.Today.After(d.On)
}

// Ahead reports whether a day may still be put into a calendar.
func (p Complaint) Ahead(d law.Deadline) bool { return d.Open() && !p.Today.After(d.On) }

// UnderGDPR reports whether the authority is one of the Union's.
func (p Complaint) UnderGDPR() bool { return law.RegimeIn(p.Authority.Country) == law.EU }

// History is what happened to the complaint, the latest first.
func (p Complaint) History() []law.Entry { return latestFirst(p.State.History) }

// Days are the authority's days, each with its words.
func (p Complaint) Days() []law.Deadline { return p.State.Deadlines }

// Parts cuts the document at the headings of its sections.
func (p Complaint) Parts() []ComplaintPart { return sectionsIn(p.Document.Body) }

// Annex is what stands after the signature.
func (p Complaint) Annex() []ComplaintPart { return sectionsIn(p.Document.Annex) }

func sectionsIn(blocks []letters.Block) []ComplaintPart {
	var parts []ComplaintPart
	for _, b := range blocks {
		section := letters.SectionOf(b)
		if section != "" || len(parts) == 0 {
			parts = append(parts, ComplaintPart{Section: section})
		}
		last := &parts[len(parts)-1]
		last.Edited = last.Edited || b.Edited
		last.Blocks = append(last.Blocks, b)
	}
	return parts
}

// ComplaintPart is one section of a complaint with its blocks, the heading
// first; the opening has no section.
type ComplaintPart struct {
	Section letters.Section
	Blocks  []letters.Block
	Edited  bool
}

// complaintParts are parts to be drawn, of a dossier.
type complaintParts struct {
	CaseID string
	Parts  []ComplaintPart
}

// Runs are the blocks of a section with their list items gathered.
func (p ComplaintPart) Runs() []blockRun { return runsOf(p.Blocks) }

// ComplaintChoices asks on which grounds, for what, and what else the authority
// wants to know.
type ComplaintChoices struct{ Form }

// Name implements Page.
func (ComplaintChoices) Name() string { return "complaint_choices" }

// Title implements Page.
func (ComplaintChoices) Title(l lang.Lang) string { return lang.T(l, "complaint_choices.title") }

// Answers of the question whether the controller may be told who complains.
const (
	MayDisclose    = "yes"
	MayNotDisclose = "no"
)

const longWords = 10000 // characters, as in the portable dossier

// ComplaintGrounds and ComplaintRequested are the boxes to tick; words:
// field.complaint.<name>.
var (
	ComplaintGrounds   = interview.Field{Name: "grounds", Kind: interview.Choices, Options: wordsOf(law.Grounds)}
	ComplaintRequested = interview.Field{Name: "requested", Kind: interview.Choices, Options: wordsOf(law.RequestedOfAuthority), Optional: true}
)

// ComplaintFields are the other questions about a complaint.
var ComplaintFields = []interview.Field{
	{Name: "disclosure", Kind: interview.Choice, Options: []string{MayDisclose, MayNotDisclose}, Optional: true},
	{Name: "asks", Kind: interview.LongText, Optional: true, MaxLength: longWords},
	{Name: "proceedings", Kind: interview.LongText, Optional: true, MaxLength: longWords},
}

func wordsOf[W ~string](list []W) []string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return words
}

func complaintFields() []interview.Field {
	return append([]interview.Field{ComplaintGrounds, ComplaintRequested}, ComplaintFields...)
}

// Fields are the page's fields, ready to be drawn in l.
func (p ComplaintChoices) Fields(l lang.Lang) []field {
	return fieldsOf(l, "complaint.", complaintFields(), p.Form, 0)
}

// ComplaintSection rewrites one section of the complaint, the form value
// "text".
type ComplaintSection struct {
	Form
	Section   letters.Section
	Language  lang.Lang // of the complaint
	Text      string
	Rewritten bool
}

// Name implements Page.
func (ComplaintSection) Name() string { return "complaint_section" }

// Title implements Page.
func (p ComplaintSection) Title(l lang.Lang) string {
	return lang.T(l, "complaint_section.title", "section", lang.T(l, "complaint.section."+string(p.Section)))
}

// ComplaintSheet is what to copy into an online form.
type ComplaintSheet struct {
	Authority law.Authority
	Language  lang.Lang
	Fields    []letters.Field
	Summary   string
	Filed     bool           // the filing was noted already, and no other can be
	AsFiled   *letters.Filed // nil while it was not, and when one has to be filed again
}

// Name implements Page.
func (ComplaintSheet) Name() string { return "complaint_sheet" }

// Title implements Page.
func (ComplaintSheet) Title(l lang.Lang) string { return lang.T(l, "complaint_sheet.title") }

// Opening says what the sheet is.
func (p ComplaintSheet) Opening(l lang.Lang) string { return letters.SheetOpening(l, p.AsFiled) }

// ComplaintEvent records something that happened to the complaint, or corrects
// what was recorded. The form value DoName with DoUndo takes the event back.
type ComplaintEvent struct {
	Form
	Kind    law.EventKind
	EventID string // of the one that is corrected; empty for a new one
	Kept    bool   // it is the filing of a complaint whose text was kept
}

// Name implements Page.
func (ComplaintEvent) Name() string { return "complaint_event" }

// Title implements Page.
func (e ComplaintEvent) Title(l lang.Lang) string {
	if e.EventID != "" {
		return lang.T(l, "event_page.correct", "event", lowered(lang.ComplaintEvent(l, e.Kind)))
	}
	return lang.T(l, "complaint_event."+string(e.Kind)+".offer")
}

// Action is where the form is sent.
func (e ComplaintEvent) Action(l lang.Lang, caseID string) string {
	if e.EventID != "" {
		return ComplaintPath(l, caseID, "events", e.EventID)
	}
	return ComplaintPath(l, caseID, "event", string(e.Kind))
}

// ComplaintEventFields are the questions about what happened to a complaint;
// words: field.complaint_event.<name>.
var ComplaintEventFields = []interview.Field{
	{Name: "on", Kind: interview.Day},
	{Name: "reference", Kind: interview.Line, Optional: true, MaxLength: 200},
	{Name: "note", Kind: interview.LongText, Optional: true, MaxLength: noteLimit},
}

// Fields are the page's fields, ready to be drawn in l.
func (e ComplaintEvent) Fields(l lang.Lang) []field {
	return fieldsOf(l, "complaint_event.", ComplaintEventFields, e.Form, 0)
}

// Target is the id of the input that an error is about.
func (ComplaintEvent) Target(err interview.FieldError) string {
	return errorTarget(ComplaintEventFields, err.Field)
}

// ComplaintPath is the complaint of a dossier, or one of its pages: "choices",
// "sheet", "sections", "event", "events".
func ComplaintPath(l lang.Lang, caseID string, name ...string) string {
	return CasePath(l, caseID, append([]string{"complaint"}, name...)...)
}

// Consumer is the text about an unpaid reward, for a consumer body: what the
// authority does not hear.
type Consumer struct {
	Text    string
	Unpaid  bool   // a reward is unpaid; else there is nothing to write
	Country string // where the person took part: we know whom to tell in France alone
}

// Name implements Page.
func (Consumer) Name() string { return "consumer" }

// Title implements Page.
func (Consumer) Title(l lang.Lang) string { return lang.T(l, "consumer.title") }
