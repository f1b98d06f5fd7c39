package dossier

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"contreoffre/models"
)

// offer is models.Offer with a title even where there is none: the format
// wants a preset or a title, and an interview can stop before either.
type offer struct {
	models.Offer
	Title *string `json:"title,omitzero"`
}

// writable is portable in the order in which people read it. A test writes
// every property of the schema, so none can be forgotten here.
type writable struct {
	Format        string                `json:"format"`
	Version       int                   `json:"version"`
	Language      string                `json:"language,omitzero"`
	Person        *models.Person        `json:"person,omitzero"`
	Offer         *offer                `json:"offer,omitzero"`
	Participation *models.Participation `json:"participation,omitzero"`
	Requests      []models.Request      `json:"requests,omitzero"`
	Evidence      []models.Evidence     `json:"evidence,omitzero"`
	Complaint     *models.Complaint     `json:"complaint,omitzero"`
	Closed        *models.Closed        `json:"closed,omitzero"`
}

// ExhibitNames are the names in the folder of the files of exhibits, by id: the
// one that a dossier came with where it is free, else the id with the ending
// of the file's own name. Nothing that a machine opens as a page or runs is ever
// an ending: whoever unpacks an export clicks on what is in it.
func ExhibitNames(c models.Case) map[string]string {
	names, taken := map[string]string{}, map[string]bool{}
	for _, e := range c.Evidence {
		taken[strings.ToLower(exhibitName(e))] = true
	}
	for _, e := range c.Evidence {
		name, folded := e.File, strings.ToLower(e.File) // some systems know one of two such names
		if !staysInside(name) || taken[folded] || strings.HasPrefix(folded, "letters/") || !harmless[path.Ext(folded)] {
			name = exhibitName(e)
		}
		names[e.ID], taken[strings.ToLower(name)] = name, true
	}
	return names
}

func exhibitName(e models.Evidence) string {
	ending := strings.ToLower(path.Ext(e.OriginalName))
	if !harmless[ending] {
		ending = ".bin"
	}
	return "evidence/" + e.ID + ending
}

// harmless are the endings of files that show pictures and words, and do nothing.
var harmless = map[string]bool{
	".jpg": true, ".jpeg": true, ".jpe": true, ".jfif": true, ".png": true, ".webp": true, ".heic": true, ".heif": true, ".hif": true,
	".pdf": true, ".eml": true, ".txt": true, ".text": true, ".log": true, ".csv": true, ".tsv": true, ".md": true,
}

// exhibits are those of the case as the file tells them: what is kept here is
// named where it goes along, and told without its file where it does not.
func exhibits(d Dossier) []models.Evidence {
	told, names := slices.Clone(d.Case.Evidence), ExhibitNames(d.Case)
	for i := range told {
		e := &told[i]
		switch {
		case d.Exhibits[e.ID]:
			e.File = names[e.ID]
		case e.Kept != nil:
			e.File = ""
		}
		e.Kept = nil
	}
	return told
}

// Files writes the dossier: its JSON under Name, and the PDFs of its frozen
// letters under the names the JSON gives them. The files of exhibits are left
// to the caller, who need not hold them all in memory. The same dossier gives the
// same bytes. It returns an error for a case that the format cannot hold,
// which only a mistake in a program makes.
func Files(d Dossier) (map[string][]byte, error) {
	files := map[string][]byte{}
	c := d.Case
	c.Evidence = exhibits(d)
	c.Requests = slices.Clone(c.Requests)
	for i := range c.Requests {
		r := &c.Requests[i]
		r.Letter = withPDF(files, d.Letters, models.LetterID{Request: r.ID}, r.Letter)
		r.Events = slices.Clone(r.Events)
		for j := range r.Events {
			e := &r.Events[j]
			e.Letter = withPDF(files, d.Letters, models.LetterID{Request: r.ID, Event: e.ID}, e.Letter)
		}
	}
	if c.Complaint != nil {
		complaint := *c.Complaint
		complaint.Events = slices.Clone(complaint.Events)
		for i, e := range complaint.Events {
			complaint.Events[i].Letter = withPDF(files, d.Letters, models.LetterID{Event: e.ID}, e.Letter)
		}
		c.Complaint = &complaint
	}
	raw, err := encode(c)
	if err != nil {
		return nil, err
	}
	files[Name] = raw
	return files, nil
}

// withPDF names the PDF of a letter and puts it among the files, where there is
// one.
func withPDF(files map[string][]byte, pdfs map[models.LetterID][]byte, id models.LetterID, letter *models.Letter) *models.Letter {
	pdf, ok := pdfs[id]
	if !ok {
		return letter
	}
	var named models.Letter
	if letter != nil {
		named = *letter
	}
	named.PDF = freeName(files, named.PDF, id, pdf)
	files[named.PDF] = pdf
	return &named
}

// freeName keeps the name that a letter's PDF came with, where it can be
// written and no other file has it.
func freeName(files map[string][]byte, name string, id models.LetterID, pdf []byte) string {
	other, taken := files[name]
	if strings.HasSuffix(name, ".pdf") && staysInside(name) && (!taken || bytes.Equal(other, pdf)) {
		return name
	}
	if id.Request == "" {
		return "letters/complaint." + id.Event + ".pdf" // no id has a dot
	}
	if id.Event == "" {
		return "letters/" + id.Request + ".pdf"
	}
	return "letters/" + id.Request + "/" + id.Event + ".pdf"
}

func encode(c models.Case) ([]byte, error) {
	w := writable{Format: "contre-offre/dossier", Version: 1, Language: c.Language, Person: c.Person,
		Participation: c.Participation, Requests: inUTC(c.Requests), Evidence: c.Evidence,
		Complaint: complaintInUTC(c.Complaint), Closed: c.Closed}
	if c.Offer != nil {
		w.Offer = &offer{Offer: *c.Offer}
		if c.Offer.Title != "" || c.Offer.Preset == "" {
			w.Offer.Title = &c.Offer.Title
		}
	}
	var raw bytes.Buffer
	encoder := json.NewEncoder(&raw)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(w); err != nil {
		return nil, fmt.Errorf("dossier: %w", err)
	}
	tree, problems := parse(raw.Bytes())
	if problems = append(problems, checkSchema(tree)...); len(problems) > 0 {
		return nil, fmt.Errorf("dossier: the case does not fit the format: %w", problems)
	}
	return raw.Bytes(), nil
}

// inUTC copies what holds instants, with the instants in UTC as the format
// wants them.
func inUTC(requests []models.Request) []models.Request {
	requests = slices.Clone(requests)
	for i := range requests {
		requests[i].Events = slices.Clone(requests[i].Events)
		for j := range requests[i].Events {
			requests[i].Events[j].RecordedAt = utc(requests[i].Events[j].RecordedAt)
		}
	}
	return requests
}

func complaintInUTC(complaint *models.Complaint) *models.Complaint {
	if complaint == nil {
		return nil
	}
	copied := *complaint
	copied.Events = slices.Clone(copied.Events)
	for i := range copied.Events {
		copied.Events[i].RecordedAt = utc(copied.Events[i].RecordedAt)
	}
	return &copied
}

func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}
