package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/pdf"
)

// complaintCommand writes the complaint of a portable dossier: no server, no
// database.
type complaintCommand struct {
	Dossier string  `required:"" placeholder:"F.json" help:"${cli_complaint_dossier}"`
	Out     string  `required:"" placeholder:"DIR" help:"${cli_complaint_out}"`
	Today   *string `placeholder:"D" help:"${cli_complaint_today}"`
	Draft   bool    `help:"${cli_complaint_draft}"`
	JSON    bool    `name:"json" help:"${cli_json}"`
}

// Run writes complaint.<lang>.pdf and .txt, summary.txt, sheet.txt, bundle.pdf
// and bundle.zip, and consumer.txt for a reward that is unpaid, all or nothing.
// A complaint that may not be filed is refused
// with every reason on stderr, unless a draft is asked for.
func (k *complaintCommand) Run(o outside) error {
	l := languageOf(o.env)
	today := o.today()
	if k.Today != nil {
		var err error
		if today, err = day("--today", *k.Today); err != nil {
			return err
		}
	}
	d, err := openDossier(o, l, k.Dossier, today, "dossier.warning.kept_out")
	if err != nil {
		return err
	}
	c := interview.Effective(d.Case)
	complaint, err := compose(c, today, k.Draft)
	if errors.Is(err, letters.ErrNotAdmissible) {
		return refuseComplaint(o, l, complaint.Readiness)
	}
	if err != nil {
		return err
	}
	folder, err := os.OpenRoot(filepath.Dir(k.Dossier))
	if err != nil {
		return err
	}
	defer folder.Close()
	bundle, err := bundleBeside(folder, d, c, complaint)
	if err != nil {
		return err
	}
	files, placed, err := complaintFiles(bundle)
	if err != nil {
		return err
	}
	// It is for somebody else, so it stays out of the bundle.
	if text, unpaid := letters.ConsumerText(c, complaint.Document.Lang, today); unpaid {
		files["consumer.txt"] = []byte(text + "\n")
	}
	names, err := writeFiles(k.Out, files)
	if err != nil {
		return refusal(lang.T(l, "cli.unwritable", "folder", k.Out))
	}
	warnings := complaintWarnings(l, c, bundle.Complaint, placed)
	for _, warning := range warnings {
		fmt.Fprintln(o.stderr, lang.T(l, "cli.warning", "warning", warning))
	}
	return tellFiles(o, k.JSON, names, warnings)
}

// compose is the complaint as it was filed, which nothing refuses any more, else
// as it may be filed.
func compose(c models.Case, today law.Date, draft bool) (letters.Complaint, error) {
	if k, filed, err := letters.ComposeFiled(c, today); filed || err != nil {
		return k, err
	}
	if draft {
		return letters.DraftComplaint(c, letters.ComplaintLang(c), today)
	}
	return letters.ComposeComplaint(c, letters.ComplaintLang(c), today)
}

// complaintFiles draws and writes everything into memory, by file name, and
// returns where each exhibit stands in the bundle.
func complaintFiles(b pdf.Bundle) (files map[string][]byte, placed []pdf.Placed, err error) {
	k := b.Complaint
	var bundle, zipped bytes.Buffer
	drawn, err := complaintPDF(b)
	if err != nil {
		return nil, nil, err
	}
	if placed, err = b.Write(context.Background(), &bundle); err != nil {
		return nil, nil, err
	}
	name := "complaint." + string(k.Document.Lang)
	files = map[string][]byte{
		"bundle.pdf":  bundle.Bytes(),
		name + ".txt": []byte(k.Text()),
		"summary.txt": []byte(k.Summary + "\n"),
		"sheet.txt":   []byte(k.SheetText()),
	}
	if drawn != nil {
		files[name+".pdf"] = drawn
	}
	packed := map[string]io.Reader{}
	for name, content := range files {
		packed[name] = bytes.NewReader(content)
	}
	if err := b.WriteZIP(context.Background(), &zipped, packed); err != nil {
		return nil, nil, err
	}
	files["bundle.zip"] = zipped.Bytes()
	return files, placed, nil
}

// complaintPDF is the complaint by itself; nil where the one that was filed is not
// beside the dossier.
func complaintPDF(b pdf.Bundle) ([]byte, error) {
	if b.Filed != nil {
		if first := b.Filed[0]; first.MediaType == "application/pdf" {
			return first.Data, nil
		}
		return nil, nil
	}
	var drawn bytes.Buffer
	err := pdf.Write(&drawn, b.Complaint.Document)
	return drawn.Bytes(), err
}

// refuseComplaint tells each reason and its way out, and the grounds on which
// the complaint could be filed today.
func refuseComplaint(o outside, l lang.Lang, ready law.Readiness) error {
	for _, refused := range ready.Refusals {
		fmt.Fprintln(o.stderr, "- "+obstacleIn(l, refused))
	}
	// Filing on the ripe grounds is a way out where grounds alone are in the way.
	if len(ready.Ripe) > 0 && !slices.ContainsFunc(ready.Refusals, func(o law.Objected) bool { return o.Ground == "" }) {
		fmt.Fprintln(o.stderr, lang.T(l, "cli.complaint.ripe", "grounds", groundsIn(l, ready.Grounds())))
	}
	fmt.Fprintln(o.stderr, lang.T(l, "cli.complaint.draft_hint"))
	return refusal(lang.TN(l, "cli.complaint.refused", len(ready.Refusals)))
}

// obstacleIn says in words what keeps a complaint from being filed, and the
// way out.
func obstacleIn(l lang.Lang, refused law.Objected) string {
	key := "obstacle." + string(refused.Obstacle)
	args := []any{
		"obstacle", lang.T(l, key, "date", lang.Date(l, refused.On)),
		"way_out", lang.T(l, key+".way_out"),
	}
	if refused.Ground == "" {
		return lang.T(l, "cli.complaint.obstacle", args...)
	}
	return lang.T(l, "cli.complaint.obstacle_ground", append(args, "ground", groundIn(l, refused.Ground))...)
}

// groundIn names a ground by its words and by its word in the dossier.
func groundIn(l lang.Lang, g law.Ground) string {
	return lang.T(l, "cli.complaint.about_request", "what", lang.T(l, "ground."+string(g)), "request", string(g))
}

func groundsIn(l lang.Lang, grounds []law.Ground) string {
	named := make([]string, len(grounds))
	for i, g := range grounds {
		named[i] = groundIn(l, g)
	}
	return lang.And(l, named)
}

// complaintWarnings says what to know before filing, and what was decided for
// the person.
func complaintWarnings(l lang.Lang, c models.Case, k letters.Complaint, placed []pdf.Placed) []string {
	var all []string
	switch {
	case k.Kept():
		all = append(all, lang.T(l, "cli.complaint.filed", "date", lang.Date(l, k.Filed.On)))
	case k.Filed != nil:
		all = append(all, lang.T(l, "cli.complaint.again", "date", lang.Date(l, k.Filed.On)))
	default:
		if over := letters.ComplaintStateOf(c, k.Document.On).FiledOn; !over.IsZero() {
			all = append(all, lang.T(l, "cli.complaint.over", "date", lang.Date(l, over)))
		}
	}
	if k.Filed != nil {
		k.Readiness = law.Readiness{} // it was filed
	}
	if k.Readiness.Taken && len(k.Grounds) > 0 {
		all = append(all, lang.T(l, "cli.complaint.taken", "grounds", groundsIn(l, k.Grounds)))
	}
	if len(k.Readiness.Items) > 0 {
		items := make([]string, len(k.Readiness.Items))
		for i, item := range k.Readiness.Items {
			items[i] = lang.T(l, "complaint_item."+string(item)+".in_a_list")
		}
		all = append(all, lang.T(l, "cli.complaint.items", "items", lang.And(l, items)))
	}
	for _, refused := range k.Readiness.Refusals { // of a draft
		all = append(all, obstacleIn(l, refused))
	}
	for _, w := range k.Readiness.Cautions {
		words := lang.Caution(l, w)
		if w.Request != "" {
			words = lang.T(l, "cli.complaint.about_request", "what", words, "request", w.Request)
		}
		all = append(all, words)
	}
	for _, p := range placed {
		line := letters.ExhibitLine(l, letters.ExhibitIn(l, c, p.Exhibit))
		if p.Exhibit.Recomposed {
			all = append(all, lang.T(l, "cli.complaint.recomposed", "what", line))
		}
		switch {
		case p.Exhibit.NotJoined:
			all = append(all, line)
		case p.Enclosure != pdf.Enclosed:
			all = append(all, lang.T(l, "cli.complaint.about_request", "what", line, "request", lang.T(l, "bundle."+string(p.Enclosure))))
		}
	}
	if lost := pdf.Missing(k.Document); len(lost) > 0 {
		all = append(all, lang.T(l, "cli.letters.missing_characters", "characters", string(lost)))
	}
	return all
}
