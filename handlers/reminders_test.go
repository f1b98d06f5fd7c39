package handlers_test

import (
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"contreoffre/handlers"
	"contreoffre/law"
	"contreoffre/mail"
	"contreoffre/mail/mailtest"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// postbox is a site that sends e-mail, and somebody whose access letter left
// on 22 November 2026, so that its answer is due on 22 December.
type postbox struct {
	*site
	*person
	sink    *mailtest.Sink
	postman *mail.Postman
	request string
}

const remindersPath = "/account/reminders"

func newPostbox(t testing.TB, db *modelstest.Database) *postbox {
	t.Helper()
	b := &postbox{sink: mailtest.Start(t)}
	b.site = newSite(t, db, func(c *handlers.Config) {
		server, err := mail.ReadServer(b.sink.URL, c.Base)
		if err != nil {
			t.Fatal(err)
		}
		c.Mail = server
		b.postman = &mail.Postman{Store: c.Store, Server: server, Base: c.Base, Now: c.Now, Log: slog.Default()}
	})
	b.person = newPerson(t, b.site, "fr")
	b.tell()
	b.request = b.prepare("access")
	b.send(b.request)
	return b
}

// ask fills in a form of the page of reminders.
func (b *postbox) ask(p *person, form string, values url.Values) answer {
	if form == "/email" && !values.Has("code") {
		values.Set("code", p.Code)
	}
	return p.submit(p.mustGet(p.path(remindersPath)), p.path(remindersPath+form), values)
}

// arrived waits for so many messages, then for one too many, and returns how
// many came: they leave after the answer.
func (b *postbox) arrived(n int) int {
	for range 250 {
		if len(b.sink.Got()) >= n {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(100 * time.Millisecond)
	return len(b.sink.Got())
}

var (
	feedPattern    = regexp.MustCompile(`http://[^<" ]+/feeds/[A-Z0-9]+\.ics`)
	confirmPattern = regexp.MustCompile(`/fr/confirm/[A-Z0-9]+`)
)

func TestTheFeedIsShownOnceAndCanBeRevoked(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newPostbox(t, db)
		reminders := b.mustGet(b.path(remindersPath))
		created := b.once(b.browser.request(http.MethodPost, b.path(remindersPath+"/feed"), formType, reminders.form(t, b.path(remindersPath+"/feed"), nil).Encode()))
		if place := created.Header.Get("Location"); !strings.HasSuffix(place, remindersPath+"#feed-shown") {
			t.Errorf("the address that is shown once is far below the top of the page: %s", place)
		}
		shown := b.mustGet(b.path(remindersPath))
		if !strings.Contains(shown.Body, `id="feed-shown"`) {
			t.Error("the page has no such place")
		}
		feed := feedPattern.FindString(shown.Body)
		if feed == "" {
			t.Fatalf("no address:\n%s", shown.text())
		}
		if again := b.mustGet(b.path(remindersPath)); feedPattern.MatchString(again.Body) {
			t.Error("the address is shown a second time")
		}
		path := strings.TrimPrefix(feed, b.URL)
		stranger := newBrowser(t, b.URL)
		got := stranger.mustGet(path)
		if kind := got.Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
			t.Errorf("Content-Type = %s", kind)
		}
		for _, word := range []string{"DTSTART;VALUE=DATE:20261222", "SUMMARY:Échéance ", "TRIGGER:-P6DT15H", "SEQUENCE:"} {
			if !strings.Contains(got.Body, word) {
				t.Errorf("the feed lacks %q:\n%s", word, got.Body)
			}
		}
		for _, word := range []string{"Temu", "Lœwenbruck", "Whaleco", b.Case, b.request} {
			if strings.Contains(got.Body, word) {
				t.Errorf("the feed says %q", word)
			}
		}
		if second := stranger.mustGet(path); second.Body != got.Body {
			t.Error("the same dossier gives two feeds")
		}

		detailed := feedPattern.FindString(b.ask(b.person, "/feed", url.Values{"detailed": {"yes"}}).Body)
		if told := stranger.mustGet(strings.TrimPrefix(detailed, b.URL)); !strings.Contains(told.Body, "Whaleco") {
			t.Errorf("the person asked for the company's name:\n%s", told.Body)
		}
		b.ask(b.person, "/feed/revoke", nil)
		unknown := stranger.get("/feeds/" + strings.Repeat("A", 52) + ".ics")
		for name, gone := range map[string]string{
			"replaced": path, "revoked": strings.TrimPrefix(detailed, b.URL), "without its ending": strings.TrimSuffix(path, ".ics"),
			"empty": "/feeds/.ics", "lower case": strings.ToLower(path),
		} {
			got := stranger.get(gone)
			if got.Status != http.StatusNotFound {
				t.Errorf("%s: %d", name, got.Status)
			}
			same(t, name, got, unknown, ids{}, ids{})
		}
	})
}

// The page of the link is in the language of the message, whatever the browser
// prefers, and its other language is the same page: elsewhere the button is
// lost.
func TestTheUnsubscribePageSpeaksAsItsMessage(t *testing.T) {
	b := newPostbox(t, modelstest.SQLite(t))
	b.confirmed(b.person, "maelle@example.org")
	b.ask(b.person, "/email/start", nil)
	b.Clock.Advance(24 * 24 * time.Hour)
	if round, err := b.postman.Round(t.Context()); err != nil || round.Sent != 1 {
		t.Fatalf("the reminder: %+v, %v", round, err)
	}
	stop := strings.TrimPrefix(strings.Trim(b.sink.Got()[0].Header(t).Get("List-Unsubscribe"), "<>"), b.URL)
	english := newBrowser(t, b.URL)
	ask := english.request(http.MethodGet, stop, "", "")
	ask.Header.Set("Accept-Language", "en-GB")
	page := english.do(ask)
	if !page.has("Appuyez sur le bouton") {
		t.Errorf("%s:\n%s", stop, page.text())
	}
	other := slices.IndexFunc(page.links(), func(link string) bool { return strings.HasPrefix(link, "/unsubscribe/") })
	if other < 0 {
		t.Fatalf("no other language of this page: %q", page.links())
	}
	if in := english.mustGet(page.links()[other]); !in.has("Press the button") {
		t.Errorf("%s:\n%s", page.links()[other], in.text())
	}
	done := english.submit(page, stop, nil)
	if !done.has("C’est fait") || strings.Contains(done.Body, `<h1>Ne plus recevoir de rappels</h1>`) {
		t.Errorf("once done:\n%s", done.text())
	}
}

// Once confirmed, nobody has to find the way on alone.
func TestAConfirmedAddressLeadsOn(t *testing.T) {
	b := newPostbox(t, modelstest.SQLite(t))
	b.ask(b.person, "/email", url.Values{"email": {"maelle@example.org"}})
	b.arrived(1)
	link := confirmPattern.FindString(mailText(t, b.sink.Got()[0]))
	done := b.submit(b.mustGet(link), link, nil)
	if !slices.Contains(done.links(), b.path(remindersPath)) || strings.Contains(done.Body, "<h1>Confirmer votre adresse</h1>") {
		t.Errorf("the person's own browser:\n%s", done.text())
	}
	gone := newBrowser(t, b.URL).get(link)
	if !slices.Contains(gone.links(), b.path("/resume")) {
		t.Errorf("another device:\n%s", gone.text())
	}
}

func received(on string) models.Event {
	return models.Event{Event: law.Event{Kind: law.Received, On: law.MustDate(on)}}
}

// A day that moves is the same entry, later and newer.
func TestAMovedDayMovesInTheCalendar(t *testing.T) {
	b := newPostbox(t, modelstest.SQLite(t))
	file := func(on string) map[string]string {
		t.Helper()
		got := b.resumed(t).mustGet(b.of("/requests/" + b.request + "/dates.ics?deadline=answer"))
		if !strings.Contains(got.Body, "DTSTART;VALUE=DATE:"+on) || strings.Count(got.Body, "BEGIN:VEVENT") != 1 {
			t.Errorf("want %s alone:\n%s", on, got.Body)
		}
		lines := map[string]string{}
		for line := range strings.SplitSeq(got.Body, "\r\n") {
			name, value, _ := strings.Cut(line, ":")
			lines[name] = value
		}
		return lines
	}
	before := file("20261222")
	account, err := b.Store.AccountByCode(t.Context(), b.Code)
	if err != nil {
		t.Fatal(err)
	}
	c, err := b.Store.Case(t.Context(), account.ID, b.Case)
	if err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(10 * 24 * time.Hour)
	if _, err := b.Store.AddEvent(t.Context(), account.ID, c.ID, c.Version, b.request, received("2026-11-25"), nil); err != nil {
		t.Fatal(err)
	}
	after := file("20261228") // 25 and 26 December are holidays, then a week-end
	if before["UID"] != after["UID"] || before["SEQUENCE"] == after["SEQUENCE"] || before["DTSTAMP"] == after["DTSTAMP"] {
		t.Errorf("before %v, after %v", before, after)
	}
	if other := b.resumed(t).get(b.of("/requests/" + b.request + "/dates.ics?deadline=nothing")); other.Status != http.StatusNotFound {
		t.Errorf("a deadline that is none: %d", other.Status)
	}
}

// Each day that a page shows as still to come can be put into a calendar from
// there, the authority's like a company's; it is the entry of the feed, and says
// as little.
func TestADayOfTheComplaintHasItsOwnEntry(t *testing.T) {
	b := newPostbox(t, modelstest.SQLite(t))
	dates := b.of("/complaint/dates.ics")
	if early := b.get(dates); early.Status != http.StatusNotFound {
		t.Errorf("before the complaint was filed: %d\n%s", early.Status, early.Body)
	}
	b.file()
	feed := feedPattern.FindString(b.ask(b.person, "/feed", nil).Body)
	all := newBrowser(t, b.URL).mustGet(strings.TrimPrefix(feed, b.URL)).Body
	added := func(page string) []string {
		t.Helper()
		var found []string
		for _, link := range b.mustGet(page).links() {
			if strings.Contains(link, "/dates.ics?deadline=") {
				found = append(found, link)
			}
		}
		return found
	}
	for name, page := range map[string]string{"complaint": b.of("/complaint"), "request": b.of("/requests/" + b.request), "reminders": b.path(remindersPath)} {
		links := added(page)
		if len(links) == 0 {
			t.Errorf("%s: no day can be put into a calendar", name)
		}
		for _, link := range links {
			got := b.mustGet(link)
			id := uidPattern.FindString(got.Body)
			if strings.Count(got.Body, "BEGIN:VEVENT") != 1 || id == "" || !strings.Contains(all, id) {
				t.Errorf("%s, %s: want one entry, that of the feed:\n%s", name, link, got.Body)
			}
			for _, word := range []string{"Temu", "CNIL", "Whaleco", "Lœwenbruck", b.Case} {
				if strings.Contains(got.Body, word) {
					t.Errorf("%s: the file says %q", link, word)
				}
			}
		}
	}
	if !slices.ContainsFunc(added(b.path(remindersPath)), func(link string) bool { return strings.HasPrefix(link, dates) }) {
		t.Error("among the dates, that of the complaint has no link")
	}
	if wrong := b.get(dates + "?deadline=answer"); wrong.Status != http.StatusNotFound {
		t.Errorf("a deadline of another kind: %d", wrong.Status)
	}
	closing := b.of("/close")
	b.submit(b.mustGet(closing), closing, bodies["/cases/:case/close"])
	for _, page := range []string{b.of("/complaint"), b.of("/requests/" + b.request)} {
		for _, link := range added(page) {
			if got := b.get(link); got.Status != http.StatusOK {
				t.Errorf("in a closed dossier, %s offers %s: %d", page, link, got.Status)
			}
		}
	}
}

var uidPattern = regexp.MustCompile(`UID:[^\r\n]+`)

func TestAnAddressIsConfirmedByAButton(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newPostbox(t, db)
		sent := b.ask(b.person, "/email", url.Values{"email": {"Maelle@example.org"}})
		if !strings.HasSuffix(sent.Path, "done=email_asked") || b.arrived(1) != 1 {
			t.Fatalf("%s, %d messages\n%s", sent.Path, len(b.sink.Got()), sent.text())
		}
		link := confirmPattern.FindString(strings.ReplaceAll(string(b.sink.Got()[0].Data), "=\r\n", ""))
		if to := b.sink.Got()[0].To; len(to) != 1 || to[0] != "Maelle@example.org" || link == "" {
			t.Fatalf("to %q, link %q", to, link)
		}
		elsewhere := newBrowser(t, b.URL)
		for range 3 { // programs look before people do
			elsewhere.mustGet(link)
		}
		if done := elsewhere.submit(elsewhere.mustGet(link), link, nil); !done.has("confirmée") {
			t.Errorf("confirming: %d\n%s", done.Status, done.text())
		}
		if again := elsewhere.submit(elsewhere.mustGet(link), link, nil); again.Status != http.StatusNotFound {
			t.Errorf("confirming twice: %d", again.Status)
		}
		if page := b.mustGet(b.path(remindersPath)); !page.has("Les rappels sont envoyés à Maelle@example.org") {
			t.Errorf("the page does not say so:\n%s", page.text())
		}

		b.Clock.Advance(24 * 24 * time.Hour) // a week before 22 December, and a day
		round, err := b.postman.Round(t.Context())
		if err != nil || round.Sent != 1 {
			t.Fatalf("the reminder: %+v, %v", round, err)
		}
		header := b.sink.Got()[1].Header(t)
		stop := strings.TrimPrefix(strings.Trim(header.Get("List-Unsubscribe"), "<>"), b.URL)
		if header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || !strings.HasPrefix(stop, "/unsubscribe/") {
			t.Fatalf("header %v", header)
		}
		// One press in a mail program: no cookie, no token, another origin.
		press := elsewhere.request(http.MethodPost, stop, formType, "List-Unsubscribe=One-Click")
		press.Header.Set("Origin", "https://webmail.example")
		press.Header.Set("Sec-Fetch-Site", "cross-site")
		if looked := elsewhere.mustGet(stop); !looked.has("Appuyez sur le bouton") {
			t.Errorf("the page of the link:\n%s", looked.text())
		}
		if page := b.resumed(t).mustGet(b.path(remindersPath)); !page.has("Les rappels sont envoyés") {
			t.Error("looking at the link stopped the reminders")
		}
		if text := mailText(t, b.sink.Got()[1]); !strings.Contains(text, "appuyez sur le bouton") || strings.Contains(text, "il suffit") {
			t.Errorf("the message promises that opening the link is enough:\n%s", text)
		}
		if pressed := elsewhere.once(press); pressed.Status != http.StatusOK {
			t.Errorf("one press: %d\n%s", pressed.Status, pressed.text())
		}
		if page := b.resumed(t).mustGet(b.path(remindersPath)); !page.has("Les rappels sont arrêtés") {
			t.Errorf("after one press:\n%s", page.text())
		}
		whole, _, _ := strings.Cut(stop, "?")
		for name, wrong := range map[string]string{"cut": whole[:len(whole)-2], "made up": "/unsubscribe/x", "no mark": stop[:len("/unsubscribe/")+26]} {
			if got := elsewhere.once(elsewhere.request(http.MethodPost, wrong, formType, "")); got.Status != http.StatusNotFound {
				t.Errorf("%s: %d", name, got.Status)
			}
		}
		b.Clock.Advance(25 * time.Hour)
		b.ask(b.resumed(t), "/email", url.Values{"email": {"autre@example.org"}})
		if n := b.arrived(3); n != 3 {
			t.Fatalf("%d messages, want a third: the new link", n)
		}
		link = confirmPattern.FindString(strings.ReplaceAll(string(b.sink.Got()[2].Data), "=\r\n", ""))
		elsewhere.submit(elsewhere.mustGet(link), link, nil)
		if b.arrived(4) != 4 || b.sink.Got()[3].To[0] != "Maelle@example.org" || strings.Contains(string(b.sink.Got()[3].Data), "autre@") {
			t.Error("the old address was not told that another took its place, or was told which")
		}
		b.ask(b.resumed(t), "/email/forget", nil)
		if page := b.resumed(t).mustGet(b.path(remindersPath)); page.has("autre@") {
			t.Error("the forgotten address is still there")
		}
	})
}

// resumed is the person in a new browser: days may have gone by.
func (b *postbox) resumed(t testing.TB) *person {
	t.Helper()
	p := &person{browser: newBrowser(t, b.URL), Lang: b.Lang, Case: b.Case, Code: b.Code}
	p.submit(p.mustGet(p.path("/resume")), p.path("/resume"), url.Values{"code": {b.Code}})
	return p
}

// P30: nobody gets a second message a day that they did not confirm, whoever
// asks, and however they write the address.
func TestNobodyCanBeFloodedThroughUs(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newPostbox(t, db)
		for range 3 {
			b.ask(b.person, "/email", url.Values{"email": {"victime@example.org"}})
		}
		for _, written := range []string{"victime@example.org", "VICTIME@example.org", " victime@EXAMPLE.org "} {
			other := newPerson(t, b.site, "fr")
			// Others are not told that somebody asked before them.
			if got := b.ask(other, "/email", url.Values{"email": {written}}); got.Status != http.StatusOK || !got.has(strings.TrimSpace(written)) {
				t.Errorf("%q: %d\n%s", written, got.Status, got.text())
			}
		}
		if n := b.arrived(1); n != 1 {
			t.Errorf("%d messages in a day, want 1", n)
		}
		b.Clock.Advance(25 * time.Hour)
		b.ask(b.resumed(t), "/email", url.Values{"email": {"victime@example.org"}})
		if n := b.arrived(2); n != 2 {
			t.Errorf("%d messages in two days, want 2", n)
		}
		flooder := newPerson(t, b.site, "fr")
		for i := range 10 {
			b.ask(flooder, "/email", url.Values{"email": {string(rune('a'+i)) + "@example.org"}})
		}
		if n := b.arrived(7); n != 7 {
			t.Errorf("one account wrote to %d strangers a day, want 5", n-2)
		}
	})
}

// P29: what is no plain address is refused beside its field, as it was typed.
func TestAWrongAddressSendsNothing(t *testing.T) {
	b := newPostbox(t, modelstest.SQLite(t))
	for _, typed := range []string{"", "x", "a@example.org\r\nBcc: spy@example.org", "Anna <a@example.org>", "a@example.org, b@example.org", `"<b>"@example.org`, strings.Repeat("a", 10_000) + "@example.org"} {
		got := b.ask(b.person, "/email", url.Values{"email": {typed}})
		if got.Status != http.StatusUnprocessableEntity || !got.has("Écrivez une seule adresse") {
			t.Errorf("%.40q: %d\n%s", typed, got.Status, got.text())
		}
	}
	if n := len(b.sink.Got()); n != 0 {
		t.Errorf("%d messages", n)
	}
	b.sink.Reject("maelle@example.org")
	b.ask(b.person, "/email", url.Values{"email": {"maelle@example.org"}})
	for range 100 {
		if strings.Contains(b.Log.String(), "550") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if log := b.Log.String(); strings.Contains(log, "maelle@") || !strings.Contains(log, "550") {
		t.Errorf("the log:\n%s", log)
	}
}

// ASVS 7.5.1: an open session alone gives the account no other address.
func TestAnAddressNeedsTheCode(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newPostbox(t, db)
		other := newPerson(t, b.site, "fr")
		for name, code := range map[string]string{"none": "", "half": b.Code[:11], "of nobody": "00000-00000-00000-00000-00000", "of another account": other.Code} {
			got := b.ask(b.person, "/email", url.Values{"email": {"intrus@example.org"}, "code": {code}})
			if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, `id="f-code-error"`) || !strings.Contains(got.Body, `value="intrus@example.org"`) {
				t.Errorf("%s: %d\n%s", name, got.Status, got.text())
			}
		}
		if page := b.mustGet(b.path(remindersPath)); page.has("intrus@") || b.arrived(0) != 0 {
			t.Error("an address was proposed without the code")
		}
		b.ask(b.person, "/email", url.Values{"email": {"maelle@example.org"}})
		if n := b.arrived(1); n != 1 {
			t.Errorf("with the code: %d messages, want 1", n)
		}
	})
}

// Whoever finds the session open can forget the address, and with it the way
// back in: the address is told, once, as the last thing it ever gets.
func TestAForgottenAddressIsToldSo(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		b := newPostbox(t, db)
		b.ask(b.person, "/email", url.Values{"email": {"inconnue@example.org"}})
		if n := b.arrived(1); n != 1 {
			t.Fatalf("%d messages, want the link", n)
		}
		b.ask(b.person, "/email/forget", nil)
		if n := b.arrived(2); n != 1 {
			t.Errorf("an address that nobody confirmed got %d messages, want the link alone", n)
		}

		b.confirmed(b.person, "maelle@example.org")
		page := b.mustGet(b.path(remindersPath))
		if !page.has("un dernier message") {
			t.Errorf("whoever presses the button does not know that a message will come:\n%s", page.text())
		}
		for range 2 { // a second press
			b.submit(page, b.path(remindersPath+"/email/forget"), nil)
		}
		if n := b.arrived(2); n != 2 {
			t.Fatalf("%d messages, want the link and one that says goodbye", n)
		}
		last := b.sink.Got()[1]
		text := mailText(t, last)
		if len(last.To) != 1 || last.To[0] != "maelle@example.org" || !strings.Contains(text, "vient d’être effacée") || !strings.Contains(text, "Si ce n’est pas vous") || !strings.Contains(text, b.URL+"\n") {
			t.Errorf("to %q:\n%s", last.To, text)
		}
		for _, word := range []string{"Temu", "Lœwenbruck", b.Case, b.Code, "inconnue@", "/signin/", "/confirm/", "/unsubscribe/"} {
			if strings.Contains(text, word) {
				t.Errorf("the message says %q", word)
			}
		}
		if page := b.mustGet(b.path(remindersPath)); page.has("maelle@") {
			t.Error("the forgotten address is still there")
		}

		b.sink.Reject("morte@example.org")
		b.confirmed(b.person, "morte@example.org")
		if done := b.ask(b.person, "/email/forget", nil); !strings.HasSuffix(done.Path, "done=email_forgotten") {
			t.Errorf("an address that refuses our last message is not forgotten: %s", done.Path)
		}
		for range 100 {
			if strings.Contains(b.Log.String(), "550") {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if log := b.Log.String(); strings.Contains(log, "example.org") || !strings.Contains(log, "550") {
			t.Errorf("the log:\n%s", log)
		}
	})
}

// mailText is what a person reads in a message.
func mailText(t *testing.T, m mailtest.Delivery) string {
	t.Helper()
	_, body, _ := strings.Cut(string(m.Data), "\r\n\r\n")
	text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// A site without a mail server says so and offers no form.
func TestWithoutAMailServerThePageSaysSo(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	p := newPerson(t, s, "en")
	page := p.mustGet(p.path(remindersPath))
	if !page.has("This site does not send e-mail") || strings.Contains(page.Body, `name="email"`) {
		t.Errorf("the page:\n%s", page.text())
	}
}
