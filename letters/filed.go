package letters

import (
	"slices"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// A complaint that was filed is told as it left, whatever becomes of the
// dossier: by what was kept with its filing. Where that was not kept it is
// written again as of its day, and says so.

// Filed says how a complaint that left is known.
type Filed struct {
	On law.Date
	// Event is the filing that it was kept with, and Kept the complaint as it
	// left; nil when its text was not kept.
	Event string
	Kept  *models.Letter
	// Under is the day that its text bears: another one than On where the day of
	// filing was corrected since. It is zero for a text that was not kept.
	Under law.Date
	// Draft tells that the text says of itself that it is a draft.
	Draft bool
	// Again tells that the summary, the sheet and the exhibits are written again
	// as of the day, and the text where it was not kept.
	Again bool
}

// ToFile writes the complaint of an effective case as it may leave on a day:
// a draft, which says so, while it may not be filed. What happened to it since
// is not in it.
func ToFile(c models.Case, on law.Date) (Complaint, error) {
	c = unfiled(c, on)
	return composeComplaint(c, ComplaintLang(c), on, !Readiness(c, on).OK())
}

// unfiled is a case whose complaint is not filed yet on a day, without the
// requests that were sent later.
func unfiled(c models.Case, on law.Date) models.Case {
	c.Requests = slices.DeleteFunc(slices.Clone(c.Requests), func(r models.Request) bool {
		return !lastState(r).SentOn.IsZero() && StateOf(c, r, on).SentOn.IsZero()
	})
	if c.Complaint != nil {
		said := *c.Complaint
		said.Events = nil
		c.Complaint = &said
	}
	return c
}

// FilingOf is what leaves with a complaint of an effective case beside its text.
func FilingOf(c models.Case, k Complaint) *models.Filing {
	d := k.Document
	f := &models.Filing{
		Language: string(d.Lang), Draft: !k.Readiness.OK(), Subject: d.Subject, Sender: d.Sender, Recipient: d.Recipient, Summary: k.Summary,
	}
	for _, field := range k.Sheet {
		f.Sheet = append(f.Sheet, models.FiledField{Field: field.ID, Value: field.Value})
	}
	for _, e := range k.Exhibits {
		filed := models.FiledExhibit{Title: e.Title, On: e.On, Request: e.Request, Event: e.Event}
		if e.Evidence != nil {
			filed.Evidence, filed.SHA256 = e.Evidence.ID, e.Evidence.SHA256
		} else if letter := c.FrozenLetter(models.LetterID{Request: e.Request, Event: e.Event}); letter != nil {
			filed.SHA256 = hashOf(*letter)
		}
		f.Exhibits = append(f.Exhibits, filed)
	}
	return f
}

// hashOf is the hash of a letter as it is enclosed: of its PDF, else of its text.
func hashOf(l models.Letter) string {
	if l.PDFSHA256 != "" {
		return l.PDFSHA256
	}
	return l.TextSHA256
}

// ComposeFiled returns the complaint of an effective case as it was filed, by
// today; ok is false when it was not, and when one has to be filed again.
func ComposeFiled(c models.Case, today law.Date) (k Complaint, ok bool, err error) {
	on := complainedOn(c, today)
	if on.IsZero() {
		return Complaint{}, false, nil
	}
	event, kept := c.Filed()
	filed := &Filed{On: on, Event: event, Kept: kept, Again: kept == nil || kept.Filing == nil}
	if i := slices.IndexFunc(c.Complaint.Events, func(e models.ComplaintEvent) bool { return e.ID == event }); kept != nil && i >= 0 {
		filed.Under = c.Complaint.Events[i].On
	}
	if filed.Again {
		k, err = again(c, on)
	} else {
		k = keptComplaint(c, on, *kept.Filing)
		filed.Draft = kept.Filing.Draft
	}
	notice := "complaint.filed.notice"
	if kept == nil {
		notice = "complaint.again.notice"
	}
	k.Document.Notice = lang.T(k.Document.Lang, notice, "date", lang.Date(k.Document.Lang, on))
	k.Filed = filed
	return k, true, err
}

// again writes a complaint that left as of the day on which it did. It was
// filed, so it is no draft, ripe or not.
func again(c models.Case, on law.Date) (Complaint, error) {
	c = unfiled(c, on)
	ready := Readiness(c, on)
	k := newComplaint(c, ComplaintLang(c), on, ready)
	if !ready.OK() {
		k.grounds = draftGrounds(c, ready)
	}
	return k.compose()
}

// keptComplaint is a complaint with what was kept of it beside its text.
func keptComplaint(c models.Case, on law.Date, f models.Filing) Complaint {
	l, _ := lang.Parse(f.Language)
	k := Complaint{
		Authority: AuthorityOf(c), Summary: f.Summary,
		Document: Document{Lang: l, On: on, Subject: f.Subject, Title: f.Subject, Sender: f.Sender, Recipient: f.Recipient},
	}
	for _, field := range f.Sheet {
		k.Sheet = append(k.Sheet, Field{ID: field.Field, Label: lang.T(l, "complaint.sheet."+field.Field), Value: field.Value})
	}
	for i, x := range f.Exhibits {
		k.Exhibits = append(k.Exhibits, filedExhibit(c, i+1, x))
	}
	return k
}

// filedExhibit finds an exhibit as it was filed. One that is gone since, or of
// which the file is another, has no file.
func filedExhibit(c models.Case, n int, x models.FiledExhibit) Exhibit {
	e := Exhibit{Number: n, Title: x.Title, On: x.On, Request: x.Request, Event: x.Event, FollowUp: x.Event != ""}
	if x.Evidence == "" {
		if r := c.Request(x.Request); r != nil && x.Event == "" {
			e.Event = sentWith(*r, x.SHA256)
		}
		return e
	}
	e.Evidence = &models.Evidence{ID: x.Evidence, Caption: x.Title}
	if there := c.Exhibit(x.Evidence); there != nil && (x.SHA256 == "" || there.SHA256 == "" || there.SHA256 == x.SHA256) {
		found := *there
		e.Evidence = &found
	}
	return e
}

// sentWith returns the event with which the letter of that hash left, where the
// request was sent anew since; empty for the letter of the request as it stands.
func sentWith(r models.Request, hash string) string {
	if hash == "" || r.Letter != nil && hashOf(*r.Letter) == hash {
		return ""
	}
	i := slices.IndexFunc(r.Events, func(e models.Event) bool { return e.Letter != nil && hashOf(*e.Letter) == hash })
	if i < 0 {
		return ""
	}
	return r.Events[i].ID
}

// Kept reports whether this is the complaint as it left.
func (k Complaint) Kept() bool { return k.Filed != nil && k.Filed.Kept != nil }

// Text is the complaint as plain text: as it was kept, once it was filed.
func (k Complaint) Text() string {
	if k.Kept() {
		return k.Filed.Kept.Text
	}
	return Text(k.Document)
}

// Redated is the day that the text as it was kept bears, where the day of filing
// was corrected since; else zero.
func (f Filed) Redated() law.Date {
	if f.Under == f.On {
		return law.Date{}
	}
	return f.Under
}

// Since counts the exhibits of a case that a complaint as it was kept does not
// name: they came after it.
func (k Complaint) Since(c models.Case) int {
	if k.Filed == nil || k.Filed.Again {
		return 0
	}
	n := 0
	for _, e := range c.Evidence {
		if exhibitOf(k.Exhibits, func(x Exhibit) bool { return x.Evidence != nil && x.Evidence.ID == e.ID }) == 0 {
			n++
		}
	}
	return n
}
