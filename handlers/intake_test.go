package handlers

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/valyala/fasthttp"
)

func TestEachAddressTakesTheBodyOfItsRow(t *testing.T) {
	for _, test := range []struct {
		name, method, target string
		want                 int
	}{
		{"a plain form", http.MethodPost, "/fr/resume", formBytes},
		{"a file", http.MethodPost, "/en/import", importBytes},
		{"files", http.MethodPost, "/fr/cases/abc/evidence", uploadBytes},
		{"a file, with a query", http.MethodPost, "/fr/import?done=x", importBytes},
		{"a long answer", http.MethodPost, "/fr/cases/abc/questions/terms", answerBytes},
		{"reading takes nothing large", http.MethodGet, "/fr/import", formBytes},
		{"no language", http.MethodPost, "/import", formBytes},
		{"unknown", http.MethodPost, "/fr/nowhere", formBytes},
		{"longer than the pattern", http.MethodPost, "/fr/cases/abc/questions/terms/more", formBytes},
		{"one-click unsubscription", http.MethodPost, "/unsubscribe/abc", formBytes},
		{"nothing", http.MethodPost, "", formBytes},
	} {
		if got := bodyLimit(test.method, test.target); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
	for _, r := range access {
		if want := max(r.Body, formBytes); bodyLimit(r.Method, "/fr"+r.Path) != want {
			t.Errorf("%s %s: got %d, want %d", r.Method, r.Path, bodyLimit(r.Method, "/fr"+r.Path), want)
		}
	}
}

func TestTheIntakeGivesBackWhatItGave(t *testing.T) {
	const long = time.Hour
	i := newIntake()
	headers := make([]fasthttp.RequestHeader, 20)
	granted := 0
	for n := range headers {
		if i.reserve(&headers[n], bodyBytes, long) {
			granted++
		}
	}
	if want := intakeBytes / bodyBytes; granted != want {
		t.Errorf("%d bodies were let in, want %d", granted, want)
	}
	for n := range headers {
		if turnedAway := i.release(&headers[n]); turnedAway != (n >= granted) {
			t.Errorf("body %d: turned away %v", n, turnedAway)
		}
		i.release(&headers[n]) // once more changes nothing
	}
	// The next request of a connection uses the same header.
	i.reserve(&headers[0], bodyBytes, long)
	i.reserve(&headers[0], 1, long)
	i.release(&headers[0])
	if i.left != intakeBytes || len(i.held) != 0 {
		t.Errorf("%d bytes left of %d, %d held", i.left, intakeBytes, len(i.held))
	}
}

// A connection may end without any word of it.
func TestTheIntakeForgetsWhatNobodyReleases(t *testing.T) {
	i := newIntake()
	for range 2 * intakeBytes / bodyBytes {
		if !i.reserve(new(fasthttp.RequestHeader), bodyBytes, time.Millisecond) {
			time.Sleep(20 * time.Millisecond)
		}
	}
	for range 500 {
		i.mu.Lock()
		left := i.left
		i.mu.Unlock()
		if left == intakeBytes {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("memory was never given back")
}

func TestOnlyLargeBodiesAreCounted(t *testing.T) {
	for _, test := range []struct {
		name, headers string
		want          int // bytes held
	}{
		{"no body", "", 0},
		{"a form", "Content-Length: 900\r\n", 0},
		{"a long form", "Content-Length: 200000\r\n", 200_000},
		{"a form that is too long", "Content-Length: 99999999\r\n", formBytes},
		{"a body that does not say its length", "Transfer-Encoding: chunked\r\n", formBytes},
	} {
		a := &App{intake: newIntake()}
		var header fasthttp.RequestHeader
		raw := fmt.Sprintf("POST /fr/resume HTTP/1.1\r\nHost: x\r\n%s\r\n", test.headers)
		if err := header.Read(bufio.NewReader(strings.NewReader(raw))); err != nil {
			t.Fatal(err)
		}
		a.admit(&header)
		if got := intakeBytes - a.intake.left; got != test.want {
			t.Errorf("%s: got %d bytes held, want %d", test.name, got, test.want)
		}
	}
}
