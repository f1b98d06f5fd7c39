package views

import (
	"html/template"
	"strings"

	"contreoffre/lang"
)

// row is one line of a list of requests or dossiers.
type row struct {
	Href   string // made by paths.go
	Name   string
	Badge  Badge // its zero value shows none
	Detail string
}

// rowsHTML draws rows. Lists are the only long part of a page, and a template
// is several times slower at them (BenchmarkPage); this is the only place that
// makes HTML by hand. Everything a person typed passes through escaped.
func rowsHTML(l lang.Lang, rows []row) template.HTML {
	var b strings.Builder
	b.WriteString(`<ul class="requests">`)
	for _, r := range rows {
		b.WriteString(`<li class="request"><a href="`)
		b.WriteString(escaped(r.Href))
		b.WriteString(`">`)
		b.WriteString(escaped(r.Name))
		b.WriteString(`</a>`)
		if r.Badge.Kind != "" {
			b.WriteString(`<span class="` + r.Badge.Classes() + `">`)
			b.WriteString(escaped(r.Badge.In(l)))
			b.WriteString(`</span>`)
		}
		if r.Detail != "" {
			b.WriteString(`<span class="hint">`)
			b.WriteString(escaped(r.Detail))
			b.WriteString(`</span>`)
		}
		b.WriteString("</li>\n")
	}
	b.WriteString("</ul>\n")
	return template.HTML(b.String())
}

// escaped is safe as text and between double quotes.
func escaped(s string) string { return template.HTMLEscapeString(s) }

// rows are the requests of the hub.
func (h Hub) rows(l lang.Lang, caseID string) []row {
	rows := make([]row, len(h.Requests))
	for i, r := range h.Requests {
		rows[i] = row{Href: RequestPath(l, caseID, r.ID), Name: rightsIn(l, r.Rights), Badge: r.Badge, Detail: r.Detail.In(l)}
	}
	return rows
}

// rows are the dossiers of the account.
func (c Cases) rows(l lang.Lang) []row {
	rows := make([]row, len(c.Cases))
	for i, dossier := range c.Cases {
		rows[i] = row{Href: CasePath(l, dossier.ID), Name: dossier.name(l), Badge: dossier.Badge, Detail: dossier.detail(l)}
	}
	return rows
}

// name is the offer's title and, where known, the person.
func (r CaseRow) name(l lang.Lang) string {
	name := r.Offer
	if name == "" {
		name = lang.T(l, "cases.untitled")
	}
	if r.Person != "" {
		name += " · " + r.Person
	}
	return name
}

// detail tells the days of a dossier.
func (r CaseRow) detail(l lang.Lang) string {
	var sentences []string
	if next := r.Next.In(l); next != "" {
		sentences = append(sentences, next)
	}
	sentences = append(sentences, lang.T(l, "cases.updated", "on", lang.Date(l, r.UpdatedOn)))
	if !r.NextDueOn.IsZero() {
		sentences = append(sentences, lang.T(l, "cases.next", "on", lang.Date(l, r.NextDueOn)))
	}
	if !r.PurgeOn.IsZero() {
		sentences = append(sentences, lang.T(l, "cases.purge", "on", lang.Date(l, r.PurgeOn)))
	}
	return strings.Join(sentences, " ")
}
