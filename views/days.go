package views

import (
	"contreoffre/lang"
	"contreoffre/law"
)

// dayCell is one day of the strip under a deadline.
type dayCell struct {
	On    law.Date
	Note  string // what the day is, else its month
	State string // is-skipped, is-due, or nothing
}

// daysAround shows the days that lead to a due day: two before, or from the
// first skipped one, and one after; seven at most.
func daysAround(l lang.Lang, due law.Date, steps []law.Step) []dayCell {
	const before, most = 2, 7
	skipped := make(map[law.Date]law.Step)
	first := due.AddDays(-before)
	for _, s := range steps {
		if s.Skipped() && s.On.Before(due) {
			skipped[s.On] = s
			if s.On.Before(first) && s.On.DaysUntil(due) < most-1 {
				first = s.On
			}
		}
	}
	var cells []dayCell
	for d := first; !d.After(due.AddDays(1)); d = d.AddDays(1) {
		cell := dayCell{On: d, Note: lang.Month(l, d.Month)}
		if s, ok := skipped[d]; ok {
			cell.State, cell.Note = "is-skipped", skipNote(l, s)
		}
		if d == due {
			cell.State, cell.Note = "is-due", lang.T(l, "days.due")
		}
		cells = append(cells, cell)
	}
	return cells
}

func skipNote(l lang.Lang, s law.Step) string {
	if s.Rule == law.RuleSkippedHoliday {
		return lang.T(l, "days.holiday", "holiday", lang.Holiday(l, s.Holiday))
	}
	return lang.T(l, "days.weekend")
}
