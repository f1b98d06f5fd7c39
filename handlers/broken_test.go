package handlers_test

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/mail"
	"contreoffre/mail/mailtest"
	"contreoffre/models/modelstest"
)

// visitorAddress is the address from which everybody of these tests comes.
const visitorAddress = "203.0.113.77"

// from writes an address as a proxy of ours does.
type from struct {
	http.RoundTripper
	address string
}

func (f from) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("X-Forwarded-For", f.address)
	return f.RoundTripper.RoundTrip(r)
}

// badPlace is a place for files that breaks when it is told to.
type badPlace struct {
	evidence.Blobs
	broken func() error // nil: works
}

func (b *badPlace) Put(ctx context.Context, id string, size int64, r io.Reader) error {
	if b.broken != nil {
		return b.broken()
	}
	return b.Blobs.Put(ctx, id, size, r)
}

func (b *badPlace) Get(ctx context.Context, id string) (io.ReadCloser, error) {
	if b.broken != nil {
		return nil, b.broken()
	}
	return b.Blobs.Get(ctx, id)
}

// wreck is a world in which something is broken.
type wreck struct {
	*world
	wire  *modelstest.Wire // to PostgreSQL
	place *badPlace
	sink  *mailtest.Sink
}

func newWreck(t *testing.T, db *modelstest.Database) *wreck {
	t.Helper()
	w := &wreck{sink: mailtest.Start(t)}
	folder, err := evidence.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	w.place = &badPlace{Blobs: folder}
	over := db
	if db.Engine == "postgres" {
		over, w.wire = db.Wire(t)
	}
	w.world = newWorldOn(t, newSiteOn(t, over, w.place, func(c *handlers.Config) {
		server, err := mail.ReadServer(w.sink.URL, c.Base)
		if err != nil {
			t.Fatal(err)
		}
		c.Mail = server
		c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	}))
	w.Database = db // to look at it past the wire
	w.Anna.http.Transport = from{w.Anna.http.Transport, visitorAddress}
	return w
}

// exec changes the database behind the program's back.
func (w *wreck) exec(t *testing.T, statements ...string) {
	t.Helper()
	raw := w.Raw(t)
	for _, statement := range statements {
		if _, err := raw.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// hold keeps a lock until the test ends.
func (w *wreck) hold(t *testing.T, statements ...string) {
	t.Helper()
	holder, err := w.Raw(t).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { holder.Close() })
	for _, statement := range statements {
		if _, err := holder.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// forms are what somebody has filled in, drawn while all was well.
type forms struct{ story, email, resume, upload url.Values }

const uploadType = "multipart/form-data; boundary=x"

func (w *wreck) fill(t *testing.T) forms {
	t.Helper()
	p := w.Anna
	get := func(page, path string, values url.Values) url.Values { return p.mustGet(page).form(t, path, values) }
	return forms{
		story:  get(p.of("/questions/story"), p.of("/questions/story"), url.Values{"story": {"Récit de " + canary}}),
		email:  get("/fr/account/reminders", "/fr/account/reminders/email", url.Values{"email": {canaryMail}, "code": {p.Code}}),
		resume: get("/fr/resume", "/fr/resume", url.Values{"code": {p.Code}}),
		upload: get(p.of("/evidence"), p.of("/evidence"), url.Values{"kind": {"screenshot"}}),
	}
}

// visit does all that a person may at that moment and returns the answers by
// what was asked; an answer that was cut has the status 0.
func (w *wreck) visit(f forms) map[string]answer {
	p := w.Anna
	body := func(values url.Values) string {
		return strings.TrimSuffix(string(multipartOf(values)), "--x--\r\n") +
			"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + canary + ".txt\"\r\n\r\nMes pièces, de " + canary + "\r\n--x--\r\n"
	}
	answers := map[string]answer{}
	for _, ask := range []struct {
		name string
		*http.Request
	}{
		{"an answer", p.request(http.MethodPost, p.of("/questions/story"), formType, f.story.Encode())},
		{"an address", p.request(http.MethodPost, "/fr/account/reminders/email", formType, f.email.Encode())},
		{"the dossier", p.request(http.MethodGet, p.of("?q="+url.QueryEscape(canary)), "", "")},
		{"a letter", p.request(http.MethodGet, p.of("/requests/"+w.Draft+"/letter.pdf?lang=fr"), "", "")},
		{"an exhibit", p.request(http.MethodGet, p.of("/evidence/"+w.Exhibit+"/original"), "", "")},
		{"an archive", p.request(http.MethodGet, p.of("/dossier.zip"), "", "")},
		{"a forged line", p.request(http.MethodGet, "/fr/%0d%0atime=now%20CANARI%1b%5b31m", "", "")},
		{"a file", p.request(http.MethodPost, p.of("/evidence"), uploadType, body(f.upload))},
		{"a code", p.request(http.MethodPost, "/fr/resume", formType, f.resume.Encode())},
	} {
		answers[ask.name] = p.try(ask.Request)
	}
	return answers
}

// try is once for an answer that may be cut; its status is then 0.
func (b *browser) try(request *http.Request) answer {
	client := *b.http
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		return answer{}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{Body: string(body)}
	}
	return answer{response.StatusCode, response.Header, string(body), request.URL.RequestURI()}
}

// aLine is how every line of the log begins.
var aLine = regexp.MustCompile(`^time=\S+ level=[A-Z]+ msg=`)

// P15, P40: whatever breaks, no line of the log holds what people typed, a code,
// a session, an address, the name of a file, a query or a line of somebody's
// own; the page says little and gives back what was typed.
func TestWhateverBreaksTheLogTellsNothingOfPeople(t *testing.T) {
	wrecks, logged := 0, 0
	for _, c := range []struct {
		name    string
		engines []string
		harm    func(*testing.T, *wreck)
		want    map[string]int // status of answers; the others may be what they like
	}{
		{"slow statements", []string{"postgres"}, func(t *testing.T, w *wreck) {
			w.hold(t, "BEGIN", "LOCK TABLE requests, once_keys IN ACCESS EXCLUSIVE MODE")
			w.exec(t, "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = 100', current_database()); END$$",
				"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'")
		}, map[string]int{"an answer": 503, "the dossier": 503}},
		{"a lock that is not given", many(nil, []string{"sqlite"}), // ten seconds each
			func(t *testing.T, w *wreck) { w.hold(t, "BEGIN IMMEDIATE") }, map[string]int{"an answer": 503, "the dossier": 200}},
		{"no network", []string{"postgres"}, func(t *testing.T, w *wreck) { w.wire.Be(modelstest.Away) },
			map[string]int{"an answer": 503, "the dossier": 503, "a letter": 503, "a code": 503}},
		{"a closed database", []string{"sqlite"}, func(t *testing.T, w *wreck) {
			if err := w.Store.Close(); err != nil {
				t.Fatal(err)
			}
		}, map[string]int{"an answer": 500, "the dossier": 500}},
		{"a table that is gone", []string{"sqlite", "postgres"}, func(t *testing.T, w *wreck) { w.exec(t, "ALTER TABLE requests RENAME TO gone") },
			map[string]int{"an answer": 500, "the dossier": 500}},
		{"keys that are gone", []string{"sqlite", "postgres"}, func(t *testing.T, w *wreck) {
			w.exec(t, "UPDATE cases SET wrapped_key = (SELECT wrapped_key FROM accounts ORDER BY id LIMIT 1)")
		}, map[string]int{"an answer": 500, "the dossier": 500}},
		{"a full disk", []string{"sqlite"}, func(t *testing.T, w *wreck) {
			w.place.broken = func() error { return &fs.PathError{Op: "write", Path: "/data/evidence/x", Err: syscall.ENOSPC} }
		}, map[string]int{"an answer": 303, "a file": 422, "an exhibit": 503, "an archive": 0}},
		{"a panic", []string{"sqlite"}, func(t *testing.T, w *wreck) {
			w.place.broken = func() error { panic(canary + canaryMail) }
		}, map[string]int{"an answer": 303, "a file": 500, "an exhibit": 500, "an archive": 0}},
		{"a mail server that quotes", []string{"sqlite"}, func(t *testing.T, w *wreck) { w.sink.Reject(canaryMail) },
			map[string]int{"an answer": 303, "an address": 303}},
		{"a mail server that drops", []string{"sqlite"}, func(t *testing.T, w *wreck) { w.sink.Be(mailtest.DropsBefore) },
			map[string]int{"an answer": 303, "an address": 303}},
	} {
		for _, engine := range c.engines {
			t.Run(c.name+"/"+engine, func(t *testing.T) {
				db := modelstest.SQLite
				if engine == "postgres" {
					db = modelstest.Postgres
				}
				w := newWreck(t, db(t))
				filled := w.fill(t)
				c.harm(t, w)
				answers := w.visit(filled)
				for what, want := range c.want {
					if got := answers[what]; got.Status != want {
						t.Errorf("%s: %d, want %d\n%s", what, got.Status, want, got.text())
					}
				}
				if kept := answers["an answer"]; kept.Status >= 500 && kept.form(t, w.Anna.of("/questions/story"), nil).Get("story") != filled.story.Get("story") {
					t.Errorf("what was typed is lost:\n%s", kept.text())
				}
				w.wantQuiet(t, answers)
				wrecks, logged = wrecks+1, logged+len(w.Log.String())
			})
		}
	}
	t.Logf("figure: %d ways to break, %d bytes of log, 0 words of people", wrecks, logged)
}

// wantQuiet searches the log and the pages for what they must not say.
func (w *wreck) wantQuiet(t *testing.T, answers map[string]answer) {
	t.Helper()
	wait(t, func() bool { return strings.Contains(w.Log.String(), "level=ERROR") })
	log := w.Log.String()
	for _, word := range []string{"CANARI", "canari", visitorAddress, "Lœwenbruck", w.Anna.Case, w.Draft, w.Anna.Code, w.Anna.session(), "capture.png", "?q="} {
		if strings.Contains(log, word) {
			t.Errorf("the log says %q:\n%s", word, log)
		}
	}
	for line := range strings.Lines(log) {
		if !aLine.MatchString(line) || strings.ContainsAny(strings.TrimSuffix(line, "\n"), "\x1b\r\n") {
			t.Errorf("not a line of ours: %q", line)
		}
	}
	for what, a := range answers {
		if a.Status < 500 {
			continue
		}
		for _, word := range []string{"goroutine", "SQL", "pgx", "panic", "/data", "wrapped", ".go:"} {
			if strings.Contains(a.Body, word) {
				t.Errorf("the page of %s says %q", what, word)
			}
		}
	}
}
