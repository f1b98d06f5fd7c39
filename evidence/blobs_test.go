package evidence_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"contreoffre/evidence"
	"contreoffre/evidence/s3test"
	"contreoffre/vault"
)

// A folder of blobs does as the interface says, and no id leads out of it.
func TestTheFolder(t *testing.T) {
	folder, err := evidence.OpenFolder(filepath.Join(t.TempDir(), "evidence"))
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	testBlobs(t, folder)
}

// A bucket does as the interface says, on a real server.
func TestTheBucket(t *testing.T) {
	testBlobs(t, openBucket(t, s3test.Start(t)))
}

func openBucket(t testing.TB, s evidence.S3) *evidence.Bucket {
	t.Helper()
	bucket, err := evidence.OpenBucket(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bucket.Close() })
	return bucket
}

// testBlobs holds a store of blobs to what Blobs promises.
func testBlobs(t *testing.T, blobs evidence.Blobs) {
	t.Helper()
	id, content := vault.NewID(), bytes.Repeat([]byte("0123456789"), 700_000)
	put := func(id string, size int, content []byte) error {
		return blobs.Put(ctx, id, int64(size), bytes.NewReader(content))
	}
	if err := put(id, len(content), content); err != nil {
		t.Fatal(err)
	}
	got, err := blobs.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	back, err := io.ReadAll(got)
	got.Close()
	if err != nil || !bytes.Equal(back, content) {
		t.Errorf("got %d bytes, %v", len(back), err)
	}
	if blob, err := blobs.Stat(ctx, id); err != nil || blob.ID != id || blob.Size != int64(len(content)) || blob.At.IsZero() {
		t.Errorf("Stat: got %+v, %v", blob, err)
	}
	short := vault.NewID()
	for name, err := range map[string]error{"fewer bytes": put(short, len(content)+1, content), "more bytes": put(short, len(content)-1, content)} {
		if err == nil {
			t.Errorf("%s than said were taken", name)
		}
	}
	for _, bad := range []string{"", "..", "../../etc/passwd", "a/b", strings.Repeat("a", 41), "ABCDEFGHIJKLMNOPQRSTUV", "\x00" + vault.NewID()} {
		_, errGet := blobs.Get(ctx, bad)
		_, errStat := blobs.Stat(ctx, bad)
		for _, err := range []error{errGet, errStat, put(bad, 1, []byte("x")), blobs.Delete(ctx, bad)} {
			if err == nil || errors.Is(err, evidence.ErrNoBlob) {
				t.Errorf("%q: got %v, want it refused", bad, err)
			}
		}
	}
	listed := func() (ids []string) {
		for blob, err := range blobs.All(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, blob.ID)
		}
		return ids
	}
	if got := listed(); len(got) != 1 || got[0] != id {
		t.Errorf("All: got %v, want %s", got, id)
	}
	gone, leave := context.WithCancel(ctx)
	leave()
	if err := blobs.Put(gone, vault.NewID(), int64(len(content)), bytes.NewReader(content)); !errors.Is(err, context.Canceled) {
		t.Errorf("Put for nobody: got %v", err)
	}
	if got := listed(); len(got) != 1 {
		t.Errorf("Put for nobody left %v", got)
	}
	for _, err := range blobs.All(gone) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("All for nobody: got %v", err)
		}
	}
	for range 2 {
		if err := blobs.Delete(ctx, id); err != nil {
			t.Errorf("Delete: %v", err)
		}
	}
	if _, err := blobs.Get(ctx, id); !errors.Is(err, evidence.ErrNoBlob) {
		t.Errorf("Get of a deleted one: got %v", err)
	}
	if _, err := blobs.Stat(ctx, id); !errors.Is(err, evidence.ErrNoBlob) {
		t.Errorf("Stat of a deleted one: got %v", err)
	}
	if got := listed(); len(got) != 0 {
		t.Errorf("All: got %v, want nothing", got)
	}
}
