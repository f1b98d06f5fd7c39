package interview

import (
	"testing"

	"contreoffre/models"
)

func TestARowThatANoScriptBrowserCannotEmptyCanBeTakenOut(t *testing.T) {
	form := Form{
		"rewards.0.kind": {"cash"}, "rewards.0.promised": {"20"}, "rewards.0.currency": {"EUR"},
		// A radio button stays ticked; what stands in the row does not matter.
		"rewards.1.kind": {"coupon"}, "rewards.1.received": {"wrong"}, "rewards.1.remove": {"yes"},
	}
	var c models.Case
	answer(t, "rewards", form, &c)
	if got := c.Participation.Rewards; len(got) != 1 || got[0].Kind != "cash" {
		t.Errorf("rewards: got %+v, want the first row alone", got)
	}
}

func TestAParentIsToldWhoseNameIsAsked(t *testing.T) {
	c := models.Case{Facts: models.Facts{Person: &models.Person{RepresentedBy: &models.Representative{Name: "Jean"}}}}
	for _, id := range []string{"age", "identity"} {
		if got, want := len(Notes(c, id)), 1; got != want {
			t.Errorf("%s for a child: got %d notices, want %d", id, got, want)
		}
	}
	if got, want := len(Notes(models.Case{}, "identity")), 0; got != want {
		t.Errorf("for oneself: got %d notices, want %d", got, want)
	}
}

// Who acts is asked first, so that the questions after it are understood to be
// about the person concerned.
func TestWhoActsIsAskedBeforeTheAge(t *testing.T) {
	acting, _ := Position(models.Case{}, "acting")
	age, _ := Position(models.Case{}, "age")
	if acting == 0 || acting > age {
		t.Errorf("acting is question %d, age is question %d", acting, age)
	}
}

func TestThePartsOfTheStoryFollowEachOther(t *testing.T) {
	var last string
	seen := map[string]bool{}
	for _, page := range Pages {
		if page.Group != last && seen[page.Group] {
			t.Errorf("%s goes back to the part %q", page.ID, page.Group)
		}
		last = page.Group
		seen[last] = true
	}
}
