package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/evidence/s3test"
	"contreoffre/lang"
	"contreoffre/models"
)

// inBucket is a command with its files in a bucket, run the day after
// tomorrow: an upload of today is then no longer under way.
func inBucket(t *testing.T, s evidence.S3, stdin string, args ...string) result {
	t.Helper()
	settings := map[string]string{
		"S3_ENDPOINT": s.Endpoint, "S3_BUCKET": s.Bucket, "S3_REGION": s.Region,
		"S3_ACCESS_KEY": s.AccessKey, "S3_SECRET_KEY": s.SecretKey,
	}
	var stdout, stderr bytes.Buffer
	code := run(args, outside{
		stdin: strings.NewReader(stdin), stdout: &stdout, stderr: &stderr,
		env: func(name string) string { return settings[name] },
		now: func() time.Time { return time.Now().In(paris).AddDate(0, 0, 2) },
	})
	return result{code, lang.PlainSpaces(stdout.String()), lang.PlainSpaces(stderr.String())}
}

func mustInBucket(t *testing.T, s evidence.S3, stdin string, args ...string) result {
	t.Helper()
	got := inBucket(t, s, stdin, args...)
	if got.code != exitDone {
		t.Fatalf("%s: exit %d, %q, %q", args[0], got.code, got.stdout, got.stderr)
	}
	return got
}

// A dossier with a file goes into a bucket, into a backup, into another bucket
// and out again; nothing of it is beside the database.
func TestAFileGoesFromBucketToBucket(t *testing.T) {
	first, second := s3test.Start(t), s3test.Start(t)
	data, fresh, out := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "out")
	code := codePattern.FindString(mustInBucket(t, first, "", "import", whole, "--data", data).stdout)
	ids := idsIn(t, first)
	if len(ids) == 0 {
		t.Fatal("nothing is in the bucket")
	}
	if beside, err := filepath.Glob(filepath.Join(data, "evidence", "*")); err != nil || len(beside) > 0 {
		t.Errorf("beside the database: %v, %v", beside, err)
	}
	mustInBucket(t, first, "", "check", "--data", data)
	backup := filepath.Join(t.TempDir(), "backup")
	mustInBucket(t, first, "", "backup", "--data", data, "--out", backup)

	if err := os.WriteFile(filepath.Join(fresh, "master.key"), mustReadFile(t, data, "master.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustInBucket(t, second, "", "restore", backup, "--data", fresh)
	if got := idsIn(t, second); !slices.Equal(got, ids) {
		t.Errorf("restored %v, want %v", got, ids)
	}
	mustInBucket(t, second, "", "check", "--data", fresh)
	mustInBucket(t, second, code, "export", "--out", out, "--data", fresh)
	if got := filesIn(t, out)["pieces/1.png"]; !bytes.Equal(got, mustReadFile(t, filepath.Dir(whole), "pieces/1.png")) {
		t.Errorf("the file that comes out is another: %q", got)
	}
}

// openBucket opens a bucket past the commands.
func openBucket(t *testing.T, s evidence.S3) *evidence.Bucket {
	t.Helper()
	bucket, err := evidence.OpenBucket(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bucket.Close() })
	return bucket
}

// idsIn lists the files of a bucket.
func idsIn(t *testing.T, s evidence.S3) []string {
	t.Helper()
	var ids []string
	for blob, err := range openBucket(t, s).All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, blob.ID)
	}
	slices.Sort(ids)
	return ids
}

// What is missing from a bucket and what was left in it is told; the second
// goes when it is asked for.
func TestCheckLooksIntoTheBucket(t *testing.T) {
	s, data := s3test.Start(t), t.TempDir()
	mustInBucket(t, s, "", "import", whole, "--data", data)
	ids, left := idsIn(t, s), models.NewID()
	bucket := openBucket(t, s)
	if err := errors.Join(bucket.Delete(t.Context(), ids[0]), bucket.Put(t.Context(), left, 1, strings.NewReader("x"))); err != nil {
		t.Fatal(err)
	}
	for _, mend := range []bool{false, true} {
		args := []string{"check", "--data", data}
		if mend {
			args = append(args, "--mend")
		}
		got := inBucket(t, s, "", args...)
		if got.code != exitRefused || !strings.Contains(got.stdout, "Pièce manquante : le fichier "+ids[0]) || !strings.Contains(got.stdout, left) {
			t.Errorf("%v: exit %d, %q, %q", args, got.code, got.stdout, got.stderr)
		}
	}
	if slices.Contains(idsIn(t, s), left) {
		t.Error("what was left is still there")
	}
	if got := inBucket(t, s, "", "backup", "--data", data, "--out", filepath.Join(t.TempDir(), "backup")); got.code != exitRefused || !strings.Contains(got.stderr, "1 pièce") {
		t.Errorf("a backup without one file: exit %d, %q", got.code, got.stderr)
	}
}

// A bucket that will not do is refused in words, without its secret, before
// anything is made.
func TestABucketIsRefusedInWords(t *testing.T) {
	s := s3test.Start(t)
	for trap, test := range map[string]struct {
		change func(*evidence.S3)
		want   string
	}{
		"half of the settings": {func(s *evidence.S3) { s.AccessKey = "" }, "S3_ACCESS_KEY"},
		"plain HTTP":           {func(s *evidence.S3) { s.Endpoint = "http://s3.example" }, "https://"},
		"another secret":       {func(s *evidence.S3) { s.SecretKey = "SECRET-FAUX-49" }, "AccessDenied"},
		"no such bucket":       {func(s *evidence.S3) { s.Bucket = "nulle-part" }, "NoSuchBucket"},
	} {
		other, data := s, t.TempDir()
		test.change(&other)
		for _, args := range [][]string{{"check"}, {"serve", "--addr", "127.0.0.1:0"}, {"restore", nantes}} {
			got := inBucket(t, other, "", append(args, "--data", data)...)
			if got.code != exitRefused || !strings.Contains(got.stderr, test.want) || strings.Contains(got.stderr, other.SecretKey) {
				t.Errorf("%s, %s: exit %d, %q, want %q", trap, args[0], got.code, got.stderr, test.want)
			}
		}
		if made := filesIn(t, data); len(made) > 0 {
			t.Errorf("%s: %d files were made", trap, len(made))
		}
	}
}
