package views

import (
	"net/url"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// Every address that a page links to is made here, and nowhere else; handlers
// redirect with the same functions. Addresses use the words of the code.

// HomePath is the first page.
func HomePath(l lang.Lang) string { return "/" + string(l) }

// PublicPath is a page that needs no dossier: "offers", "rights", "deadline",
// "watch", "resume", "import", "start", "privacy", "accessibility", "legal",
// "limits", "confirm", "signin", "today".
func PublicPath(l lang.Lang, name string) string { return HomePath(l) + "/" + name }

// OfferPath is the public page of one offer.
func OfferPath(l lang.Lang, slug string) string {
	return HomePath(l) + "/offers/" + url.PathEscape(slug)
}

// StartPath is where a dossier begins; with a slug, the offer is chosen
// already.
func StartPath(l lang.Lang, slug string) string {
	if slug == "" {
		return HomePath(l) + "/start"
	}
	return HomePath(l) + "/start?offer=" + url.QueryEscape(slug)
}

// CasesPath lists the dossiers of the account.
func CasesPath(l lang.Lang) string { return HomePath(l) + "/cases" }

// AccountPath is a page about the account: "code", "reminders", "sessions",
// "end", "erase"; "leave" is where the quick exit is posted.
func AccountPath(l lang.Lang, name string) string { return HomePath(l) + "/account/" + name }

// CasePath is the hub of a dossier, or one of its pages: "check", "letters",
// "export", "erase".
func CasePath(l lang.Lang, caseID string, name ...string) string {
	p := CasesPath(l) + "/" + url.PathEscape(caseID)
	for _, n := range name {
		p += "/" + url.PathEscape(n)
	}
	return p
}

// QuestionPath is one page of the interview.
func QuestionPath(l lang.Lang, caseID, pageID string) string {
	return CasePath(l, caseID, "questions", pageID)
}

// EditQuery names, in the address of a question, the page whose answer the
// person came back to change.
const EditQuery = "edit"

// EditPath is QuestionPath for somebody who came back to change the answer of
// editedID: they return to their answers afterwards.
func EditPath(l lang.Lang, caseID, pageID, editedID string) string {
	return QuestionPath(l, caseID, pageID) + "?" + EditQuery + "=" + url.QueryEscape(editedID)
}

// RequestPath is a request, or one of its pages: "letter", "copy", "send",
// "sent".
func RequestPath(l lang.Lang, caseID, requestID string, name ...string) string {
	return CasePath(l, caseID, append([]string{"requests", requestID}, name...)...)
}

// EventPath is where something that was recorded is corrected.
func EventPath(l lang.Lang, caseID, requestID, eventID string) string {
	return RequestPath(l, caseID, requestID, "events", eventID)
}

// NewEventPath is where an event of a kind is recorded.
func NewEventPath(l lang.Lang, caseID, requestID string, kind law.EventKind) string {
	return RequestPath(l, caseID, requestID, "event", string(kind))
}

// LetterPath is a page of a letter: "letter", "copy", "sent".
func LetterPath(l lang.Lang, caseID string, letter Letter, name ...string) string {
	return RequestPath(l, caseID, letter.RequestID, letter.at(name...)...)
}

// FollowUpPath is a letter that follows a request.
func FollowUpPath(l lang.Lang, caseID, requestID string, kind letters.FollowUp) string {
	return LetterPath(l, caseID, Letter{RequestID: requestID, FollowUp: kind}, "letter")
}

// ParagraphPath is where one paragraph of a letter is edited.
func ParagraphPath(l lang.Lang, caseID string, letter Letter, blockID string) string {
	return LetterPath(l, caseID, letter, "letter", blockID)
}

// DownloadPath is a letter as a file: kind is "pdf", "txt" or "eml", letterLang
// "fr", "en" or "fr+en".
func DownloadPath(l lang.Lang, caseID string, letter Letter, letterLang, kind string) string {
	return LetterPath(l, caseID, letter, "letter."+kind) + "?lang=" + url.QueryEscape(letterLang)
}

// ExportPath is the dossier as a file: kind is "json" or "zip".
func ExportPath(l lang.Lang, caseID, kind string) string {
	return CasePath(l, caseID, "dossier."+kind)
}

// EvidencePath lists the exhibits of a dossier.
func EvidencePath(l lang.Lang, caseID string) string { return CasePath(l, caseID, "evidence") }

// ExhibitPath is one exhibit, or one of its pages: "mask", "delete"; "original"
// and "copy" are its files.
func ExhibitPath(l lang.Lang, caseID, exhibitID string, name ...string) string {
	return CasePath(l, caseID, append([]string{"evidence", exhibitID}, name...)...)
}
