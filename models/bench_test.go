package models_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// eachEngine runs a benchmark on both engines.
func eachEngine(b *testing.B, run func(b *testing.B, db *modelstest.Database)) {
	b.Run("sqlite", func(b *testing.B) { run(b, modelstest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { run(b, modelstest.Postgres(b)) })
}

// ratio times product and floor in turn, in the same run, and reports how many
// times the floor the product takes.
func ratio(b *testing.B, product, floor func(i int) error) {
	b.Helper()
	var took [2]time.Duration
	i := 0
	for b.Loop() {
		for which, run := range []func(int) error{product, floor} {
			before := b.Elapsed()
			if err := run(i); err != nil {
				b.Fatal(err)
			}
			took[which] += b.Elapsed() - before
		}
		i++
	}
	b.ReportMetric(float64(took[0].Nanoseconds())/float64(b.N), "product-ns/op")
	b.ReportMetric(float64(took[1].Nanoseconds())/float64(b.N), "floor-ns/op")
	b.ReportMetric(float64(took[0])/float64(took[1]), "times-floor")
}

// Saving the facts of a whole case, against one durable UPDATE of as many
// bytes on the same kind of connection.
func BenchmarkSaveFacts(b *testing.B) {
	eachEngine(b, func(b *testing.B, db *modelstest.Database) {
		store := db.Open(b)
		c := benchCase(b, store)
		raw := rawLike(b, db)
		if _, err := raw.Exec("CREATE TABLE floor (id INTEGER PRIMARY KEY, doc TEXT)"); err != nil {
			b.Fatal(err)
		}
		if _, err := raw.Exec("INSERT INTO floor VALUES (1, '')"); err != nil {
			b.Fatal(err)
		}
		text := fmt.Sprintf("%0600d", 0)
		ratio(b, func(i int) (err error) {
			c.Facts.Participation.Story = fmt.Sprint("visite ", i)
			c, err = store.SaveFacts(ctx, c.Account, c.ID, c.Version, c.Facts)
			return err
		}, func(i int) error {
			_, err := raw.Exec("UPDATE floor SET doc = $1 WHERE id = 1", fmt.Sprint(i, text))
			return err
		})
	})
}

// Reading a whole case, against one row by its key.
func BenchmarkCase(b *testing.B) {
	eachEngine(b, func(b *testing.B, db *modelstest.Database) {
		store := db.Open(b)
		c := benchCase(b, store)
		raw := rawLike(b, db)
		ratio(b, func(int) error { return second(store.Case(ctx, c.Account, c.ID)) }, func(int) error {
			var facts []byte
			return raw.QueryRow("SELECT facts FROM cases WHERE id = $1", c.ID).Scan(&facts)
		})
	})
}

// The sweep's next 500 and one account's cases among few and among many, each
// against its own query without the store. Flat from 10,000 up is goal G10/G11.
func BenchmarkSweep(b *testing.B) {
	for _, cases := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(cases), func(b *testing.B) {
			eachEngine(b, func(b *testing.B, db *modelstest.Database) {
				store := db.Open(b)
				fill(b, db, cases/10)
				raw := rawLike(b, db)
				from := law.MustDate("2026-11-01")
				ratio(b, func(int) error {
					return second(store.DueCases(ctx, law.MustDate("2080-01-01"), models.Due{NextDueOn: from}, 500))
				}, func(int) error {
					return drain(raw.Query("SELECT account_id, id, next_due_on FROM cases WHERE next_due_on > $1 ORDER BY next_due_on, id LIMIT 500", from.String()))
				})
			})
		})
	}
}

func drain(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	var a, b, c string
	for rows.Next() {
		if err := rows.Scan(&a, &b, &c); err != nil {
			return err
		}
	}
	return rows.Err()
}

// BenchmarkOpen is a start on a current schema.
func BenchmarkOpen(b *testing.B) {
	eachEngine(b, func(b *testing.B, db *modelstest.Database) {
		db.Open(b)
		for b.Loop() {
			store, err := models.Open(ctx, db.Config())
			if err != nil {
				b.Fatal(err)
			}
			if err := store.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func benchCase(b *testing.B, store *models.Store) models.Case {
	b.Helper()
	account, _, err := store.OpenAccount(ctx)
	if err != nil {
		b.Fatal(err)
	}
	c, err := store.ImportCase(ctx, account.ID, wholeCase(), map[string][]byte{"r2": pdf})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// rawLike is one connection to the database that is as durable as the store's.
func rawLike(b *testing.B, db *modelstest.Database) *sql.DB {
	b.Helper()
	raw := db.Raw(b)
	raw.SetMaxOpenConns(1)
	if db.Engine == "sqlite" {
		if _, err := raw.Exec("PRAGMA synchronous = FULL"); err != nil {
			b.Fatal(err)
		}
	}
	return raw
}
