package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"contreoffre/law"
	"contreoffre/migrations"
	"contreoffre/vault"
)

var (
	// ErrNotFound is returned for an id that does not exist and, just the
	// same, for one that belongs to another account.
	ErrNotFound = errors.New("models: not found")
	// ErrStale is returned by a save that names a version which is no longer
	// the stored one: somebody saved in between, nothing was written.
	ErrStale = errors.New("models: saved elsewhere in between")
	// ErrHistory is returned by a change that would remove or alter an event:
	// history is only added to, a correction cancels an event.
	ErrHistory = errors.New("models: history is only added to")
	// ErrNotDraft is returned when a request that has a history is deleted.
	ErrNotDraft = errors.New("models: not a draft")
	// ErrBadID is returned for an id of a request, an event or an exhibit
	// that is not 1 to 40 of a-z, 0-9 and -, or that stands twice in a case.
	ErrBadID = errors.New("models: bad id")
	// ErrHash is returned for a letter that does not match its SHA-256.
	ErrHash = errors.New("models: a letter does not match its hash")
	// ErrUnsafe is returned for a database whose settings may lose what it
	// acknowledged. Nothing was touched.
	ErrUnsafe = errors.New("models: the database may lose data")
	// ErrServed is returned to a second server on one data folder.
	ErrServed = errors.New("models: the data folder is being served")
	// ErrNewer is returned for data that a newer program wrote.
	ErrNewer = errors.New("models: written by a newer program")
	// ErrNotEmpty is returned by a restore into a database that was opened
	// before. Nothing was touched.
	ErrNotEmpty = errors.New("models: the database is not empty")
	// ErrBadBackup is returned for a backup that is cut, altered or of another
	// kind of file. Nothing was restored.
	ErrBadBackup = errors.New("models: not a whole backup")
	// ErrNotScrubbed is returned when rows and keys were erased but what ends an
	// erasure could not be done: a reader kept the write-ahead log from being
	// emptied, or the ledger beside the database could not be written. The next
	// sweep does it (Expire, SyncLedger).
	ErrNotScrubbed = errors.New("models: erased, the log or the ledger is still to follow")
	// ErrNoHorizon is returned by Purge and PurgeOn of a store that was opened
	// without Config.LastDue: it could erase a procedure that still runs.
	ErrNoHorizon = errors.New("models: opened without the last deadlines")
	// ErrFull is returned for a write that would make the documents of an account
	// longer than MaxDocBytes.
	ErrFull = errors.New("models: the account is full")

	// ErrManyCases is returned for a case above MaxCases in its account.
	ErrManyCases = errors.New("models: too many cases")

	// ErrQuota is returned for an exhibit above what a case or its account may hold.
	ErrQuota = errors.New("models: too much evidence")
	// ErrSame is returned for an exhibit whose very file the case has already.
	ErrSame = errors.New("models: the same file again")
	// ErrUnsealed is returned for a write or a read of a sealed column that
	// does not go through its seal. It is a mistake in the program.
	ErrUnsealed = errors.New("models: sealed column without its key")
)

// Config says where the data lives.
type Config struct {
	DatabaseURL string       // PostgreSQL; empty: SQLite in DataDir
	DataDir     string       // made with mode 0700 when SQLite needs it
	Keys        vault.Source // no value and no file: master.key in DataDir
	Serve       bool         // hold DataDir for one server (SQLite)

	Now     func() time.Time    // the clock of cmd, in the zone of its days
	NextDue func(Case) law.Date // fills Case.NextDueOn at each write
	LastDue func(Case) law.Date // the last day that anything of a case leads to; Purge needs it
	// Reminders lists all that a case has to remind of, past or to come,
	// whatever the day; nil means nothing.
	Reminders func(Case) []Reminder

	// Discard is told, once it is certain, which blobs no case names any more.
	// What it cannot delete then is found again as a leftover.
	Discard func(blobs []string)
}

// Store keeps accounts and cases. It is safe for use by several goroutines at
// once, and by several processes on the same database.
type Store struct {
	orm       *gorm.DB
	engine    migrations.Engine
	keys      keyring
	lookup    vault.Lookup
	now       func() time.Time
	nextDue   func(Case) law.Date
	lastDue   func(Case) law.Date
	reminders func(Case) []Reminder
	discard   func(blobs []string)
	// ledgerFile is where the ledger is kept apart from the database; empty:
	// nowhere.
	ledgerFile string
	writer     chan struct{} // SQLite has one writer: we queue here, fairly, not at its lock
	close      []func() error
}

// Open opens the database, brings it to the newest schema and reads the keys.
// A master key file is made only for a database that holds nothing yet.
//
// It returns vault.ErrNoKey, vault.ErrBadKey or vault.ErrWrongKey when the
// master key is not the one of this database, ErrUnsafe, ErrServed, or
// migrations.ErrNewer; in each of these cases the data is untouched.
func Open(ctx context.Context, c Config) (*Store, error) {
	return open(ctx, c, (*Store).prepare)
}

// open opens the database of a configuration and lets ready make it fit for
// use, alone in the data folder on SQLite. It closes it again on an error.
func open(ctx context.Context, c Config, ready func(*Store, context.Context, *sql.DB, vault.Source) error) (_ *Store, err error) {
	s := &Store{
		now: c.Now, nextDue: c.NextDue, lastDue: c.LastDue, reminders: c.Reminders, discard: c.Discard, engine: migrations.SQLite,
	}
	if s.nextDue == nil {
		s.nextDue = func(Case) law.Date { return law.Date{} }
	}
	if s.reminders == nil {
		s.reminders = func(Case) []Reminder { return nil }
	}
	if s.discard == nil {
		s.discard = func([]string) {}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if c.Keys == (vault.Source{}) && c.DataDir != "" {
		c.Keys.File = filepath.Join(c.DataDir, "master.key")
	}
	if c.DataDir != "" {
		s.ledgerFile = filepath.Join(c.DataDir, LedgerFile)
	}
	connect := s.openSQLite
	if c.DatabaseURL != "" {
		s.engine, connect = migrations.Postgres, s.openPostgres
	}
	return s, connect(ctx, c, func(ctx context.Context, db *sql.DB) error { return ready(s, ctx, db, c.Keys) })
}

// Close frees the database and the locks of the data folder.
func (s *Store) Close() error {
	var errs []error
	for i := len(s.close) - 1; i >= 0; i-- {
		errs = append(errs, s.close[i]())
	}
	s.close = nil
	return errors.Join(errs...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	db, err := s.orm.DB()
	if err != nil {
		return err
	}
	return db.PingContext(ctx)
}

func (s *Store) connect(dialector gorm.Dialector) (*sql.DB, error) {
	orm, err := gorm.Open(dialector, &gorm.Config{
		Logger:                 logger.Discard, // a log line would hold what people typed
		SkipDefaultTransaction: true,           // write opens its own
		TranslateError:         true,
		QueryFields:            true, // ids come first, see sealed.Scan
		DisableAutomaticPing:   true,
	})
	if err != nil {
		return nil, err
	}
	refuse := func(tx *gorm.DB) {
		if _, ok := tx.Statement.Dest.(map[string]any); ok {
			tx.AddError(fmt.Errorf("%w: %s", ErrUnsealed, tx.Statement.Table))
		}
	}
	if err := orm.Callback().Update().Before("gorm:update").Register("refuse_maps", refuse); err != nil {
		return nil, err
	}
	if err := orm.Callback().Create().Before("gorm:create").Register("refuse_maps", refuse); err != nil {
		return nil, err
	}
	db, err := orm.DB()
	if err != nil {
		return nil, err
	}
	s.orm, s.close = orm, append(s.close, db.Close)
	return db, nil
}

// prepare proves the master key, then migrates, then makes sure that there is
// a key for look-up hashes.
func (s *Store) prepare(ctx context.Context, db *sql.DB, keys vault.Source) error {
	version, err := migrations.Version(ctx, s.engine, db)
	if err != nil {
		return err
	}
	fresh := true
	if version > 0 {
		if fresh, err = s.isEmpty(ctx); err != nil {
			return err
		}
	}
	load := keys.Load
	if fresh {
		load = keys.LoadOrCreate
	}
	if err := s.loadKeys(keys, load); err != nil {
		return err
	}
	if !fresh {
		if err := s.readLookupKeys(ctx); err != nil {
			return err
		}
	}
	if _, err := migrations.Up(ctx, s.engine, db); err != nil {
		return err
	}
	if fresh {
		return s.firstLookupKey(ctx)
	}
	return nil
}

// sharedQuery makes the conditions so far a start that several queries share.
var sharedQuery = &gorm.Session{}

// The context carries the transaction, and whether it writes.
type (
	txKey    struct{ store *Store }
	writeKey struct{}
)

// db returns the transaction that ctx carries, or the database.
func (s *Store) db(ctx context.Context) *gorm.DB {
	if tx, ok := ctx.Value(txKey{s}).(*gorm.DB); ok {
		return tx.WithContext(ctx)
	}
	return s.orm.WithContext(ctx)
}

// write runs fn in a transaction. Inside another write it becomes a part of
// it, and only its own writes are undone when it fails.
func (s *Store) write(ctx context.Context, fn func(context.Context) error) error {
	if _, nested := ctx.Value(txKey{s}).(*gorm.DB); !nested && s.writer != nil {
		select {
		case s.writer <- struct{}{}:
			defer func() { <-s.writer }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	outer, nested := ctx.Value(discardKey{}).(*[]string)
	var gone []string
	err := s.db(ctx).Transaction(func(tx *gorm.DB) error {
		ctx := context.WithValue(ctx, txKey{s}, tx)
		ctx = context.WithValue(ctx, discardKey{}, &gone)
		return fn(context.WithValue(ctx, writeKey{}, true))
	})
	switch {
	case err != nil: // nothing went
	case nested:
		*outer = append(*outer, gone...)
	case len(gone) > 0:
		s.discard(gone)
	}
	return err
}

// read runs fn on one snapshot of the database.
func (s *Store) read(ctx context.Context, fn func(context.Context) error) error {
	if _, nested := ctx.Value(txKey{s}).(*gorm.DB); nested {
		return fn(ctx)
	}
	options := &sql.TxOptions{ReadOnly: true}
	if s.engine == migrations.Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return s.orm.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(context.WithValue(ctx, txKey{s}, tx))
	}, options)
}

// locked is db for a read whose rows stay as they are until the end of the
// write that it is part of; outside a write it is plain db. SQLite needs no
// row locks: a write there is alone.
func (s *Store) locked(ctx context.Context) *gorm.DB {
	if writing, _ := ctx.Value(writeKey{}).(bool); writing {
		return s.db(ctx).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	return s.db(ctx)
}

// unlocked is ctx for reads that lock no row, also inside a write.
func unlocked(ctx context.Context) context.Context { return context.WithValue(ctx, writeKey{}, false) }

// claimQuery takes the rows of a queue that have waited longest, in one statement
// on both engines: those ready at an instant, so many of them, claimed until
// another instant. What stands in before (an order, and a comma) comes before the
// time that they waited. On PostgreSQL the rows that another replica is claiming
// are passed over; SQLite has one writer.
func (s *Store) claimQuery(table, before, returning string) string {
	skip := ""
	if s.engine == migrations.Postgres {
		skip = "FOR UPDATE SKIP LOCKED"
	}
	return `WITH next AS MATERIALIZED (
    SELECT id FROM ` + table + ` WHERE ready_at IS NOT NULL AND ready_at <= ? ORDER BY ` + before + `ready_at, id LIMIT ? ` + skip + `)
UPDATE ` + table + ` SET ready_at = ?, tries = tries + 1 WHERE id IN (SELECT id FROM next)
RETURNING ` + returning
}

// Instants are kept as microseconds since 1970, UTC: both engines order and
// return them alike, whatever the zone of the server.
func micros(t time.Time) int64    { return t.UnixMicro() }
func instant(us int64) time.Time  { return time.UnixMicro(us).UTC() }
func (s *Store) nowMicros() int64 { return micros(s.now()) }

// notFound turns GORM's answer for no row into ours.
func notFound(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return ErrNotFound
	}
	return err
}

// NewID returns a random id of at least 128 bits.
func NewID() string { return vault.NewID() }

// validID tells whether s can be an id. Anything else is not asked of the
// database at all, so that it is "not found" like an unknown one.
func validID(s string) bool {
	if len(s) == 0 || len(s) > 40 {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return true
}
