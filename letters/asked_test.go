package letters

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
)

// What an answer can leave out has one list: the schema of the dossier, the
// checker and the letter agree, and each thing has its words.
func TestEveryThingThatCanBeMissingIsAskedForAndNamed(t *testing.T) {
	raw, err := os.ReadFile("../dossier/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs struct {
			Request struct {
				Properties struct {
					Missing struct {
						Items struct{ Enum []string }
					}
				}
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(raw, &schema); err != nil {
		t.Fatal(err)
	}
	want := slices.Sorted(slices.Values(schema.Defs.Request.Properties.Missing.Items.Enum))
	got := slices.Sorted(slices.Values(Asked(law.Rights)))
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("asked  %v\nschema %v", got, want)
	}
	for _, l := range lang.Langs {
		for _, code := range got {
			for _, key := range []string{"letters.missing." + code, "field.answer." + code + ".label"} {
				if !lang.Has(l, key) {
					t.Errorf("%s has no %s", l, key)
				}
			}
		}
	}
	for _, right := range law.Rights {
		if len(Asked([]law.Right{right})) == 0 {
			t.Errorf("%s asks for nothing", right)
		}
	}
}

func TestFollowUpsForEachState(t *testing.T) {
	no, yes := false, true
	extended := func(reasons *bool, on string) law.Event {
		return law.Event{ID: "x", Kind: law.Extended, On: law.MustDate(on), ReasonsGiven: reasons}
	}
	sent := law.Event{ID: "s", Kind: law.Sent, On: law.MustDate("2026-09-26")}
	at := func(kind law.EventKind, on string) law.Event {
		return law.Event{ID: string(kind), Kind: kind, On: law.MustDate(on)}
	}
	for _, c := range []struct {
		name   string
		events []law.Event
		today  string
		want   []FollowUp
	}{
		{"the month runs", []law.Event{sent}, "2026-10-10", nil},
		{"the last day is not late", []law.Event{sent}, "2026-10-27", nil},
		{"late", []law.Event{sent}, "2026-10-28", []FollowUp{Reminder}},
		{"identity asked", []law.Event{sent, at(law.IdentityAsked, "2026-10-01")}, "2026-10-10", []FollowUp{IdentityReply}},
		{"identity given", []law.Event{sent, at(law.IdentityAsked, "2026-10-01"), at(law.IdentityGiven, "2026-10-02")}, "2026-10-10", nil},
		{"identity asked too late does not stop the reminder", []law.Event{sent, at(law.IdentityAsked, "2026-10-29")}, "2026-10-30", []FollowUp{IdentityReply, Reminder}},
		{"refused", []law.Event{sent, at(law.Refused, "2026-10-01")}, "2026-10-10", []FollowUp{RefusalReply}},
		{"a part came", []law.Event{sent, at(law.PartialReply, "2026-10-01")}, "2026-10-10", []FollowUp{PartialFollowUp}},
		{"then the rest", []law.Event{sent, at(law.PartialReply, "2026-10-01"), at(law.Answered, "2026-10-05")}, "2026-10-10", nil},
		{"extended without reasons", []law.Event{sent, extended(&no, "2026-10-01")}, "2026-10-10", []FollowUp{ExtensionProtest}},
		{"extended with reasons", []law.Event{sent, extended(&yes, "2026-10-01")}, "2026-10-10", nil},
		{"extended too late", []law.Event{sent, extended(&yes, "2026-10-28")}, "2026-10-30", []FollowUp{ExtensionProtest, Reminder}},
		{"all came after all", []law.Event{sent, extended(&no, "2026-10-01"), at(law.Answered, "2026-10-05")}, "2026-10-10", nil},
	} {
		matter := law.Matter{Rights: []law.Right{law.Access}, Channel: law.Email, Controller: law.Place{Country: "IE"}, Person: law.Place{Country: "FR"}, Country: "FR"}
		if got := FollowUpsFor(law.StateOf(matter, c.events, law.MustDate(c.today))); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
