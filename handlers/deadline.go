package handlers

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/views"
)

// showDeadline is the public calculator. Its form travels in the address: days
// and countries are not personal, and a count can so be kept or passed on. Any
// day can be asked about, past or future.
func (a *App) showDeadline(v *visit) error {
	form, err := v.queryForm()
	if err != nil {
		return err
	}
	if len(form) == 0 {
		return v.show(views.Deadline{Form: views.Form{Values: interview.Form{
			"controller_country": {"IE"}, "person_country": {"FR"},
		}}})
	}
	page := views.Deadline{Form: views.Form{Values: form}}
	answers, errs := interview.ReadFields(views.DeadlineFields, form, lastDay)
	if len(errs) == 0 {
		errs = countDeadline(&page, answers)
	}
	if len(errs) > 0 {
		page.Errors = errs
		return v.reject(v.frame(), page)
	}
	return v.show(page)
}

// queryForm reads the address as a form.
func (v *visit) queryForm() (interview.Form, error) {
	values, err := url.ParseQuery(string(v.Request().URI().QueryString()))
	if err != nil {
		return nil, problem{status: fiber.StatusBadRequest, cause: err}
	}
	form := interview.Form(values)
	return form, checkForm(form)
}

// countDeadline puts the answer on the page, or says which day cannot be.
func countDeadline(page *views.Deadline, answers interview.Answers) []interview.FieldError {
	var calendars []*law.Calendar
	for _, name := range []string{"controller_country", "person_country"} {
		calendar, err := law.CalendarOf(law.Place{Country: answers.Texts[name]})
		if err != nil {
			return []interview.FieldError{{Field: name, Key: "error.country.unknown_option"}}
		}
		calendars = append(calendars, calendar)
	}
	count := law.Count{
		Received: answers.Days["received"], Controller: calendars[0], Person: calendars[1],
		Regime:    law.RegimeIn(answers.Texts["person_country"]),
		Extension: law.Extension{Announced: answers.Days["extended"]},
	}
	wait := law.Wait{For: law.ForIdentity, Asked: answers.Days["identity_asked"], Given: answers.Days["identity_given"]}
	if !wait.Asked.IsZero() || !wait.Given.IsZero() {
		count.Waits = []law.Wait{wait}
	}
	answer, err := law.CountAnswer(count)
	if err != nil {
		return []interview.FieldError{countError(err)}
	}
	page.Answer, page.Calendars = &answer, calendars
	return nil
}

// countError says which of the days cannot be, and why.
func countError(err error) interview.FieldError {
	for _, known := range []struct {
		cause      error
		field, key string
	}{
		{law.ErrGivenWithoutAsked, "identity_asked.day", "error.deadline.given_without_asked"},
		{law.ErrGivenBeforeAsked, "identity_given.day", "error.deadline.given_before_asked"},
		{law.ErrBeforeReceipt, "received.day", "error.deadline.before_receipt"},
	} {
		if errors.Is(err, known.cause) {
			return interview.FieldError{Field: known.field, Key: known.key}
		}
	}
	return interview.FieldError{Field: "received.day", Key: "error.deadline.too_far"}
}
