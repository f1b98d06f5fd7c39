package dossier

import (
	"strconv"
	"strings"
	"time"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/models"
)

// isDay reports a key that holds a day. A test compares this with the schema.
func isDay(key string) bool {
	return key == "on" || key == "until" || key == "birth_date" || strings.HasSuffix(key, "_on")
}

// tellsThePast reports a key whose day cannot be to come; only a day that the
// controller announced can.
func tellsThePast(key string) bool { return isDay(key) && key != "until" }

// checkDays refuses days that do not exist, or that are to come where they
// tell the past, instants that are none, and countries that are none. Texts
// of another form are left to the schema.
func checkDays(tree any, today law.Date) Problems {
	var ps Problems
	eachText(tree, nil, func(path []string, text string) {
		if len(path) == 0 {
			return
		}
		switch key := path[len(path)-1]; {
		case isDay(key) && looksLikeDay(text):
			day, err := law.ParseDate(text)
			switch {
			case err != nil:
				ps.add(path, "dossier.error.no_such_day", "day", text)
			case tellsThePast(key) && day.After(today):
				ps.add(path, "dossier.error.future", "day", text, "today", today.String())
			}
		case key == "recorded_at":
			if _, err := time.Parse(time.RFC3339Nano, text); err != nil {
				ps.add(path, "dossier.error.form.instant")
			}
		case key == "country" && len(text) == 2 && text == strings.ToUpper(text) && !law.IsCountry(text):
			ps.add(path, "dossier.error.no_such_country", "code", text)
		}
	})
	return ps
}

func looksLikeDay(text string) bool {
	return len(text) == len("2006-01-02") && text[4] == '-' && text[7] == '-'
}

// checkCase holds the parts of a dossier against one another.
func checkCase(c models.Case) Problems {
	var ps Problems
	if !interview.AgeAgrees(c) {
		ps.add([]string{"person", "birth_date"}, "dossier.error.age")
	}
	checkIDs(c, &ps)
	checkHistories(c, &ps)
	exhibits := seen{}
	for _, e := range c.Evidence {
		exhibits[e.ID] = true
	}
	for i, r := range c.Requests {
		path := []string{"requests", strconv.Itoa(i)}
		checkReceipts(r, path, &ps)
		checkReferences(r, exhibits, path, &ps)
	}
	if c.Complaint != nil {
		checkComplaint(*c.Complaint, &ps)
	}
	return ps
}

// checkIDs refuses an id that stands twice among requests, among exhibits, or
// among the events of one request or of the complaint.
func checkIDs(c models.Case, ps *Problems) {
	requests, exhibits := seen{}, seen{}
	for i, r := range c.Requests {
		path := []string{"requests", strconv.Itoa(i)}
		requests.once(r.ID, at(path, "id"), ps)
		events := seen{}
		for j, e := range r.Events {
			events.once(e.ID, at(path, "events", strconv.Itoa(j), "id"), ps)
		}
	}
	for i, e := range c.Evidence {
		exhibits.once(e.ID, []string{"evidence", strconv.Itoa(i), "id"}, ps)
	}
	if c.Complaint != nil {
		events := seen{}
		for i, e := range c.Complaint.Events {
			events.once(e.ID, []string{"complaint", "events", strconv.Itoa(i), "id"}, ps)
		}
	}
}

// checkHistories refuses a history that is longer than any procedure: what
// follows from one is worked out on each visit, event by event.
func checkHistories(c models.Case, ps *Problems) {
	for i, r := range c.Requests {
		if len(r.Events) > models.MaxEvents {
			ps.add([]string{"requests", strconv.Itoa(i), "events"}, "dossier.error.too_many", "max", models.MaxEvents)
		}
	}
	if c.Complaint != nil && len(c.Complaint.Events) > models.MaxEvents {
		ps.add([]string{"complaint", "events"}, "dossier.error.too_many", "max", models.MaxEvents)
	}
}

type seen map[string]bool

func (s seen) once(id string, path []string, ps *Problems) {
	if id != "" && s[id] {
		ps.add(path, "dossier.error.same_id", "id", id)
	}
	s[id] = true
}

// checkReceipts refuses a receipt before the letter left. Events that were
// corrected since do not count.
func checkReceipts(r models.Request, path []string, ps *Problems) {
	cancelled := seen{}
	for _, e := range r.Events {
		if e.Cancels != "" {
			cancelled[e.Cancels] = true
		}
	}
	var sent law.Date
	for _, e := range r.Events {
		if e.Kind == law.Sent && !cancelled[e.ID] && (sent.IsZero() || e.On.Before(sent)) {
			sent = e.On
		}
	}
	for i, e := range r.Events {
		if e.Kind == law.Received && !cancelled[e.ID] && e.On.Before(sent) {
			ps.add(at(path, "events", strconv.Itoa(i), "on"), "dossier.error.received_before_sent", "day", e.On.String(), "sent", sent.String())
		}
	}
}

// checkReferences refuses an exhibit, or a corrected event, that is not there.
func checkReferences(r models.Request, exhibits seen, path []string, ps *Problems) {
	earlier := seen{}
	for i, e := range r.Events {
		event := at(path, "events", strconv.Itoa(i))
		for j, id := range e.Evidence {
			if !exhibits[id] {
				ps.add(at(event, "evidence", strconv.Itoa(j)), "dossier.error.no_such_evidence", "id", id)
			}
		}
		earlier.corrects(e.Cancels, event, ps)
		earlier[e.ID] = true
	}
}

func checkComplaint(complaint models.Complaint, ps *Problems) {
	earlier := seen{}
	for i, e := range complaint.Events {
		event := []string{"complaint", "events", strconv.Itoa(i)}
		earlier.corrects(e.Cancels, event, ps)
		earlier[e.ID] = true
		if e.Letter != nil && e.Letter.Filing != nil {
			checkFiling(*e.Letter.Filing, at(event, "letter", "filing"), ps)
		}
	}
}

// checkFiling refuses what stands twice: a field of the sheet, or an exhibit, which
// would be in the bundle as often as a file names it.
func checkFiling(f models.Filing, path []string, ps *Problems) {
	fields := seen{}
	for i, field := range f.Sheet {
		fields.once(field.Field, at(path, "sheet", strconv.Itoa(i), "field"), ps)
	}
	letters, exhibits := seen{}, seen{}
	for i, x := range f.Exhibits {
		exhibit := at(path, "exhibits", strconv.Itoa(i))
		exhibits.once(x.Evidence, at(exhibit, "exhibit"), ps)
		if x.Evidence == "" && x.Request != "" {
			letters.once(strings.Trim(x.Request+" "+x.Event, " "), at(exhibit, "request"), ps)
		}
	}
}

// corrects refuses a correction of what did not come before it.
func (s seen) corrects(id string, event []string, ps *Problems) {
	if id != "" && !s[id] {
		ps.add(at(event, "cancels"), "dossier.error.no_such_event", "id", id)
	}
}

// doubts are warnings about a dossier that is sound.
func doubts(c models.Case) Problems {
	var ps Problems
	if c.Offer != nil && c.Offer.Preset != "" {
		if _, ok := interview.PresetOf(c); !ok {
			ps.add([]string{"offer", "preset"}, "dossier.warning.unknown_preset", "slug", c.Offer.Preset)
		}
	}
	if len(interview.Warnings(c, "joined")) > 0 {
		ps.add([]string{"participation", "joined_on"}, "warning.joined.outside")
	}
	return ps
}
