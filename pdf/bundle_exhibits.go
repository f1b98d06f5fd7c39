package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"
)

// What an exhibit may be, to become pages. Larger ones go apart: the limits
// keep a hostile file from taking the memory of the machine.
const (
	mostPixels    = 60 << 20
	mostTextBytes = 512 << 10
)

// errNoPages is why a file goes apart.
var errNoPages = errors.New("the file cannot become pages")

// pagesOf turns the file of a piece into a PDF of its own.
func (b *bundle) pagesOf(piece Piece) (data []byte, pages int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errNoPages, r)
		}
	}()
	switch piece.MediaType {
	case "application/pdf":
		info, err := Inspect(piece.Data)
		if err != nil || info.Plain == nil {
			return nil, 0, errNoPages
		}
		return info.Plain, info.Pages, nil
	case "image/jpeg", "image/png":
		return b.imagePage(piece)
	case "text/plain", "message/rfc822":
		if len(piece.Data) > mostTextBytes || !utf8.Valid(piece.Data) {
			return nil, 0, errNoPages
		}
		p, err := b.drawn(piece.Exhibit.Title, layText(string(piece.Data), b.lang, piece.Exhibit.Title))
		return p.pdf, p.pages, err
	}
	return nil, 0, errNoPages
}

// The room of a picture on its page, in millimetres.
const (
	pictureMargin = 15.0
	pictureTop    = 22.0 // the stamp stands above
	pageWidth     = 210.0
)

// imagePage draws a picture on one page, upright or lying as it is itself.
func (b *bundle) imagePage(piece Piece) ([]byte, int, error) {
	data, kind := piece.Data, "png"
	if piece.MediaType == "image/jpeg" {
		data, kind = withoutMetadata(data), "jpg"
	} else if !smallPNG(data) {
		return nil, 0, errNoPages
	}
	c := newCanvas(b.k.Document.On)
	info := c.doc.RegisterImageOptionsReader("picture", gofpdf.ImageOptions{ImageType: kind}, bytes.NewReader(data))
	if c.doc.Err() || info == nil || info.Width() <= 0 || info.Height() <= 0 {
		return nil, 0, errNoPages
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
	if err := c.doc.Output(&out); err != nil {
		return nil, 0, err
	}
	return out.Bytes(), 1, nil
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
