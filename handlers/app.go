package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"contreoffre/evidence"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/mail"
	"contreoffre/models"
	"contreoffre/views"
)

// Time limits. A visitor who sends slower than readWithin holds nothing but a
// connection; no handler works longer than workWithin.
const (
	readWithin  = 20 * time.Second
	writeWithin = 60 * time.Second
	idleWithin  = 60 * time.Second
	workWithin  = 30 * time.Second
	connections = 4096
)

// Config is what the web needs; all fields but Proxies, Mail and Operator are
// required.
type Config struct {
	Base     *url.URL       // where people reach us: scheme and host; https unless it is loopback
	Proxies  []netip.Prefix // reverse proxies whose X-Forwarded-For is believed
	Store    *models.Store
	Evidence *evidence.Keeper
	Mail     *mail.Server     // sends confirmations; nil when the site sends no e-mail
	Now      func() time.Time // in the zone whose day counts for people (Europe/Paris)
	Log      *slog.Logger
	Operator views.Operator // named on the legal notice
}

// App answers HTTP. Build it with New.
type App struct {
	Config
	web       *fiber.App
	hosts     map[string]bool
	https     bool
	intake    *intake
	leaving   atomic.Bool
	posting   sync.WaitGroup // messages on their way
	asked     chan struct{}  // tells the workers that a job waits
	unpacking chan struct{}  // holds a place while a dossier is imported
	desk      *desk
	room      int // for so many connections
}

// New returns an App with every route in place. It returns an error when a
// page's template is broken or nobody keeps the files of exhibits.
func New(config Config) (*App, error) {
	if config.Evidence == nil {
		return nil, errors.New("handlers: no keeper of evidence")
	}
	if err := views.Load(); err != nil {
		return nil, fmt.Errorf("handlers: %w", err)
	}
	files := openFiles()
	a := &App{
		Config:    config,
		hosts:     hosts(config.Base),
		https:     config.Base.Scheme == "https",
		intake:    newIntake(),
		asked:     make(chan struct{}, workers),
		unpacking: make(chan struct{}, 1),
		desk:      newDesk(sendingWithin(files)),
		room:      connectionsWithin(files),
	}
	a.web = fiber.New(fiber.Config{
		Immutable:             true, // else a value kept after its handler turns into the next visitor's
		CaseSensitive:         true,
		BodyLimit:             bodyBytes,
		Concurrency:           a.room + filesApart, // the door turns away before
		ReadTimeout:           readWithin,
		WriteTimeout:          writeWithin,
		IdleTimeout:           idleWithin,
		ErrorHandler:          a.apologise,
		DisableStartupMessage: true,
		// A form is parsed by readForm, after its size was checked.
		DisablePreParseMultipartForm: true,
	})
	a.web.Use(a.catchPanics, a.refuseOtherHosts)
	a.rootRoutes()
	a.publicRoutes()
	a.accountRoutes()
	a.codeRoutes()
	a.caseRoutes()
	a.interviewRoutes()
	a.choiceRoutes()
	a.letterRoutes()
	a.sendingRoutes()
	a.requestRoutes()
	a.eventRoutes()
	a.answerRoutes()
	a.followRoutes()
	a.closingRoutes()
	a.complaintRoutes()
	a.evidenceRoutes()
	a.portableRoutes()
	a.calendarRoutes()
	a.reminderRoutes()
	a.signInRoutes()
	a.sealEveryAnswer()
	return a, nil
}

// Serve answers on the listener until Shutdown is called.
func (a *App) Serve(listener net.Listener) error {
	if tcp, ok := listener.(*net.TCPListener); ok {
		sorry, err := a.noRoom()
		if err != nil {
			return err
		}
		listener = newDoor(tcp, a.room, sorry)
	}
	return a.web.Listener(listener)
}

// Shutdown stops accepting, waits for the answers and messages under way until
// ctx ends, and lets Serve return.
func (a *App) Shutdown(ctx context.Context) error {
	a.leaving.Store(true)
	err := a.web.ShutdownWithContext(ctx)
	posted := make(chan struct{})
	go func() { a.posting.Wait(); close(posted) }()
	select {
	case <-posted:
	case <-ctx.Done():
	}
	return err
}

// sealEveryAnswer puts the headers around the whole server, so that an answer
// made before or after any route (an unknown method, a broken request line)
// carries them too.
func (a *App) sealEveryAnswer() {
	server := a.web.Server()
	answer, fail := server.Handler, server.ErrorHandler
	server.HeaderReceived = a.admit
	server.CloseOnShutdown = true // or a visitor would ask again on a connection that ends
	server.Handler = func(c *fasthttp.RequestCtx) {
		defer a.intake.release(&c.Request.Header)
		answer(c)
		seal(&c.Response, a.https)
		forget(c)
	}
	server.ErrorHandler = func(c *fasthttp.RequestCtx, err error) {
		a.apologiseUnread(c, err, fail)
		seal(&c.Response, a.https)
	}
}

// forget drops what was sent, which would else lie in memory until the answer is
// read, however slowly.
func forget(c *fasthttp.RequestCtx) {
	c.RemoveUserValue(visitLocal)
	c.Request.RemoveMultipartFormFiles()
	c.Request.ReleaseBody(largeBytes) // else it stays with the connection, for the next request
	c.Request.ResetBody()
}

// handler answers one visit.
type handler func(*visit) error

// on registers a route under every language, behind the guards of its row in
// the access table. It panics when there is no such row: the site does not
// start with a page that nobody decided who may see.
func (a *App) on(method, path string, h handler) {
	r, ok := ruleOf(method, path)
	if !ok {
		panic(fmt.Sprintf("handlers: %s %s has no row in the access table", method, path))
	}
	for _, l := range lang.Langs {
		a.web.Add(method, views.HomePath(l)+path, a.guard(r, l, h))
		if method == get {
			a.web.Add(fiber.MethodHead, views.HomePath(l)+path, a.guard(r, l, h))
		}
	}
}

// guard does what the row of a route asks for before its handler runs.
func (a *App) guard(r rule, l lang.Lang, h handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(context.Background(), workWithin)
		defer cancel()
		now := a.Now()
		v := &visit{Ctx: c, app: a, ctx: ctx, lang: l, now: now, today: law.DateOf(now)}
		c.Locals(visitLocal, v)
		if err := a.recognise(v); err != nil {
			a.keepUnrecognised(v, r)
			return err
		}
		if r.Who != everyone && !v.signedIn() {
			return v.askToResume(r)
		}
		if r.Writes {
			if err := v.readForm(max(r.Body, formBytes)); err != nil {
				return err
			}
			if err := a.refuseForgery(v); err != nil {
				return err
			}
			v.ours = true
		}
		if err := a.count(v, r.Limit); err != nil {
			return err
		}
		return a.inTurn(v, r, h)
	}
}

func (a *App) refuseOtherHosts(c *fiber.Ctx) error {
	if isProbe(c.Path()) || a.hosts[a.hostOf(c)] {
		return c.Next()
	}
	return problem{status: fiber.StatusMisdirectedRequest}
}
