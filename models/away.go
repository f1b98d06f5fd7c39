package models

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/glebarez/go-sqlite"
	"github.com/jackc/pgx/v5/pgconn"
)

// sqliteBusy is the code of a write that waited for another's for too long; what
// stands above its first byte is detail (https://www.sqlite.org/rescode.html).
const sqliteBusy = 5

// passing are the errors by which PostgreSQL says that it cannot work now: lost
// connections (08), too little room (53), stopped by a limit of time or by
// somebody, a pause that was too long, and starting or ending
// (https://www.postgresql.org/docs/current/errcodes-appendix.html).
var passing = []string{"08", "25P03", "53", "55P03", "57014", "57P01", "57P02", "57P03", "57P05"}

// Away reports whether an error says that the database is not there now: it was
// lost in the middle, restarts, or is too busy. The same may work a moment
// later. Whether a write that was under way is done is not known: a form's
// once-key tells when it is sent again.
func Away(err error) bool {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return slices.ContainsFunc(passing, func(code string) bool { return strings.HasPrefix(said.Code, code) })
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code()&0xff == sqliteBusy
	}
	return pgconn.SafeToRetry(err) || // before anything was sent
		slices.ContainsFunc([]error{context.DeadlineExceeded, driver.ErrBadConn, pgconn.ErrConnClosed, io.ErrUnexpectedEOF}, func(lost error) bool {
			return errors.Is(err, lost)
		})
}
