package law

import "slices"

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

// Rights lists every right once. A new right is added here and in rightLaw;
// tests then fail until it has its letter and its words.
var Rights = []Right{Access, Rectification, Erasure, Restriction, Portability, Objection, ConsentWithdrawal}

// rightLaw says where each right is written: its GDPR articles, and its
// article of the loi 78-17 where we read the number (49-51, 53, 55, 56). It
// stays empty where we did not: a letter then cites the GDPR alone.
var rightLaw = map[Right]struct {
	gdpr []string
	lil  string
}{
	Access:            {[]string{"15", "12"}, "49"},
	Rectification:     {[]string{"16", "19"}, "50"},
	Erasure:           {[]string{"17", "19"}, "51"},
	Restriction:       {[]string{"18", "19"}, "53"},
	Portability:       {[]string{"20", "12"}, "55"},
	Objection:         {[]string{"21", "12"}, "56"},
	ConsentWithdrawal: {[]string{"7(3)"}, ""},
}

// ArticlesOf returns the articles on which a right rests, the main one first,
// for the country where the person took part: the UK GDPR in the United
// Kingdom, the French law beside the GDPR in France, the GDPR elsewhere.
func ArticlesOf(r Right, country string) []Article {
	where := rightLaw[r]
	var articles []Article
	for _, number := range where.gdpr {
		articles = append(articles, RegimeIn(country).gdpr(number))
	}
	if country == "FR" && where.lil != "" {
		articles = append(articles, Article{LIL, where.lil})
	}
	return articles
}

// safeOrder is the order in which rights are used without destroying what the
// next one needs: first what fetches and freezes the evidence, erasure last.
var safeOrder = []Right{Access, Restriction, Portability, Rectification, Objection, ConsentWithdrawal, Erasure}

// SafeOrder sorts rights into the safe order, each once.
func SafeOrder(rights []Right) []Right {
	var sorted []Right
	for _, r := range safeOrder {
		if slices.Contains(rights, r) {
			sorted = append(sorted, r)
		}
	}
	return sorted
}

// Before returns the rights that are better answered before r is used: erasing
// first may destroy what access would have shown.
func Before(r Right) []Right {
	if r == Erasure {
		return []Right{Access}
	}
	return nil
}

// SentBefore returns the rights that need no answer but are better under way
// before r is used: access keeps the trace of the consent that a withdrawal
// ends; a freeze, for who wishes one, comes too late after erasure.
func SentBefore(r Right, wishes []Wish) []Right {
	switch {
	case r == ConsentWithdrawal:
		return []Right{Access}
	case r == Erasure && slices.Contains(wishes, WishFreeze):
		return []Right{Restriction}
	}
	return nil
}
