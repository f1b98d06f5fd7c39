package browsertest

import (
	_ "embed"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

var (
	//go:embed js/axe.js
	runAxe string
	//go:embed js/overflow.js
	findOverflow string
	//go:embed js/focus.js
	describeFocus string
)

// Violation is one place where a page breaks one of axe-core's rules.
type Violation struct {
	Rule   string `json:"rule"`   // as axe-core names it: "image-alt"
	Impact string `json:"impact"` // minor, moderate, serious, critical
	Help   string `json:"help"`
	At     string `json:"at"` // a CSS selector
	HTML   string `json:"html"`
}

// String says the fault in one line.
func (v Violation) String() string {
	return fmt.Sprintf("%s (%s) at %s: %s: %s", v.Rule, v.Impact, v.At, v.Help, v.HTML)
}

// Axe runs axe-core's rules on the page, best practices and WCAG 2.2 included,
// and returns what breaks them; none is what we want. Without scripts/need
// having fetched axe-core the test is skipped, or fails when CI=true is set.
// On a page with NoScript, only axe-core itself runs.
func (p *Page) Axe() []Violation {
	p.t.Helper()
	source, err := os.ReadFile(tool(p.t, "axe-core/axe.min.js"))
	if err != nil {
		p.t.Fatal(err)
	}
	p.do("letting axe-core run", withoutScript(false))
	defer p.do("stopping scripts again", withoutScript(p.noScript))
	run(p, "loading axe-core", chromedp.Evaluate[bool](string(source)+"\n;true"))
	return run(p, "running axe-core", chromedp.Evaluate[[]Violation](runAxe, chromedp.EvalAwaitPromise))
}

// Faults returns everything that is wrong with the page as it is shown, and
// with what its tab did so far, one line each: axe-core's violations, what sticks
// out sideways, what the policy stopped, what failed to load, and requests to
// another host than the page's own (promise P17). None is what we want.
func (p *Page) Faults() []string {
	p.t.Helper()
	var faults []string
	for _, violation := range p.Axe() {
		faults = append(faults, violation.String())
	}
	add := func(kind string, found []string) {
		for _, one := range found {
			faults = append(faults, kind+" "+one)
		}
	}
	add("sticks out:", p.Overflow())
	add("stopped by the policy:", p.Refusals())
	add("failed to load:", p.Failures())
	own, err := url.Parse(p.Address())
	if err != nil {
		p.t.Fatal(err)
	}
	add("asked of a third party:", slices.DeleteFunc(p.Hosts(), func(host string) bool { return host == own.Host }))
	return faults
}

// tool returns the path of a file of an npm package that scripts/need fetches.
func tool(t testing.TB, name string) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for !exists(filepath.Join(folder, "go.mod")) {
		if folder == filepath.Dir(folder) {
			t.Fatal("no go.mod above the test")
		}
		folder = filepath.Dir(folder)
	}
	path := filepath.Join(folder, "scripts", "node_modules", filepath.FromSlash(name))
	if !exists(path) {
		missing(t, name+" is not here: run scripts/need")
	}
	return path
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Overflow lists what sticks out of the page sideways, and so would make a
// person scroll in two directions (WCAG 1.4.10), as "tag#id.class (left to
// right of width)", and the words that are cut at the edge of their picture;
// none is what we want. What scrolls inside its own box does not count.
func (p *Page) Overflow() []string {
	p.t.Helper()
	return run(p, "measuring the page", chromedp.Evaluate[[]string](findOverflow))
}

// Focus is one stop on the way through a page by keyboard.
type Focus struct {
	Tag    string `json:"tag"`
	ID     string `json:"id"`
	Words  string `json:"words"`  // its label, or what it reads
	Ringed bool   `json:"ringed"` // an outline or a shadow shows that it has the focus
	InView bool   `json:"inView"`
}

// String names the stop as "tag#id words".
func (f Focus) String() string {
	name := f.Tag
	if f.ID != "" {
		name += "#" + f.ID
	}
	return name + " " + f.Words
}

// mostStops bounds the walk through a page that never lets go of the focus.
const mostStops = 500

// TabOrder walks through the page with the Tab key, from its start until the
// focus leaves it, and returns each stop in order.
func (p *Page) TabOrder() []Focus {
	p.t.Helper()
	var stops []Focus
	for len(stops) < mostStops {
		p.Press(kb.Tab)
		stop := run(p, "reading the focus", chromedp.Evaluate[*Focus](describeFocus))
		if stop == nil {
			return stops
		}
		stops = append(stops, *stop)
	}
	p.t.Fatalf("the focus never leaves %s: %v", p.seen.address(), stops[:10])
	return nil
}

// matches reports whether a media query holds.
func (p *Page) matches(query string) bool {
	p.t.Helper()
	return run(p, "asking "+query, chromedp.Evaluate[bool](fmt.Sprintf("matchMedia(%q).matches", query)))
}
