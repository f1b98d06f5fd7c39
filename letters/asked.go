package letters

import (
	"slices"

	"contreoffre/law"
)

// asked are the things that the letter of each right asks for, by the codes of
// the portable dossier ("missing"), what matters most first.
var asked = map[law.Right][]string{
	law.Access: {
		"copy_of_data", "confirmation", "categories", "purposes", "legal_basis", "recipients_named", "publications", "proof_of_consent",
		"retention", "source", "transfer_safeguards", "automated_decisions", "rights_information", "complaint_information",
	},
	law.Rectification:     {"correction_confirmed", "recipients_notified", "reasons"},
	law.Erasure:           {"erasure_confirmed", "publication_stopped", "recipients_notified", "reasons"},
	law.Restriction:       {"publication_stopped", "recipients_notified", "reasons"},
	law.Portability:       {"copy_of_data", "readable_format"},
	law.Objection:         {"recipients_named", "reasons"},
	law.ConsentWithdrawal: {"withdrawal_confirmed", "publication_stopped", "recipients_notified", "legal_basis"},
}

// Asked returns what a letter that exercises these rights asks for, each thing
// once, as codes of the portable dossier. Words: letters.missing.<code>.
func Asked(rights []law.Right) []string {
	var codes []string
	for _, right := range rights {
		for _, code := range asked[right] {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	return codes
}
