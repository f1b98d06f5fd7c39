package handlers

import (
	"bytes"
	"slices"

	"contreoffre/dossier"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/views"
)

// AddRecord puts the page on which people read a whole dossier among the files
// of its export, with what is kept of the account beside it. Every value of the
// portable file stands on it.
func AddRecord(files map[string][]byte, l lang.Lang, on law.Date, box models.Mailbox) error {
	outline, err := dossier.Outline(files[dossier.Name])
	if err != nil {
		return err
	}
	record := views.Record{On: on}
	for _, node := range outline.Nodes {
		record.Parts = append(record.Parts, factOf(l, node))
	}
	if facts := factsOfMailbox(l, box); len(facts) > 0 {
		record.Parts = append(record.Parts, views.Fact{Label: lang.T(l, "record.account"), Facts: facts})
	}
	var page bytes.Buffer
	if err := views.Render(&page, views.Frame{Lang: l}, record); err != nil {
		return err
	}
	files[views.RecordFile], files[views.RecordStyle] = page.Bytes(), views.Style()
	return nil
}

// namesFile reports a place where a dossier names a file of its export. Elsewhere
// the same word may be anybody's: the sections of a complaint have any name.
func namesFile(path []string) bool {
	last := len(path) - 1
	return last == 2 && path[0] == "evidence" && path[last] == "file" || last > 2 && path[last-1] == "letter" && path[last] == "pdf"
}

func factOf(l lang.Lang, node dossier.Node) views.Fact {
	fact := views.Fact{Label: lang.Label(l, node.Path), File: namesFile(node.Path)}
	if node.List && !slices.ContainsFunc(node.Nodes, func(n dossier.Node) bool { return len(n.Nodes) > 0 }) {
		for _, item := range node.Nodes {
			fact.Values = append(fact.Values, lang.Told(l, item.Path, item.Text))
		}
		return fact
	}
	for _, child := range node.Nodes {
		fact.Facts = append(fact.Facts, factOf(l, child))
	}
	if len(fact.Facts) == 0 {
		fact.Values = []string{lang.Told(l, node.Path, node.Text)}
	}
	return fact
}

// factsOfMailbox tells what is kept about e-mail.
func factsOfMailbox(l lang.Lang, box models.Mailbox) []views.Fact {
	var facts []views.Fact
	tell := func(key, value string) {
		if value != "" {
			facts = append(facts, views.Fact{Label: lang.T(l, key), Values: []string{value}})
		}
	}
	tell("record.address", box.Address)
	tell("record.pending", box.Pending)
	if box.Language != "" {
		tell("record.reminders", lang.T(l, "preview.in."+box.Language))
	}
	return facts
}
