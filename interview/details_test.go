package interview

import (
	"testing"

	"contreoffre/law"
	"contreoffre/models"
)

func TestDetailsBecomeALetterOnlyWhenItIsChosen(t *testing.T) {
	c := models.Case{Facts: models.Facts{Participation: &models.Participation{Wishes: []string{"freeze", "correct"}}}}
	answer(t, "restriction", Form{"restriction_case": {"claims"}}, &c)
	answer(t, "corrections", Form{"corrections.0.wrong": {"Zoe"}, "corrections.0.right": {"Zoé"}}, &c)
	for _, r := range c.Requests {
		if !OnlyDetails(r) {
			t.Errorf("%s is taken for a letter", r.ID)
		}
	}
	before := c.Requests

	made := TakeDetails(&c, []law.Right{law.Access, law.Restriction})
	if got, want := made.RestrictionCase, "claims"; got != want {
		t.Errorf("restriction case: got %q, want %q", got, want)
	}
	made.ID = "made"
	c.Requests = append(c.Requests, made)
	if got, want := len(before), 2; got != want || before[0].ID != "draft-restriction" {
		t.Errorf("the requests read from the store were changed: %v", before)
	}
	if OnlyDetails(made) || len(c.Requests) != 2 {
		t.Errorf("requests: %v", c.Requests)
	}

	answer(t, "restriction", Form{"restriction_case": {"unlawful"}}, &c)
	if got, want := c.Requests[1].RestrictionCase, "unlawful"; got != want {
		t.Errorf("an answer changed later does not reach the letter: got %q, want %q", got, want)
	}
	if got, want := len(c.Requests), 2; got != want {
		t.Errorf("%d requests, want %d", got, want)
	}
}

func TestDetailsOfAWishThatWasTakenBackStayOut(t *testing.T) {
	c := models.Case{Facts: models.Facts{Participation: &models.Participation{Wishes: []string{"freeze"}}}}
	answer(t, "restriction", Form{"restriction_case": {"claims"}}, &c)
	c.Participation.Wishes = []string{"know"}
	if got := TakeDetails(&c, []law.Right{law.Restriction}); got.RestrictionCase != "" || len(c.Requests) != 1 {
		t.Errorf("got %+v, %d requests kept", got, len(c.Requests))
	}
}

// answer gives a page its form and expects it to be right.
func answer(t *testing.T, id string, form Form, c *models.Case) {
	t.Helper()
	page, ok := PageByID(id)
	if !ok {
		t.Fatalf("no page %s", id)
	}
	if errs := page.Read(form, c, law.MustDate("2026-11-22")); len(errs) > 0 {
		t.Fatalf("%s: %v", id, errs)
	}
}
