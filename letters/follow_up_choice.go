package letters

import (
	"slices"

	"contreoffre/law"
)

// FollowUpsFor returns the letters that the state of a request calls for, the
// most useful first; nothing while there is only waiting to do.
func FollowUpsFor(s law.State) []FollowUp {
	var kinds []FollowUp
	add := func(kind FollowUp, when bool) {
		if when {
			kinds = append(kinds, kind)
		}
	}
	add(IdentityReply, slices.Contains(s.Next, law.IdentityGiven))
	add(RefusalReply, s.Outcome == law.OutcomeRefused)
	add(PartialFollowUp, s.Outcome == law.OutcomePartial)
	add(ExtensionProtest, s.Status != law.StatusClosed && extensionFails(s))
	add(Reminder, s.Status == law.StatusOverdue)
	return kinds
}

// extensionFails reports an extension that gives no reasons or came too late.
func extensionFails(s law.State) bool {
	return s.Answer != nil && slices.ContainsFunc(s.Answer.Warnings, func(w law.Warning) bool {
		return w.Code == law.WarnExtensionUnreasoned || w.Code == law.WarnExtensionLate
	})
}
