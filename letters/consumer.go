package letters

import (
	"slices"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// consumerFile is the prose of the consumer road.
const consumerFile = "complaint_consumer"

// ConsumerText tells an unpaid reward to a consumer body, in language l, from
// the reward ledger of an effective case. It names facts and asks for help; it
// claims no amount of damages. ok is false when no reward is unpaid.
func ConsumerText(c models.Case, l lang.Lang, today law.Date) (text string, ok bool) {
	rewards := unpaid(c)
	if len(rewards) == 0 {
		return "", false
	}
	k := newComplaint(c, l, today, law.Readiness{})
	k.facts["controller_name"] = k.controllerName()
	paragraphs := []string{k.sentenceOf(consumerFile, "opening"), k.sentenceOf(shared, k.joinedSection())}
	if k.facts["way"] != "" {
		paragraphs[1] += " " + k.sentenceOf(shared, "way")
	}
	var lines []string
	for _, r := range rewards {
		k.facts["promised"] = k.reward(r, r.Promised)
		k.facts["received"] = lang.Amount(l, r.Received, r.Currency)
		k.facts["reward_note"] = phrase(r.Note)
		line := k.sentenceOf(consumerFile, "reward")
		if k.facts["reward_note"] != "" {
			line = k.sentenceOf(consumerFile, "reward_noted")
		}
		lines = append(lines, "– "+line)
	}
	paragraphs = append(paragraphs, k.sentenceOf(consumerFile, "ledger")+"\n"+strings.Join(lines, "\n"))
	if preset, known := interview.PresetOf(c); known {
		var conditions []string
		for _, condition := range preset.Conditions {
			conditions = append(conditions, "– "+k.words(condition.Text))
		}
		if len(conditions) > 0 {
			paragraphs = append(paragraphs, k.sentenceOf(consumerFile, "conditions")+"\n"+strings.Join(conditions, "\n"))
		}
	}
	paragraphs = append(paragraphs, k.consumerLaw()...)
	paragraphs = append(paragraphs, k.sentenceOf(consumerFile, "asks"), strings.Join(k.complainant(), "\n"))
	return strings.Join(paragraphs, "\n\n"), true
}

// consumerLaw says, for who took part in France, what of the offer is a matter
// of consumer and civil law: what the complaint to the authority leaves out. It
// alleges, and asks where the answer is not plain.
func (k *complaint) consumerLaw() []string {
	if k.country() != "FR" {
		return nil
	}
	var said []string
	add := func(holds bool, section string) {
		if holds {
			said = append(said, k.wordsOf(consumerFile, section))
		}
	}
	preset, _ := interview.PresetOf(k.c)
	_, clause, _ := clauseOf(k.c)
	add(took(k.c).TermsSeen == "none", "unseen_fr")
	add(clause != nil && took(k.c).TermsSeen != "amended", "clause_fr")
	add(slices.ContainsFunc(preset.Conditions, func(c interview.Named) bool { return c.ID == mayChange }), "change_fr")
	return said
}

// mayChange is the condition of a known offer that lets its organiser change it.
const mayChange = "may_change"

// reward names an amount with its kind: "20 € en argent".
func (k *complaint) reward(r models.Reward, amount string) string {
	return lang.T(k.lang, "complaint.reward."+rewardKind(r), "amount", lang.Amount(k.lang, amount, r.Currency))
}
