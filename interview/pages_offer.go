package interview

import (
	"contreoffre/models"
)

// otherOffer is the choice of an offer that no preset describes.
const otherOffer = "other"

func offerOptions() []string {
	var options []string
	for _, p := range Presets() {
		options = append(options, p.Slug)
	}
	return append(options, otherOffer)
}

// isDescribed reports that the person describes the offer by hand.
func isDescribed(c models.Case) bool { return offerOf(c).Preset == "" && offerOf(c).Title != "" }

var offerPages = []Page{
	ask(question{
		Page: Page{
			ID: "offer", Group: "offer",
			Fields: []Field{
				{Name: "offer", Kind: Choice, Options: offerOptions()},
				{Name: "offer_title", Kind: Line, Optional: true, MaxLength: lineLimit},
			},
			Answered: func(c models.Case) bool { return offerOf(c).Preset != "" || isDescribed(c) },
		},
		fill: func(c models.Case, w writer) {
			switch o := offerOf(c); {
			case o.Preset != "":
				w.set("offer", o.Preset)
			case o.Title != "":
				w.set("offer", otherOffer)
				w.set("offer_title", o.Title)
			}
		},
		read: func(r *reader, c *models.Case) {
			chosen, title := r.choice("offer"), r.line("offer_title")
			if chosen == otherOffer {
				if title == "" {
					r.fail("offer_title", "error.line.required")
				}
				chosen = ""
			} else {
				title = ""
			}
			o := offer(c)
			if chosen != o.Preset {
				// A company typed for one offer is not the other's.
				o.Controller = nil
				o.Title = ""
			}
			o.Preset = chosen
			if chosen == "" {
				o.Title = title
			}
		},
		clear: func(c *models.Case) { c.Offer = nil },
	}),
}

// asksController reports that only the person can say whom to write to: the
// offer is their own, or a preset that is not known here or says nothing about
// their country.
func asksController(c models.Case) bool {
	preset, ok := PresetOf(c)
	if !ok {
		return isDescribed(c) || offerOf(c).Preset != ""
	}
	p := participationOf(c)
	_, _, known := preset.ControllerFor(p.Country, p.JoinedOn)
	return !known
}

// controllerPage asks whom to write to. It follows the country, for a preset
// may know the controller in one country and not in another.
var controllerPage = ask(question{
	Page: Page{
		ID: "controller", Group: "participation", Unsure: true,
		Fields: []Field{
			{Name: "controller_name", Kind: Line, MaxLength: lineLimit},
			{Name: "controller_address", Kind: PostalAddr, Optional: true},
			{Name: "controller_email", Kind: EmailLine, Optional: true, MaxLength: emailLimit},
			{Name: "controller_form", Kind: Line, Rule: LinkRule, Optional: true, MaxLength: linkLimit},
			{Name: "controller_dpo_form", Kind: Line, Rule: LinkRule, Optional: true, MaxLength: linkLimit},
		},
		When:     asksController,
		Answered: func(c models.Case) bool { return controllerOf(c).Name != "" },
	},
	fill: func(c models.Case, w writer) {
		o := controllerOf(c)
		w.set("controller_name", o.Name)
		w.address("controller_address", o.Address)
		w.set("controller_email", o.Email)
		w.set("controller_form", o.WebForm)
		w.set("controller_dpo_form", o.DPOForm)
	},
	read: func(r *reader, c *models.Case) {
		o := controllerOf(*c) // what a file said besides stays
		o.Name = r.line("controller_name")
		o.Address = r.address("controller_address")
		o.Email = r.email("controller_email")
		o.WebForm = r.line("controller_form")
		o.DPOForm = r.line("controller_dpo_form")
		offer(c).Controller = &o
	},
	// Where the page is not asked, a controller is an override that a file
	// gave, and stays.
	clear: func(c *models.Case) {
		if asksController(*c) {
			c.Offer.Controller = nil
		}
	},
})
