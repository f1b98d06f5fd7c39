package handlers

import (
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/views"
)

// Rule is a row of the access table, for the walkers.
type Rule = rule

// What walkers need to know of the table.
const (
	Everyone = everyone
	SignedIn = signedIn
	Owner    = owner
)

// Access is the access table.
var Access = access

// ContentPolicy is the exact policy that every answer carries.
const ContentPolicy = contentPolicy

// FilePolicy is the exact policy of files that people gave us.
const FilePolicy = filePolicy

// HubPage is the page of a dossier, made as its handler makes it.
func HubPage(l lang.Lang, c models.Case, today law.Date) views.Hub {
	return (&visit{lang: l, today: today}).hubPage(c)
}

// OpenArchive opens an archive as the import does.
var OpenArchive = openArchive

// TurnsAtOnce is how many answers that lie in memory an account has at a time.
const TurnsAtOnce = turnsEach

// PagesAtOnce is how many large pages are sent to an account at a time.
const PagesAtOnce = pagesEach

// JobTries is how often a job is tried.
const JobTries = jobTries

// Wake tells a worker that a job waits.
func (a *App) Wake() { a.wake() }
