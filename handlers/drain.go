package handlers

import (
	"errors"
	"io"
	"time"

	"github.com/valyala/fasthttp"
)

// How much of a body that is too large is let through to nowhere, and how long
// its sender may pause.
const (
	drainBytes = 64 << 20
	drainPause = 500 * time.Millisecond
)

// drain reads the rest of a body that is too large and drops it. A browser
// reads the answer only once it has sent everything; without this it would
// show a broken connection instead of the page that says the file is too
// large. Nothing is kept, and a body of any size above the bound is cut.
func drain(c *fasthttp.RequestCtx, cause error) {
	if !errors.Is(cause, fasthttp.ErrBodyTooLarge) {
		return
	}
	stop := func() { c.Conn().SetReadDeadline(time.Unix(1, 0)) } // long ago: ends any read
	defer time.AfterFunc(readWithin, stop).Stop()
	pause := time.AfterFunc(drainPause, stop)
	defer pause.Stop()
	io.Copy(io.Discard, io.LimitReader(noisy{c.Conn(), func() { pause.Reset(drainPause) }}, drainBytes))
}

// noisy tells of each read.
type noisy struct {
	io.Reader
	heard func()
}

func (n noisy) Read(p []byte) (int, error) {
	got, err := n.Reader.Read(p)
	n.heard()
	return got, err
}
