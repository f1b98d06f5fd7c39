package handlers

import (
	"contreoffre/interview"
	"contreoffre/views"
)

func (a *App) publicRoutes() {
	a.on(get, "", a.showHome)
	for _, file := range views.ProsePages {
		a.on(get, "/"+file, showProse(file))
	}
	a.on(get, "/legal", a.showLegal)
	a.on(get, "/offers", a.showOffers)
	a.on(get, "/offers/:offer", a.showOffer)
	a.on(get, "/deadline", a.showDeadline)
}

func (a *App) showHome(v *visit) error { return v.show(views.Home{}) }

func showProse(file string) handler {
	return func(v *visit) error { return v.show(views.Prose{File: file}) }
}

func (a *App) showLegal(v *visit) error { return v.show(views.Legal{Operator: a.Operator}) }

func (a *App) showOffers(v *visit) error {
	return v.show(views.Offers{Presets: interview.Presets()})
}

func (a *App) showOffer(v *visit) error {
	preset, ok := interview.PresetBySlug(v.Params("offer"))
	if !ok {
		return missing
	}
	return v.show(views.Offer{Preset: preset})
}
