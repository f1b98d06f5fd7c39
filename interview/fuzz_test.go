package interview

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzForm holds whatever a form sends to a page to this: what is refused
// names its field and leaves the case as it was; what is taken is what the page
// shows again, and is taken again unchanged.
func FuzzForm(f *testing.F) {
	for id, form := range walk {
		f.Add(id, url.Values(form).Encode())
	}
	f.Add("identity", "name=%00%1b")
	f.Add("invitations", "invited_count=99999999999999999999")
	f.Add("earlier", "earlier.999999999.sent_on.day=1&earlier.-1.sent_on.day=x")
	f.Add("joined", "do=unsure&joined_on.day=31&joined_on.month=2")
	pages := map[string]Page{}
	for _, p := range Pages {
		pages[p.ID] = p
	}
	f.Fuzz(func(t *testing.T, id, query string) {
		page, ok := pages[id]
		typed, err := url.ParseQuery(query)
		if !ok || err != nil {
			return
		}
		before, _ := walked(t, walk)
		after, _ := walked(t, walk)
		if errs := page.Read(Form(typed), &after, today); len(errs) > 0 {
			for _, e := range errs {
				if e.Field == "" || e.Key == "" {
					t.Errorf("an error without its field or its words: %+v", e)
				}
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("refused, and written all the same:\n%s", diff)
			}
			return
		}
		if typed.Get(DoName) == DoUnsure {
			return // an answer that no field shows
		}
		again := copyCase(after)
		if errs := page.Read(page.Fill(after), &again, today); len(errs) > 0 {
			t.Errorf("%s: its own answer is refused: %v", id, errs)
		} else if diff := cmp.Diff(after, again); diff != "" {
			t.Errorf("%s: read again it is another answer:\n%s", id, diff)
		}
	})
}
