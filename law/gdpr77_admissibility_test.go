package law

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// filing is a complaint that nothing speaks against but its grounds.
func filing(grounds ...Ground) Filing {
	return Filing{
		Authority: CNIL, Named: true, Reachable: true, Controller: true, FactsTold: true,
		DisclosureAnswered: true, Exhibits: 1, Grounds: grounds,
	}
}

// asked is an access request to Ireland, by somebody in France.
func asked(t testing.TB, today string, lines ...string) Asked {
	m := Matter{Rights: []Right{Access}, Channel: RegisteredLetter, Controller: Place{Country: "IE"}, Person: Place{Country: "FR"}, Country: "FR"}
	a := AskedOf("r1", m, events(t, lines...), MustDate(today))
	a.SentProof, a.ArrivalSeen = true, true
	return a
}

// told writes refusals as "obstacle ground day".
func told(list []Objected) string {
	var all []string
	for _, o := range list {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s", o.Obstacle, o.Ground, o.On)))
	}
	return strings.Join(strings.Fields(strings.Join(all, ", ")), " ")
}

func TestWhenAGroundAboutARequestIsRipe(t *testing.T) {
	sent := []string{"sent 2026-03-30", "received 2026-04-01"}
	with := func(more ...string) []string { return append(slices.Clone(sent), more...) }
	for _, c := range []struct {
		name   string
		today  string
		ground Ground
		events []string
		want   string // refusals; empty when ripe
	}{
		{"silence: the day before", "2026-05-05", GroundNoAnswer, sent, "too_early no_answer 2026-05-06"},
		{"silence: the day itself", "2026-05-06", GroundNoAnswer, sent, ""},
		{"a draft was never sent", "2026-05-06", GroundNoAnswer, nil, "no_request_sent no_answer"},
		{"a letter that came back reached nobody", "2026-05-06", GroundNoAnswer, []string{"sent 2026-03-30", "returned 2026-04-20"}, "not_delivered no_answer"},
		{"receipt by convention counts", "2026-05-12", GroundNoAnswer, []string{"sent 2026-03-30"}, ""},
		{"an answer in time is no silence", "2026-05-06", GroundNoAnswer, with("answered 2026-04-20"), "already_answered no_answer"},
		{"a partial answer is no silence", "2026-05-06", GroundNoAnswer, with("partial_reply 2026-04-20"), "already_answered no_answer"},
		{"an acknowledgement is no answer", "2026-05-06", GroundNoAnswer, with("acknowledged 2026-04-02"), ""},
		{"an extension in time moves the day", "2026-05-06", GroundNoAnswer, with("extended 2026-04-20"), "too_early no_answer 2026-07-02"},
		{"an extension that came late does not", "2026-05-06", GroundNoAnswer, with("extended 2026-05-02"), ""},
		{"while the controller waits there is no day", "2026-05-06", GroundNoAnswer, with("identity_asked 2026-04-10"), "suspended no_answer"},
		{"an identity check is contested from the first deadline", "2026-05-06", GroundIdentityCheck, with("identity_asked 2026-04-10"), ""},
		{"but not before it", "2026-05-05", GroundIdentityCheck, with("identity_asked 2026-04-10"), "too_early excessive_identity_check 2026-05-06"},
		{"a refusal makes it ripe at once", "2026-04-20", GroundIdentityCheck, with("identity_asked 2026-04-10", "refused 2026-04-18"), ""},
		{"no identity was asked", "2026-05-06", GroundIdentityCheck, sent, "nothing_recorded excessive_identity_check"},
		{"a refusal is ripe the same day", "2026-04-18", GroundRefusal, with("refused 2026-04-18"), ""},
		{"no refusal recorded", "2026-05-06", GroundRefusal, sent, "nothing_recorded unfounded_refusal"},
		{"a refusal that was a mistake", "2026-04-18", GroundRefusal, with("refused 2026-04-18", "refused 2026-04-18 cancels e3"), "nothing_recorded unfounded_refusal"},
		{"a partial reply is ripe the same day", "2026-04-18", GroundIncompleteAnswer, with("partial_reply 2026-04-18"), ""},
		{"no reply is no partial reply", "2026-05-06", GroundIncompleteAnswer, sent, "nothing_recorded incomplete_answer"},
		{"late by one day", "2026-05-06", GroundLateAnswer, with("answered 2026-05-02"), ""},
		{"in time on the last day", "2026-05-06", GroundLateAnswer, with("answered 2026-05-01"), "already_answered late_answer"},
		{"late is only said of an answer that came", "2026-05-06", GroundLateAnswer, sent, "nothing_recorded late_answer"},
		{"a withdrawn request supports nothing", "2026-05-06", GroundNoAnswer, with("withdrawn 2026-04-03"), "nothing_recorded no_answer"},
		{"the rest needs no request", "2026-04-01", GroundNoInformation, nil, ""},
	} {
		f := filing(c.ground)
		f.Requests = []Asked{asked(t, c.today, c.events...)}
		got := Admissible(f, MustDate(c.today))
		if told(got.Refusals) != c.want {
			t.Errorf("%s: got %q, want %q", c.name, told(got.Refusals), c.want)
		}
		if got.OK() != (c.want == "") || got.OK() != (len(got.Ripe) == 1) {
			t.Errorf("%s: got %v ripe", c.name, got.Ripe)
		}
	}
}

func TestOneUnripeGroundRefusesTheWholeAndIsNamed(t *testing.T) {
	f := filing(GroundConsent, GroundNoAnswer)
	f.Requests = []Asked{asked(t, "2026-05-05", "sent 2026-03-30", "received 2026-04-01")}
	got := Admissible(f, MustDate("2026-05-05"))
	if told(got.Refusals) != "too_early no_answer 2026-05-06" {
		t.Errorf("got %q", told(got.Refusals))
	}
	if want := []Ground{GroundConsent}; !slices.Equal(got.Grounds(), want) {
		t.Errorf("filing on the ripe ones: got %v, want %v", got.Grounds(), want)
	}
}

func TestTheRequestThatComesNearestIsNamed(t *testing.T) {
	late := asked(t, "2026-05-05", "sent 2026-04-20", "received 2026-04-22")
	late.ID = "late"
	draft := asked(t, "2026-05-05")
	draft.ID = "draft"
	soon := asked(t, "2026-05-05", "sent 2026-03-30", "received 2026-04-01")
	f := filing(GroundNoAnswer)
	f.Requests = []Asked{draft, late, soon}
	got := Admissible(f, MustDate("2026-05-05"))
	if len(got.Refusals) != 1 || got.Refusals[0].Request != "r1" || got.Refusals[0].On != MustDate("2026-05-06") {
		t.Errorf("got %+v", got.Refusals)
	}
}

func TestGroundsNeverChosenAreTakenFromTheFacts(t *testing.T) {
	sent := []string{"sent 2026-03-30", "received 2026-04-01"}
	for _, c := range []struct {
		name      string
		grounds   []Ground
		supported []Ground
		events    []string
		today     string
		ripe      []Ground
		refused   string
	}{
		{"never chosen: what the facts support", nil, []Ground{GroundNoInformation}, sent, "2026-05-06", []Ground{GroundNoAnswer, GroundNoInformation}, ""},
		{"what is not ripe is left out", nil, []Ground{GroundNoInformation}, sent, "2026-05-05", []Ground{GroundNoInformation}, ""},
		{"nothing ripe: the day is told", nil, nil, sent, "2026-05-05", nil, "no_ground, too_early no_answer 2026-05-06"},
		{"nothing at all", nil, nil, nil, "2026-05-05", nil, "no_ground"},
		{"an empty list means none", []Ground{}, []Ground{GroundNoInformation}, sent, "2026-05-06", nil, "no_ground"},
		{"a list of unknown grounds means none", []Ground{"because"}, nil, sent, "2026-05-06", nil, "no_ground"},
		{"an identity check is never presumed excessive", nil, nil, append(slices.Clone(sent), "identity_asked 2026-04-10", "refused 2026-04-18"), "2026-05-06", []Ground{GroundRefusal}, ""},
	} {
		f := filing()
		f.Grounds, f.Supported = c.grounds, c.supported
		f.Requests = []Asked{asked(t, c.today, c.events...)}
		got := Admissible(f, MustDate(c.today))
		if !slices.Equal(got.Grounds(), c.ripe) || told(got.Refusals) != c.refused || got.Taken != (c.grounds == nil) {
			t.Errorf("%s: got %v, %q, taken %t; want %v, %q", c.name, got.Grounds(), told(got.Refusals), got.Taken, c.ripe, c.refused)
		}
	}
}

func TestWhatAComplaintCannotDoWithout(t *testing.T) {
	for _, c := range []struct {
		name  string
		today string
		spoil func(*Filing)
		want  string
	}{
		{"nothing is missing", "2026-05-06", func(*Filing) {}, ""},
		{"no name", "2026-05-06", func(f *Filing) { f.Named = false }, "no_name"},
		{"no contact", "2026-05-06", func(f *Filing) { f.Reachable = false }, "no_contact"},
		{"no controller", "2026-05-06", func(f *Filing) { f.Controller = false }, "no_controller"},
		{"no facts", "2026-05-06", func(f *Filing) { f.FactsTold = false }, "no_facts"},
		{"a blank left", "2026-05-06", func(f *Filing) { f.Blanks = true }, "blank_left"},
		{"everything at once", "2026-05-06", func(f *Filing) { *f = Filing{Grounds: []Ground{}} }, "no_name, no_contact, no_controller, no_facts, no_ground"},
		{"an agent without a mandate", "2026-05-06", func(f *Filing) { f.ActsFor = Agent }, "no_mandate"},
		{"an agent with one", "2026-05-06", func(f *Filing) { f.ActsFor, f.HasMandate = Agent, true }, ""},
		{"a parent needs none", "2026-05-06", func(f *Filing) { f.ActsFor, f.BornOn = ParentalPower, MustDate("2009-05-17") }, ""},
		{"until the child comes of age", "2027-05-17", func(f *Filing) { f.ActsFor, f.BornOn = ParentalPower, MustDate("2009-05-17") }, "parental_power_over 2027-05-17"},
		{"the day before it does not matter", "2027-05-16", func(f *Filing) { f.ActsFor, f.BornOn = ParentalPower, MustDate("2009-05-17") }, ""},
		{"an association shows its constitution since the Regulation", "2027-04-02", func(f *Filing) { f.ActsFor, f.HasMandate, f.CrossBorder = Association, true, true }, "no_constitution"},
		{"not before it", "2027-04-01", func(f *Filing) { f.ActsFor, f.HasMandate, f.CrossBorder = Association, true, true }, ""},
		{"nor at home", "2027-04-02", func(f *Filing) { f.ActsFor, f.HasMandate = Association, true }, ""},
		{"the ICO wants a complaint to the controller first", "2026-06-19", func(f *Filing) { f.Authority = ICO }, "controller_first"},
		{"it did not before", "2026-06-18", func(f *Filing) { f.Authority = ICO }, ""},
	} {
		f := filing(GroundConsent)
		c.spoil(&f)
		if got := told(Admissible(f, MustDate(c.today)).Refusals); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAReminderIsTheComplaintToTheController(t *testing.T) {
	m := Matter{Rights: []Right{Access}, Channel: Email, Controller: Place{Country: "GB"}, Person: Place{Country: "GB"}, Country: "GB"}
	f := filing(GroundNoAnswer)
	f.Authority = ICO
	f.Requests = []Asked{AskedOf("r1", m, events(t, "sent 2026-06-19", "reminder_sent 2026-07-25"), MustDate("2026-08-01"))}
	got := Admissible(f, MustDate("2026-08-01"))
	if !got.OK() {
		t.Errorf("got %q", told(got.Refusals))
	}
	if !slices.ContainsFunc(got.Cautions, func(c Cautioned) bool {
		return c.Caution == AcknowledgementOpen && c.On == MustDate("2026-08-23")
	}) {
		t.Errorf("the thirty days still run: got %v", got.Cautions)
	}
}

func TestWhatIsSaidButKeepsNobodyFromFiling(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*Filing)
		want  []Caution
	}{
		{"nothing to say", func(*Filing) {}, nil},
		{"no exhibit", func(f *Filing) { f.Exhibits = 0 }, []Caution{NoExhibit}},
		{"no proofs", func(f *Filing) { f.Requests[0].SentProof, f.Requests[0].ArrivalSeen = false, false }, []Caution{NoProofOfSending, NoProofOfReceipt}},
		{"a ground for which nothing was told", func(f *Filing) {
			f.Grounds = append(f.Grounds, GroundSecurity, GroundTransfer)
			f.Bare = []Ground{GroundSecurity, GroundMinor}
		}, []Caution{GroundWithoutFact}},
		{"disclosure open", func(f *Filing) { f.DisclosureAnswered = false }, []Caution{DisclosureOpen}},
		{"disclosure refused", func(f *Filing) { f.DisclosureRefused = true }, []Caution{DisclosureRefused}},
		{"what the authority does not hear", func(f *Filing) { f.UnpaidReward, f.ImageUsed, f.ClaimsMoney = true, true, true }, []Caution{RewardNotHeard, ImageNotHeard, DamagesNotHeard}},
		{"a minor alone", func(f *Filing) { f.BornOn = MustDate("2010-01-01") }, []Caution{MinorAlone}},
		{"a minor alone, about erasure", func(f *Filing) { f.BornOn = MustDate("2010-01-01"); f.Requests[0].Rights = []Right{Erasure} }, []Caution{MinorErasureAlone}},
		{"a minor alone, about erasure and more", func(f *Filing) {
			f.BornOn = MustDate("2010-01-01")
			f.Requests[0].Rights = []Right{Erasure, ConsentWithdrawal}
		}, []Caution{MinorAlone}},
		{"a mandate that is dated and not enclosed", func(f *Filing) { f.ActsFor, f.HasMandate = Agent, true }, []Caution{MandateNotEnclosed}},
		{"a mandate that is enclosed", func(f *Filing) { f.ActsFor, f.HasMandate, f.MandateEnclosed = Agent, true, true }, nil},
		{"a minor with a parent", func(f *Filing) { f.BornOn, f.ActsFor = MustDate("2010-01-01"), ParentalPower }, nil},
	} {
		f := filing(GroundNoAnswer)
		f.Requests = []Asked{asked(t, "2026-05-06", "sent 2026-03-30", "received 2026-04-01")}
		c.spoil(&f)
		got := Admissible(f, MustDate("2026-05-06"))
		var cautions []Caution
		for _, w := range got.Cautions {
			cautions = append(cautions, w.Caution)
		}
		if !got.OK() || !slices.Equal(cautions, c.want) {
			t.Errorf("%s: got %v and %q, want %v", c.name, cautions, told(got.Refusals), c.want)
		}
	}
}

func TestEveryGroundHasItsLaw(t *testing.T) {
	if len(groundLaw) != len(Grounds) {
		t.Errorf("got %d grounds with articles, want %d", len(groundLaw), len(Grounds))
	}
	for _, g := range Grounds {
		if len(groundLaw[g]) == 0 {
			t.Errorf("%s rests on nothing", g)
		}
	}
	for _, c := range []struct {
		name    string
		ground  Ground
		country string
		band    AgeBand
		want    string
	}{
		{"silence on access in France", GroundNoAnswer, "FR", Adult, "[GDPR 12(3) GDPR 12(4) GDPR 15 LIL 49]"},
		{"in the United Kingdom", GroundNoAnswer, "GB", Adult, "[UK GDPR 12(3) UK GDPR 12(4) UK GDPR 15]"},
		{"a child in France", GroundMinor, "FR", Under15, "[GDPR 8 LIL 45 LIL 51]"},
		{"fifteen is old enough to agree, and to be erased", GroundMinor, "FR", Under18, "[GDPR 17(1)(f) LIL 51]"},
		{"the French act stays in France", GroundMinor, "IE", Under15, "[GDPR 8]"},
	} {
		if got := fmt.Sprint(ArticlesOfGround(c.ground, []Right{Access}, c.country, c.band)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
