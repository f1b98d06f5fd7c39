package handlers

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"contreoffre/evidence"
	"contreoffre/models"
)

// filePolicy is for an answer that is a file somebody gave us: should a browser
// show it all the same, nothing in it runs or loads (ASVS 3.2.1).
const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

// sendOriginal downloads the file of an exhibit as it was given.
func (a *App) sendOriginal(v *visit) error {
	e, file, err := a.Evidence.Original(v.streaming(), v.account(), v.Params("case"), v.Params("exhibit"))
	if err != nil {
		return err
	}
	v.Set(fiber.HeaderContentType, fiber.MIMEOctetStream)
	v.Set(fiber.HeaderContentDisposition, disposition(e.OriginalName, evidence.Ending(e.MediaType)))
	return v.sendFile(file, e.Kept.Size)
}

// sendCopy answers with what leaves in place of an exhibit. A picture that we
// made ourselves may be shown on our pages; anything else is downloaded.
func (a *App) sendCopy(v *visit) error {
	e, file, err := a.Evidence.Copy(v.streaming(), v.account(), v.Params("case"), v.Params("exhibit"))
	if err != nil {
		return err
	}
	if e.Kept.Copy == "" {
		file.Close()
		return models.ErrNotFound // nothing leaves but the original, which has its own address
	}
	if evidence.IsPicture(e.Kept.CopyType) {
		v.Set(fiber.HeaderContentType, e.Kept.CopyType)
		v.Set(fiber.HeaderContentDisposition, "inline")
	} else {
		v.Set(fiber.HeaderContentType, fiber.MIMEOctetStream)
		v.Set(fiber.HeaderContentDisposition, disposition("", evidence.Ending(e.Kept.CopyType)))
	}
	return v.sendFile(file, e.Kept.CopySize)
}

// streaming is the context of a file that is sent after its handler returned:
// cut off with the visit's own, what comes from a bucket would end too early.
// The bucket has a limit of its own.
func (v *visit) streaming() context.Context { return context.WithoutCancel(v.ctx) }

// sendFile streams a file of known length. One that turns out to be damaged on
// the way is cut off, which the browser takes for a failed download.
func (v *visit) sendFile(file io.ReadCloser, size int64) error {
	v.Set(fiber.HeaderContentSecurityPolicy, filePolicy)
	if v.Method() == fiber.MethodHead {
		defer file.Close()
		v.Response().SkipBody = true
		v.Response().Header.SetContentLength(int(size))
		return nil
	}
	return v.sendStream(file, size)
}

// paced lets an answer take as long as its receiver goes on reading: every
// piece has writeWithin, not the whole. What is left when the last piece was
// read, the server still holds: it has writeWithin too, or who never takes it
// would keep a connection for ever.
type paced struct {
	io.ReadCloser
	conn  net.Conn
	pause *time.Timer
}

func (p *paced) Read(b []byte) (int, error) {
	if p.pause == nil {
		p.conn.SetWriteDeadline(time.Time{})
		p.pause = time.AfterFunc(writeWithin, func() { p.conn.SetWriteDeadline(time.Unix(1, 0)) })
	}
	p.pause.Reset(writeWithin)
	return p.ReadCloser.Read(b)
}

func (p *paced) Close() error {
	if p.pause != nil {
		p.pause.Stop()
		p.conn.SetWriteDeadline(time.Now().Add(writeWithin))
	}
	return p.ReadCloser.Close()
}

// disposition names a download: in plain ASCII for old programs, and as the
// person named it for the others (RFC 6266, RFC 8187). A name without its
// right ending gets it.
func disposition(name, ending string) string {
	plain := `attachment; filename="exhibit.` + ending + `"`
	if name == "" {
		return plain
	}
	return plain + `; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// stream answers with what write writes, as it is written and as slowly as it is
// read. It is written beside the handler, where nobody else catches a panic.
func (v *visit) stream(write func(context.Context, *bufio.Writer) error) error {
	if v.Method() == fiber.MethodHead {
		v.Response().SkipBody = true
		return nil
	}
	sent, err := v.underWay()
	if err != nil {
		return err
	}
	conn, log := v.Context().Conn(), v.app.Log
	ctx, cancel := context.WithCancel(context.Background())
	written := fasthttp.NewStreamReader(func(w *bufio.Writer) {
		defer sent()
		if err := unbroken(ctx, w, write); err != nil {
			log.Error("answer cut", "cause", err)
			conn.Close() // a download that ends early must not look whole
		}
	})
	v.Context().Response.SetBodyStream(&paced{ReadCloser: lastly{written, cancel}, conn: conn}, -1)
	return nil
}

// unbroken writes, and returns a panic as an error.
func unbroken(ctx context.Context, w *bufio.Writer, write func(context.Context, *bufio.Writer) error) (err error) {
	defer caught(&err)
	return write(ctx, w)
}
