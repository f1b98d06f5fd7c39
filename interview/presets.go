package interview

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"

	"contreoffre/law"
	"contreoffre/models"
)

//go:embed presets/*.json
var presetFiles embed.FS

// presets is filled once, from one file per offer, and never written
// afterwards.
var presets = mustLoadPresets()

// Words is one text in each language, by its tag. Presets keep their texts in
// their own file, so that a new offer is one file; the words are typed with
// ordinary spaces and want the typography of package lang.
type Words map[string]string

// In returns the text in that language; it is empty when there is none, which
// a test forbids in presets.
func (w Words) In(language string) string { return w[language] }

// Sureness says how well a statement is established.
type Sureness string

// The degrees: read in a primary document, told by the press, derived or
// partial.
const (
	High   Sureness = "high"
	Medium Sureness = "medium"
	Low    Sureness = "low"
)

// Preset is one known offer: what was promised, the terms, who answers for
// the data, what can be asked, and what nobody knows. Nothing in it is a
// finding.
type Preset struct {
	Slug             string            `json:"slug"`
	Title            Words             `json:"title"`
	Summary          Words             `json:"summary"`
	Status           string            `json:"status"` // withdrawn_temporarily
	CheckedOn        law.Date          `json:"checked_on"`
	Campaigns        []Campaign        `json:"campaigns"`
	Organisations    []Organisation    `json:"organisations"`
	Controllers      []Controllership  `json:"controllers"`
	Confirmations    []Confirmation    `json:"confirmations"`
	LeadAuthority    string            `json:"lead_authority"`
	LocalAuthorities map[string]string `json:"local_authorities"` // by country
	Rewards          []SuggestedReward `json:"rewards"`
	Conditions       []Named           `json:"conditions"`
	DataCategories   []DataCategory    `json:"data_categories"`
	Terms            []Terms           `json:"terms"`
	Points           []Point           `json:"points"`
	Rights           []law.Right       `json:"rights"` // those the offer calls for first
	Channels         []OfferChannel    `json:"channels"`
	OrderWarning     Words             `json:"order_warning"`
	Archives         []Archive         `json:"archives"`
	Timeline         []Moment          `json:"timeline"`
	Statements       []Statement       `json:"statements"`
	ToCheck          []ToCheck         `json:"to_check"`
	Sources          []Source          `json:"sources"`
}

// Campaign is the offer in one country. Exact days are rarely known: outside
// WarnBefore and WarnAfter a joining day is surprising, never refused.
type Campaign struct {
	Country     string   `json:"country"`
	WarnBefore  law.Date `json:"warn_before"`
	WarnAfter   law.Date `json:"warn_after"`
	EndedOn     law.Date `json:"ended_on,omitzero"`
	Started     Words    `json:"started"`
	Ended       Words    `json:"ended"`
	StartedSure Sureness `json:"started_sure"`
	EndedSure   Sureness `json:"ended_sure"`
}

// Organisation is a company named by the offer, with what it is there for:
// controller, contract_party, or parent, to which no letter goes.
type Organisation struct {
	ID         string            `json:"id"`
	Role       string            `json:"role"`
	RoleText   Words             `json:"role_text"`
	Controller models.Controller `json:"controller"`
	Sources    []string          `json:"sources"`
	CheckedOn  law.Date          `json:"checked_on"`
	Sure       Sureness          `json:"sure"`
}

// Controllership says which organisation answered for the data of people who
// joined in these countries, from a day until a day (zero: no bound). Confirm
// tells the person what is presumed; it is empty when nothing is.
type Controllership struct {
	Countries    []string `json:"countries"`
	From         law.Date `json:"from,omitzero"`
	Until        law.Date `json:"until,omitzero"`
	Organisation string   `json:"organisation"`
	Sure         Sureness `json:"sure"`
	Confirm      Words    `json:"confirm,omitzero"`
}

// Confirmation is a question a letter asks because the answer is presumed.
type Confirmation struct {
	ID        string   `json:"id"`
	Countries []string `json:"countries"` // empty: all
	Articles  []string `json:"articles"`
	Question  Words    `json:"question"`
}

// SuggestedReward fills the reward page in advance, to be corrected. Where
// sources give a range, Promised is empty and the range is told.
type SuggestedReward struct {
	Country      string   `json:"country"`
	Kind         string   `json:"kind"`
	Promised     string   `json:"promised,omitzero"`
	PromisedFrom string   `json:"promised_from,omitzero"`
	PromisedUpTo string   `json:"promised_up_to,omitzero"`
	Currency     string   `json:"currency"`
	Sure         Sureness `json:"sure"`
	Sources      []string `json:"sources"`
	Note         Words    `json:"note"`
}

// Named is a short text with an id.
type Named struct {
	ID   string `json:"id"`
	Text Words  `json:"text"`
}

// DataCategory is a kind of data, by its word in the portable dossier, and
// where it comes from: the clause; claimed, what the company said it is
// limited to; mechanics, what taking part gave besides.
type DataCategory struct {
	ID   string `json:"id"`
	From string `json:"from"`
	Text Words  `json:"text"`
}

// Terms is one version of the offer's terms. Clause is nil when its text was
// not found.
type Terms struct {
	ID      string   `json:"id"` // original, amended: a value of Participation.TermsSeen
	Label   Words    `json:"label"`
	Period  Words    `json:"period"`
	Summary Words    `json:"summary"`
	Clause  *Clause  `json:"clause,omitzero"`
	Sources []string `json:"sources"`
	// Applied is when it is known to have applied; between two versions there
	// may be days on which nobody knows.
	Applied *Applied `json:"applied,omitzero"`
}

// Applied is a stretch of days, open at the end that is zero, and the countries
// for which it is known; none named, all of them.
type Applied struct {
	From      law.Date `json:"from,omitzero"`
	Until     law.Date `json:"until,omitzero"`
	Countries []string `json:"countries,omitzero"`
}

func (a Applied) covers(country string, from, to law.Date) bool {
	return (a.From.IsZero() || !from.Before(a.From)) && (a.Until.IsZero() || !to.After(a.Until)) &&
		(len(a.Countries) == 0 || slices.Contains(a.Countries, country))
}

// Clause is the wording at issue, in the language it was published in.
type Clause struct {
	Lang         string        `json:"lang"`
	Reservation  string        `json:"reservation"` // its opening words; fairness wants them quoted
	Text         string        `json:"text"`
	Translations []Translation `json:"translations"`
}

// Quote is the clause as it is always quoted: with its opening reservation.
func (c Clause) Quote() string { return c.Reservation + ", " + c.Text }

// Translation is somebody else's rendering of a clause. One of kind "press"
// is shown beside the original with its caveat, and never enters a letter.
type Translation struct {
	Lang   string `json:"lang"`
	Kind   string `json:"kind"`
	Source string `json:"source"`
	Text   string `json:"text"`
	Caveat Words  `json:"caveat"`
}

// Point is something to contest: a question, not a judgment.
type Point struct {
	ID        string   `json:"id"`
	Articles  []string `json:"articles"` // of the GDPR, as "7(2)" or "5(1)(b)"
	Recitals  []int    `json:"recitals,omitzero"`
	Strength  string   `json:"strength"` // strong, strong_if_captured, medium, depends, question
	DefaultOn bool     `json:"default_on"`
	Title     Words    `json:"title"`
	Question  Words    `json:"question"`
	Sources   []string `json:"sources"`
}

// OfferChannel is a way to reach the controller: For is "request", or
// "close_account" for what must come last.
type OfferChannel struct {
	ID        string      `json:"id"`
	Channel   law.Channel `json:"channel"`
	For       string      `json:"for"`
	URL       string      `json:"url,omitzero"`
	Text      Words       `json:"text"`
	Sources   []string    `json:"sources"`
	CheckedOn law.Date    `json:"checked_on"`
}

// Archive is a public record of a document's versions by date.
type Archive struct {
	ID   string `json:"id"`
	URL  string `json:"url"`
	Text Words  `json:"text"`
}

// Moment is a day, or a span of days, of the offer's story.
type Moment struct {
	From    law.Date `json:"from"`
	To      law.Date `json:"to,omitzero"`
	Sure    Sureness `json:"sure"`
	Text    Words    `json:"text"`
	Sources []string `json:"sources"`
}

// Statement is what somebody said in public.
type Statement struct {
	ID      string   `json:"id"`
	Who     string   `json:"who"`
	From    law.Date `json:"from"`
	To      law.Date `json:"to,omitzero"`
	Text    Words    `json:"text"`
	Sources []string `json:"sources"`
}

// ToCheck is something to be verified: "yours" only the person can tell,
// "unconfirmed" nobody was found to confirm.
type ToCheck struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Text Words  `json:"text"`
}

// Source is where a statement was read, and the day it was checked.
type Source struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"` // press, primary, authority
	Publisher string   `json:"publisher"`
	Title     string   `json:"title,omitzero"`
	On        law.Date `json:"on,omitzero"`
	UpdatedOn law.Date `json:"updated_on,omitzero"`
	URL       string   `json:"url,omitzero"`
	CheckedOn law.Date `json:"checked_on"`
}

// Presets returns every known offer, by slug. Callers must not write to them.
func Presets() []Preset { return slices.Clone(presets) }

// PresetBySlug returns the offer of that slug; ok is false when there is none.
func PresetBySlug(slug string) (p Preset, ok bool) {
	for _, p := range presets {
		if p.Slug == slug {
			return p, true
		}
	}
	return Preset{}, false
}

// PresetOf returns the known offer that the case is about; ok is false for an
// offer that the person described, and for a slug that is unknown.
func PresetOf(c models.Case) (p Preset, ok bool) {
	if c.Offer == nil {
		return Preset{}, false
	}
	return PresetBySlug(c.Offer.Preset)
}

// ControllerFor returns who answered for the data of a person who joined in
// that country on that day. Without a country the offer's first one counts,
// without a day the latest entry does. ok is false for a country the preset
// says nothing about: then the person must name the controller.
func (p Preset) ControllerFor(country string, joinedOn law.Date) (ship Controllership, org Organisation, ok bool) {
	if len(p.Controllers) == 0 {
		return Controllership{}, Organisation{}, false
	}
	if country == "" {
		country = p.Controllers[0].Countries[0]
	}
	for _, ship := range p.Controllers {
		if slices.Contains(ship.Countries, country) && ship.covers(joinedOn) {
			org, ok := p.Organisation(ship.Organisation)
			return ship, org, ok
		}
	}
	return Controllership{}, Organisation{}, false
}

func (s Controllership) covers(on law.Date) bool {
	if on.IsZero() {
		return s.Until.IsZero()
	}
	return !on.Before(s.From) && (s.Until.IsZero() || !on.After(s.Until))
}

// Organisation returns the company of that id; ok is false when there is none.
func (p Preset) Organisation(id string) (o Organisation, ok bool) {
	for _, o := range p.Organisations {
		if o.ID == id {
			return o, true
		}
	}
	return Organisation{}, false
}

// TermsVersion returns the version of the terms of that id ("original",
// "amended"); ok is false when there is none.
func (p Preset) TermsVersion(id string) (t Terms, ok bool) {
	for _, t := range p.Terms {
		if t.ID == id {
			return t, true
		}
	}
	return Terms{}, false
}

// TermsOn returns the version that is known to have applied to who joined in
// that country between two days; ok is false when nobody knows, or when the day
// was not told.
func (p Preset) TermsOn(country string, from, to law.Date) (t Terms, ok bool) {
	for _, t := range p.Terms {
		if t.Applied != nil && !from.IsZero() && t.Applied.covers(country, from, to) {
			return t, true
		}
	}
	return Terms{}, false
}

// Source returns the source of that id; ok is false when there is none.
func (p Preset) Source(id string) (s Source, ok bool) {
	for _, s := range p.Sources {
		if s.ID == id {
			return s, true
		}
	}
	return Source{}, false
}

// Campaign returns the offer as it ran in that country; ok is false when it
// is not known to have run there.
func (p Preset) Campaign(country string) (c Campaign, ok bool) {
	for _, c := range p.Campaigns {
		if c.Country == country {
			return c, true
		}
	}
	return Campaign{}, false
}

func mustLoadPresets() []Preset {
	entries, err := presetFiles.ReadDir("presets")
	if err != nil {
		panic(err)
	}
	var all []Preset
	for _, entry := range entries {
		p, err := loadPreset(path.Join("presets", entry.Name()))
		if err != nil {
			panic(err)
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Preset) int { return cmp.Compare(a.Slug, b.Slug) })
	return all
}

// loadPreset reads one file strictly: a key that nothing reads is an error.
func loadPreset(name string) (Preset, error) {
	raw, err := presetFiles.ReadFile(name)
	if err != nil {
		return Preset{}, fmt.Errorf("interview: %w", err)
	}
	var p Preset
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		return Preset{}, fmt.Errorf("interview: %s: %w", name, err)
	}
	if want := path.Join("presets", p.Slug+".json"); name != want {
		return Preset{}, fmt.Errorf("interview: %s: its slug asks for the name %s", name, want)
	}
	return p, nil
}
