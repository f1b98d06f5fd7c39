package law

// EventKind names something that happened to a request. Its values are the
// words of the portable dossier.
type EventKind string

// What can happen to a request.
const (
	Sent               EventKind = "sent"
	Received           EventKind = "received"
	Acknowledged       EventKind = "acknowledged"
	Bounced            EventKind = "bounced"
	Returned           EventKind = "returned"
	Redirected         EventKind = "redirected"
	IdentityAsked      EventKind = "identity_asked"
	IdentityGiven      EventKind = "identity_given"
	ClarificationAsked EventKind = "clarification_asked"
	ClarificationGiven EventKind = "clarification_given"
	FeeAsked           EventKind = "fee_asked"
	Extended           EventKind = "extended"
	NoDataHeld         EventKind = "no_data_held"
	PartialReply       EventKind = "partial_reply"
	Refused            EventKind = "refused"
	Answered           EventKind = "answered"
	ReminderSent       EventKind = "reminder_sent"
	Withdrawn          EventKind = "withdrawn"
)

// Event is what the rules need to know of one thing that happened on a day.
// Events are kept in the order of their entry; the rules sort them by day,
// and by entry within a day.
type Event struct {
	ID        string    `json:"id,omitzero"`
	Kind      EventKind `json:"kind"`
	On        Date      `json:"on"`
	Until     Date      `json:"until,omitzero"`     // a day the controller announced
	Estimated bool      `json:"estimated,omitzero"` // the day follows a convention, no proof
	// ReasonsGiven matters for Extended and Refused. Nil means not said: an
	// extension then counts as reasoned.
	ReasonsGiven *bool  `json:"reasons_given,omitzero"`
	Cancels      string `json:"cancels,omitzero"` // the ID of the event this one corrects
}

// Channel is the way a request travels to the controller.
type Channel string

// The channels of the portable dossier.
const (
	Email                      Channel = "email"
	WebForm                    Channel = "web_form"
	InApp                      Channel = "in_app"
	PlainLetter                Channel = "letter"
	RegisteredLetter           Channel = "registered_letter"
	ElectronicRegisteredLetter Channel = "electronic_registered_letter"
	InPerson                   Channel = "in_person"
)
