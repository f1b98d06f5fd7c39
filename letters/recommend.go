package letters

import (
	"cmp"
	"slices"

	"contreoffre/law"
	"contreoffre/models"
)

// safeOrder is the order in which letters are safest sent: what keeps the
// proof first, what may destroy it last (design, section 5).
var safeOrder = []law.Right{
	law.Access, law.Restriction, law.Rectification, law.Portability,
	law.Objection, law.ConsentWithdrawal, law.Erasure,
}

// Recommendation is one letter that the person's wishes call for.
type Recommendation struct {
	Right   law.Right
	Reasons []string // word keys, one sentence each, in the order of the wishes
	Before  []Step   // what is safer done first; empty when the letter is in order
}

// Step is a letter that is safer sent, or answered, before another one.
type Step struct {
	Right law.Right
	Key   string // word key of the sentence that says so
}

// wished tells which right a wish becomes, and why.
var wished = map[string][]struct {
	right  law.Right
	reason string
}{
	"know":             {{law.Access, "letters.why.know"}},
	"copy":             {{law.Access, "letters.why.copy"}},
	"stop_use":         {{law.ConsentWithdrawal, "letters.why.stop_use"}},
	"stop_publication": {{law.ConsentWithdrawal, "letters.why.stop_publication"}, {law.Erasure, "letters.why.erase_publication"}},
	"delete":           {{law.Erasure, "letters.why.delete"}},
	"correct":          {{law.Rectification, "letters.why.correct"}},
	"freeze":           {{law.Restriction, "letters.why.freeze"}},
	"move":             {{law.Portability, "letters.why.move"}},
	"no_marketing":     {{law.Objection, "letters.why.no_marketing"}},
}

// Recommend returns the letters that the person's wishes call for, each once,
// in the safe order, whether or not they were already sent. It returns nothing
// for a case without wishes.
func Recommend(c models.Case) []Recommendation {
	if c.Participation == nil {
		return nil
	}
	var all []Recommendation
	for _, wish := range c.Participation.Wishes {
		for _, w := range wished[wish] {
			i := slices.IndexFunc(all, func(r Recommendation) bool { return r.Right == w.right })
			if i < 0 {
				i = len(all)
				all = append(all, Recommendation{Right: w.right, Before: stepsBefore(c, models.Request{Rights: []law.Right{w.right}}, w.right)})
			}
			all[i].Reasons = append(all[i].Reasons, w.reason)
		}
	}
	slices.SortFunc(all, func(a, b Recommendation) int {
		return cmp.Compare(slices.Index(safeOrder, a.Right), slices.Index(safeOrder, b.Right))
	})
	return all
}

// stepsBefore returns what is safer done before request r exercises right: the
// guard of the safe order. It never forbids.
func stepsBefore(c models.Case, r models.Request, right law.Right) []Step {
	step := func(first law.Right, state string) Step {
		return Step{Right: first, Key: "letters.order." + string(right) + "." + state}
	}
	accessSent := !sentOn(c, r, law.Access).IsZero()
	withAccess := slices.Contains(r.Rights, law.Access)
	var steps []Step
	switch right {
	case law.ConsentWithdrawal:
		if !accessSent && !withAccess {
			steps = append(steps, step(law.Access, "access_not_sent"))
		}
	case law.Erasure:
		switch {
		case answered(c, r, law.Access):
		case withAccess:
			steps = append(steps, step(law.Access, "access_same_letter"))
		case accessSent:
			steps = append(steps, step(law.Access, "access_not_answered"))
		default:
			steps = append(steps, step(law.Access, "access_not_sent"))
		}
		if wishes(c, "freeze") && sentOn(c, r, law.Restriction).IsZero() && !slices.Contains(r.Rights, law.Restriction) {
			steps = append(steps, step(law.Restriction, "restriction_not_sent"))
		}
	}
	return steps
}

func wishes(c models.Case, wish string) bool {
	return c.Participation != nil && slices.Contains(c.Participation.Wishes, wish)
}

// sentOn returns the day on which right was last exercised against the
// controller of r by another request that reached it and was not withdrawn;
// zero when none was.
func sentOn(c models.Case, r models.Request, right law.Right) law.Date {
	var on law.Date
	for _, state := range othersExercising(c, r, right) {
		if state.Outcome != law.OutcomeUndelivered && state.Outcome != law.OutcomeWithdrawn {
			on = law.Later(on, state.SentOn)
		}
	}
	return on
}

// answered reports whether another request exercising right against the
// controller of r got a complete answer, one that says no data are held
// included.
func answered(c models.Case, r models.Request, right law.Right) bool {
	return slices.ContainsFunc(othersExercising(c, r, right), func(s law.State) bool {
		return s.Outcome == law.OutcomeAnswered || s.Outcome == law.OutcomeAnsweredLate || s.Outcome == law.OutcomeNoDataHeld
	})
}

func othersExercising(c models.Case, r models.Request, right law.Right) []law.State {
	var others []law.State
	for _, other := range c.Requests {
		itself := r.ID != "" && other.ID == r.ID
		if !itself && slices.Contains(other.Rights, right) && sameController(c, r, other) {
			others = append(others, lastState(other))
		}
	}
	return others
}

func sameController(c models.Case, a, b models.Request) bool {
	one, two := controllerOf(c, a), controllerOf(c, b)
	return one == nil || two == nil || oneLine(one.Name) == oneLine(two.Name)
}

// lastState is where a request stood on the day of its last event. No
// deadline is read from it, so it needs no calendar and no today.
func lastState(r models.Request) law.State {
	var events []law.Event
	var last law.Date
	for _, event := range r.Events {
		events = append(events, event.Event)
		last = law.Later(last, event.On)
	}
	return law.StateOf(law.Matter{Rights: r.Rights, Channel: r.Channel}, events, last)
}
