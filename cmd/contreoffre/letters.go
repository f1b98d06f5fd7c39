package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
	"contreoffre/models"
	"contreoffre/pdf"
)

// lettersCommand writes the letters of a portable dossier: no server, no
// database.
type lettersCommand struct {
	Dossier string  `required:"" placeholder:"F.json" help:"${cli_letters_dossier}"`
	Out     string  `required:"" placeholder:"DIR" help:"${cli_letters_out}"`
	Rights  *string `placeholder:"access,erasure" help:"${cli_letters_rights}"`
	Lang    *string `placeholder:"fr" help:"${cli_letters_lang}"`
	Today   *string `placeholder:"D" help:"${cli_letters_today}"`
	JSON    bool    `name:"json" help:"${cli_json}"`
}

// Run writes <right>.<lang>.pdf and .txt for each right and language, all or
// nothing. What the letters lack, or do out of order, goes to stderr.
func (k *lettersCommand) Run(o outside) error {
	l := languageOf(o.env)
	today := o.today()
	if k.Today != nil {
		var err error
		if today, err = day("--today", *k.Today); err != nil {
			return err
		}
	}
	rights, err := rightsIn(k.Rights)
	if err != nil {
		return err
	}
	versions, err := versionsIn(k.Lang)
	if err != nil {
		return err
	}
	d, err := openDossier(o, l, k.Dossier, today)
	if err != nil {
		return err
	}
	w := &letterWriter{c: interview.Effective(d.Case), l: l, today: today, files: map[string][]byte{}}
	if len(versions) == 0 {
		versions = []string{string(languageOfCase(w.c))}
	}
	if err := w.all(rights, versions); err != nil {
		return err
	}
	names, err := writeFiles(k.Out, w.files)
	if err != nil {
		return refusal(lang.T(l, "cli.unwritable", "folder", k.Out))
	}
	for _, warning := range w.warnings {
		fmt.Fprintln(o.stderr, lang.T(l, "cli.warning", "warning", warning))
	}
	return tellFiles(o, k.JSON, names, w.warnings)
}

// rightsIn reads --rights; nothing means the recommended ones.
func rightsIn(flag *string) ([]law.Right, error) {
	if flag == nil {
		return nil, nil
	}
	var rights []law.Right
	for name := range strings.SplitSeq(*flag, ",") {
		right := law.Right(strings.TrimSpace(name))
		if !slices.Contains(law.Rights, right) {
			return nil, misuse{"cli.unknown_right", []any{"flag", "--rights", "value", name, "rights", listOf(law.Rights)}}
		}
		if !slices.Contains(rights, right) {
			rights = append(rights, right)
		}
	}
	return rights, nil
}

// twinVersion is the letter in French and English, side by side.
const twinVersion = "fr+en"

// versionsIn reads --lang; nothing means the dossier's language.
func versionsIn(flag *string) ([]string, error) {
	if flag == nil {
		return nil, nil
	}
	var versions []string
	for name := range strings.SplitSeq(*flag, ",") {
		name = strings.TrimSpace(name)
		if _, ok := lang.Parse(name); !ok && name != twinVersion {
			return nil, misuse{"cli.unknown_language", []any{"flag", "--lang", "value", name}}
		}
		if !slices.Contains(versions, name) {
			versions = append(versions, name)
		}
	}
	return versions, nil
}

func listOf[W ~string](words []W) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return strings.Join(list, ", ")
}

// languageOfCase is the dossier's language, which is French unless it says so.
func languageOfCase(c models.Case) lang.Lang {
	l, _ := lang.Parse(c.Language)
	return l
}

// letterWriter writes letters into memory, so that nothing is on the disk
// until every letter exists.
type letterWriter struct {
	c        models.Case
	l        lang.Lang // of the warnings
	today    law.Date
	files    map[string][]byte
	warnings []string
}

func (w *letterWriter) all(rights []law.Right, versions []string) error {
	if rights == nil {
		rights = w.recommended()
	}
	for _, right := range rights {
		if sent := lastSent(w.c, right); !sent.IsZero() {
			w.warn(string(right), "cli.letters.already_sent", "date", lang.Date(w.l, sent))
		}
		for _, version := range versions {
			if err := w.one(letterFor(w.c, right), version, string(right)+"."+version); err != nil {
				return w.refused(err)
			}
		}
	}
	return nil
}

// recommended are the letters that the wishes call for; without a wish, the
// one that is a good start for everybody.
func (w *letterWriter) recommended() []law.Right {
	var rights []law.Right
	for _, r := range letters.Recommend(w.c) {
		rights = append(rights, r.Right)
	}
	if len(rights) == 0 {
		w.warn(string(law.Access), "cli.letters.no_wishes")
		rights = []law.Right{law.Access}
	}
	return rights
}

// one writes a letter in one version, under name.pdf and name.txt.
func (w *letterWriter) one(r models.Request, version, name string) error {
	var drawn bytes.Buffer
	var warnings []letters.Warning
	var lost []rune
	var text string
	if version == twinVersion {
		twin, found, err := letters.ComposeTwin(w.c, r, w.today)
		if err != nil {
			return err
		}
		if err := pdf.WriteTwin(&drawn, twin); err != nil {
			return err
		}
		warnings, lost, text = found, pdf.MissingTwin(twin), letters.TwinText(twin)
	} else {
		document, found, err := letters.Compose(w.c, r, lang.Lang(version), w.today)
		if err != nil {
			return err
		}
		if err := pdf.Write(&drawn, document); err != nil {
			return err
		}
		warnings, lost, text = found, pdf.Missing(document), letters.Text(document)
	}
	w.files[name+".pdf"], w.files[name+".txt"] = drawn.Bytes(), []byte(text)
	for _, warning := range warnings {
		w.warn(name, warning.Key, warning.Args...)
	}
	if len(lost) > 0 {
		w.warn(name, "cli.letters.missing_characters", "characters", string(lost))
	}
	return nil
}

// warn notes a warning about one letter, in words, once.
func (w *letterWriter) warn(name, key string, args ...any) {
	words := lang.T(w.l, "cli.about", "name", name, "what", lang.T(w.l, key, args...))
	if !slices.Contains(w.warnings, words) {
		w.warnings = append(w.warnings, words)
	}
}

// refused says in words why no letter can be written.
func (w *letterWriter) refused(err error) error {
	for cause, key := range map[error]string{
		letters.ErrNoName:       "cli.letters.no_name",
		letters.ErrNoController: "cli.letters.no_controller",
	} {
		if errors.Is(err, cause) {
			return refusal(lang.T(w.l, key))
		}
	}
	return err
}

// letterFor is the request that a new letter for right is composed from. The
// latest request naming the right supplies the details; what was typed into a
// draft of exactly that letter comes along, what belongs to a letter already
// sent (its reference, its number, its words) does not.
func letterFor(c models.Case, right law.Right) models.Request {
	alone := []law.Right{right}
	for _, r := range slices.Backward(c.Requests) {
		if !slices.Contains(r.Rights, right) {
			continue
		}
		if sentOn(r).IsZero() && slices.Equal(r.Rights, alone) {
			return r
		}
		return models.Request{
			Rights: alone, Controller: r.Controller, Channel: r.Channel, Details: r.Details, Objection: r.Objection,
			RestrictionCase: r.RestrictionCase, ErasureGrounds: r.ErasureGrounds, Corrections: r.Corrections, SendDataTo: r.SendDataTo,
		}
	}
	return models.Request{Rights: alone}
}

// lastSent is the latest day on which a letter for right left; zero when none
// did.
func lastSent(c models.Case, right law.Right) law.Date {
	var last law.Date
	for _, r := range c.Requests {
		if slices.Contains(r.Rights, right) {
			last = law.Later(last, sentOn(r))
		}
	}
	return last
}

// sentOn is the day a request left; zero for a draft, and for a sending that
// was corrected away.
func sentOn(r models.Request) law.Date {
	var on law.Date
	for _, e := range r.Events {
		corrects := func(other models.Event) bool { return e.ID != "" && other.Cancels == e.ID }
		if e.Kind == law.Sent && !slices.ContainsFunc(r.Events, corrects) {
			on = law.Later(on, e.On)
		}
	}
	return on
}

// tellFiles lists what was written, one name a line or as JSON.
func tellFiles(o outside, asJSON bool, names, warnings []string) error {
	if !asJSON {
		_, err := fmt.Fprintln(o.stdout, strings.Join(names, "\n"))
		return err
	}
	if warnings == nil {
		warnings = []string{}
	}
	encoder := json.NewEncoder(o.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Files    []string `json:"files"`
		Warnings []string `json:"warnings"`
	}{names, warnings})
}
