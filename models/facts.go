package models

import (
	"bytes"
	"encoding/json"
	"time"

	"contreoffre/law"
)

// Facts is everything a person told us about themselves, the offer and what
// they want. It is one sealed, versioned document on the case (design,
// decision 6), so a new question needs no migration. Its words are those of
// the portable dossier; see dossier/schema.json for limits and formats.
//
// Absent, empty and "I don't know" are three different answers: a nil list
// was never answered, an empty list means "none", and
// Participation.Unknown names the questions answered "I don't know".
type Facts struct {
	Language      string         `json:"language,omitzero"` // "fr" or "en"; empty means "fr"
	Person        *Person        `json:"person,omitzero"`
	Offer         *Offer         `json:"offer,omitzero"`
	Participation *Participation `json:"participation,omitzero"`
	Closed        *Closed        `json:"closed,omitzero"`
}

// Closed says that the person ended the dossier, on which day and how.
type Closed struct {
	On law.Date `json:"on"`
	As string   `json:"as"` // obtained, partly_obtained, given_up
}

// Address is a postal address. Lines holds one to six lines above the town.
type Address struct {
	Lines    []string `json:"lines"`
	Postcode string   `json:"postcode,omitzero"`
	City     string   `json:"city,omitzero"`
	Country  string   `json:"country"` // ISO 3166-1 alpha-2
}

// Person is the data subject.
type Person struct {
	Name               string              `json:"name,omitzero"`
	Address            *Address            `json:"address,omitzero"`
	Email              string              `json:"email,omitzero"`
	Phone              string              `json:"phone,omitzero"`
	BirthDate          law.Date            `json:"birth_date,omitzero"`
	AlsaceMoselle      bool                `json:"alsace_moselle,omitzero"`
	RepresentedBy      *Representative     `json:"represented_by,omitzero"`
	AccountIdentifiers []AccountIdentifier `json:"account_identifiers,omitzero"`
}

// Representative acts for the person.
type Representative struct {
	Name      string   `json:"name"`
	Capacity  string   `json:"capacity"` // holder_of_parental_responsibility, agent, association
	Address   *Address `json:"address,omitzero"`
	Email     string   `json:"email,omitzero"`
	MandateOn law.Date `json:"mandate_on,omitzero"`
}

// AccountIdentifier lets the controller find the person without an ID copy.
type AccountIdentifier struct {
	Kind  string `json:"kind"` // email, username, phone, account_id, sponsor_code, other
	Value string `json:"value"`
}

// Controller is the organisation the letters go to.
type Controller struct {
	Name              string   `json:"name"`
	TradeName         string   `json:"trade_name,omitzero"`
	Address           *Address `json:"address,omitzero"`
	AlsaceMoselle     bool     `json:"alsace_moselle,omitzero"`
	Email             string   `json:"email,omitzero"`
	WebForm           string   `json:"web_form,omitzero"`
	DPOForm           string   `json:"dpo_form,omitzero"`
	LeadAuthority     string   `json:"lead_authority,omitzero"`
	LeadAuthorityName string   `json:"lead_authority_name,omitzero"`
}

// Offer is a preset, or one described by the person; with a preset the other
// fields override it.
type Offer struct {
	Preset     string      `json:"preset,omitzero"`
	Title      string      `json:"title,omitzero"`
	Controller *Controller `json:"controller,omitzero"`
	Terms      string      `json:"terms,omitzero"` // as the person saw them
}

// Participation is how the person took part and what they want now.
type Participation struct {
	JoinedOn          law.Date      `json:"joined_on,omitzero"`
	JoinedOnPrecision string        `json:"joined_on_precision,omitzero"` // "month": only the month is written out
	JoinedTime        string        `json:"joined_time,omitzero"`         // HH:MM
	Country           string        `json:"country,omitzero"`
	AccountLanguage   string        `json:"account_language,omitzero"`
	Channel           string        `json:"channel,omitzero"`
	TermsSeen         string        `json:"terms_seen,omitzero"` // original, amended, none, unknown
	TermsVersion      string        `json:"terms_version,omitzero"`
	DataGiven         []string      `json:"data_given,omitzero"`
	DataGivenOther    string        `json:"data_given_other,omitzero"`
	Rewards           []Reward      `json:"rewards,omitzero"`
	InvitedBy         string        `json:"invited_by,omitzero"`
	InvitedCount      *int          `json:"invited_count,omitzero"`
	AccountStillOpen  Ternary       `json:"account_still_open,omitzero"`
	AgeBand           string        `json:"age_band,omitzero"` // under_15, 15_to_17, adult
	PublicationsSeen  []Publication `json:"publications_seen,omitzero"`
	Story             string        `json:"story,omitzero"`
	Wishes            []string      `json:"wishes,omitzero"`
	Unknown           []string      `json:"unknown,omitzero"` // ids of pages answered "I don't know"
}

// Reward is something promised or received. Amounts are decimal strings with
// a point, as typed; Currency is ISO 4217.
type Reward struct {
	Kind       string   `json:"kind"` // cash, coupon, credit, other
	Promised   string   `json:"promised,omitzero"`
	Received   string   `json:"received,omitzero"`
	Currency   string   `json:"currency,omitzero"`
	ReceivedOn law.Date `json:"received_on,omitzero"`
	Note       string   `json:"note,omitzero"`
}

// Publication is a place where the person saw their data published.
type Publication struct {
	Where  string   `json:"where"`
	SeenOn law.Date `json:"seen_on,omitzero"`
}

// Ternary is yes, no, or "I don't know" (null in a file); its zero value is
// "not answered" and is left out.
type Ternary string

// The answers of a Ternary.
const (
	Unanswered Ternary = ""
	Yes        Ternary = "true"
	No         Ternary = "false"
	Unknown    Ternary = "null"
)

// MarshalJSON writes true, false or null.
func (t Ternary) MarshalJSON() ([]byte, error) {
	if t == Unanswered {
		return []byte("null"), nil
	}
	return []byte(t), nil
}

// UnmarshalJSON reads true, false or null.
func (t *Ternary) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	var read *bool
	if err := json.Unmarshal(b, &read); err != nil {
		return err
	}
	*t = Ternary(b)
	return nil
}

// Request is one letter to one controller, exercising one or more rights, and
// what happened to it. Without a Sent event it is a draft. ID is unique within
// its case.
type Request struct {
	ID              string       `json:"id"`
	Rights          []law.Right  `json:"rights"`
	Controller      *Controller  `json:"controller,omitzero"` // when it is not the offer's
	Language        string       `json:"language,omitzero"`   // fr, en, fr+en
	Channel         law.Channel  `json:"channel,omitzero"`
	Reference       string       `json:"reference,omitzero"`
	TrackingNumber  string       `json:"tracking_number,omitzero"`
	Details         string       `json:"details,omitzero"`
	Objection       string       `json:"objection,omitzero"`        // marketing, own_situation
	RestrictionCase string       `json:"restriction_case,omitzero"` // accuracy, unlawful, claims, objection_pending
	ErasureGrounds  []string     `json:"erasure_grounds,omitzero"`
	Corrections     []Correction `json:"corrections,omitzero"`
	SendDataTo      string       `json:"send_data_to,omitzero"`
	Events          []Event      `json:"events,omitzero"`
	Missing         []string     `json:"missing,omitzero"` // what the answer left out
	Letter          *Letter      `json:"letter,omitzero"`
}

// Correction is one wrong statement and what it should say.
type Correction struct {
	Wrong string `json:"wrong"`
	Right string `json:"right"`
}

// MaxEvents is how many events one request or complaint may have: more than any
// procedure, and few enough to be folded on each visit.
const MaxEvents = 300

// Event is one thing that happened to a request: what the rules need, and
// what the person noted.
type Event struct {
	law.Event
	Note       string    `json:"note,omitzero"`
	Evidence   []string  `json:"evidence,omitzero"`
	RecordedAt time.Time `json:"recorded_at,omitzero"`
	// Letter is the letter that left with the event, as it was frozen: one that
	// followed the request, or the request's own before it was sent anew. The
	// one that stands is the request's.
	Letter *Letter `json:"letter,omitzero"`
}

// LetterID names a frozen letter of a case: the one that left with an event, or
// the one of the request as it stands when Event is empty. Without a request it
// is the complaint.
type LetterID struct{ Request, Event string }

// Letter is the person's edits of a draft and, once sent, the frozen letter.
type Letter struct {
	FrozenOn   law.Date          `json:"frozen_on,omitzero"`
	Text       string            `json:"text,omitzero"`
	TextSHA256 string            `json:"text_sha256,omitzero"`
	PDF        string            `json:"pdf,omitzero"` // path in a portable dossier; the bytes are kept apart
	PDFSHA256  string            `json:"pdf_sha256,omitzero"`
	Filing     *Filing           `json:"filing,omitzero"` // of a complaint
	Edits      map[string]string `json:"edits,omitzero"`  // by <language>.<section>.<n>
}

// Filing is what left with a complaint beside its text: who it is from and to,
// what was there to paste into the form of an authority, and the exhibits under
// the numbers that the text gives them.
type Filing struct {
	Language  string         `json:"language"`
	Draft     bool           `json:"draft,omitzero"` // it says of itself that it is one
	Subject   string         `json:"subject,omitzero"`
	Sender    []string       `json:"sender,omitzero"`
	Recipient []string       `json:"recipient,omitzero"`
	Summary   string         `json:"summary,omitzero"`
	Sheet     []FiledField   `json:"sheet,omitzero"`
	Exhibits  []FiledExhibit `json:"exhibits,omitzero"`
}

// FiledField is one field of the sheet, by its name.
type FiledField struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

// FiledExhibit is an exhibit as it was filed: a letter of a request, the one
// that left with Event where that is told, or an exhibit of the dossier. Either
// may be gone since.
type FiledExhibit struct {
	Title    string   `json:"title"`
	On       law.Date `json:"on,omitzero"`
	Request  string   `json:"request,omitzero"`
	Event    string   `json:"event,omitzero"`
	Evidence string   `json:"exhibit,omitzero"`
	SHA256   string   `json:"sha256,omitzero"` // of the letter or of the original
}

// MostFiled is how many characters the text of a filed complaint and each field
// of its sheet may have, as in the portable dossier: ten times the longest terms.
const MostFiled = 2_000_000

// Evidence describes one exhibit.
type Evidence struct {
	ID           string   `json:"id"`
	Kind         string   `json:"kind"`
	Proves       string   `json:"proves,omitzero"` // fact, request, answer
	Caption      string   `json:"caption"`
	CapturedOn   law.Date `json:"captured_on,omitzero"`
	UploadedOn   law.Date `json:"uploaded_on,omitzero"`
	OriginalName string   `json:"original_name,omitzero"`
	MediaType    string   `json:"media_type,omitzero"`
	File         string   `json:"file,omitzero"` // path in a portable dossier
	SHA256       string   `json:"sha256,omitzero"`
	// Masks are blacked out in the copy that leaves; Purpose is written across
	// it ("for the complaint of ... only").
	Masks   []Mask `json:"masks,omitzero"`
	Purpose string `json:"purpose,omitzero"`
	// Kept says where its file is; nil when the person has only told of it. A
	// portable dossier has no such thing, it has the file.
	Kept *Kept `json:"kept,omitzero"`
}

// Mask is an area of an upright picture, in ten-thousandths of its width and
// height.
type Mask struct {
	X      int `json:"x"`
	Y      int `json:"y"`
	Width  int `json:"width"`
	Height int `json:"height"`
}

// Kept is the file of an exhibit: the original, unchanged, and the copy that
// leaves in its place. A kind of file that needs no other copy has none.
type Kept struct {
	Original string `json:"original"` // the id of a blob
	Copy     string `json:"copy,omitzero"`
	Size     int64  `json:"size"` // bytes of the original
	CopySize int64  `json:"copy_size,omitzero"`
	CopyType string `json:"copy_type,omitzero"`
	Pages    int    `json:"pages,omitzero"`
	// Apart says that the file opens but cannot be made a part of another
	// document: it goes beside it.
	Apart bool `json:"apart,omitzero"`
	// The size of a picture's copy in pixels, upright.
	Width  int `json:"width,omitzero"`
	Height int `json:"height,omitzero"`
}

// blobs are the ids of the files.
func (k *Kept) blobs() []string {
	switch {
	case k == nil:
		return nil
	case k.Copy == "":
		return []string{k.Original}
	}
	return []string{k.Original, k.Copy}
}

// Complaint is what the person tells the authority.
type Complaint struct {
	Authority              string            `json:"authority,omitzero"`
	Grounds                []string          `json:"grounds,omitzero"` // nil: not chosen; empty: none
	Requested              []string          `json:"requested,omitzero"`
	Sections               map[string]string `json:"sections,omitzero"`
	IdentityMayBeDisclosed *bool             `json:"identity_may_be_disclosed,omitzero"`
	OtherProceedings       string            `json:"other_proceedings,omitzero"`
	Asks                   string            `json:"asks,omitzero"`
	Events                 []ComplaintEvent  `json:"events,omitzero"`
}

// ComplaintEvent is one thing that happened to a complaint.
type ComplaintEvent struct {
	ID         string    `json:"id,omitzero"`
	Kind       string    `json:"kind"`
	On         law.Date  `json:"on"`
	Estimated  bool      `json:"estimated,omitzero"`
	Reference  string    `json:"reference,omitzero"`
	Note       string    `json:"note,omitzero"`
	RecordedAt time.Time `json:"recorded_at,omitzero"`
	Cancels    string    `json:"cancels,omitzero"`
	// Letter is the complaint as it was filed with the event, frozen.
	Letter *Letter `json:"letter,omitzero"`
}

// Bare is what the rules read of the event.
func (e ComplaintEvent) Bare() law.Event {
	return law.Event{ID: e.ID, Kind: law.EventKind(e.Kind), On: e.On, Estimated: e.Estimated, Cancels: e.Cancels}
}

// Case is one dossier, whole: one person, one offer, and all that followed.
// It is what letters are composed from, whether it came from the store or
// from a file.
type Case struct {
	ID      string // 128 random bits; empty for a case read from a file
	Account string
	Version int // grows by one at each write; a save names the version it read
	Facts
	Requests  []Request
	Evidence  []Evidence
	Complaint *Complaint
	NextDueOn law.Date // cache for the sweep, see design decision 2
	CreatedAt time.Time
	UpdatedAt time.Time
}
