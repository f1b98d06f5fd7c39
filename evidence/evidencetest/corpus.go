package evidencetest

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"strconv"
	"strings"
	"testing"

	"contreoffre/evidence"
)

func itoa(n int) string { return strconv.Itoa(n) }

// deflated is n zeros, deflated depth times.
func deflated(t testing.TB, n, depth int) []byte {
	t.Helper()
	content := make([]byte, n)
	for range depth {
		var b bytes.Buffer
		w := zlib.NewWriter(&b)
		w.Write(content)
		w.Close()
		content = b.Bytes()
	}
	return content
}

// deepPDF is a PDF whose one page is a chain of filters around n zeros.
func deepPDF(t testing.TB, n, depth int) []byte {
	stream := deflated(t, n, depth)
	filters := strings.Repeat("/FlateDecode ", depth)
	return Join("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length ", itoa(len(stream)), "/Filter[", filters, "]>>stream\n",
		stream, "\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF\n")
}

// swollenObjects is a PDF whose objects are in a stream that swells to n bytes.
func swollenObjects(t testing.TB, n int) []byte {
	stream := deflated(t, n, 1)
	return Join("%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n5 0 obj<</Type/ObjStm/N 2/First 8/Length ", itoa(len(stream)), "/Filter/FlateDecode>>stream\n",
		stream, "\nendstream endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF\n")
}

// Trap is a file that somebody sends.
type Trap struct {
	Name    string // of the trap
	File    string // its name
	Content []byte
	Key     string // of the refusal; empty: taken
}

// Corpus is what P5 and P6 ask for: each is refused for its own reason.
func Corpus(t testing.TB) []Trap {
	small := MustPNG(t, Canvas(40, 30))
	shot := MustJPEG(t, Canvas(40, 30))
	page := MustPDF(t, 1, nil)
	grey := image.NewGray(image.Rect(0, 0, 12000, 9000))
	wide := image.NewNRGBA64(image.Rect(0, 0, 40, 40))
	wide.Set(0, 0, color.White)
	return []Trap{
		{"a photo", "IMG_1.JPG", Photo(t, 60, 40, 6), ""},
		{"a screenshot", "capture.png", small, ""},
		{"16 bits a channel", "capture.png", MustPNG(t, wide), ""},
		{"a WebP", "image.webp", TinyWebP(), ""},
		{"a picture named like another kind of picture", "IMG_2.heic", shot, ""},
		{"a name without an ending", "image", shot, ""},
		{"a PDF", "réponse.pdf", page, ""},
		{"a PDF that only may not be changed", "x.pdf", LockedPDF(t, "", "owner"), ""},
		{"a mail", "réponse.eml", []byte(Mail), ""},
		{"a text", "chat.txt", []byte(Text), ""},
		{"a table", "data.csv", []byte("name;day\nMaëlle;2024-03-28\n"), ""},
		{"a film behind a photo", "MVIMG.jpg", Join(shot, "\x00\x00\x00\x18ftypmp42", make([]byte, 5000)), ""},

		{"nothing in it", "x.jpg", nil, "empty"},
		{"a byte too many", "x.txt", bytes.Repeat([]byte("a"), evidence.MaxFile+1), "too_big"},
		{"NUL in the name", "x.jpg\x00.exe", shot, "name"},
		{"a page named .pdf", "x.pdf", []byte("<!DOCTYPE html><html><script>alert(1)</script></html>"), "type"},
		{"SVG", "x.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "type"},
		{"a GIF of many frames", "x.gif", Join("GIF89a\x01\x00\x01\x00\x00\x00\x00", bytes.Repeat([]byte(",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00"), 10000), ";"), "type"},
		{"GIFAR", "x.jpg", Join("GIF89a\x01\x00\x01\x00\x00\x00\x00;", Archive(t)), "type"},
		{"a ZIP", "x.zip", Archive(t), "type"},
		{"a program", "x.jpg", Join("MZ", make([]byte, 200)), "type"},
		{"only its first bytes are a PNG", "x.png", []byte("\x89PNG\r\n\x1a\nalert(1)"), "damaged"},
		{"two endings", "photo.jpg.exe", shot, "disguised"},
		{"a photo named .pdf", "facture.pdf", shot, "disguised"},
		{"a PDF named .jpg", "photo.jpg", page, "disguised"},
		{"a PDF behind a page", "x.pdf", Join("\n\n<script>alert(1)</script>\n", page), "two_things"},
		{"a page inside a PDF's head", "x.pdf", Join("%PDF-1.4\n%<html><script>alert(1)</script>\n", page[9:]), "two_things"},
		{"a page behind a PDF", "x.pdf", Join(page, "<html><script>alert(1)</script>"), "two_things"},
		{"a ZIP behind a PDF", "x.pdf", Join(page, Archive(t)), "two_things"},
		{"a ZIP behind a photo", "x.jpg", Join(shot, Archive(t)), "two_things"},
		{"a ZIP behind a PNG", "x.png", Join(small, Archive(t)), "two_things"},
		{"a PDF behind a photo", "x.jpg", Join(shot, page), "two_things"},
		{"a script in a comment of a photo", "x.jpg", WithSegments(shot, Segment(0xfe, []byte("*/</script><script>alert(1)</script>"))), "two_things"},
		{"a photo that is a script", "x.jpg", Join("\xff\xd8\xff\xe0/*", make([]byte, 0x2f2a-2), "\xff\xfe\x00\x1c*/=alert(1);/*", shot[2:], "*/"), "two_things"},
		{"a page in a PNG", "x.png", PNGWith(small, Chunk("tEXt", []byte("Comment\x00<html><script>alert(1)</script>"))), "two_things"},

		{"half a photo", "x.jpg", shot[:len(shot)/2], "damaged"},
		{"half a PNG", "x.png", small[:len(small)/2], "damaged"},
		{"half a PDF", "x.pdf", page[:len(page)/3], "damaged"},
		{"a PDF that asks for a password", "x.pdf", LockedPDF(t, "secret", "owner"), "locked"},
		{"301 pages", "x.pdf", MustPDF(t, evidence.MaxPages+1, nil), "pages"},
		{"Latin-1", "x.txt", []byte("r\xe9ponse du d\xe9l\xe9gu\xe9"), "not_utf8"},
		{"a mail without a sender", "x.eml", []byte("Subject: hello\r\n\r\nhello"), "not_mail"},

		{"1600 megapixels in 77 bytes", "x.png", Flood(40000, 40000, 8, 6), "pixels"},
		{"just above the pixels", "x.png", Flood(10001, 10000, 1, 0), "pixels"},
		{"few pixels of many bytes", "x.png", Flood(9000, 9000, 16, 6), "pixels"},
		{"a file that is small for its 108 megapixels", "x.png", MustPNG(t, grey), "pixels"},
		{"no pixels", "x.png", Flood(0, 10, 8, 6), "damaged"},
		{"10,000 scans", "x.jpg", manyScans(10000), "scans"},
		{"a moving PNG", "x.png", PNGWith(small, Chunk("acTL", []byte{0, 0, 0, 2, 0, 0, 0, 0})), "moving"},
		{"100,000 objects", "x.pdf", manyObjects(100_000), "damaged"},
		{"20,000 objects without a table of them", "x.pdf", manyObjects(20_000 - 3), ""},
		{"a page that swells when it is drawn", "x.pdf", deepPDF(t, 300<<20, 3), ""},
		{"a swollen stream of objects", "x.pdf", swollenObjects(t, 200<<20), "damaged"},
	}
}
