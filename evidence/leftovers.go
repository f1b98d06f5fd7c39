package evidence

import (
	"context"
	"errors"
	"slices"
	"time"
)

// dropWithin bounds the deletion of files, which nobody waits for.
const dropWithin = 30 * time.Second

// Discard deletes blobs that no case names any more; it is what the store is
// opened with. What cannot be deleted now stays a leftover, whose key is gone
// if its case was erased.
func Discard(blobs Blobs) func(ids []string) {
	return func(ids []string) {
		ctx, cancel := context.WithTimeout(context.Background(), dropWithin)
		defer cancel()
		for _, id := range ids {
			_ = blobs.Delete(ctx, id) // Sweep tries again
		}
	}
}

func (k *Keeper) drop(ids []string) { Discard(k.Blobs)(ids) }

// leftoverAfter is how old a file without a row must be before it counts as a
// leftover: until then its upload may still be under way.
const leftoverAfter = 2 * time.Hour

// Report is what a check found: files that cases name and that are not there,
// and files that no case names.
type Report struct {
	Missing, Leftover []string
}

// Check compares the rows with the files.
func (k *Keeper) Check(ctx context.Context, now time.Time) (Report, error) {
	// The files are listed first: one that comes later has its row later.
	var there []Blob
	for blob, err := range k.Blobs.All(ctx) {
		if err != nil {
			return Report{}, err
		}
		there = append(there, blob)
	}
	named, err := k.Store.Blobs(ctx)
	if err != nil {
		return Report{}, err
	}
	var r Report
	found := map[string]bool{}
	for _, blob := range there {
		found[blob.ID] = true
		if _, ok := slices.BinarySearch(named, blob.ID); !ok && now.Sub(blob.At) > leftoverAfter {
			r.Leftover = append(r.Leftover, blob.ID)
		}
	}
	for _, id := range named {
		if found[id] {
			continue
		}
		// Named since we listed, perhaps.
		if _, err := k.Blobs.Stat(ctx, id); errors.Is(err, ErrNoBlob) {
			r.Missing = append(r.Missing, id)
		} else if err != nil {
			return Report{}, err
		}
	}
	return r, nil
}

// Sweep deletes the leftovers and returns how many there were.
func (k *Keeper) Sweep(ctx context.Context, now time.Time) (int, error) {
	report, err := k.Check(ctx, now)
	if err != nil {
		return 0, err
	}
	for i, id := range report.Leftover {
		if err := k.Blobs.Delete(ctx, id); err != nil {
			return i, err
		}
	}
	return len(report.Leftover), nil
}
