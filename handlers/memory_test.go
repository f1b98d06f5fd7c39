//go:build !race

// The race detector multiplies what is measured here.

package handlers_test

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"contreoffre/dossier"
	"contreoffre/evidence/evidencetest"
	"contreoffre/handlers"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/views"
)

// P9: archives of a few kilobytes that hold large letters are unpacked one at a
// time, so that many at once take the memory of one.
func TestManySmallArchivesCostWhatOneCosts(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	letter := append([]byte("%PDF-1.4 "), make([]byte, 7<<20)...)
	archive := packed(t, map[string][]byte{"a.pdf": letter, "b.pdf": letter, "dossier.json": []byte(`{
		"format":"contre-offre/dossier","version":1,"requests":[
		{"id":"a","rights":["access"],"events":[{"id":"s","kind":"sent","on":"2026-03-31"}],"letter":{"pdf":"a.pdf"}},
		{"id":"b","rights":["access"],"events":[{"id":"s","kind":"sent","on":"2026-03-31"}],"letter":{"pdf":"b.pdf"}}]}`)})
	imported := func() {
		b := newBrowser(t, s.URL)
		if a := b.upload(b.mustGet("/fr/import"), "/fr/import", "d.zip", archive); a.Path != "/fr/account/code?done=imported" {
			t.Errorf("led to %s (%d)", a.Path, a.Status)
		}
	}
	one := evidencetest.Grown(t, imported)
	together := evidencetest.Grown(t, func() {
		var all sync.WaitGroup
		for range 12 {
			all.Go(imported)
		}
		all.Wait()
	})
	if together-one > 100 {
		t.Errorf("twelve at once took %d MB, one took %d", together, one)
	}
}

// P9, P39: readers who are slow to take large letters and archives take little
// memory, however many accounts they have; all have their turn in the end.
func TestSlowReadersOfManyAccountsTakeLittleMemory(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	type reader struct {
		*browser
		letter, archive string
	}
	var readers []reader
	for range 12 {
		b, letter, dossier := withLargeLetter(t, s)
		if got := b.mustGet(letter).Body; got != string(largeLetter) {
			t.Fatalf("%d bytes came", len(got))
		}
		readers = append(readers, reader{b, letter, dossier + "/dossier.zip"})
	}
	var slow []net.Conn
	grown := evidencetest.Grown(t, func() {
		for _, r := range readers {
			for range handlers.TurnsAtOnce {
				slow = append(slow, r.slowly(r.letter), r.slowly(r.archive))
			}
		}
		time.Sleep(3 * time.Second)
	})
	if grown > 160 {
		t.Errorf("%d slow readers of %d MB took %d MB", len(slow), len(largeLetter)>>20, grown)
	}
	for _, conn := range slow {
		conn.Close()
	}
	for _, r := range readers[:3] { // each more often than it has turns
		for range handlers.TurnsAtOnce + 1 {
			if got := r.mustGet(r.letter).Body; got != string(largeLetter) {
				t.Errorf("afterwards: %d bytes came", len(got))
			}
		}
		if got := r.mustGet(r.archive).Body; len(unpacked(t, got)) < 3 {
			t.Error("afterwards: no archive")
		}
	}
}

// P9, P39: what was typed comes back with a form that is turned away; who is slow
// to take it back keeps none of it in memory, neither as it came nor as it goes.
func TestSlowReadersOfWhatTheyTypedTakeLittleMemory(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	path := p.of("/questions/story")
	p.hurry(path, url.Values{"story": {"D’abord."}})
	form := p.mustGet(path).form(t, path, url.Values{"story": {strings.Repeat("x", 3<<20)}}).Encode()
	if got := p.once(p.request(http.MethodPost, path, formType, form)); got.Status != http.StatusTooManyRequests || len(got.Body) < 3<<20 {
		t.Fatalf("got %d with %d bytes", got.Status, len(got.Body))
	}
	grown := evidencetest.Grown(t, func() {
		for range 60 {
			p.slowlySent(p.request(http.MethodPost, path, formType, form))
			time.Sleep(20 * time.Millisecond)
		}
		time.Sleep(2 * time.Second)
	})
	if grown > 200 {
		t.Errorf("60 slow readers of 3 MB that they typed took %d MB", grown)
	}
}

// P9, P39: dossiers as long as an account may have them, asked for by many at a
// time, take the memory of a few; everybody is answered.
func TestManyReadersOfLongDossiersTakeTheMemoryOfAFew(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	var requests []string
	for i := range 18 {
		requests = append(requests, fmt.Sprintf(`{"id":"r%d","rights":["access"],"events":[{"id":"s","kind":"sent","on":"2026-03-31"}],
			"letter":{"text":%q}}`, i, strings.Repeat("lettre ", 28_000)))
	}
	content := []byte(`{"format":"contre-offre/dossier","version":1,"language":"fr","requests":[` + strings.Join(requests, ",") + `]}`)
	var people []*browser
	var pages []string
	for range 4 {
		b := newBrowser(t, s.URL)
		opened := b.submit(b.upload(b.mustGet("/fr/import"), "/fr/import", "dossier.json", content), "/fr/account/code/kept", nil)
		people = append(people, b)
		pages = append(pages, "/fr/cases/"+casePattern.FindStringSubmatch(opened.Path)[1]+"/export")
	}
	grown := evidencetest.Grown(t, func() {
		var all sync.WaitGroup
		for i, b := range people {
			for range 50 {
				all.Go(func() {
					if got := b.get(pages[i]).Status; got != http.StatusOK {
						t.Errorf("got %d", got)
					}
				})
			}
		}
		all.Wait()
	})
	if grown > 160 {
		t.Errorf("200 at once took %d MB; a dossier has %d kB", grown, len(content)>>10)
	}
}

// P9, P39: a complaint that came in a file and names one letter as many exhibits
// is refused; a bundle of many letters takes the memory of one.
func TestOneLetterIsNotManyExhibits(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	of := func(exhibits string) []byte {
		return packed(t, map[string][]byte{"a.pdf": largeLetter, "dossier.json": []byte(`{
			"format":"contre-offre/dossier","version":1,"language":"fr","requests":[
			{"id":"a","rights":["access"],"events":[{"id":"s","kind":"sent","on":"2026-03-31"}],"letter":{"pdf":"a.pdf"}}],
			"complaint":{"authority":"FR-CNIL","events":[{"id":"f","kind":"filed","on":"2026-04-30","letter":{"text":"Plainte.",
			"filing":{"language":"fr","exhibits":[` + exhibits + `]}}}]}}`)})
	}
	const letter = `{"title":"Lettre","request":"a"}`
	b := newBrowser(t, s.URL)
	twice := b.upload(b.mustGet("/fr/import"), "/fr/import", "d.zip", of(letter+","+letter))
	if twice.Status != http.StatusUnprocessableEntity || !strings.Contains(twice.text(), "deux fois") {
		t.Errorf("one letter twice: %d\n%s", twice.Status, twice.text())
	}

	// A store that took such a dossier before makes its bundle all the same.
	p := newPerson(t, s, "fr")
	account, err := s.Store.AccountByCode(t.Context(), p.Code)
	if err != nil {
		t.Fatal(err)
	}
	d, _, err := dossier.Parse([]byte(`{"format":"contre-offre/dossier","version":1,"language":"fr","requests":[
		{"id":"a","rights":["access"],"events":[{"id":"s","kind":"sent","on":"2026-03-31"}],"letter":{"text":"Lettre."}}],
		"complaint":{"authority":"FR-CNIL","events":[{"id":"f","kind":"filed","on":"2026-04-30","letter":{"text":"Plainte.",
		"filing":{"language":"fr","exhibits":[`+letter+`]}}}]}}`), nil, law.DateOf(s.Clock.Now()))
	if err != nil {
		t.Fatal(err)
	}
	filing := d.Case.Complaint.Events[0].Letter.Filing
	filing.Exhibits = slices.Repeat(filing.Exhibits, 30)
	c, err := s.Store.ImportCase(t.Context(), account.ID, d.Case, map[models.LetterID][]byte{{Request: "a"}: largeLetter})
	if err != nil {
		t.Fatal(err)
	}
	p.Case = c.ID
	if grown := evidencetest.Grown(t, func() { p.bundle(views.BundlePDF) }); grown > 150 {
		t.Errorf("a bundle of 30 times %d MB took %d MB", len(largeLetter)>>20, grown)
	}
}
