// Package s3test gives tests a real S3 server with an empty bucket.
package s3test

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"contreoffre/evidence"
)

// What the tests open the bucket with; the secret is one that messages can be
// searched for.
const (
	bucket    = "pieces"
	accessKey = "contreoffre-essai"
	secretKey = "SECRET-DU-SEAU-48"
)

// Start starts a throw-away server on loopback, with its files in a folder of
// the test, and returns how to reach its empty bucket. The server ends with
// the test.
func Start(t testing.TB) evidence.S3 {
	t.Helper()
	return StartIn(t, t.TempDir())
}

// StartIn is Start with the server's files in a folder that the test can look
// into.
func StartIn(t testing.TB, dir string) evidence.S3 {
	t.Helper()
	program := find(t)
	address := freeAddress(t)
	launch(t, program, address, dir)
	s := evidence.S3{Endpoint: "http://" + address, Bucket: bucket, AccessKey: accessKey, SecretKey: secretKey}
	client := Client(t, s)
	var err error
	for range 200 {
		if err = client.MakeBucket(context.Background(), bucket, minio.MakeBucketOptions{}); err == nil {
			return s
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the S3 server does not answer: %v", err)
	return s
}

// Client speaks to the server past the room, for what only an operator or a
// stranger does to a bucket.
func Client(t testing.TB, s evidence.S3) *minio.Client {
	t.Helper()
	client, err := minio.New(strings.TrimPrefix(s.Endpoint, "http://"), &minio.Options{
		Creds: credentials.NewStaticV4(s.AccessKey, s.SecretKey, ""), Region: "us-east-1", MaxRetries: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// find returns the server's program, which scripts/need puts into bin.
func find(t testing.TB) string {
	t.Helper()
	if path, err := exec.LookPath("versitygw"); err == nil {
		return path
	}
	_, self, _, _ := runtime.Caller(0)
	path := filepath.Join(filepath.Dir(self), "..", "..", "bin", "versitygw")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	const what = "the S3 server versitygw is not installed (run scripts/need)"
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
	return ""
}

func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// launch starts the server and stops it, by its own id, when the test ends.
func launch(t testing.TB, program, address, dir string) {
	t.Helper()
	folder := func(name string) string {
		path := filepath.Join(dir, name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var said bytes.Buffer
	server := exec.Command(program, "--port", address, "--quiet",
		"posix", "--sidecar", folder("attributes"), "--versioning-dir", folder("versions"), folder("buckets"))
	server.Dir, server.Stdout, server.Stderr = dir, &said, &said
	server.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+accessKey, "ROOT_SECRET_KEY="+secretKey)
	server.SysProcAttr = &syscall.SysProcAttr{}
	dieWithUs(server.SysProcAttr)
	started, ended := make(chan error), make(chan struct{})
	go func() {
		// The system ties the server's life to this thread: it must last.
		runtime.LockOSThread()
		defer close(ended)
		err := server.Start()
		started <- err
		if err == nil {
			server.Wait() // its end is ours: it is killed
		}
	}()
	if err := <-started; err != nil {
		t.Fatalf("the S3 server: %v", err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		<-ended
		if t.Failed() {
			t.Logf("the S3 server said:\n%s", said.Bytes())
		}
	})
}
