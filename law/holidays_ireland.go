package law

import "time"

// Ireland: ten public holidays (Organisation of Working Time Act 1997, second
// schedule). A day that falls on a weekend is not moved by law: the bank
// closure of 18 March 2024 was no public holiday. St Brigid's Day exists since
// 2023; the Monday of May since 1994.
var irelandRules = []holidayRule{
	{id: "new_year", day: fixed(time.January, 1)},
	{id: "st_brigid", from: 2023, day: stBrigid},
	{id: "st_patrick", day: fixed(time.March, 17)},
	{id: "easter_monday", day: easterPlus(1)},
	{id: "may_holiday", from: 1994, day: nth(1, time.Monday, time.May)},
	{id: "june_holiday", day: nth(1, time.Monday, time.June)},
	{id: "august_holiday", day: nth(1, time.Monday, time.August)},
	{id: "october_holiday", day: last(time.Monday, time.October)},
	{id: "christmas", day: fixed(time.December, 25)},
	{id: "st_stephen", day: fixed(time.December, 26)},
	proclaimed("remembrance_2022", "2022-03-18"),
}

// stBrigid is the first Monday of February, or 1 February when that is a
// Friday.
func stBrigid(year int) Date {
	first := Date{year, time.February, 1}
	if first.Weekday() == time.Friday {
		return first
	}
	return nth(1, time.Monday, time.February)(year)
}

var ireland = computed("IE", "IE", Computed, irelandRules)
