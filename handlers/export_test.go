package handlers

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
