package browsertest

import (
	"context"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// Download clicks what gives a file and returns the file's name and content,
// as a person would find them in their downloads.
func (p *Page) Download(selector string) (name string, content []byte) {
	p.t.Helper()
	folder := p.t.TempDir()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	begins := chromedp.BrowserEvents(ctx, browser.DownloadWillBegin)
	progress := chromedp.BrowserEvents(ctx, browser.DownloadProgress)
	p.do("downloading "+selector, chromedp.Steps(keepDownloads(folder), click(selector)))

	var id string
	for begun, err := range begins {
		if err != nil {
			p.t.Fatalf("downloading %s, on %s: %v", selector, p.seen.address(), err)
		}
		id, name = begun.GUID, begun.SuggestedFilename
		break
	}
	for step, err := range progress {
		if err != nil {
			p.t.Fatalf("downloading %s, on %s: %v", selector, p.seen.address(), err)
		}
		if step.GUID == id && step.State != browser.DownloadProgressStateInProgress {
			break
		}
	}
	content, err := os.ReadFile(filepath.Join(folder, id))
	if err != nil {
		p.t.Fatalf("downloading %s, on %s: %v", selector, p.seen.address(), err)
	}
	return name, content
}

// keepDownloads has the browser store the files of this person in a folder,
// each named by its id.
func keepDownloads(folder string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		tell := true
		_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior:         browser.SetDownloadBehaviorBehaviorAllowAndName,
			BrowserContextID: chromedp.FromContext(ctx).BrowserContextID,
			DownloadPath:     folder,
			EventsEnabled:    &tell,
		})
		return err
	})
}
