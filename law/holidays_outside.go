package law

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// outsideHolidays are the national calendars of rickar/cal that we have not
// verified: dates counted on them are marked as to be checked. Regional
// holidays are not among them, and Australia, which has only those, is left
// out.
var outsideHolidays = map[string][]*cal.Holiday{
	"AR": ar.Holidays, "AT": at.Holidays, "BE": be.Holidays, "BG": bg.Holidays,
	"BR": br.Holidays, "CA": ca.Holidays, "CH": ch.Holidays, "CZ": cz.Holidays,
	"DE": de.Holidays, "DK": dk.Holidays, "ES": es.Holidays, "GR": gr.Holidays,
	"HR": hr.Holidays, "IT": it.Holidays, "JP": jp.Holidays, "LT": lt.Holidays,
	"LV": lv.Holidays, "MW": mw.Holidays, "NC": nc.Holidays, "NL": nl.Holidays,
	"NO": no.Holidays, "NZ": nz.Holidays, "PL": pl.Holidays, "RO": ro.Holidays,
	"RU": ru.Holidays, "SE": se.Holidays, "SI": si.Holidays, "SK": sk.Holidays,
	"UA": ua.Holidays, "US": us.Holidays, "ZA": za.Holidays,
}

var outsideCalendars = makeOutsideCalendars()

func makeOutsideCalendars() map[string]*Calendar {
	all := make(map[string]*Calendar, len(outsideHolidays))
	for country, list := range outsideHolidays {
		all[country] = newCalendar(country, country, ToBeChecked, outside(list))
	}
	return all
}

// outside reads a list of rickar/cal. The neighbouring years are read too: a
// substitute day may cross the new year.
func outside(list []*cal.Holiday) func(year int) []Holiday {
	return func(year int) []Holiday {
		var days []Holiday
		for y := year - 1; y <= year+1; y++ {
			for _, h := range list {
				if on, observed := outsideDay(h, y); observed.Year == year {
					days = append(days, Holiday{On: observed, Name: h.Name, Substitute: observed != on})
				}
			}
		}
		return days
	}
}

// outsideDay returns the zero Date when h does not exist that year. The
// library answers with midnight in the machine's zone; noon is asked instead,
// since some zones have no midnight on the day the clocks change.
func outsideDay(h *cal.Holiday, year int) (on, observed Date) {
	actual, moved := h.Calc(year)
	if actual.IsZero() {
		return Date{}, Date{}
	}
	const toNoon = 12 * time.Hour
	return DateOf(actual.Add(toNoon)), DateOf(moved.Add(toNoon))
}
