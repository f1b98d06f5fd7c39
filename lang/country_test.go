package lang

import "testing"

func TestCountriesAsPeopleNameThem(t *testing.T) {
	for _, c := range []struct {
		name string
		l    Lang
		code string
		want string
	}{
		{"in French", FR, "IE", "Irlande"},
		{"in English", EN, "IE", "Ireland"},
		{"with its article left out", FR, "GB", "Royaume-Uni"},
		{"a code that is no country stays", FR, "ZZ", "ZZ"},
		{"no code stays empty", EN, "", ""},
	} {
		if got := Country(c.l, c.code); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
