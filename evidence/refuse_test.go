package evidence_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/models/modelstest"
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
	return join("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length ", itoa(len(stream)), "/Filter[", filters, "]>>stream\n",
		stream, "\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF\n")
}

// swollenObjects is a PDF whose objects are in a stream that swells to n bytes.
func swollenObjects(t testing.TB, n int) []byte {
	stream := deflated(t, n, 1)
	return join("%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n5 0 obj<</Type/ObjStm/N 2/First 8/Length ", itoa(len(stream)), "/Filter/FlateDecode>>stream\n",
		stream, "\nendstream endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF\n")
}

type trap struct {
	name, file string
	content    []byte
	key        string // of the refusal; empty: taken
}

// corpus is what P5 and P6 ask for: each is refused for its own reason.
func corpus(t testing.TB) []trap {
	small := mustPNG(t, canvas(40, 30))
	shot := mustJPEG(t, canvas(40, 30))
	page := mustPDF(t, 1, nil)
	grey := image.NewGray(image.Rect(0, 0, 12000, 9000))
	wide := image.NewNRGBA64(image.Rect(0, 0, 40, 40))
	wide.Set(0, 0, color.White)
	return []trap{
		{"a photo", "IMG_1.JPG", photo(t, 60, 40, 6), ""},
		{"a screenshot", "capture.png", small, ""},
		{"16 bits a channel", "capture.png", mustPNG(t, wide), ""},
		{"a WebP", "image.webp", tinyWebP(), ""},
		{"a picture named like another kind of picture", "IMG_2.heic", shot, ""},
		{"a name without an ending", "image", shot, ""},
		{"a PDF", "réponse.pdf", page, ""},
		{"a PDF that only may not be changed", "x.pdf", lockedPDF(t, "", "owner"), ""},
		{"a mail", "réponse.eml", []byte(aMail), ""},
		{"a text", "chat.txt", []byte(aText), ""},
		{"a table", "data.csv", []byte("name;day\nMaëlle;2024-03-28\n"), ""},
		{"a film behind a photo", "MVIMG.jpg", join(shot, "\x00\x00\x00\x18ftypmp42", make([]byte, 5000)), ""},

		{"nothing in it", "x.jpg", nil, "empty"},
		{"a byte too many", "x.txt", bytes.Repeat([]byte("a"), evidence.MaxFile+1), "too_big"},
		{"NUL in the name", "x.jpg\x00.exe", shot, "name"},
		{"a page named .pdf", "x.pdf", []byte("<!DOCTYPE html><html><script>alert(1)</script></html>"), "type"},
		{"SVG", "x.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "type"},
		{"a GIF of many frames", "x.gif", join("GIF89a\x01\x00\x01\x00\x00\x00\x00", bytes.Repeat([]byte(",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00"), 10000), ";"), "type"},
		{"GIFAR", "x.jpg", join("GIF89a\x01\x00\x01\x00\x00\x00\x00;", archive(t)), "type"},
		{"a ZIP", "x.zip", archive(t), "type"},
		{"a program", "x.jpg", join("MZ", make([]byte, 200)), "type"},
		{"only its first bytes are a PNG", "x.png", []byte("\x89PNG\r\n\x1a\nalert(1)"), "damaged"},
		{"two endings", "photo.jpg.exe", shot, "disguised"},
		{"a photo named .pdf", "facture.pdf", shot, "disguised"},
		{"a PDF named .jpg", "photo.jpg", page, "disguised"},
		{"a PDF behind a page", "x.pdf", join("\n\n<script>alert(1)</script>\n", page), "two_things"},
		{"a page inside a PDF's head", "x.pdf", join("%PDF-1.4\n%<html><script>alert(1)</script>\n", page[9:]), "two_things"},
		{"a page behind a PDF", "x.pdf", join(page, "<html><script>alert(1)</script>"), "two_things"},
		{"a ZIP behind a PDF", "x.pdf", join(page, archive(t)), "two_things"},
		{"a ZIP behind a photo", "x.jpg", join(shot, archive(t)), "two_things"},
		{"a ZIP behind a PNG", "x.png", join(small, archive(t)), "two_things"},
		{"a PDF behind a photo", "x.jpg", join(shot, page), "two_things"},
		{"a script in a comment of a photo", "x.jpg", withSegments(shot, segment(0xfe, []byte("*/</script><script>alert(1)</script>"))), "two_things"},
		{"a photo that is a script", "x.jpg", join("\xff\xd8\xff\xe0/*", make([]byte, 0x2f2a-2), "\xff\xfe\x00\x1c*/=alert(1);/*", shot[2:], "*/"), "two_things"},
		{"a page in a PNG", "x.png", pngWith(small, chunk("tEXt", []byte("Comment\x00<html><script>alert(1)</script>"))), "two_things"},

		{"half a photo", "x.jpg", shot[:len(shot)/2], "damaged"},
		{"half a PNG", "x.png", small[:len(small)/2], "damaged"},
		{"half a PDF", "x.pdf", page[:len(page)/3], "damaged"},
		{"a PDF that asks for a password", "x.pdf", lockedPDF(t, "secret", "owner"), "locked"},
		{"301 pages", "x.pdf", mustPDF(t, evidence.MaxPages+1, nil), "pages"},
		{"Latin-1", "x.txt", []byte("r\xe9ponse du d\xe9l\xe9gu\xe9"), "not_utf8"},
		{"a mail without a sender", "x.eml", []byte("Subject: hello\r\n\r\nhello"), "not_mail"},

		{"1600 megapixels in 77 bytes", "x.png", flood(40000, 40000, 8, 6), "pixels"},
		{"just above the pixels", "x.png", flood(10001, 10000, 1, 0), "pixels"},
		{"few pixels of many bytes", "x.png", flood(9000, 9000, 16, 6), "pixels"},
		{"a file that is small for its 108 megapixels", "x.png", mustPNG(t, grey), "pixels"},
		{"no pixels", "x.png", flood(0, 10, 8, 6), "damaged"},
		{"10,000 scans", "x.jpg", manyScans(10000), "scans"},
		{"a moving PNG", "x.png", pngWith(small, chunk("acTL", []byte{0, 0, 0, 2, 0, 0, 0, 0})), "moving"},
		{"100,000 objects", "x.pdf", manyObjects(100_000), "damaged"},
		{"20,000 objects without a table of them", "x.pdf", manyObjects(20_000 - 3), ""},
		{"a page that swells when it is drawn", "x.pdf", deepPDF(t, 300<<20, 3), ""},
		{"a swollen stream of objects", "x.pdf", swollenObjects(t, 200<<20), "damaged"},
	}
}

// P5, P6: what is refused is refused in time, for its own reason, and leaves
// nothing behind.
func TestWhatIsTakenAndWhatIsRefused(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	d := newDesk(t, modelstest.SQLite(t))
	for _, trap := range corpus(t) {
		start := time.Now()
		e, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: trap.file, Content: trap.content, Kind: "other"})
		took := time.Since(start)
		var refusal *evidence.Refusal
		switch {
		case trap.key == "" && err != nil:
			t.Errorf("%s: refused: %v", trap.name, err)
		case trap.key != "" && !errors.As(err, &refusal):
			t.Errorf("%s: got %v, want a refusal", trap.name, err)
		case trap.key != "" && refusal.Key != "evidence.error."+trap.key:
			t.Errorf("%s: got %s, want %s", trap.name, refusal.Key, trap.key)
		}
		if took > 5*time.Second {
			t.Errorf("%s took %v", trap.name, took)
		}
		if err == nil {
			d.delete(t, e.ID)
		}
		d.wantEmpty(t, trap.name)
		if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
			t.Fatalf("%s: left in the temporary folder: %v, %v", trap.name, left, err)
		}
	}
}

// What a hostile name becomes is harmless wherever it is shown.
func TestAHostileNameIsCleaned(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	for _, c := range []struct{ name, want string }{
		{"../../etc/passwd.jpg", "passwd.jpg"},
		{`C:\Users\Anna\photo.jpg`, "photo.jpg"},
		{"a\"\r\nSet-Cookie: x=1.jpg", "a\"Set-Cookie: x=1.jpg"},
		{"photo\u202egpj.jpg", "photogpj.jpg"},
		{"\xff\xfe.jpg", ".jpg"},
		{strings.Repeat("é", 5000) + ".jpg", strings.Repeat("é", 200)},
		{"", ""},
	} {
		e, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: c.name, Content: mustJPEG(t, canvas(8, 8)), Kind: "other"})
		if err != nil || e.OriginalName != c.want {
			t.Errorf("%.40q: got %q, %v, want %q", c.name, e.OriginalName, err, c.want)
			continue
		}
		d.delete(t, e.ID)
	}
}

// Twenty at once: one is opened at a time, so memory is that of one.
func TestFloodsTogetherCostWhatOneCosts(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	big := mustPNG(t, image.NewGray(image.Rect(0, 0, 9000, 9000)))
	before := peak(t)
	errs := make(chan error)
	for i := range 8 {
		go func() {
			_, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: "x.png", Content: append(bytes.Clone(big), byte(i)), Kind: "other"})
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if grown := peak(t) - before; grown > 500 {
		t.Errorf("memory grew by %d MB", grown)
	}
}

// peak is the most memory that the process had, in megabytes.
func peak(t testing.TB) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc here")
	}
	var kilobytes int
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Sscan(rest, &kilobytes)
		}
	}
	return kilobytes >> 10
}

func TestTheQuotaIsToldAsARefusal(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	add := func(i int) error {
		_, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: "x.txt", Content: []byte("note " + itoa(i)), Kind: "other"})
		return err
	}
	for i := range evidence.Quota.Files {
		if err := add(i); err != nil {
			t.Fatal(err)
		}
	}
	var refusal *evidence.Refusal
	if err := add(evidence.Quota.Files); !errors.As(err, &refusal) || refusal.Key != "evidence.error.quota" {
		t.Errorf("one more: got %v", err)
	}
	if got := len(d.blobs(t)); got != evidence.Quota.Files {
		t.Errorf("%d files are there, want %d", got, evidence.Quota.Files)
	}
	if err := add(0); !errors.As(err, &refusal) || refusal.Key != "evidence.error.same" {
		t.Errorf("the same again: got %v", err)
	}
}
