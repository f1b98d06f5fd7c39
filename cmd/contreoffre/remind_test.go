package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"contreoffre/handlers"
	"contreoffre/law"
	"contreoffre/mail/mailtest"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// replicas are processes of the real program on one database, and the mail
// server they send to.
type replicas struct {
	db   *modelstest.Database
	sink *mailtest.Sink
}

// fill makes letters that were written four days ago and never sent: a
// reminder each, due since yesterday.
func (r *replicas) fill(t *testing.T, reminders int) {
	t.Helper()
	ctx := context.Background()
	store := r.db.Open(t, func(c *models.Config) {
		c.Reminders = handlers.Reminders
		c.Now = func() time.Time { return parisNow().AddDate(0, 0, -4) }
	})
	const perCase = 20
	for n := range reminders / perCase {
		account, _, err := store.OpenAccount(ctx)
		if err != nil {
			t.Fatal(err)
		}
		token, err := store.ProposeEmail(ctx, account.ID, fmt.Sprintf("p%d@example.org", n), "fr")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := store.ConfirmEmail(ctx, token); err != nil {
			t.Fatal(err)
		}
		var c models.Case
		for i := range perCase {
			c.Requests = append(c.Requests, models.Request{ID: fmt.Sprint("r", i), Rights: []law.Right{law.Access}})
		}
		if _, err := store.ImportCase(ctx, account.ID, c, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// start starts one process; the test kills it when it ends.
func (r *replicas) start(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := asProcess(append(args, "--data", r.db.Dir, "--smtp", r.sink.URL)...)
	c.Env = append(c.Env, "DATABASE_URL="+r.db.URL, "CONTREOFFRE_MASTER_KEY="+r.db.Key)
	c.Stderr = &bytes.Buffer{}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	return c
}

func (r *replicas) serve(t *testing.T) *exec.Cmd {
	return r.start(t, "serve", "--addr", "127.0.0.1:0")
}

func (r *replicas) remind(t *testing.T) *exec.Cmd {
	return r.start(t, "remind", "--base-url", "https://contre-offre.example")
}

// wait waits for what has to come, but not for ever.
func wait(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 1200 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("after a minute: %s", what)
}

// open counts the reminders that were neither handed over nor dropped.
func (r *replicas) open(t *testing.T) (n int) {
	t.Helper()
	if err := r.db.Raw(t).QueryRow("SELECT count(*) FROM reminders WHERE ready_at IS NOT NULL").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// P35: processes of the real program send at the same time, one of them is
// killed with no warning. Each reminder is at the mail server under its one
// Message-ID; twice only what the killed one had just handed over.
func TestEachReminderArrivesAlthoughASenderIsKilled(t *testing.T) {
	for _, test := range []struct {
		name      string
		db        func(testing.TB) *modelstest.Database
		reminders int
		start     func(*replicas, *testing.T) []*exec.Cmd
	}{
		{"five replicas on PostgreSQL", modelstest.Postgres, 1000, func(r *replicas, t *testing.T) []*exec.Cmd {
			return []*exec.Cmd{r.serve(t), r.serve(t), r.serve(t), r.serve(t), r.remind(t)}
		}},
		{"the ticker beside remind on SQLite", modelstest.SQLite, 400, func(r *replicas, t *testing.T) []*exec.Cmd {
			return []*exec.Cmd{r.serve(t), r.remind(t)}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &replicas{db: test.db(t), sink: mailtest.Start(t)}
			r.fill(t, test.reminders)
			running := test.start(r, t)
			wait(t, "a third was not sent", func() bool { return len(r.sink.Got()) > test.reminders/3 })
			victim := rand.IntN(len(running))
			running[victim].Process.Kill()
			running[victim].Wait()
			atKill := len(r.sink.Got())

			// What the killed one had claimed stays claimed until its lease
			// ends, ten minutes later. Those minutes we take out of the clock.
			left := -1
			wait(t, "the others did not come to an end", func() bool {
				was := left
				left = r.open(t)
				time.Sleep(time.Second)
				return left == was && left <= 40
			})
			if _, err := r.db.Raw(t).Exec("UPDATE reminders SET ready_at = 0 WHERE ready_at IS NOT NULL"); err != nil {
				t.Fatal(err)
			}
			last := r.remind(t)
			if err := last.Wait(); err != nil {
				t.Fatalf("remind: %v\n%s", err, last.Stderr)
			}

			missing, twice := r.compare(t, r.arrived(t), test.reminders)
			if missing > 0 || twice > 1 || r.open(t) != 0 {
				t.Errorf("%d are missing, %d came twice, %d are still open", missing, twice, r.open(t))
			}
			t.Logf("figure: %d reminders, process %d of %d killed after %d messages; %d were claimed by it, %d came twice",
				test.reminders, victim+1, len(running), atKill, left, twice)
		})
	}
}

// arrived counts the messages that the mail server has, by their reminder.
func (r *replicas) arrived(t *testing.T) map[string]int {
	t.Helper()
	count := map[string]int{}
	for _, d := range r.sink.Got() {
		id, _, _ := strings.Cut(strings.Trim(d.Header(t).Get("Message-ID"), "<>"), "@")
		count[id]++
	}
	return count
}

// compare counts the reminders that never arrived and those that did twice. One
// process sends one message at a time, so one killed process explains one
// message more.
func (r *replicas) compare(t *testing.T, arrived map[string]int, want int) (missing, twice int) {
	t.Helper()
	rows, err := r.db.Raw(t).Query("SELECT id FROM reminders")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		switch arrived[id] {
		case 0:
			missing++
		case 1:
		default:
			twice += arrived[id] - 1
		}
		delete(arrived, id)
	}
	if n != want || len(arrived) != 0 || rows.Err() != nil {
		t.Errorf("%d reminders, want %d; %d messages of none of them; %v", n, want, len(arrived), rows.Err())
	}
	return missing, twice
}

// Without a mail server the site runs and the command says what it lacks.
func TestRemindSaysWhatItLacks(t *testing.T) {
	for name, args := range map[string][]string{
		"no server":        {"remind", "--base-url", "https://contre-offre.example"},
		"no base":          {"remind", "--smtp", "smtp://127.0.0.1?from=a@example.org"},
		"a server of lies": {"remind", "--smtp", "http://x", "--base-url", "https://contre-offre.example"},
		"a base of lies":   {"remind", "--smtp", "smtp://127.0.0.1?from=a@example.org", "--base-url", "ftp://x"},
	} {
		dir := t.TempDir()
		c := asProcess(append(args, "--data", dir+"/none")...)
		out, err := c.CombinedOutput()
		if err == nil || c.ProcessState.ExitCode() != exitMisused || len(out) == 0 {
			t.Errorf("%s: exit %d, want %d: %s", name, c.ProcessState.ExitCode(), exitMisused, out)
		}
	}
}

// A site that was told to stop in the middle of sending notes what it sent and
// keeps no claim. A message whose connection broke, as on a loaded machine, may
// have arrived all the same; it waits to be tried again, which is not a claim.
func TestServeStopsBetweenTwoMessages(t *testing.T) {
	r := &replicas{db: modelstest.SQLite(t), sink: mailtest.Start(t)}
	r.fill(t, 200)
	serve := r.serve(t)
	wait(t, "nothing was sent", func() bool { return len(r.sink.Got()) > 20 })
	serve.Process.Signal(syscall.SIGTERM)
	serve.Wait()
	if serve.ProcessState.ExitCode() != 0 {
		t.Errorf("exit %d\n%s", serve.ProcessState.ExitCode(), serve.Stderr)
	}
	arrived := r.arrived(t)
	const firstRetry = 5 * time.Minute // of package mail; a claim lasts twice as long
	now := parisNow()
	rows, err := r.db.Raw(t).Query("SELECT id, ready_at, handed_at FROM reminders")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var ready, handed *int64
		if err := rows.Scan(&id, &ready, &handed); err != nil {
			t.Fatal(err)
		}
		switch {
		case ready == nil && handed == nil:
			t.Errorf("%s was dropped\n%s", id, serve.Stderr)
		case ready == nil:
			if arrived[id] != 1 {
				t.Errorf("%s is noted as sent and arrived %d times", id, arrived[id])
			}
		case *ready > now.Add(firstRetry).UnixMicro():
			t.Errorf("%s is still claimed by nobody", id)
		case *ready <= now.UnixMicro() && arrived[id] != 0:
			t.Errorf("%s arrived and will be sent again", id)
		}
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
}
