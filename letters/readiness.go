package letters

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// Readiness says whether the complaint of an effective case may be filed
// today: what keeps it from being filed, what should be known before, and on
// which grounds it may rest.
func Readiness(c models.Case, today law.Date) law.Readiness {
	return law.Admissible(filingOf(c, today), today)
}

// AuthorityOf returns the authority that the complaint of a case goes to: the
// one chosen, else that of the country of participation. One that we do not
// know has nothing but its ID and its country.
func AuthorityOf(c models.Case) law.Authority {
	id := law.DefaultAuthority(countryOf(c))
	if c.Complaint != nil && c.Complaint.Authority != "" {
		id = law.AuthorityID(c.Complaint.Authority)
	}
	if a, known := law.AuthorityByID(id); known {
		return a
	}
	country, _, _ := strings.Cut(string(id), "-")
	return law.Authority{ID: id, Country: country, Name: string(id), ShortName: string(id)}
}

// ComplaintLang is the language of a case's complaint: French where the
// authority takes French, else English.
func ComplaintLang(c models.Case) lang.Lang {
	if slices.Contains(AuthorityOf(c).Languages, string(lang.FR)) {
		return lang.FR
	}
	return lang.EN
}

// crosses reports whether the controller's lead authority is known and is not
// the one that the complaint goes to.
func crosses(c models.Case) bool {
	to := controllerOf(c, models.Request{})
	return to != nil && to.LeadAuthority != "" && to.LeadAuthority != string(AuthorityOf(c).ID)
}

// leadOf names the lead authority in language l, where there is another one.
func leadOf(c models.Case, l lang.Lang) (name string, ok bool) {
	if !crosses(c) {
		return "", false
	}
	to := controllerOf(c, models.Request{})
	if lead, known := law.AuthorityByID(law.AuthorityID(to.LeadAuthority)); known {
		return lang.T(l, "complaint.lead", "name", lead.Name, "short_name", lead.ShortName, "country", lang.Country(l, lead.Country)), true
	}
	return cmp.Or(oneLine(to.LeadAuthorityName), to.LeadAuthority), true
}

// ComplaintMatterOf is what the rules need to know of a case's complaint
// beside its events.
func ComplaintMatterOf(c models.Case) law.ComplaintMatter {
	return law.ComplaintMatter{
		Authority: AuthorityOf(c).ID, CrossBorder: crosses(c),
		ChildData: ageBand(c).Minor() && asksErasure(c),
	}
}

// ComplaintStateOf says where the complaint of an effective case stands.
func ComplaintStateOf(c models.Case, today law.Date) law.ComplaintState {
	return law.ComplaintStateOf(ComplaintMatterOf(c), ComplaintEventsOf(c), today)
}

// ComplaintEventsOf returns the events of a complaint as the rules read them.
func ComplaintEventsOf(c models.Case) []law.Event {
	if c.Complaint == nil {
		return nil
	}
	events := make([]law.Event, len(c.Complaint.Events))
	for i, e := range c.Complaint.Events {
		events[i] = e.Bare()
	}
	return events
}

func filingOf(c models.Case, today law.Date) law.Filing {
	f := law.Filing{
		Authority: AuthorityOf(c).ID, CrossBorder: crosses(c),
		FactsTold: factsTold(c), Exhibits: len(c.Evidence),
		HasMandate: has(c, "mandate"), MandateEnclosed: has(c, "mandate"), HasConstitution: has(c, "constitution"),
		Supported:    supported(c),
		UnpaidReward: UnpaidReward(c), ImageUsed: imageUsed(c), ClaimsMoney: claimsMoney(c),
		Blanks: blanksLeft(c),
	}
	if to := controllerOf(c, models.Request{}); to != nil {
		f.Controller = oneLine(to.Name) != ""
	}
	readPerson(&f, c.Person)
	if k := c.Complaint; k != nil {
		f.DisclosureAnswered = k.IdentityMayBeDisclosed != nil
		f.DisclosureRefused = f.DisclosureAnswered && !*k.IdentityMayBeDisclosed
		f.Grounds = groundsOf(k.Grounds)
	}
	for _, r := range c.Requests {
		f.Requests = append(f.Requests, askedOf(c, r, today))
	}
	f.Bare = bareGrounds(c, f.Requests)
	return f
}

func readPerson(f *law.Filing, p *models.Person) {
	if p == nil {
		return
	}
	f.Named, f.BornOn = oneLine(p.Name) != "", p.BirthDate
	f.Reachable = p.Address != nil || p.Email != "" || p.Phone != ""
	if by := p.RepresentedBy; by != nil {
		f.ActsFor = law.Capacity(by.Capacity)
		f.HasMandate = f.HasMandate || !by.MandateOn.IsZero()
		f.Reachable = f.Reachable || by.Address != nil || by.Email != ""
	}
}

// groundsOf keeps the difference between grounds never chosen and none.
func groundsOf(words []string) []law.Ground {
	if words == nil {
		return nil
	}
	grounds := make([]law.Ground, len(words))
	for i, word := range words {
		grounds[i] = law.Ground(word)
	}
	return grounds
}

// factsTold: a story, or a joining day with what was given.
func factsTold(c models.Case) bool {
	p := c.Participation
	if p == nil {
		return false
	}
	return paragraphs(p.Story) != "" || !p.JoinedOn.IsZero() && (len(p.DataGiven) > 0 || phrase(p.DataGivenOther) != "")
}

func has(c models.Case, kind string) bool {
	return slices.ContainsFunc(c.Evidence, func(e models.Evidence) bool { return e.Kind == kind })
}

// askedOf reads a request with what the exhibits prove of it.
func askedOf(c models.Case, r models.Request, today law.Date) law.Asked {
	asked := law.AskedOf(r.ID, MatterOf(c, r), EventsOf(r), today)
	asked.Gaps = len(r.Missing) > 0
	asked.ArrivalSeen = proves(c, r, law.Received, "proof_of_receipt") || heardFrom(asked.State)
	asked.ReplyUnseen = replyUnseen(c, r, asked.State)
	asked.SentProof = asked.ArrivalSeen || proves(c, r, law.Sent, "proof_of_sending")
	return asked
}

// replyUnseen reports whether an answer is noted that no exhibit shows.
func replyUnseen(c models.Case, r models.Request, s law.State) bool {
	return slices.ContainsFunc(s.History, func(e law.Entry) bool {
		return e.Stands() && isReply(e.Kind) && !slices.ContainsFunc(evidenceOf(r, e.Event), func(id string) bool {
			return slices.ContainsFunc(c.Evidence, func(x models.Evidence) bool { return x.ID == id })
		})
	})
}

// proves reports whether an exhibit proves that an event happened: one named
// by it, or one of that kind named by any event of the request.
func proves(c models.Case, r models.Request, event law.EventKind, kind string) bool {
	for _, e := range r.Events {
		for _, id := range e.Evidence {
			i := slices.IndexFunc(c.Evidence, func(x models.Evidence) bool { return x.ID == id })
			if i >= 0 && (e.Kind == event || c.Evidence[i].Kind == kind) {
				return true
			}
		}
	}
	return false
}

// heardFrom reports whether the controller showed that it has the request.
func heardFrom(s law.State) bool {
	signs := []law.EventKind{
		law.Acknowledged, law.IdentityAsked, law.ClarificationAsked, law.FeeAsked, law.Extended,
		law.NoDataHeld, law.PartialReply, law.Refused, law.Answered, law.Redirected,
	}
	return slices.ContainsFunc(s.History, func(e law.Entry) bool { return e.Stands() && slices.Contains(signs, e.Kind) })
}

// supported returns the grounds that need no request and that the answers
// support by themselves. What is a matter of appreciation is left to the
// person.
func supported(c models.Case) []law.Ground {
	p := c.Participation
	if p == nil {
		return nil
	}
	var grounds []law.Ground
	if p.TermsSeen == "none" {
		grounds = append(grounds, law.GroundConsent, law.GroundNoInformation)
	}
	if _, clause, ok := clauseOf(c); ok && clause != nil && p.TermsSeen == "original" {
		grounds = append(grounds, law.GroundConsent, law.GroundWithdrawal, law.GroundPurpose, law.GroundStorage)
	}
	if len(p.PublicationsSeen) > 0 {
		grounds = append(grounds, law.GroundPublication)
	}
	if band := ageBand(c); band == law.Under15 || band == law.Under18 && asksErasure(c) {
		grounds = append(grounds, law.GroundMinor)
	}
	return grounds
}

// bareGrounds returns the grounds without a request for which the answers hold no
// fact. Of grounds that the person wrote out in their own words, none is.
func bareGrounds(c models.Case, requests []law.Asked) []law.Ground {
	if k := c.Complaint; k != nil && k.Sections[string(SectionGrounds)] != "" {
		return nil
	}
	var grounds []law.Ground
	for _, g := range law.Grounds {
		if !g.NeedsRequest() && !factFor(g, c, requests) {
			grounds = append(grounds, g)
		}
	}
	return grounds
}

// factFor reports whether the answers hold a fact for a ground without a
// request: what groundSections would say of it beside its name, or a point that
// an answer left out.
func factFor(g law.Ground, c models.Case, requests []law.Asked) bool {
	p := took(c)
	terms := quotesClause(c) || termsRecorded(c)
	sent := func(right law.Right) bool {
		return slices.ContainsFunc(requests, func(r law.Asked) bool { return slices.Contains(r.Rights, right) && !r.State.SentOn.IsZero() })
	}
	leftOut := func(code string) bool {
		return slices.ContainsFunc(c.Requests, func(r models.Request) bool { return slices.Contains(r.Missing, code) })
	}
	switch g {
	case law.GroundConsent:
		promised := slices.ContainsFunc(p.Rewards, func(r models.Reward) bool { return r.Promised != "" })
		return terms || p.TermsSeen == "none" || promised || leftOut("proof_of_consent")
	case law.GroundWithdrawal:
		return terms || sent(law.ConsentWithdrawal)
	case law.GroundNoInformation:
		return p.TermsSeen == "none"
	case law.GroundPurpose:
		return terms || leftOut("purposes")
	case law.GroundStorage:
		return terms || leftOut("retention")
	case law.GroundMinimisation:
		return len(p.DataGiven) > 0 || phrase(p.DataGivenOther) != ""
	case law.GroundSpecialData:
		return slices.Contains(p.DataGiven, "opinions") || slices.Contains(p.DataGiven, "statements")
	case law.GroundPublication:
		return len(p.PublicationsSeen) > 0
	case law.GroundTransfer:
		return leftOut("transfer_safeguards")
	case law.GroundMarketing:
		return sent(law.Objection)
	case law.GroundMinor:
		return ageBand(c).Minor()
	}
	return false
}

// quotesClause reports whether the complaint quotes the clause of a known
// offer.
func quotesClause(c models.Case) bool {
	_, clause, _ := clauseOf(c)
	return clause != nil && took(c).TermsSeen != "amended" && !termsRecorded(c)
}

// termsRecorded reports whether the person copied the terms out.
func termsRecorded(c models.Case) bool { return c.Offer != nil && paragraphs(c.Offer.Terms) != "" }

func ageBand(c models.Case) law.AgeBand {
	if c.Participation == nil {
		return ""
	}
	return law.AgeBand(c.Participation.AgeBand)
}

func asksErasure(c models.Case) bool {
	return slices.ContainsFunc(c.Requests, func(r models.Request) bool { return slices.Contains(r.Rights, law.Erasure) })
}

// clauseOf returns the version of a known offer's terms that the person's
// answers point at, and its clause when its text was found: the one they saw,
// else the one of the day they joined, else the original.
func clauseOf(c models.Case) (terms interview.Terms, clause *interview.Clause, ok bool) {
	preset, ok := interview.PresetOf(c)
	if !ok {
		return terms, nil, false
	}
	if terms, ok = preset.TermsVersion(took(c).TermsSeen); !ok {
		if terms, ok = termsOfDay(c); !ok {
			terms, ok = preset.TermsVersion("original")
		}
	}
	return terms, terms.Clause, ok
}

// termsOfDay returns the version of a known offer's terms that is known to have
// applied on the day, or all through the month, in which the person joined.
func termsOfDay(c models.Case) (terms interview.Terms, ok bool) {
	preset, known := interview.PresetOf(c)
	if !known {
		return terms, false
	}
	p := took(c)
	to := p.JoinedOn
	if p.JoinedOnPrecision == "month" {
		to = law.On(to.Year, to.Month+1, 1).AddDays(-1)
	}
	return preset.TermsOn(p.Country, p.JoinedOn, to)
}

// UnpaidReward reports whether less was received than was promised: a matter
// for the consumer road. A reward of which nothing was said is not unpaid.
func UnpaidReward(c models.Case) bool {
	return len(unpaid(c)) > 0
}

func unpaid(c models.Case) []models.Reward {
	if c.Participation == nil {
		return nil
	}
	var rewards []models.Reward
	for _, r := range c.Participation.Rewards {
		promised, ok := new(big.Rat).SetString(r.Promised)
		received, told := new(big.Rat).SetString(r.Received)
		if ok && told && received.Cmp(promised) < 0 {
			rewards = append(rewards, r)
		}
	}
	return rewards
}

// imageUsed reports whether a photo, a likeness or a voice is at stake.
func imageUsed(c models.Case) bool {
	p := c.Participation
	return p != nil && slices.ContainsFunc([]string{"photo", "likeness", "voice"}, func(kind string) bool {
		return slices.Contains(p.DataGiven, kind)
	})
}

// claimsMoney reports whether the person's own words ask for damages, in
// either language.
func claimsMoney(c models.Case) bool {
	if c.Complaint == nil {
		return false
	}
	asks := strings.ToLower(c.Complaint.Asks + " " + c.Complaint.Sections[string(SectionAsks)])
	return slices.ContainsFunc(lang.Langs, func(l lang.Lang) bool {
		return slices.ContainsFunc(strings.Split(lang.T(l, "complaint.damages_words"), ", "), func(word string) bool {
			return strings.Contains(asks, word)
		})
	})
}

// blanksLeft reports whether a section that the person rewrote still holds a
// blank to fill in.
func blanksLeft(c models.Case) bool {
	if c.Complaint == nil {
		return false
	}
	for _, text := range c.Complaint.Sections {
		if strings.Contains(text, "……") {
			return true
		}
	}
	return strings.Contains(c.Complaint.Asks+c.Complaint.OtherProceedings, "……")
}

// took is how the person took part; a zero one when nothing was told.
func took(c models.Case) models.Participation {
	if c.Participation == nil {
		return models.Participation{}
	}
	return *c.Participation
}
