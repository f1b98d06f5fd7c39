package models

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gorm.io/driver/postgres"
)

// connections is how many a replica opens at most: PostgreSQL's default of
// 100 is enough for five replicas.
const connections = 16

func (s *Store) openPostgres(ctx context.Context, c Config, ready func(context.Context, *sql.DB) error) error {
	db, err := s.connect(postgres.Open(c.DatabaseURL))
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
