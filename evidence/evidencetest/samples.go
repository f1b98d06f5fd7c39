// Package evidencetest makes files to upload, good and hostile.
package evidencetest

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/jung-kurt/gofpdf"
)

// Secret stands in the hidden data of the files that have some.
const Secret = "CANARI-48.8584N-2.2945E"

// Canvas is a picture whose corners differ: red at the top left, green at the
// top right, blue below, the rest white.
func Canvas(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0xff, 0xff, 0xff, 0xff}
			switch {
			case y < h/4 && x < w/4:
				c = color.RGBA{0xff, 0, 0, 0xff}
			case y < h/4 && x >= w-w/4:
				c = color.RGBA{0, 0xff, 0, 0xff}
			case y >= h-h/4:
				c = color.RGBA{0, 0, 0xff, 0xff}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

// MustJPEG writes a picture as a JPEG.
func MustJPEG(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// MustPNG writes a picture as a PNG.
func MustPNG(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Segment is one segment of a JPEG.
func Segment(mark byte, body []byte) []byte {
	b := []byte{0xff, mark, 0, 0}
	binary.BigEndian.PutUint16(b[2:], uint16(len(body)+2))
	return append(b, body...)
}

// WithSegments puts segments right after the start of a JPEG.
func WithSegments(photo []byte, segments ...[]byte) []byte {
	return bytes.Join([][]byte{photo[:2], bytes.Join(segments, nil), photo[2:]}, nil)
}

// Exif is a TIFF block with an orientation, a camera that carries the secret,
// and a place.
func Exif(orientation int) []byte {
	order := binary.LittleEndian
	text := append([]byte(Secret), 0)
	const entries, head = 3, 8
	dataAt := uint32(head + 2 + entries*12 + 4)
	b := append([]byte("II*\x00"), order.AppendUint32(nil, head)...)
	entry := func(tag, kind uint16, count, value uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, count)
		b = order.AppendUint32(b, value)
	}
	b = order.AppendUint16(b, entries)
	entry(271, 2, uint32(len(text)), dataAt) // make
	entry(274, 3, 1, uint32(orientation))
	gpsAt := dataAt + uint32(len(text))
	entry(34853, 4, 1, gpsAt) // GPS directory
	b = order.AppendUint32(b, 0)
	b = append(b, text...)
	b = order.AppendUint16(b, 2)
	entry(1, 2, 2, uint32('N'))
	entry(2, 5, 3, gpsAt+2+2*12+4)
	b = order.AppendUint32(b, 0)
	for _, part := range []uint32{48, 1, 51, 1, 30, 1} {
		b = order.AppendUint32(b, part)
	}
	return b
}

// Photo is a JPEG as a telephone makes it: with Exif, XMP, IPTC and a comment,
// all of which carry the secret.
func Photo(t testing.TB, w, h, orientation int) []byte {
	return WithSegments(MustJPEG(t, Canvas(w, h)),
		Segment(0xe1, append([]byte("Exif\x00\x00"), Exif(orientation)...)),
		Segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta xmlns:x='adobe:ns:meta/'>"+Secret+"</x:xmpmeta>")),
		Segment(0xed, []byte("Photoshop 3.0\x008BIM"+Secret)),
		Segment(0xfe, []byte(Secret)))
}

// Chunk is one chunk of a PNG.
func Chunk(name string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, name...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// PNGWith puts chunks right after the header of a PNG.
func PNGWith(content []byte, chunks ...[]byte) []byte {
	const header = 8 + 25
	return bytes.Join([][]byte{content[:header], bytes.Join(chunks, nil), content[header:]}, nil)
}

// Flood is a PNG of a few bytes that claims to be huge.
func Flood(w, h uint32, depth, kind byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	head = append(head, depth, kind, 0, 0, 0)
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), Chunk("IHDR", head), Chunk("IDAT", []byte("x\x9c\x03\x00\x00\x00\x00\x01")), Chunk("IEND", nil)}, nil)
}

// TinyWebP is a lossless picture of one pixel.
func TinyWebP() []byte {
	b, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		panic(err)
	}
	return b
}

// MustPDF is a PDF of some pages, with the secret in its data and, when a
// photo is given, in that.
func MustPDF(t testing.TB, pages int, photo []byte) []byte {
	t.Helper()
	doc := gofpdf.New("P", "mm", "A4", "")
	doc.SetTitle(Secret, false)
	doc.SetAuthor(Secret, false)
	doc.SetXmpMetadata([]byte("<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + Secret + "</x:xmpmeta>"))
	doc.SetFont("Helvetica", "", 12)
	for range pages {
		doc.AddPage()
		doc.Cell(40, 10, "La reponse de la societe")
	}
	if photo != nil {
		options := gofpdf.ImageOptions{ImageType: "JPEG"}
		doc.RegisterImageOptionsReader("photo", options, bytes.NewReader(photo))
		doc.ImageOptions("photo", 20, 40, 60, 0, false, options, 0, "")
	}
	var b bytes.Buffer
	if err := doc.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// LockedPDF is a PDF under passwords; an empty one for its user asks for none.
func LockedPDF(t testing.TB, user, owner string) []byte {
	t.Helper()
	doc := gofpdf.New("P", "mm", "A4", "")
	doc.SetProtection(gofpdf.CnProtectPrint, user, owner)
	doc.AddPage()
	var b bytes.Buffer
	if err := doc.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Archive is a ZIP with a script in it.
func Archive(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("run.js")
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("alert(1)"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Mail is an answer as a mail program saves it.
const Mail = "Received: from a.example\r\nFrom: Service <dpo@societe.example>\r\nTo: maelle@example.org\r\n" +
	"Date: Mon, 2 Nov 2026 10:00:00 +0100\r\nSubject: Votre demande\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html><p>Bonjour</p></html>\r\n"

// Text is a conversation.
const Text = "Conversation du 3 mai 2024\n\n10:02 – Bonjour, je n’ai rien reçu. 🎁\n"

// Join puts files behind each other.
func Join(parts ...any) []byte {
	var all []byte
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			all = append(all, part...)
		case []byte:
			all = append(all, part...)
		}
	}
	return all
}

// manyScans is a progressive JPEG of 8 times 8 pixels that goes over them n
// times.
func manyScans(n int) []byte {
	frame := Segment(0xc2, []byte{8, 0, 8, 0, 8, 1, 1, 0x11, 0})
	quantise := Segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...))
	huffman := Segment(0xc4, append([]byte{0x00, 1}, make([]byte, 16)...))
	scan := append(Segment(0xda, []byte{1, 1, 0, 0, 0, 0}), 0x00)
	return Join("\xff\xd8", quantise, frame, huffman, bytes.Repeat(scan, n), "\xff\xd9")
}

// manyObjects is a PDF with n objects that nothing names.
func manyObjects(n int) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n")
	for i := range n {
		b.WriteString(strings.Replace("N 0 obj[0]endobj\n", "N", itoa(i+4), 1))
	}
	b.WriteString("trailer<</Root 1 0 R/Size " + itoa(n+4) + ">>\n%%EOF\n")
	return []byte(b.String())
}
