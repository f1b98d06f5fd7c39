package law

import "time"

// England and Wales: the eight bank holidays (Banking and Financial Dealings
// Act 1971, schedule 1, and proclamations), with a substitute weekday when one
// falls on a weekend. Days moved or added once by proclamation are dated
// entries, and the holiday they replaced is left out of that year.
//
// Not modelled: Scotland and Northern Ireland, whose days differ.
var englandAndWalesRules = []holidayRule{
	{id: "new_year", day: fixed(time.January, 1), observed: nextMonday},
	{id: "good_friday", day: easterPlus(-2)},
	{id: "easter_monday", day: easterPlus(1)},
	{id: "early_may", except: []int{1995, 2020}, day: nth(1, time.Monday, time.May)},
	{id: "spring_holiday", except: []int{2002, 2012, 2022}, day: last(time.Monday, time.May)},
	{id: "summer_holiday", day: last(time.Monday, time.August)},
	{id: "christmas", day: fixed(time.December, 25), observed: afterChristmas},
	{id: "boxing_day", day: fixed(time.December, 26), observed: afterBoxingDay},
	proclaimed("early_may", "1995-05-08"),
	proclaimed("millennium_eve", "1999-12-31"),
	proclaimed("golden_jubilee", "2002-06-03"),
	proclaimed("spring_holiday", "2002-06-04"),
	proclaimed("royal_wedding", "2011-04-29"),
	proclaimed("spring_holiday", "2012-06-04"),
	proclaimed("diamond_jubilee", "2012-06-05"),
	proclaimed("early_may", "2020-05-08"),
	proclaimed("spring_holiday", "2022-06-02"),
	proclaimed("platinum_jubilee", "2022-06-03"),
	proclaimed("state_funeral", "2022-09-19"),
	proclaimed("coronation", "2023-05-08"),
}

func nextMonday(d Date) Date {
	for isWeekend(d) {
		d = d.AddDays(1)
	}
	return d
}

// afterChristmas gives a Christmas Day that falls on a weekend its substitute
// on 27 December: 25 and 26 are then a weekend, or a Sunday and Boxing Day.
func afterChristmas(d Date) Date {
	if isWeekend(d) {
		return Date{d.Year, time.December, 27}
	}
	return d
}

// afterBoxingDay gives a Boxing Day that falls on a weekend its substitute on
// 28 December: a Saturday 26 moves to Monday 28; with a Sunday 26, Monday 27
// is already the substitute of Christmas Day.
func afterBoxingDay(d Date) Date {
	if isWeekend(d) {
		return Date{d.Year, time.December, 28}
	}
	return d
}

var englandAndWales = computed("GB", "GB", Computed, englandAndWalesRules)
