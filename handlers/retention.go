package handlers

import (
	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/models"
)

// LastDue is the last day that anything of a case leads to, closed or open:
// a request's deadlines, the authority's clock, an appeal. A dossier is kept
// long after it. Like NextDue it takes no today; looking from the last day of
// all, it counts an authority that stays silent.
func LastDue(c models.Case) law.Date {
	effective := interview.Effective(c)
	deadlines := complaintDeadlines(effective)
	for _, r := range effective.Requests {
		deadlines = append(deadlines, stateOf(effective, r, lastDay).Deadlines...)
	}
	var last law.Date
	for _, d := range deadlines {
		last = law.Later(last, d.On)
	}
	return last
}

// complaintDeadlines are the days that follow from a complaint that was filed.
func complaintDeadlines(effective models.Case) []law.Deadline {
	complaint := effective.Complaint
	if complaint == nil {
		return nil
	}
	matter := law.ComplaintMatter{Authority: law.AuthorityID(complaint.Authority)}
	if p := effective.Participation; matter.Authority == "" && p != nil {
		matter.Authority = law.DefaultAuthority(p.Country)
	}
	events := make([]law.Event, len(complaint.Events))
	for i, e := range complaint.Events {
		events[i] = law.Event{ID: e.ID, Kind: law.EventKind(e.Kind), On: e.On, Estimated: e.Estimated, Cancels: e.Cancels}
	}
	return law.ComplaintStateOf(matter, events, lastDay).Deadlines
}

// purgeOn is the day on which a case is erased when its person, who is here
// today, does not come back.
func (a *App) purgeOn(v *visit, c models.Case) (law.Date, error) {
	return a.Store.PurgeOn(v.ctx, c, v.today)
}

// firstPurgeOn is the earliest of those days; the zero Date without a case.
func (a *App) firstPurgeOn(v *visit, cases []models.Case) (law.Date, error) {
	var first law.Date
	for _, c := range cases {
		on, err := a.purgeOn(v, c)
		if err != nil {
			return law.Date{}, err
		}
		if first.IsZero() || on.Before(first) {
			first = on
		}
	}
	return first, nil
}
