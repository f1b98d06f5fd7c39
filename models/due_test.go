package models_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// dueByStory is a rule that a test can steer: the day is the person's story.
func dueByStory(c models.Case) law.Date {
	if c.Participation == nil {
		return law.Date{}
	}
	return law.MustDate(c.Participation.Story)
}

func storyOf(day string) models.Facts {
	return models.Facts{Participation: &models.Participation{Story: day}}
}

func TestTheNextDueDayFollowsEachWrite(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t, func(c *models.Config) { c.NextDue = dueByStory })
		account := openAnother(t, store)
		c, err := store.CreateCase(ctx, account.ID, storyOf("2026-12-01"))
		if err != nil || c.NextDueOn != law.MustDate("2026-12-01") {
			t.Fatalf("created: got %v, %v", c.NextDueOn, err)
		}
		c, err = store.SaveFacts(ctx, account.ID, c.ID, c.Version, storyOf("2026-12-24"))
		if err != nil || c.NextDueOn != law.MustDate("2026-12-24") {
			t.Fatalf("moved: got %v, %v", c.NextDueOn, err)
		}
		c, err = store.SaveFacts(ctx, account.ID, c.ID, c.Version, models.Facts{})
		if err != nil || !c.NextDueOn.IsZero() {
			t.Fatalf("nothing due any more: got %v, %v", c.NextDueOn, err)
		}
		if due, err := store.DueCases(ctx, law.MustDate("9999-12-31"), models.Due{}, 10); len(due) != 0 || err != nil {
			t.Errorf("nothing is due, got %v, %v", due, err)
		}
	})
}

func TestTheSweepVisitsEveryDueCaseOnce(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		store := db.Open(t, func(c *models.Config) { c.NextDue = dueByStory })
		var want []models.Due
		for i, day := range []string{"2026-11-01", "2026-11-22", "2026-11-22", "2026-11-22", "2026-11-23", "2025-12-31"} {
			account := openAnother(t, store)
			c, err := store.CreateCase(ctx, account.ID, storyOf(day))
			if err != nil {
				t.Fatal(err)
			}
			if i != 4 { // the next day's
				want = append(want, models.Due{Account: account.ID, Case: c.ID, NextDueOn: law.MustDate(day)})
			}
		}
		seen := map[models.Due]int{}
		var last models.Due
		for {
			batch, err := store.DueCases(ctx, law.MustDate("2026-11-22"), last, 2)
			if err != nil {
				t.Fatal(err)
			}
			if len(batch) == 0 {
				break
			}
			for _, due := range batch {
				if due.NextDueOn.Before(last.NextDueOn) {
					t.Errorf("%v after %v", due.NextDueOn, last.NextDueOn)
				}
				last = due
				seen[due]++
			}
		}
		for _, due := range want {
			if seen[due] != 1 {
				t.Errorf("%v was visited %d times", due, seen[due])
			}
		}
		if len(seen) != len(want) {
			t.Errorf("visited %d cases, want %d", len(seen), len(want))
		}
	})
}

func TestAChangedCalendarIsFoundAndMended(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		before := db.Open(t, func(c *models.Config) { c.NextDue = dueByStory })
		account := openAnother(t, before)
		c, err := before.CreateCase(ctx, account.ID, storyOf("2026-12-24"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := before.CreateCase(ctx, account.ID, models.Facts{}); err != nil {
			t.Fatal(err)
		}
		after := db.Open(t, func(config *models.Config) {
			config.NextDue = func(c models.Case) law.Date {
				if day := dueByStory(c); !day.IsZero() {
					return day.AddDays(1)
				}
				return law.Date{}
			}
		})
		want := []models.WrongDue{{Account: account.ID, Case: c.ID, Stored: law.MustDate("2026-12-24"), Derived: law.MustDate("2026-12-25")}}
		for _, mend := range []bool{false, true} {
			got, err := after.CheckDue(ctx, mend)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("mend %t: %v (-want +got):\n%s", mend, err, diff)
			}
		}
		if got, err := after.CheckDue(ctx, false); len(got) != 0 || err != nil {
			t.Errorf("after mending: got %v, %v", got, err)
		}
		got, err := after.Case(ctx, account.ID, c.ID)
		if err != nil || got.NextDueOn != law.MustDate("2026-12-25") || got.Version != c.Version {
			t.Errorf("got %v at version %d, %v", got.NextDueOn, got.Version, err)
		}
	})
}

// With many cases the sweep and an account's list read an index, not a table.
func TestTheSweepReadsItsIndex(t *testing.T) {
	const accounts = 2_000
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		db.Open(t)
		fill(t, db, accounts)
		for _, test := range []struct {
			index, query string
			args         []any
		}{
			{"cases_due", models.DueQuery, []any{"2026-11-22", "2026-11-01", "", 500}},
			{"cases_remind", models.SweepQuery, []any{"2026-11-22", "2026-11-01", "", 500}},
			{"cases_account", "SELECT id FROM cases WHERE account_id = ? ORDER BY created_at, id", []any{"filler7"}},
		} {
			plan := planOf(t, db, test.query, test.args...)
			if !strings.Contains(plan, test.index) || strings.Contains(plan, "Seq Scan") {
				t.Errorf("the plan does not read %s:\n%s", test.index, plan)
			}
		}
	})
}

// fill makes accounts with ten cases each: rows of the size that cases have,
// seven in ten with a due day and a day to be reminded of, nothing in them that
// opens.
func fill(t testing.TB, db *modelstest.Database, accounts int) {
	t.Helper()
	key, facts := "unhex('01' || hex(zeroblob(68)))", "unhex('01' || hex(zeroblob(900)))"
	if db.Engine == "postgres" {
		key, facts = "decode(repeat('01', 69), 'hex')", "decode(repeat('01', 901), 'hex')"
	}
	numbers := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
	for _, sql := range []string{
		fmt.Sprintf("INSERT INTO accounts (id, wrapped_key, code_hash, version, created_at, seen_at) "+numbers+
			"SELECT 'filler' || i, %s, 'filler' || i, 1, i, i FROM n", accounts, key),
		fmt.Sprintf("INSERT INTO cases (id, account_id, wrapped_key, version, facts, facts_version, next_due_on, remind_on, created_at, updated_at) "+numbers+
			"SELECT 'filler' || i, 'filler' || (1 + i %% %d), %s, 1, %s, 1, "+
			"%[5]s, %[5]s, i, i FROM n",
			10*accounts, accounts, key, facts, "CASE WHEN i % 10 < 3 THEN NULL ELSE '20' || (10 + i % 80) || '-06-' || (10 + i % 20) END"),
		"ANALYZE",
	} {
		if _, err := db.Raw(t).Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
}

// planOf returns how the engine means to run a query.
func planOf(t *testing.T, db *modelstest.Database, query string, args ...any) string {
	t.Helper()
	explain := "EXPLAIN QUERY PLAN " + query
	if db.Engine == "postgres" {
		explain = "EXPLAIN " + query
		for i := range args {
			explain = strings.Replace(explain, "?", fmt.Sprint("$", i+1), 1)
		}
	}
	rows, err := db.Raw(t).Query(explain, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var plan strings.Builder
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(string)
		}
		if err := rows.Scan(cells...); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(*cells[len(cells)-1].(*string) + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
