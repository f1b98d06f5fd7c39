//go:build tools

package main

import (
	_ "github.com/alecthomas/kong"
	_ "github.com/arran4/golang-ical"
	_ "github.com/caarlos0/env/v11"
	_ "github.com/chromedp/cdproto/emulation"
	_ "github.com/chromedp/chromedp"
	_ "github.com/emersion/go-smtp"
	_ "github.com/gabriel-vasile/mimetype"
	_ "github.com/glebarez/sqlite"
	_ "github.com/go-fonts/dejavu/dejavusans"
	_ "github.com/go-fonts/liberation/liberationserifbold"
	_ "github.com/go-fonts/liberation/liberationserifregular"
	_ "github.com/gofiber/fiber/v2"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/jung-kurt/gofpdf"
	_ "github.com/pdfcpu/pdfcpu/pkg/api"
	_ "github.com/pressly/goose/v3"
	_ "github.com/rickar/cal/v2"
	_ "github.com/rickar/cal/v2/fr"
	_ "github.com/santhosh-tekuri/jsonschema/v6"
	_ "github.com/wneessen/go-mail"
	_ "golang.org/x/image/font/sfnt"
	_ "golang.org/x/sys/unix"
	_ "golang.org/x/text/collate"
	_ "golang.org/x/text/feature/plural"
	_ "golang.org/x/text/unicode/norm"
	_ "gorm.io/driver/postgres"
	_ "gorm.io/gorm"
)
