package law

import "time"

// France: the eleven days of Code du travail, article L3133-1. They do not
// move when they fall on a weekend. 8 May is counted from 1982 on.
//
// Alsace-Moselle: article L3134-13 adds 26 December and, in communes with a
// Protestant or mixed church, Good Friday; we count Good Friday everywhere
// there, which can only make a date later, never too early.
//
// Not modelled: the days of the overseas departments.
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
	france        = computed("FR", "FR", franceRules)
	alsaceMoselle = computed("FR-AM", "FR", alsaceMoselleRules)
)
