package handlers

import (
	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
)

// LastDue is the last day that anything of a case leads to, closed or open:
// a request's deadlines, the authority's clock, an appeal. A dossier is kept
// long after it. Like NextDue it takes no today; looking from the last day of
// all, it counts an authority that stays silent.
func LastDue(c models.Case) law.Date {
	effective := interview.Effective(c)
	deadlines := letters.ComplaintStateOf(effective, lastDay).Deadlines
	for _, r := range effective.Requests {
		deadlines = append(deadlines, letters.StateOf(effective, r, lastDay).Deadlines...)
	}
	var last law.Date
	for _, d := range deadlines {
		last = law.Later(last, d.On)
	}
	return last
}

// firstPurgeOn is the earliest day on which one of the cases is erased when
// their person, who is here today, does not come back; the zero Date without a
// case.
func (a *App) firstPurgeOn(v *visit, cases []models.Case) (law.Date, error) {
	var first law.Date
	for _, c := range cases {
		on, err := a.Store.PurgeOn(v.ctx, c, v.today)
		if err != nil {
			return law.Date{}, err
		}
		if first.IsZero() || on.Before(first) {
			first = on
		}
	}
	return first, nil
}
