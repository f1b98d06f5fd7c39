package handlers

import (
	"bytes"
	"slices"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/pdf"
	"contreoffre/views"
)

// written is a letter composed in one language or in two.
type written struct {
	language  string // fr, en, fr+en
	documents []letters.Document
	warnings  []letters.Warning
}

// twinned is the language of a letter in French and English side by side.
const twinned = "fr+en"

// write composes the letter of a request as of a day. It returns
// letters.ErrNoName or letters.ErrNoController when the case lacks what no
// letter goes without.
func write(c models.Case, r models.Request, language string, on law.Date) (written, error) {
	effective := interview.Effective(c)
	w := written{language: language}
	if language == twinned {
		twin, warnings, err := letters.ComposeTwin(effective, r, on)
		w.documents, w.warnings = []letters.Document{twin.French, twin.English}, warnings
		return w, err
	}
	document, warnings, err := letters.Compose(effective, r, lang.Lang(language), on)
	w.documents, w.warnings = []letters.Document{document}, warnings
	return w, err
}

// writeFollowUp composes a letter that follows a request, as write does. What
// it recalls is read from the state of the request on that day.
func writeFollowUp(kind letters.FollowUp, c models.Case, r models.Request, language string, on law.Date) (written, error) {
	effective := interview.Effective(c)
	recalled := letters.RecalledBy(kind, letters.StateOf(effective, r, on))
	w := written{language: language}
	if language == twinned {
		twin, warnings, err := letters.ComposeFollowUpTwin(kind, effective, r, recalled, on)
		w.documents, w.warnings = []letters.Document{twin.French, twin.English}, warnings
		return w, err
	}
	document, warnings, err := letters.ComposeFollowUp(kind, effective, r, recalled, lang.Lang(language), on)
	w.documents, w.warnings = []letters.Document{document}, warnings
	return w, err
}

func (w written) twin() letters.Twin {
	return letters.Twin{French: w.documents[0], English: w.documents[1]}
}

// text is the letter as plain text.
func (w written) text() string {
	if w.language == twinned {
		return letters.TwinText(w.twin())
	}
	return letters.Text(w.documents[0])
}

// draw is the letter as a PDF.
func (w written) draw() ([]byte, error) {
	var b bytes.Buffer
	var err error
	if w.language == twinned {
		err = pdf.WriteTwin(&b, w.twin())
	} else {
		err = pdf.Write(&b, w.documents[0])
	}
	return b.Bytes(), err
}

// undrawable lists the characters that the fonts cannot draw, each once.
func (w written) undrawable() []string {
	lost := pdf.Missing(w.documents[0])
	if w.language == twinned {
		lost = pdf.MissingTwin(w.twin())
	}
	var characters []string
	for _, r := range lost {
		characters = append(characters, string(r))
	}
	return characters
}

// languageOfLetter is the language a visit asks for, else the letter's own,
// else that of the dossier.
func (v *visit) languageOfLetter(c models.Case, r models.Request) string {
	for _, language := range []string{v.Query("lang"), r.Language, c.Language} {
		if slices.Contains(views.PreviewLanguages, language) {
			return language
		}
	}
	return string(v.lang)
}
