package interview

import (
	"slices"
	"testing"

	"contreoffre/law"
	"contreoffre/models"

	"github.com/google/go-cmp/cmp"
)

func temu(country, joinedOn string) models.Case {
	var c models.Case
	offer(&c).Preset = "temu-cash-reward-2024"
	p := participation(&c)
	p.Country = country
	if joinedOn != "" {
		p.JoinedOn = law.MustDate(joinedOn)
	}
	return c
}

func TestEffectiveFillsInThePreset(t *testing.T) {
	c := temu("FR", "2024-03-28")
	got := Effective(c)
	if got.Offer.Title != "Temu, « Cash Reward » (mars 2024)" {
		t.Errorf("title: got %q", got.Offer.Title)
	}
	if got.Offer.Controller == nil || got.Offer.Controller.Name != "Whaleco Technology Limited" || got.Offer.Controller.Address.Country != "IE" {
		t.Errorf("controller: got %+v", got.Offer.Controller)
	}
	if got.Offer.Controller.Email != "" {
		t.Errorf("an e-mail that nobody confirmed is filled in: %q", got.Offer.Controller.Email)
	}
	if c.Offer.Controller != nil || c.Offer.Title != "" {
		t.Error("the case itself was changed")
	}
	got.Offer.Controller.Address.Lines[0] = "changed"
	if p, _ := PresetBySlug("temu-cash-reward-2024"); p.Organisations[0].Controller.Address.Lines[0] == "changed" {
		t.Error("the preset shares its address with the case")
	}
}

func TestWhatThePersonGaveWinsOverThePreset(t *testing.T) {
	home := &models.Address{Lines: []string{"1 Quay"}, City: "Cork", Country: "IE"}
	for _, c := range []struct {
		name           string
		override       models.Controller
		wantName       string
		wantCity       string
		wantLead, form string
	}{
		{"an address alone", models.Controller{Address: home}, "Whaleco Technology Limited", "Cork", "IE-DPC", "https://www.temu.com/bgp-additional-privacy-options.html"},
		{"the same company, one form", models.Controller{Name: "Whaleco Technology Limited", WebForm: "https://example.org"}, "Whaleco Technology Limited", "Dublin 2", "IE-DPC", "https://example.org"},
		{"another company never gets Temu’s address", models.Controller{Name: "Other Ltd"}, "Other Ltd", "", "", ""},
	} {
		in := temu("FR", "2024-03-28")
		in.Offer.Controller = &c.override
		got := Effective(in).Offer.Controller
		city := ""
		if got.Address != nil {
			city = got.Address.City
		}
		if got.Name != c.wantName || city != c.wantCity || got.LeadAuthority != c.wantLead || got.WebForm != c.form {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
	titled := temu("FR", "")
	titled.Offer.Title = "Mon titre"
	if got := Effective(titled).Offer.Title; got != "Mon titre" {
		t.Errorf("title: got %q", got)
	}
}

func TestACountryThePresetDoesNotKnowLeavesTheControllerOpen(t *testing.T) {
	if got := Effective(temu("US", "2024-03-28")).Offer.Controller; got != nil {
		t.Errorf("got %+v", got)
	}
}

func TestTheControllerIsAskedWhereThePresetDoesNotKnowIt(t *testing.T) {
	c := temu("US", "2024-03-28")
	page, _ := PageByID("controller")
	if !page.Applies(c) {
		t.Fatal("nobody is asked, and no letter could be written")
	}
	if errs := page.Read(Form{"controller_name": {"Somebody Inc."}}, &c, today); errs != nil {
		t.Fatal(errs)
	}
	if got := Effective(c).Offer.Controller; got == nil || got.Name != "Somebody Inc." {
		t.Errorf("got %+v", got)
	}
	country, _ := PageByID("country")
	if errs := country.Read(Form{"country": {"FR"}}, &c, today); errs != nil {
		t.Fatal(errs)
	}
	if got := Effective(c).Offer.Controller.Name; got != "Whaleco Technology Limited" {
		t.Errorf("back in France the letter would go to %q", got)
	}
}

func TestEffectiveDropsWhatNoLongerApplies(t *testing.T) {
	c, _ := walked(t, walk)
	participation(&c).Channel = "app"
	participation(&c).TermsSeen = "none"
	participation(&c).Wishes = []string{"know"}
	before := copyCase(c)
	got := Effective(c)
	if got.Participation.InvitedBy != "" || got.Offer.Terms != "" || got.Participation.TermsVersion != "" {
		t.Errorf("an answer outlived its question: %+v", got.Participation)
	}
	if slices.ContainsFunc(got.Requests, func(r models.Request) bool { return !isSent(r) }) {
		t.Errorf("details of a wish that is gone stay: %+v", got.Requests)
	}
	if diff := cmp.Diff(before, c); diff != "" {
		t.Errorf("the case itself was changed:\n%s", diff)
	}
	participation(&c).Channel = "sponsor_link"
	if Effective(c).Participation.InvitedBy != "un cousin" {
		t.Error("the answer did not come back with its question")
	}
}

func TestEffectiveTwiceIsEffectiveOnce(t *testing.T) {
	c, _ := walked(t, walk)
	for name, c := range map[string]models.Case{"empty": {}, "walked": c, "temu": temu("GB", "2024-03-25")} {
		once := Effective(c)
		if diff := cmp.Diff(once, Effective(once)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestAChangeOfOfferDoesNotInheritTheOtherCompany(t *testing.T) {
	c, _ := walked(t, walk)
	p, _ := PageByID("offer")
	if errs := p.Read(Form{"offer": {"temu-cash-reward-2024"}, "offer_title": {"Panel"}}, &c, today); errs != nil {
		t.Fatal(errs)
	}
	if got := Effective(c).Offer; got.Controller.Name != "Whaleco Technology Limited" || got.Title == "Panel" {
		t.Errorf("got %q, %q", got.Title, got.Controller.Name)
	}
}

func TestAJoiningDayOutsideTheCampaignOnlyWarns(t *testing.T) {
	month := temu("FR", "2024-03-01")
	month.Participation.JoinedOnPrecision = "month"
	for _, c := range []struct {
		name string
		c    models.Case
		want int
	}{
		{"inside", temu("FR", "2024-03-28"), 0},
		{"the year before", temu("FR", "2023-03-28"), 1},
		{"a month that holds the campaign", month, 0},
		{"the first of that month, as a day", temu("FR", "2024-03-01"), 1},
		{"no day", temu("FR", ""), 0},
		{"another country", temu("DE", "2024-03-28"), 0},
		{"no preset", models.Case{}, 0},
	} {
		if got := len(Warnings(c.c, "joined")); got != c.want {
			t.Errorf("%s: got %d warnings, want %d", c.name, got, c.want)
		}
	}
	before := temu("FR", "")
	p, _ := PageByID("joined")
	if errs := p.Read(date("joined_on", "1", "1", "2020"), &before, today); errs != nil {
		t.Errorf("refused: %v", errs)
	}
}

func TestSuggestedRewardsAreOnlySuggested(t *testing.T) {
	p, _ := PageByID("rewards")
	c := temu("FR", "2024-03-28")
	form := p.Fill(c)
	if got, want := form.Get("rewards.1.promised"), "80"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if form.Get("rewards.0.received") != "" || p.Answered(c) {
		t.Error("a suggestion is taken for an answer")
	}
	if got := p.Fill(temu("GB", "")); got.Get("rewards.0.promised") != "" || got.Get("rewards.0.currency") != "GBP" {
		t.Errorf("a range is suggested as an amount: %v", got)
	}
	c.Participation.Rewards = []models.Reward{}
	if got := p.Fill(c); len(got) > 0 {
		t.Errorf("“none” was answered, and yet: %v", got)
	}
}

// What the press wrote must not become what the person saw because they pressed
// "continue" without reading.
func TestSuggestionsAreNoAnswerUntilTheyWereRead(t *testing.T) {
	p, _ := PageByID("rewards")
	with := func(form Form, values ...string) Form {
		for i := 0; i < len(values); i += 2 {
			form[values[i]] = []string{values[i+1]}
		}
		return form
	}
	unknown := temu("FR", "")
	noteUnknown(&unknown, "rewards")
	told := temu("FR", "")
	told.Participation.Rewards = suggestedRewards(told)
	for trap, c := range map[string]struct {
		c     models.Case
		form  Form
		stays bool
	}{
		"sent as it came":                {temu("FR", ""), p.Fill(temu("FR", "")), true},
		"one line touched, one not":      {temu("FR", ""), with(p.Fill(temu("FR", "")), "rewards.0.received", "0"), true},
		"a line that holds a range":      {temu("GB", ""), p.Fill(temu("GB", "")), true},
		"a space is no touch":            {temu("FR", ""), with(p.Fill(temu("FR", "")), "rewards.0.promised", " 20 ", "rewards.1.remove", "yes"), true},
		"a line of one's own beside":     {temu("FR", ""), with(p.Fill(temu("FR", "")), "rewards.2.kind", "credit"), true},
		"each line touched":              {temu("FR", ""), with(p.Fill(temu("FR", "")), "rewards.0.received", "0", "rewards.1.promised", "60"), false},
		"said to have been read":         {temu("FR", ""), with(p.Fill(temu("FR", "")), ReadName, "yes"), false},
		"both lines taken out":           {temu("FR", ""), with(p.Fill(temu("FR", "")), "rewards.0.remove", "yes", "rewards.1.remove", "yes"), false},
		"nothing was promised":           {temu("FR", ""), Form{}, false},
		"I don't know":                   {temu("FR", ""), with(p.Fill(temu("FR", "")), DoName, DoUnsure), false},
		"an answer that was given":       {told, p.Fill(told), false},
		"an answer after I don't know":   {unknown, p.Fill(told), false},
		"a country without a suggestion": {temu("IE", ""), p.Fill(told), false},
		"an offer of one's own":          {models.Case{}, p.Fill(told), false},
	} {
		after := c.c
		errs := p.Read(c.form, &after, today)
		refused := len(errs) == 1 && errs[0].Field == ReadName && errs[0].Key == "error.suggestion.unread"
		if refused != c.stays || len(errs) > 0 && !refused {
			t.Errorf("%s: got %v, refused should be %v", trap, errs, c.stays)
		}
		if refused && p.Answered(after) {
			t.Errorf("%s: and yet it is an answer", trap)
		}
	}
	for name, c := range map[string]models.Case{"told": told, "unknown": unknown, "Ireland": temu("IE", ""), "own": {}} {
		if p.Suggests(c) {
			t.Errorf("%s: the box is offered though nothing is suggested", name)
		}
	}
	if !p.Suggests(temu("FR", "")) {
		t.Error("the box is not offered")
	}
}

func TestEarlierLettersLeaveTheTrackedOnesAlone(t *testing.T) {
	c, _ := walked(t, walk)
	tracked := c.Requests[0]
	tracked.Reference = "n° 12" // more than the page can show
	c.Requests[0] = tracked
	p, _ := PageByID("earlier")
	if got := p.Fill(c); len(got) > 0 {
		t.Errorf("the tracked request is shown: %v", got)
	}
	if errs := p.Read(walk["earlier"], &c, today); errs != nil {
		t.Fatal(errs)
	}
	if c.Requests[0].Reference != "n° 12" || c.Requests[1].ID != "earlier-2" {
		t.Errorf("got %+v", c.Requests[:2])
	}
	if errs := p.Read(Form{}, &c, today); errs != nil {
		t.Fatal(errs)
	}
	if !slices.ContainsFunc(c.Requests, func(r models.Request) bool { return r.Reference == "n° 12" }) {
		t.Error("the tracked request is gone")
	}
	if slices.ContainsFunc(c.Requests, isEarlier) {
		t.Error("the row taken away is still there")
	}
}

func TestCopySharesNothing(t *testing.T) {
	c, _ := walked(t, walk)
	c.Requests[0].Letter = &models.Letter{Edits: map[string]string{"a": "b"}}
	c.Complaint = &models.Complaint{Grounds: []string{}}
	d := copyCase(c)
	if diff := cmp.Diff(c, d); diff != "" {
		t.Fatal(diff)
	}
	if d.Complaint.Grounds == nil {
		t.Error("an empty list became an absent one")
	}
	d.Requests[0].Letter.Edits["a"] = "c"
	d.Person.Address.Lines[0] = "x"
	*d.Participation.InvitedCount = 9
	d.Requests[0].Rights[0] = "x"
	if c.Requests[0].Letter.Edits["a"] != "b" || c.Person.Address.Lines[0] == "x" || *c.Participation.InvitedCount == 9 || c.Requests[0].Rights[0] == "x" {
		t.Error("the copy writes through to the original")
	}
}

func TestAgeBandsOnTheirBirthdays(t *testing.T) {
	for _, c := range []struct{ born, on, want string }{
		{"2009-03-28", "2024-03-27", "under_15"},
		{"2009-03-28", "2024-03-28", "15_to_17"},
		{"2006-03-29", "2024-03-28", "15_to_17"},
		{"2006-03-28", "2024-03-28", "adult"},
		{"2008-02-29", "2023-02-28", "under_15"},
		{"2008-02-29", "2023-03-01", "15_to_17"},
		{"2024-03-29", "2024-03-28", ""},
	} {
		if got := ageBand(law.MustDate(c.born), law.MustDate(c.on)); got != c.want {
			t.Errorf("born %s, on %s: got %q, want %q", c.born, c.on, got, c.want)
		}
	}
	month := temu("FR", "2024-03-01")
	month.Participation.JoinedOnPrecision = "month"
	month.Participation.AgeBand = "15_to_17"
	person(&month).BirthDate = law.MustDate("2009-03-31")
	if !AgeAgrees(month) {
		t.Error("fifteen on the last day of the month is refused")
	}
}
