package handlers_test

import (
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"contreoffre/handlers"
	"contreoffre/interview"
	"contreoffre/models/modelstest"
)

// wrongValues are values that a field must refuse, by its kind, under the name
// of the input they are typed into.
func wrongValues(f interview.Field, name string) map[string]url.Values {
	long := strings.Repeat("é", 10_001)
	switch f.Kind {
	case interview.Line, interview.EmailLine:
		return map[string]url.Values{"10,001 characters": {name: {long}}}
	case interview.LongText:
		return map[string]url.Values{"too many characters": {name: {strings.Repeat("é", f.MaxLength+1)}}}
	case interview.Number:
		return map[string]url.Values{"words": {name: {"beaucoup"}}, "below zero": {name: {"-1"}}, "huge": {name: {"99999999999999999999"}}}
	case interview.Choice, interview.Choices:
		return map[string]url.Values{"not in the list": {name: {"<script>"}}}
	case interview.CountryOf:
		return map[string]url.Values{"no such country": {name: {"XX"}}}
	case interview.Day, interview.DayOrMonth:
		return map[string]url.Values{
			"30 February": day(name, "30", "2", "2024"),
			"the future":  day(name, "1", "1", "2999"),
			"words":       day(name, "un", "janvier-ish", "hier"),
			"huge":        day(name, "1", "1", "999999999999"),
		}
	case interview.PostalAddr:
		return map[string]url.Values{
			"10,001 characters": {name + ".lines": {long}, name + ".city": {"Nantes"}, name + ".country": {"FR"}},
			"no such country":   {name + ".lines": {"1 rue"}, name + ".city": {"Nantes"}, name + ".country": {"XX"}},
		}
	case interview.List:
		all := map[string]url.Values{}
		for _, column := range f.Fields {
			for trap, values := range wrongValues(column, name+".0."+column.Name) {
				all[column.Name+" "+trap] = values
			}
		}
		return all
	}
	return nil
}

func day(name, d, m, y string) url.Values {
	return url.Values{name + ".day": {d}, name + ".month": {m}, name + ".year": {y}}
}

// On every question: what is wrong is said beside the field, what was typed is
// still there, nothing is written.
func TestEveryQuestionRefusesWhatIsWrong(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	before := w.dump(t)
	asked := 0
	for _, page := range interview.Pages {
		path := w.Anna.of("/questions/" + page.ID)
		shown := w.Anna.get(path)
		if shown.Status == http.StatusNotFound {
			continue // not asked in this story
		}
		asked++
		for _, f := range page.Fields {
			for trap, values := range wrongValues(f, f.Name) {
				typed := url.Values{}
				for name, right := range story[page.ID] {
					typed[name] = right
				}
				for name, wrong := range values {
					typed[name] = wrong
				}
				a := w.Anna.submit(shown, path, typed)
				if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `class="error-message"`) {
					t.Errorf("%s, %s, %s: %d\n%s", page.ID, f.Name, trap, a.Status, a.text())
					continue
				}
				keepsTyped(t, page.ID+", "+f.Name+", "+trap, a, f, values)
			}
		}
	}
	if asked < 15 {
		t.Errorf("only %d pages were tried", asked)
	}
	if w.dump(t) != before {
		t.Error("a wrong answer was written")
	}
}

// keepsTyped checks that text is still in its field. What was picked from a
// list and is not in it cannot be shown again.
func keepsTyped(t *testing.T, name string, a answer, f interview.Field, values url.Values) {
	t.Helper()
	if strings.Contains(a.Body, "⟦") {
		t.Errorf("%s: a word is missing", name)
	}
	for input, typed := range values {
		for _, kind := range []string{"choice", "choices", "country"} {
			if strings.Contains(a.Body, kind) && (typed[0] == "<script>" || typed[0] == "XX") {
				return
			}
		}
		if !strings.Contains(html.UnescapeString(a.Body), typed[0]) {
			t.Errorf("%s: what was typed for %s is lost", name, input)
		}
	}
}

var hostileNames = []string{
	`Zéphyrine <b>O’Neil</b>`, `{{.Account}} ${name} {offer}`, `"><img src=x onerror=alert(1)>`, `# Titre`, `- liste`, `== section`,
	`Nguyễn Thị Ánh`, `Łukasz Żółć`, `Ωραία Ελένη`, `Юлія Щербак`, `محمد`, `王小明`, `👩‍⚖️ Zoé`, `'; DROP TABLE cases; --`, `=cmd|' /C calc'!A0`,
}

// A name is a name: it is kept, shown as typed, and never becomes structure.
func TestHostileNamesStayNames(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	path := w.Anna.of("/questions/identity")
	for _, name := range hostileNames {
		w.Anna.submit(w.Anna.mustGet(path), path, url.Values{"name": {name}, "email": {"z@example.org"}})
		for _, at := range []string{path, w.Anna.of(""), w.Anna.of("/check"), w.Anna.path("/cases"), w.Anna.of("/requests/" + w.Draft + "/letter")} {
			a := w.Anna.mustGet(at)
			if strings.Contains(a.Body, "<b>O’") || strings.Contains(a.Body, "<img src=x") {
				t.Errorf("%s became structure on %s", name, at)
			}
			if !strings.Contains(html.UnescapeString(a.Body), name) {
				t.Errorf("%s is not on %s", name, at)
			}
		}
		for _, ending := range []string{"pdf", "txt", "eml"} {
			w.Anna.mustGet(w.Anna.of("/requests/" + w.Draft + "/letter." + ending + "?lang=fr%2Ben"))
		}
	}
}

// On every form: a body that cannot be read is refused whole.
func TestMalformedFormsWriteNothing(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	before := w.dump(t)
	for _, r := range handlers.Access {
		if !r.Writes {
			continue
		}
		right := w.body(r, w.Anna)
		for name, trap := range map[string]struct {
			body string
			want []int
		}{
			"broken escape":      {right.Encode() + "&x=%zz", []int{400}},
			"not UTF-8":          {right.Encode() + "&x=%ff%fe", []int{400}},
			"semicolons":         {right.Encode() + ";x=1", []int{400}},
			"3,000 values":       {right.Encode() + strings.Repeat("&x=1", 3000), []int{413}},
			"too large a body":   {right.Encode() + "&x=" + strings.Repeat("x", 17<<20), []int{413}},
			"no once-key":        {without(right, "once"), []int{400, 422}},
			"short once-key":     {with(right, "once", "x"), []int{400, 422}},
			"no version":         {without(right, "version"), []int{400, 422}},
			"version in words":   {with(right, "version", "une"), []int{400, 422}},
			"version of someday": {with(right, "version", "999999"), []int{409, 422}},
		} {
			if isAbout(name, r.Path) {
				a := w.Anna.once(w.Anna.request(http.MethodPost, address(r, w.objects(r)), formType, trap.body))
				if !slices.Contains(trap.want, a.Status) || strings.Contains(a.Body, "⟦") || len(a.text()) < 100 {
					t.Errorf("%s, %s: %d, want %v\n%s", r.Path, name, a.Status, trap.want, a.text())
				}
			}
		}
		if w.dump(t) != before {
			t.Fatalf("%s: a malformed form was written", r.Path)
		}
	}
}

func TestMalformedUploads(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	before := w.dump(t)
	for name, trap := range map[string]struct{ kind, body string }{
		"no boundary":  {"multipart/form-data", "x"},
		"cut short":    {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nx"},
		"empty":        {"multipart/form-data; boundary=b", ""},
		"other parts":  {"multipart/form-data; boundary=b", "--c\r\n\r\nx\r\n--c--\r\n"},
		"broken media": {"multipart/form-data; boundary=\"", "x"},
	} {
		a := w.Anna.once(w.Anna.request(http.MethodPost, "/fr/import", trap.kind, trap.body))
		if (a.Status != http.StatusBadRequest && a.Status != http.StatusForbidden) || len(a.text()) < 100 {
			t.Errorf("%s: %d\n%s", name, a.Status, a.text())
		}
	}
	if w.dump(t) != before {
		t.Error("something was written")
	}
}

// idempotent are the forms that carry no once-key of use: pressed twice, they
// have done what one press does.
var idempotent = []string{
	"/resume", "/account/end", "/account/code/kept", "/account/erase", "/cases/:case/erase",
	"/account/reminders/feed", "/account/reminders/feed/revoke",
	"/account/reminders/email/start", "/account/reminders/email/stop", "/account/reminders/email/forget",
	"/confirm/:token", "/signin/:token", "/signin", // the latter is not there without a mail server
	"/account/leave", "/account/sessions/end", "/account/sessions/others",
	"/account/reminders/email", // not there without a mail server
}

// aboutJobs are the forms that change no case: a file is made of it as it is.
var aboutJobs = []string{"/cases/:case/complaint/bundle", "/cases/:case/complaint/light", "/cases/:case/jobs/:job/drop"}

// isAbout tells whether a route reads the value a trap is about: what changes no
// case has no version.
func isAbout(trap, path string) bool {
	noOnce := slices.Contains(idempotent, path)
	noVersion := noOnce || !strings.Contains(path, ":case") || slices.Contains(aboutJobs, path)
	switch {
	case strings.Contains(trap, "once"):
		return !noOnce
	case strings.Contains(trap, "version"):
		return !noVersion
	}
	return true
}

func without(values url.Values, name string) string {
	left := url.Values{}
	for other, v := range values {
		if other != name {
			left[other] = v
		}
	}
	return left.Encode()
}

func with(values url.Values, name, value string) string {
	changed := url.Values{}
	for other, v := range values {
		changed[other] = v
	}
	changed.Set(name, value)
	return changed.Encode()
}

// The other forms, each with what can be typed wrong into it.
func TestOtherFormsSayWhatIsWrong(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	before := w.dump(t)
	sent, block := w.Anna.of("/requests/"+w.Draft+"/sent"), w.Anna.of("/requests/"+w.Draft+"/letter/"+w.Block)
	with := func(values url.Values, more url.Values) url.Values {
		all := url.Values{}
		for _, from := range []url.Values{values, more} {
			for name, v := range from {
				all[name] = v
			}
		}
		return all
	}
	for _, trap := range []struct {
		name, page, action string
		values             url.Values
	}{
		{"no offer chosen", "/fr/start", "/fr/start", nil},
		{"an offer that is not there", "/fr/start", "/fr/start", url.Values{"offer": {"nothing"}}},
		{"no code", "/fr/resume", "/fr/resume", nil},
		{"half a code", "/fr/resume", "/fr/resume", url.Values{"code": {"ABCDE-FGHJK"}}},
		{"a code of nobody", "/fr/resume", "/fr/resume", url.Values{"code": {"00000-00000-00000-00000-00000"}}},
		{"a code of 100,000 characters", "/fr/resume", "/fr/resume", url.Values{"code": {strings.Repeat("A", 100_000)}}},
		{"no letter chosen", w.Anna.of("/letters"), w.Anna.of("/letters"), nil},
		{"a letter that is not offered", w.Anna.of("/letters"), w.Anna.of("/letters"), url.Values{"letter": {"revenge"}}},
		{"a letter already sent", w.Anna.of("/letters"), w.Anna.of("/letters"), url.Values{"letter": {"access"}}},
		{"a right twice", w.Anna.of("/letters"), w.Anna.of("/letters"), url.Values{"letter": {"objection", "consent_withdrawal+objection"}}},
		{"too early, not overridden", w.Anna.of("/letters"), w.Anna.of("/letters"), url.Values{"letter": {"erasure"}}},
		{"sent in the future", sent, sent, with(dispatched, day("sent_on", "23", "11", "2026"))},
		{"sent on 30 February", sent, sent, with(dispatched, day("sent_on", "30", "2", "2026"))},
		{"sent by pigeon", sent, sent, with(dispatched, url.Values{"channel": {"pigeon"}})},
		{"sent in Latin", sent, sent, with(dispatched, url.Values{"language": {"la"}})},
		{"a tracking number of 10,000 characters", sent, sent, with(dispatched, url.Values{"tracking_number": {strings.Repeat("9", 10_000)}})},
		{"a paragraph of 10,001 characters", block, block + "?lang=fr", url.Values{"text": {strings.Repeat("é", 10_001)}}},
		{"erasing without the tick", w.Anna.of("/erase"), w.Anna.of("/erase"), nil},
		{"erasing all without the tick", "/fr/account/erase", "/fr/account/erase", nil},
	} {
		a := w.Anna.submit(w.Anna.mustGet(trap.page), trap.action, trap.values)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "error-message") || strings.Contains(a.Body, "⟦") {
			t.Errorf("%s: %d\n%s", trap.name, a.Status, a.text())
		}
	}
	if w.dump(t) != before {
		t.Error("a wrong form was written")
	}
}

func TestTheCalculatorSaysWhatIsWrong(t *testing.T) {
	b := newBrowser(t, newSite(t, modelstest.SQLite(t)).URL)
	right := with(day("received", "6", "3", "2026"), "controller_country", "IE") + "&person_country=FR"
	if a := b.mustGet("/en/deadline?" + right); !a.has("7 April 2026") {
		t.Errorf("the count is not shown:\n%s", a.text())
	}
	for name, query := range map[string]string{
		"no such day":         with(day("received", "31", "2", "2026"), "controller_country", "IE") + "&person_country=FR",
		"no such country":     with(day("received", "6", "3", "2026"), "controller_country", "XX") + "&person_country=FR",
		"given without asked": right + "&" + day("identity_given", "7", "3", "2026").Encode(),
		"given before asked":  right + "&" + day("identity_asked", "9", "3", "2026").Encode() + "&" + day("identity_given", "8", "3", "2026").Encode(),
		"extended before":     right + "&" + day("extended", "5", "3", "2026").Encode(),
		"the end of time":     with(day("received", "31", "12", "9999"), "controller_country", "IE") + "&person_country=FR",
	} {
		if a := b.get("/en/deadline?" + query); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "error-message") || strings.Contains(a.Body, "⟦") {
			t.Errorf("%s: %d\n%s", name, a.Status, a.text())
		}
	}
	for _, query := range []string{"received.day=%zz", "received.day=%ff"} {
		if a := b.get("/en/deadline?" + query); a.Status != http.StatusBadRequest {
			t.Errorf("%s: %d", query, a.Status)
		}
	}
}
