package models_test

import (
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"contreoffre/models"
	"contreoffre/models/modelstest"
)

func TestWhatPassesIsToldFromWhatDoesNot(t *testing.T) {
	for trap, c := range map[string]struct {
		err  error
		want bool
	}{
		"nothing is wrong":           {nil, false},
		"unknown":                    {models.ErrNotFound, false},
		"a mistake of ours":          {&pgconn.PgError{Code: "42P01"}, false},
		"the same again":             {&pgconn.PgError{Code: "23505"}, false},
		"somebody left":              {context.Canceled, false},
		"a file that ends":           {io.EOF, false},
		"too slow":                   {fmt.Errorf("save: %w", context.DeadlineExceeded), true},
		"cut in the middle":          {fmt.Errorf("read: %w", io.ErrUnexpectedEOF), true},
		"a connection that had died": {driver.ErrBadConn, true},
		"stopped by its limit":       {&pgconn.PgError{Code: "57014"}, true},
		"after a pause too long":     {&pgconn.PgError{Code: "25P03"}, true},
		"ended by its operator":      {fmt.Errorf("save: %w", &pgconn.PgError{Code: "57P01"}), true},
		"it starts":                  {&pgconn.PgError{Code: "57P03"}, true},
		"no connection is free":      {&pgconn.PgError{Code: "53300"}, true},
		"its disk is full":           {&pgconn.PgError{Code: "53100"}, true},
	} {
		if got := models.Away(c.err); got != c.want {
			t.Errorf("%s: got %t, want %t", trap, got, c.want)
		}
	}
}

// Another process holds the one lock of SQLite for longer than one waits.
func TestALockThatIsNotGivenPasses(t *testing.T) {
	db := modelstest.SQLite(t)
	open(t, db)
	raw := db.Raw(t)
	begin := func() error {
		connection, err := raw.Conn(ctx)
		must(t, err)
		t.Cleanup(func() { connection.Close() })
		_, err = connection.ExecContext(ctx, "PRAGMA busy_timeout = 10; BEGIN IMMEDIATE")
		return err
	}
	must(t, begin())
	if err := begin(); !models.Away(err) {
		t.Errorf("got %v", err)
	}
}
