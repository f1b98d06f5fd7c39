package handlers

import (
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) caseRoutes() {
	a.on(get, "/cases", a.showCases)
	a.on(get, "/cases/:case", a.showHub)
	a.on(get, "/cases/:case/check", a.showCheck)
	a.on(get, "/cases/:case/erase", a.showEraseCase)
	a.on(post, "/cases/:case/erase", a.eraseCase)
}

func (a *App) showCases(v *visit) error {
	cases, err := a.Store.Cases(v.ctx, v.account())
	if err != nil {
		return err
	}
	page := views.Cases{}
	for _, c := range cases {
		purgeOn, err := a.Store.PurgeOn(v.ctx, c, v.today)
		if err != nil {
			return err
		}
		row := views.CaseRow{
			ID: c.ID, Offer: offerTitle(v.lang, c), Person: personName(c),
			UpdatedOn: law.DateOf(c.UpdatedAt.In(v.now.Location())), NextDueOn: c.NextDueOn,
			PurgeOn: purgeOn, Next: v.hubOf(c).next().Text,
		}
		switch {
		case c.Closed != nil:
			row.Badge = views.Badge{Kind: views.Over}
		case !c.NextDueOn.IsZero():
			row.Badge = views.DueBadge(c.NextDueOn, v.today)
		}
		page.Cases = append(page.Cases, row)
	}
	return v.show(page)
}

func (a *App) showCheck(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return v.showCase(c, views.CheckOf(v.lang, c))
}

func (a *App) showEraseCase(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return v.showCase(c, views.Erase{Offer: offerTitle(v.lang, c)})
}

// eraseCase erases one dossier, at once and for good.
func (a *App) eraseCase(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	if !sure(v.form) {
		return v.reject(v.frameOf(c), views.Erase{Offer: offerTitle(v.lang, c), Form: unsure(v.form)})
	}
	if err := a.erased(a.Store.EraseCase(v.ctx, v.account(), c.ID)); err != nil {
		return err
	}
	return v.redirect(done(views.CasesPath(v.lang), "case_erased"))
}

// offerTitle is what the person called the offer, else its preset's title in
// the language of the page.
func offerTitle(l lang.Lang, c models.Case) string {
	if c.Offer != nil && c.Offer.Title != "" {
		return c.Offer.Title
	}
	if preset, ok := interview.PresetOf(c); ok {
		return lang.Typography(l, preset.Title.In(string(l)))
	}
	return ""
}

func personName(c models.Case) string {
	if c.Person == nil {
		return ""
	}
	return c.Person.Name
}
