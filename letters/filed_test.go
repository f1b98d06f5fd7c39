package letters

import (
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"

	"github.com/google/go-cmp/cmp"
)

// keptCase is an example whose complaint was filed on a day and kept as it stood.
func keptCase(t *testing.T, on law.Date) models.Case {
	t.Helper()
	c := complaining(t, "temu-nantes")
	for i := range c.Requests {
		if c.Requests[i].Letter == nil {
			c.Requests[i].Letter = &models.Letter{Text: "Lettre", TextSHA256: strings.Repeat(string(rune('a'+i)), 64)}
		}
	}
	for i := range c.Evidence {
		c.Evidence[i].SHA256 = strings.Repeat("d", 64)
	}
	k, err := ToFile(c, on)
	if err != nil {
		t.Fatal(err)
	}
	said := models.Complaint{}
	if c.Complaint != nil {
		said = *c.Complaint
	}
	said.Events = []models.ComplaintEvent{{ID: "f1", Kind: "filed", On: on, Letter: &models.Letter{Text: Text(k.Document), Filing: FilingOf(c, k)}}}
	c.Complaint = &said
	return c
}

func TestWhatWasFiledDoesNotFollowTheDossier(t *testing.T) {
	on := law.MustDate("2026-10-15")
	was := keptCase(t, on)
	before, ok, err := ComposeFiled(was, today)
	if !ok || err != nil || before.Filed.On != on || before.Filed.Again || before.Filed.Kept == nil {
		t.Fatalf("got %+v, %t, %v", before.Filed, ok, err)
	}
	if text := lang.PlainSpaces(before.Text()); !strings.Contains(text, "15 octobre 2026") || strings.Contains(text, "BROUILLON") {
		t.Errorf("as filed:\n%s", text)
	}
	draft, err := ToFile(was, on)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(draft.Exhibits, before.Exhibits); diff != "" {
		t.Errorf("the exhibits (-composed +filed):\n%s", diff)
	}
	if diff := cmp.Diff(draft.Summary, before.Summary); diff != "" {
		t.Errorf("the summary:\n%s", diff)
	}
	if diff := cmp.Diff(draft.Sheet, before.Sheet); diff != "" {
		t.Errorf("the sheet:\n%s", diff)
	}
	for trap, change := range map[string]func(*models.Case){
		"the story changes":      func(c *models.Case) { c.Participation = &models.Participation{Story: "tout autre", Country: "FR"} },
		"the person moves":       func(c *models.Case) { c.Person = &models.Person{Name: "Autre"} },
		"a section is rewritten": func(c *models.Case) { c.Complaint.Sections = map[string]string{"facts": "trop tard"} },
		"an exhibit comes first": func(c *models.Case) {
			c.Evidence = append([]models.Evidence{{ID: "new", Kind: "mandate", Caption: "tout autre", CapturedOn: law.MustDate("2020-01-01")}}, c.Evidence...)
		},
		"a letter follows": func(c *models.Case) {
			c.Requests[0].Events = append(c.Requests[0].Events, models.Event{Event: law.Event{ID: "late", Kind: law.ReminderSent, On: on}})
		},
		"the complaint is acknowledged": func(c *models.Case) {
			c.Complaint.Events = append(c.Complaint.Events, models.ComplaintEvent{ID: "a", Kind: "acknowledged", On: today, Reference: "tout autre"})
		},
	} {
		c := keptCase(t, on)
		change(&c)
		k, ok, err := ComposeFiled(c, today)
		if !ok || err != nil {
			t.Fatal(trap, ok, err)
		}
		if diff := cmp.Diff(before, k); diff != "" {
			t.Errorf("%s (-filed +now):\n%s", trap, diff)
		}
	}
}

func TestAnExhibitOfAFiledComplaintIsTheOneThatWasFiled(t *testing.T) {
	on := law.MustDate("2026-10-15")
	find := func(k Complaint, match func(Exhibit) bool) Exhibit {
		t.Helper()
		n := exhibitOf(k.Exhibits, match)
		if n == 0 {
			t.Fatal("no such exhibit")
		}
		return k.Exhibits[n-1]
	}
	compose := func(c models.Case) Complaint {
		t.Helper()
		k, ok, err := ComposeFiled(c, today)
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		return k
	}
	ofLetter := func(e Exhibit) bool { return e.Request != "" && !e.FollowUp }

	c := keptCase(t, on)
	first := find(compose(c), ofLetter)
	r := c.Request(first.Request)
	old := *r.Letter
	r.Events = append(r.Events, models.Event{Event: law.Event{ID: "kept", Kind: law.Sent, On: on}, Letter: &old})
	r.Letter = &models.Letter{Text: "Une autre", TextSHA256: strings.Repeat("f", 64)}
	if got := find(compose(c), ofLetter); got.Event != "kept" || got.FollowUp {
		t.Errorf("sent anew since: got %+v", got)
	}

	c = keptCase(t, on)
	gone := find(compose(c), func(e Exhibit) bool { return e.Evidence != nil })
	if err := c.RemoveExhibit(gone.Evidence.ID); err != nil {
		t.Fatal(err)
	}
	if got := compose(c).Exhibits[gone.Number-1]; got.Title != gone.Title || got.Evidence == nil || got.Evidence.File != "" || got.Evidence.Kept != nil {
		t.Errorf("thrown away since: got %+v", got)
	}

	c = keptCase(t, on)
	c.Exhibit(gone.Evidence.ID).SHA256 = strings.Repeat("e", 64)
	if got := compose(c).Exhibits[gone.Number-1]; got.Evidence == nil || got.Evidence.SHA256 != "" {
		t.Errorf("another file under its id: got %+v", got.Evidence)
	}
}

// A filing whose text was not kept is written again as of its day, and says so.
func TestAFilingWithoutItsTextIsWrittenAgainAsOfItsDay(t *testing.T) {
	on := law.MustDate("2026-10-15")
	bare := func(letter *models.Letter) models.Case {
		c := keptCase(t, on)
		c.Complaint.Events[0].Letter = letter
		c.Complaint.Events = append(c.Complaint.Events, models.ComplaintEvent{ID: "a", Kind: "acknowledged", On: today, Reference: "26-0001"})
		c.Evidence = append(c.Evidence, models.Evidence{ID: "late", Kind: "reply", Caption: "Venue après", CapturedOn: today})
		return c
	}
	k, ok, err := ComposeFiled(bare(nil), today)
	text := k.Text()
	if !ok || err != nil || k.Filed.Kept != nil || !k.Filed.Again || k.Filed.On != on {
		t.Errorf("got %+v, %t, %v", k.Filed, ok, err)
	}
	for _, words := range []string{"15 octobre 2026", "Ce n’est pas la copie de la plainte déposée"} {
		if !strings.Contains(lang.PlainSpaces(text), words) {
			t.Errorf("it does not say %q:\n%s", words, text)
		}
	}
	for _, words := range []string{"BROUILLON", "26-0001", "Venue après"} {
		if strings.Contains(text, words) {
			t.Errorf("it says %q:\n%s", words, text)
		}
	}

	k, ok, err = ComposeFiled(bare(&models.Letter{Text: "Plainte"}), today)
	if !ok || err != nil || k.Text() != "Plainte" || !k.Filed.Again || k.Filed.Kept == nil || len(k.Sheet) == 0 || len(k.Exhibits) == 0 {
		t.Errorf("the text alone: %+v, %t, %v", k.Filed, ok, err)
	}

	// Filed before it was ripe, it was filed all the same: no draft.
	c := bare(nil)
	c.Complaint.Events[0].On = law.MustDate("2026-04-02")
	if k, ok, err = ComposeFiled(c, today); !ok || err != nil || strings.Contains(k.Text(), "BROUILLON") {
		t.Errorf("too early: %t, %v\n%s", ok, err, k.Text())
	}

	for trap, change := range map[string]func(*models.Case){
		"no complaint": func(c *models.Case) { c.Complaint = nil },
		"not filed":    func(c *models.Case) { c.Complaint.Events = nil },
		"taken back": func(c *models.Case) {
			c.Complaint.Events[1] = models.ComplaintEvent{ID: "u", Kind: "filed", On: on, Cancels: "f1"}
		},
		"found inadmissible": func(c *models.Case) { c.Complaint.Events[1].Kind = "inadmissible" },
		"withdrawn":          func(c *models.Case) { c.Complaint.Events[1].Kind = "withdrawn" },
		"filed after today":  func(c *models.Case) { c.Complaint.Events[0].On = today.AddDays(1) },
	} {
		c := bare(&models.Letter{Text: "Plainte"})
		change(&c)
		if _, ok, err := ComposeFiled(c, today); ok || err != nil {
			t.Errorf("%s: %t, %v", trap, ok, err)
		}
	}
}

// What was asked for after the day is no reason of a complaint of that day.
func TestAComplaintOfADayKnowsNoRequestThatCameAfterIt(t *testing.T) {
	on := law.MustDate("2026-10-15")
	c := keptCase(t, on)
	c.Complaint.Requested = nil
	c.Requests = nil
	c.Complaint.Events[0].Letter = nil
	before, _, err := ComposeFiled(c, today)
	if err != nil {
		t.Fatal(err)
	}
	later := models.Request{ID: "later", Rights: []law.Right{law.Erasure}, Channel: law.Email}
	later.Events = []models.Event{{Event: law.Event{ID: "s", Kind: law.Sent, On: on.AddDays(3)}}}
	c.Requests = []models.Request{later}
	after, _, err := ComposeFiled(c, today)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before.Text(), after.Text()); diff != "" {
		t.Errorf("written again (-before +after a letter that left later):\n%s", diff)
	}
	filed, err := ToFile(c, on)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(Text(filed.Document), "effacement de mes données") {
		t.Errorf("noted later, as of its day:\n%s", Text(filed.Document))
	}
}

// A number that was taken back, or that another complaint bore, is not this
// one's.
func TestTheAuthoritysNumberIsThatOfTheComplaintAsItStands(t *testing.T) {
	on := law.MustDate("2026-10-15")
	noted := func(id, kind string, on law.Date, reference, cancels string) models.ComplaintEvent {
		return models.ComplaintEvent{ID: id, Kind: kind, On: on, Reference: reference, Cancels: cancels}
	}
	first := noted("f1", "filed", on, "", "")
	for trap, c := range map[string]struct {
		events []models.ComplaintEvent
		want   string
	}{
		"given": {[]models.ComplaintEvent{first, noted("a", "acknowledged", on.AddDays(1), "26-1", "")}, "26-1"},
		"with the filing, whose day was corrected": {[]models.ComplaintEvent{noted("f1", "filed", on, "26-1", ""), noted("f2", "filed", on.AddDays(1), "26-1", "f1")}, "26-1"},
		"taken back": {[]models.ComplaintEvent{first, noted("a", "acknowledged", on.AddDays(1), "26-1", ""), noted("u", "acknowledged", on.AddDays(1), "26-1", "a")}, ""},
		"corrected":  {[]models.ComplaintEvent{first, noted("a", "acknowledged", on.AddDays(1), "26-1", ""), noted("b", "acknowledged", on.AddDays(2), "", "a")}, ""},
		"given, and the day of filing corrected after": {[]models.ComplaintEvent{first, noted("a", "acknowledged", on.AddDays(3), "26-1", ""), noted("f2", "filed", on.AddDays(1), "", "f1")}, "26-1"},
		"of the one before": {[]models.ComplaintEvent{first, noted("a", "acknowledged", on.AddDays(1), "26-1", ""),
			noted("i", "inadmissible", on.AddDays(2), "26-1", ""), noted("f2", "filed", on.AddDays(3), "", "")}, ""},
		"of this one": {[]models.ComplaintEvent{first, noted("a", "acknowledged", on.AddDays(1), "26-1", ""),
			noted("i", "inadmissible", on.AddDays(2), "", ""), noted("f2", "filed", on.AddDays(3), "26-2", "")}, "26-2"},
	} {
		filed := keptCase(t, on)
		filed.Complaint.Events = c.events
		news, err := ComposeNews(filed, lang.FR, today)
		if err != nil {
			t.Fatal(trap, err)
		}
		text := Text(news)
		if got := strings.Contains(text, "26-"); got != (c.want != "") || !strings.Contains(text, c.want) {
			t.Errorf("%s: want %q\n%s", trap, c.want, text)
		}
	}
}

// A draft that was filed is said to be one: a wrong day may be why.
func TestADraftThatWasFiledIsKnownAsOne(t *testing.T) {
	for _, on := range []string{"2026-03-10", "2026-10-15"} {
		k, ok, err := ComposeFiled(keptCase(t, law.MustDate(on)), today)
		if !ok || err != nil {
			t.Fatal(on, ok, err)
		}
		if got, want := k.Filed.Draft, strings.Contains(k.Text(), "BROUILLON"); got != want || want != (on == "2026-03-10") {
			t.Errorf("%s: got %t, its text %t", on, got, want)
		}
	}
}
