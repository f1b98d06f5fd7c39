package handlers

import (
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// contentPolicy lets a page show our own stylesheet and pictures and send its
// forms back to us, nothing else: no script, no frame, no other host
// (ASVS 3.4.3).
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

// everyAnswer holds the headers that no answer goes without, whatever its
// status: pages, files, redirects and errors alike.
var everyAnswer = []struct{ name, value string }{
	{fiber.HeaderContentSecurityPolicy, contentPolicy},
	{fiber.HeaderXContentTypeOptions, "nosniff"},
	{fiber.HeaderXFrameOptions, "DENY"},
	// Our own check of forged forms needs the Origin that no-referrer would
	// blank out.
	{fiber.HeaderReferrerPolicy, "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
}

// tokenReferrer is for a page whose address is a secret: what the browser asks
// for from there learns the site alone, not the page. The stricter no-referrer
// would blank out the Origin of the page's own form.
const tokenReferrer = "strict-origin"

const strictTransport = "max-age=31536000; includeSubDomains"

// seal puts the headers on a finished answer. An answer that did not say how
// long it may be kept is kept by nobody.
func seal(answer *fasthttp.Response, https bool) {
	isSecret := string(answer.Header.Peek(fiber.HeaderReferrerPolicy)) == tokenReferrer
	isFile := string(answer.Header.Peek(fiber.HeaderContentSecurityPolicy)) == filePolicy
	for _, h := range everyAnswer {
		answer.Header.Set(h.name, h.value)
	}
	if isFile {
		answer.Header.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	}
	if isSecret {
		answer.Header.Set(fiber.HeaderReferrerPolicy, tokenReferrer)
	}
	if https {
		answer.Header.Set(fiber.HeaderStrictTransportSecurity, strictTransport)
	}
	if len(answer.Header.Peek(fiber.HeaderCacheControl)) == 0 {
		answer.Header.Set(fiber.HeaderCacheControl, "no-store")
	}
}
