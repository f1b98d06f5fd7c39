package handlers_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"contreoffre/handlers"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// P9: a body that would unpack to a thousand times its size is not unpacked.
func TestACompressedBodyIsRefused(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	b := newBrowser(t, s.URL)
	form := b.mustGet("/fr/start").form(t, "/fr/start", url.Values{"offer": {"temu-cash-reward-2024"}})
	for name, body := range map[string][]byte{
		"multipart/form-data; boundary=x": multipartOf(form),
		formType:                          []byte(form.Encode()),
	} {
		var packed bytes.Buffer
		packer := gzip.NewWriter(&packed)
		packer.Write(body)
		packer.Close()
		request := b.request(http.MethodPost, "/fr/start", name, packed.String())
		request.Header.Set("Content-Encoding", "gzip")
		if got, want := b.once(request).Status, http.StatusUnsupportedMediaType; got != want {
			t.Errorf("%s: got %d, want %d", name, got, want)
		}
	}
	// The same form as it is opens a dossier: nothing else was wrong with it.
	plain := b.request(http.MethodPost, "/fr/start", "multipart/form-data; boundary=x", string(multipartOf(form)))
	if got, want := b.once(plain).Status, http.StatusSeeOther; got != want {
		t.Errorf("uncompressed: got %d, want %d", got, want)
	}
}

func multipartOf(form url.Values) []byte {
	var b bytes.Buffer
	for name, values := range form {
		fmt.Fprintf(&b, "--x\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", name, values[0])
	}
	b.WriteString("--x--\r\n")
	return b.Bytes()
}

// P9, P39: visitors who begin large bodies and never end them get a bounded
// memory; others are told to come back, and small forms pass.
func TestAFloodOfLargeBodiesIsTurnedAway(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	b := newBrowser(t, s.URL)
	host := strings.TrimPrefix(s.URL, "http://")
	var flood []net.Conn
	for range 8 {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		fmt.Fprintf(conn, "POST /fr/import HTTP/1.1\r\nHost: %s\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", host, 16<<20)
		if said, err := bufio.NewReader(conn).ReadString('\n'); !strings.Contains(said, "100") { // it was let in
			t.Fatal(said, err)
		}
		flood = append(flood, conn)
	}
	large := func() answer {
		return b.once(b.request(http.MethodPost, "/fr/import", formType, strings.Repeat("x", 1<<20)))
	}
	if a := large(); a.Status != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" {
		t.Errorf("a large body during the flood: got %d, want 503 with Retry-After", a.Status)
	}
	if got, want := b.resume("not a code").Status, http.StatusUnprocessableEntity; got != want {
		t.Errorf("a small form during the flood: got %d, want %d", got, want)
	}
	for _, conn := range flood {
		conn.Close()
	}
	last := 0
	for range 100 { // until the server has seen that they are gone
		if last = large().Status; last != http.StatusServiceUnavailable {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if want := http.StatusForbidden; last != want { // it carries no token
		t.Errorf("a large body after the flood: got %d, want %d", last, want)
	}
}

// A request whose length a proxy may read otherwise than we do is the last of its
// connection: what it smuggles behind it is not answered.
func TestWhatFollowsATwofoldLengthIsNotAnswered(t *testing.T) {
	host := strings.TrimPrefix(newSite(t, modelstest.SQLite(t)).URL, "http://")
	for name, length := range map[string]string{
		"both": "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "the other way round": "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n",
		"chunks": "Transfer-Encoding: chunked\r\n", "two lengths": "Content-Length: 5\r\nContent-Length: 6\r\n",
	} {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		fmt.Fprintf(conn, "POST /fr/resume HTTP/1.1\r\nHost: %s\r\n%s\r\n0\r\n\r\nGET /fr/rights HTTP/1.1\r\nHost: %s\r\n\r\n", host, length, host)
		said, err := io.ReadAll(conn)
		if n := strings.Count(string(said), "HTTP/1.1 "); n != 1 || err != nil && !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("%s: %d answers, %v", name, n, err)
		}
		conn.Close()
	}
}

// largeLetter is about as long as a letter may be that a dossier brings along; no
// archive makes it smaller.
var largeLetter = func() []byte {
	letter := append([]byte("%PDF-1.4 "), make([]byte, 7<<20)...)
	rand.NewChaCha8([32]byte{}).Read(letter[9:])
	return letter
}()

// withLargeLetter opens a dossier with that letter in an account of its own, and
// returns the address of the letter and that of the dossier.
func withLargeLetter(t *testing.T, s *site) (b *browser, letter, dossier string) {
	t.Helper()
	archive := packed(t, map[string][]byte{"a.pdf": largeLetter, "dossier.json": []byte(`{
		"format":"contre-offre/dossier","version":1,"language":"fr","requests":[
		{"id":"a","rights":["access"],"events":[{"id":"s","kind":"sent","on":"2026-03-31"}],"letter":{"pdf":"a.pdf"}}]}`)})
	b = newBrowser(t, s.URL)
	opened := b.submit(b.upload(b.mustGet("/fr/import"), "/fr/import", "d.zip", archive), "/fr/account/code/kept", nil)
	dossier = "/fr/cases/" + casePattern.FindStringSubmatch(opened.Path)[1]
	return b, dossier + "/requests/a/letter.pdf", dossier
}

// slowly asks for an address and reads nothing of the answer.
func (b *browser) slowly(path string) net.Conn {
	b.t.Helper()
	return b.slowlySent(b.request(http.MethodGet, path, "", ""))
}

// slowlySent sends a request and reads nothing of the answer.
func (b *browser) slowlySent(request *http.Request) net.Conn {
	b.t.Helper()
	conn, err := net.Dial("tcp", request.URL.Host)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { conn.Close() })
	conn.(*net.TCPConn).SetReadBuffer(4096)
	for _, cookie := range b.http.Jar.Cookies(request.URL) {
		request.AddCookie(cookie)
	}
	if err := request.Write(conn); err != nil {
		b.t.Fatal(err)
	}
	return conn
}

// P23: a visitor behind a proxy that writes its own line of X-Forwarded-For
// does not count as whoever their own line says.
func TestALineOfOnesOwnMovesNoLimit(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t), func(c *handlers.Config) {
		c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	})
	b := newBrowser(t, s.URL)
	form := b.mustGet("/fr/resume").form(t, "/fr/resume", url.Values{"code": {"00000-00000-00000-00000-00000"}}).Encode()
	last := 0
	for i := range 25 {
		request := b.request(http.MethodPost, "/fr/resume", formType, form)
		request.Header.Add("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i))
		request.Header.Add("X-Forwarded-For", "203.0.113.7")
		last = b.once(request).Status
	}
	if want := http.StatusTooManyRequests; last != want {
		t.Errorf("the 25th code: got %d, want %d", last, want)
	}
}

// P3, P4: a once-key stands for one form as it was sent, not for its page.
func TestAOnceKeyAnswersForNoOtherForm(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db)
		p := newPerson(t, s, "fr")
		path := p.of("/questions/joined")
		sent := p.mustGet(path).form(t, path, story["joined"])
		p.postTo(t, path, sent, http.StatusSeeOther)

		// Back in a browser that kept the page, other words, sent again: the
		// version tells that they come late; they are not passed over.
		if a := p.postTo(t, path, changed(sent, "joined_on.day", "29"), http.StatusConflict); !strings.Contains(a.Body, "29") {
			t.Errorf("what was typed is lost:\n%s", a.text())
		}
		// The same words again are the same press.
		p.postTo(t, path, sent, http.StatusSeeOther)

		// Two forms of one page share its key.
		page := p.mustGet("/fr/account/reminders")
		key := page.form(t, "/fr/account/reminders/feed", nil)
		p.postTo(t, "/fr/account/reminders/feed", key, http.StatusSeeOther)
		renewed := p.postTo(t, "/fr/account/code", changed(key, "code", p.Code), http.StatusSeeOther)
		if code := cookieOf(renewed, "code"); !codePattern.MatchString(code) {
			t.Errorf("a new code with the key of another form: got %q", code)
		}
		// A key that gave a code gives no code to where one goes next.
		opened := p.postTo(t, "/fr/start", changed(key, "offer", "temu-cash-reward-2024"), http.StatusSeeOther)
		if to := opened.Header.Get("Location"); !strings.HasPrefix(to, "/fr/cases/") {
			t.Errorf("another dossier leads to %q", to)
		}
	})
}

// P19: the first form, sent once more after the session was ended, opens
// nothing and tells no code.
func TestTheFirstFormOpensNothingAfterTheEnd(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	b := newBrowser(t, s.URL)
	form := b.mustGet("/fr/start").form(t, "/fr/start", url.Values{"offer": {"temu-cash-reward-2024"}}).Encode()
	first := b.once(b.request(http.MethodPost, "/fr/start", formType, form))
	if cookieOf(first, "code") == "" {
		t.Fatalf("no code: %d\n%s", first.Status, first.text())
	}
	end := b.mustGet("/fr/account/end")
	b.submit(end, "/fr/account/end", nil)

	again := newBrowser(t, s.URL)
	a := again.once(again.request(http.MethodPost, "/fr/start", formType, form))
	if cookies := a.Header.Values("Set-Cookie"); len(cookies) > 0 || a.Header.Get("Location") != "/fr/resume" {
		t.Errorf("got %q with %q, want /fr/resume without a cookie", a.Header.Get("Location"), cookies)
	}
}

// What an address says was done is believed only on the way from our own pages.
func TestALinkFromElsewhereAnnouncesNothing(t *testing.T) {
	b := newBrowser(t, newSite(t, modelstest.SQLite(t)).URL)
	for _, test := range []struct {
		from string // Sec-Fetch-Site; empty for a browser that does not say
		want bool
	}{{"cross-site", false}, {"same-site", false}, {"none", false}, {"same-origin", true}, {"", true}} {
		request := b.request(http.MethodGet, "/fr?done=account_erased", "", "")
		if test.from != "" {
			request.Header.Set("Sec-Fetch-Site", test.from)
		}
		if got := b.once(request).has("Tout est effacé."); got != test.want {
			t.Errorf("from %q: announced %v, want %v", test.from, got, test.want)
		}
	}
}

// P39: a history is folded on each visit, so it does not grow for ever.
func TestAFullHistoryTakesNoMore(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	events := `{"kind":"sent","on":"2026-03-31"}` + strings.Repeat(`,{"kind":"acknowledged","on":"2026-04-01"}`, models.MaxEvents-1)
	file := `{"format":"contre-offre/dossier","version":1,"offer":{"preset":"temu-cash-reward-2024"},"requests":[{"id":"full","rights":["access"],"events":[` + events + `]}]}`
	opened := p.upload(p.mustGet("/fr/import"), "/fr/import", "dossier.json", []byte(file))
	found := casePattern.FindStringSubmatch(opened.Path)
	if found == nil {
		t.Fatalf("%d at %s\n%s", opened.Status, opened.Path, opened.text())
	}
	p.Case = found[1]
	noted := p.note("full", "identity_asked", on("2026-04-02"))
	if noted.Status != http.StatusUnprocessableEntity || !noted.has("300 événements") {
		t.Errorf("one more event: %d\n%s", noted.Status, noted.text())
	}
}

// P39: so does the history of a complaint.
func TestAFullComplaintTakesNoMore(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "fr")
	events := `{"kind":"filed","on":"2026-08-01"}` + strings.Repeat(`,{"kind":"progress","on":"2026-09-01"}`, models.MaxEvents-1)
	file := `{"format":"contre-offre/dossier","version":1,"offer":{"preset":"temu-cash-reward-2024"},"complaint":{"authority":"FR-CNIL","events":[` + events + `]}}`
	opened := p.upload(p.mustGet("/fr/import"), "/fr/import", "dossier.json", []byte(file))
	found := casePattern.FindStringSubmatch(opened.Path)
	if found == nil {
		t.Fatalf("%d at %s\n%s", opened.Status, opened.Path, opened.text())
	}
	p.Case = found[1]
	path := p.of("/complaint/event/progress")
	noted := p.submit(p.mustGet(path), path, on("2026-10-02"))
	if noted.Status != http.StatusUnprocessableEntity || !noted.has("300 événements") {
		t.Errorf("one more event: %d\n%s", noted.Status, noted.text())
	}
}

// A site without a keeper of files would fail at its first upload.
func TestASiteNeedsAKeeperOfEvidence(t *testing.T) {
	if _, err := handlers.New(handlers.Config{Base: mustURL(t, "http://127.0.0.1:8080"), Log: slog.Default()}); err == nil {
		t.Error("a site without a keeper of files starts")
	}
}

// P39: a letter of thousands of pages is not drawn; the page says to shorten it.
func TestALetterWithoutEndIsNotDrawn(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	for _, block := range w.Anna.blocks(w.Draft) {
		path := w.Anna.of("/requests/" + w.Draft + "/letter/" + block)
		w.Anna.submit(w.Anna.mustGet(path+"?lang=fr"), path+"?lang=fr", url.Values{"text": {strings.Repeat("x\n\n", 3_300) + "x"}})
	}
	for _, file := range []string{"letter.pdf", "letter.eml"} {
		if got, want := w.Anna.get(w.Anna.of("/requests/"+w.Draft+"/"+file)).Status, http.StatusRequestEntityTooLarge; got != want {
			t.Errorf("%s: got %d, want %d", file, got, want)
		}
	}
}

// P3, P11: twenty presses at once on the button that erases all: the account
// is gone, and no press is told that there was no such page.
func TestErasingTwentyTimesErasesOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db)
		p := newPerson(t, s, "fr")
		form := p.mustGet("/fr/account/erase").form(t, "/fr/account/erase", url.Values{"sure": {"yes"}})
		cookie := "session=" + p.session() // kept, whatever the first answer says
		presses := newBrowserWithoutCookies(t, s.URL)
		statuses := make(chan int, 20)
		for range cap(statuses) {
			go func() {
				press := presses.request(http.MethodPost, "/fr/account/erase", formType, form.Encode())
				press.Header.Set("Cookie", cookie)
				statuses <- presses.once(press).Status
			}()
		}
		for range cap(statuses) {
			if got, want := <-statuses, http.StatusSeeOther; got != want {
				t.Errorf("a press: got %d, want %d", got, want)
			}
		}
		for _, table := range []string{"accounts", "cases", "sessions", "once_keys"} {
			var left int
			if err := s.Raw(t).QueryRow("SELECT count(*) FROM " + table).Scan(&left); err != nil || left != 0 {
				t.Errorf("%s: %d rows left (%v)", table, left, err)
			}
		}
	})
}

// postTo sends a form as it is and wants a status.
func (b *browser) postTo(t *testing.T, path string, form url.Values, want int) answer {
	t.Helper()
	a := b.once(b.request(http.MethodPost, path, formType, form.Encode()))
	if a.Status != want {
		t.Fatalf("%s: got %d, want %d\n%s", path, a.Status, want, a.text())
	}
	return a
}

// changed is a form with one other value.
func changed(form url.Values, name, value string) url.Values {
	form = maps.Clone(form)
	form[name] = []string{value}
	return form
}

// cookieOf is the value of a cookie that an answer sets.
func cookieOf(a answer, name string) string {
	for _, cookie := range (&http.Response{Header: a.Header}).Cookies() {
		if cookie.Name == name {
			return cookie.Value
		}
	}
	return ""
}
