package main

import (
	"encoding/json"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
)

// readDue is the JSON of due, read as a stranger would.
type readDue struct {
	RawOn          *string `json:"raw_on"`
	DueOn          *string `json:"due_on"`
	DueLatestOn    *string `json:"due_latest_on"`
	ExtendedDueOn  *string `json:"extended_due_on"`
	ComplainFromOn *string `json:"complain_from_on"`
	Calendar       *string `json:"calendar"`
	Steps          []struct{ On, Rule, Article, Text *string }
}

func TestDueJSON(t *testing.T) {
	for _, c := range []struct {
		name string
		args string
		want string // raw, due, latest, extended, complain from, calendar
		last string // the last step's rule
		warn string
	}{
		{"Ireland and France by default", "--received 2026-03-06", "2026-04-06 2026-04-07 - - 2026-04-08 IE", "complain_from", ""},
		{"a day off in both countries in turn", "--received 2026-04-01", "2026-05-01 2026-05-01 - - 2026-05-06 IE", "complain_from", ""},
		{"a French controller", "--received 2026-04-14 --controller-country FR", "2026-05-14 2026-05-15 - - 2026-05-16 FR", "complain_from", ""},
		{"a British one, a British person", "--received 2025-03-18 --controller-country GB --person-country GB", "2025-04-18 2025-04-22 - - 2025-04-23 GB", "complain_from", "19 juin 2026"},
		{"lower case", "--received 2026-01-02 --controller-country fr --person-country ie", "2026-02-02 2026-02-02 - - 2026-02-04 FR", "complain_from", ""},
		{"identity asked and given", "--received 2026-03-02 --identity-asked-on 2026-03-09 --identity-given-on 2026-03-16", "2026-04-02 2026-04-09 2026-04-16 - 2026-04-17 IE", "complain_from", ""},
		{"identity awaited", "--received 2026-03-02 --identity-asked-on 2026-03-09", "2026-04-02 - - - - IE", "suspended", ""},
		{"identity awaited, extension announced", "--received 2026-03-02 --identity-asked-on 2026-03-09 --extended-on 2026-03-10", "2026-04-02 - - - - IE", "suspended", ""},
		{"identity asked too late", "--received 2026-03-06 --identity-asked-on 2026-04-08", "2026-04-06 2026-04-07 - - 2026-04-08 IE", "complain_from", "2026"},
		{"extended", "--received 2026-10-01 --extended-on 2026-11-02", "2026-11-01 2026-11-02 - 2027-01-04 2027-01-05 IE", "complain_from", ""},
		{"extended too late", "--received 2026-10-01 --extended-on 2026-11-03", "2026-11-01 2026-11-02 - - 2026-11-03 IE", "complain_from", "après l’échéance"},
		{"a calendar to be checked", "--received 2026-04-01 --controller-country DE", "2026-05-01 2026-05-04 - - 2026-05-05 DE", "complain_from", "Allemagne"},
		{"weekends only", "--received 2026-03-06 --controller-country MT", "2026-04-06 2026-04-06 - - 2026-04-08 MT", "complain_from", "Malte"},
		{"far in the future", "--received 2199-01-31", "2199-02-28 2199-02-28 - - 2199-03-01 IE", "complain_from", ""},
	} {
		got := command(t, nil, append([]string{"due", "--json"}, strings.Fields(c.args)...)...)
		if got.code != exitDone {
			t.Errorf("%s: exit %d: %s", c.name, got.code, got.stderr)
			continue
		}
		var read readDue
		decoder := json.NewDecoder(strings.NewReader(got.stdout))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&read); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		days := []string{}
		for _, day := range []*string{read.RawOn, read.DueOn, read.DueLatestOn, read.ExtendedDueOn, read.ComplainFromOn, read.Calendar} {
			days = append(days, orDash(day))
		}
		if joined := strings.Join(days, " "); joined != c.want {
			t.Errorf("%s: got  %s\nwant %s", c.name, joined, c.want)
		}
		if last := orDash(read.Steps[len(read.Steps)-1].Rule); last != c.last {
			t.Errorf("%s: last step: got %s, want %s", c.name, last, c.last)
		}
		if (got.stderr == "") != (c.warn == "") || !strings.Contains(got.stderr, c.warn) {
			t.Errorf("%s: got warning %q, want one that says %q", c.name, got.stderr, c.warn)
		}
	}
}

func orDash(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

func TestDueJSONWritesEachKeyOnce(t *testing.T) {
	got := command(t, nil, "due", "--json", "--received", "2026-03-06").stdout
	for _, key := range []string{"raw_on", "due_on", "due_latest_on", "extended_due_on", "complain_from_on", "calendar", "steps"} {
		if n := strings.Count(got, `"`+key+`":`); n != 1 {
			t.Errorf("%s stands %d times", key, n)
		}
	}
}

func TestDueForPeopleShowsEachStep(t *testing.T) {
	got := command(t, nil, "due", "--received", "2026-03-06").stdout
	for _, want := range []string{
		"Réponse attendue au plus tard le mardi 7 avril 2026",
		"Plainte possible à partir du mercredi 8 avril 2026",
		"Le lundi 6 avril 2026 est férié (lundi de Pâques, Irlande) : on passe au jour suivant. [article 3(4) du règlement 1182/71]",
		"Information, et non conseil juridique.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwhich lacks %q", got, want)
		}
	}
	suspended := command(t, nil, "due", "--received", "2026-03-02", "--identity-asked-on", "2026-03-09").stdout
	if !strings.HasPrefix(suspended, lang.PlainSpaces(lang.T(lang.FR, "cli.due.suspended"))) {
		t.Errorf("got\n%s", suspended)
	}
}

func FuzzDueNeverPanics(f *testing.F) {
	f.Add("2026-03-06", "IE", "2026-03-07", "2026-03-08")
	f.Add("9999-12-31", "FR", "0001-01-01", "")
	f.Add("0001-01-01", "US", "0001-01-01", "9999-12-31")
	f.Fuzz(func(t *testing.T, received, country, asked, given string) {
		got := command(t, nil, "due", "--json", "--received="+received, "--controller-country="+country,
			"--identity-asked-on="+asked, "--identity-given-on="+given)
		if got.code == exitDone && !json.Valid([]byte(got.stdout)) {
			t.Errorf("got %q", got.stdout)
		}
		if _, err := law.ParseDate(received); err != nil && got.code != exitMisused {
			t.Errorf("%q is no day, got exit %d", received, got.code)
		}
	})
}
