package views

import (
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// functions are what templates of language l may call.
func functions(l lang.Lang) template.FuncMap {
	all := wordFunctions(l)
	maps.Copy(all, thingFunctions(l))
	maps.Copy(all, pathFunctions(l))
	return all
}

// wordFunctions write words, days and numbers.
func wordFunctions(l lang.Lang) template.FuncMap {
	return template.FuncMap{
		"t":         func(key string, pairs ...any) string { return lang.T(l, key, worded(l, pairs)...) },
		"tn":        func(key string, n int, pairs ...any) string { return lang.TN(l, key, n, worded(l, pairs)...) },
		"has":       func(key string) bool { return lang.Has(l, key) },
		"date":      func(d law.Date) string { return lang.Date(l, d) },
		"moment":    func(at time.Time) string { return momentIn(l, at) },
		"long_date": func(d law.Date) string { return lang.LongDate(l, d) },
		"weekday":   func(d law.Date) string { return lang.Weekday(l, d.Weekday()) },
		"and_list":  func(items []string) string { return lang.And(l, items) },
		"quoted_in": quotedIn,
		"lines":     func(s string) []string { return strings.Split(s, "\n") },
		"words":     func(s string) []string { return strings.Split(s, " ") },
		"hyphened":  func(word string) bool { return strings.Contains(word, "-") },
		"inc":       func(n int) int { return n + 1 },
		"asset":     AssetPath,
		"external":  func(href string) bool { return strings.HasPrefix(href, "https://") },
	}
}

// thingFunctions write what other rooms speak of: countries, steps of a count,
// badges, errors.
func thingFunctions(l lang.Lang) template.FuncMap {
	return template.FuncMap{
		"say":             func(s Sentence) string { return s.In(l) },
		"badge":           func(b Badge) string { return b.In(l) },
		"warning":         func(w letters.Warning) string { return lang.T(l, w.Key, worded(l, w.Args)...) },
		"question_about":  questionAbout,
		"edit_of":         editOf,
		"parts_of":        func(caseID string, parts []ComplaintPart) complaintParts { return complaintParts{caseID, parts} },
		"lang_of":         langOf,
		"start_of":        func(b letters.Block) string { return firstWords(b.Text) },
		"request_rows":    func(s screen) template.HTML { return rowsHTML(l, s.P.(Hub).rows(l, s.CaseID)) },
		"case_rows":       func(s screen) template.HTML { return rowsHTML(l, s.P.(Cases).rows(l)) },
		"problem":         func(e interview.FieldError) string { return lang.T(l, e.Key, worded(l, e.Args)...) },
		"country":         func(code string) string { return countryName(l, code) },
		"preset":          func(w interview.Words) string { return presetWords(l, w) },
		"span":            func(from, to law.Date) string { return dateSpan(l, from, to) },
		"step":            func(s law.Step) string { return lang.Step(l, s) },
		"article":         func(a law.Article) string { return lang.Article(l, a) },
		"calendar":        func(c *law.Calendar) string { return lang.Calendar(l, c) },
		"law_note":        func(w law.Warning) string { return lang.Warning(l, w) },
		"authority_words": func(id law.AuthorityID, about string) string { return lang.AuthorityWords(l, id, about) },
		"complaint_event": func(k law.EventKind) string { return lang.ComplaintEvent(l, k) },
		"exhibit":         func(e letters.Exhibit) string { return letters.ExhibitLine(l, e) },
		"event":           func(k law.EventKind) string { return lang.Event(l, k) },
		"timeline":        func(p letters.Timeline) *timeline { return timelineIn(l, p) },
		"rights_in":       func(rights []law.Right) string { return rightsIn(l, rights) },
		"prose":           func(page string) []proseSection { return proseOf(l, page) },
	}
}

// pathFunctions make addresses; a page links to pages of its own language.
func pathFunctions(l lang.Lang) template.FuncMap {
	return template.FuncMap{
		"home_path":      func() string { return HomePath(l) },
		"public_path":    func(name string) string { return PublicPath(l, name) },
		"site_path":      func(p string) string { return HomePath(l) + p },
		"offer_path":     func(slug string) string { return OfferPath(l, slug) },
		"start_path":     func(slug string) string { return StartPath(l, slug) },
		"signin_path":    func(token string) string { return SignInPath(l, token) },
		"cases_path":     func() string { return CasesPath(l) },
		"account_path":   func(name string) string { return AccountPath(l, name) },
		"case_path":      func(id string, name ...string) string { return CasePath(l, id, name...) },
		"edit_path":      func(id, page string) string { return EditPath(l, id, page, page) },
		"question_path":  func(id, page string) string { return QuestionPath(l, id, page) },
		"request_path":   func(id, request string, name ...string) string { return RequestPath(l, id, request, name...) },
		"follow_path":    func(id, request string, kind letters.FollowUp) string { return FollowUpPath(l, id, request, kind) },
		"event_path":     func(id, request, event string) string { return EventPath(l, id, request, event) },
		"letter_path":    func(id string, letter Letter, name ...string) string { return LetterPath(l, id, letter, name...) },
		"paragraph_path": func(id string, letter Letter, block string) string { return ParagraphPath(l, id, letter, block) },
		"download_path": func(id string, letter Letter, letterLang, kind string) string {
			return DownloadPath(l, id, letter, letterLang, kind)
		},
		"dates_path":     func(id, request string, kind law.DeadlineKind) string { return DatesPath(l, id, request, kind) },
		"evidence_path":  func(id string) string { return EvidencePath(l, id) },
		"exhibit_path":   func(id, exhibit string, name ...string) string { return ExhibitPath(l, id, exhibit, name...) },
		"complaint_path": func(id string, name ...string) string { return ComplaintPath(l, id, name...) },
		"job_path":       func(id, job string, name ...string) string { return JobPath(l, id, job, name...) },
		"export_path":    func(id, kind string) string { return ExportPath(l, id, kind) },
	}
}

// quotedIn puts a passage between the quotation marks of its own language.
func quotedIn(tag, s string) string {
	l, _ := lang.Parse(tag)
	return lang.Quoted(l, s)
}

// worded writes the days and large numbers among name, value pairs as people
// do. A number of four digits may be a year and is left alone.
func worded(l lang.Lang, pairs []any) []any {
	out := slices.Clone(pairs)
	for i := 1; i < len(out); i += 2 {
		switch v := out[i].(type) {
		case law.Date:
			out[i] = lang.Date(l, v)
		case int:
			if v > 9999 {
				out[i] = lang.Number(l, v)
			}
		}
	}
	return out
}
