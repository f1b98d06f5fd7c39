package mail

import (
	"fmt"
	"io"
	"time"

	ics "github.com/arran4/golang-ical"

	"contreoffre/law"
)

// Entry is a day in a calendar. It is an all-day entry: a legal day has no
// hour and is the same day in every zone.
type Entry struct {
	ID       string // names the day for ever; the same after it moved
	Sequence int    // grows with each change, so that a moved day is believed
	Stamp    time.Time
	On       law.Date
	Summary  string
	Link     string // where to read more; nothing personal is in it
	Alarms   []int  // days before the day, at nine in the morning; zero is the day itself
}

// WriteCalendar writes entries as an iCalendar file (RFC 5545): lines end in
// CR LF and are folded, control characters become spaces and text is escaped,
// so that nothing in an entry can become another one. The same entries give
// the same bytes. Name is what a calendar program calls the file.
func WriteCalendar(w io.Writer, host, name string, entries []Entry) error {
	cal := ics.NewCalendarFor("Contre-offre")
	cal.SetProductId("-//Contre-offre//Contre-offre//FR")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(oneLine(name))
	cal.SetRefreshInterval("PT12H")
	cal.SetXPublishedTTL("PT12H")
	for _, e := range entries {
		e.addTo(cal, host)
	}
	if err := cal.SerializeTo(w, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

func (e Entry) addTo(cal *ics.Calendar, host string) {
	event := cal.AddEvent(oneLine(e.ID) + "@" + host)
	event.SetDtStampTime(e.Stamp)
	event.SetSequence(e.Sequence)
	event.SetAllDayStartAt(midnight(e.On))
	event.SetAllDayEndAt(midnight(e.On.AddDays(1)))
	event.SetTimeTransparency(ics.TransparencyTransparent)
	event.SetSummary(oneLine(e.Summary))
	if e.Link != "" {
		event.SetURL(oneLine(e.Link))
	}
	for _, days := range e.Alarms {
		alarm := event.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger(trigger(days))
		alarm.SetProperty(ics.ComponentPropertyDescription, oneLine(e.Summary))
	}
}

// trigger is nine in the morning, some days before a day that begins at
// midnight.
func trigger(daysBefore int) string {
	const morning = 9
	switch daysBefore {
	case 0:
		return fmt.Sprintf("PT%dH", morning)
	case 1:
		return fmt.Sprintf("-PT%dH", 24-morning)
	}
	return fmt.Sprintf("-P%dDT%dH", daysBefore-1, 24-morning)
}

func midnight(d law.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
