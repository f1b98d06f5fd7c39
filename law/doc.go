// Package law holds the rules: days, holidays, articles, rights, deadlines,
// the lifecycle of a request and the supervisory authorities.
//
// Each rule stands in a file named after its article or source, opens with
// the words relied on and says what is not modelled. Nothing here knows the
// web, the database or a language: functions take today as an argument and
// give back codes (a Rule, a HolidayID, an EventKind) that package lang turns
// into sentences.
package law
