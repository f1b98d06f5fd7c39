package law

// What counts as receipt. EDPB Guidelines 01/2022, §§52-56: the month starts
// when the request reaches the controller through one of its official
// channels, even if nobody read it. An acknowledgement is no duty (§57).
//
// Without proof of receipt a convention of ours applies: an electronic message
// arrives on the day it is sent unless it bounces; paper takes seven calendar
// days; an electronic registered letter leaves its addressee fifteen days from
// the day after the notice (CPCE R53-3). The last two are flagged as estimated.

const (
	paperDays                = 7
	electronicRegisteredDays = 15
)

// ReceiptOf returns the day on which a request counts as received when only
// the day it was sent is known; estimated is true when that day follows a
// convention rather than the channel's own working. An unknown channel counts
// as paper, the later of the two.
func ReceiptOf(c Channel, sent Date) (on Date, estimated bool) {
	switch c {
	case Email, WebForm, InApp, InPerson:
		return sent, false
	case ElectronicRegisteredLetter:
		return sent.AddDays(electronicRegisteredDays), true
	}
	return sent.AddDays(paperDays), true
}

// canBounce and canReturn report which way an undelivered request comes back;
// an unknown channel may do either.
func (c Channel) canBounce() bool {
	return c != PlainLetter && c != RegisteredLetter && c != InPerson
}

func (c Channel) canReturn() bool {
	switch c {
	case PlainLetter, RegisteredLetter, ElectronicRegisteredLetter, "":
		return true
	}
	return false
}
