package interview

import (
	"reflect"
	"slices"
	"strings"

	"contreoffre/law"
	"contreoffre/models"
)

// draftPrefix begins the id of a request that only holds details for a letter
// to come. The latest request naming a right supplies its details.
const draftPrefix = "draft-"

// draftIndex finds the latest unsent request that names that right; -1 when
// there is none.
func draftIndex(c models.Case, right law.Right) int {
	for i, r := range slices.Backward(c.Requests) {
		if !isSent(r) && slices.Contains(r.Rights, right) {
			return i
		}
	}
	return -1
}

func draftOf(c models.Case, right law.Right) models.Request {
	draft, _ := Draft(c, right)
	return draft
}

// editDraft changes the draft for that right, made where there is none; a
// draft of ours that holds nothing more is dropped.
func editDraft(c *models.Case, right law.Right, edit func(*models.Request)) {
	i := draftIndex(*c, right)
	if i < 0 {
		c.Requests = append(c.Requests, models.Request{ID: draftID(*c, right), Rights: []law.Right{right}})
		i = len(c.Requests) - 1
	}
	edit(&c.Requests[i])
	if isEmptyDraft(c.Requests[i]) {
		c.Requests = slices.Delete(c.Requests, i, i+1)
	}
}

// isEmptyDraft reports a draft made here that says nothing any more.
func isEmptyDraft(r models.Request) bool {
	return strings.HasPrefix(r.ID, draftPrefix) && reflect.DeepEqual(r, models.Request{ID: r.ID, Rights: r.Rights})
}

// draftID is "draft-rectification", or the first such id that is free.
func draftID(c models.Case, right law.Right) string {
	id := draftPrefix + strings.ReplaceAll(string(right), "_", "-")
	for slices.ContainsFunc(c.Requests, func(r models.Request) bool { return r.ID == id }) {
		id += "-2"
	}
	return id
}

// Draft returns the latest unsent request that names that right, which holds
// the details its letter needs; ok is false when there is none.
func Draft(c models.Case, right law.Right) (r models.Request, ok bool) {
	i := draftIndex(c, right)
	if i < 0 {
		return models.Request{}, false
	}
	return c.Requests[i], true
}

// OnlyDetails reports a request that holds what was told for a letter to come,
// while nobody has chosen to prepare that letter yet.
func OnlyDetails(r models.Request) bool {
	return strings.HasPrefix(r.ID, draftPrefix) && len(r.Events) == 0 && r.Letter == nil
}

// TakeDetails returns a request for these rights, without an id, that holds the
// details told for them. What it takes leaves the case: from then on the new
// request is where the wishes pages find them.
func TakeDetails(c *models.Case, rights []law.Right) models.Request {
	taken := models.Request{Rights: rights}
	told := Effective(*c)
	for _, right := range rights {
		details, _ := Draft(told, right)
		if !OnlyDetails(details) {
			continue
		}
		switch right {
		case law.Rectification:
			taken.Corrections = details.Corrections
		case law.Restriction:
			taken.RestrictionCase = details.RestrictionCase
		case law.Portability:
			taken.SendDataTo = details.SendDataTo
		}
		c.Requests = slices.DeleteFunc(slices.Clone(c.Requests), func(r models.Request) bool { return r.ID == details.ID })
	}
	return taken
}

// GiveBackDetails puts what a draft that is thrown away knew where the wishes
// pages find it: it was told once and is not asked again. Another draft for the
// same right has its own.
func GiveBackDetails(c *models.Case, thrown models.Request) {
	for _, right := range thrown.Rights {
		if draftIndex(*c, right) >= 0 {
			continue
		}
		editDraft(c, right, func(r *models.Request) {
			switch right {
			case law.Rectification:
				r.Corrections = thrown.Corrections
			case law.Restriction:
				r.RestrictionCase = thrown.RestrictionCase
			case law.Portability:
				r.SendDataTo = thrown.SendDataTo
			}
		})
	}
}
