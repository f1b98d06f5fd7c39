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

// among runs a benchmark among few cases and among many; flat from the one to
// the other is what goals G10 and G11 ask. The million takes minutes to fill.
func among(b *testing.B, run func(b *testing.B, db *modelstest.Database)) {
	for _, cases := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(cases), func(b *testing.B) {
			if cases > 10_000 && testing.Short() {
				b.Skip("a million cases: not with -short")
			}
			eachEngine(b, func(b *testing.B, db *modelstest.Database) {
				db.Open(b)
				fill(b, db, cases/10)
				run(b, db)
			})
		})
	}
}

// The sweeps' next 500, each against its own query without the store (G10).
func BenchmarkSweep(b *testing.B) {
	among(b, func(b *testing.B, db *modelstest.Database) {
		store, raw := db.Open(b), rawLike(b, db)
		from, to := law.MustDate("2026-11-01"), law.MustDate("2080-01-01")
		b.Run("due", func(b *testing.B) {
			ratio(b, func(int) error {
				return second(store.DueCases(ctx, to, models.Due{NextDueOn: from}, 500))
			}, func(int) error {
				return drain(raw.Query("SELECT account_id, id, next_due_on FROM cases WHERE next_due_on > $1 ORDER BY next_due_on, id LIMIT 500", from.String()))
			})
		})
		b.Run("remind", func(b *testing.B) {
			ratio(b, func(int) error {
				return second(store.CasesToRemind(ctx, to, from, 500))
			}, func(int) error {
				return drain(raw.Query("SELECT account_id, id, remind_on FROM cases WHERE remind_on > $1 ORDER BY remind_on, id LIMIT 500", from.String()))
			})
		})
	})
}

// All that one account has, opened, among the cases of others, against the same
// rows as they rest (G11).
func BenchmarkAccountsCases(b *testing.B) {
	among(b, func(b *testing.B, db *modelstest.Database) {
		store, raw := db.Open(b), rawLike(b, db)
		account := benchCase(b, store).Account
		ratio(b, func(int) error { return second(store.Cases(ctx, account)) }, func(int) error {
			for _, query := range accountsRows {
				if err := drain(raw.Query(query, account)); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// accountsRows is what the store reads of an account's cases.
var accountsRows = []string{
	"SELECT id, wrapped_key, facts FROM cases WHERE account_id = $1 ORDER BY created_at, id",
	"SELECT case_id, id, doc FROM requests WHERE case_id IN (SELECT id FROM cases WHERE account_id = $1)",
	"SELECT case_id, id, doc FROM events WHERE case_id IN (SELECT id FROM cases WHERE account_id = $1)",
	"SELECT case_id, request_id, doc FROM letters WHERE case_id IN (SELECT id FROM cases WHERE account_id = $1)",
	"SELECT case_id, id, doc FROM evidence WHERE case_id IN (SELECT id FROM cases WHERE account_id = $1)",
	"SELECT case_id, id, doc FROM complaints WHERE case_id IN (SELECT id FROM cases WHERE account_id = $1)",
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
	c, err := store.ImportCase(ctx, account.ID, wholeCase(), map[models.LetterID][]byte{{Request: "r2"}: pdf})
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
