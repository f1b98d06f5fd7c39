package handlers_test

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"contreoffre/lang"
	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/views"
)

// BenchmarkPage measures pages of the site (goals G6 and G7 of the performance
// note) beside two servers in the same run, visit by visit in turn: the floor,
// Fiber with the same bytes ready, and the anchor, Fiber with the same store
// and the same template and nothing else: no guards, no headers, no log. The
// figures to read are of-anchor and of-floor: how many of their visits fit into
// the time of one of ours.
func BenchmarkPage(b *testing.B) {
	for _, page := range []struct {
		name, path string
		signedIn   bool
		draw       func(context.Context, *world) (views.Frame, views.Page, error)
	}{
		{"home", "/fr", false, func(context.Context, *world) (views.Frame, views.Page, error) {
			return views.Frame{Lang: lang.FR}, views.Home{}, nil
		}},
		{"dossiers", "/fr/cases", true, func(ctx context.Context, w *world) (views.Frame, views.Page, error) {
			c, err := w.caseOfAnna(ctx)
			row := views.CaseRow{ID: c.ID, Offer: "Offre", Person: c.Person.Name, NextDueOn: c.NextDueOn}
			return views.Frame{Lang: lang.FR, SignedIn: true}, views.Cases{Cases: []views.CaseRow{row}}, err
		}},
		{"answers", "", true, func(ctx context.Context, w *world) (views.Frame, views.Page, error) {
			c, err := w.caseOfAnna(ctx)
			return views.Frame{Lang: lang.FR, SignedIn: true, CaseID: c.ID}, views.CheckOf(lang.FR, c), err
		}},
	} {
		b.Run(page.name, func(b *testing.B) {
			w := newWorld(b, modelstest.SQLite(b))
			path := page.path
			if path == "" {
				path = w.Anna.of("/check")
			}
			ready := []byte(w.Anna.mustGet(path).Body)
			floor := serveFiber(b, func(c *fiber.Ctx) error { return c.Type("html", "utf-8").Send(ready) })
			anchor := serveFiber(b, func(c *fiber.Ctx) error {
				f, p, err := page.draw(c.Context(), w)
				if err != nil {
					return err
				}
				return views.Render(c.Type("html", "utf-8"), f, p)
			})
			session := ""
			if page.signedIn {
				session = w.Anna.session()
			}
			visits := []*visitor{newVisitor(w.URL+path, session), newVisitor(anchor, ""), newVisitor(floor, "")}
			for b.Loop() {
				for _, v := range visits {
					v.visit(b)
				}
			}
			ours := visits[0].spent.Seconds()
			b.ReportMetric(visits[1].spent.Seconds()/ours, "of-anchor")
			b.ReportMetric(visits[2].spent.Seconds()/ours, "of-floor")
			b.ReportMetric(ours/float64(b.N)*1e6, "µs/visit")
		})
	}
}

// caseOfAnna reads the dossier as a handler does.
func (w *world) caseOfAnna(ctx context.Context) (c models.Case, err error) {
	return w.Store.Case(ctx, w.account, w.Anna.Case)
}

// serveFiber serves one handler on a free port and returns its address.
func serveFiber(b *testing.B, h fiber.Handler) string {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/", h)
	go app.Listener(listener)
	b.Cleanup(func() { app.Shutdown() })
	return "http://" + listener.Addr().String() + "/"
}

// visitor asks for one page again and again on one connection.
type visitor struct {
	client   fasthttp.Client
	request  fasthttp.Request
	response fasthttp.Response
	spent    time.Duration
}

func newVisitor(address, session string) *visitor {
	v := &visitor{}
	v.request.SetRequestURI(address)
	if session != "" {
		v.request.Header.SetCookie("session", session)
	}
	return v
}

func (v *visitor) visit(b *testing.B) {
	start := time.Now()
	err := v.client.Do(&v.request, &v.response)
	v.spent += time.Since(start)
	if err != nil || v.response.StatusCode() != fasthttp.StatusOK {
		b.Fatalf("%s: %d, %v", v.request.URI().Path(), v.response.StatusCode(), err)
	}
}
