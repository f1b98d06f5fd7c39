package browsertest

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A selector is CSS ("#name", "button[type=submit]"), or an XPath when it
// begins with "//". Named and Labelled make selectors from the words that a
// person reads.

// Named selects the link, button or summary that reads exactly words. Kinds of
// space do not matter.
func Named(words string) string {
	return fmt.Sprintf("//*[self::a or self::button or self::summary][%s = %s]", spaced, literal(words))
}

// Labelled selects the field whose label reads exactly words. Kinds of space
// do not matter.
func Labelled(words string) string {
	return fmt.Sprintf("//*[@id = //label[%s = %s]/@for]", spaced, literal(words))
}

// spaced is an element's text with each run of spaces, no-break ones included,
// made one.
const spaced = "normalize-space(translate(., '\u00a0\u202f', '  '))"

// literal writes words as an XPath string, which has no escape for quotes.
func literal(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	return `concat("` + strings.ReplaceAll(words, `"`, `", '"', "`) + `", "")`
}

// find makes what chromedp looks an element up with.
func find[T any](selector string,
	byCSS func(chromedp.CSS, ...chromedp.QueryOption) chromedp.Action[T],
	byPath func(chromedp.Search, ...chromedp.QueryOption) chromedp.Action[T],
) chromedp.Action[T] {
	if strings.HasPrefix(selector, "//") {
		return byPath(chromedp.Search(selector))
	}
	return byCSS(chromedp.CSS(selector))
}

// Open goes to an address and waits for the page; it returns the status of the
// answer.
func (p *Page) Open(address string) int {
	p.t.Helper()
	return status(run(p, "opening "+address, chromedp.NavigateResponse(address)))
}

// Follow clicks what leads to another page, waits for that page and returns
// the status of the answer.
func (p *Page) Follow(selector string) int {
	p.t.Helper()
	return status(run(p, "following "+selector, answerTo(click(selector))))
}

// answerTo makes an action that waits for the page which a step leads to.
func answerTo(step chromedp.Action[chromedp.Void]) chromedp.Action[*network.Response] {
	return func(ctx context.Context, _ *chromedp.Target) (*network.Response, error) {
		return chromedp.RunResponse(ctx, step)
	}
}

// status is that of an answer; a move inside the page has none and counts as
// found.
func status(answer *network.Response) int {
	if answer == nil {
		return http.StatusOK
	}
	return int(answer.Status)
}

// Click clicks what stays on the page: a radio button, a check box, a summary.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.do("clicking "+selector, click(selector))
}

// FollowAt is Follow for what makes a difference where it is clicked, such as
// an image input: so many pixels from the left and from the top of its box.
func (p *Page) FollowAt(selector string, left, top float64) int {
	p.t.Helper()
	at := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		ids, err := find(selector, chromedp.QueryNodeIDs[chromedp.CSS], chromedp.QueryNodeIDs[chromedp.Search])(ctx, tab)
		if err != nil {
			return err
		}
		there := dom.ScrollIntoViewIfNeededParams{NodeID: ids[0], Rect: &dom.Rect{X: left, Y: top, Width: 1, Height: 1}}
		if _, err := cdp.Call(ctx, tab, dom.ScrollIntoViewIfNeeded, there); err != nil {
			return err
		}
		box, err := find(selector, chromedp.Dimensions[chromedp.CSS], chromedp.Dimensions[chromedp.Search])(ctx, tab)
		if err != nil {
			return err
		}
		_, err = chromedp.MouseClickXY(box.Content[0]+left, box.Content[1]+top)(ctx, tab)
		return err
	})
	return status(run(p, "following "+selector, answerTo(at)))
}

func click(selector string) chromedp.Action[chromedp.Void] {
	return find(selector, chromedp.Click[chromedp.CSS], chromedp.Click[chromedp.Search])
}

// quickly is how many characters the browser takes in at once in an instant;
// its time grows with the square of the lines.
const quickly = 2000

// Fill replaces what a field holds, as a person would by typing. A long text is
// set instead of typed, which heeds neither a limit of length nor a field that
// is read-only.
func (p *Page) Fill(selector, text string) {
	p.t.Helper()
	if len(text) > quickly {
		p.do("filling "+selector, set(selector, text))
		return
	}
	insert := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
	p.do("filling "+selector, chromedp.Steps(
		find(selector, chromedp.Focus[chromedp.CSS], chromedp.Focus[chromedp.Search]),
		chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)),
		chromedp.KeyEvent(kb.Delete),
		insert,
	))
}

func set(selector, value string) chromedp.Action[chromedp.Void] {
	return find(selector,
		func(s chromedp.CSS, o ...chromedp.QueryOption) chromedp.Action[chromedp.Void] {
			return chromedp.SetValue(s, value, o...)
		},
		func(s chromedp.Search, o ...chromedp.QueryOption) chromedp.Action[chromedp.Void] {
			return chromedp.SetValue(s, value, o...)
		})
}

// Choose picks the option of a select element by its value.
func (p *Page) Choose(selector, value string) {
	p.t.Helper()
	p.do("choosing "+value+" in "+selector, set(selector, value))
	if got := p.Value(selector); got != value {
		p.t.Fatalf("choosing in %s, on %s: got %q, want %q", selector, p.seen.address(), got, value)
	}
}

// Answer gives values to the fields of one name, whatever their kind: it picks
// radio buttons and check boxes, chooses in a list, and fills the rest.
func (p *Page) Answer(name string, values ...string) {
	p.t.Helper()
	field := fmt.Sprintf("[name=%q]", name)
	for _, value := range values {
		switch box := fmt.Sprintf("%s[value=%q]", field, value); {
		case p.Has("input[type=radio]" + box), p.Has("input[type=checkbox]" + box):
			p.Click(box)
		case p.Has("select" + field):
			p.Choose(field, value)
		default:
			p.Fill(field, value)
		}
	}
}

// Attach gives files to a file field.
func (p *Page) Attach(selector string, paths ...string) {
	p.t.Helper()
	whole := make([]string, len(paths))
	for i, path := range paths {
		var err error
		if whole[i], err = filepath.Abs(path); err != nil {
			p.t.Fatal(err)
		}
	}
	p.do("attaching to "+selector, chromedp.SetUploadFiles(chromedp.CSS(selector), whole))
}

// Press presses keys, such as kb.Tab of chromedp, on what has the focus.
func (p *Page) Press(keys string) {
	p.t.Helper()
	p.do("pressing a key", chromedp.KeyEvent(keys))
}

// Text returns what a person reads in the first element selected.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return run(p, "reading "+selector, find(selector, chromedp.Text[chromedp.CSS], chromedp.Text[chromedp.Search]))
}

// Value returns what a field holds.
func (p *Page) Value(selector string) string {
	p.t.Helper()
	return run(p, "reading "+selector, find(selector, chromedp.Value[chromedp.CSS], chromedp.Value[chromedp.Search]))
}

// Has reports whether something is selected, now, without waiting.
func (p *Page) Has(selector string) bool {
	p.t.Helper()
	nodes := run(p, "looking for "+selector, chromedp.QueryNodeIDs(chromedp.Search(selector), chromedp.AtLeast(0)))
	return len(nodes) > 0
}

// Title returns the page's title.
func (p *Page) Title() string {
	p.t.Helper()
	return run(p, "reading the title", chromedp.Title())
}

// Address returns the page's address.
func (p *Page) Address() string {
	p.t.Helper()
	return run(p, "reading the address", chromedp.Location())
}

// HTML returns the page as the browser holds it, document type included.
func (p *Page) HTML() string {
	p.t.Helper()
	const source = `(document.doctype ? "<!DOCTYPE html>\n" : "") + document.documentElement.outerHTML`
	return run(p, "reading the page", chromedp.Evaluate[string](source))
}

// Back goes back, as with the browser's button.
func (p *Page) Back() {
	p.t.Helper()
	p.do("going back", chromedp.NavigateBack())
}

// Screenshot writes the whole page as a PNG picture, making its folder.
func (p *Page) Screenshot(path string) {
	p.t.Helper()
	picture := run(p, "taking a picture", chromedp.FullScreenshot(100))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
