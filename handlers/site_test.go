package handlers_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/views"
)

func TestMain(m *testing.M) {
	code := modelstest.Main(m)
	os.RemoveAll(builtIn)
	os.Exit(code)
}

// site is the whole web on a free port, as main runs it.
type site struct {
	*modelstest.Database
	App   *handlers.App
	Store *models.Store
	Blobs evidence.Blobs
	URL   string
	Log   *logbook
}

// newSite starts a site on a database, with its files in a folder; the test
// stops it when it ends.
func newSite(t testing.TB, db *modelstest.Database, changes ...func(*handlers.Config)) *site {
	t.Helper()
	s := newIdleSite(t, db, changes...)
	s.work(t)
	return s
}

// newSiteOn is newSite with its files in another place.
func newSiteOn(t testing.TB, db *modelstest.Database, blobs evidence.Blobs, changes ...func(*handlers.Config)) *site {
	t.Helper()
	s := newIdleSiteOn(t, db, blobs, changes...)
	s.work(t)
	return s
}

// newIdleSite is newSite without anybody who does its jobs.
func newIdleSite(t testing.TB, db *modelstest.Database, changes ...func(*handlers.Config)) *site {
	t.Helper()
	blobs, err := evidence.OpenFolder(filepath.Join(t.TempDir(), "evidence"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	return newIdleSiteOn(t, db, blobs, changes...)
}

// work lets the jobs of a site be done until the test ends.
func (s *site) work(t testing.TB) {
	ctx, stop := context.WithCancel(context.Background())
	var workers sync.WaitGroup
	workers.Go(func() { s.App.Work(ctx, nil) })
	t.Cleanup(workers.Wait)
	t.Cleanup(stop)
}

func newIdleSiteOn(t testing.TB, db *modelstest.Database, blobs evidence.Blobs, changes ...func(*handlers.Config)) *site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{Database: db, URL: "http://" + listener.Addr().String(), Blobs: blobs, Log: &logbook{}}
	s.Store = db.Open(t, func(c *models.Config) {
		c.Discard = evidence.Discard(blobs)
		c.NextDue, c.LastDue, c.Reminders = handlers.NextDue, handlers.LastDue, handlers.Reminders
	})
	config := handlers.Config{
		Base: mustURL(t, s.URL), Store: s.Store, Now: db.Clock.Now,
		Evidence: evidence.NewKeeper(s.Store, blobs, handlers.EvidenceTools, func() law.Date { return law.DateOf(db.Clock.Now()) }),
		Log:      slog.New(slog.NewTextHandler(s.Log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Operator: views.Operator{Name: "Association d’essai"},
	}
	for _, change := range changes {
		change(&config)
	}
	app, err := handlers.New(config)
	if err != nil {
		t.Fatal(err)
	}
	s.App = app
	served := make(chan error, 1)
	go func() { served <- app.Serve(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := app.Shutdown(ctx); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return s
}

func mustURL(t testing.TB, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// logbook keeps what was logged.
type logbook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// person is somebody with an open dossier.
type person struct {
	*browser
	Lang string
	Case string // id
	Code string // recovery code
}

var (
	codePattern = regexp.MustCompile(`[0-9A-Z]{5}(-[0-9A-Z]{5}){4}`)
	casePattern = regexp.MustCompile(`/cases/([a-z0-9]+)`)
)

// newPerson answers the first question as somebody new, in a language.
func newPerson(t testing.TB, s *site, lang string) *person {
	t.Helper()
	p := &person{browser: newBrowser(t, s.URL), Lang: lang}
	start := p.mustGet(p.path("/start?offer=temu-cash-reward-2024"))
	shown := p.submit(start, p.path("/start"), url.Values{"offer": {"temu-cash-reward-2024"}})
	if shown.Path != p.path("/account/code") {
		t.Fatalf("the first answer leads to %s\n%s", shown.Path, shown.text())
	}
	p.Code = codePattern.FindString(shown.Body)
	next := p.submit(shown, p.path("/account/code/kept"), nil)
	found := casePattern.FindStringSubmatch(next.Path)
	if p.Code == "" || found == nil {
		t.Fatalf("code %q, then %s", p.Code, next.Path)
	}
	p.Case = found[1]
	return p
}

// renew replaces the code of somebody who has it, and returns the page with the
// new one.
func (p *person) renew() answer {
	p.t.Helper()
	return p.submit(p.mustGet(p.path("/account/code")), p.path("/account/code"), url.Values{"code": {p.Code}})
}

func (p *person) path(path string) string { return "/" + p.Lang + path }

// of is the address of a page of the person's dossier.
func (p *person) of(path string) string { return p.path("/cases/" + p.Case + path) }

// story is what the person of the tests answers, by page. A page that is not
// here is answered "I don't know", or passed over.
var story = map[string]url.Values{
	"country":     {"country": {"FR"}, "account_language": {"fr"}},
	"joined":      {"joined_on.day": {"28"}, "joined_on.month": {"3"}, "joined_on.year": {"2024"}},
	"way_in":      {"channel": {"sponsor_link"}},
	"sponsor":     {"invited_by": {"Gaëlle Œuvrard"}},
	"terms_seen":  {"terms_seen": {"original"}},
	"data_given":  {"data_given": {"username", "profile_picture", "paypal_account"}},
	"invitations": {"invited_count": {"3"}},
	"story":       {"story": {"J’ai reçu l’offre par un lien de Gaëlle."}},
	"age":         {"age_band": {"adult"}},
	"acting":      {"acting": {"self"}},
	"identity":    {"name": {"Maëlle Lœwenbruck"}, "email": {"maelle@example.org"}},
	"address": {"address.lines": {"14 bis, rue de l’Œuvre"}, "address.postcode": {"44000"},
		"address.city": {"Nantes"}, "address.country": {"FR"}},
	"wishes": {"wishes": {"know", "stop_use"}},
}

// tell answers every question that is asked, in order, and returns the page on
// which the answers are read again.
func (p *person) tell() answer {
	p.t.Helper()
	at := p.mustGet(p.of("/questions/country"))
	for range 40 {
		id, ok := strings.CutPrefix(at.Path, p.of("/questions/"))
		if !ok {
			return at
		}
		values, told := story[id]
		if !told {
			values = url.Values{"do": {"unsure"}}
		}
		next := p.submit(at, p.of("/questions/"+id), values)
		if next.Path == at.Path {
			p.t.Fatalf("%s leads nowhere (%d):\n%s", id, next.Status, next.text())
		}
		at = next
	}
	p.t.Fatal("the interview does not end")
	return at
}
