package handlers_test

import (
	"bytes"
	"html"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// browser is one person at the site: it keeps cookies, follows redirects and
// sends forms as a browser does.
type browser struct {
	t    testing.TB
	base string
	http *http.Client
}

func newBrowser(t testing.TB, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &browser{t: t, base: base, http: &http.Client{Jar: jar, Transport: transport, Timeout: 30 * time.Second}}
}

// answer is what came back, whole.
type answer struct {
	Status int
	Header http.Header
	Body   string
	Path   string // where it came from after all redirects, with its query
}

// do sends a request as it stands and follows redirects.
func (b *browser) do(request *http.Request) answer {
	b.t.Helper()
	return b.with(b.http, request)
}

// once sends a request and follows no redirect.
func (b *browser) once(request *http.Request) answer {
	b.t.Helper()
	client := *b.http
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return b.with(&client, request)
}

func (b *browser) with(client *http.Client, request *http.Request) answer {
	b.t.Helper()
	response, err := client.Do(request)
	if err != nil {
		b.t.Fatalf("%s %s: %v", request.Method, request.URL.Path, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatalf("%s %s: %v", request.Method, request.URL.Path, err)
	}
	return answer{response.StatusCode, response.Header, string(body), response.Request.URL.RequestURI()}
}

func (b *browser) request(method, path, contentType, body string) *http.Request {
	b.t.Helper()
	request, err := http.NewRequest(method, b.base+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
		request.Header.Set("Origin", b.base)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return request
}

const formType = "application/x-www-form-urlencoded"

func (b *browser) get(path string) answer {
	b.t.Helper()
	return b.do(b.request(http.MethodGet, path, "", ""))
}

// mustGet is get for a page that has to be there.
func (b *browser) mustGet(path string) answer {
	b.t.Helper()
	a := b.get(path)
	if a.Status != http.StatusOK {
		b.t.Fatalf("GET %s: %d\n%s", path, a.Status, a.text())
	}
	return a
}

// post sends values as a form and follows the redirect.
func (b *browser) post(path string, values url.Values) answer {
	b.t.Helper()
	return b.do(b.request(http.MethodPost, path, formType, values.Encode()))
}

// submit fills in the form that a page posts to path and sends it: the hidden
// values of the page, then the given ones.
func (b *browser) submit(page answer, path string, values url.Values) answer {
	b.t.Helper()
	return b.post(path, page.form(b.t, path, values))
}

// upload sends the form of a page with a file.
func (b *browser) upload(page answer, path, name string, content []byte) answer {
	b.t.Helper()
	return b.uploadMany(page, path, nil, map[string][]byte{name: content})
}

// uploadMany sends the form of a page with values and several files, in the
// order of their names.
func (b *browser) uploadMany(page answer, path string, values url.Values, files map[string][]byte) answer {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, values := range page.form(b.t, path, values) {
		for _, value := range values {
			if err := form.WriteField(field, value); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			b.t.Fatal(err)
		}
		part.Write(files[name])
	}
	form.Close()
	return b.do(b.request(http.MethodPost, path, form.FormDataContentType(), body.String()))
}

var (
	formPattern   = regexp.MustCompile(`(?s)<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>`)
	hiddenPattern = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
	tagPattern    = regexp.MustCompile(`(?s)<[^>]*>`)
	linkPattern   = regexp.MustCompile(`<a[^>]* href="([^"]*)"`)
)

// form returns the hidden values of the form that a page posts to path, with
// the given values added.
func (a answer) form(t testing.TB, path string, values url.Values) url.Values {
	t.Helper()
	for _, form := range formPattern.FindAllStringSubmatch(a.Body, -1) {
		if html.UnescapeString(form[1]) != path || !strings.Contains(form[0], `method="post"`) {
			continue
		}
		all := url.Values{}
		for _, hidden := range hiddenPattern.FindAllStringSubmatch(form[2], -1) {
			all.Add(html.UnescapeString(hidden[1]), html.UnescapeString(hidden[2]))
		}
		for name, given := range values {
			all[name] = given
		}
		return all
	}
	t.Fatalf("%s has no form for %s:\n%s", a.Path, path, a.text())
	return nil
}

// text is the page without its tags, for reading in a failed test.
func (a answer) text() string {
	words := html.UnescapeString(tagPattern.ReplaceAllString(a.Body, " "))
	return strings.Join(strings.Fields(words), " ")
}

// links lists the addresses a page links to.
func (a answer) links() []string {
	var all []string
	for _, link := range linkPattern.FindAllStringSubmatch(a.Body, -1) {
		all = append(all, html.UnescapeString(link[1]))
	}
	return all
}

// has reports whether a page says something, whatever its spaces and tags.
func (a answer) has(words string) bool {
	return strings.Contains(strings.Join(strings.Fields(a.text()), " "), strings.Join(strings.Fields(words), " "))
}
