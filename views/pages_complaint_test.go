package views

import (
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
)

// Whoever waits for one authority is not told of the remedies against another.
func TestAfterFilingEachAuthoritySpeaksForItself(t *testing.T) {
	others := map[law.AuthorityID][]string{
		law.CNIL: {"DPC", "ICO", "Irlande"},
		law.DPC:  {"CNIL", "Conseil d’État", "ICO"},
		law.ICO:  {"CNIL", "Conseil d’État", "DPC", "78(2)", "78(3)", "articles 79"},
		"DE-BB":  {"CNIL", "Conseil d’État", "DPC", "ICO"},
	}
	for _, c := range []struct {
		name   string
		id     law.AuthorityID
		kind   law.EventKind
		remedy string
	}{
		{"the CNIL's silence is a rejection", law.CNIL, "", "rejection"},
		{"unless it gave news before", law.CNIL, law.Progress, "silence"},
		{"the DPC's is none", law.DPC, "", "silence"},
		{"nor the ICO's", law.ICO, "", "silence"},
		{"nor that of one we do not know", "DE-BB", "", "silence"},
		{"a decision of the CNIL", law.CNIL, law.Decided, "decision"},
		{"of the DPC", law.DPC, law.Rejected, "decision"},
		{"of the ICO", law.ICO, law.Inadmissible, "decision"},
		{"of one we do not know", "DE-BB", law.Decided, "decision"},
		{"a complaint that was taken back", law.DPC, law.Withdrawn, ""},
	} {
		var kinds []law.EventKind
		if c.kind != "" {
			kinds = append(kinds, c.kind)
		}
		p := complaintPage(complainedTo(c.id, kinds...), law.MustDate("2026-11-01"))
		if got := p.Remedy(); got != c.remedy {
			t.Errorf("%s: got %q, want %q", c.name, got, c.remedy)
			continue
		}
		for _, about := range []string{"news", "before", c.remedy} {
			if about == "" {
				continue
			}
			words := lang.PlainSpaces(lang.AuthorityWords(lang.FR, c.id, about))
			for _, other := range others[c.id] {
				if strings.Contains(words, other) {
					t.Errorf("%s: %s speaks of %s: %s", c.name, about, other, words)
				}
			}
		}
		page := shownIn(t, p)
		if words := lang.AuthorityWords(lang.FR, c.id, "decision"); strings.Contains(page, escaped(words)) != (c.remedy == "decision") {
			t.Errorf("%s: the page and its remedy do not agree", c.name)
		}
		if court := lang.T(lang.FR, "complaint_page.court"); strings.Contains(page, escaped(court)) != (c.remedy != "" && c.id != law.ICO) {
			t.Errorf("%s: articles 79 and 82 of the GDPR stand on the page of another law, or not where they should", c.name)
		}
	}
}

// shownIn is a page of a dossier in French.
func shownIn(t testing.TB, p Page) string {
	t.Helper()
	return render(t, lang.FR, sample{name: "complaint", frame: caseFrame("/cases/c4se/complaint"), page: p})
}

// From 2 April 2027 a complaint across a border has its five items.
func TestTheItemsOfTheRegulationAreDated(t *testing.T) {
	c := exampleCase("temu-nantes")
	for _, day := range []struct {
		on   string
		want bool
	}{{"2027-04-01", false}, {"2027-04-02", true}} {
		page := shownIn(t, complaintPage(c, law.MustDate(day.on)))
		if got := strings.Contains(page, escaped(lang.T(lang.FR, "complaint_item.infringement"))); got != day.want {
			t.Errorf("%s: got %t, want %t", day.on, got, day.want)
		}
	}
}

func TestTwoRequestsHaveTheirOwnCautions(t *testing.T) {
	c := complainedTo(law.CNIL)
	c.Complaint.Grounds = []string{"no_answer"}
	c.Requests = append(c.Requests[:0:0], c.Requests[0], c.Requests[0])
	c.Requests[1].ID, c.Requests[1].Rights = "other", []law.Right{law.Erasure}
	c.Evidence = nil
	cautions := strings.Join(complaintPage(c, law.MustDate("2026-11-01")).Cautions(lang.FR), "\n")
	for _, name := range []string{"(Accès)", "(Effacement)"} {
		if strings.Count(cautions, name) != 2 { // of its sending and of its arrival
			t.Errorf("got\n%s", cautions)
		}
	}
}
