package mail_test

import (
	"fmt"
	"slices"
	"testing"

	"contreoffre/law"
	"contreoffre/mail"
	"contreoffre/models"
)

func TestEveryDeadlineIsRemindedOf(t *testing.T) {
	day := law.MustDate("2026-12-22")
	for _, kind := range law.DeadlineKinds {
		if got := mail.DeadlineReminders("r1", []law.Deadline{{Kind: kind, On: day}}); len(got) == 0 {
			t.Errorf("%s is never reminded of", kind)
		}
		if got := mail.DeadlineReminders("r1", []law.Deadline{{Kind: kind, On: day, ClosedOn: day}}); len(got) != 0 {
			t.Errorf("%s is closed and reminded of: %v", kind, got)
		}
	}
}

func TestWhenARequestIsRemindedOf(t *testing.T) {
	deadline := func(kind law.DeadlineKind, on string) law.Deadline {
		return law.Deadline{Kind: kind, On: law.MustDate(on)}
	}
	for _, test := range []struct {
		name      string
		deadlines []law.Deadline
		want      []string
	}{
		{"a week before, the day after, and when complaining opens",
			[]law.Deadline{deadline(law.AnswerDue, "2026-12-22"), deadline(law.ComplainFrom, "2026-12-24")},
			[]string{"2026-12-15..2026-12-22 ahead answer", "2026-12-23..2027-01-22 passed answer", "2026-12-24..2027-01-23 opens complain_from"}},
		{"the day after is the day for complaining: once",
			[]law.Deadline{deadline(law.AnswerDue, "2026-12-22"), deadline(law.ComplainFrom, "2026-12-23")},
			[]string{"2026-12-15..2026-12-22 ahead answer", "2026-12-23..2027-01-22 passed answer"}},
		{"an appeal, with time left to write it",
			[]law.Deadline{deadline(law.AppealBy, "2027-03-01")},
			[]string{"2027-01-30..2027-03-01 ahead appeal_by", "2027-02-22..2027-03-01 ahead appeal_by"}},
	} {
		var got []string
		for _, r := range mail.DeadlineReminders("r1", test.deadlines) {
			got = append(got, fmt.Sprintf("%s..%s %s %s", r.On, r.Until, r.Occasion, r.Deadline))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", test.name, got, test.want)
		}
	}
	draft := mail.DraftReminder("r1", law.MustDate("2026-11-22"))
	if draft.Occasion != models.DraftWaits || draft.On != law.MustDate("2026-11-25") {
		t.Errorf("a draft: %+v", draft)
	}
}
