//go:build !race

package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"contreoffre/models/modelstest"
)

// withLittleRoom runs a program for which no file may grow beyond a size, which
// is how a disk that is full meets it, without filling one.
func withLittleRoom(bytes int) func(*exec.Cmd) {
	return func(c *exec.Cmd) {
		c.Args = append([]string{"prlimit", fmt.Sprintf("--fsize=%d", bytes), c.Path}, c.Args[1:]...)
		c.Path, c.Err = exec.LookPath("prlimit")
	}
}

// P15, P40: on a full disk each form is stored or comes back with what was
// typed; what was acknowledged is there once there is room again; the log tells
// the operator what is wrong, and nothing of people.
func TestAFullDiskLosesNothing(t *testing.T) {
	const room = 700 << 10 // the empty database, and some
	db := modelstest.SQLite(t)
	p := startProgram(t, db, withLittleRoom(room))
	one := newPerson(t, p.site, "fr")
	one.http.Transport = from{one.http.Transport, visitorAddress}
	path := one.of("/questions/story")
	stored, refused, last := 0, 0, ""
	for n := 0; n < 200 && refused < 5; n++ {
		told := fmt.Sprintf("Récit %d de %s. ", n, canary) + strings.Repeat("Encore un mot. ", 600)
		shown := one.get(path)
		if shown.Status >= 500 {
			refused++
			continue
		}
		form := shown.form(t, path, url.Values{"story": {told}})
		switch a := one.once(one.request(http.MethodPost, path, formType, form.Encode())); {
		case a.Status == http.StatusSeeOther:
			stored, last = stored+1, told
		case a.Status == http.StatusInternalServerError || a.Status == http.StatusServiceUnavailable:
			refused++
			if got := a.form(t, path, nil).Get("story"); got != form.Get("story") {
				t.Errorf("what was typed is lost: %d characters of %d", len(got), len(form.Get("story")))
			}
		default:
			t.Fatalf("%d\n%s", a.Status, a.text())
		}
	}
	if stored == 0 || refused == 0 {
		t.Fatalf("%d stored and %d refused: the disk was not full, or always", stored, refused)
	}
	one.sendFiles(url.Values{"kind": {"other"}}, map[string][]byte{canary + ".txt": []byte(strings.Repeat(canary, 50_000))})
	log := p.Log.String()
	if !strings.Contains(log, "level=ERROR") {
		t.Errorf("the log says nothing:\n%s", log)
	}
	for _, word := range []string{"CANARI", visitorAddress, one.Case, one.Code, "127.0.0.1:"} {
		if strings.Contains(log, word) {
			t.Errorf("the log says %q:\n%s", word, log)
		}
	}
	p.stop(t)
	p = startProgram(t, db)
	elsewhere := newBrowser(t, p.URL)
	elsewhere.resume(one.Code)
	if page := elsewhere.mustGet(path); !page.has(strings.Fields(last)[1] + " de " + canary) {
		t.Errorf("what was acknowledged last is not there:\n%.300s", page.text())
	}
	p.stop(t)
	t.Logf("figure: %d stories stored until the disk was full, %d came back whole, the last stored one is there; %d bytes of log, 0 words of people", stored, refused, len(log))
}
