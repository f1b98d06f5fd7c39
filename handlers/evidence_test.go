package handlers_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"contreoffre/evidence"
	"contreoffre/handlers/browsertest"
	"contreoffre/models/modelstest"
)

// aPicture is a white picture with a red top left corner.
func aPicture(t testing.TB, w, h int) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0xff, 0xff, 0xff, 0xff}
			if x < w/4 && y < h/4 {
				c = color.RGBA{0xff, 0, 0, 0xff}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return encoded(t, p)
}

func encoded(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// aHeavyPicture has some megabytes: nothing in it repeats.
func aHeavyPicture(t testing.TB) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, 1200, 800))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range p.Pix {
		p.Pix[i] = uint8(random.Uint32()) | uint8(i%4/3*0xff) // opaque
	}
	return encoded(t, p)
}

// send uploads files to a dossier as a browser does.
func (p *person) sendFiles(values url.Values, files map[string][]byte) answer {
	p.t.Helper()
	page := p.mustGet(p.of("/evidence"))
	return p.uploadMany(page, p.of("/evidence"), values, files)
}

var exhibitPattern = regexp.MustCompile(`/evidence/([a-z0-9]{20,})"`)

// exhibit adds a file and returns the id of the last exhibit.
func (p *person) exhibit(name string, content []byte) string {
	p.t.Helper()
	added := p.sendFiles(url.Values{"kind": {"screenshot"}}, map[string][]byte{name: content})
	found := exhibitPattern.FindAllStringSubmatch(added.Body, -1)
	if added.Status != http.StatusOK || len(found) == 0 {
		p.t.Fatalf("adding %s: %d\n%s", name, added.Status, added.text())
	}
	return found[len(found)-1][1]
}

// isBlack reports whether a point of a picture is black.
func isBlack(t *testing.T, picture string, x, y int) bool {
	t.Helper()
	p, _, err := image.Decode(strings.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	r, g, b, _ := p.At(x, y).RGBA()
	return r+g+b < 0x3000
}

// From the hub to a masked exhibit, by links and forms alone.
func TestJourneyOfAnExhibit(t *testing.T) {
	for _, l := range []string{"fr", "en"} {
		modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
			p := newPerson(t, newSite(t, db), l)
			if !strings.Contains(p.mustGet(p.of("")).Body, p.of("/evidence")) {
				t.Error("the hub does not lead to the evidence")
			}
			original := aPicture(t, 200, 100)
			id := p.exhibit("Écran d’accueil.png", original)
			path := p.of("/evidence/" + id)
			if !p.mustGet(path).has("Écran d’accueil.png") {
				t.Error("the name of the file is not shown")
			}
			saved := p.submit(p.mustGet(path), path, url.Values{"caption": {"La page de l’offre"}, "kind": {"terms"}, "proves": {"fact"},
				"captured_on.day": {"28"}, "captured_on.month": {"3"}, "captured_on.year": {"2024"}})
			if saved.Status != http.StatusOK || !p.mustGet(p.of("/evidence")).has("La page de l’offre") {
				t.Errorf("describing it: %d\n%s", saved.Status, saved.text())
			}

			// Two clicks: at 20,10 and at 100,50 of a picture shown at its size.
			first := p.mustGet(path + "/mask?at.x=20&at.y=10")
			values := first.form(t, path+"/mask", nil)
			values.Set("at.x", "100")
			values.Set("at.y", "50")
			if done := p.post(path+"/mask", values); done.Status != http.StatusOK {
				t.Fatalf("masking: %d\n%s", done.Status, done.text())
			}
			clean := p.mustGet(path + "/copy").Body
			if !isBlack(t, clean, 60, 30) || isBlack(t, clean, 15, 30) || isBlack(t, clean, 105, 30) || isBlack(t, clean, 60, 55) {
				t.Error("the mask is not where it was clicked")
			}
			if got := p.mustGet(path + "/original").Body; got != string(original) {
				t.Error("the original changed")
			}
			page := p.mustGet(path + "/mask")
			marked := p.submit(page, path+"/mask", url.Values{"do": {"purpose"}, "purpose": {"Pour la CNIL"}})
			if marked.Status != http.StatusOK || p.mustGet(path+"/copy").Body == clean {
				t.Errorf("the purpose is not written: %d\n%s", marked.Status, marked.text())
			}
			for _, do := range []url.Values{{"do": {"unmask"}, "area": {"0"}}, {"do": {"purpose"}, "purpose": {""}}} {
				p.submit(p.mustGet(path+"/mask"), path+"/mask", do)
			}
			if got := p.mustGet(path + "/copy").Body; isBlack(t, got, 60, 30) {
				t.Error("the mask cannot be taken away")
			}

			gone := p.submit(p.mustGet(path+"/delete"), path+"/delete", nil)
			if gone.Status != http.StatusOK || p.get(path).Status != http.StatusNotFound || p.get(path+"/original").Status != http.StatusNotFound {
				t.Errorf("deleting: %d\n%s", gone.Status, gone.text())
			}
		})
	}
}

// P8: what people gave us is downloaded and never shown; its name does no harm.
func TestAnOriginalIsOnlyEverDownloaded(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	for i, c := range []struct{ name, want string }{
		{"réponse du 3 mai.txt", "réponse du 3 mai.txt"},
		{`../../etc/x.txt`, "x.txt"},
		{"a\\\"; filename=evil.html.txt", `"; filename=evil.html.txt`},
		{"photo\u202etxt.txt", "phototxt.txt"},
		{strings.Repeat("é", 3000) + ".txt", strings.Repeat("é", 200)},
	} {
		content := strings.Repeat("x", i+1)
		id := p.exhibit(c.name, []byte(content))
		a := p.mustGet(p.of("/evidence/" + id + "/original"))
		if a.Body != content {
			t.Errorf("%.40q: another file came back", c.name)
		}
		kind, params, err := mime.ParseMediaType(a.Header.Get("Content-Disposition"))
		if err != nil || kind != "attachment" || params["filename"] != c.want || len(a.Header.Values("Content-Disposition")) != 1 {
			t.Errorf("%.40q: %s (%v), want %q", c.name, a.Header.Get("Content-Disposition"), err, c.want)
		}
		for header, want := range map[string]string{
			"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
			"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'", "Cache-Control": "no-store", "Set-Cookie": "",
		} {
			if got := a.Header.Get(header); got != want {
				t.Errorf("%.40q: %s = %q, want %q", c.name, header, got, want)
			}
		}
		if got := p.get(p.of("/evidence/" + id + "/copy")); got.Status != http.StatusNotFound {
			t.Errorf("a text has no copy: %d", got.Status)
		}
	}
}

// Every refusal is its own sentence beside the field; the files that were good
// are kept all the same.
func TestFilesThatAreRefused(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	w := newWorld(t, modelstest.SQLite(t))
	good := aPicture(t, 30, 30)
	flood := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x9c@\x00\x00\x9c@\x08\x06\x00\x00\x00"), make([]byte, 40)...)
	kind := url.Values{"kind": {"screenshot"}}
	for _, c := range []struct {
		name  string
		files map[string][]byte
		form  url.Values
		says  string
		kept  int
	}{
		{"nothing chosen", nil, kind, "Choisissez au moins un fichier", 0},
		{"no such kind", map[string][]byte{"x.png": good}, url.Values{"kind": {"x"}}, "n’est pas dans la liste", 0},
		{"a page", map[string][]byte{"x.pdf": []byte("<!doctype html><script>alert(1)</script>")}, kind, "Ce type de fichier n’est pas accepté", 0},
		{"empty", map[string][]byte{"x.png": {}}, kind, "Ce fichier est vide", 0},
		{"too big", map[string][]byte{"x.txt": bytes.Repeat([]byte("a"), evidence.MaxFile+1)}, kind, "dépasse 15 Mo", 0},
		{"flood", map[string][]byte{"x.png": flood}, kind, "abîmé", 0},
		{"half", map[string][]byte{"x.png": good[:len(good)/2]}, kind, "abîmé", 0},
		{"one of two", map[string][]byte{"a.png": good, "b.png": good[:20]}, kind, "Un fichier est ajouté", 1},
	} {
		before := w.dump(t)
		a := w.Anna.sendFiles(c.form, c.files)
		if a.Status != http.StatusUnprocessableEntity || !a.has(c.says) || strings.Contains(a.Body, "⟦") {
			t.Errorf("%s: %d, want 422 and %q\n%s", c.name, a.Status, c.says, a.text())
		}
		if changed := w.dump(t) != before; changed != (c.kept > 0) {
			t.Errorf("%s: the database changed: %t", c.name, changed)
		}
	}
	tooMuch := w.Anna.once(w.Anna.request(http.MethodPost, w.Anna.of("/evidence"), "multipart/form-data; boundary=x", strings.Repeat("a", 17<<20)))
	if tooMuch.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("17 MB: %d", tooMuch.Status)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left in the temporary folder: %v, %v", left, err)
	}
}

// The same files sent again are there once.
func TestFilesSentTwiceAreThereOnce(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	for range 2 {
		if a := p.sendFiles(url.Values{"kind": {"other"}}, map[string][]byte{"a.txt": []byte("a"), "b.txt": []byte("b")}); a.Status != http.StatusOK {
			t.Fatalf("%d\n%s", a.Status, a.text())
		}
	}
	if got := len(exhibitPattern.FindAllString(p.mustGet(p.of("/evidence")).Body, -1)); got != 2 {
		t.Errorf("%d exhibits, want 2", got)
	}
}

func TestAnAreaThatIsNoneIsRefused(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	path := w.Anna.of("/evidence/" + w.Exhibit + "/mask")
	before := w.dump(t)
	for name, values := range map[string]url.Values{
		"words":                          {"do": {"mask"}, "left": {"un"}, "top": {"0"}, "width": {"1"}, "height": {"1"}},
		"no width":                       {"do": {"mask"}, "left": {"0"}, "top": {"0"}, "width": {"0"}, "height": {"1"}},
		"outside":                        {"do": {"mask"}, "left": {"100"}, "top": {"0"}, "width": {"10"}, "height": {"1"}},
		"below zero":                     {"do": {"mask"}, "left": {"-1"}, "top": {"0"}, "width": {"10"}, "height": {"1"}},
		"a key":                          {"x": {"0"}, "y": {"0"}, "at.x": {"0"}, "at.y": {"0"}},
		"outside clicked":                {"x": {"0"}, "y": {"0"}, "at.x": {"9999"}, "at.y": {"5"}},
		"no first click":                 {"at.x": {"5"}, "at.y": {"5"}},
		"a purpose that cannot be drawn": {"do": {"purpose"}, "purpose": {"\u200b"}},
		"a purpose without end":          {"do": {"purpose"}, "purpose": {strings.Repeat("é", 121)}},
	} {
		a := w.Anna.submit(w.Anna.mustGet(path), path, values)
		if name == "a purpose that cannot be drawn" && a.Status == http.StatusOK {
			continue // cleaned to nothing: none is written
		}
		if a.Status != http.StatusUnprocessableEntity || strings.Contains(a.Body, "⟦") {
			t.Errorf("%s: %d\n%s", name, a.Status, a.text())
		}
		if w.dump(t) != before {
			t.Fatalf("%s: the database changed", name)
		}
	}
	if a := w.Anna.submit(w.Anna.mustGet(path), path, url.Values{"do": {"unmask"}, "area": {"7"}}); a.Status != http.StatusNotFound {
		t.Errorf("an area that is not there: %d", a.Status)
	}
}

// The files of exhibits leave with the dossier and come back with it.
func TestExhibitsLeaveAndComeBack(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		text := w.Anna.exhibit("réponse.txt", []byte("la réponse"))
		path := w.Anna.of("/evidence/" + w.Exhibit + "/mask")
		w.Anna.submit(w.Anna.mustGet(path), path, url.Values{"do": {"mask"}, "left": {"0"}, "top": {"0"}, "width": {"30"}, "height": {"30"}})
		archive := w.Anna.mustGet(w.Anna.of("/dossier.zip"))
		files := unpacked(t, archive.Body)
		if files["evidence/"+w.Exhibit+".png"] != string(aPicture(t, 60, 40)) || files["evidence/"+text+".txt"] != "la réponse" {
			t.Fatalf("the archive lacks the files: %d in it", len(files))
		}
		if strings.Contains(files["dossier.json"], "kept") {
			t.Error("the dossier says where files are kept")
		}
		b := newPerson(t, w.site, "fr")
		opened := b.upload(b.mustGet("/fr/import"), "/fr/import", "dossier.zip", []byte(archive.Body))
		found := casePattern.FindStringSubmatch(opened.Path)
		if found == nil || strings.Contains(opened.Path, "imported_without") {
			t.Fatalf("it leads to %s\n%s", opened.Path, opened.text())
		}
		under := "/fr/cases/" + found[1]
		if got := b.mustGet(under + "/evidence/" + text + "/original").Body; got != "la réponse" {
			t.Errorf("got %q", got)
		}
		if !isBlack(t, b.mustGet(under+"/evidence/"+w.Exhibit+"/copy").Body, 3, 3) {
			t.Error("what was blacked out can be seen again")
		}
		if again := b.mustGet(under + "/dossier.zip"); again.Body != archive.Body {
			t.Error("the archive that comes back is another")
		}

		// The JSON alone tells of them; a file sent later goes to its place.
		plain := b.upload(b.mustGet("/fr/import"), "/fr/import", "dossier.json", []byte(files["dossier.json"]))
		if strings.Contains(plain.Path, "imported_without") == false {
			t.Errorf("it leads to %s", plain.Path)
		}
		b.Case = casePattern.FindStringSubmatch(plain.Path)[1]
		if got := b.exhibit("réponse.txt", []byte("la réponse")); got != text {
			t.Errorf("the file went to %s, want %s", got, text)
		}
	})
}

// Erasing a dossier deletes its files; another's stay.
func TestErasingADossierDeletesItsFiles(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	w.Bruno.exhibit("b.txt", []byte("b"))
	count := func() (n int) {
		for _, err := range w.Blobs.All(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	if got := count(); got != 4 { // Anna's picture, its copy and her bundle; Bruno's text
		t.Fatalf("%d files, want 4", got)
	}
	path := w.Anna.of("/erase")
	w.Anna.submit(w.Anna.mustGet(path), path, url.Values{"sure": {"yes"}})
	if got := count(); got != 1 {
		t.Errorf("%d files are left, want Bruno's one", got)
	}
}

// A file that was damaged on the disk is cut off, not passed off as whole.
func TestADamagedFileDoesNotLookWhole(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	id := w.Anna.exhibit("long.txt", bytes.Repeat([]byte("mots\n"), 60_000))
	c, err := w.Store.Case(t.Context(), w.account, w.Anna.Case)
	if err != nil {
		t.Fatal(err)
	}
	blob := c.Exhibit(id).Kept.Original
	file, err := w.Blobs.Get(t.Context(), blob)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := io.ReadAll(file)
	file.Close()
	if err != nil {
		t.Fatal(err)
	}
	sealed[len(sealed)-10] ^= 1
	if err := w.Blobs.Delete(t.Context(), blob); err != nil {
		t.Fatal(err)
	}
	if err := w.Blobs.Put(t.Context(), blob, int64(len(sealed)), bytes.NewReader(sealed)); err != nil {
		t.Fatal(err)
	}
	response, err := w.Anna.http.Do(w.Anna.request(http.MethodGet, w.Anna.of("/evidence/"+id+"/original"), "", ""))
	if err == nil {
		defer response.Body.Close()
		if _, err = io.ReadAll(response.Body); err == nil {
			t.Error("the damaged file looks whole")
		}
	}
}

// P8: in a real browser what was given is a file in the downloads, byte for
// byte, and the page that gave it stays what it was, whatever the file says.
func TestAFileNeverBecomesAPage(t *testing.T) {
	browser := browsertest.Start(t)
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	const evil = "<!DOCTYPE html><title>evil</title><script>document.title='evil'; location='https://evil.example'</script>"
	page := browser.Page(t)
	page.Open(s.URL + "/fr/resume")
	page.Answer("code", p.Code)
	page.Follow(onward)
	for name, content := range map[string]string{
		"page.html.txt": "Bonjour,\nvoici la page :\n" + evil,
		"message.eml":   "From: a@example.org\r\nDate: Mon, 02 Mar 2026 09:12:00 +0100\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n" + evil,
	} {
		t.Run(name, func(t *testing.T) {
			address := s.URL + p.of("/evidence/"+p.exhibit(name, []byte(content)))
			page.Open(address)
			before := page.Title()
			kept, got := page.Download(browsertest.Named("Mon original"))
			if kept != name || string(got) != content {
				t.Errorf("downloaded %q, %d bytes, want %q, %d bytes", kept, len(got), name, len(content))
			}
			if page.Title() != before || page.Address() != address {
				t.Errorf("the page is now %q at %s", page.Title(), page.Address())
			}
		})
	}
	if refused := page.Refusals(); len(refused) > 0 {
		t.Errorf("something tried what our policy refuses: %v", refused)
	}
}
