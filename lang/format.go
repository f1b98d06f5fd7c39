package lang

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"contreoffre/law"
)

const (
	nbsp  = "\u00a0" // no-break space
	nnbsp = "\u202f" // narrow no-break space
)

// format is how one language writes days, numbers and lists.
type format struct {
	months   [12]string
	short    [12]string // of months, for pictures
	weekdays [7]string
	day      func(d law.Date, month string) string
	month    func(year int, month string) string
	singular func(n int) bool
	clock    func(hour, minute int) string // after a day
	decimal  string
	group    string
	and, or  string
	of       func(name string) string
	quote    [2]string
	currency func(amount, symbol string) string
}

var formats = map[Lang]format{
	FR: {
		months:   [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		short:    [12]string{"janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
		weekdays: [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		day: func(d law.Date, month string) string {
			if d.Day == 1 {
				return "1er" + nbsp + month + " " + strconv.Itoa(d.Year)
			}
			return strconv.Itoa(d.Day) + nbsp + month + " " + strconv.Itoa(d.Year)
		},
		month:    func(year int, month string) string { return month + nbsp + strconv.Itoa(year) },
		singular: func(n int) bool { return n == 0 || n == 1 },
		clock:    func(hour, minute int) string { return fmt.Sprintf(" à %d"+nbsp+"h"+nbsp+"%02d", hour, minute) },
		decimal:  ",", group: nnbsp, and: " et ", or: " ou ",
		of:       ofFrench,
		quote:    [2]string{"«" + nbsp, nbsp + "»"},
		currency: func(amount, symbol string) string { return amount + nbsp + symbol },
	},
	EN: {
		months:   [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		short:    [12]string{"Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"},
		weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		day: func(d law.Date, month string) string {
			return strconv.Itoa(d.Day) + nbsp + month + " " + strconv.Itoa(d.Year)
		},
		month:    func(year int, month string) string { return month + nbsp + strconv.Itoa(year) },
		singular: func(n int) bool { return n == 1 },
		clock:    func(hour, minute int) string { return fmt.Sprintf(", %02d:%02d", hour, minute) },
		decimal:  ".", group: ",", and: " and ", or: " or ",
		of:    func(name string) string { return "of " + name },
		quote: [2]string{"“", "”"},
		currency: func(amount, symbol string) string {
			if len([]rune(symbol)) == 1 {
				return symbol + amount
			}
			return amount + nbsp + symbol
		},
	},
}

// Date writes a day in full: "1er avril 2026", "1 April 2026". The zero day is
// written as nothing.
func Date(l Lang, d law.Date) string {
	if d.IsZero() {
		return ""
	}
	return formats[l].day(d, Month(l, d.Month))
}

// LongDate is Date with its weekday: "lundi 6 avril 2026".
func LongDate(l Lang, d law.Date) string {
	if d.IsZero() {
		return ""
	}
	return Weekday(l, d.Weekday()) + nbsp + Date(l, d)
}

// Moment writes a day with its hour, in the zone that t has: "jeudi 1er octobre
// 2026 à 8 h 05 (UTC−4)".
func Moment(l Lang, t time.Time) string {
	day := LongDate(l, law.On(t.Year(), t.Month(), t.Day()))
	return day + formats[l].clock(t.Hour(), t.Minute()) + " (" + zone(t) + ")"
}

func zone(t time.Time) string {
	_, seconds := t.Zone()
	minutes, sign := seconds/60, "+"
	if minutes < 0 {
		minutes, sign = -minutes, "−"
	}
	switch {
	case minutes == 0:
		return "UTC"
	case minutes%60 == 0:
		return fmt.Sprintf("UTC%s%d", sign, minutes/60)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, minutes/60, minutes%60)
}

// MonthYear writes the month of d alone: "mars 2024".
func MonthYear(l Lang, d law.Date) string {
	if d.IsZero() {
		return ""
	}
	return formats[l].month(d.Year, Month(l, d.Month))
}

// Month names a month.
func Month(l Lang, m time.Month) string { return formats[l].months[m-1] }

// ShortMonth names a month in a few letters: "sept.".
func ShortMonth(l Lang, m time.Month) string { return formats[l].short[m-1] }

// ShortDay writes a day without its year, the month in a few letters: "1er
// nov.", "1 Nov".
func ShortDay(l Lang, d law.Date) string {
	full := formats[l].day(d, ShortMonth(l, d.Month))
	return strings.TrimSuffix(full, " "+strconv.Itoa(d.Year))
}

// Weekday names a day of the week.
func Weekday(l Lang, w time.Weekday) string { return formats[l].weekdays[w] }

// Number writes a whole number with its groups of three: "1 234" (French, with
// a narrow no-break space), "1,234".
func Number(l Lang, n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	return sign + group(digits, formats[l].group)
}

func group(digits, separator string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(r)
	}
	return b.String()
}

var symbols = map[string]string{"EUR": "€", "GBP": "£", "USD": "$"}

// Amount writes a decimal string (point as decimal mark, as stored) and an ISO
// 4217 currency: "1 250,50 €", "€1,250.50". A currency without a sign keeps its
// code.
func Amount(l Lang, amount, currency string) string {
	f := formats[l]
	whole, cents, hasCents := strings.Cut(amount, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	written := group(whole, f.group)
	if hasCents {
		if len(cents) == 1 {
			cents += "0"
		}
		written += f.decimal + cents
	}
	symbol, ok := symbols[currency]
	if !ok {
		symbol = currency
	}
	return f.currency(written, symbol)
}

// And joins items as people do: "a, b et c".
func And(l Lang, items []string) string { return join(items, formats[l].and) }

// Or joins items as people do: "a, b ou c".
func Or(l Lang, items []string) string { return join(items, formats[l].or) }

func join(items []string, last string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	n := len(items) - 1
	return strings.Join(items[:n], ", ") + last + items[n]
}

// Of writes "of name" before a person's name: "d’Odette", "de Marc".
func Of(l Lang, name string) string { return formats[l].of(name) }

// elided are the letters before which "de" loses its vowel. Before an h it does
// in most first names that have it silent, which begin in "hé".
var elided = regexp.MustCompile(`(?i)^([aàáâãäåæeéèêëiíîïoóôõöøœuúùûü]|h[eé]|y[^aàeéioôuü])`)

func ofFrench(name string) string {
	if elided.MatchString(name) {
		return "d’" + name
	}
	return "de " + name
}

// Quoted puts s between the quotation marks of l.
func Quoted(l Lang, s string) string { return formats[l].quote[0] + s + formats[l].quote[1] }
