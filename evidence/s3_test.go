package evidence_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"contreoffre/evidence"
	"contreoffre/evidence/evidencetest"
	"contreoffre/evidence/s3test"
	"contreoffre/models/modelstest"
	"contreoffre/vault"
)

func TestABucketThatIsNotOpened(t *testing.T) {
	good := evidence.S3{Endpoint: "https://s3.example", Bucket: "pieces", AccessKey: "key", SecretKey: "SECRET-48"}
	with := func(change func(*evidence.S3)) evidence.S3 {
		s := good
		change(&s)
		return s
	}
	for trap, test := range map[string]struct {
		settings evidence.S3
		want     error
	}{
		"no endpoint":            {with(func(s *evidence.S3) { s.Endpoint = "" }), evidence.ErrBucketSettings},
		"a host without scheme":  {with(func(s *evidence.S3) { s.Endpoint = "s3.example" }), evidence.ErrBucketSettings},
		"another scheme":         {with(func(s *evidence.S3) { s.Endpoint = "ftp://s3.example" }), evidence.ErrBucketSettings},
		"keys in the address":    {with(func(s *evidence.S3) { s.Endpoint = "https://key:SECRET-48@s3.example" }), evidence.ErrBucketSettings},
		"a path":                 {with(func(s *evidence.S3) { s.Endpoint = "https://s3.example/pieces" }), evidence.ErrBucketSettings},
		"no bucket":              {with(func(s *evidence.S3) { s.Bucket = "" }), evidence.ErrBucketSettings},
		"no access key":          {with(func(s *evidence.S3) { s.AccessKey = "" }), evidence.ErrBucketSettings},
		"no secret key":          {with(func(s *evidence.S3) { s.SecretKey = "" }), evidence.ErrBucketSettings},
		"plain HTTP to others":   {with(func(s *evidence.S3) { s.Endpoint = "http://s3.example" }), evidence.ErrBucketPlain},
		"a name like this one's": {with(func(s *evidence.S3) { s.Endpoint = "http://localhost.example" }), evidence.ErrBucketPlain},
		"nobody listens":         {with(func(s *evidence.S3) { s.Endpoint = "http://" + silent(t, false) }), evidence.ErrNoBucket},
	} {
		_, err := evidence.OpenBucket(ctx, test.settings)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", trap, err, test.want)
		}
		if said := fmt.Sprintf("%v %v %+v", err, test.settings, test.settings); trap != "keys in the address" && strings.Contains(said, "SECRET-48") {
			t.Errorf("%s: the secret is told: %s", trap, said)
		}
	}
}

// silent is an address where nobody listens, or where somebody does who never
// answers.
func silent(t *testing.T, listens bool) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if listens {
		t.Cleanup(func() { listener.Close() })
	} else {
		listener.Close()
	}
	return listener.Addr().String()
}

func TestAServerRefusesABucketAndNoSecretIsTold(t *testing.T) {
	s := s3test.Start(t)
	for trap, change := range map[string]struct {
		change func(*evidence.S3)
		secret string
	}{
		"another secret": {func(s *evidence.S3) { s.SecretKey = "SECRET-FAUX-49" }, "SECRET-FAUX-49"},
		"another key":    {func(s *evidence.S3) { s.AccessKey = "personne" }, "personne"},
		"no such bucket": {func(s *evidence.S3) { s.Bucket = "nulle-part" }, s.SecretKey},
	} {
		other := s
		change.change(&other)
		_, err := evidence.OpenBucket(ctx, other)
		if !errors.Is(err, evidence.ErrNoBucket) || strings.Contains(err.Error(), change.secret) {
			t.Errorf("%s: got %v", trap, err)
		}
	}
	if err := s3test.Client(t, s).EnableVersioning(ctx, s.Bucket); err != nil {
		t.Fatal(err)
	}
	if _, err := evidence.OpenBucket(ctx, s); !errors.Is(err, evidence.ErrBucketVersioned) {
		t.Errorf("a bucket that keeps what is deleted: got %v", err)
	}
}

func TestASilentServerIsLeft(t *testing.T) {
	soon, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := evidence.OpenBucket(soon, evidence.S3{Endpoint: "http://" + silent(t, true), Bucket: "pieces", AccessKey: "a", SecretKey: "b"})
	if !errors.Is(err, evidence.ErrNoBucket) || !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 5*time.Second {
		t.Errorf("got %v after %s", err, time.Since(began))
	}
}

// A service that has too much to do is not asked again and again; a file is
// sent once.
func TestABusyServiceIsNotStormed(t *testing.T) {
	var busy atomic.Bool
	var asked atomic.Int32
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if busy.Load() {
			asked.Add(1)
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer service.Close()
	bucket := openBucket(t, evidence.S3{Endpoint: service.URL, Bucket: "pieces", AccessKey: "a", SecretKey: "b"})
	busy.Store(true)
	id := vault.NewID()
	for name, test := range map[string]struct {
		ask  func() error
		most int32
	}{
		"Put":    {func() error { return bucket.Put(ctx, id, 1, strings.NewReader("x")) }, 1},
		"Get":    {func() error { _, err := bucket.Get(ctx, id); return err }, 2},
		"Stat":   {func() error { _, err := bucket.Stat(ctx, id); return err }, 2},
		"Delete": {func() error { return bucket.Delete(ctx, id) }, 2},
	} {
		asked.Store(0)
		if err := test.ask(); err == nil || errors.Is(err, evidence.ErrNoBlob) {
			t.Errorf("%s: got %v", name, err)
		}
		if got := asked.Load(); got < 1 || got > test.most {
			t.Errorf("%s: asked %d times, want at most %d", name, got, test.most)
		}
	}
}

// A list has pages of a thousand; and what is not ours is passed over.
func TestAListOfManyPages(t *testing.T) {
	s := s3test.Start(t)
	bucket := openBucket(t, s)
	for _, name := range []string{"readme.txt", "folder/" + vault.NewID()} {
		if _, err := s3test.Client(t, s).PutObject(ctx, s.Bucket, name, strings.NewReader("x"), 1, minio.PutObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]bool{}
	for range 1_100 {
		id := vault.NewID()
		want[id] = true
		if err := bucket.Put(ctx, id, 1, strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
	}
	for blob, err := range bucket.All(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if !want[blob.ID] || blob.Size != 1 || blob.At.IsZero() {
			t.Fatalf("got %+v", blob)
		}
		delete(want, blob.ID)
	}
	if len(want) > 0 {
		t.Errorf("%d of 1100 are not listed", len(want))
	}
}

// The largest file goes in one piece, sealed as a stream, and comes back.
func TestTheLargestFileOnABucket(t *testing.T) {
	bucket := openBucket(t, s3test.Start(t))
	d := deskOn(t, modelstest.SQLite(t), bucket, "")
	content := bytes.Repeat([]byte("0123456789abcde\n"), evidence.MaxFile/16)
	e := d.add(t, "long.txt", content)
	if got := read(t, d.Keeper.Original, d, e.ID); !bytes.Equal(got, content) {
		t.Errorf("%d bytes came back, want %d", len(got), len(content))
	}
	body, err := bucket.Get(ctx, e.Kept.Original)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := io.ReadAll(body)
	if err := errors.Join(err, body.Close()); err != nil {
		t.Fatal(err)
	}
	if int64(len(sealed)) != vault.SealedSize(int64(len(content))) || bytes.Contains(sealed, content[:16]) {
		t.Errorf("%d bytes rest in the bucket, want %d sealed", len(sealed), vault.SealedSize(int64(len(content))))
	}
}

// What is kept goes with its exhibit and its case; what nobody names and what
// is missing is found.
func TestACaseOnABucket(t *testing.T) {
	bucket := openBucket(t, s3test.Start(t))
	d := deskOn(t, modelstest.SQLite(t), bucket, "")
	first, lost := d.add(t, "x.jpg", evidencetest.Photo(t, 60, 40, 1)), d.add(t, "x.txt", []byte(evidencetest.Text))
	d.add(t, "y.jpg", evidencetest.Photo(t, 30, 40, 1))
	if got := len(d.blobs(t)); got != 5 {
		t.Fatalf("%d files, want 5", got)
	}
	d.delete(t, first.ID)
	if got := len(d.blobs(t)); got != 3 {
		t.Errorf("after one was deleted: %d files, want 3", got)
	}
	left := vault.NewID()
	if err := errors.Join(bucket.Delete(ctx, lost.Kept.Original), bucket.Put(ctx, left, 1, strings.NewReader("x"))); err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(3 * time.Hour)
	report, err := d.Keeper.Check(ctx, later)
	if err != nil || fmt.Sprint(report.Missing, report.Leftover) != fmt.Sprint([]string{lost.Kept.Original}, []string{left}) {
		t.Errorf("got %+v, %v", report, err)
	}
	if n, err := d.Keeper.Sweep(ctx, later); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if err := d.Store.EraseCase(ctx, d.Account, d.Case); err != nil {
		t.Fatal(err)
	}
	if got := d.blobs(t); len(got) != 0 {
		t.Errorf("after the case was erased: %v", got)
	}
}
