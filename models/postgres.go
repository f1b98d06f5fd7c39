package models

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"

	"contreoffre/migrations"
)

// connections is how many a replica opens at most: PostgreSQL's default of
// 100 is enough for five replicas.
const connections = 16

// Patience of the database with a transaction in which nothing comes any more:
// the replica at its other end is frozen or gone, which the network may tell only
// after hours, and others wait for what it holds. None of ours pauses for half as
// long, but for a restore.
const (
	patience      = time.Minute
	patienceParam = "idle_in_transaction_session_timeout"
)

// setPatience leaves what the address of the database says of it.
func setPatience(ctx context.Context, conn *pgx.Conn) error {
	if _, said := conn.Config().RuntimeParams[patienceParam]; said {
		return nil
	}
	_, err := conn.Exec(ctx, fmt.Sprintf("SET %s = %d", patienceParam, patience.Milliseconds()))
	return err
}

func (s *Store) openPostgres(ctx context.Context, c Config, ready func(context.Context, *sql.DB) error) error {
	db, err := s.connect(postgres.New(postgres.Config{
		DSN: c.DatabaseURL, OptionOpenDB: []stdlib.OptionOpenDB{stdlib.OptionAfterConnect(setPatience)},
	}))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxLifetime(30 * time.Minute)
	if err := checkPostgres(ctx, db); err != nil {
		return err
	}
	return ready(ctx, db)
}

// bePatient lets the transaction of ctx pause for as long as it takes: a restore
// puts files away in it, which may be many.
func (s *Store) bePatient(ctx context.Context) error {
	if s.engine != migrations.Postgres {
		return nil
	}
	return s.db(ctx).Exec("SET LOCAL " + patienceParam + " = 0").Error
}

// checkPostgres refuses a server that may lose what it acknowledged.
func checkPostgres(ctx context.Context, db *sql.DB) error {
	for _, setting := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		var got string
		if err := db.QueryRowContext(ctx, "SHOW "+setting).Scan(&got); err != nil {
			return err
		}
		if got == "off" {
			return fmt.Errorf("%w: %s is off", ErrUnsafe, setting)
		}
	}
	return nil
}
