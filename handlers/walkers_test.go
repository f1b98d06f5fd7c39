package handlers_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"contreoffre/handlers"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

var evidenceFile = regexp.MustCompile(`/(evidence/[a-z0-9]+/(original|copy)|jobs/[a-z0-9]+/file)$`)

// P18: the exact headers, on every answer, whatever its status.
func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	w := newWorld(t, modelstest.SQLite(t))
	nobody := newBrowser(t, w.URL)
	seen := map[int]bool{}
	check := func(name string, status int, header http.Header) {
		t.Helper()
		seen[status] = true
		referrer := "same-origin"
		if strings.HasPrefix(name, "GET /") && strings.HasSuffix(name, "/:token") {
			referrer = "strict-origin"
		}
		policy := handlers.ContentPolicy
		if status == http.StatusOK && evidenceFile.MatchString(name) {
			policy = handlers.FilePolicy
		}
		for header_, want := range map[string]string{
			"Content-Security-Policy":      policy,
			"X-Content-Type-Options":       "nosniff",
			"X-Frame-Options":              "DENY",
			"Referrer-Policy":              referrer,
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":           "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
			"Strict-Transport-Security":    "", // plain http on loopback
			"Server":                       "",
		} {
			if got := strings.Join(header.Values(header_), " | "); got != want {
				t.Errorf("%s (%d): %s = %q, want %q", name, status, header_, got, want)
			}
		}
		private := !strings.HasPrefix(name, "GET /assets/")
		if got := header.Get("Cache-Control"); private && got != "no-store" {
			t.Errorf("%s (%d): Cache-Control = %q", name, status, got)
		}
	}
	for _, r := range handlers.Access {
		for _, b := range []*browser{w.Anna.browser, nobody} {
			path := address(r, w.objects(r))
			a := b.once(b.request(r.Method, path, "", ""))
			check(r.Method+" "+path, a.Status, a.Header)
		}
	}
	for _, path := range []string{"/", "/healthz", "/readyz", "/fr/nowhere", "/nowhere", "/assets/nowhere.css", "/favicon.ico", "/fr/%00", "/fr/..%2f.."} {
		a := nobody.once(nobody.request(http.MethodGet, path, "", ""))
		check("GET "+path, a.Status, a.Header)
	}
	style := regexp.MustCompile(`/assets/[^"]+\.css`).FindString(nobody.mustGet("/fr").Body)
	a := nobody.mustGet(style)
	check("GET "+style, a.Status, a.Header)
	for _, method := range []string{http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions, http.MethodTrace} {
		a := nobody.once(nobody.request(method, "/fr", "", ""))
		check(method+" /fr", a.Status, a.Header)
	}
	for name, raw := range map[string]string{
		"unknown method": "BREW /fr HTTP/1.1\r\nHost: HOST\r\n\r\n",
		"broken line":    "GET\r\n\r\n",
		"foreign host":   "GET /fr HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"foreign target": "GET http://evil.example/fr HTTP/1.1\r\nHost: HOST\r\n\r\n",
		"huge header":    "GET /fr HTTP/1.1\r\nHost: HOST\r\nX: " + strings.Repeat("x", 1<<16) + "\r\n\r\n",
		"huge body":      "POST /fr/start HTTP/1.1\r\nHost: HOST\r\nContent-Length: 99999999\r\n\r\n",
	} {
		status, header := speak(t, w.URL, raw)
		check(name, status, header)
		if status < 400 {
			t.Errorf("%s: answered %d", name, status)
		}
	}
	for _, status := range []int{200, 303, 400, 403, 404, 405, 413, 421, 431} {
		if !seen[status] {
			t.Errorf("no answer with status %d was seen: the test has lost a case", status)
		}
	}
}

// speak sends bytes as they are.
func speak(t *testing.T, base, raw string) (int, http.Header) {
	t.Helper()
	host := strings.TrimPrefix(base, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, strings.ReplaceAll(raw, "HOST", host)); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%.40q: %v", raw, err)
	}
	defer response.Body.Close()
	return response.StatusCode, response.Header
}

// A page that names no icon, and a file, make browsers ask for one at the root.
// They get a clean answer and nothing in it: the page that the quick exit leads
// to wears no mark of ours, and no tab of it either.
func TestABrowserThatAsksForAnIconGetsNothing(t *testing.T) {
	s := newSite(t, modelstest.SQLite(t))
	nobody := newBrowser(t, s.URL)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		got := nobody.once(nobody.request(method, "/favicon.ico", "", ""))
		if got.Status != http.StatusNoContent || got.Body != "" || len(got.Header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s: %d, %q, %v", method, got.Status, got.Body, got.Header)
		}
	}
	if bare := nobody.mustGet("/fr/today"); strings.Contains(bare.Body, "icon") || bare.has("Contre-offre") {
		t.Errorf("the bare page names us:\n%s", bare.Body)
	}
	if named := nobody.mustGet("/fr"); !strings.Contains(named.Body, `<link rel="icon" href="/assets/`) {
		t.Error("the others have lost their icon")
	}
}

// P22: a form that does not come from our page and this session changes
// nothing.
func TestForgedFormsChangeNothing(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		control := newPerson(t, w.site, "fr")
		stranger := newBrowser(t, w.URL)
		strangerToken := stranger.mustGet("/fr/resume").form(t, "/fr/resume", nil).Get("csrf")
		brunos := w.hidden(w.Bruno).Get("csrf")
		before := w.dump(t)
		for _, r := range handlers.Access {
			if !r.Writes {
				continue
			}
			path := address(r, w.objects(r))
			for name, forge := range map[string]func(url.Values, http.Header) (body string){
				"no token":           func(v url.Values, _ http.Header) string { v.Del("csrf"); return v.Encode() },
				"empty token":        func(v url.Values, _ http.Header) string { v.Set("csrf", ""); return v.Encode() },
				"another's token":    func(v url.Values, _ http.Header) string { v.Set("csrf", brunos); return v.Encode() },
				"a stranger's token": func(v url.Values, _ http.Header) string { v.Set("csrf", strangerToken); return v.Encode() },
				"cross-site":         func(v url.Values, h http.Header) string { h.Set("Sec-Fetch-Site", "cross-site"); return v.Encode() },
				"same-site":          func(v url.Values, h http.Header) string { h.Set("Sec-Fetch-Site", "same-site"); return v.Encode() },
				"foreign origin, no fetch metadata": func(v url.Values, h http.Header) string {
					h.Del("Sec-Fetch-Site")
					h.Set("Origin", "https://evil.example")
					return v.Encode()
				},
				"foreign origin, metadata says ours": func(v url.Values, h http.Header) string {
					h.Set("Origin", "https://evil.example")
					return v.Encode()
				},
				"null origin": func(v url.Values, h http.Header) string { h.Set("Origin", "null"); return v.Encode() },
				"other scheme": func(v url.Values, h http.Header) string {
					h.Set("Origin", strings.Replace(w.URL, "http:", "https:", 1))
					return v.Encode()
				},
				"text/plain": func(v url.Values, h http.Header) string { h.Set("Content-Type", "text/plain"); return v.Encode() },
				"json": func(v url.Values, h http.Header) string {
					h.Set("Content-Type", "application/json")
					return `{"sure":"yes"}`
				},
				"no media type": func(v url.Values, h http.Header) string {
					h.Del("Content-Type")
					return v.Encode()
				},
				"token in the address": func(v url.Values, h http.Header) string { v.Del("csrf"); return v.Encode() },
			} {
				request := w.Anna.request(http.MethodPost, path, formType, "")
				body := forge(w.body(r, w.Anna), request.Header)
				request.Body, request.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
				if name == "token in the address" {
					request.URL.RawQuery = "csrf=" + url.QueryEscape(w.hidden(w.Anna).Get("csrf"))
				}
				if a := w.Anna.once(request); a.Status != http.StatusForbidden {
					t.Errorf("%s, %s: %d, want 403", r.Path, name, a.Status)
				}
			}
			// The same form with its own token is not taken for forged.
			if a := control.once(control.request(http.MethodPost, path, formType, w.body(r, control).Encode())); a.Status == http.StatusForbidden {
				t.Errorf("%s: a form of ours was refused", r.Path)
			}
			if r.Who == handlers.Everyone || strings.HasPrefix(r.Path, "/account/") {
				control = newPerson(t, w.site, "fr") // the control may have ended the session
				before = w.dump(t)
				continue
			}
			if after := w.dump(t); after != before {
				t.Fatalf("%s: a forged form changed the database", r.Path)
			}
		}
	})
}

// Every GET leaves the database as it was, whoever asks.
func TestReadingChangesNothing(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		nobody := newBrowser(t, w.URL)
		before := w.dump(t)
		for _, r := range handlers.Access {
			if r.Writes {
				continue
			}
			for _, of := range []ids{w.objects(r), {w.Anna.Case, w.Sent, w.Block, w.Event, w.Exhibit, w.Job}, {w.Anna.Case, w.Draft, w.Block, w.Event, w.Exhibit, w.Job}, unknown()} {
				for _, b := range []*browser{w.Anna.browser, w.Bruno.browser, nobody} {
					b.once(b.request(http.MethodGet, address(r, of), "", ""))
					b.once(b.request(http.MethodHead, address(r, of), "", ""))
				}
			}
			if after := w.dump(t); after != before {
				t.Fatalf("GET %s changed the database", r.Path)
			}
		}
	})
}

// P25: what belongs to another account answers exactly like what nobody has.
func TestStrangersSeeNothing(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		w := newWorld(t, db)
		nobody := newBrowser(t, w.URL)
		before := w.dump(t)
		for _, r := range handlers.Access {
			if r.Who != handlers.Owner {
				continue
			}
			annas := w.objects(r)
			if got := w.call(r, w.Anna, annas); r.Method == http.MethodGet && got.Status != http.StatusOK {
				t.Errorf("%s as its owner: %d\n%s", r.Path, got.Status, got.text())
			}
			for _, look := range []struct {
				name         string
				known, wrong ids
			}{
				{"another's dossier", annas, unknown()},
				{"another's objects in one's own dossier", ids{w.Bruno.Case, annas.Request, annas.Block, annas.Event, annas.Exhibit, annas.Job}, ids{w.Bruno.Case, unknown().Request, annas.Block, annas.Event, models.NewID(), models.NewID()}},
			} {
				if !strings.Contains(r.Path, ":request") && !strings.Contains(r.Path, ":exhibit") && !strings.Contains(r.Path, ":job") && look.known.Case == w.Bruno.Case {
					continue
				}
				got, want := w.call(r, w.Bruno, look.known), w.call(r, w.Bruno, look.wrong)
				if got.Status != http.StatusNotFound {
					t.Errorf("%s %s, %s: %d", r.Method, r.Path, look.name, got.Status)
				}
				same(t, r.Method+" "+r.Path+", "+look.name, got, want, look.known, look.wrong)
			}
			known, wrong := annas, unknown()
			got := nobody.once(nobody.request(r.Method, address(r, known), formType, ""))
			want := nobody.once(nobody.request(r.Method, address(r, wrong), formType, ""))
			same(t, r.Method+" "+r.Path+" as nobody", got, want, known, wrong)
			if got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), "/fr/resume") {
				t.Errorf("%s %s as nobody: %d %s", r.Method, r.Path, got.Status, got.Header.Get("Location"))
			}
		}
		if after := w.dump(t); after != before {
			t.Error("a stranger changed the database")
		}
	})
}

// call asks for a route as somebody: a form is right in all but its objects.
func (w *world) call(r handlers.Rule, p *person, of ids) answer {
	if !r.Writes {
		return p.once(p.request(r.Method, address(r, of), "", ""))
	}
	if p == w.Anna {
		return answer{} // would change the world
	}
	return p.once(p.request(r.Method, address(r, of), formType, w.body(r, p).Encode()))
}

var tokenPattern = regexp.MustCompile(`name="(csrf|once)" value="[^"]*"`)

// same compares two answers, but for tokens and for the ids that were asked.
func same(t *testing.T, name string, got, want answer, gotIDs, wantIDs ids) {
	t.Helper()
	plain := func(a answer, of ids) string {
		body := tokenPattern.ReplaceAllString(a.Body, "")
		return strings.NewReplacer(of.Case, "CASE", of.Request, "REQUEST", of.Exhibit, "EXHIBIT", of.Block, "BLOCK", of.Event, "EVENT", of.Job, "JOB").Replace(body)
	}
	if got.Status != want.Status || plain(got, gotIDs) != plain(want, wantIDs) {
		t.Errorf("%s: %d, for an unknown id %d\n%s\n%s", name, got.Status, want.Status, got.text(), want.text())
	}
	for _, a := range []answer{got, want} {
		a.Header.Del("Date")
	}
	if len(got.Header) != len(want.Header) {
		t.Errorf("%s: headers %v, for an unknown id %v", name, got.Header, want.Header)
	}
	for header := range want.Header {
		if g, w := got.Header.Get(header), want.Header.Get(header); g != w && header != "Content-Length" {
			t.Errorf("%s: %s = %q, for an unknown id %q", name, header, g, w)
		}
	}
}
