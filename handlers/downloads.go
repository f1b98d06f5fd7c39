package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// mediaTypes of the files we hand out, by ending.
var mediaTypes = map[string]string{
	"pdf":  "application/pdf",
	"txt":  "text/plain; charset=utf-8",
	"eml":  "message/rfc822",
	"json": "application/json",
	"zip":  "application/zip",
	"ics":  "text/calendar; charset=utf-8",
}

// download answers with a file that the browser saves and never shows. The
// name is made of words of ours; what is not plain ASCII is left out of it, so
// that it needs no encoding (ASVS 5.4.2).
func (v *visit) download(stem, ending string, content []byte) error {
	v.attach(stem, ending)
	return v.Send(content)
}

// attach says that the answer is a file, and its name.
func (v *visit) attach(stem, ending string) {
	v.Set(fiber.HeaderContentType, mediaTypes[ending])
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="`+plainName(stem)+"."+ending+`"`)
}

// plainName keeps a to z, digits and dashes, and turns anything else into a
// dash.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
}
