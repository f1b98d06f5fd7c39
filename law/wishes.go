package law

import "slices"

// Wish is what a person wants. Its values are the words of the portable
// dossier.
type Wish string

// The wishes.
const (
	WishKnow            Wish = "know"
	WishCopy            Wish = "copy"
	WishStopUse         Wish = "stop_use"
	WishStopPublication Wish = "stop_publication"
	WishDelete          Wish = "delete"
	WishCorrect         Wish = "correct"
	WishFreeze          Wish = "freeze"
	WishMove            Wish = "move"
	WishNoMarketing     Wish = "no_marketing"
)

// Wishes lists every wish once.
var Wishes = []Wish{WishKnow, WishCopy, WishStopUse, WishStopPublication, WishDelete, WishCorrect, WishFreeze, WishMove, WishNoMarketing}

// wishRights says which rights serve a wish.
var wishRights = map[Wish][]Right{
	WishKnow:            {Access},
	WishCopy:            {Access},
	WishStopUse:         {ConsentWithdrawal},
	WishStopPublication: {ConsentWithdrawal, Erasure},
	WishDelete:          {Erasure},
	WishCorrect:         {Rectification},
	WishFreeze:          {Restriction},
	WishMove:            {Portability},
	WishNoMarketing:     {Objection},
}

// Recommendation is a right to use, and the wishes that it serves. Its reason
// is written under "recommend.<right>.<wish>".
type Recommendation struct {
	Right  Right
	Wishes []Wish
	// After are the recommended rights whose answer is better awaited first.
	After []Right
}

// Recommend turns wishes into rights, in the safe order, each once. Unknown
// wishes recommend nothing.
func Recommend(wishes []Wish) []Recommendation {
	var all []Recommendation
	for _, r := range safeOrder {
		var served []Wish
		for _, w := range Wishes {
			if slices.Contains(wishes, w) && slices.Contains(wishRights[w], r) {
				served = append(served, w)
			}
		}
		if served != nil {
			all = append(all, Recommendation{Right: r, Wishes: served})
		}
	}
	for i := range all {
		all[i].After = recommendedAmong(all, Before(all[i].Right))
	}
	return all
}

func recommendedAmong(all []Recommendation, rights []Right) []Right {
	return slices.DeleteFunc(slices.Clone(rights), func(r Right) bool {
		return !slices.ContainsFunc(all, func(o Recommendation) bool { return o.Right == r })
	})
}
