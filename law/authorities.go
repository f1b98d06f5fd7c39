package law

import "slices"

// AuthorityID names a supervisory authority: country code, dash, short name.
type AuthorityID string

// The authorities we know.
const (
	CNIL AuthorityID = "FR-CNIL"
	DPC  AuthorityID = "IE-DPC"
	ICO  AuthorityID = "GB-ICO"
)

// Authority is how to reach a supervisory authority. What is in ToCheck was
// not confirmed by a recent official page: it is shown as to be checked.
type Authority struct {
	ID           AuthorityID
	Country      string
	Name         string // in its own language
	ShortName    string
	Address      []string // as on an envelope, name included
	Languages    []string // in which it takes complaints
	Phone        string
	Email        string
	ComplaintURL string
	ByPost       bool // a complaint may be posted
	// ControllerFirst is the first day from which a complaint needs one to the
	// controller before; zero when the law asks for none.
	ControllerFirst Date
	ToCheck         []string // names of fields: "address", "phone", "email", "complaint_url"
	Sources         []string
	CheckedOn       Date // the day on which the sources were read
}

// Authorities lists every authority once. A new one is one entry here.
var Authorities = []Authority{
	{
		ID: CNIL, Country: "FR", Name: "Commission nationale de l’informatique et des libertés", ShortName: "CNIL",
		Address:   []string{"CNIL – Service des plaintes", "3 place de Fontenoy", "TSA 80715", "75334 PARIS CEDEX 07"},
		Languages: []string{"fr"}, Phone: "+33 1 53 73 22 22",
		ComplaintURL: "https://www.cnil.fr/fr/plaintes", ByPost: true,
		Sources:   []string{"https://www.cnil.fr/fr/plaintes", "https://www.cnil.fr/fr/adresser-une-plainte", "https://github.com/datenanfragen/data"},
		CheckedOn: MustDate("2026-07-21"),
	},
	{
		ID: DPC, Country: "IE", Name: "Data Protection Commission", ShortName: "DPC",
		Address:   []string{"Data Protection Commission", "6 Pembroke Row", "Dublin 2", "D02 X963", "IRELAND"},
		Languages: []string{"en"}, Phone: "+353 1 765 0100", Email: "info@dataprotection.ie",
		ComplaintURL: "https://forms.dataprotection.ie/contact", ByPost: true,
		ToCheck:   []string{"address"},
		Sources:   []string{"https://www.dataprotection.ie", "https://github.com/datenanfragen/data"},
		CheckedOn: MustDate("2026-07-21"),
	},
	{
		ID: ICO, Country: "GB", Name: "Information Commissioner’s Office", ShortName: "ICO",
		Address:   []string{"Information Commissioner’s Office", "Wycliffe House", "Water Lane", "Wilmslow", "SK9 5AF", "UNITED KINGDOM"},
		Languages: []string{"en"}, Phone: "+44 303 123 1113", Email: "icocasework@ico.org.uk",
		ComplaintURL: "https://ico.org.uk/make-a-complaint", ByPost: true, ControllerFirst: controllerFirstApplies,
		ToCheck:   []string{"address"}, // it moves to Manchester in autumn 2026
		Sources:   []string{"https://ico.org.uk/make-a-complaint", "https://github.com/datenanfragen/data"},
		CheckedOn: MustDate("2026-07-21"),
	},
}

// AuthorityByID returns the authority; ok is false when we do not know it.
func AuthorityByID(id AuthorityID) (a Authority, ok bool) {
	i := slices.IndexFunc(Authorities, func(a Authority) bool { return a.ID == id })
	if i < 0 {
		return Authority{}, false
	}
	return Authorities[i], true
}

// DefaultAuthority returns the authority to complain to, by the country where
// the person took part: the ICO in the United Kingdom, the DPC in Ireland, the
// CNIL elsewhere.
func DefaultAuthority(country string) AuthorityID {
	switch country {
	case "GB":
		return ICO
	case "IE":
		return DPC
	}
	return CNIL
}
