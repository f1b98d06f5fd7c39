package interview

import (
	"slices"
	"strconv"

	"contreoffre/law"
	"contreoffre/models"
)

// The options of closed questions, in the order in which they are shown: the
// words of the portable dossier.
var (
	accountLanguages = []string{"fr", "en", "ar", "de", "es", "it", "nl", "pl", "pt", "ro", "tr"}
	waysIn           = []string{"sponsor_link", "qr_code", "sponsor_code", "app", "advertisement", "other"}
	termsSeen        = []string{"original", "amended", "none"}
	dataGiven        = []string{"username", "profile_picture", "name", "photo", "likeness", "voice", "opinions", "statements",
		"biography", "hometown", "state", "paypal_account", "contacts", "purchases", "location", "device", "biometric",
		"browsing", "identity_document", "other"}
	rewardKinds     = []string{"cash", "coupon", "credit", "other"}
	identifierKinds = []string{"email", "username", "phone", "account_id", "sponsor_code", "other"}
)

// unknownWord is how the facts say "I don't know" for a closed question.
const unknownWord = "unknown"

var participationPages = []Page{
	ask(question{
		Page: Page{
			ID: "country", Group: "participation",
			Fields: []Field{
				{Name: "country", Kind: CountryOf},
				{Name: "account_language", Kind: Choice, Options: accountLanguages, Optional: true},
			},
			Answered: func(c models.Case) bool { return participationOf(c).Country != "" },
		},
		fill: func(c models.Case, w writer) {
			w.set("country", participationOf(c).Country)
			w.set("account_language", participationOf(c).AccountLanguage)
		},
		read: func(r *reader, c *models.Case) {
			p, asked := participation(c), asksController(*c)
			p.Country = r.country("country")
			if asked && !asksController(*c) {
				c.Offer.Controller = nil // it was typed for the country of before
			}
			if chosen := r.choice("account_language"); chosen != "" || slices.Contains(accountLanguages, p.AccountLanguage) {
				p.AccountLanguage = chosen // a language that the page does not list came from a file, and stays
			}
		},
		clear: func(c *models.Case) {
			p := participation(c)
			p.Country, p.AccountLanguage = "", ""
		},
	}),
	controllerPage,
	ask(question{
		Page: Page{
			ID: "joined", Group: "participation", Unsure: true,
			Fields: []Field{
				{Name: "joined_on", Kind: DayOrMonth},
				{Name: "joined_time", Kind: Line, Rule: TimeRule, Optional: true, MaxLength: 8},
			},
			Answered: func(c models.Case) bool { return !participationOf(c).JoinedOn.IsZero() },
		},
		fill: func(c models.Case, w writer) {
			p := participationOf(c)
			w.day("joined_on", p.JoinedOn, p.JoinedOnPrecision == monthPrecision)
			w.set("joined_time", p.JoinedTime)
		},
		read: func(r *reader, c *models.Case) {
			p := participation(c)
			on, monthOnly := r.dayOrMonth("joined_on")
			p.JoinedOn, p.JoinedOnPrecision = on, ""
			if monthOnly {
				p.JoinedOnPrecision = monthPrecision
			}
			p.JoinedTime = r.line("joined_time")
		},
		clear: func(c *models.Case) {
			p := participation(c)
			p.JoinedOn, p.JoinedOnPrecision, p.JoinedTime = law.Date{}, "", ""
		},
	}),
	ask(question{
		Page: Page{
			ID: "way_in", Group: "participation", Unsure: true,
			Fields:   []Field{{Name: "channel", Kind: Choice, Options: waysIn}},
			Answered: func(c models.Case) bool { return participationOf(c).Channel != "" },
		},
		fill:   func(c models.Case, w writer) { w.set("channel", known(participationOf(c).Channel)) },
		read:   func(r *reader, c *models.Case) { participation(c).Channel = r.choice("channel") },
		clear:  func(c *models.Case) { participation(c).Channel = "" },
		unsure: func(c *models.Case) { participation(c).Channel = unknownWord },
	}),
	ask(question{
		Page: Page{
			ID: "sponsor", Group: "participation", Unsure: true, Optional: true,
			Fields: []Field{{Name: "invited_by", Kind: Line, Optional: true, MaxLength: lineLimit}},
			When: func(c models.Case) bool {
				return slices.Contains([]string{"sponsor_link", "qr_code", "sponsor_code"}, participationOf(c).Channel)
			},
			Answered: func(c models.Case) bool { return participationOf(c).InvitedBy != "" },
		},
		fill:  func(c models.Case, w writer) { w.set("invited_by", participationOf(c).InvitedBy) },
		read:  func(r *reader, c *models.Case) { participation(c).InvitedBy = r.line("invited_by") },
		clear: func(c *models.Case) { participation(c).InvitedBy = "" },
	}),
	ask(question{
		Page: Page{
			ID: "terms_seen", Group: "participation", Unsure: true,
			Fields:   []Field{{Name: "terms_seen", Kind: Choice, Options: termsSeen}},
			Answered: func(c models.Case) bool { return participationOf(c).TermsSeen != "" },
		},
		fill:   func(c models.Case, w writer) { w.set("terms_seen", known(participationOf(c).TermsSeen)) },
		read:   func(r *reader, c *models.Case) { participation(c).TermsSeen = r.choice("terms_seen") },
		clear:  func(c *models.Case) { participation(c).TermsSeen = "" },
		unsure: func(c *models.Case) { participation(c).TermsSeen = unknownWord },
	}),
	ask(question{
		Page: Page{
			ID: "terms", Group: "participation", Unsure: true, Optional: true,
			Fields: []Field{
				{Name: "terms_version", Kind: Line, Optional: true, MaxLength: lineLimit},
				{Name: "terms", Kind: LongText, Optional: true, MaxLength: longTextLimit},
			},
			When:     func(c models.Case) bool { return participationOf(c).TermsSeen != "none" },
			Answered: func(c models.Case) bool { return offerOf(c).Terms != "" || participationOf(c).TermsVersion != "" },
		},
		fill: func(c models.Case, w writer) {
			w.set("terms_version", participationOf(c).TermsVersion)
			w.set("terms", offerOf(c).Terms)
		},
		read: func(r *reader, c *models.Case) {
			participation(c).TermsVersion = r.line("terms_version")
			offer(c).Terms = r.text("terms")
		},
		clear: func(c *models.Case) {
			participation(c).TermsVersion = ""
			if c.Offer != nil {
				c.Offer.Terms = ""
			}
		},
	}),
	ask(question{
		Page: Page{
			ID: "data_given", Group: "participation", Unsure: true,
			Fields: []Field{
				{Name: "data_given", Kind: Choices, Options: dataGiven},
				{Name: "data_given_other", Kind: LongText, Optional: true, MaxLength: textLimit},
			},
			Answered: func(c models.Case) bool { return participationOf(c).DataGiven != nil },
		},
		fill: func(c models.Case, w writer) {
			w.set("data_given", participationOf(c).DataGiven...)
			w.set("data_given_other", participationOf(c).DataGivenOther)
		},
		read: func(r *reader, c *models.Case) {
			p := participation(c)
			p.DataGiven, p.DataGivenOther = r.choices("data_given"), r.text("data_given_other")
			if p.DataGivenOther == "" && slices.Contains(p.DataGiven, "other") {
				r.fail("data_given_other", "error.long_text.required")
			}
		},
		clear: func(c *models.Case) {
			p := participation(c)
			p.DataGiven, p.DataGivenOther = nil, ""
		},
	}),
	ask(rewardsQuestion),
	ask(question{
		Page: Page{
			ID: "invitations", Group: "participation", Unsure: true,
			Fields:   []Field{{Name: "invited_count", Kind: Number, MaxLength: 10_000}},
			Answered: func(c models.Case) bool { return participationOf(c).InvitedCount != nil },
		},
		fill: func(c models.Case, w writer) {
			if n := participationOf(c).InvitedCount; n != nil {
				w.set("invited_count", strconv.Itoa(*n))
			}
		},
		read:  func(r *reader, c *models.Case) { participation(c).InvitedCount = r.number("invited_count") },
		clear: func(c *models.Case) { participation(c).InvitedCount = nil },
	}),
	ask(question{
		Page: Page{
			ID: "account", Group: "participation", Unsure: true,
			Fields:   []Field{{Name: "account_still_open", Kind: Choice, Options: []string{"yes", "no"}}},
			Answered: func(c models.Case) bool { return participationOf(c).AccountStillOpen != models.Unanswered },
		},
		fill: func(c models.Case, w writer) {
			switch participationOf(c).AccountStillOpen {
			case models.Yes:
				w.set("account_still_open", "yes")
			case models.No:
				w.set("account_still_open", "no")
			}
		},
		read: func(r *reader, c *models.Case) {
			p := participation(c)
			if p.AccountStillOpen = models.No; r.choice("account_still_open") == "yes" {
				p.AccountStillOpen = models.Yes
			}
		},
		clear:  func(c *models.Case) { participation(c).AccountStillOpen = models.Unanswered },
		unsure: func(c *models.Case) { participation(c).AccountStillOpen = models.Unknown },
	}),
	ask(question{
		Page: Page{
			ID: "account_identifiers", Group: "participation", Unsure: true,
			Fields: []Field{{Name: "account_identifiers", Kind: List, MaxLength: rowLimit, Optional: true, Fields: []Field{
				{Name: "kind", Kind: Choice, Options: identifierKinds},
				{Name: "value", Kind: Line, MaxLength: lineLimit},
			}}},
			Answered: func(c models.Case) bool { return personOf(c).AccountIdentifiers != nil },
		},
		fill: func(c models.Case, w writer) {
			for n, id := range personOf(c).AccountIdentifiers {
				row := w.row("account_identifiers", n)
				row.set("kind", id.Kind)
				row.set("value", id.Value)
			}
		},
		read: func(r *reader, c *models.Case) {
			ids := []models.AccountIdentifier{}
			r.rows("account_identifiers", func(row *reader) {
				ids = append(ids, models.AccountIdentifier{Kind: row.choice("kind"), Value: row.line("value")})
			})
			person(c).AccountIdentifiers = ids
		},
		clear: func(c *models.Case) { person(c).AccountIdentifiers = nil },
	}),
	ask(question{
		Page: Page{
			ID: "publications", Group: "participation", Unsure: true,
			Fields: []Field{{Name: "publications_seen", Kind: List, MaxLength: rowLimit, Optional: true, Fields: []Field{
				{Name: "where", Kind: LongText, MaxLength: textLimit},
				{Name: "seen_on", Kind: Day, Optional: true},
			}}},
			Answered: func(c models.Case) bool { return participationOf(c).PublicationsSeen != nil },
		},
		fill: func(c models.Case, w writer) {
			for n, seen := range participationOf(c).PublicationsSeen {
				row := w.row("publications_seen", n)
				row.set("where", seen.Where)
				row.day("seen_on", seen.SeenOn, false)
			}
		},
		read: func(r *reader, c *models.Case) {
			seen := []models.Publication{}
			r.rows("publications_seen", func(row *reader) {
				seen = append(seen, models.Publication{Where: row.text("where"), SeenOn: row.day("seen_on")})
			})
			participation(c).PublicationsSeen = seen
		},
		clear: func(c *models.Case) { participation(c).PublicationsSeen = nil },
	}),
	ask(question{
		Page: Page{
			ID: "story", Group: "participation", Optional: true,
			Fields:   []Field{{Name: "story", Kind: LongText, Optional: true, MaxLength: textLimit}},
			Answered: func(c models.Case) bool { return participationOf(c).Story != "" },
		},
		fill:  func(c models.Case, w writer) { w.set("story", participationOf(c).Story) },
		read:  func(r *reader, c *models.Case) { participation(c).Story = r.text("story") },
		clear: func(c *models.Case) { participation(c).Story = "" },
	}),
	ask(earlierQuestion),
}

// monthPrecision says that only the month of a day is known.
const monthPrecision = "month"

// known is a closed answer, without the one that is a button of its own.
func known(answer string) string {
	if answer == unknownWord {
		return ""
	}
	return answer
}

var rewardsQuestion = question{
	Page: Page{
		ID: "rewards", Group: "participation", Unsure: true,
		Fields: []Field{{Name: "rewards", Kind: List, MaxLength: rowLimit, Optional: true, Fields: []Field{
			{Name: "kind", Kind: Choice, Options: rewardKinds},
			{Name: "promised", Kind: Line, Rule: AmountRule, Optional: true, MaxLength: 16},
			{Name: "received", Kind: Line, Rule: AmountRule, Optional: true, MaxLength: 16},
			{Name: "currency", Kind: Line, Rule: CurrencyRule, Optional: true, MaxLength: 3},
			{Name: "received_on", Kind: Day, Optional: true},
			{Name: "note", Kind: Line, Optional: true, MaxLength: lineLimit},
		}}},
		Answered: func(c models.Case) bool { return participationOf(c).Rewards != nil },
	},
	fill: func(c models.Case, w writer) {
		rewards := participationOf(c).Rewards
		if rewards == nil && !isUnknown(c, "rewards") {
			rewards = suggestedRewards(c)
		}
		for n, reward := range rewards {
			row := w.row("rewards", n)
			row.set("kind", reward.Kind)
			row.set("promised", reward.Promised)
			row.set("received", reward.Received)
			row.set("currency", reward.Currency)
			row.day("received_on", reward.ReceivedOn, false)
			row.set("note", reward.Note)
		}
	},
	read: func(r *reader, c *models.Case) {
		rewards := []models.Reward{}
		r.rows("rewards", func(row *reader) {
			reward := models.Reward{
				Kind:       row.choice("kind"),
				Promised:   row.line("promised"),
				Received:   row.line("received"),
				Currency:   row.line("currency"),
				ReceivedOn: row.day("received_on"),
				Note:       row.line("note"),
			}
			if reward.Currency == "" && reward.Promised+reward.Received != "" {
				row.fail("currency", "error.line.required")
			}
			rewards = append(rewards, reward)
		})
		participation(c).Rewards = rewards
	},
	clear:    func(c *models.Case) { participation(c).Rewards = nil },
	suggests: func(c models.Case) bool { return len(suggestedRewards(c)) > 0 },
	unread: func(before, answered models.Case) bool {
		return slices.ContainsFunc(suggestedRewards(before), func(s models.Reward) bool {
			return slices.Contains(participationOf(answered).Rewards, s)
		})
	},
}

// suggestedRewards is what the preset says was promised in the person's
// country, for them to correct.
func suggestedRewards(c models.Case) []models.Reward {
	preset, ok := PresetOf(c)
	if !ok {
		return nil
	}
	var rewards []models.Reward
	for _, s := range preset.Rewards {
		if s.Country == participationOf(c).Country {
			rewards = append(rewards, models.Reward{Kind: s.Kind, Promised: s.Promised, Currency: s.Currency})
		}
	}
	return rewards
}
