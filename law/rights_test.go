package law

import (
	"slices"
	"testing"
)

func TestArticlesOfEachRight(t *testing.T) {
	for _, c := range []struct {
		right   Right
		country string
		want    string
	}{
		{Access, "FR", "GDPR 15, GDPR 12, LIL 49"},
		{Access, "DE", "GDPR 15, GDPR 12"},
		{Access, "GB", "UK GDPR 15, UK GDPR 12"},
		{Rectification, "FR", "GDPR 16, GDPR 19, LIL 50"},
		{Erasure, "FR", "GDPR 17, GDPR 19, LIL 51"},
		{Restriction, "FR", "GDPR 18, GDPR 19, LIL 53"},
		{Portability, "FR", "GDPR 20, GDPR 12, LIL 55"},
		{Objection, "FR", "GDPR 21, GDPR 12, LIL 56"},
		{ConsentWithdrawal, "FR", "GDPR 7(3)"},
	} {
		got := ""
		for i, a := range ArticlesOf(c.right, c.country) {
			if i > 0 {
				got += ", "
			}
			got += a.String()
		}
		if got != c.want {
			t.Errorf("%s in %s: got %s, want %s", c.right, c.country, got, c.want)
		}
	}
}

// What was only remembered is never cited.
func TestNoFrenchArticleThatWasNotRead(t *testing.T) {
	read := []string{"49", "50", "51", "53", "55", "56"}
	for _, r := range Rights {
		for _, a := range ArticlesOf(r, "FR") {
			if a.Source == LIL && !slices.Contains(read, a.Number) {
				t.Errorf("%s cites %s", r, a)
			}
		}
	}
}

func TestEveryRightIsComplete(t *testing.T) {
	for _, r := range Rights {
		if len(ArticlesOf(r, "FR")) == 0 {
			t.Errorf("%s rests on no article", r)
		}
	}
	if got, want := SafeOrder(Rights), len(Rights); len(got) != want {
		t.Errorf("the safe order has %d rights, want %d", len(got), want)
	}
}

func TestWishesBecomeRightsInTheSafeOrder(t *testing.T) {
	for _, c := range []struct {
		name   string
		wishes []Wish
		want   []Right
	}{
		{"nothing", nil, nil},
		{"two wishes, one right", []Wish{WishKnow, WishCopy}, []Right{Access}},
		{"publications", []Wish{WishStopPublication}, []Right{ConsentWithdrawal, Erasure}},
		{"as typed, then sorted", []Wish{WishDelete, WishStopUse, WishFreeze, WishKnow}, []Right{Access, Restriction, ConsentWithdrawal, Erasure}},
		{"the others", []Wish{WishCorrect, WishMove, WishNoMarketing}, []Right{Portability, Rectification, Objection}},
		{"unknown", []Wish{"fame"}, nil},
	} {
		var got []Right
		for _, r := range Recommend(c.wishes) {
			got = append(got, r.Right)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestWhatIsSentFirst(t *testing.T) {
	for _, c := range []struct {
		name   string
		right  Right
		wishes []Wish
		want   []Right
	}{
		{"access keeps the trace of the consent", ConsentWithdrawal, nil, []Right{Access}},
		{"a freeze wished for comes before erasure", Erasure, []Wish{WishDelete, WishFreeze}, []Right{Restriction}},
		{"nobody must freeze", Erasure, []Wish{WishDelete}, nil},
		{"access waits for nothing", Access, Wishes, nil},
	} {
		if got := SentBefore(c.right, c.wishes); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestErasureWaitsForTheAnswerToAccess(t *testing.T) {
	for _, c := range []struct {
		name   string
		wishes []Wish
		want   []Right
	}{
		{"both", []Wish{WishDelete, WishKnow}, []Right{Access}},
		{"erasure alone", []Wish{WishDelete}, nil},
	} {
		all := Recommend(c.wishes)
		if got := all[len(all)-1].After; !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
