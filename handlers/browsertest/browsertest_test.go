package browsertest

import (
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// site serves testdata under a policy as strict as ours, answers a form with
// what it was sent, and gives a letter as a file.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServer(http.Dir("testdata")))
	mux.HandleFunc("GET /language", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "<p>%s</p>", r.Header.Get("Accept-Language"))
	})
	mux.HandleFunc("GET /letter.txt", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Disposition", `attachment; filename="lettre.txt"`)
		io.WriteString(w, "Madame, Monsieur,")
	})
	mux.HandleFunc("POST /answer", func(w http.ResponseWriter, r *http.Request) {
		file, _, err := r.FormFile("file")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		content, _ := io.ReadAll(file)
		http.SetCookie(w, &http.Cookie{Name: "who", Value: url.QueryEscape(r.FormValue("name"))})
		fmt.Fprintf(w, "<title>Reçu</title><pre>%s|%s|%s|%s|%s|%s</pre>",
			r.FormValue("name"), r.FormValue("more"), r.FormValue("story"), r.FormValue("land"), r.FormValue("minor"), content)
	})
	mux.HandleFunc("GET /who", func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie("who")
		if err != nil {
			io.WriteString(w, "<p>nobody</p>")
			return
		}
		fmt.Fprintf(w, "<p>%s</p>", cookie.Value)
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestWalk(t *testing.T) {
	browser, server := Start(t), site(t)
	attached := filepath.Join(t.TempDir(), "piece.txt")
	if err := os.WriteFile(attached, []byte("preuve"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, way := range []struct {
		name    string
		options []Option
		script  string
	}{
		{"with script", nil, "avec script"},
		{"without script, narrow and dark", []Option{NoScript, Dark, Viewport(320, 640)}, "sans script sombre"},
	} {
		t.Run(way.name, func(t *testing.T) {
			page := browser.Page(t, way.options...)
			if got, want := page.Open(server.URL+"/good.html"), http.StatusOK; got != want {
				t.Errorf("status: got %d, want %d", got, want)
			}
			if got, want := page.Title(), "Une page juste"; got != want {
				t.Errorf("title: got %q, want %q", got, want)
			}
			if got, want := page.Text("#script"), strings.TrimSuffix(way.script, " sombre"); got != want {
				t.Errorf("script: got %q, want %q", got, want)
			}
			page.Fill(Labelled("Votre nom :"), "Zoé O’Neill « 1er »")
			page.Fill("#more", "dans un champ vide")
			page.Fill("#story", strings.Repeat("é\n", 5000)+"fin")
			page.Answer("land", "GB")
			page.Answer("minor", "yes")
			page.Attach("#file", attached)
			page.Follow(Named("Continuer « ici »"))
			got := strings.ReplaceAll(page.Text("pre"), "\r\n", "\n")
			want := "Zoé O’Neill « 1er »|dans un champ vide|" + strings.Repeat("é\n", 5000) + "fin|GB|yes|preuve"
			if got != want {
				t.Errorf("sent: got %.80q… (%d), want %.80q… (%d)", got, len(got), want, len(want))
			}
			page.Back()
			if got, want := page.Address(), server.URL+"/good.html"; got != want {
				t.Errorf("back: got %s, want %s", got, want)
			}
			name, content := page.Download(Named("Télécharger la lettre"))
			if got, want := name+": "+string(content), "lettre.txt: Madame, Monsieur,"; got != want {
				t.Errorf("download: got %q, want %q", got, want)
			}
			if got, want := page.Follow(Named("Nulle part")), http.StatusNotFound; got != want {
				t.Errorf("dead link: got %d, want %d", got, want)
			}
			if got, want := page.Has("pre"), true; got != want {
				t.Errorf("the browser shows the answer in a pre: got %t, want %t", got, want)
			}
			if got, want := page.Has("#script"), false; got != want {
				t.Errorf("what is not there is there: got %t, want %t", got, want)
			}
		})
	}
}

func TestTwoPeopleAndTwoTabs(t *testing.T) {
	browser, server := Start(t), site(t)
	attached := filepath.Join("testdata", "script.js")
	zoe := browser.Page(t)
	zoe.Open(server.URL + "/good.html")
	zoe.Answer("name", "zoe")
	zoe.Attach("#file", attached)
	zoe.Follow("button")
	second, stranger := zoe.Tab(), browser.Page(t)
	for _, seen := range []struct {
		who  string
		page *Page
		want string
	}{{"her second tab", second, "zoe"}, {"a stranger", stranger, "nobody"}} {
		seen.page.Open(server.URL + "/who")
		if got := seen.page.Text("p"); got != seen.want {
			t.Errorf("%s: got %q, want %q", seen.who, got, seen.want)
		}
	}
}

func TestHowAPageIsShown(t *testing.T) {
	browser, server := Start(t), site(t)
	dark := browser.Page(t, Dark, Language("en,fr;q=0.5"))
	dark.Open(server.URL + "/language")
	if got, want := dark.Text("p"), "en,fr;q=0.5"; got != want {
		t.Errorf("language: got %q, want %q", got, want)
	}
	if got, want := dark.matches("(prefers-color-scheme: dark)"), true; got != want {
		t.Errorf("dark: got %t, want %t", got, want)
	}
	printed := browser.Page(t, Print)
	printed.Open(server.URL + "/good.html")
	if got, want := printed.matches("print"), true; got != want {
		t.Errorf("print: got %t, want %t", got, want)
	}
	picture := filepath.Join(t.TempDir(), "new", "page.png")
	narrow := browser.Page(t, Viewport(320, 640))
	narrow.Open(server.URL + "/good.html")
	narrow.Screenshot(picture)
	file, err := os.Open(picture)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	drawn, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := drawn.Bounds().Dx(), 320; got != want {
		t.Errorf("picture: got %d pixels, want %d", got, want)
	}
}

func TestAPageWithoutFault(t *testing.T) {
	browser, server := Start(t), site(t)
	page := browser.Page(t, Viewport(320, 640))
	page.Open(server.URL + "/good.html")
	if got := page.Faults(); len(got) > 0 {
		t.Errorf("got %q, want none", got)
	}
	if got := CheckHTML(t, map[string]string{"good": page.HTML()}); len(got) > 0 {
		t.Errorf("HTML: got %v, want none", got)
	}
}

func TestAxeWithoutScript(t *testing.T) {
	browser, server := Start(t), site(t)
	page := browser.Page(t, NoScript)
	page.Open(server.URL + "/faults.html")
	if got := page.Axe(); len(got) < 5 {
		t.Errorf("got %v, want the five planted faults", got)
	}
	page.Open(server.URL + "/good.html")
	if got, want := page.Text("#script"), "sans script"; got != want {
		t.Errorf("scripts stay off after axe: got %q, want %q", got, want)
	}
}

func TestPlantedFaults(t *testing.T) {
	browser, server := Start(t), site(t)
	page := browser.Page(t, Viewport(320, 640))
	page.Open(server.URL + "/faults.html")
	if got, want := page.Title(), "Cinq fautes"; got != want {
		t.Errorf("an inline script ran: got %q, want %q", got, want)
	}

	var rules []string
	for _, violation := range page.Axe() {
		rules = append(rules, violation.Rule)
	}
	slices.Sort(rules)
	rules = slices.Compact(rules)
	for _, want := range []string{"color-contrast", "html-has-lang", "image-alt", "label", "link-name"} {
		if !slices.Contains(rules, want) {
			t.Errorf("axe: got %v, want %s among them", rules, want)
		}
	}
	if got, want := page.Overflow(), "p#wide.wide (8 to 2008 of 320)"; len(got) != 2 || got[0] != want || !strings.HasPrefix(got[1], "text “coupé ici” (88 to ") {
		t.Errorf("overflow: got %q, want %q and the words that are cut", got, want)
	}
	refused := strings.Join(page.Refusals(), "\n")
	for _, want := range []string{"script-src-elem", "style-src-attr", "elsewhere.invalid"} {
		if !strings.Contains(refused, want) {
			t.Errorf("refusals: got %s, want %s among them", refused, want)
		}
	}
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := page.Hosts(), []string{address.Host, "elsewhere.invalid"}; !slices.Equal(got, want) {
		t.Errorf("hosts: got %v, want %v", got, want)
	}
	if got, want := page.Failures(), []string{"404 " + server.URL + "/dot.png"}; !slices.Equal(got, want) {
		t.Errorf("failures: got %v, want %v", got, want)
	}
	faults := page.Faults()
	for _, want := range []string{"image-alt", "sticks out: p#wide", "stopped by the policy: script-src-elem",
		"failed to load: 404 ", "asked of a third party: elsewhere.invalid"} {
		if !slices.ContainsFunc(faults, func(fault string) bool { return strings.HasPrefix(fault, want) }) {
			t.Errorf("faults: got %q, want one that begins with %q", faults, want)
		}
	}
	said := CheckHTML(t, map[string]string{"faults": "<!doctype html><html lang=fr><title>x</title><p><div></p>", "empty": ""})
	for _, want := range []string{"faults", "empty"} {
		if !slices.ContainsFunc(said, func(f HTMLFault) bool { return f.Page == want && f.Level == "error" }) {
			t.Errorf("HTML: got %v, want an error in %s", said, want)
		}
	}
}

func TestTabOrder(t *testing.T) {
	browser, server := Start(t), site(t)
	for name, options := range map[string][]Option{"with script": nil, "without script": {NoScript}} {
		t.Run(name, func(t *testing.T) {
			page := browser.Page(t, options...)
			page.Open(server.URL + "/good.html")
			var got []string
			for _, stop := range page.TabOrder() {
				got = append(got, fmt.Sprintf("%s %t %t", stop, stop.Ringed, stop.InView))
			}
			want := []string{
				"input#name Votre nom : true true",
				"textarea#story Votre récit true true",
				"textarea#more Autre chose true true",
				"select#land Pays true true",
				"input#minor Mineur true true",
				"input#file Pièce true true",
				"button Continuer « ici » true true",
				"a Télécharger la lettre false true",
				"a Nulle part false true",
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestLiteralHoldsBothQuotes(t *testing.T) {
	if got, want := literal(`l'"offre"  ici`), `concat("l'", '"', "offre", '"', " ici", "")`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
