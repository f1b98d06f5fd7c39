package law

import "time"

// France: the eleven days of Code du travail, article L3133-1. They do not
// move when they fall on a weekend. 8 May is counted from 1982 on.
//
// Alsace-Moselle: article L3134-13 adds 26 December and, in communes with a
// Protestant or mixed church, Good Friday; we count Good Friday everywhere
// there, which can only make a date later, never too early.
//
// Overseas departments have their own ISO codes; they get the days of France,
// marked as to be checked, since the day on which each commemorates the
// abolition of slavery is not among them.
var franceRules = []holidayRule{
	{id: "new_year", day: fixed(time.January, 1)},
	{id: "easter_monday", day: easterPlus(1)},
	{id: "labour_day", day: fixed(time.May, 1)},
	{id: "victory_1945", from: 1982, day: fixed(time.May, 8)},
	{id: "ascension", day: easterPlus(39)},
	{id: "whit_monday", day: easterPlus(50)},
	{id: "national_day", day: fixed(time.July, 14)},
	{id: "assumption", day: fixed(time.August, 15)},
	{id: "all_saints", day: fixed(time.November, 1)},
	{id: "armistice_1918", day: fixed(time.November, 11)},
	{id: "christmas", day: fixed(time.December, 25)},
}

var alsaceMoselleRules = append(franceRules[:len(franceRules):len(franceRules)],
	holidayRule{id: "good_friday", day: easterPlus(-2)},
	holidayRule{id: "day_after_christmas", day: fixed(time.December, 26)},
)

var (
	france        = computed("FR", "FR", Computed, franceRules)
	alsaceMoselle = computed("FR-AM", "FR", Computed, alsaceMoselleRules)
)

// overseas are the calendars of Guadeloupe, French Guiana, Martinique, La
// Réunion and Mayotte.
var overseas = map[string]*Calendar{
	"GP": computed("GP", "GP", ToBeChecked, franceRules),
	"GF": computed("GF", "GF", ToBeChecked, franceRules),
	"MQ": computed("MQ", "MQ", ToBeChecked, franceRules),
	"RE": computed("RE", "RE", ToBeChecked, franceRules),
	"YT": computed("YT", "YT", ToBeChecked, franceRules),
}
