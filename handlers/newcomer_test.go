package handlers_test

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/views"
)

// What somebody who comes for the first time stumbles over.

// The second of two minutes of sending is a bad moment to say that a question
// was passed over: the files are kept, and it is asked again on their pages.
func TestFilesAreKeptWhenNobodySaidWhatTheyAre(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	kept := p.sendFiles(nil, map[string][]byte{"capture.png": aPicture(t, 60, 40)})
	if kept.Status != http.StatusOK || !kept.has("C’est ajouté") || !kept.has("Autre chose") {
		t.Errorf("%d\n%s", kept.Status, kept.text())
	}
}

// A browser never gives a chosen file back: no page may say that nothing is
// lost.
func TestAFileThatWasRefusedIsToBeChosenAgain(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	for name, refused := range map[string]answer{
		"evidence": p.sendFiles(url.Values{"kind": {"other"}}, map[string][]byte{"x.png": []byte("<!doctype html>")}),
		"import":   p.upload(p.mustGet("/fr/import"), "/fr/import", "dossier.json", []byte("{")),
	} {
		if refused.has("Rien n’est perdu") || !refused.has("à choisir de nouveau") {
			t.Errorf("%s:\n%s", name, refused.text())
		}
	}
}

// Somebody whose film is too heavy is told how much a file may weigh, and gets
// back to the form, not to the door of the site.
func TestTooLargeAnUploadLeadsBackToItsForm(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	page := p.of("/evidence")
	refused := p.once(p.request(http.MethodPost, page, "multipart/form-data; boundary=x", strings.Repeat("a", 17<<20)))
	if refused.Status != http.StatusRequestEntityTooLarge || !strings.Contains(refused.Body, `href="`+page+`"`) || !refused.has("15 Mo") {
		t.Errorf("%d\n%s", refused.Status, refused.text())
	}
}

// Somebody new gets a recovery code before their dossier: what became of the
// file must not be lost on that way, least of all that exhibits are missing.
func TestWhoOpensAFileWithoutAnAccountIsToldWhatBecameOfIt(t *testing.T) {
	told, err := os.ReadFile("../dossier/testdata/temu-nantes.json")
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"": "flash.imported", `"file": "evidence/capture.png",`: "flash.imported_without"} {
		content := []byte(strings.Replace(string(told), `"id": "capture-1",`, `"id": "capture-1",`+file, 1))
		nobody := newBrowser(t, newSite(t, modelstest.SQLite(t)).URL)
		code := nobody.upload(nobody.mustGet("/fr/import"), "/fr/import", "dossier.json", content)
		if code.Status != http.StatusOK || !strings.HasPrefix(code.Path, "/fr/account/code") || !code.has(lang.T(lang.FR, want)) {
			t.Errorf("%q: %s (%d), want %s\n%s", file, code.Path, code.Status, want, code.text())
		}
	}
}

// What is wrong with a file that is no dossier is not told in the words of its
// format, and one that is empty was chosen all the same.
func TestAFileThatIsNoDossierIsNamedSo(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	for content, want := range map[string]string{
		"<!doctype html>": "Ce fichier n’est pas un dossier",
		"%PDF-1.7":        "Ce fichier n’est pas un dossier",
		"":                "Ce fichier est vide",
	} {
		refused := p.upload(p.mustGet("/fr/import"), "/fr/import", "dossier.json", []byte(content))
		if refused.Status != http.StatusUnprocessableEntity || !refused.has(want) {
			t.Errorf("%q: %d, want %q\n%s", content, refused.Status, want, refused.text())
		}
	}
	damaged := p.upload(p.mustGet("/fr/import"), "/fr/import", "dossier.json", []byte(`{"format": "contre-offre dossier",`))
	if !damaged.has("ligne 1") {
		t.Errorf("one that was cut does not say where:\n%s", damaged.text())
	}
}

// Nobody typed anything where a box is ticked or a picture clicked: to be told
// that "what you typed is still there" makes one look for it.
func TestNoPageSpeaksOfWordsThatNobodyTyped(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	mask := p.of("/evidence/" + p.exhibit("capture.png", aPicture(t, 600, 40)) + "/mask")
	second := p.mustGet(mask + "?at.x=10&at.y=10")
	for name, refused := range map[string]answer{
		"erase": p.submit(p.mustGet(p.of("/erase")), p.of("/erase"), nil),
		"mask":  p.submit(second, mask, url.Values{"x": {"166"}, "y": {"2500"}, "at.x": {"10"}, "at.y": {"10"}}),
	} {
		if refused.Status != http.StatusUnprocessableEntity || refused.has("ce que vous avez tapé") {
			t.Errorf("%s: %d\n%s", name, refused.Status, refused.text())
		}
	}
	if !second.has("Touchez ou cliquez") {
		t.Errorf("a finger is told to click:\n%s", second.text())
	}
	if first := p.mustGet(mask); !strings.Contains(first.Body, `action="`+mask+`#second"`) || !strings.Contains(second.Body, `id="second"`) {
		t.Error("after the first click the page is at its top again, far from the picture")
	}
	if wide := p.mustGet(mask); !wide.has("faites-la glisser") {
		t.Error("on a telephone nothing tells that the picture goes on to the right")
	}
}

// The lines that stand there already are the press's, not the person's: pressing
// the button without reading them says so, and keeps nothing yet.
func TestWhatThePressWroteIsNotSavedUnread(t *testing.T) {
	for _, l := range []string{"fr", "en"} {
		p := newPerson(t, newSite(t, modelstest.SQLite(t)), l)
		p.submit(p.mustGet(p.of("/questions/country")), p.of("/questions/country"), url.Values{"country": {"FR"}})
		rewards := p.of("/questions/rewards")
		page := p.mustGet(rewards)
		typed := url.Values{
			"rewards.0.kind": {"cash"}, "rewards.0.promised": {"20"}, "rewards.0.currency": {"EUR"},
			"rewards.1.kind": {"coupon"}, "rewards.1.promised": {"80"}, "rewards.1.currency": {"EUR"},
		}
		for name, values := range typed {
			if values[0] != "cash" && values[0] != "coupon" && !strings.Contains(page.Body, `name="`+name+`"`) {
				t.Fatalf("%s: %s is not suggested", l, name)
			}
		}
		unread := p.submit(page, rewards, typed)
		if unread.Status != http.StatusUnprocessableEntity || !strings.Contains(unread.Body, `href="#f-suggestion_read"`) || !strings.Contains(unread.Body, `id="f-suggestion_read"`) {
			t.Errorf("%s: %d\n%s", l, unread.Status, unread.text())
		}
		if !strings.Contains(unread.Body, `aria-describedby="f-suggestion_read-error"`) || !strings.Contains(unread.Body, `value="80"`) {
			t.Errorf("%s: the box is not marked, or what stood there is lost", l)
		}
		typed.Set("suggestion_read", "yes")
		if read := p.submit(unread, rewards, typed); read.Status != http.StatusOK || strings.HasSuffix(read.Path, "/rewards") {
			t.Errorf("%s: once read it leads to %s (%d)", l, read.Path, read.Status)
		}
		if again := p.mustGet(rewards); strings.Contains(again.Body, "suggestion_read") {
			t.Errorf("%s: the box is there again over the person's own answer", l)
		}
	}
}

// Zero megabytes made a page whose one button led nowhere.
func TestALightFileOfNothingIsRefused(t *testing.T) {
	p := asksBundle(t, newSite(t, modelstest.SQLite(t)))
	path := p.of("/complaint/light")
	none := p.submit(p.mustGet(path), path, url.Values{"under": {"0"}})
	if none.Status != http.StatusUnprocessableEntity || !none.has("au moins 1") || strings.Contains(none.Body, "⟦") {
		t.Errorf("%d\n%s", none.Status, none.text())
	}
}

// Under a size that nothing fits, the one button makes the smallest file.
func TestTheSmallestFileIsOnePressAway(t *testing.T) {
	s := newIdleSite(t, modelstest.SQLite(t))
	p := asksBundle(t, s)
	account, err := s.Store.AccountByCode(t.Context(), p.Code)
	if err != nil {
		t.Fatal(err)
	}
	for _, under := range []int64{0, 1000} {
		job, err := s.Store.AskJob(t.Context(), account.ID, p.Case, models.Order{What: views.BundleLight, Under: under, On: law.MustDate("2026-11-22")})
		if err != nil {
			t.Fatal(err)
		}
		s.work(t)
		path := p.of("/complaint/light")
		large := p.made(p.mustGet(p.of("/jobs/" + job.ID)))
		if !large.has("Le plus petit fichier encore lisible fait") || p.get(large.Path+"/file").Status != http.StatusNotFound {
			t.Fatalf("under %d:\n%s", under, large.text())
		}
		again := p.submit(large, path, nil)
		s.work(t)
		if small := p.made(p.mustGet(again.Path)); !small.has("Le fichier est prêt") {
			t.Errorf("under %d, the smallest: %d\n%s", under, small.Status, small.text())
		}
	}
}

// The page of a file refreshes itself in a forgotten tab: once the file is
// deleted, replaced or over its day, it must not say that the dossier is gone.
func TestAFileThatIsGoneDoesNotFrighten(t *testing.T) {
	p := asksBundle(t, newSite(t, modelstest.SQLite(t)))
	path := p.of("/jobs/" + p.bundle("bundle_pdf"))
	p.submit(p.mustGet(path), path+"/drop", nil)
	gone := p.get(path)
	if gone.Status != http.StatusNotFound || gone.has("le dossier a été effacé") || !gone.has("Ce fichier n’est plus ici") {
		t.Errorf("%d\n%s", gone.Status, gone.text())
	}
	if !strings.Contains(gone.Body, `href="`+p.of("/complaint")+`"`) {
		t.Error("it does not lead back to the complaint")
	}
}

// Fourteen errors that read alike help nobody, least of all by ear.
func TestEachPointLeftOutOfAnAnswerIsNamed(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	w.passTo(t, "2026-12-10")
	refused := w.Anna.check(w.Sent, url.Values{"recipients_named": {"missing"}})
	if got := strings.Count(refused.Body, "Choisissez une réponse."); got > 0 {
		t.Errorf("%d errors do not say what they are about", got)
	}
	if !refused.has("« La copie de toutes vos données » : dites si c’est arrivé.") {
		t.Errorf("the point is not named:\n%s", refused.text())
	}
}

// "To do" beside a step that has no link yet sends people looking for it.
func TestNoStepIsToDoBeforeItCanBeDone(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	_, tasks, _ := strings.Cut(p.mustGet(p.of("")).Body, `<ol class="tasks">`)
	tasks, _, _ = strings.Cut(tasks, "</ol>")
	for _, task := range strings.Split(tasks, "</li>") {
		if !strings.Contains(task, "<a ") && strings.Contains(task, "à faire") {
			t.Errorf("to do, and no way to do it: %s", task)
		}
	}
}

// bring makes the dossier of a file the person's.
func (p *person) bring(path string) {
	p.t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	opened := p.upload(p.mustGet("/fr/import"), "/fr/import", "dossier.json", content)
	found := casePattern.FindStringSubmatch(opened.Path)
	if found == nil {
		p.t.Fatalf("it leads to %s\n%s", opened.Path, opened.text())
	}
	p.Case = found[1]
}

// A question nobody answered is not the next thing once the complaint left.
func TestAfterFilingTheHubWaitsForTheAuthority(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	p.bring("../dossier/testdata/temu-nantes.json") // one question is open
	p.file()
	hub := p.mustGet(p.of(""))
	if hub.has("Finissez de raconter") {
		t.Errorf("it asks to go on telling:\n%s", hub.text())
	}
	if page := p.mustGet(p.of("/complaint")); page.has("Peut-elle être déposée") {
		t.Error("it asks whether a complaint may be filed that was")
	}
}

// After a paragraph was changed, a phone shows it, not the top of a letter as
// tall as fifteen screens.
func TestAChangedParagraphIsWhereItWasLeft(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	p.tell()
	request := p.prepare("access")
	block := p.blocks(request)[3]
	path := p.of("/requests/" + request + "/letter/" + block)
	page := p.mustGet(path + "?lang=fr")
	form := page.form(t, path+"?lang=fr", url.Values{"text": {"Mes propres mots."}, "do": {"save"}})
	saved := p.once(p.request(http.MethodPost, path+"?lang=fr", "application/x-www-form-urlencoded", form.Encode()))
	_, anchor, _ := strings.Cut(saved.Header.Get("Location"), "#")
	letter := p.mustGet(p.of("/requests/" + request + "/letter")).Body
	if anchor == "" || !strings.Contains(letter, `id="`+anchor+`"`) {
		t.Errorf("it leads to %q", saved.Header.Get("Location"))
	}
	if !strings.Contains(letter, `href="#download"`) {
		t.Error("the top of the letter does not lead to the files")
	}
}

// A site without a mail server offers no link by e-mail.
func TestNoLinkByEmailWhereNoneIsSent(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	b := newBrowser(t, s.URL)
	if page := b.mustGet("/fr/resume"); strings.Contains(page.Body, "/fr/signin") || page.has("un lien peut y être envoyé") {
		t.Errorf("it promises a link:\n%s", page.text())
	}
}

// The same corner twice is the slip of a finger: the first click is kept.
func TestTwoClicksOnOneSpotAskForTheSecondAgain(t *testing.T) {
	p := newPerson(t, newSite(t, modelstest.SQLite(t)), "fr")
	path := p.of("/evidence/" + p.exhibit("a.png", aPicture(t, 200, 100)) + "/mask")
	first := p.mustGet(path + "?at.x=20&at.y=10")
	again := p.submit(first, path, url.Values{"at.x": {"20"}, "at.y": {"10"}})
	if again.Status != http.StatusUnprocessableEntity || !again.has("même endroit") || !strings.Contains(again.Body, `name="x" value="1000"`) {
		t.Errorf("%d\n%s", again.Status, again.text())
	}
}
