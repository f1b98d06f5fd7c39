package handlers

import (
	"contreoffre/views"
)

func (a *App) publicRoutes() {
	a.on(get, "", a.showHome)
	for _, file := range views.ProsePages {
		a.on(get, "/"+file, showProse(file))
	}
	a.on(get, "/legal", a.showLegal)
}

func (a *App) showHome(v *visit) error { return v.show(views.Home{}) }

func showProse(file string) handler {
	return func(v *visit) error { return v.show(views.Prose{File: file}) }
}

func (a *App) showLegal(v *visit) error { return v.show(views.Legal{Operator: a.Operator}) }
