package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"

	"github.com/jung-kurt/gofpdf"
)

// What an exhibit may be, to become pages. Larger ones go apart: the limits
// keep a hostile file from taking the memory of the machine.
const (
	mostPixels    = 60 << 20
	mostTextBytes = 512 << 10
)

// errNoPages is why a file goes apart.
var errNoPages = fmt.Errorf("%w: it cannot become pages", ErrApart)

// pager makes files into pages.
type pager struct {
	lang lang.Lang
	on   law.Date // of the PDF it makes
}

// pagesOf turns a file into a PDF of its own, or returns ErrApart.
func (p pager) pagesOf(e letters.Exhibit, f File) (pages []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %s", errNoPages, fault(r))
		}
	}()
	switch f.MediaType {
	case "application/pdf":
		info, err := Inspect(f.Data)
		if err != nil || info.Plain == nil {
			return nil, errNoPages
		}
		return info.Plain, nil
	case "image/jpeg", "image/png":
		return p.imagePage(f)
	case "text/plain":
		if len(f.Data) > mostTextBytes || !utf8.Valid(f.Data) {
			return nil, errNoPages
		}
		return drawn(p.on, layText(string(f.Data), p.lang, e.Title))
	case "message/rfc822":
		m, err := readMail(f.Data)
		if err != nil {
			return nil, errNoPages
		}
		return drawn(p.on, layMail(m, p.lang, e.Title))
	}
	return nil, errNoPages
}

// drawn draws a layout as a PDF of its own.
func drawn(on law.Date, l layout) ([]byte, error) {
	var out bytes.Buffer
	err := write(&out, on, func() layout { return l })
	return out.Bytes(), err
}

// The room of a picture on its page, in millimetres.
const (
	pictureMargin = 15.0
	pictureTop    = 22.0 // the stamp stands above
	pageWidth     = 210.0
)

// imagePage draws a picture on one page, upright or lying as it is itself.
func (p pager) imagePage(f File) ([]byte, error) {
	data, kind := f.Data, "png"
	if f.MediaType == "image/jpeg" {
		data, kind = withoutMetadata(data), "jpg"
	} else if !smallPNG(data) {
		return nil, errNoPages
	}
	c := newCanvas(p.on)
	info := c.doc.RegisterImageOptionsReader("picture", gofpdf.ImageOptions{ImageType: kind}, bytes.NewReader(data))
	if c.doc.Err() || info == nil || info.Width() <= 0 || info.Height() <= 0 {
		return nil, errNoPages
	}
	orientation, wide, high := "P", pageWidth, pageHeight
	if info.Width() > info.Height() {
		orientation, wide, high = "L", pageHeight, pageWidth
	}
	c.doc.AddPageFormat(orientation, gofpdf.SizeType{Wd: pageWidth, Ht: pageHeight})
	scale := min((wide-2*pictureMargin)/info.Width(), (high-pictureTop-pictureMargin)/info.Height())
	w, h := info.Width()*scale, info.Height()*scale
	c.doc.ImageOptions("picture", (wide-w)/2, pictureTop, w, h, false, gofpdf.ImageOptions{ImageType: kind}, 0, "")
	var out bytes.Buffer
	err := c.doc.Output(&out)
	return out.Bytes(), err
}

// smallPNG reports whether a PNG says that it has a bearable number of pixels:
// they are unpacked, one with transparency twice.
func smallPNG(data []byte) bool {
	const header, width, height = "\x89PNG\r\n\x1a\n", 16, 20
	if len(data) < height+4 || string(data[:len(header)]) != header {
		return false
	}
	w, h := binary.BigEndian.Uint32(data[width:]), binary.BigEndian.Uint32(data[height:])
	return uint64(w)*uint64(h) <= mostPixels
}
