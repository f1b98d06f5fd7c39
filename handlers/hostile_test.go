//go:build !race

package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/evidence/evidencetest"
	"contreoffre/models/modelstest"
)

// pages are what somebody who has nothing to do with it goes on reading.
func (p *person) pages() []string {
	return []string{p.of(""), p.of("/check"), p.of("/evidence"), p.path("")}
}

// readUntil reads the pages again and again and returns how long each answer
// took.
func (p *person) readUntil(stop <-chan struct{}) (took []time.Duration) {
	for i := 0; ; i++ {
		select {
		case <-stop:
			return took
		case <-time.After(5 * time.Millisecond):
			all := p.pages()
			began := time.Now()
			p.mustGet(all[i%len(all)])
			took = append(took, time.Since(began))
		}
	}
}

// worst is the time that one answer in a hundred exceeded.
func worst(took []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(took))
	return sorted[len(sorted)*99/100]
}

// beside runs do while somebody reads, and returns how slow their slowest pages
// were.
func beside(reader *person, do func()) time.Duration {
	stop, read := make(chan struct{}), make(chan []time.Duration)
	go func() { read <- reader.readUntil(stop) }()
	do()
	close(stop)
	return worst(<-read)
}

// fresh has Linux forget the most memory that the program had.
func (p *program) fresh(t testing.TB) {
	t.Helper()
	if err := os.WriteFile("/proc/"+strconv.Itoa(p.run.Process.Pid)+"/clear_refs", []byte("5"), 0); err != nil {
		t.Fatal(err)
	}
}

// P5, P6, P9: every hostile file, sent to the program itself, is refused or
// harmless, also many at once; memory is bounded, nothing is left of what was
// refused and, in the end, of anything; others go on reading meanwhile. There is
// no folder for temporary files.
func TestHostileFilesCostOthersLittle(t *testing.T) {
	const most = 2 << 20 // kilobytes more than before; to stop a flood
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		p := startProgram(t, db, func(c *exec.Cmd) { c.Env = append(c.Env, "TMPDIR="+filepath.Join(db.Dir, "nowhere")) })
		hostile, other := newPerson(t, p.site, "fr"), newPerson(t, p.site, "fr")
		corpus := evidencetest.Corpus(t)
		calm := beside(other, func() { time.Sleep(1500 * time.Millisecond) })
		p.fresh(t)
		before, taken := p.status(t, "VmHWM"), map[string]bool{} // a file that is there is not added again
		attacked := beside(other, func() {
			for _, trap := range corpus {
				a := hostile.sendFiles(url.Values{"kind": {"other"}}, map[string][]byte{trap.File: trap.Content})
				switch {
				case trap.Key == "" && a.Status == http.StatusOK:
					taken[string(trap.Content)] = true
				case trap.Key != "" && slices.Contains([]int{http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity}, a.Status):
				default:
					t.Errorf("%s: %d\n%s", trap.Name, a.Status, a.text())
				}
				if got := len(exhibitPattern.FindAllString(hostile.mustGet(hostile.of("/evidence")).Body, -1)); got != len(taken) {
					t.Fatalf("%s: %d exhibits, want %d", trap.Name, got, len(taken))
				}
			}
		})
		together := beside(other, func() {
			hostile.sendTogether(corpus, "1600 megapixels in 77 bytes", "10,000 scans", "a page that swells when it is drawn", "100,000 objects")
		})
		grown := p.status(t, "VmHWM") - before
		if grown > most {
			t.Errorf("memory grew by %d kB", grown)
		}
		if attacked > 10*time.Second || together > 10*time.Second {
			t.Errorf("others waited for %s and %s", attacked, together)
		}
		path := hostile.of("/erase")
		hostile.submit(hostile.mustGet(path), path, url.Values{"sure": {"yes"}})
		if left, err := os.ReadDir(filepath.Join(db.Dir, "evidence")); err != nil || len(left) != 0 {
			t.Errorf("%d files are left, %v", len(left), err)
		}
		for _, line := range strings.Split(strings.TrimSpace(p.Log.String()), "\n") {
			if strings.Contains(line, "level=ERROR") {
				t.Error(line)
			}
		}
		p.stop(t)
		t.Logf("figure: %d hostile and odd files over HTTP, %d taken, then costly ones 20 at once; memory at most %d MB above the %d MB before; others' slowest page in a hundred %.1f and %.1f times what it was without (%s), nothing left",
			len(corpus), len(taken), grown>>10, before>>10, float64(attacked)/float64(calm), float64(together)/float64(calm), calm.Round(time.Microsecond))
	})
}

// sendTogether sends some files of the corpus, five times each, all at once.
func (p *person) sendTogether(corpus []evidencetest.Trap, names ...string) {
	page := p.mustGet(p.of("/evidence"))
	var all sync.WaitGroup
	for _, trap := range corpus {
		if !slices.Contains(names, trap.Name) {
			continue
		}
		for range 5 {
			all.Go(func() {
				p.uploadMany(page, p.of("/evidence"), url.Values{"kind": {"other"}}, map[string][]byte{trap.File: trap.Content})
			})
		}
	}
	all.Wait()
}

// P9: of twenty files sent at once to a dossier that has room for five, five are
// taken, whole, and the others are told why not.
func TestTheQuotaHoldsAgainstTwentyUploadsAtOnce(t *testing.T) {
	const room, at = 5, 20
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		s := newSite(t, db)
		p := newPerson(t, s, "fr")
		note := func(n int) map[string][]byte {
			return map[string][]byte{"n" + number(n) + ".txt": []byte("note " + number(n))}
		}
		for n := 0; n < evidence.Quota.Files-room; {
			files := map[string][]byte{}
			for ; n < evidence.Quota.Files-room && len(files) < 20; n++ {
				maps.Copy(files, note(n))
			}
			if a := p.sendFiles(url.Values{"kind": {"other"}}, files); a.Status != http.StatusOK {
				t.Fatalf("%d\n%s", a.Status, a.text())
			}
		}
		page := p.mustGet(p.of("/evidence"))
		answers := make([]answer, at)
		var all sync.WaitGroup
		for i := range at {
			all.Go(func() {
				answers[i] = p.uploadMany(page, p.of("/evidence"), url.Values{"kind": {"other"}}, note(1000+i))
			})
		}
		all.Wait()
		taken := 0
		for _, a := range answers {
			switch {
			case a.Status == http.StatusOK:
				taken++
			case a.Status != http.StatusUnprocessableEntity || !a.has("60"):
				t.Errorf("%d\n%s", a.Status, a.text())
			}
		}
		blobs := 0
		for _, err := range s.Blobs.All(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			blobs++
		}
		listed := len(exhibitPattern.FindAllString(p.mustGet(p.of("/evidence")).Body, -1))
		if taken != room || listed != evidence.Quota.Files || blobs != evidence.Quota.Files {
			t.Errorf("%d of %d were taken, %d are listed and %d kept, want %d, %d and as many", taken, at, listed, blobs, room, evidence.Quota.Files)
		}
		t.Logf("figure: %d files at once into room for %d: %d taken, %d kept", at, room, taken, blobs)
	})
}
