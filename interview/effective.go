package interview

import (
	"cmp"
	"reflect"

	"contreoffre/models"
)

// Effective returns the case as letters may see it: a copy in which answers
// to questions that no longer apply are gone, and in which a preset's title
// and controller stand wherever the person gave none. The case itself is not
// touched, so an answer comes back when its question does.
func Effective(c models.Case) models.Case {
	effective := copyCase(c)
	// In order: an answer that goes may take a later question with it.
	for _, p := range Pages {
		if !p.Applies(effective) {
			p.Clear(&effective)
		}
	}
	if preset, ok := PresetOf(effective); ok {
		fillOffer(&effective, preset)
	}
	return effective
}

func fillOffer(c *models.Case, preset Preset) {
	o := offer(c)
	o.Title = cmp.Or(o.Title, preset.Title.In(cmp.Or(c.Language, "fr")))
	p := participationOf(*c)
	if _, org, ok := preset.ControllerFor(p.Country, p.JoinedOn); ok {
		o.Controller = withDefaults(o.Controller, org.Controller)
	}
}

// withDefaults fills what an override leaves open. An override that names
// another company is taken as it is: the preset's address is not theirs.
func withDefaults(override *models.Controller, preset models.Controller) *models.Controller {
	filled := copyValue(reflect.ValueOf(preset)).Interface().(models.Controller)
	if override == nil {
		return &filled
	}
	if override.Name != "" && override.Name != preset.Name {
		return override
	}
	filled.TradeName = cmp.Or(override.TradeName, filled.TradeName)
	if override.Address != nil {
		filled.Address = override.Address
		filled.AlsaceMoselle = override.AlsaceMoselle
	}
	filled.Email = cmp.Or(override.Email, filled.Email)
	filled.WebForm = cmp.Or(override.WebForm, filled.WebForm)
	filled.DPOForm = cmp.Or(override.DPOForm, filled.DPOForm)
	filled.LeadAuthority = cmp.Or(override.LeadAuthority, filled.LeadAuthority)
	filled.LeadAuthorityName = cmp.Or(override.LeadAuthorityName, filled.LeadAuthorityName)
	return &filled
}
