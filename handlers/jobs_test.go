package handlers_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/handlers"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// asksBundle is somebody whose dossier has an exhibit.
func asksBundle(t *testing.T, s *site) *person {
	p := newPerson(t, s, "fr")
	p.tell()
	p.exhibit("capture.png", aPicture(t, 60, 40))
	return p
}

// What takes long shows where it is, without a script; the tab may be closed,
// and the file is found again from another one, until it is deleted.
func TestAFileIsMadeWhileNobodyLooks(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newIdleSite(t, db)
		p := asksBundle(t, s)
		page := p.of("/complaint")
		waiting := p.submit(p.mustGet(page), page+"/bundle", url.Values{"what": {"bundle_zip"}})
		if waiting.Header.Get("Refresh") == "" || !strings.Contains(waiting.Body, "<progress") || !waiting.has("attend son tour") {
			t.Errorf("it waits: Refresh %q\n%s", waiting.Header.Get("Refresh"), waiting.text())
		}
		if still := p.mustGet(waiting.Path + "?still=yes"); still.Header.Get("Refresh") != "" {
			t.Error("the page goes on refreshing itself")
		}
		if none := p.get(waiting.Path + "/file"); none.Status != http.StatusNotFound {
			t.Errorf("a file that is not made: %d", none.Status)
		}
		elsewhere := newBrowser(t, s.URL)
		opened := elsewhere.submit(elsewhere.mustGet("/fr/resume"), "/fr/resume", url.Values{"code": {p.Code}})
		if opened.Status != http.StatusOK {
			t.Fatalf("the code in another browser: %d", opened.Status)
		}
		if listed := elsewhere.mustGet(page); !listed.has("en préparation") || !strings.Contains(listed.Body, waiting.Path) {
			t.Errorf("the page of the complaint does not lead back:\n%s", listed.text())
		}
		s.work(t)
		made := p.made(p.mustGet(waiting.Path))
		if !made.has("Le fichier est prêt") || !made.has("23 novembre 2026 à 09:") {
			t.Errorf("made:\n%s", made.text())
		}
		file := elsewhere.mustGet(waiting.Path + "/file")
		if names := unpacked(t, file.Body); names["bundle.pdf"] == "" || names["exhibits/01-capture-png.pdf"] == "" {
			t.Errorf("the ZIP holds %d files", len(names))
		}
		if head := p.once(p.request(http.MethodHead, waiting.Path+"/file", "", "")); head.Header.Get("Content-Length") == "" || len(head.Body) > 0 {
			t.Errorf("HEAD: %v", head.Header)
		}
		if again := p.submit(p.mustGet(page), page+"/bundle", url.Values{"what": {"bundle_zip"}}); again.Path != waiting.Path {
			t.Errorf("asked again, nothing changed: another file at %s", again.Path)
		}
		joined := p.of("/questions/joined")
		p.submit(p.mustGet(joined), joined, story["joined"])
		if changed := p.mustGet(waiting.Path); !changed.has("Votre dossier a changé depuis") {
			t.Errorf("the dossier changed:\n%s", changed.text())
		}
		gone := p.submit(p.mustGet(waiting.Path), waiting.Path+"/drop", nil)
		if !gone.has("Le fichier est supprimé") || p.get(waiting.Path).Status != http.StatusNotFound || p.get(waiting.Path+"/file").Status != http.StatusNotFound {
			t.Errorf("deleted:\n%s", gone.text())
		}
		var left []string
		for blob := range s.Blobs.All(t.Context()) {
			left = append(left, blob.ID)
		}
		if named, err := s.Store.Blobs(t.Context()); err != nil || len(left) != len(named) {
			t.Errorf("%d files for %d names, %v", len(left), len(named), err)
		}
	})
}

// A server that dies in the middle of the work, or is told to stop, loses
// nothing: another does it.
func TestAJobOutlivesItsServer(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newIdleSite(t, db)
		p := asksBundle(t, s)
		page := p.of("/complaint")
		waiting := p.submit(p.mustGet(page), page+"/bundle", url.Values{"what": {"bundle_pdf"}})
		// Whoever claims it here never comes back.
		if _, ok, err := s.Store.ClaimJob(t.Context(), time.Minute); !ok || err != nil {
			t.Fatalf("claimed: %t, %v", ok, err)
		}
		db.Clock.Advance(2 * time.Minute)
		s.work(t)
		if made := p.made(p.mustGet(waiting.Path)); !made.has("Le fichier est prêt") {
			t.Errorf("made:\n%s", made.text())
		}
	})
}

// broken is a place for files in which those of exhibits cannot be read.
type broken struct {
	evidence.Blobs
	mend chan struct{}
}

func (b broken) Get(ctx context.Context, id string) (io.ReadCloser, error) {
	select {
	case <-b.mend:
		return b.Blobs.Get(ctx, id)
	default:
		panic("Zéphyrine-CANARI: this text must not be logged")
	}
}

// What fails is tried again later; given up, it says so, loses nothing, and can
// be asked for anew. The log tells it without quoting anybody.
func TestAJobThatCannotBeDoneSaysSo(t *testing.T) {
	db := modelstest.SQLite(t)
	mended := make(chan struct{})
	s := newIdleSite(t, db, func(c *handlers.Config) {
		keeper := *c.Evidence
		keeper.Blobs = broken{c.Evidence.Blobs, mended}
		c.Evidence = &keeper
	})
	p := asksBundle(t, s)
	page := p.of("/complaint")
	waiting := p.submit(p.mustGet(page), page+"/bundle", url.Values{"what": {"bundle_pdf"}})
	s.work(t)
	deadline := time.Now().Add(time.Minute)
	for !p.mustGet(waiting.Path).has("n’a pas pu être fait") {
		if time.Now().After(deadline) {
			t.Fatalf("it goes on:\n%s", p.mustGet(waiting.Path).text())
		}
		db.Clock.Advance(time.Minute)
		s.App.Wake()
		time.Sleep(50 * time.Millisecond)
	}
	if log := s.Log.String(); strings.Contains(log, "CANARI") || strings.Count(log, "joining failed") != handlers.JobTries {
		t.Errorf("the log:\n%s", log)
	}
	close(mended)
	again := p.made(p.submit(p.mustGet(waiting.Path), page+"/bundle", url.Values{"what": {"bundle_pdf"}}))
	if again.Path == waiting.Path || !again.has("Le fichier est prêt") {
		t.Errorf("asked anew:\n%s", again.text())
	}
}

// Who erases the dossier while its file is being made leaves no file behind.
func TestErasingADossierEndsItsJobs(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newIdleSite(t, db)
		p := asksBundle(t, s)
		page := p.of("/complaint")
		p.submit(p.mustGet(page), page+"/bundle", url.Values{"what": {"bundle_pdf"}})
		claim, ok, err := s.Store.ClaimJob(t.Context(), time.Hour)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		p.submit(p.mustGet(p.of("/erase")), p.of("/erase"), url.Values{"sure": {"yes"}})
		outcome := models.Outcome{Made: &models.Made{Blob: models.NewID()}}
		if err := s.Store.EndJob(t.Context(), claim, outcome); err != models.ErrNotFound {
			t.Errorf("its worker: got %v", err)
		}
		s.work(t)
		for blob := range s.Blobs.All(t.Context()) {
			t.Errorf("%s is left", blob.ID)
		}
	})
}

func TestAJobOfNoKindIsRefused(t *testing.T) {
	p := asksBundle(t, newSite(t, modelstest.SQLite(t)))
	page := p.of("/complaint")
	for _, what := range []string{"", "bundle_light", "everything", "../x"} {
		form := p.mustGet(page).form(t, page+"/bundle", url.Values{"what": {what}})
		if a := p.once(p.request(http.MethodPost, page+"/bundle", formType, form.Encode())); a.Status != http.StatusBadRequest {
			t.Errorf("%q: %d", what, a.Status)
		}
	}
}

// A job that the process dies of is not handed from server to server for ever.
func TestAJobThatKillsItsWorkersIsGivenUp(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newIdleSite(t, db)
		p := asksBundle(t, s)
		page := p.of("/complaint")
		waiting := p.submit(p.mustGet(page), page+"/bundle", url.Values{"what": {"bundle_pdf"}})
		for range handlers.JobTries {
			if _, ok, err := s.Store.ClaimJob(t.Context(), time.Minute); !ok || err != nil {
				t.Fatalf("claimed: %t, %v", ok, err)
			}
			db.Clock.Advance(2 * time.Minute)
		}
		s.work(t)
		if end := p.made(p.mustGet(waiting.Path)); !end.has("n’a pas pu être fait") {
			t.Errorf("tried once more:\n%s", end.text())
		}
	})
}

// P22: a page that asks for itself, left open on a shared device, does not keep
// its session open; whoever looks at it does.
func TestAPageThatAsksForItselfIsNoVisit(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newIdleSite(t, db)
		p := asksBundle(t, s)
		page := p.of("/complaint")
		waiting := p.submit(p.mustGet(page), page+"/bundle", url.Values{"what": {"bundle_zip"}}).Path
		for name, open := range map[string]bool{"by itself": false, "by its person": true} {
			shared := newBrowser(t, s.URL)
			shared.resumeShared(p.Code)
			at := waiting
			if _, itself, ok := strings.Cut(shared.mustGet(waiting).Header.Get("Refresh"), "; url="); ok && !open {
				at = itself
			}
			for range 5 {
				db.Clock.Advance(6 * time.Minute)
				shared.get(at)
			}
			if got := shared.get(waiting).Path == waiting; got != open {
				t.Errorf("%s: after half an hour the session is open: %t", name, got)
			}
		}
	})
}
