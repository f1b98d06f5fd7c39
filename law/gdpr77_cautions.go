package law

import "slices"

// warn gathers what should be known before filing.
func (a *Readiness) warn(s Filing, today Date) {
	if s.HasMandate && !s.MandateEnclosed && s.ActsFor != Self {
		a.caution(MandateNotEnclosed)
	}
	if s.Exhibits == 0 {
		a.caution(NoExhibit)
	}
	a.warnOfProofs(s)
	for _, g := range a.Grounds() {
		if slices.Contains(s.Bare, g) {
			a.Cautions = append(a.Cautions, Cautioned{Caution: GroundWithoutFact, Ground: g})
		}
	}
	switch {
	case !s.DisclosureAnswered:
		a.caution(DisclosureOpen)
	case s.DisclosureRefused:
		a.caution(DisclosureRefused)
	}
	for _, w := range []struct {
		holds   bool
		caution Caution
	}{{s.UnpaidReward, RewardNotHeard}, {s.ImageUsed, ImageNotHeard}, {s.ClaimsMoney, DamagesNotHeard}} {
		if w.holds {
			a.caution(w.caution)
		}
	}
	a.warnMinor(s, today)
	a.warnICO(s, today)
}

func (a *Readiness) caution(c Caution) { a.Cautions = append(a.Cautions, Cautioned{Caution: c}) }

// warnOfProofs names each request on which the complaint rests and that nobody
// could prove sent, or received, or whose answer nobody can read.
func (a *Readiness) warnOfProofs(s Filing) {
	for _, r := range s.Requests {
		if !a.restsOn(r.ID) {
			continue
		}
		if !r.SentProof {
			a.Cautions = append(a.Cautions, Cautioned{Caution: NoProofOfSending, Request: r.ID})
		}
		if !r.ArrivalSeen {
			a.Cautions = append(a.Cautions, Cautioned{Caution: NoProofOfReceipt, Request: r.ID})
		}
		if r.ReplyUnseen {
			a.Cautions = append(a.Cautions, Cautioned{Caution: ReplyNotEnclosed, Request: r.ID})
		}
	}
}

func (a *Readiness) restsOn(request string) bool {
	return slices.ContainsFunc(a.Ripe, func(r Ripe) bool { return slices.Contains(r.Requests, request) })
}

// warnMinor: a complaint for a minor is brought by a holder of parental
// responsibility; a minor may have their data erased alone (loi 78-17, article
// 51; loi of 19 October 2020).
func (a *Readiness) warnMinor(s Filing, today Date) {
	on := majority(s.BornOn)
	if s.ActsFor != Self || on.IsZero() || !today.Before(on) {
		return
	}
	if a.onlyErasure(s) {
		a.caution(MinorErasureAlone)
	} else {
		a.caution(MinorAlone)
	}
}

// onlyErasure reports whether every ground is about requests for erasure and
// nothing else, or about the person's being a minor.
func (a *Readiness) onlyErasure(s Filing) bool {
	for _, r := range a.Ripe {
		if !r.Ground.NeedsRequest() && r.Ground != GroundMinor {
			return false
		}
		for _, asked := range s.Requests {
			if slices.Contains(r.Requests, asked.ID) && !slices.Equal(asked.Rights, []Right{Erasure}) {
				return false
			}
		}
	}
	return len(a.Ripe) > 0
}

// warnICO tells of the controller's thirty days that still run, and of the
// three months after which the ICO may think a complaint late.
func (a *Readiness) warnICO(s Filing, today Date) {
	if s.Authority != ICO {
		return
	}
	for _, r := range s.Requests {
		if d, ok := r.State.Deadline(Acknowledgment); ok && d.Open() && !today.After(d.On) {
			a.Cautions = append(a.Cautions, Cautioned{Caution: AcknowledgementOpen, Request: r.ID, On: d.On})
		}
		if d, ok := r.State.Deadline(ComplainBy); ok && today.After(d.On) {
			a.Cautions = append(a.Cautions, Cautioned{Caution: LateForICO, Request: r.ID, On: d.On})
		}
	}
}
