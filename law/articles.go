package law

// Source names a text of law or of guidance. Its words are
// "article.<source>", filled with the number.
type Source string

// The texts that a date or a letter can rest on.
const (
	GDPR        Source = "GDPR"
	UKGDPR      Source = "UK GDPR"
	LIL         Source = "LIL" // loi 78-17, numbering since 1 June 2019
	Reg1182     Source = "Reg. 1182/71"
	Reg2518     Source = "Reg. 2025/2518"
	EDPBAccess  Source = "EDPB 01/2022"
	Decree2019  Source = "Decree 2019-536"
	CJA         Source = "CJA"
	CivilCode   Source = "C. civ."
	CPCE        Source = "CPCE"
	DPA2018     Source = "DPA 2018"
	ICOGuidance Source = "ICO"
)

// Sources lists every source once.
var Sources = []Source{GDPR, UKGDPR, LIL, Reg1182, Reg2518, EDPBAccess, Decree2019, CJA, CivilCode, CPCE, DPA2018, ICOGuidance}

// Article is a place in a source. The zero Article is "no article": a step of
// the count that rests on a convention of ours.
type Article struct {
	Source Source
	Number string
}

// String writes "GDPR 12(3)"; nothing for the zero Article.
func (a Article) String() string {
	if a.Number == "" {
		return string(a.Source)
	}
	return string(a.Source) + " " + a.Number
}

// MarshalText writes what String writes.
func (a Article) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Regime is the data protection law that a dossier speaks of.
type Regime string

// The regimes.
const (
	EU Regime = "eu" // the GDPR
	UK Regime = "uk" // the UK GDPR and the Data Protection Act 2018
)

// RegimeIn returns the regime of the country where the person took part.
func RegimeIn(country string) Regime {
	if country == "GB" {
		return UK
	}
	return EU
}

// gdpr returns an article of the GDPR, or the same article of the UK GDPR.
func (r Regime) gdpr(number string) Article {
	if r == UK {
		return Article{UKGDPR, number}
	}
	return Article{GDPR, number}
}

// rolling is what makes a period end on a working day: the ICO's guidance says
// for the UK what Regulation 1182/71 says for the Union.
func (r Regime) rolling() Article {
	if r == UK {
		return Article{Source: ICOGuidance}
	}
	return Article{Reg1182, "3(4)"}
}

// guidance returns a paragraph of the EDPB's guidelines on access, or the
// ICO's guidance for the UK, which those do not bind.
func (r Regime) guidance(paragraph string) Article {
	if r == UK {
		return Article{Source: ICOGuidance}
	}
	return Article{EDPBAccess, paragraph}
}

// complaining is where the right to complain to an authority is written.
func (r Regime) complaining() Article {
	if r == UK {
		return Article{Source: ICOGuidance} // article 77 of the UK GDPR may be gone: not cited
	}
	return Article{GDPR, "77"}
}
