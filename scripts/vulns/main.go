// Command vulns asks govulncheck whether packages reach a known hole in a
// library or in Go itself, and says so in one line:
//
//	go run ./scripts/vulns ./...
//
// The database is that of -db, of GOVULNDB, or https://vuln.go.dev. Where it
// does not answer within seconds, nothing is looked for and the line says so.
// Exit status: 0 when no hole is reached or nobody could be asked, 1 when one
// is or govulncheck failed; then its report follows.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	askWithin  = 5 * time.Second
	lookWithin = 10 * time.Minute
)

// reached is govulncheck's exit status for a hole that the code reaches.
const reached = 3

func main() {
	db := flag.String("db", cmp.Or(os.Getenv("GOVULNDB"), "https://vuln.go.dev"), "the database, an https:// or file:// `address`")
	flag.Parse()
	tool, err := govulncheck(".")
	if err == nil {
		err = look(os.Stdout, tool, ".", *db, flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "vulns:", err)
		os.Exit(1)
	}
}

// govulncheck finds the tool where scripts/need puts it, or in the path.
func govulncheck(root string) (string, error) {
	built, err := filepath.Abs(filepath.Join(root, "bin", "govulncheck"))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(built); err == nil {
		return built, nil
	}
	return exec.LookPath("govulncheck")
}

// errReached is returned when a hole is reached; the report is on out.
var errReached = errors.New("a known hole is reached")

// look runs the tool on packages of a folder. Holes in what is required and not
// called are listed, and are no error.
func look(out io.Writer, tool, root, db string, packages []string) error {
	if err := answers(db); err != nil {
		fmt.Fprintf(out, "known holes: not looked for, the database does not answer: %v\n", err)
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookWithin)
	defer cancel()
	run := exec.CommandContext(ctx, tool, append([]string{"-db", db}, packages...)...)
	var said, failed bytes.Buffer
	run.Dir, run.Stdout, run.Stderr = root, &said, &failed
	err := run.Run()
	if err == nil {
		fmt.Fprintf(out, "known holes: none reached, says %s. %s\n", db, strings.TrimSpace(said.String()))
		return nil
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == reached {
		said.WriteTo(out)
		return errReached
	}
	return fmt.Errorf("%w: %s%s", err, said.String(), failed.String())
}

// answers asks a database for its head, briefly: a page that somebody else
// puts in its place is no answer.
func answers(db string) error {
	if folder, ok := strings.CutPrefix(db, "file://"); ok {
		_, err := os.Stat(filepath.Join(folder, "index", "db.json"))
		return err
	}
	client := http.Client{Timeout: askWithin}
	got, err := client.Get(db + "/index/db.json")
	if err != nil {
		return err
	}
	defer got.Body.Close()
	var head struct{ Modified time.Time }
	if err := json.NewDecoder(io.LimitReader(got.Body, 1<<20)).Decode(&head); err != nil || got.StatusCode != http.StatusOK || head.Modified.IsZero() {
		return fmt.Errorf("%s", got.Status)
	}
	return nil
}
