package handlers

import (
	"github.com/gofiber/fiber/v2"

	"contreoffre/views"
)

const (
	livePath  = "/healthz"
	readyPath = "/readyz"
)

// rootRoutes are the few addresses that stand under no language. They read
// nothing personal and change nothing.
func (a *App) rootRoutes() {
	for path, h := range map[string]fiber.Handler{
		"/":             a.chooseLanguage,
		livePath:        a.sayAlive,
		readyPath:       a.sayReady,
		"/favicon.ico":  sayNoIcon,
		"/assets/:name": a.sendAsset,
	} {
		a.web.Add(get, path, h)
		a.web.Add(fiber.MethodHead, path, h)
	}
}

// isProbe tells the two addresses that a load balancer asks by number instead
// of by name.
func isProbe(path string) bool { return path == livePath || path == readyPath }

func (a *App) chooseLanguage(c *fiber.Ctx) error {
	c.Vary(fiber.HeaderAcceptLanguage)
	return c.Redirect(views.HomePath(preferred(c.Get(fiber.HeaderAcceptLanguage))), fiber.StatusSeeOther)
}

// sayAlive answers as long as the process can answer at all.
func (a *App) sayAlive(c *fiber.Ctx) error { return c.SendString("ok\n") }

// sayReady answers 503 when the database does not, or when the server is about
// to stop, so that a load balancer sends nobody here.
func (a *App) sayReady(c *fiber.Ctx) error {
	if a.leaving.Load() {
		return c.Status(fiber.StatusServiceUnavailable).SendString("leaving\n")
	}
	if err := a.Store.Ping(c.UserContext()); err != nil {
		a.Log.Error("not ready", "cause", err)
		return c.Status(fiber.StatusServiceUnavailable).SendString("no database\n")
	}
	return c.SendString("ok\n")
}

// sayNoIcon answers browsers that look for an icon where a page names none: the
// one that the quick exit leads to, which wears no mark of ours, and files.
func sayNoIcon(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusNoContent) }

// sendAsset sends a file whose address changes with its bytes; it may be kept
// for ever.
func (a *App) sendAsset(c *fiber.Ctx) error {
	asset, ok := views.AssetAt(c.Path())
	if !ok {
		return missing
	}
	c.Set(fiber.HeaderContentType, asset.MediaType)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	return c.Send(asset.Bytes)
}
