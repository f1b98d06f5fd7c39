package handlers_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"contreoffre/handlers/browsertest"
	"contreoffre/lang"
	"contreoffre/models/modelstest"
)

// From a dossier whose answer is overdue, two pictures and a PDF, to a bundle
// on one's own disk, in a real browser: the page of the bundle shows its
// progress and turns into the file by itself, without a script. No page has a
// fault.
func TestComplaintInABrowser(t *testing.T) {
	browser := browsertest.Start(t)
	for i, l := range lang.Langs {
		way := ways[i%len(ways)]
		t.Run(fmt.Sprintf("%s, %s", l, way.name), func(t *testing.T) {
			site := newIdleSite(t, modelstest.SQLite(t))
			w := &walker{
				T: t, Page: browser.Page(t, way.options...), browser: browser, lang: l,
				site: site, name: fmt.Sprintf("complaint %s %s", l, way.name),
			}
			w.bring("../dossier/testdata/temu-nantes.json")
			hub := w.site.URL + w.place()
			complaint := hub + "/complaint"
			w.Open(complaint)
			w.look()
			w.through(`a[href$="/choices"]`)
			w.Answer("disclosure", "yes")
			w.press()
			_, letter := w.Download(`a[href$="/complaint.pdf"]`)
			w.upload(hub, letter)
			w.Open(complaint)
			w.look()
			if got := w.Follow(`[value="bundle_pdf"]`); got != http.StatusOK {
				t.Fatalf("asking for the bundle: %d", got)
			}
			w.through(`a[href$="?still=yes"]`)
			w.through(`.actions a:not(.button)`) // lets the page refresh itself again
			site.work(t)
			w.waitFor(`a[href$="/file"]`)
			w.look()
			name, bundle := w.Download(`a[href$="/file"]`)
			if name != lang.T(l, "file.bundle")+".pdf" {
				t.Errorf("the file is called %q", name)
			}
			w.read(bundle)
			w.Open(complaint)
			w.through(`a[href$="/light"]`)
			w.Answer("under", "5")
			w.press()
			w.waitFor(`a[href$="/file"]`)
			if name, light := w.Download(`a[href$="/file"]`); name != lang.T(l, "file.bundle_light")+".pdf" || len(light) > 5_000_000 {
				t.Errorf("the light bundle: %q, %d bytes", name, len(light))
			}
			w.file(complaint)
		})
	}
}

// bring opens a dossier from a file and ends on its hub.
func (w *walker) bring(path string) {
	w.Helper()
	w.Open(w.site.URL + "/" + string(w.lang) + "/import")
	w.Attach("input[type=file]", path)
	w.press()
	w.code = w.Text(".code")
	w.press()
}

// file notes the filing, and finds the PDF as it was before.
func (w *walker) file(complaint string) {
	w.Helper()
	w.Open(complaint)
	_, before := w.Download(`a[href$="/complaint.pdf"]`)
	w.through(`a[href$="/event/filed"]`)
	w.day("on", "22")
	w.press()
	w.look()
	if w.Has(`a[href*="/complaint/sections/"]`) || !w.Has(".frozen") {
		w.Error("the page does not show the complaint as it was filed")
	}
	if _, after := w.Download(`a[href$="/complaint.pdf"]`); string(after) != string(before) {
		w.Error("the PDF is another once it was filed")
	}
	w.through(`a[href$="/complaint/sheet"]`)
}

// upload keeps two pictures and a PDF as exhibits of the dossier shown.
func (w *walker) upload(hub string, letter []byte) {
	w.Helper()
	folder := w.TempDir()
	var paths []string
	for name, content := range map[string][]byte{"écran 1.png": aPicture(w, 600, 900), "écran 2.png": aPicture(w, 900, 600), "réponse.pdf": letter} {
		paths = append(paths, filepath.Join(folder, name))
		if err := os.WriteFile(paths[len(paths)-1], content, 0o600); err != nil {
			w.Fatal(err)
		}
	}
	w.Open(hub + "/evidence")
	w.Attach("#f-file", paths...)
	w.Answer("kind", "screenshot")
	w.press()
	w.look()
	if got := w.Text(".requests"); !strings.Contains(got, "écran 2.png") || !strings.Contains(got, "réponse.pdf") {
		w.Errorf("the exhibits: %s", got)
	}
}

// waitFor waits for what the page shows after it has refreshed itself.
func (w *walker) waitFor(selector string) {
	w.Helper()
	for end := time.Now().Add(time.Minute); !w.Has(selector); time.Sleep(time.Second / 5) {
		if time.Now().After(end) {
			w.Fatalf("%s never shows %s", w.place(), selector)
		}
	}
}

// read looks into a bundle.
func (w *walker) read(bundle []byte) {
	w.Helper()
	path := filepath.Join(w.TempDir(), "bundle.pdf")
	if err := os.WriteFile(path, bundle, 0o600); err != nil {
		w.Fatal(err)
	}
	if *album != "" {
		os.WriteFile(filepath.Join(*album, w.name+".pdf"), bundle, 0o600)
	}
	words := mustRun(w.T, "pdftotext", "-layout", path, "-")
	for _, want := range []string{"Maëlle Lœwenbruck", "CNIL", "Pièce", "/1", "écran 1.png", "écran 2.png", "réponse.pdf"} {
		if !strings.Contains(words, want) {
			w.Errorf("the bundle does not say %q", want)
		}
	}
	if said := mustRun(w.T, "qpdf", "--check", path); !strings.Contains(said, "No syntax or stream encoding errors") {
		w.Error(said)
	}
}

// mustRun returns what a program of the machine says.
func mustRun(t testing.TB, name string, arguments ...string) string {
	t.Helper()
	out, err := exec.Command(name, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}
