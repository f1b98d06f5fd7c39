package handlers_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"contreoffre/handlers"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// world is a site with one dossier that holds an object of every kind, and
// what walkers need to call each route on it.
type world struct {
	*site
	Anna  *person // owns the objects
	Bruno *person // another account, with an empty dossier
	Draft string  // id of Anna's request not yet sent
	Sent  string  // id of her sent one
	Block string  // id of a paragraph of the draft
	Event string  // id of the sending of the sent one
	Asked string  // id of one whose company asked for an identity document
	Reply string  // id of a paragraph of the letter that replies to that

	Exhibit string // id of a picture
	Filing  string // id of the filing of the complaint
	Job     string // id of one whose file is made

	account string // Anna's
}

func newWorld(t testing.TB, db *modelstest.Database) *world {
	t.Helper()
	return newWorldOn(t, newSite(t, db))
}

// newWorldOn is newWorld on a site that is there.
func newWorldOn(t testing.TB, s *site) *world {
	t.Helper()
	w := &world{site: s, Anna: newPerson(t, s, "fr"), Bruno: newPerson(t, s, "fr")}
	w.Anna.tell()
	w.Sent = w.Anna.prepare("access")
	w.Anna.send(w.Sent)
	w.Draft = w.Anna.prepare("consent_withdrawal")
	w.Block = w.Anna.blocks(w.Draft)[0]
	w.Event = w.Anna.events(w.Sent)[0]
	w.Asked = w.Anna.prepare("restriction")
	w.Anna.send(w.Asked)
	w.Anna.note(w.Asked, "identity_asked", on("2026-11-22"))
	w.Reply = w.Anna.paragraphs("/requests/" + w.Asked + "/follow/identity_reply")[0]
	w.Exhibit = w.Anna.exhibit("capture.png", aPicture(t, 60, 40))
	w.Anna.file()
	w.Job = w.Anna.bundle("bundle_pdf")
	account, err := s.Store.AccountByCode(t.Context(), w.Anna.Code)
	if err != nil {
		t.Fatal(err)
	}
	w.account = account.ID
	c, err := s.Store.Case(t.Context(), w.account, w.Anna.Case)
	if err != nil {
		t.Fatal(err)
	}
	w.Filing = c.Complaint.Events[0].ID
	return w
}

// prepare makes a draft and returns its id.
func (p *person) prepare(letter string) string {
	p.t.Helper()
	made := p.submit(p.mustGet(p.of("/letters")), p.of("/letters"), url.Values{"letter": {letter}, "override": {"yes"}})
	id, ok := strings.CutSuffix(strings.TrimPrefix(made.Path, p.of("/requests/")), "/letter")
	if !ok {
		p.t.Fatalf("preparing %s leads to %s (%d)\n%s", letter, made.Path, made.Status, made.text())
	}
	return id
}

var blockPattern = regexp.MustCompile(`/letter/(fr\.[a-z0-9_.]+)`)

// blocks lists the paragraphs of a French draft that can be edited.
func (p *person) blocks(request string) []string {
	p.t.Helper()
	return p.paragraphs("/requests/" + request)
}

// paragraphs lists those of the French letter that stands under a path.
func (p *person) paragraphs(under string) []string {
	p.t.Helper()
	var all []string
	for _, found := range blockPattern.FindAllStringSubmatch(p.mustGet(p.of(under+"/letter?lang=fr")).Body, -1) {
		all = append(all, found[1])
	}
	if len(all) == 0 {
		p.t.Fatal("the letter has no paragraph to edit")
	}
	return all
}

// dispatched is what the form "I sent it" carries.
var dispatched = url.Values{
	"sent_on.day": {"22"}, "sent_on.month": {"11"}, "sent_on.year": {"2026"}, "channel": {"web_form"}, "language": {"fr"},
}

func (p *person) send(request string) {
	p.t.Helper()
	path := p.of("/requests/" + request + "/sent")
	if sent := p.submit(p.mustGet(path), path, dispatched); sent.Status != http.StatusOK {
		p.t.Fatalf("sending: %d\n%s", sent.Status, sent.text())
	}
}

// file records that the complaint was filed.
func (p *person) file() {
	p.t.Helper()
	path := p.of("/complaint/event/filed")
	if filed := p.submit(p.mustGet(path), path, on("2026-11-22")); filed.Status != http.StatusOK {
		p.t.Fatalf("filing: %d\n%s", filed.Status, filed.text())
	}
}

// bundle asks for a file of the complaint, waits until it is made and returns
// the id of its job.
func (p *person) bundle(what string) string {
	p.t.Helper()
	page := p.of("/complaint")
	made := p.made(p.submit(p.mustGet(page), page+"/bundle", url.Values{"what": {what}}))
	return strings.TrimPrefix(made.Path, p.of("/jobs/"))
}

// made looks at the page of a job until the job is ended.
func (p *person) made(at answer) answer {
	p.t.Helper()
	for range 300 {
		if at.Status != http.StatusOK || !strings.Contains(at.Path, "/jobs/") {
			p.t.Fatalf("asking for a file leads to %s (%d)\n%s", at.Path, at.Status, at.text())
		}
		if at.Header.Get("Refresh") == "" {
			return at
		}
		time.Sleep(100 * time.Millisecond)
		at = p.mustGet(at.Path)
	}
	p.t.Fatal("the file is not made")
	return at
}

// ids are the objects that an address names.
type ids struct{ Case, Request, Block, Event, Exhibit, Job string }

// unknown names objects that nobody has, in the form of real ids.
func unknown() ids {
	return ids{models.NewID(), models.NewID(), "fr.nothing.1", models.NewID(), models.NewID(), models.NewID()}
}

// address fills the parameters of a route.
func address(r handlers.Rule, of ids) string {
	kind := "identity_reply" // a letter
	if strings.Contains(r.Path, "/event/") {
		kind = "acknowledged"
	}
	return "/fr" + strings.NewReplacer(
		":case", of.Case, ":request", of.Request, ":page", "joined", ":block", of.Block, ":event", of.Event, ":exhibit", of.Exhibit, ":job", of.Job, ":kind", kind, ":section", "facts", ":offer", "temu-cash-reward-2024",
	).Replace(r.Path)
}

// objects is Anna's objects as a route wants them: a request that was sent
// where only such a one has a page, else the draft.
func (w *world) objects(r handlers.Rule) ids {
	request := w.Draft
	if _, page, _ := strings.Cut(r.Path, "/:request"); page == "" || page == "/dates.ics" || page == "/answer" || strings.HasPrefix(page, "/event") {
		request = w.Sent
	}
	if strings.Contains(r.Path, "/follow/") {
		return ids{w.Anna.Case, w.Asked, w.Reply, w.Event, w.Exhibit, w.Job}
	}
	event := w.Event
	if strings.Contains(r.Path, "/complaint/events/") {
		event = w.Filing
	}
	return ids{w.Anna.Case, request, w.Block, event, w.Exhibit, w.Job}
}

// bodies are right forms for the routes that write, without the hidden values.
var bodies = map[string]url.Values{
	"/start":                       {"offer": {"temu-cash-reward-2024"}},
	"/account/erase":               {"sure": {"yes"}},
	"/cases/:case/questions/:page": story["joined"],
	"/cases/:case/letters":         {"letter": {"rectification"}, "override": {"yes"}},
	"/cases/:case/erase":           {"sure": {"yes"}},
	"/cases/:case/requests/:request/letter/:block":              {"text": {"Mes propres mots."}},
	"/cases/:case/requests/:request/sent":                       dispatched,
	"/cases/:case/requests/:request/channel":                    {"channel": {"registered_letter"}},
	"/cases/:case/requests/:request/discard":                    {},
	"/cases/:case/evidence":                                     {"kind": {"screenshot"}},
	"/cases/:case/evidence/:exhibit":                            {"caption": {"La page"}, "kind": {"screenshot"}, "proves": {"fact"}},
	"/cases/:case/evidence/:exhibit/mask":                       {"do": {"mask"}, "left": {"0"}, "top": {"0"}, "width": {"10"}, "height": {"10"}},
	"/cases/:case/close":                                        {"as": {"given_up"}, "on.day": {"22"}, "on.month": {"11"}, "on.year": {"2026"}},
	"/cases/:case/complaint/choices":                            {"grounds": {"no_information"}, "disclosure": {"yes"}},
	"/cases/:case/complaint/sections/:section":                  {"text": {"Mes propres mots."}},
	"/cases/:case/complaint/event/:kind":                        {"on.day": {"22"}, "on.month": {"11"}, "on.year": {"2026"}},
	"/cases/:case/complaint/bundle":                             {"what": {"bundle_zip"}},
	"/cases/:case/complaint/light":                              {"under": {"5"}},
	"/cases/:case/jobs/:job/drop":                               {},
	"/cases/:case/reopen":                                       {},
	"/cases/:case/requests/:request/answer":                     ticks("2026-11-22", "copy_of_data"),
	"/cases/:case/requests/:request/follow/:kind/letter/:block": {"text": {"Mes propres mots."}},
	"/cases/:case/requests/:request/follow/:kind/sent": {
		"sent_on.day": {"22"}, "sent_on.month": {"11"}, "sent_on.year": {"2026"}, "language": {"fr"},
	},
	"/cases/:case/complaint/events/:event":         {"on.day": {"21"}, "on.month": {"11"}, "on.year": {"2026"}},
	"/cases/:case/requests/:request/event/:kind":   {"on.day": {"22"}, "on.month": {"11"}, "on.year": {"2026"}},
	"/cases/:case/requests/:request/events/:event": {"on.day": {"21"}, "on.month": {"11"}, "on.year": {"2026"}},
}

// hidden are the hidden values of a form drawn for somebody: from their
// dossier's pages, or from a public page for nobody.
func (w *world) hidden(p *person) url.Values {
	page := p.mustGet(p.of("/erase"))
	return page.form(p.t, p.of("/erase"), nil)
}

// body is a right form for a route, with somebody's hidden values.
func (w *world) body(r handlers.Rule, p *person) url.Values {
	all := w.hidden(p)
	if r.Path == "/resume" || r.Path == "/account/code" {
		all.Set("code", p.Code)
	}
	for name, values := range bodies[r.Path] {
		all[name] = values
	}
	return all
}

// dump writes out the whole database. Counters of attempts are left out:
// counting a visit is what they are for.
func (w *world) dump(t testing.TB) string {
	t.Helper()
	raw := w.Raw(t)
	var all []string
	for _, table := range models.ReadManifest().Tables {
		if table.Name != "rate_counters" {
			all = append(all, table.Name+"\n"+dumpTable(t, raw, table.Name))
		}
	}
	return strings.Join(all, "\n")
}

func dumpTable(t testing.TB, raw *sql.DB, table string) string {
	t.Helper()
	found, err := raw.Query("SELECT * FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for found.Next() {
		values, pointers := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := found.Scan(pointers...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%v", values))
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
