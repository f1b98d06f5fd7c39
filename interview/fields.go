package interview

import "contreoffre/law"

// Answers are the values of fields that stand outside the interview, by name.
type Answers struct {
	Days  map[string]law.Date
	Texts map[string]string // lines, long texts, choices and countries
	// Numbers lacks what was not given.
	Numbers map[string]int
}

// ReadFields reads the days, lines, long texts, choices, numbers and countries of
// a form that is no page of the interview, by the same rules and with the same errors. A day
// after today is refused.
func ReadFields(fields []Field, form Form, today law.Date) (Answers, []FieldError) {
	var errs []FieldError
	r := &reader{form: form, fields: fields, today: today, errs: &errs}
	answers := Answers{Days: map[string]law.Date{}, Texts: map[string]string{}, Numbers: map[string]int{}}
	for _, f := range fields {
		switch f.Kind {
		case Day:
			answers.Days[f.Name] = r.day(f.Name)
		case Line:
			answers.Texts[f.Name] = r.line(f.Name)
		case LongText:
			answers.Texts[f.Name] = r.text(f.Name)
		case Choice:
			answers.Texts[f.Name] = r.choice(f.Name)
		case Number:
			if n := r.number(f.Name); n != nil {
				answers.Numbers[f.Name] = *n
			}
		case CountryOf:
			answers.Texts[f.Name] = r.country(f.Name)
		default:
			panic("interview: ReadFields reads no " + string(f.Kind))
		}
	}
	return answers, errs
}
