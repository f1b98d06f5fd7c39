package law

// Right is one right of the GDPR that a letter can exercise. Its values are
// the words of the portable dossier.
type Right string

// The rights, in the order in which lists show them.
const (
	Access            Right = "access"
	Rectification     Right = "rectification"
	Erasure           Right = "erasure"
	Restriction       Right = "restriction"
	Portability       Right = "portability"
	Objection         Right = "objection"
	ConsentWithdrawal Right = "consent_withdrawal"
)

// Rights lists every right once. A new right is added here and under its own
// article; tests then fail until it has its letter and its words.
var Rights = []Right{Access, Rectification, Erasure, Restriction, Portability, Objection, ConsentWithdrawal}
