package mail_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"contreoffre/law"
	"contreoffre/mail"
)

func calendarOf(t testing.TB, entries ...mail.Entry) string {
	t.Helper()
	var b bytes.Buffer
	if err := mail.WriteCalendar(&b, "contre-offre.example", "Échéances", entries); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sampleEntry() mail.Entry {
	return mail.Entry{ID: "k1.abc", Sequence: 7, Stamp: noon, On: law.MustDate("2026-12-22"), Summary: "Échéance K7QXA", Alarms: []int{7, 1, 0}}
}

// component is one BEGIN to END of an iCalendar file, read by the letter of
// RFC 5545 and without the library that wrote it.
type component struct {
	name       string
	properties map[string]string // name with parameters: unescaped value
	inside     []component
}

var contentLine = regexp.MustCompile(`^([A-Z0-9-]+(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$`)

// readCalendar unfolds, splits and nests the lines of a file (RFC 5545,
// section 3.1).
func readCalendar(t testing.TB, file string) component {
	t.Helper()
	if strings.Contains(strings.ReplaceAll(file, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(file, "\r\n", ""), "\r") {
		t.Fatalf("a line does not end in CR LF: %q", file)
	}
	for line := range strings.SplitSeq(file, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%d bytes, or cut inside a character: %q", len(line), line)
		}
	}
	stack := []component{{}}
	for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(file, "\r\n ", ""), "\r\n"), "\r\n") {
		parts := contentLine.FindStringSubmatch(line)
		if parts == nil {
			t.Fatalf("not a content line: %q", line)
		}
		top := &stack[len(stack)-1]
		switch name, value := parts[1], parts[2]; name {
		case "BEGIN":
			stack = append(stack, component{name: value, properties: map[string]string{}})
		case "END":
			if top.name != value || len(stack) < 2 {
				t.Fatalf("END:%s inside %s", value, top.name)
			}
			parent := &stack[len(stack)-2]
			parent.inside = append(parent.inside, *top)
			stack = stack[:len(stack)-1]
		default:
			if _, twice := top.properties[name]; twice {
				t.Errorf("%s stands twice in %s", name, top.name)
			}
			top.properties[name] = strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n", `\N`, "\n").Replace(value)
		}
	}
	if len(stack) != 1 || len(stack[0].inside) != 1 {
		t.Fatalf("not one calendar: %q", file)
	}
	return stack[0].inside[0]
}

func TestADayInACalendar(t *testing.T) {
	event := readCalendar(t, calendarOf(t, sampleEntry())).inside[0]
	for name, want := range map[string]string{
		"UID": "k1.abc@contre-offre.example", "SEQUENCE": "7", "DTSTAMP": "20261122T110000Z", "TRANSP": "TRANSPARENT",
		"DTSTART;VALUE=DATE": "20261222", "DTEND;VALUE=DATE": "20261223", "SUMMARY": "Échéance K7QXA",
	} {
		if got := event.properties[name]; got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	var triggers []string
	for _, alarm := range event.inside {
		if alarm.properties["ACTION"] != "DISPLAY" || alarm.properties["DESCRIPTION"] == "" {
			t.Errorf("alarm %v", alarm.properties)
		}
		triggers = append(triggers, alarm.properties["TRIGGER"])
	}
	// Midnight less six days and fifteen hours is nine in the morning, seven
	// days before.
	if got, want := fmt.Sprint(triggers), "[-P6DT15H -PT15H PT9H]"; got != want {
		t.Errorf("alarms %s, want %s", got, want)
	}
}

func TestAMovedDayIsTheSameEntry(t *testing.T) {
	e := sampleEntry()
	before := readCalendar(t, calendarOf(t, e)).inside[0].properties
	if calendarOf(t, e) != calendarOf(t, e) {
		t.Error("the same entry gave two files")
	}
	e.On, e.Sequence = law.MustDate("2027-02-22"), 8
	after := readCalendar(t, calendarOf(t, e)).inside[0].properties
	if before["UID"] != after["UID"] || before["SEQUENCE"] >= after["SEQUENCE"] || after["DTSTART;VALUE=DATE"] != "20270222" {
		t.Errorf("before %v, after %v", before, after)
	}
}

// P32: what a person typed never becomes another entry, alarm or line.
func TestNothingTypedBecomesPartOfTheCalendar(t *testing.T) {
	for name, typed := range map[string]string{
		"an alarm":               "x\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM",
		"an event":               "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil",
		"bare carriage return":   "x\rATTENDEE:mailto:spy@example.org",
		"bare line feed":         "x\nATTENDEE:mailto:spy@example.org",
		"separators":             `;,:\"`,
		"an escaped break":       `x\nBEGIN:VALARM`,
		"a backslash at the end": `x\`,
		"a fold":                 "x\r\n BEGIN:VALARM",
		"line separator":         "x\u2028BEGIN:VALARM",
		"next line":              "x\u0085BEGIN:VALARM",
		"form feed and NUL":      "x\x0cy\x00z",
		"folding in characters":  strings.Repeat("é漢🎁", 100),
		"a quote":                `"x";y="z`,
	} {
		t.Run(name, func(t *testing.T) {
			e := sampleEntry()
			e.Summary = typed
			other := sampleEntry()
			other.ID = "other"
			file := calendarOf(t, e, other)
			cal := readCalendar(t, file)
			if cal.name != "VCALENDAR" || len(cal.inside) != 2 || strings.Count(file, "\r\nBEGIN:VALARM") != 6 {
				t.Fatalf("the calendar holds other things than its entries:\n%s", file)
			}
			for _, event := range cal.inside {
				if event.name != "VEVENT" || len(event.inside) != 3 || len(event.properties) != 7 {
					t.Errorf("%s: %v", event.name, event.properties)
				}
			}
			want := strings.Map(func(r rune) rune {
				if r < ' ' || r == 0x85 || r == 0x2028 {
					return ' '
				}
				return r
			}, typed)
			if got := cal.inside[0].properties["SUMMARY"]; got != want {
				t.Errorf("SUMMARY = %q, want %q", got, want)
			}
		})
	}
}

func FuzzCalendar(f *testing.F) {
	f.Add("x\r\nBEGIN:VALARM")
	f.Add(`;,\` + "é")
	f.Fuzz(func(t *testing.T, typed string) {
		if !utf8.ValidString(typed) {
			return
		}
		e := sampleEntry()
		e.Summary = typed
		cal := readCalendar(t, calendarOf(t, e))
		if len(cal.inside) != 1 || len(cal.inside[0].inside) != 3 || len(cal.inside[0].properties) != 7 {
			t.Errorf("%q became more than an entry: %v", typed, cal)
		}
	})
}
