package handlers

import (
	"errors"
	"slices"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) choiceRoutes() {
	a.on(get, "/cases/:case/letters", a.showLetters)
	a.on(post, "/cases/:case/letters", a.prepareLetters)
}

// combinations are the rights that one letter may join; every other letter
// exercises one.
var combinations = [][]law.Right{
	{law.Access, law.Restriction},
	{law.ConsentWithdrawal, law.Objection},
	{law.ConsentWithdrawal, law.Erasure},
}

func (a *App) showLetters(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return v.showCase(c, views.Letters{Choices: choicesOf(c, v.today)})
}

// prepareLetters makes a draft of each chosen letter. One that is out of the
// safe order is made only when the person says so.
func (a *App) prepareLetters(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	next, err := a.change(v, func(c *models.Case) (string, error) {
		chosen, errs := chosenLetters(v.form, choicesOf(*c, v.today))
		if len(errs) > 0 {
			return "", wrong(errs)
		}
		var made []string
		for _, rights := range chosen {
			r := newRequest(c, rights, string(v.lang))
			c.Requests = append(c.Requests, r)
			made = append(made, r.ID)
		}
		return v.pathOfMade(*c, made), nil
	})
	var errs wrong
	switch {
	case errors.As(err, &errs):
		page := views.Letters{Form: views.Form{Values: v.form, Errors: errs}, Choices: choicesOf(c, v.today)}
		for i := range page.Choices {
			page.Choices[i].Chosen = slices.Contains(v.form["letter"], page.Choices[i].Value)
		}
		return v.reject(v.frameOf(c), page)
	case errors.Is(err, models.ErrStale):
		return v.stale(c, views.Stale{Back: views.CasePath(v.lang, c.ID, "letters")})
	case err != nil:
		return err
	}
	return v.redirect(next)
}

// pathOfMade leads to the one letter made, or to the hub that lists them.
func (v *visit) pathOfMade(c models.Case, made []string) string {
	if len(made) == 1 {
		return views.RequestPath(v.lang, c.ID, made[0], "letter")
	}
	return done(views.CasePath(v.lang, c.ID), "prepared")
}

// chosenLetters reads the form. It returns what is wrong: nothing chosen, a
// letter that is not offered, the same right in two letters, or one out of
// order without the word that overrides.
func chosenLetters(form interview.Form, choices []views.LetterChoice) ([][]law.Right, []interview.FieldError) {
	fail := func(key string) ([][]law.Right, []interview.FieldError) {
		return nil, []interview.FieldError{{Field: "letter", Key: key}}
	}
	var chosen [][]law.Right
	taken := map[law.Right]bool{}
	for _, value := range form["letter"] {
		i := slices.IndexFunc(choices, func(c views.LetterChoice) bool { return c.Value == value && c.RequestID == "" })
		if i < 0 {
			return fail("error.choices.unknown_option")
		}
		for _, right := range choices[i].Rights {
			if taken[right] {
				return fail("error.letters.twice")
			}
			taken[right] = true
		}
		if len(choices[i].OutOfOrder) > 0 && form.Get("override") == "" {
			return fail("letters.error.order")
		}
		chosen = append(chosen, choices[i].Rights)
	}
	if len(chosen) == 0 {
		return fail("letters.error.none")
	}
	return chosen, nil
}

// newRequest is a draft with what the wishes already say about it; their
// details move into it.
func newRequest(c *models.Case, rights []law.Right, language string) models.Request {
	r := interview.TakeDetails(c, rights)
	r.ID, r.Language = models.NewID(), language
	if slices.Contains(views.PreviewLanguages, c.Language) {
		r.Language = c.Language
	}
	if slices.Contains(rights, law.Objection) {
		r.Objection = "own_situation"
		if len(rights) > 1 || c.Participation != nil && slices.Contains(c.Participation.Wishes, "no_marketing") {
			r.Objection = "marketing"
		}
	}
	return r
}

// choicesOf lists every letter that can be asked for: those the wishes call
// for first, in the safe order, then the other rights, then the combinations.
func choicesOf(c models.Case, today law.Date) []views.LetterChoice {
	effective := interview.Effective(c)
	advised := letters.Recommend(effective)
	every := everyLetter(effective, advised)
	var choices []views.LetterChoice
	for _, r := range every {
		choice := views.LetterChoice{
			Rights:     []law.Right{r.Right},
			OutOfOrder: inSentences(r.Before),
		}
		if slices.ContainsFunc(advised, func(a letters.Recommendation) bool { return a.Right == r.Right }) {
			choice.Advised, choice.Chosen = true, len(r.Before) == 0
			choice.Reason = views.Sentence{Key: r.Reasons[0]}
		} else if len(advised) == 0 && r.Right == law.Access {
			// Whoever does not know what to want yet starts by asking.
			choice.Advised, choice.Chosen = true, len(r.Before) == 0
			choice.Reason = views.Sentence{Key: "letters.reason.undecided"}
		}
		choices = append(choices, choice)
	}
	for _, rights := range combinations {
		if mayCombine(effective, rights, today) {
			choices = append(choices, views.LetterChoice{Rights: rights, OutOfOrder: inSentences(beforeAll(every, rights))})
		}
	}
	for i := range choices {
		choices[i].Value = joinRights(choices[i].Rights, "+")
		if choices[i].Reason.Key == "" {
			choices[i].Reason.Key = "letters.for." + choices[i].Value
		}
		choices[i].RequestID, choices[i].Sent = underWay(effective, choices[i].Rights, today)
		choices[i].Chosen = choices[i].Chosen && choices[i].RequestID == ""
	}
	return choices
}

// everyLetter is the advice, then every other right as if it were wished for,
// so that the safe order is told for each.
func everyLetter(effective models.Case, advised []letters.Recommendation) []letters.Recommendation {
	every := slices.Clone(advised)
	for _, wish := range []string{"know", "freeze", "correct", "move", "no_marketing", "stop_use", "delete"} {
		supposed := effective
		participation := models.Participation{}
		if effective.Participation != nil {
			participation = *effective.Participation
		}
		participation.Wishes = append(slices.Clone(participation.Wishes), wish)
		supposed.Participation = &participation
		for _, r := range letters.Recommend(supposed) {
			if !slices.ContainsFunc(every, func(other letters.Recommendation) bool { return other.Right == r.Right }) {
				every = append(every, r)
			}
		}
	}
	return every
}

// beforeAll is what is safer done before a letter of several rights, without
// what the letter itself does.
func beforeAll(every []letters.Recommendation, rights []law.Right) []letters.Step {
	var before []letters.Step
	for _, r := range every {
		if !slices.Contains(rights, r.Right) {
			continue
		}
		for _, step := range r.Before {
			same := func(other letters.Step) bool { return other.Right == step.Right }
			if !slices.Contains(rights, step.Right) && !slices.ContainsFunc(before, same) {
				before = append(before, step)
			}
		}
	}
	return before
}

func inSentences(steps []letters.Step) []views.Sentence {
	var sentences []views.Sentence
	for _, step := range steps {
		sentences = append(sentences, views.Sentence{Key: step.Key})
	}
	return sentences
}

// mayCombine reports whether rights can go into one letter: none of them has a
// letter yet, or one letter has them all.
func mayCombine(effective models.Case, rights []law.Right, today law.Date) bool {
	if id, _ := underWay(effective, rights, today); id != "" {
		return true
	}
	return !slices.ContainsFunc(rights, func(right law.Right) bool {
		id, _ := underWay(effective, []law.Right{right}, today)
		return id != ""
	})
}

// underWay finds a letter that already exercises these rights: a draft, or one
// that was sent and is not settled. A second one would be a duplicate. Details
// told for a letter are no letter yet.
func underWay(effective models.Case, rights []law.Right, today law.Date) (requestID string, sent bool) {
	for _, r := range slices.Backward(effective.Requests) {
		if interview.OnlyDetails(r) || !covers(r, rights) {
			continue
		}
		switch letters.StateOf(effective, r, today).Status {
		case law.StatusDraft:
			return r.ID, false
		case law.StatusClosed, law.StatusUndelivered, law.StatusReplied:
		default:
			return r.ID, true
		}
	}
	return "", false
}
