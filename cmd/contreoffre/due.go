package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"contreoffre/lang"
	"contreoffre/law"
)

// dueCommand counts when an answer is due, from a day of receipt alone. It
// takes any day, past or future.
type dueCommand struct {
	Received          string  `required:"" placeholder:"D" help:"${cli_due_received}"`
	ControllerCountry string  `default:"IE" placeholder:"IE" help:"${cli_due_controller_country}"`
	PersonCountry     string  `default:"FR" placeholder:"FR" help:"${cli_due_person_country}"`
	ExtendedOn        *string `placeholder:"D" help:"${cli_due_extended_on}"`
	IdentityAskedOn   *string `placeholder:"D" help:"${cli_due_identity_asked_on}"`
	IdentityGivenOn   *string `placeholder:"D" help:"${cli_due_identity_given_on}"`
	JSON              bool    `name:"json" help:"${cli_json}"`
	Lang              string  `placeholder:"fr" help:"${cli_lang}"`
}

// Run prints the deadline with each step of the count; warnings go to stderr.
func (d *dueCommand) Run(o outside) error {
	l, err := language(d.Lang, o)
	if err != nil {
		return err
	}
	c, err := d.count()
	if err != nil {
		return err
	}
	answer, err := law.CountAnswer(c)
	if err != nil {
		return countMisuse(err)
	}
	for _, w := range answer.Warnings {
		fmt.Fprintln(o.stderr, lang.T(l, "cli.warning", "warning", lang.Warning(l, w)))
	}
	if d.JSON {
		return writeDueJSON(o, l, c, answer)
	}
	_, err = fmt.Fprint(o.stdout, dueText(l, c, answer))
	return err
}

// count reads the flags.
func (d *dueCommand) count() (law.Count, error) {
	received, err := day("--received", d.Received)
	if err != nil {
		return law.Count{}, err
	}
	c := law.Count{Received: received, Regime: law.RegimeIn(strings.ToUpper(d.PersonCountry))}
	if c.Controller, err = calendar("--controller-country", d.ControllerCountry); err != nil {
		return law.Count{}, err
	}
	if c.Person, err = calendar("--person-country", d.PersonCountry); err != nil {
		return law.Count{}, err
	}
	if c.Extension.Announced, err = optionalDay("--extended-on", d.ExtendedOn); err != nil {
		return law.Count{}, err
	}
	wait := law.Wait{For: law.ForIdentity}
	if wait.Asked, err = optionalDay("--identity-asked-on", d.IdentityAskedOn); err != nil {
		return law.Count{}, err
	}
	if wait.Given, err = optionalDay("--identity-given-on", d.IdentityGivenOn); err != nil {
		return law.Count{}, err
	}
	if !wait.Asked.IsZero() || !wait.Given.IsZero() {
		c.Waits = []law.Wait{wait}
	}
	return c, nil
}

func day(flag, value string) (law.Date, error) {
	d, err := law.ParseDate(value)
	if err != nil {
		return d, misuse{"cli.no_such_day", []any{"flag", flag, "value", value}}
	}
	return d, nil
}

// optionalDay reads a flag that may be absent; empty is not absent.
func optionalDay(flag string, value *string) (law.Date, error) {
	if value == nil {
		return law.Date{}, nil
	}
	return day(flag, *value)
}

func calendar(flag, country string) (*law.Calendar, error) {
	c, err := law.CalendarOf(law.Place{Country: strings.ToUpper(country)})
	if err != nil {
		return nil, misuse{"cli.unknown_country", []any{"flag", flag, "value", country}}
	}
	return c, nil
}

// countMisuse says which days of a Count cannot be.
func countMisuse(err error) error {
	for cause, key := range map[error]string{
		law.ErrGivenWithoutAsked: "cli.given_without_asked",
		law.ErrGivenBeforeAsked:  "cli.given_before_asked",
		law.ErrBeforeReceipt:     "cli.before_receipt",
		law.ErrTooFar:            "cli.too_far",
	} {
		if errors.Is(err, cause) {
			return misuse{key: key}
		}
	}
	return err
}

// dueJSON is a contract (design, section 4). A key that does not apply is null.
type dueJSON struct {
	RawOn          *law.Date  `json:"raw_on"`
	DueOn          *law.Date  `json:"due_on"`
	DueLatestOn    *law.Date  `json:"due_latest_on"`
	ExtendedDueOn  *law.Date  `json:"extended_due_on"`
	ComplainFromOn *law.Date  `json:"complain_from_on"`
	Calendar       string     `json:"calendar"`
	Steps          []stepJSON `json:"steps"`
}

type stepJSON struct {
	On      *law.Date    `json:"on"`
	Rule    law.Rule     `json:"rule"`
	Article *law.Article `json:"article"`
	Text    string       `json:"text"`
}

func writeDueJSON(o outside, l lang.Lang, c law.Count, a law.Answer) error {
	out := dueJSON{
		RawOn: orNull(a.RawOn), DueOn: orNull(a.DueOn), DueLatestOn: orNull(a.LatestOn),
		ExtendedDueOn: orNull(a.ExtendedOn), ComplainFromOn: orNull(a.ComplainFromOn), Calendar: c.Controller.ID,
	}
	for _, s := range a.Steps {
		out.Steps = append(out.Steps, stepJSON{orNull(s.On), s.Rule, orNull(s.Article), lang.Step(l, s)})
	}
	encoder := json.NewEncoder(o.stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

// orNull returns nil for the zero value.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// dueText is what people read: the dates, then how they were counted.
func dueText(l lang.Lang, c law.Count, a law.Answer) string {
	var b strings.Builder
	for _, line := range []struct {
		key string
		on  law.Date
	}{
		{"cli.due.title", a.DueOn}, {"cli.due.extended", a.ExtendedOn},
		{"cli.due.latest", a.LatestOn}, {"cli.due.complain", a.ComplainFromOn},
	} {
		if !line.on.IsZero() {
			fmt.Fprintln(&b, lang.T(l, line.key, "date", lang.LongDate(l, line.on)))
		}
	}
	if a.Suspended {
		fmt.Fprintln(&b, lang.T(l, "cli.due.suspended"))
	}
	fmt.Fprintf(&b, "%s\n\n%s\n", lang.T(l, "cli.due.calendar",
		"controller", lang.Calendar(l, c.Controller), "person", lang.Calendar(l, c.Person)), lang.T(l, "cli.due.steps"))
	for i, s := range a.Steps {
		fmt.Fprintf(&b, "%3d. %s%s\n", i+1, lang.Step(l, s), inBrackets(lang.Article(l, s.Article)))
	}
	fmt.Fprintf(&b, "\n%s\n", lang.T(l, "cli.due.notice"))
	return b.String()
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " [" + s + "]"
}
