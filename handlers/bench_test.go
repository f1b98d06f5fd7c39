package handlers_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"contreoffre/handlers"
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/views"
)

// benchPage is a page to measure. draw makes it once; the anchor then reads the
// dossier and draws what was made, so that what we work out for each visit is
// on our side of the scales alone.
type benchPage struct {
	name   string
	engine func(testing.TB) *modelstest.Database
	path   func(*world) string
	draw   func(*world, models.Case) (views.Frame, views.Page)
}

var benchPages = []benchPage{
	{"home", modelstest.SQLite, func(*world) string { return "/fr" },
		func(*world, models.Case) (views.Frame, views.Page) { return views.Frame{Lang: lang.FR}, views.Home{} }},
	{"dossiers", modelstest.SQLite, func(*world) string { return "/fr/cases" }, drawDossiers},
	{"answers", modelstest.SQLite, func(w *world) string { return w.Anna.of("/check") }, drawAnswers},
	{"question", modelstest.SQLite, func(w *world) string { return w.Anna.of("/questions/" + benchQuestion) }, drawQuestion},
	{"hub", modelstest.SQLite, func(w *world) string { return w.Anna.of("") }, drawHub},
	{"hub-50-requests-postgres", modelstest.Postgres, (*world).crowd, drawHub},
}

// BenchmarkPage measures pages of the site (goals G6 and G7 of the performance
// note) beside two servers in the same run, visit by visit in turn: the floor,
// Fiber with the same bytes ready, and the anchor, Fiber with the same store
// and the same template and nothing else: no session, no guards, no headers, no
// log. The figures to read are of-anchor and of-floor: how many of their visits
// fit into the time of one of ours.
func BenchmarkPage(b *testing.B) {
	for _, page := range benchPages {
		b.Run(page.name, func(b *testing.B) {
			w := newWorld(b, page.engine(b))
			path, session := page.path(w), ""
			ready := []byte(w.Anna.mustGet(path).Body)
			floor := serveFiber(b, func(c *fiber.Ctx) error { return c.Type("html", "utf-8").Send(ready) })
			anchor := w.serveAnchor(b, page, path)
			if strings.Contains(path, "/cases") {
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
			b.ReportMetric(float64(len(ready)), "bytes")
		})
	}
}

// serveAnchor serves the bare anchor of a page: the dossier read from the
// store, where the page has one, and the template.
func (w *world) serveAnchor(b *testing.B, page benchPage, path string) string {
	b.Helper()
	c, err := w.Store.Case(b.Context(), w.account, w.Anna.Case)
	if err != nil {
		b.Fatal(err)
	}
	frame, drawn := page.draw(w, c)
	return serveFiber(b, func(ctx *fiber.Ctx) error {
		if strings.Contains(path, "/cases") {
			if _, err := w.Store.Case(ctx.Context(), w.account, w.Anna.Case); err != nil {
				return err
			}
		}
		return views.Render(ctx.Type("html", "utf-8"), frame, drawn)
	})
}

func benchFrame(c models.Case) views.Frame {
	return views.Frame{Lang: lang.FR, SignedIn: true, CaseID: c.ID}
}

func drawDossiers(_ *world, c models.Case) (views.Frame, views.Page) {
	row := views.CaseRow{ID: c.ID, Offer: "Offre", Person: c.Person.Name, NextDueOn: c.NextDueOn}
	return views.Frame{Lang: lang.FR, SignedIn: true}, views.Cases{Cases: []views.CaseRow{row}}
}

func drawAnswers(_ *world, c models.Case) (views.Frame, views.Page) {
	return benchFrame(c), views.CheckOf(lang.FR, c)
}

// benchQuestion is a page of the interview with a list, the longest kind.
const benchQuestion = "rewards"

func drawQuestion(_ *world, c models.Case) (views.Frame, views.Page) {
	page, _ := interview.PageByID(benchQuestion)
	return benchFrame(c), views.Question{Form: views.Form{Values: page.Fill(c)}, Page: page, At: 9, Of: 20}
}

func drawHub(w *world, c models.Case) (views.Frame, views.Page) {
	return benchFrame(c), handlers.HubPage(lang.FR, c, law.DateOf(w.Clock.Now()))
}

// crowd gives Anna a dossier of fifty requests among five thousand of others,
// and returns the path of its hub.
func (w *world) crowd() string {
	const requests, others = 50, 100
	full := models.Case{Facts: models.Facts{Language: "fr", Person: &models.Person{Name: "Maëlle Lœwenbruck"},
		Offer: &models.Offer{Preset: "temu-cash-reward-2024"}}}
	sent := law.MustDate("2026-06-01")
	for i := range requests {
		full.Requests = append(full.Requests, models.Request{
			ID: fmt.Sprint("r", i), Rights: []law.Right{law.Rights[i%len(law.Rights)]}, Language: "fr", Channel: law.WebForm,
			Events: []models.Event{{Event: law.Event{ID: fmt.Sprint("e", i), Kind: law.Sent, On: sent.AddDays(3 * i)}}},
		})
	}
	var other models.Account
	for i := range others + 1 {
		if i%models.MaxCases == 0 {
			var err error
			if other, _, err = w.Store.OpenAccount(w.Anna.t.Context()); err != nil {
				w.Anna.t.Fatal(err)
			}
		}
		account := other.ID
		if i == others/2 {
			account = w.account
		}
		c, err := w.Store.ImportCase(w.Anna.t.Context(), account, full, nil)
		if err != nil {
			w.Anna.t.Fatal(err)
		}
		if account == w.account {
			w.Anna.Case = c.ID
		}
	}
	return w.Anna.of("")
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
