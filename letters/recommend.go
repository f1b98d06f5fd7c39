package letters

import (
	"slices"

	"contreoffre/law"
	"contreoffre/models"
)

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

// Recommend returns the letters that the person's wishes call for, each once,
// in the safe order, whether or not they were already sent. It returns nothing
// for a case without wishes.
func Recommend(c models.Case) []Recommendation {
	var all []Recommendation
	for _, advised := range law.Recommend(wishes(c)) {
		r := Recommendation{
			Right:  advised.Right,
			Before: stepsBefore(c, models.Request{Rights: []law.Right{advised.Right}}, advised.Right),
		}
		for _, wish := range advised.Wishes {
			r.Reasons = append(r.Reasons, "recommend."+string(r.Right)+"."+string(wish))
		}
		all = append(all, r)
	}
	return all
}

func wishes(c models.Case) []law.Wish {
	if c.Participation == nil {
		return nil
	}
	wished := make([]law.Wish, len(c.Participation.Wishes))
	for i, wish := range c.Participation.Wishes {
		wished[i] = law.Wish(wish)
	}
	return wished
}

// stepsBefore returns what is safer done before request r exercises right: the
// guard of the safe order. It never forbids.
func stepsBefore(c models.Case, r models.Request, right law.Right) []Step {
	var steps []Step
	step := func(first law.Right, state string) {
		steps = append(steps, Step{Right: first, Key: "letters.order." + string(right) + "." + string(first) + "_" + state})
	}
	sent := func(first law.Right) bool { return !sentOn(c, r, first).IsZero() }
	together := func(first law.Right) bool { return slices.Contains(r.Rights, first) }
	for _, first := range law.Before(right) {
		switch {
		case answered(c, r, first):
		case together(first):
			step(first, "same_letter")
		case sent(first):
			step(first, "not_answered")
		default:
			step(first, "not_sent")
		}
	}
	for _, first := range law.SentBefore(right, wishes(c)) {
		if !sent(first) && !together(first) {
			step(first, "not_sent")
		}
	}
	return steps
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
