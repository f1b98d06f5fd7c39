package letters

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// Section is one part of a complaint. The person may rewrite it as a whole
// (Complaint.Sections, by this name); rewritten to nothing, it is left out.
// Its title is the word "complaint.section.<section>".
type Section string

// The sections of a complaint.
const (
	SectionParties     Section = "parties"
	SectionSummary     Section = "summary"
	SectionOffer       Section = "offer"
	SectionFacts       Section = "facts"
	SectionChronology  Section = "chronology"
	SectionRequests    Section = "requests"
	SectionGrounds     Section = "grounds"
	SectionAuthority   Section = "authority"
	SectionAsks        Section = "asks"
	SectionDisclosure  Section = "disclosure"
	SectionProceedings Section = "proceedings"
	SectionExhibits    Section = "exhibits"
	SectionCourtesy    Section = "courtesy"
)

// sectionWriters holds what each section says, in the order of a complaint.
var sectionWriters = []struct {
	name  Section
	write func(*complaint)
}{
	{SectionParties, (*complaint).parties},
	{SectionSummary, (*complaint).summary},
	{SectionOffer, (*complaint).offer},
	{SectionFacts, (*complaint).story},
	{SectionChronology, (*complaint).chronology},
	{SectionRequests, (*complaint).requests},
	{SectionGrounds, (*complaint).reproaches},
	{SectionAuthority, (*complaint).competence},
	{SectionAsks, (*complaint).asks},
	{SectionDisclosure, (*complaint).disclosure},
	{SectionProceedings, (*complaint).proceedings},
	{SectionExhibits, (*complaint).listExhibits},
	{SectionCourtesy, (*complaint).courtesy},
}

// Sections lists the sections of a complaint in their order.
func Sections() []Section {
	names := make([]Section, len(sectionWriters))
	for i, s := range sectionWriters {
		names[i] = s.name
	}
	return names
}

// Complaint is a complaint composed for a case.
type Complaint struct {
	Document  Document
	Authority law.Authority
	Readiness law.Readiness
	Grounds   []law.Ground // those it states
	Exhibits  []Exhibit
	// Summary is at most SummaryLimit characters, to paste into a form.
	Summary string
	// Sheet is what to copy into an online form, field by field.
	Sheet []Field
	// Filed is nil while it was not filed.
	Filed *Filed
}

// ErrNotAdmissible is returned by ComposeComplaint when something keeps the
// complaint from being filed; its Readiness says what.
var ErrNotAdmissible = errors.New("letters: the complaint cannot be filed yet")

// ComposeComplaint writes the complaint of an effective case in language l,
// dated today. When it may not be filed it returns ErrNotAdmissible, with the
// Readiness alone; DraftComplaint writes it all the same.
func ComposeComplaint(c models.Case, l lang.Lang, today law.Date) (Complaint, error) {
	if ready := Readiness(c, today); !ready.OK() {
		return Complaint{Readiness: ready}, ErrNotAdmissible
	}
	return composeComplaint(c, l, today, false)
}

// DraftComplaint writes the complaint whatever keeps it from being filed, with
// blanks for what is missing, and says on its subject line that it is a draft.
// Its grounds are those chosen, ripe or not.
func DraftComplaint(c models.Case, l lang.Lang, today law.Date) (Complaint, error) {
	return composeComplaint(c, l, today, true)
}

func composeComplaint(c models.Case, l lang.Lang, today law.Date, draft bool) (Complaint, error) {
	ready := Readiness(c, today)
	k := newComplaint(c, l, today, ready)
	if draft {
		k.draft = true
		k.grounds = draftGrounds(c, ready)
	}
	return k.compose()
}

func (k *complaint) compose() (Complaint, error) {
	k.write()
	d, _, err := k.document(k.subject())
	if err != nil {
		return Complaint{}, err
	}
	k.frame(&d)
	return Complaint{
		Document: d, Authority: k.to, Readiness: k.ready, Grounds: k.grounds, Exhibits: k.exhibits,
		Summary: k.short(), Sheet: k.sheet(),
	}, nil
}

// draftGrounds are the grounds chosen, ripe or not; when none was, the ripe
// ones and those that would be ripe later.
func draftGrounds(c models.Case, ready law.Readiness) []law.Ground {
	if c.Complaint != nil && c.Complaint.Grounds != nil {
		return law.InOrder(groundsOf(c.Complaint.Grounds))
	}
	grounds := ready.Grounds()
	for _, o := range ready.Refusals {
		grounds = append(grounds, o.Ground)
	}
	return law.InOrder(grounds)
}

// complaint is one complaint being composed. It is a letter to the authority.
type complaint struct {
	*letter
	to       law.Authority
	ready    law.Readiness
	grounds  []law.Ground
	exhibits []Exhibit
	draft    bool
	said     models.Complaint // what the person told the authority
	states   []requested      // the requests that left, by day
	heads    int              // headings written so far
}

// requested is a request that left, and where it stands.
type requested struct {
	models.Request
	state law.State
}

// newComplaint starts a complaint; what is missing stands as a blank, for a
// draft.
func newComplaint(c models.Case, l lang.Lang, today law.Date, ready law.Readiness) *complaint {
	blank := func(name string) string {
		return lang.T(l, "letters.fill_in", "label", lang.T(l, "complaint.blank."+name))
	}
	person := models.Person{}
	if c.Person != nil {
		person = *c.Person
	}
	if oneLine(person.Name) == "" {
		person.Name = blank("name")
	}
	c.Person = &person
	controller := models.Controller{}
	if to := controllerOf(c, models.Request{}); to != nil {
		controller = *to
	}
	controller.Name = cmp.Or(oneLine(controller.Name), blank("controller"))

	k := &complaint{
		letter: &letter{c: c, controller: controller, lang: l, spoken: []lang.Lang{l}, today: today, written: map[string]int{}},
		to:     AuthorityOf(c), ready: ready, grounds: ready.Grounds(), exhibits: exhibitsBy(today, Exhibits(c, l)),
	}
	if c.Complaint != nil {
		k.said = *c.Complaint
	}
	k.regime = regimeOf(k.country())
	k.letter.facts = k.factsOf()
	k.aboutThem()
	k.readRequests()
	return k
}

// aboutThem turns the facts that speak to the controller into facts about it.
func (k *complaint) aboutThem() {
	if k.facts["offer"] == lang.T(k.lang, "letters.offer.unnamed") {
		k.facts["offer"] = lang.T(k.lang, "complaint.offer.unnamed")
	}
	if k.facts["way"] == lang.T(k.lang, "letters.way.app") {
		k.facts["way"] = lang.T(k.lang, "complaint.way.app")
	}
	k.facts["authority"] = k.to.ShortName
}

func (k *complaint) readRequests() {
	for _, r := range k.c.Requests {
		if state := StateOf(k.c, r, k.today); !state.SentOn.IsZero() {
			k.states = append(k.states, requested{r, state})
		}
	}
	slices.SortStableFunc(k.states, func(a, b requested) int { return a.state.SentOn.Compare(b.state.SentOn) })
}

const complaintFile = "complaint"

// write adds every section that has something to say, under its heading.
func (k *complaint) write() {
	k.representedBy()
	opening := "opening"
	if k.regime == regimeGB {
		opening = "opening_gb"
	}
	k.section(complaintFile, opening)
	for _, s := range sectionWriters {
		k.writeSection(s.name, s.write)
	}
}

// writeSection writes a section, or what the person made of it.
func (k *complaint) writeSection(name Section, write func(*complaint)) {
	before := k.blocks
	k.heads++
	heading := lang.T(k.lang, "complaint.section."+string(name))
	if name != SectionCourtesy {
		heading = lang.T(k.lang, "complaint.heading", "n", k.heads, "title", heading)
	}
	k.add(Block{Section: "complaint_" + string(name), Kind: Heading, Text: heading})
	headed := len(k.blocks)
	k.items = 0
	if text, rewritten := k.said.Sections[string(name)]; rewritten {
		k.rewritten(name, text)
	} else {
		write(k)
	}
	if len(k.blocks) == headed {
		k.blocks = before
		k.heads--
	}
}

// rewritten sets the person's own words, one block for each paragraph.
func (k *complaint) rewritten(name Section, text string) {
	for words := range strings.SplitSeq(paragraphs(text), "\n\n") {
		if words != "" {
			k.add(Block{Section: "complaint_" + string(name) + "_own", Kind: Paragraph, Text: words, Edited: true})
		}
	}
}

// SectionTexts returns each section of a composed complaint as plain text, to
// be rewritten; a section without words is not there.
func SectionTexts(d Document) map[Section]string {
	blocks := map[Section][]Block{}
	var at Section
	for _, b := range slices.Concat(d.Body, d.Annex) {
		if opened := SectionOf(b); opened != "" {
			at = opened
		} else if at != "" {
			blocks[at] = append(blocks[at], b)
		}
	}
	texts := make(map[Section]string, len(blocks))
	for name, said := range blocks {
		var t plain
		t.blocks(d.Lang, said)
		texts[name] = strings.TrimSuffix(t.String(), "\n")
	}
	return texts
}

func (k *complaint) representedBy() {
	by := k.representative()
	if by == nil {
		return
	}
	section := "represented"
	if mandated(by) {
		switch enclosed := has(k.c, "mandate"); {
		case enclosed && by.MandateOn.IsZero():
			section = "represented_mandate"
		case enclosed:
			section = "represented_mandate_dated"
		case !by.MandateOn.IsZero():
			section = "represented_dated"
		}
	}
	k.paragraph("representation", complaintFile, section, "represented_words")
}

func (k *complaint) subject() string {
	key := "complaint.subject"
	if k.draft {
		key = "complaint.subject.draft"
	}
	return lang.T(k.lang, key, "controller", k.controllerName())
}

// controllerName is the controller with its trade name, as the press knows it.
func (k *complaint) controllerName() string {
	name, trade := oneLine(k.controller.Name), oneLine(k.controller.TradeName)
	if trade == "" || strings.EqualFold(trade, name) {
		return name
	}
	return lang.T(k.lang, "complaint.controller", "name", name, "trade_name", trade)
}

// frame puts the authority in the place of a letter's addressee, and what is
// there by courtesy after the signature.
func (k *complaint) frame(d *Document) {
	if i := slices.IndexFunc(d.Body, func(b Block) bool { return SectionOf(b) == SectionCourtesy }); i >= 0 {
		d.Body, d.Annex = d.Body[:i:i], d.Body[i:]
	}
	d.Rights = nil
	d.Recipient = k.addressee()
	d.Sender = k.complainant()
	d.Delivery = ""
	d.Title = d.Subject
	d.Header = nil
	for _, f := range []Field{
		{ID: "subject", Value: d.Subject},
		{ID: "references", Value: k.reference()},
		{ID: "enclosures", Value: k.enclosed()},
	} {
		if f.Value != "" {
			f.Label = lang.T(k.lang, "letters.header."+f.ID)
			d.Header = append(d.Header, f)
		}
	}
	d.Notice = lang.T(k.lang, "complaint.notice")
	if k.draft {
		d.Notice = lang.T(k.lang, "complaint.notice.draft")
	}
}

// addressee is the authority as on an envelope: with its country for who writes
// from abroad, without it at home.
func (k *complaint) addressee() []string {
	lines := slices.Clone(k.to.Address)
	if len(lines) == 0 {
		return []string{k.to.Name, lang.Country(k.lang, k.to.Country)}
	}
	from := k.writerAddress()
	named := slices.ContainsFunc(lang.Langs, func(l lang.Lang) bool {
		return strings.EqualFold(lines[len(lines)-1], lang.Country(l, k.to.Country))
	})
	switch {
	case from == nil:
	case from.Country == k.to.Country && named:
		lines = lines[:len(lines)-1]
	case from.Country != k.to.Country && !named:
		lines = append(lines, strings.ToUpper(lang.Country(k.lang, k.to.Country)))
	}
	return lines
}

// complainant is the sender's block, without the account's identifiers, which
// stand among the parties.
func (k *complaint) complainant() []string {
	lines := k.writerNames()
	if address := k.writerAddress(); address != nil {
		lines = append(lines, addressLines(k.lang, *address, address.Country != k.to.Country)...)
	}
	lines = appendFilled(lines, k.facts["email"])
	return appendFilled(lines, oneLine(k.c.Person.Phone))
}

// reference is the authority's own, once it gave one to the complaint as it was
// last filed: not one that was taken back, nor that of an earlier complaint.
func (k *complaint) reference() string {
	reference, since := "", complainedOn(k.c, k.today)
	if since.IsZero() {
		return ""
	}
	for i, e := range law.Resolve(ComplaintEventsOf(k.c)) {
		if said := oneLine(k.said.Events[i].Reference); said != "" && e.Stands() && !e.On.Before(since) {
			reference = said
		}
	}
	return reference
}

func (k *complaint) enclosed() string {
	if len(k.exhibits) == 0 {
		return ""
	}
	return lang.TN(k.lang, "complaint.enclosed", len(k.exhibits))
}

// SectionOf returns the section that a block opens as its heading; empty for
// any other block.
func SectionOf(b Block) Section {
	if b.Kind != Heading {
		return ""
	}
	return Section(strings.TrimPrefix(b.Section, "complaint_"))
}
