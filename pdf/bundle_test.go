package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"sync"
	"testing"

	"contreoffre/lang"
	"contreoffre/letters"
)

// sampleComplaint is a complaint as short as a letter.
func sampleComplaint() letters.Complaint {
	d := sampleLetter()
	d.Recipient = []string{"CNIL – Service des plaintes", "3 place de Fontenoy", "75334 PARIS CEDEX 07"}
	return letters.Complaint{Document: d}
}

const canary = "CANARY-GPS-48.8566"

// photo is a JPEG of a phone: its EXIF block says where it was taken.
func photo(t testing.TB, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(width, height), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00" + canary
	block := append([]byte{0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...)
	return append(append(bytes.Clone(b.Bytes()[:2]), block...), b.Bytes()[2:]...)
}

func picture(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		img.Set(x, x%height, color.RGBA{uint8(x), 90, 20, 255})
	}
	return img
}

func screenshot(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture(300, 500)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func samplePieces(t testing.TB) []Piece {
	t.Helper()
	letter := mustDraw(t, sampleLetter())
	var pieces []Piece
	for _, f := range []File{
		{MediaType: "application/pdf", Data: letter},
		{MediaType: "image/jpeg", Data: photo(t, 400, 300)},
		{MediaType: "image/png", Data: screenshot(t)},
		{MediaType: "text/plain", Data: []byte("Bonjour,\n\nVoici votre réponse.\n")},
		{MediaType: "message/rfc822", Data: []byte(sampleMail)},
		{MediaType: "application/pdf", Data: letter[:len(letter)/2]},
		{MediaType: "image/webp", Data: []byte("RIFF")},
		{MediaType: "image/png", Data: flood()},
		{MediaType: "image/jpeg", Data: []byte{0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF}},
		{},
	} {
		pieces = append(pieces, pieceOf(len(pieces)+1, f))
	}
	return pieces
}

// pieceOf is an exhibit with its file; without data, one that has none.
func pieceOf(number int, f File) Piece {
	p := Piece{Exhibit: letters.Exhibit{Number: number, Title: "Écran « numéro » œ", On: sampleLetter().On}}
	if f.Data != nil {
		p.SHA256 = strings.Repeat("a1b2", 16)
		p.Open = func() (File, error) { return f, nil }
	}
	return p
}

// flood is a PNG that says it has a thousand million pixels.
func flood() []byte {
	return []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x80\x00\x00\x00\x80\x00\x08\x06\x00\x00\x00")
}

func mustBundle(t testing.TB, pieces []Piece) ([]byte, []Placed) {
	t.Helper()
	var out bytes.Buffer
	placed, err := Bundle{Complaint: sampleComplaint(), Pieces: pieces}.Write(t.Context(), &out)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), placed
}

func TestEachExhibitStandsWhereTheListSays(t *testing.T) {
	file, placed := mustBundle(t, samplePieces(t))
	want := []Enclosure{Enclosed, Enclosed, Enclosed, Enclosed, Enclosed, JoinedOnly, JoinedOnly, JoinedOnly, JoinedOnly, NotJoined}
	text := lang.PlainSpaces(mustRun(t, file, "pdftotext", "-layout", "FILE", "-"))
	pages := strings.Split(text, "\f")
	for i, p := range placed {
		if p.Enclosure != want[i] {
			t.Errorf("exhibit %d: got %s, want %s", i+1, p.Enclosure, want[i])
		}
		if p.Enclosure != Enclosed {
			continue
		}
		for page := p.From; page <= p.To; page++ {
			stamp := lang.PlainSpaces(lang.T(lang.FR, "bundle.stamp", "n", i+1, "page", page-p.From+1, "pages", p.To-p.From+1))
			if !strings.Contains(pages[page-1], stamp) || !strings.Contains(pages[page-1], "p. "+lang.Number(lang.FR, page)) {
				t.Errorf("page %d is not stamped %q:\n%s", page, stamp, pages[page-1])
			}
		}
	}
	for _, words := range []string{"Bordereau des pièces", "non jointe", "séparément", "SHA-256 : a1b2", "Voici votre réponse."} {
		if !strings.Contains(text, words) {
			t.Errorf("the bundle does not say %q", words)
		}
	}
	if report := mustRun(t, file, "qpdf", "--check", "FILE"); !strings.Contains(report, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", report)
	}
}

func TestWhereAPhotoWasTakenDoesNotLeave(t *testing.T) {
	pieces := samplePieces(t)
	if f, err := pieces[1].Open(); err != nil || !bytes.Contains(f.Data, []byte(canary)) {
		t.Fatal("the photo has no canary")
	}
	file, _ := mustBundle(t, pieces)
	if bytes.Contains(file, []byte(canary)) {
		t.Error("the bundle holds the photo's EXIF block")
	}
}

func TestTheSameBundleGivesTheSameBytesEvenAtOnce(t *testing.T) {
	pieces := samplePieces(t)
	files := make([][]byte, 3)
	var all sync.WaitGroup
	for i := range files {
		all.Go(func() { files[i], _ = mustBundle(t, pieces) })
	}
	all.Wait()
	for _, file := range files[1:] {
		if !bytes.Equal(files[0], file) {
			t.Error("two bundles of the same pieces differ")
		}
	}
}

func TestABundleWithoutExhibitsIsStillOne(t *testing.T) {
	file, placed := mustBundle(t, nil)
	if len(placed) != 0 || !bytes.HasPrefix(file, []byte("%PDF-")) {
		t.Errorf("got %v", placed)
	}
}

func TestEveryEnclosureHasItsWord(t *testing.T) {
	for _, e := range Enclosures {
		if !lang.Has(lang.FR, "bundle."+string(e)) {
			t.Errorf("%s has no word", e)
		}
	}
}
