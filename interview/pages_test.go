package interview

import (
	"slices"
	"strings"
	"testing"

	"contreoffre/law"
	"contreoffre/models"

	"github.com/google/go-cmp/cmp"
)

var today = law.MustDate("2026-11-22")

// walk is a whole valid interview: what is typed on each page.
var walk = map[string]Form{
	"offer":   {"offer": {"other"}, "offer_title": {"Panel « Tickets »"}},
	"country": {"country": {"FR"}, "account_language": {"fr"}},
	"controller": {"controller_name": {"Données & Cie"}, "controller_address.lines": {"8 rue de la Paix\r\nBâtiment B"},
		"controller_address.postcode": {"75002"}, "controller_address.city": {"Paris"}, "controller_address.country": {"FR"},
		"controller_email": {"dpo@example.org"}, "controller_form": {"https://example.org/droits"}},
	"joined":      {"joined_on.month": {"3"}, "joined_on.year": {"2024"}, "joined_time": {"9h05"}},
	"way_in":      {"channel": {"sponsor_link"}},
	"sponsor":     {"invited_by": {"un cousin"}},
	"terms_seen":  {"terms_seen": {"original"}},
	"terms":       {"terms_version": {"v1"}, "terms": {"Le participant cède…"}},
	"data_given":  {"data_given": {"other", "photo"}, "data_given_other": {"mes notes"}},
	"rewards":     {"rewards.0.kind": {"cash"}, "rewards.0.promised": {"20,50"}, "rewards.0.currency": {"€"}, "rewards.3.kind": {"coupon"}, "rewards.3.received": {"80"}, "rewards.3.currency": {"eur"}, "rewards.3.received_on.day": {"29"}, "rewards.3.received_on.month": {"3"}, "rewards.3.received_on.year": {"2024"}},
	"invitations": {"invited_count": {"3"}},
	"account":     {"account_still_open": {"yes"}},
	"account_identifiers": {"account_identifiers.0.kind": {"email"}, "account_identifiers.0.value": {"a@example.org"},
		"account_identifiers.1.value": {" "}},
	"publications": {"publications_seen.0.where": {"sur une page\nd’accueil"}, "publications_seen.0.seen_on.day": {"2"}, "publications_seen.0.seen_on.month": {"4"}, "publications_seen.0.seen_on.year": {"2024"}},
	"story":        {"story": {"J’ai suivi un lien."}},
	"age":          {"age_band": {"15_to_17"}, "birth_date.day": {"17"}, "birth_date.month": {"05"}, "birth_date.year": {"2007"}},
	"acting":       {"acting": {"holder_of_parental_responsibility"}},
	"representative": {"representative_name": {"Łukasz Wiśniewski"}, "representative_email": {"l@example.org"},
		"mandate_on.day": {"1"}, "mandate_on.month": {"2"}, "mandate_on.year": {"2025"}},
	"earlier": {"earlier.0.rights": {"erasure", "access"}, "earlier.0.channel": {"email"}, "earlier.0.sent_on.day": {"31"},
		"earlier.0.sent_on.month": {"3"}, "earlier.0.sent_on.year": {"2026"}, "earlier.0.answer": {"refused"},
		"earlier.0.answered_on.day": {"28"}, "earlier.0.answered_on.month": {"4"}, "earlier.0.answered_on.year": {"2026"}},
	"identity": {"name": {"Nguyễn Thị Ánh"}, "email": {"anh@example.org"}, "phone": {"+33 6 00 00 00 00"}},
	"address": {"address.lines": {"3 place Bellecour"}, "address.postcode": {"69002"}, "address.city": {"Lyon"},
		"address.country": {"FR"}, "holidays": {"alsace_moselle"}},
	"wishes":      {"wishes": {"know", "correct", "freeze", "move"}},
	"corrections": {"corrections.0.wrong": {"né en 2006"}, "corrections.0.right": {"né en 2007"}},
	"restriction": {"restriction_case": {"accuracy"}},
	"portability": {"send_data_to": {"Un autre service"}},
}

// walked answers the pages in order and returns the case and the ids met.
func walked(t *testing.T, answers map[string]Form) (c models.Case, met []string) {
	t.Helper()
	at := ""
	for {
		p, ok := Next(c, at)
		if !ok {
			return c, append(met, CheckID)
		}
		if errs := p.Read(answers[p.ID], &c, today); len(errs) > 0 {
			t.Fatalf("%s: %v", p.ID, errs)
		}
		at = p.ID
		met = append(met, at)
	}
}

func TestAWholeValidWalkEndsAtCheck(t *testing.T) {
	c, met := walked(t, walk)
	if got, want := met[len(met)-1], "check"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := len(met)-1, len(Pages); got != want {
		t.Errorf("this walk meets every page: got %d, want %d", got, want)
	}
	if got := Missing(c); len(got) > 0 {
		t.Errorf("after the walk %q is missing", got[0].ID)
	}
	if done, total := Progress(c); done != total || done != len(Pages) {
		t.Errorf("progress: got %d of %d, want all %d", done, total, len(Pages))
	}
	back := []string{}
	for at := CheckID; ; {
		p, ok := Previous(c, at)
		if !ok {
			break
		}
		at = p.ID
		back = append(back, at)
	}
	slices.Reverse(back)
	if diff := cmp.Diff(met[:len(met)-1], back); diff != "" {
		t.Errorf("going back meets other pages:\n%s", diff)
	}
}

func TestWhatWasTypedBecomesFacts(t *testing.T) {
	c, _ := walked(t, walk)
	three := 3
	want := models.Facts{
		Offer: &models.Offer{
			Title: "Panel « Tickets »", Terms: "Le participant cède…",
			Controller: &models.Controller{Name: "Données & Cie", Email: "dpo@example.org", WebForm: "https://example.org/droits",
				Address: &models.Address{Lines: []string{"8 rue de la Paix", "Bâtiment B"}, Postcode: "75002", City: "Paris", Country: "FR"}},
		},
		Participation: &models.Participation{
			Country: "FR", AccountLanguage: "fr", JoinedOn: law.MustDate("2024-03-01"), JoinedOnPrecision: "month", JoinedTime: "09:05",
			Channel: "sponsor_link", InvitedBy: "un cousin", TermsSeen: "original", TermsVersion: "v1",
			DataGiven: []string{"photo", "other"}, DataGivenOther: "mes notes",
			Rewards: []models.Reward{{Kind: "cash", Promised: "20.50", Currency: "EUR"},
				{Kind: "coupon", Received: "80", Currency: "EUR", ReceivedOn: law.MustDate("2024-03-29")}},
			InvitedCount: &three, AccountStillOpen: models.Yes, AgeBand: "15_to_17",
			PublicationsSeen: []models.Publication{{Where: "sur une page\nd’accueil", SeenOn: law.MustDate("2024-04-02")}},
			Story:            "J’ai suivi un lien.", Wishes: []string{"know", "correct", "freeze", "move"},
		},
		Person: &models.Person{
			Name: "Nguyễn Thị Ánh", Email: "anh@example.org", Phone: "+33 6 00 00 00 00", BirthDate: law.MustDate("2007-05-17"),
			Address:       &models.Address{Lines: []string{"3 place Bellecour"}, Postcode: "69002", City: "Lyon", Country: "FR"},
			AlsaceMoselle: true,
			RepresentedBy: &models.Representative{Name: "Łukasz Wiśniewski", Capacity: "holder_of_parental_responsibility",
				Email: "l@example.org", MandateOn: law.MustDate("2025-02-01")},
			AccountIdentifiers: []models.AccountIdentifier{{Kind: "email", Value: "a@example.org"}},
		},
	}
	if diff := cmp.Diff(want, c.Facts); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if got, want := len(c.Requests), 4; got != want {
		t.Fatalf("requests: got %d, want %d", got, want)
	}
	if got, want := c.Requests[0].Rights, []law.Right{law.Access, law.Erasure}; !slices.Equal(got, want) {
		t.Errorf("the letter sent before: got %v, want %v", got, want)
	}
	if draft, _ := Draft(c, law.Rectification); len(draft.Corrections) != 1 {
		t.Errorf("the correction is not in its draft: %+v", draft)
	}
}

func TestGoingBackLosesNothing(t *testing.T) {
	before, _ := walked(t, walk)
	for _, p := range Pages {
		after := copyCase(before)
		if errs := p.Read(p.Fill(before), &after, today); len(errs) > 0 {
			t.Errorf("%s: its own answer is refused: %v", p.ID, errs)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s: saving it again changes (-before +after):\n%s", p.ID, diff)
		}
	}
}

func TestIDontKnowIsAnAnswer(t *testing.T) {
	full, _ := walked(t, walk)
	for _, p := range Pages {
		if !p.Unsure {
			continue
		}
		c := copyCase(full)
		if errs := p.Read(Form{DoName: {DoUnsure}}, &c, today); len(errs) > 0 {
			t.Errorf("%s: %v", p.ID, errs)
		}
		if !p.Answered(c) {
			t.Errorf("%s: “I don’t know” is not taken for an answer", p.ID)
		}
		if errs := p.Read(walk[p.ID], &c, today); len(errs) > 0 {
			t.Errorf("%s: after “I don’t know”: %v", p.ID, errs)
		}
		if isUnknown(c, p.ID) {
			t.Errorf("%s: an answer leaves “I don’t know” standing", p.ID)
		}
	}
}

func TestEachPageIsAskedOnlyWhenItApplies(t *testing.T) {
	with := func(change func(*models.Case)) models.Case {
		var c models.Case
		change(&c)
		return c
	}
	for _, c := range []struct {
		page    string
		yes, no models.Case
	}{
		{"controller", with(func(c *models.Case) { offer(c).Title = "Panel" }), with(func(c *models.Case) { offer(c).Preset = "temu-cash-reward-2024" })},
		{"sponsor", with(func(c *models.Case) { participation(c).Channel = "qr_code" }), with(func(c *models.Case) { participation(c).Channel = "advertisement" })},
		{"terms", with(func(c *models.Case) { participation(c).TermsSeen = "unknown" }), with(func(c *models.Case) { participation(c).TermsSeen = "none" })},
		{"representative", with(func(c *models.Case) { person(c).RepresentedBy = &models.Representative{} }), models.Case{}},
		{"corrections", with(func(c *models.Case) { participation(c).Wishes = []string{"correct"} }), models.Case{}},
		{"restriction", with(func(c *models.Case) { participation(c).Wishes = []string{"freeze"} }), models.Case{}},
		{"portability", with(func(c *models.Case) { participation(c).Wishes = []string{"move"} }), models.Case{}},
	} {
		p, ok := PageByID(c.page)
		if !ok || p.When == nil {
			t.Fatalf("%s is no page with a condition", c.page)
		}
		if !p.Applies(c.yes) {
			t.Errorf("%s is not asked where it applies", c.page)
		}
		if p.Applies(c.no) {
			t.Errorf("%s is asked where it does not apply", c.page)
		}
	}
	conditional := 0
	for _, p := range Pages {
		if p.When != nil {
			conditional++
		}
	}
	if conditional != 7 {
		t.Errorf("%d pages have a condition; this table tries 7", conditional)
	}
}

func TestPagesAreWrittenSoundly(t *testing.T) {
	ids := map[string]bool{}
	var check func(where string, fields []Field)
	check = func(where string, fields []Field) {
		names := map[string]bool{}
		for _, f := range fields {
			if names[f.Name] || strings.ContainsAny(f.Name, ". ") {
				t.Errorf("%s: field name %q", where, f.Name)
			}
			names[f.Name] = true
			switch f.Kind {
			case Choice, Choices:
				if len(f.Options) == 0 {
					t.Errorf("%s.%s has no options", where, f.Name)
				}
			case Line, LongText, EmailLine, Number:
				if f.MaxLength == 0 {
					t.Errorf("%s.%s has no limit", where, f.Name)
				}
			case List:
				check(where+"."+f.Name, f.Fields)
			}
		}
	}
	fieldNames := map[string]string{}
	for _, p := range Pages {
		if ids[p.ID] {
			t.Errorf("page %q stands twice", p.ID)
		}
		ids[p.ID] = true
		check(p.ID, p.Fields)
		for _, f := range p.Fields {
			if other, twice := fieldNames[f.Name]; twice {
				t.Errorf("field %q stands on %s and %s: its words would clash", f.Name, other, p.ID)
			}
			fieldNames[f.Name] = p.ID
		}
	}
}

func TestTheSummaryHoldsEveryAnswer(t *testing.T) {
	c, _ := walked(t, walk)
	rows := Summary(c)
	find := func(field string) Row {
		for _, r := range rows {
			if r.Field == field {
				return r
			}
		}
		t.Fatalf("no row for %s", field)
		return Row{}
	}
	if got := find("joined_on").Values[0]; !got.MonthOnly || got.On != law.MustDate("2024-03-01") {
		t.Errorf("joined_on: got %+v", got)
	}
	if got, want := find("address").Values[0].Lines, []string{"3 place Bellecour", "69002 Lyon"}; !slices.Equal(got, want) {
		t.Errorf("address: got %q, want %q", got, want)
	}
	if got := find("rewards").Values; len(got) != 2 || got[0].Items[1].Field != "rewards.promised" || got[0].Items[1].Values[0].Text != "20.50" {
		t.Errorf("rewards: got %+v", got)
	}
	for _, r := range rows {
		if r.IsEmpty() || r.Unsure {
			t.Errorf("%s reads as unanswered", r.Field)
		}
	}
	var fresh models.Case
	offer(&fresh).Preset = "temu-cash-reward-2024"
	participation(&fresh).Country = "FR"
	participation(&fresh).Unknown = []string{"joined"}
	participation(&fresh).PublicationsSeen = []models.Publication{}
	for _, r := range Summary(fresh) {
		switch r.Page {
		case "joined":
			if !r.Unsure {
				t.Error("“I don’t know” is not told")
			}
		case "publications":
			if r.IsEmpty() {
				t.Error("“none” reads as unanswered")
			}
		case "rewards":
			if !r.IsEmpty() {
				t.Error("a suggestion reads as an answer")
			}
		}
	}
}
