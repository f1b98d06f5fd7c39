package letters

import (
	"errors"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// ErrNotFiled is returned by ComposeNews for a complaint that was not filed.
var ErrNotFiled = errors.New("letters: the complaint was not filed")

// newsFile is the prose of the letter that asks the authority for news.
const newsFile = "complaint_news"

// ComposeNews writes the letter that asks the authority how far the complaint
// of an effective case is (GDPR 77(2) and 78(2)), dated today. It returns
// ErrNotFiled before the complaint was filed.
func ComposeNews(c models.Case, l lang.Lang, today law.Date) (Document, error) {
	state := ComplaintStateOf(c, today)
	if state.FiledOn.IsZero() {
		return Document{}, ErrNotFiled
	}
	k := newComplaint(c, l, today, law.Readiness{})
	k.facts["controller_name"] = k.controllerName()
	k.facts["filed_on"] = lang.Date(l, state.FiledOn)
	k.facts["reference"] = k.reference()
	k.section(newsFile, "filed")
	if k.facts["reference"] != "" {
		k.section(newsFile, "numbered")
	}
	if news, ok := state.Deadline(law.AuthorityNews); ok && today.After(news.On) {
		silent := "silent"
		if news.Article == (law.Article{}) { // no law that we know sets the day
			silent = "silent_gb"
		}
		k.section(newsFile, silent)
	}
	k.section(newsFile, "demand")
	d, _, err := k.document(lang.T(l, "complaint.news.subject", "date", k.facts["filed_on"], "controller", k.controllerName()))
	if err != nil {
		return Document{}, err
	}
	k.frame(&d)
	for i, f := range d.Header {
		if f.ID == "enclosures" {
			d.Header = append(d.Header[:i], d.Header[i+1:]...)
			break
		}
	}
	return d, nil
}
