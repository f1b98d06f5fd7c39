package letters

import (
	"errors"
	"fmt"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// What makes a letter impossible. Everything else that is missing leaves a
// line to fill in by hand, and a Warning.
var (
	ErrNoName       = errors.New("letters: the person has no name")
	ErrNoController = errors.New("letters: there is no controller to write to")
	ErrNoRight      = errors.New("letters: the request names no right")
	ErrUnknownRight = errors.New("letters: no letter exercises that right")
)

// Compose writes the letter of request r in language l, dated today. The case
// holds the answers that still apply (interview.Effective). It returns what
// the letter lacks, or does out of the safe order, as warnings, and ErrNoName,
// ErrNoController, ErrNoRight or ErrUnknownRight when it cannot be written.
//
// A paragraph that the person rewrote (r.Letter.Edits, by block ID) is shown
// as rewritten; one rewritten to nothing is left out.
func Compose(c models.Case, r models.Request, l lang.Lang, today law.Date) (Document, []Warning, error) {
	return compose(c, r, l, today, []lang.Lang{l})
}

// ComposeTwin writes the same letter in French and English, with as many
// blocks in each, pairwise. A paragraph left out in one language is left out
// in both, so that the two versions keep saying the same thing. Errors and
// warnings are those of Compose, each warning once.
func ComposeTwin(c models.Case, r models.Request, today law.Date) (Twin, []Warning, error) {
	return twin(func(l lang.Lang) (Document, []Warning, error) {
		return compose(c, r, l, today, twinned)
	})
}

var twinned = []lang.Lang{lang.FR, lang.EN}

func twin(write func(lang.Lang) (Document, []Warning, error)) (Twin, []Warning, error) {
	french, warnings, err := write(lang.FR)
	if err != nil {
		return Twin{}, nil, err
	}
	english, _, err := write(lang.EN)
	if err != nil {
		return Twin{}, nil, err
	}
	if len(french.Body) != len(english.Body) {
		return Twin{}, nil, fmt.Errorf("letters: %d blocks in French, %d in English", len(french.Body), len(english.Body))
	}
	if editedOnOneSide(french, english) {
		warnings = append(warnings, Warning{Key: "letters.warning.edited_on_one_side"})
	}
	return Twin{French: french, English: english}, warnings, nil
}

func editedOnOneSide(a, b Document) bool {
	for i := range a.Body {
		if a.Body[i].Edited != b.Body[i].Edited {
			return true
		}
	}
	return false
}

func compose(c models.Case, r models.Request, l lang.Lang, today law.Date, spoken []lang.Lang) (Document, []Warning, error) {
	rights, err := inSafeOrder(r.Rights)
	if err != nil {
		return Document{}, nil, err
	}
	w, err := newLetter(c, r, l, today, spoken)
	if err != nil {
		return Document{}, nil, err
	}
	w.rights = rights
	w.opening()
	for _, right := range rights {
		w.facts["under"] = w.under(right)
		if len(rights) > 1 {
			w.section(string(right), "heading")
		}
		parts[right](w)
	}
	w.ownDetails()
	w.ending()
	for _, right := range rights {
		for _, step := range stepsBefore(c, r, right) {
			w.warn(step.Key)
		}
	}
	return w.document(w.subject())
}

// inSafeOrder returns the rights of a letter, each once, in the order in which
// its parts stand.
func inSafeOrder(rights []law.Right) ([]law.Right, error) {
	if len(rights) == 0 {
		return nil, ErrNoRight
	}
	for _, right := range rights {
		if _, ok := parts[right]; !ok {
			return nil, fmt.Errorf("%w: %q", ErrUnknownRight, right)
		}
	}
	return law.SafeOrder(rights), nil
}

// subject says in one line what is asked: "Accès à mes données personnelles
// (article 15 du RGPD)".
func (w *letter) subject() string {
	object, articles := w.asked()
	return lang.T(w.lang, "letters.subject", "object", capitalised(object), "articles", articles)
}

// subjectRights is how many rights a subject line can name and stay a line.
const subjectRights = 3

// asked names the rights of the letter, and their articles.
func (w *letter) asked() (object, articles string) {
	var objects, numbers []string
	for _, right := range w.rights {
		objects = append(objects, lang.T(w.lang, w.objectKey(right)))
		numbers = append(numbers, law.ArticlesOf(right, w.country())[0].Number)
	}
	if len(objects) > subjectRights {
		objects = []string{lang.T(w.lang, "letters.object.several")}
	}
	return lang.And(w.lang, objects),
		lang.TN(w.lang, "letters.articles", len(numbers), "list", lang.And(w.lang, numbers), "law", w.facts["law"])
}

func (w *letter) objectKey(right law.Right) string {
	key := "letters.object." + string(right)
	if right == law.Objection {
		return key + "." + objectionOf(w.r)
	}
	return key
}

// opening says who writes, and about which participation.
func (w *letter) opening() {
	w.representation()
	sentences := []string{w.joinedSection()}
	if w.facts["way"] != "" {
		sentences = append(sentences, "way")
	}
	if w.has(law.Access) {
		sentences = append(sentences, w.termsSections()...)
	}
	if w.facts["data"] != "" {
		sentences = append(sentences, "data")
	}
	if w.facts["data_other"] != "" {
		sentences = append(sentences, "data_other")
	}
	if w.joinedAsMinor() {
		sentences = append(sentences, w.c.Participation.AgeBand)
	}
	w.paragraph("opening", shared, sentences...)
	if places := w.publications(); len(places) > 0 && !w.only(law.Objection, law.Portability, law.Rectification) {
		w.section(shared, "publications")
		for _, place := range places {
			w.add(Block{Section: shared + "_publications", Kind: Item, Text: place})
		}
	}
}

// representation says for whom a representative writes; "I" is the person all
// through the letter.
func (w *letter) representation() {
	by := w.representative()
	if by == nil {
		return
	}
	section := "represented"
	if mandated(by) {
		section = "represented_mandate"
		if !by.MandateOn.IsZero() {
			section = "represented_mandate_dated"
		} else {
			w.warn("letters.warning.no_mandate_date")
		}
	}
	w.paragraph("representation", shared, section, "represented_words")
}

func (w *letter) joinedSection() string {
	section := "joined"
	if w.facts["when"] == "" {
		section = "joined_undated"
	}
	if w.facts["from"] != "" {
		section += "_from"
	}
	return section
}

func (w *letter) termsSections() []string {
	var sections []string
	if w.c.Participation == nil {
		return nil
	}
	switch seen := w.c.Participation.TermsSeen; seen {
	case "none", "original", "amended", "unknown":
		sections = append(sections, "terms_"+seen)
	}
	if w.facts["terms_version"] != "" {
		sections = append(sections, "terms_version")
	}
	return sections
}

// ownDetails adds what the person wants to say in their own words, once,
// unless the words already stand as the reasons of an objection.
func (w *letter) ownDetails() {
	if w.has(law.Objection) && objectionOf(w.r) == ownSituation {
		return
	}
	if details := paragraphs(w.r.Details); details != "" {
		w.section(shared, "details")
		w.own(shared+"_details", details)
	}
}

// ending identifies the person without an ID copy (GDPR 12(6)), asks for an
// answer within a month of receipt (12(3)) and names the authority (77) for
// information.
func (w *letter) ending() {
	w.identity()
	deadline := "deadline"
	if w.only(law.ConsentWithdrawal) {
		// Article 12(3) speaks of requests under articles 15 to 22; a
		// withdrawal takes effect by itself and asks for no decision.
		deadline = "deadline_withdrawal"
	}
	w.reply(shared, deadline)
	w.authority(shared)
}

func (w *letter) identity() {
	if w.facts["identifiers"] != "" {
		w.paragraph("identity", shared, "identity_known", "identity_check")
		if len(w.accountIdentifiers()) == 0 {
			w.warn("letters.warning.identified_by_email")
		}
		return
	}
	w.section(shared, "identity_blank")
	if w.blank(shared+"_identity_blank", "identifier") {
		w.warn("letters.warning.no_identifier")
	}
	w.section(shared, "identity_check")
}

// reply says where the answer should go, in the words of file, and then the
// sentences named.
func (w *letter) reply(file string, sentences ...string) {
	switch {
	case w.facts["email"] != "":
		w.paragraph("reply", file, append([]string{"reply_email"}, sentences...)...)
	case w.writerAddress() != nil:
		w.paragraph("reply", file, append([]string{"reply_post"}, sentences...)...)
	default:
		w.section(file, "reply_blank")
		if w.blank(file+"_reply_blank", "address") {
			w.warn("letters.warning.no_reply_address")
		}
		if len(sentences) > 0 {
			w.paragraph("reply", file, sentences...)
		}
	}
}

func (w *letter) authority(file string) {
	if w.regime == regimeGB {
		// Article 77 of the UK GDPR was being removed when this was written.
		w.section(file, "authority_gb")
		return
	}
	w.section(file, "authority")
}
