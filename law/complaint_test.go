package law

import (
	"slices"
	"testing"
)

var toTheCNIL = ComplaintMatter{Authority: CNIL, CrossBorder: true}

func TestWhatAComplaintToTheCNILLeadsTo(t *testing.T) {
	for _, c := range []struct {
		name    string
		today   string
		events  []string
		status  ComplaintStatus
		outcome ComplaintOutcome
		news    string
		appeal  string
		nextDue string
	}{
		{"not filed", "2026-03-01", nil, ComplaintDraft, ComplaintOpen, "", "", ""},
		{"filed", "2026-01-20", []string{"filed 2026-01-15"}, ComplaintFiled, ComplaintOpen, "2026-04-15", "", "2026-04-15"},
		{"received later", "2026-01-20", []string{"filed 2026-01-12", "received 2026-01-15"}, ComplaintFiled, ComplaintOpen, "2026-04-15", "", "2026-04-15"},
		{"registered: no news yet", "2026-01-20", []string{"filed 2026-01-15", "acknowledged 2026-01-18"}, ComplaintRegistered, ComplaintOpen, "2026-04-15", "", "2026-04-15"},
		{"the day before the silence is a rejection", "2026-04-14", []string{"filed 2026-01-15", "acknowledged 2026-01-18"}, ComplaintRegistered, ComplaintOpen, "2026-04-15", "", "2026-04-15"},
		{"three months of silence", "2026-04-16", []string{"filed 2026-01-15", "acknowledged 2026-01-18"}, ComplaintSilent, ComplaintImplied, "2026-04-15", "2026-06-15", "2026-04-15"},
		{"silence from 28 February", "2026-06-01", []string{"filed 2026-02-28"}, ComplaintSilent, ComplaintImplied, "2026-05-28", "2026-07-28", "2026-05-28"},
		{"silence from 30 November, clamped", "2027-03-02", []string{"filed 2026-11-30"}, ComplaintSilent, ComplaintImplied, "2027-02-28", "2027-04-28", "2027-02-28"},
		{"silence born on a Saturday is not rolled", "2026-12-01", []string{"filed 2026-08-14"}, ComplaintSilent, ComplaintImplied, "2026-11-14", "2027-01-14", "2026-11-14"},
		{"news before the three months", "2026-04-20", []string{"filed 2026-01-15", "progress 2026-04-10"}, ComplaintHandled, ComplaintOpen, "2026-07-10", "", "2026-07-10"},
		{"news after them undoes the rejection", "2026-05-02", []string{"filed 2026-01-15", "progress 2026-05-01"}, ComplaintHandled, ComplaintOpen, "2026-08-01", "", "2026-08-01"},
		{"silence after news is no rejection", "2026-08-20", []string{"filed 2026-01-15", "progress 2026-04-10"}, ComplaintSilent, ComplaintOpen, "2026-07-10", "", "2026-07-10"},
		{"passed to the lead", "2026-02-20", []string{"filed 2026-01-15", "transferred_to_lead 2026-02-10"}, ComplaintHandled, ComplaintOpen, "2026-05-10", "", "2026-05-10"},
		{"more is asked", "2026-02-20", []string{"filed 2026-01-15", "more_asked 2026-02-10"}, ComplaintAwaitsPerson, ComplaintOpen, "2026-05-10", "", "2026-05-10"},
		{"more was given", "2026-02-20", []string{"filed 2026-01-15", "more_asked 2026-02-10", "more_given 2026-02-12"}, ComplaintHandled, ComplaintOpen, "2026-05-10", "", "2026-05-10"},
		{"rejected", "2026-02-20", []string{"filed 2026-01-15", "rejected 2026-02-10"}, ComplaintEnded, ComplaintRejected, "2026-04-15", "2026-04-10", "2026-04-10"},
		{"decided", "2026-02-20", []string{"filed 2026-01-15", "decided 2025-12-31", "decided 2026-02-10"}, ComplaintEnded, ComplaintDecided, "2026-04-15", "2026-04-10", "2026-04-10"},
		{"withdrawn", "2026-02-20", []string{"filed 2026-01-15", "withdrawn 2026-02-10"}, ComplaintEnded, ComplaintWithdrawn, "2026-04-15", "", ""},
		{"filed anew after it was inadmissible: the first decision can still be contested", "2026-03-10", []string{"filed 2026-01-15", "acknowledged 2026-01-18", "inadmissible 2026-02-10", "filed 2026-03-01"}, ComplaintFiled, ComplaintOpen, "2026-06-01", "2026-04-10", "2026-04-10"},
		{"once that is over, the new complaint alone counts", "2026-04-11", []string{"filed 2026-01-15", "inadmissible 2026-02-10", "filed 2026-03-01"}, ComplaintFiled, ComplaintOpen, "2026-06-01", "", "2026-06-01"},
		{"the silence about the new one is another rejection", "2026-06-02", []string{"filed 2026-01-15", "inadmissible 2026-02-10", "filed 2026-03-01"}, ComplaintSilent, ComplaintImplied, "2026-06-01", "2026-08-01", "2026-06-01"},
		{"filed anew after it was withdrawn", "2026-03-10", []string{"filed 2026-01-15", "progress 2026-01-20", "withdrawn 2026-02-10", "filed 2026-03-01"}, ComplaintFiled, ComplaintOpen, "2026-06-01", "", "2026-06-01"},
	} {
		s := ComplaintStateOf(toTheCNIL, events(t, c.events...), MustDate(c.today))
		if s.Status != c.status || s.Outcome != c.outcome {
			t.Errorf("%s: got %s, %s, want %s, %s", c.name, s.Status, s.Outcome, c.status, c.outcome)
		}
		for kind, want := range map[DeadlineKind]string{AuthorityNews: c.news, AppealBy: c.appeal} {
			if d, _ := s.Deadline(kind); d.On.String() != want {
				t.Errorf("%s: %s: got %q, want %q", c.name, kind, d.On, want)
			}
		}
		if got := NextDue(s.Deadlines).String(); got != c.nextDue {
			t.Errorf("%s: next due: got %q, want %q", c.name, got, c.nextDue)
		}
	}
}

func TestOnlyTheCNILsSilenceIsARejection(t *testing.T) {
	for _, authority := range []AuthorityID{DPC, ICO, "DE-BFDI"} {
		s := ComplaintStateOf(ComplaintMatter{Authority: authority}, events(t, "filed 2026-01-15"), MustDate("2026-05-01"))
		if _, ok := s.Deadline(AppealBy); ok || s.Outcome != ComplaintOpen || s.Status != ComplaintSilent {
			t.Errorf("%s: got %s, %s", authority, s.Status, s.Outcome)
		}
	}
}

// Article 78(2) binds the authorities of the Union; for the others the day is a
// convention of ours, and rests on no article.
func TestTheThreeMonthsAreTheLawOfTheUnionAlone(t *testing.T) {
	for authority, want := range map[AuthorityID]string{CNIL: "GDPR 78(2)", DPC: "GDPR 78(2)", "DE-BFDI": "GDPR 78(2)", ICO: ""} {
		for _, lines := range [][]string{{"filed 2026-01-15"}, {"filed 2026-01-15", "progress 2026-02-01"}} {
			s := ComplaintStateOf(ComplaintMatter{Authority: authority}, events(t, lines...), MustDate("2026-03-01"))
			d, _ := s.Deadline(AuthorityNews)
			if d.Article.String() != want {
				t.Errorf("%s, %v: got %q, want %q", authority, lines, d.Article, want)
			}
			for _, step := range d.Steps {
				if step.Article.String() != want {
					t.Errorf("%s, %v: step %s rests on %q, want %q", authority, lines, step.Rule, step.Article, want)
				}
			}
		}
	}
}

func TestThreeWeeksForAChildsData(t *testing.T) {
	for received, want := range map[string]string{"2026-03-02": "2026-03-23", "2026-11-30": "2026-12-21", "2026-12-14": "2027-01-04"} {
		past := []Event{{Kind: Filed, On: MustDate(received)}}
		s := ComplaintStateOf(ComplaintMatter{Authority: CNIL, ChildData: true}, past, MustDate(received))
		if d, _ := s.Deadline(ChildDecision); d.On.String() != want || d.Article.String() != "LIL 51" {
			t.Errorf("received %s: got %s under %s, want %s", received, d.On, d.Article, want)
		}
		s = ComplaintStateOf(ComplaintMatter{Authority: DPC, ChildData: true}, past, MustDate(received))
		if _, ok := s.Deadline(ChildDecision); ok {
			t.Error("the French rule binds the CNIL alone")
		}
	}
}

func TestRegulation2518IsDated(t *testing.T) {
	for _, c := range []struct {
		name                       string
		matter                     ComplaintMatter
		filed                      string
		admissibility, transmitted string
	}{
		{"the day before", toTheCNIL, "2027-04-01", "", ""},
		{"its first day; 14 May is worked, 16 April too", toTheCNIL, "2027-04-02", "2027-04-16", "2027-05-14"},
		{"two weeks end on 8 May, a Saturday and a holiday", toTheCNIL, "2027-04-24", "2027-05-10", "2027-06-07"},
		{"two weeks end on Ascension Day", toTheCNIL, "2027-04-22", "2027-05-07", "2027-06-03"},
		{"not across a border", ComplaintMatter{Authority: CNIL}, "2027-04-02", "", ""},
		{"not in the United Kingdom", ComplaintMatter{Authority: ICO, CrossBorder: true}, "2027-04-02", "", ""},
		{"an authority we do not know", ComplaintMatter{Authority: "DE-BFDI", CrossBorder: true}, "2027-04-02", "", ""},
	} {
		s := ComplaintStateOf(c.matter, events(t, "filed "+c.filed), MustDate("2027-06-01"))
		for kind, want := range map[DeadlineKind]string{Admissibility: c.admissibility, Transmission: c.transmitted} {
			if d, _ := s.Deadline(kind); d.On.String() != want {
				t.Errorf("%s: %s: got %q, want %q", c.name, kind, d.On, want)
			}
		}
	}
	for _, c := range []struct {
		name, on    string
		association bool
		want        int
	}{{"before", "2027-04-01", true, 0}, {"a person", "2027-04-02", false, 3}, {"an association", "2027-04-02", true, 5}} {
		if got := len(ItemsRequired(MustDate(c.on), c.association)); got != c.want {
			t.Errorf("%s: got %d items, want %d", c.name, got, c.want)
		}
	}
}

func TestComplaintEventsThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		name  string
		past  []string
		added string
		want  Reason
	}{
		{"filed", nil, "filed 2026-01-15", ""},
		{"filed in the future", nil, "filed 2026-06-16", InTheFuture},
		{"news before filing", nil, "progress 2026-01-15", NotFiledYet},
		{"filed twice", []string{"filed 2026-01-15"}, "filed 2026-01-16", AlreadySent},
		{"received before filed", []string{"filed 2026-01-15"}, "received 2026-01-14", NotFiledYet},
		{"received twice", []string{"filed 2026-01-15", "received 2026-01-16"}, "received 2026-01-17", AlreadyReceived},
		{"received after it was registered", []string{"filed 2026-01-15", "acknowledged 2026-01-16"}, "received 2026-01-17", AlreadyReceived},
		{"more given, none asked", []string{"filed 2026-01-15"}, "more_given 2026-01-17", NotAsked},
		{"refuses what nobody proposed", []string{"filed 2026-01-15"}, "early_resolution_refused 2026-01-17", NotProposed},
		{"refuses what was proposed", []string{"filed 2026-01-15", "early_resolution_proposed 2026-01-16"}, "early_resolution_refused 2026-01-17", ""},
		{"passed on twice", []string{"filed 2026-01-15", "transferred_to_lead 2026-01-16"}, "transferred_to_lead 2026-01-17", HappenedTwice},
		{"after the decision", []string{"filed 2026-01-15", "decided 2026-02-16"}, "progress 2026-02-17", Ended},
		{"filed again after it was found inadmissible", []string{"filed 2026-01-15", "inadmissible 2026-02-16"}, "filed 2026-02-17", ""},
		{"filed again after it was withdrawn", []string{"filed 2026-01-15", "withdrawn 2026-02-16"}, "filed 2026-02-17", ""},
		{"filed again before that", []string{"filed 2026-01-15", "inadmissible 2026-02-16"}, "filed 2026-02-10", AlreadySent},
		{"filed again after a decision", []string{"filed 2026-01-15", "decided 2026-02-16"}, "filed 2026-02-17", Ended},
		{"filed again after a rejection", []string{"filed 2026-01-15", "rejected 2026-02-16"}, "filed 2026-02-17", Ended},
		{"received, filed anew", []string{"filed 2026-01-15", "received 2026-01-17", "inadmissible 2026-02-16", "filed 2026-02-17"}, "received 2026-02-19", ""},
		{"a request's event", []string{"filed 2026-01-15"}, "reminder_sent 2026-02-17", UnknownEvent},
	} {
		got := reasonOf(t, CheckComplaint(toTheCNIL, events(t, c.past...), event(t, c.added), someDay))
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheNextComplaintEventsAreThoseThatMayHappen(t *testing.T) {
	for _, past := range [][]string{nil, {"filed 2026-01-15"}, {"filed 2026-01-15", "more_asked 2026-02-10"}, {"filed 2026-01-15", "early_resolution_proposed 2026-02-10"}, {"filed 2026-01-15", "rejected 2026-02-10"}, {"filed 2026-01-15", "inadmissible 2026-02-10"}, {"filed 2026-01-15", "withdrawn 2026-02-10"}} {
		s := ComplaintStateOf(toTheCNIL, events(t, past...), someDay)
		for _, k := range ComplaintEventKinds {
			allowed := CheckComplaint(toTheCNIL, events(t, past...), Event{Kind: k, On: someDay}, someDay) == nil
			if offered := slices.Contains(s.Next, k); offered != allowed {
				t.Errorf("%v, then %s: offered %t, allowed %t", past, k, offered, allowed)
			}
		}
	}
}

func TestAuthoritiesCanBeReached(t *testing.T) {
	for _, a := range Authorities {
		if !IsCountry(a.Country) || string(a.ID[:2]) != a.Country || a.Name == "" || a.ShortName == "" ||
			len(a.Address) < 3 || len(a.Languages) == 0 || a.ComplaintURL == "" || len(a.Sources) == 0 || !a.CheckedOn.Valid() {
			t.Errorf("%s is incomplete: %+v", a.ID, a)
		}
	}
	for country, want := range map[string]AuthorityID{"FR": CNIL, "IE": DPC, "GB": ICO, "DE": CNIL, "": CNIL} {
		if got := DefaultAuthority(country); got != want {
			t.Errorf("%q: got %s, want %s", country, got, want)
		}
	}
	if _, ok := AuthorityByID("XX-NONE"); ok {
		t.Error("an unknown authority must not be found")
	}
}

func TestNewsMovesTheAuthoritysDay(t *testing.T) {
	s := ComplaintStateOf(toTheCNIL, events(t, "filed 2026-01-15", "progress 2026-05-01"), someDay)
	want := []Move{
		{AuthorityNews, MustDate("2026-04-15"), MustDate("2026-08-01"), s.History[1].Event},
		{AppealBy, MustDate("2026-06-15"), Date{}, s.History[1].Event},
	}
	if !slices.Equal(s.Moves, want) {
		t.Errorf("got %v, want %v", s.Moves, want)
	}
}
