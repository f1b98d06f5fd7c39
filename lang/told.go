package lang

import (
	"slices"
	"strconv"
	"strings"

	"contreoffre/law"
)

// codeWords are the words of the codes in a portable dossier, by the keys that
// lead to them, the numbers of list items left out. A star stands for the code.
var codeWords = map[string]string{
	"language":                                   "preview.in.*",
	"person/represented_by/capacity":             "letters.capacity.*",
	"person/account_identifiers/kind":            "letters.label.*",
	"participation/joined_on_precision":          "dossier.value.precision.*",
	"participation/channel":                      "field.channel.*",
	"participation/terms_seen":                   "field.terms_seen.*",
	"participation/data_given":                   "field.data_given.*",
	"participation/rewards/kind":                 "field.rewards.kind.*",
	"participation/age_band":                     "field.age_band.*",
	"participation/wishes":                       "field.wishes.*",
	"participation/unknown":                      "page.*.title",
	"requests/rights":                            "right.*",
	"requests/language":                          "preview.in.*",
	"requests/channel":                           "field.sent.channel.*",
	"requests/objection":                         "letters.object.objection.*",
	"requests/restriction_case":                  "field.restriction_case.*",
	"requests/erasure_grounds":                   "dossier.value.erasure_ground.*",
	"requests/events/kind":                       "event.*",
	"requests/missing":                           "letters.missing.*",
	"evidence/kind":                              "field.exhibit.kind.*",
	"evidence/proves":                            "field.exhibit.proves.*",
	"complaint/grounds":                          "ground.*",
	"complaint/requested":                        "requested.*",
	"complaint/events/kind":                      "complaint_event.*",
	"complaint/events/letter/filing/language":    "preview.in.*",
	"complaint/events/letter/filing/sheet/field": "complaint.sheet.*",
	"closed/as":                                  "field.close.as.*",
}

// Told writes a value of a portable dossier as people say it: a code by its
// words, a day in full, yes and no; anything else, and a code without words, as
// it is. Path holds keys, and the numbers of list items.
func Told(l Lang, path []string, value string) string {
	keys := slices.DeleteFunc(slices.Clone(path), func(step string) bool {
		_, err := strconv.Atoi(step)
		return err == nil
	})
	if words, ok := codeWords[strings.Join(keys, "/")]; ok {
		if key := strings.Replace(words, "*", value, 1); Has(l, key) {
			return T(l, key)
		}
		if value == "unknown" {
			value = "null"
		}
	}
	switch last := keys[len(keys)-1]; {
	case value == "true" || value == "false" || value == "null":
		return T(l, "dossier.value."+value)
	case last == "country" && Has(l, "country."+value):
		return T(l, "country."+value)
	case last == "on" || last == "until" || last == "birth_date" || strings.HasSuffix(last, "_on"):
		if day, err := law.ParseDate(value); err == nil {
			return LongDate(l, day)
		}
	}
	return value
}

// Label names the last step of a path to a value of a portable dossier, as a
// label: a key by its words, a list item by its number.
func Label(l Lang, path []string) string {
	last := path[len(path)-1]
	if len(path) == 3 && path[0] == "complaint" && path[1] == "sections" && Has(l, "complaint.section."+last) {
		return T(l, "complaint.section."+last)
	}
	return Place(l, []string{last})
}
