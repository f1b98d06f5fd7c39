package views

import (
	"flag"
	"fmt"
	"path/filepath"
	"regexp"
	"testing"

	"contreoffre/handlers/browsertest"
	"contreoffre/lang"
)

var pictured = flag.String("pictured", "hub-timeline|request-event|answer|follow", "which samples -pictures draws, by name")

// With -pictures set to a folder, the pages named by -pictured are drawn there
// as people see them, to be looked at.
func TestPicturesOfSomePages(t *testing.T) {
	if *pictures == "" {
		t.Skip("no folder for pictures")
	}
	all := samples()
	server, browser := shop(t, all), browsertest.Start(t)
	wanted := regexp.MustCompile(*pictured)
	for _, look := range []struct {
		name    string
		options []browsertest.Option
	}{
		{"1200", []browsertest.Option{browsertest.Viewport(1200, 900)}},
		{"320dark", []browsertest.Option{browsertest.Viewport(320, 700), browsertest.Dark}},
		{"print", []browsertest.Option{browsertest.Viewport(700, 1000), browsertest.Print}},
	} {
		page := browser.Page(t, look.options...)
		for _, l := range lang.Langs {
			for i, s := range all {
				if wanted.MatchString(s.name) {
					page.Open(fmt.Sprintf("%s/%s/%d", server.URL, l, i))
					page.Screenshot(filepath.Join(*pictures, fmt.Sprintf("%s-%s-%s.png", s.name, look.name, l)))
				}
			}
		}
	}
}
