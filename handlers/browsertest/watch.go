package browsertest

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// record is what a tab asked of the network and what it was refused.
type record struct {
	mu       sync.Mutex
	at       string // the address shown
	requests []string
	failures []string
	refused  []string
}

// watch makes the tab report refusals; chromedp has it report the rest.
func watch() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, audits.Enable, cdp.Empty{})
		return err
	})
}

// take reads one event of the tab.
func (r *record) take(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *page.EventFrameNavigated:
		if e.Frame.ParentID == "" {
			r.at = e.Frame.URL
		}
	case *network.EventRequestWillBeSent:
		r.requests = append(r.requests, e.Request.URL)
	case *network.EventWebSocketCreated:
		r.requests = append(r.requests, e.URL)
	case *network.EventResponseReceived:
		if e.Type != network.ResourceTypeDocument && e.Response.Status >= 400 {
			r.failures = append(r.failures, fmt.Sprintf("%d %s", e.Response.Status, e.Response.URL))
		}
	case *audits.EventIssueAdded:
		if csp := e.Issue.Details.ContentSecurityPolicyIssueDetails; csp != nil {
			r.refused = append(r.refused, fmt.Sprintf("%s: %s %s", csp.ViolatedDirective, csp.ContentSecurityPolicyViolationType, csp.BlockedURL))
		}
	}
}

func (r *record) address() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

// Hosts returns each host and port that the tab asked anything of since it was
// opened, sorted, each once. A request that the Content-Security-Policy stopped
// counts: a page of ours does not even try.
func (p *Page) Hosts() []string {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	var hosts []string
	for _, request := range p.seen.requests {
		address, err := url.Parse(request)
		if err == nil && address.Host != "" && slices.Contains([]string{"http", "https", "ws", "wss"}, address.Scheme) {
			hosts = append(hosts, address.Host)
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// Refusals returns what the Content-Security-Policy stopped since the tab was
// opened, as "directive: kind address".
func (p *Page) Refusals() []string {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	return slices.Clone(p.seen.refused)
}

// Failures returns the style sheets, pictures and so on that were answered
// with an error since the tab was opened, as "status address".
func (p *Page) Failures() []string {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	return slices.Clone(p.seen.failures)
}
