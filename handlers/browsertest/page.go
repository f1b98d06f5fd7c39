package browsertest

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Page is one tab, with what it asked of the network and what it was refused.
type Page struct {
	t        testing.TB
	ctx      context.Context
	seen     *record
	noScript bool
}

// Option sets how a page is shown.
type Option func(*settings)

type settings struct {
	noScript      bool
	width, height int64
	media         emulation.SetEmulatedMediaParams
	language      string
}

// NoScript switches the page's JavaScript off.
func NoScript(s *settings) { s.noScript = true }

// Dark asks for the dark scheme.
func Dark(s *settings) {
	s.media.Features = append(s.media.Features, &emulation.MediaFeature{Name: "prefers-color-scheme", Value: "dark"})
}

// Print shows the page as it would be printed.
func Print(s *settings) { s.media.Media = "print" }

// Viewport sets the window's inner size, in CSS pixels. The default is 1200
// by 900.
func Viewport(width, height int) Option {
	return func(s *settings) { s.width, s.height = int64(width), int64(height) }
}

// Language sets what the browser prefers, as in Accept-Language: "fr-FR" or
// "en,fr;q=0.5".
func Language(preferred string) Option {
	return func(s *settings) { s.language = preferred }
}

// Page opens an empty tab with cookies of its own: another person.
func (b *Browser) Page(t testing.TB, options ...Option) *Page {
	t.Helper()
	return newPage(t, b.ctx, []chromedp.ContextOption{chromedp.WithNewBrowserContext()}, options)
}

// Tab opens another empty tab of the same person: it shares the cookies.
func (p *Page) Tab(options ...Option) *Page {
	p.t.Helper()
	return newPage(p.t, p.ctx, nil, options)
}

func newPage(t testing.TB, parent context.Context, how []chromedp.ContextOption, options []Option) *Page {
	t.Helper()
	p := &Page{t: t, seen: new(record)}
	how = append(how, chromedp.WithListener(p.seen.take))
	ctx, closeTab := chromedp.NewContext(parent, how...)
	t.Cleanup(closeTab)
	p.ctx = ctx
	// The first action on a context opens the tab, and lives as long as it.
	if err := chromedp.Do(ctx, watch()); err != nil {
		t.Fatalf("opening a tab: %v", err)
	}
	shown := settings{width: 1200, height: 900}
	for _, option := range options {
		option(&shown)
	}
	p.noScript = shown.noScript
	p.do("setting the page up", shown.apply())
	return p
}

func (s settings) apply() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := chromedp.EmulateViewport(s.width, s.height)(ctx, tab); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, s.media); err != nil {
			return err
		}
		if s.language != "" {
			headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": s.language}}
			if _, err := cdp.Call(ctx, tab, network.SetExtraHTTPHeaders, headers); err != nil {
				return err
			}
		}
		_, err := withoutScript(s.noScript)(ctx, tab)
		return err
	})
}

// withoutScript switches the page's JavaScript off, or on again.
func withoutScript(off bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled,
			emulation.SetScriptExecutionDisabledParams{Value: off})
		return err
	})
}

// do runs an action that gives nothing back.
func (p *Page) do(what string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	run(p, what, action)
}

// run runs an action within our patience and ends the test when it fails.
func run[T any](p *Page, what string, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatalf("%s, on %s: %v", what, p.seen.address(), err)
	}
	return value
}
