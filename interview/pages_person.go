package interview

import (
	"slices"

	"contreoffre/law"
	"contreoffre/models"
)

// The age bands of the portable dossier, as they were on the joining day.
const (
	under15    = "under_15"
	from15To17 = "15_to_17"
	adult      = "adult"
)

// self is the choice of a person who acts alone; it is stored as nobody
// representing them.
const self = "self"

// alsaceMoselle is the one box of its field.
const alsaceMoselle = "alsace_moselle"

func isRepresented(c models.Case) bool { return personOf(c).RepresentedBy != nil }

var personPages = []Page{
	ask(question{
		Page: Page{
			ID: "acting", Group: "person", Optional: true,
			Fields: []Field{{Name: "acting", Kind: Choice,
				Options: []string{self, "holder_of_parental_responsibility", "agent", "association"}}},
			// Nobody representing the person is also what an unasked
			// question leaves; identity, which follows, tells them apart.
			Answered: func(c models.Case) bool { return isRepresented(c) || personOf(c).Name != "" },
		},
		fill: func(c models.Case, w writer) {
			switch {
			case isRepresented(c):
				w.set("acting", representativeOf(c).Capacity)
			case personOf(c).Name != "":
				w.set("acting", self)
			}
		},
		read: func(r *reader, c *models.Case) {
			capacity := r.choice("acting")
			if capacity == self {
				person(c).RepresentedBy = nil
				return
			}
			representative := representativeOf(*c)
			representative.Capacity = capacity
			person(c).RepresentedBy = &representative
		},
		clear: func(c *models.Case) { person(c).RepresentedBy = nil },
	}),
	ask(question{
		Page: Page{
			ID: "representative", Group: "person",
			Fields: []Field{
				{Name: "representative_name", Kind: Line, MaxLength: lineLimit},
				{Name: "representative_email", Kind: EmailLine, Optional: true, MaxLength: emailLimit},
				{Name: "representative_address", Kind: PostalAddr, Optional: true},
				{Name: "mandate_on", Kind: Day, Optional: true},
			},
			When:     isRepresented,
			Answered: func(c models.Case) bool { return representativeOf(c).Name != "" },
		},
		fill: func(c models.Case, w writer) {
			who := representativeOf(c)
			w.set("representative_name", who.Name)
			w.set("representative_email", who.Email)
			w.address("representative_address", who.Address)
			w.day("mandate_on", who.MandateOn, false)
		},
		read: func(r *reader, c *models.Case) {
			who := representativeOf(*c)
			who.Name = r.line("representative_name")
			who.Email = r.email("representative_email")
			who.Address = r.address("representative_address")
			who.MandateOn = r.day("mandate_on")
			person(c).RepresentedBy = &who
		},
		clear: func(*models.Case) {}, // without a representative there is nothing of theirs
	}),
	ask(question{
		Page: Page{
			ID: "age", Group: "person",
			Fields: []Field{
				{Name: "age_band", Kind: Choice, Options: []string{under15, from15To17, adult}},
				{Name: "birth_date", Kind: Day, Optional: true, Autocomplete: "bday"},
			},
			Answered: func(c models.Case) bool { return participationOf(c).AgeBand != "" },
		},
		fill: func(c models.Case, w writer) {
			w.set("age_band", participationOf(c).AgeBand)
			w.day("birth_date", personOf(c).BirthDate, false)
		},
		read: func(r *reader, c *models.Case) {
			band, born := r.choice("age_band"), r.day("birth_date")
			participation(c).AgeBand = band
			person(c).BirthDate = born
			if !AgeAgrees(*c) {
				r.fail("birth_date.day", "error.age.disagrees")
			}
		},
		clear: func(c *models.Case) {
			participation(c).AgeBand = ""
			person(c).BirthDate = law.Date{}
		},
	}),
	ask(question{
		Page: Page{
			ID: "identity", Group: "person",
			Fields: []Field{
				{Name: "name", Kind: Line, MaxLength: lineLimit, Autocomplete: "name"},
				{Name: "email", Kind: EmailLine, Optional: true, MaxLength: emailLimit, Autocomplete: "email"},
				{Name: "phone", Kind: Line, Optional: true, MaxLength: lineLimit, Autocomplete: "tel"},
			},
			Answered: func(c models.Case) bool { return personOf(c).Name != "" },
		},
		fill: func(c models.Case, w writer) {
			p := personOf(c)
			w.set("name", p.Name)
			w.set("email", p.Email)
			w.set("phone", p.Phone)
		},
		read: func(r *reader, c *models.Case) {
			p := person(c)
			p.Name, p.Email, p.Phone = r.line("name"), r.email("email"), r.line("phone")
		},
		clear: func(c *models.Case) {
			p := person(c)
			p.Name, p.Email, p.Phone = "", "", ""
		},
	}),
	ask(question{
		Page: Page{
			ID: "address", Group: "person", Optional: true,
			Fields: []Field{
				{Name: "address", Kind: PostalAddr, Optional: true, Autocomplete: "street-address"},
				{Name: "holidays", Kind: Choices, Options: []string{alsaceMoselle}, Optional: true},
			},
			Answered: func(c models.Case) bool { return personOf(c).Address != nil },
		},
		fill: func(c models.Case, w writer) {
			w.address("address", personOf(c).Address)
			if personOf(c).AlsaceMoselle {
				w.set("holidays", alsaceMoselle)
			}
		},
		read: func(r *reader, c *models.Case) {
			p := person(c)
			p.Address = r.address("address")
			ticked := slices.Contains(r.choices("holidays"), alsaceMoselle)
			p.AlsaceMoselle = ticked && p.Address != nil && p.Address.Country == "FR"
		},
		clear: func(c *models.Case) {
			p := person(c)
			p.Address, p.AlsaceMoselle = nil, false
		},
	}),
}

// AgeAgrees reports whether the birth date can go with the age given for the
// joining day. Where one of the three is missing, nothing disagrees; where
// only the month of joining is known, any of its days will do.
func AgeAgrees(c models.Case) bool {
	p, born := participationOf(c), personOf(c).BirthDate
	if p.AgeBand == "" || born.IsZero() || p.JoinedOn.IsZero() {
		return true
	}
	first, last := joinedBetween(p)
	for on := first; !on.After(last); on = on.AddDays(1) {
		if ageBand(born, on) == p.AgeBand {
			return true
		}
	}
	return false
}

// joinedBetween is the span of days on which the person may have joined: one
// day, or the whole month.
func joinedBetween(p models.Participation) (first, last law.Date) {
	first, last = p.JoinedOn, p.JoinedOn
	if p.JoinedOnPrecision == monthPrecision {
		first = law.On(first.Year, first.Month, 1)
		last = first.AddDays(31)
		last = last.AddDays(-last.Day)
	}
	return first, last
}

// ageBand is the band of a person born on one day, on another; empty when the
// person was not born yet.
func ageBand(born, on law.Date) string {
	age := on.Year - born.Year
	if on.Month < born.Month || on.Month == born.Month && on.Day < born.Day {
		age--
	}
	switch {
	case age < 0:
		return ""
	case age < 15:
		return under15
	case age < 18:
		return from15To17
	}
	return adult
}
