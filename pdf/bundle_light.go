package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// A light bundle is one small enough for the online form of an authority.

// LightBytes is how large a light bundle is when the person does not choose: the
// forms of authorities seldom take more in one file.
const LightBytes = 5_000_000

// lightSteps are how pictures shrink, from step to step: an A4 page of 200, 150,
// 120 and 100 dots per inch. Below, small print could no longer be read.
var lightSteps = []struct{ longest, quality int }{
	{2339, 80}, {1754, 70}, {1403, 60}, {1169, 50},
}

// TooLarge is why there is no light bundle of a size: the smallest that is still
// readable.
type TooLarge struct {
	Bytes  int64    // of the smallest bundle
	Placed []Placed // its exhibits, each with its Bytes: the person chooses which goes apart
}

func (t *TooLarge) Error() string {
	return fmt.Sprintf("pdf: the smallest bundle has %d bytes", t.Bytes)
}

// WriteLight is Write for a bundle of at most under bytes: pictures are made
// smaller, no more than that needs. Nothing is written unless all of it fits; it
// returns a *TooLarge when it cannot be made to, and the errors of Write.
func (b Bundle) WriteLight(ctx context.Context, w io.Writer, under int64) ([]Placed, error) {
	placed, err := b.writeUnder(ctx, w, under, func(f File) (File, error) { return f, nil })
	for _, step := range lightSteps {
		if !errors.Is(err, errFull) || b.Smaller == nil {
			break
		}
		placed, err = b.writeUnder(ctx, w, under, b.shrinking(step.longest, step.quality))
	}
	if !errors.Is(err, errFull) {
		return placed, err
	}
	return nil, b.smallest(ctx)
}

// shrinking makes pictures smaller and leaves other files alone. A picture that
// would not become smaller stays.
func (b Bundle) shrinking(longest, quality int) func(File) (File, error) {
	return func(f File) (File, error) {
		if f.MediaType != "image/jpeg" && f.MediaType != "image/png" {
			return f, nil
		}
		smaller, err := b.Smaller(f.MediaType, f.Data, longest, quality)
		if err != nil || len(smaller) >= len(f.Data) {
			return f, err
		}
		return File{MediaType: "image/jpeg", Data: smaller}, nil
	}
}

// errFull is returned by a writer that would hold too much.
var errFull = errors.New("pdf: no room left")

// mostHeld is how large a light bundle may be that is held in memory until it
// is known to fit; a larger one is made once more instead.
const mostHeld = 32 << 20

// writeUnder writes a bundle to w when it is small enough, else returns errFull.
func (b Bundle) writeUnder(ctx context.Context, w io.Writer, under int64, change func(File) (File, error)) ([]Placed, error) {
	out := &bounded{left: under}
	if under > mostHeld {
		if _, err := b.write(ctx, out, change); err != nil {
			return nil, err
		}
		return b.write(ctx, w, change)
	}
	var held bytes.Buffer
	out.w = &held
	placed, err := b.write(ctx, out, change)
	if err != nil {
		return nil, err
	}
	_, err = held.WriteTo(w)
	return placed, err
}

// bounded lets so many bytes through to w, or counts them where there is none.
type bounded struct {
	w    io.Writer
	left int64
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errFull
	}
	if b.w == nil {
		return len(p), nil
	}
	return b.w.Write(p)
}

// smallest measures the smallest bundle.
func (b Bundle) smallest(ctx context.Context) error {
	change := func(f File) (File, error) { return f, nil }
	if b.Smaller != nil {
		last := lightSteps[len(lightSteps)-1]
		change = b.shrinking(last.longest, last.quality)
	}
	var size measure
	placed, err := b.write(ctx, &size, change)
	if err != nil {
		return err
	}
	return &TooLarge{Bytes: int64(size), Placed: placed}
}

// measure is a writer that only counts.
type measure int64

func (m *measure) Write(p []byte) (int, error) {
	*m += measure(len(p))
	return len(p), nil
}
