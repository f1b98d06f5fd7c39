// Package handlers is the web: routes, sessions, forms and errors. It is the
// only door to Fiber.
//
// To add a page: write its row in access.go (who may call it, whether it
// writes), register it at the top of its noun's file, and write the handler in
// five beats: load, read, decide, save, redirect. The row drives the guards
// (session, owner, forgery, rate), and the walkers in walkers_test.go try the
// new route the day it is born.
package handlers
