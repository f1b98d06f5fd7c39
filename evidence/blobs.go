package evidence

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"
)

// Blobs keeps sealed files under random ids. It never sees what is in them.
type Blobs interface {
	// Put keeps size bytes of r. When it returns nil they survive a power
	// loss; when it returns an error nothing of them is left, or only a
	// leftover that All lists.
	Put(ctx context.Context, id string, size int64, r io.Reader) error
	// Get opens a blob, or returns ErrNoBlob.
	Get(ctx context.Context, id string) (io.ReadCloser, error)
	// Delete deletes a blob; one that is not there is deleted already.
	Delete(ctx context.Context, id string) error
	// Stat tells of one blob, or returns ErrNoBlob.
	Stat(ctx context.Context, id string) (Blob, error)
	// All lists every blob in no order, leftovers of broken uploads included.
	All(ctx context.Context) iter.Seq2[Blob, error]
}

// Blob is what a store of blobs knows of one.
type Blob struct {
	ID   string
	Size int64 // as sealed
	At   time.Time
}

// ErrNoBlob is returned for a blob that is not there.
var ErrNoBlob = errors.New("evidence: no such blob")

// errBadID is returned for an id that we did not make: ids become names of
// files.
var errBadID = errors.New("evidence: not the id of a blob")

func checkID(id string) error {
	if len(id) < 20 || len(id) > 40 {
		return errBadID
	}
	for _, r := range id {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return errBadID
		}
	}
	return nil
}
