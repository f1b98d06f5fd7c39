// Package browsertest lets a test walk the app in a real browser: a headless
// Chromium with a new, empty profile, driven over the DevTools protocol, so
// that it works under the strict Content-Security-Policy of our pages and with
// JavaScript switched off.
//
// A test starts one Browser, opens one Page for each person it plays, and
// drives it with Open, Fill, Click and Follow. Whatever goes wrong ends the
// test with the address of the page; no method returns an error.
//
//	browser := browsertest.Start(t)
//	page := browser.Page(t, browsertest.NoScript, browsertest.Viewport(320, 640))
//	page.Open(server.URL + "/fr/")
//	page.Follow(browsertest.Named("Commencer"))
//
// It knows nothing of the house: it is given addresses, and imports none of our
// packages.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long one action may take before the test fails. It bounds a
// hang; a page of ours answers in milliseconds.
const patience = 30 * time.Second

// Browser is one running Chromium. It stops when its test ends.
type Browser struct {
	ctx context.Context
}

// Start runs Chromium. Without one the test is skipped, or fails when CI=true
// is set. The variable CHROMIUM names one that is not in the usual places.
func Start(t testing.TB) *Browser {
	t.Helper()
	program := findChromium()
	if program == "" {
		missing(t, "no Chromium found: install chromium, or name one in CHROMIUM")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.DisableGPU,
		// A page kept alive in memory reports no load when a person goes back.
		chromedp.Flag("disable-features", "Translate,BackForwardCache"),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-pings", true),
		chromedp.Flag("hide-scrollbars", true),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium's sandbox refuses root
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(closeBrowser)
	tooLate := time.AfterFunc(2*patience, closeBrowser)
	defer tooLate.Stop()
	// chromedp gives the profile a new folder, and removes it afterwards.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting %s: %v", program, err)
	}
	return &Browser{ctx: ctx}
}

func findChromium() string {
	if named := os.Getenv("CHROMIUM"); named != "" {
		return named
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	return ""
}

// missing ends a test that the machine cannot run: a skip for somebody at
// work, a failure where every test must run.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}
