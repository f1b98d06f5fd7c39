package handlers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/evidence/s3test"
	"contreoffre/handlers"
	"contreoffre/mail"
	"contreoffre/mail/mailtest"
	"contreoffre/models/modelstest"
)

// What is searched for wherever something rests.
const (
	canary     = "Zéphyrine-CANARI-7f3a"
	canaryMail = "canari-7f3a@exemple.example"
	canaryPage = "https://canari-7f3a.example/"
)

// wholeDossier is the example dossier that has every field, with the canary in
// each one that holds words, and in its files.
func wholeDossier(t *testing.T) []byte {
	t.Helper()
	const from = "../dossier/testdata/whole/"
	read := func(name string) string {
		content, err := os.ReadFile(from + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	picture, letter := aPicture(t, 30, 20), []byte("%PDF-1.4\n% "+canary)
	sum := func(content string) string { return hex.EncodeToString(sum256(content)) }
	text := read("dossier.json")
	const lines, line = `Deux lignes\nd’un texte, œuvre \u003cb\u003e\u0026`, `Une ligne « Łódź »`
	if strings.Count(text, lines) < 10 || strings.Count(text, line) < 20 {
		t.Fatal("the example has other words now: nothing would be replaced")
	}
	text = strings.NewReplacer(lines, canary, line, canary, "a@example.org", canaryMail, "https://example.org/a", canaryPage,
		sum(read("pieces/1.png")), sum(string(picture)), sum(read("lettres/une lettre.pdf")), sum(string(letter)),
		sum("Deux lignes\nd’un texte, œuvre <b>&"), sum(canary)).Replace(text)
	return packed(t, map[string][]byte{"dossier.json": []byte(text), "pieces/1.png": picture, "lettres/une lettre.pdf": letter})
}

func sum256(s string) []byte {
	sum := sha256.Sum256([]byte(s))
	return sum[:]
}

// vessel is a site all of whose places can be searched.
type vessel struct {
	*world
	sink    *mailtest.Sink
	postman *mail.Postman
	files   string        // the folder in which the files of exhibits rest
	said    func() string // a file with what the database's server logged
}

// newVessel opens a world with its files in a folder on SQLite and in a bucket
// on PostgreSQL. From then on there is no folder for temporary files: whoever
// wants one fails.
func newVessel(t *testing.T, db *modelstest.Database) *vessel {
	t.Helper()
	v := &vessel{said: db.Talk(t), sink: mailtest.Start(t), files: t.TempDir()}
	v.world = newWorldOn(t, newSiteOn(t, db, v.place(t, db.Engine), func(c *handlers.Config) {
		server, err := mail.ReadServer(v.sink.URL, c.Base)
		if err != nil {
			t.Fatal(err)
		}
		c.Mail = server
		v.postman = &mail.Postman{Store: c.Store, Server: server, Base: c.Base, Now: c.Now, Log: c.Log}
	}))
	t.Setenv("TMPDIR", filepath.Join(v.files, "nowhere"))
	return v
}

func (v *vessel) place(t *testing.T, engine string) evidence.Blobs {
	t.Helper()
	if engine == "sqlite" {
		folder, err := evidence.OpenFolder(v.files)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { folder.Close() })
		return folder
	}
	bucket, err := evidence.OpenBucket(t.Context(), s3test.StartIn(t, v.files))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bucket.Close() })
	return bucket
}

// everywhere lists the files in which something may rest: of the database, its
// dump and its server's log, of the exhibits, and a copy of our own log.
func (v *vessel) everywhere(t *testing.T) []string {
	t.Helper()
	own := filepath.Join(t.TempDir(), "own.log")
	if err := os.WriteFile(own, []byte(v.Log.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	files := append(v.Files(t), v.Dump(t), v.said(), own)
	err := filepath.WalkDir(v.files, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// typeEverywhere leaves the canary in every field, file and message that a
// person can fill, and returns what was typed or is as secret, the token of the
// one link that was sent apart.
func (v *vessel) typeEverywhere(t *testing.T) (typed []string, token string) {
	t.Helper()
	p := v.Anna
	for page, values := range map[string]url.Values{
		"identity": {"name": {canary}, "email": {canaryMail}},
		"story":    {"story": {"Récit de " + canary + ", tel quel."}},
		"sponsor":  {"invited_by": {canary}},
	} {
		path := p.of("/questions/" + page)
		if saved := p.submit(p.mustGet(path), path, values); saved.Status != http.StatusOK {
			t.Fatalf("%s: %d\n%s", page, saved.Status, saved.text())
		}
	}
	words := v.hidden(p)
	words.Set("text", "Mes mots, par "+canary)
	if edited := p.post(p.of("/requests/"+v.Draft+"/letter/"+v.Block), words); !strings.Contains(edited.Body, "Mes mots, par") {
		t.Fatalf("the paragraph was not saved: %d\n%s", edited.Status, edited.text())
	}
	p.send(p.prepare("erasure"))
	p.note(v.Sent, "acknowledged", on("2026-11-22", "note", canary))
	p.exhibit(canary+".txt", []byte("Mes pièces, de "+canary))
	imported := p.upload(p.mustGet("/fr/import"), "/fr/import", "dossier.zip", wholeDossier(t))
	if !casePattern.MatchString(imported.Path) {
		t.Fatalf("importing leads to %s (%d)\n%s", imported.Path, imported.Status, imported.text())
	}
	v.Exhibit = "id-3"
	p.submit(p.mustGet("/fr/account/reminders"), "/fr/account/reminders/feed", nil)
	p.submit(p.mustGet("/fr/account/reminders"), "/fr/account/reminders/email", url.Values{"email": {canaryMail}, "code": {p.Code}})
	wait(t, func() bool { return len(v.sink.Got()) == 1 })
	link := confirmPattern.FindString(strings.ReplaceAll(string(v.sink.Got()[0].Data), "=\r\n", ""))
	if kept := p.submit(p.mustGet(link), link, nil); kept.Status != http.StatusOK {
		t.Fatalf("confirming: %d\n%s", kept.Status, kept.text())
	}
	return []string{canary, canaryMail, canaryPage, "Mes mots, par", "Mes pièces, de", p.Code, p.session(), v.Key}, strings.TrimPrefix(link, "/fr/confirm/")
}

// readEverywhere opens every page and download of the dossiers.
func (v *vessel) readEverywhere(t *testing.T) {
	t.Helper()
	imported := regexp.MustCompile(`/fr/cases/([a-z0-9]+)"`).FindAllStringSubmatch(v.Anna.mustGet("/fr/cases").Body, -1)
	for _, r := range handlers.Access {
		if r.Writes || r.Who == handlers.Everyone {
			continue
		}
		for _, found := range imported {
			of := v.objects(r)
			of.Case = found[1]
			v.Anna.once(v.Anna.request(http.MethodGet, address(r, of), "", ""))
		}
	}
}

// breakEverywhere has the database refuse, be away and be in the way, so that
// its server writes what it can about it.
func (v *vessel) breakEverywhere(t *testing.T) {
	t.Helper()
	raw := v.Raw(t)
	for _, wrong := range []string{
		"INSERT INTO cases SELECT * FROM cases", "UPDATE cases SET facts = wrapped_key || facts || NULL",
		"INSERT INTO requests SELECT * FROM requests", "SELECT doc / 0 FROM requests WHERE nothing",
	} {
		if _, err := raw.Exec(wrong); err == nil {
			t.Errorf("%s: the database took it", wrong)
		}
	}
	path := v.Anna.of("/questions/story")
	form := v.Anna.mustGet(path).form(t, path, url.Values{"story": {"Ensemble, " + canary}})
	var together sync.WaitGroup
	for range 8 {
		together.Go(func() { v.Anna.post(path, form) })
	}
	together.Wait()
	if v.Engine == "sqlite" {
		return
	}
	if _, err := raw.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
		t.Fatal(err)
	}
	for range 20 { // each connection of the pool finds out by itself
		v.Anna.get(v.Anna.of("/check"))
	}
}

// inMessages looks through what the mail server got: the address is the
// recipient's and stands nowhere else, and of what was typed there is nothing.
func (v *vessel) inMessages(t *testing.T, typed []string) int {
	t.Helper()
	messages := v.sink.Got()
	for i, m := range messages {
		file := filepath.Join(t.TempDir(), "message")
		rest := strings.Replace(string(m.Data), canaryMail, "", 1)
		if err := os.WriteFile(file, []byte(m.Helo+m.From+rest), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(m.To, " "); got != canaryMail || m.Header(t).Get("To") != "<"+canaryMail+">" {
			t.Errorf("message %d goes to %s, %s", i, got, m.Header(t).Get("To"))
		}
		for _, found := range modelstest.Search(t, []string{file}, typed...) {
			t.Errorf("message %d: %s", i, found)
		}
	}
	return len(messages)
}

// P12, P15: after a whole journey through the pages, with the database broken
// on the way, what was typed can be read in no file of the database, its dump,
// its log or the log of its server at its most talkative, in no file of an
// exhibit and no line of our own log, in no form in which it may have been
// written; the mail server learns the recipient and nothing else; no temporary
// file is ever made. P11: after erasure the same holds, and no key is left.
func TestNothingTypedIntoAPageIsReadableAtRest(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		v := newVessel(t, db)
		typed, token := v.typeEverywhere(t)
		v.readEverywhere(t)
		v.breakEverywhere(t)
		if page := v.Anna.mustGet(v.Anna.of("/check")); !strings.Contains(page.Body, canary) {
			t.Fatalf("the page does not show it either: nothing was stored\n%s", page.text())
		}
		v.passTo(t, "2026-12-29")
		if round, err := v.postman.Round(t.Context()); round.Sent == 0 || err != nil {
			t.Fatalf("no reminder was sent: %+v, %v", round, err)
		}
		files := v.everywhere(t)
		for _, found := range modelstest.Search(t, files, append(typed, token)...) {
			t.Error(found)
		}
		messages := v.inMessages(t, typed)
		keys := db.WrappedKeys(t)
		for what, word := range map[string]string{"the dossier's number": v.Anna.Case, "a key": keys[0]} {
			if len(modelstest.Search(t, files, word)) == 0 {
				t.Errorf("the search would find nothing: %s is in no file", what)
			}
		}
		for _, word := range []string{v.Anna.Case, "pg_terminate_backend", "null value"} {
			if db.Engine == "postgres" && len(modelstest.Search(t, []string{v.said()}, word)) == 0 {
				t.Errorf("the server does not write down what happens, or its errors: no %s", word)
			}
		}

		v.Anna.resume(v.Anna.Code)
		gone := v.Anna.submit(v.Anna.mustGet("/fr/account/erase"), "/fr/account/erase", url.Values{"sure": {"yes"}})
		if gone.Path != "/fr?done=account_erased" {
			t.Fatalf("erasing leads to %s\n%s", gone.Path, gone.text())
		}
		left := db.WrappedKeys(t)
		for _, kept := range left { // Bruno's
			for i, key := range keys {
				if key == kept {
					keys = append(keys[:i], keys[i+1:]...)
					break
				}
			}
		}
		after := v.everywhere(t)
		for _, found := range modelstest.Search(t, after, typed...) {
			t.Errorf("after erasure: %s", found)
		}
		search := after
		if db.Engine == "postgres" { // its own files keep old rows for a while
			search = []string{db.Dump(t)}
		}
		for _, found := range modelstest.Search(t, search, keys...) {
			t.Errorf("an erased key is left in %s", strings.SplitN(found, ":", 2)[0])
		}
		if len(keys) < 3 || len(left) != 2 {
			t.Errorf("%d keys were erased, %d are left", len(keys), len(left))
		}
		t.Logf("figure: %d files, a dump and a server's log with all statements searched for %d words in 16 forms each, %d messages for all but their recipient, 0 hits; after erasure %d files, and %d keys gone",
			len(files), len(typed), messages, len(after), len(keys))
	})
}

// wait waits for what has to come, but not for ever.
func wait(t testing.TB, done func() bool) {
	t.Helper()
	for range 600 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("half a minute later it has not come")
}
