package pdf

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"contreoffre/evidence"
	"contreoffre/lang"
	"contreoffre/letters"
)

// sampleComplaint is a complaint as short as a letter.
func sampleComplaint() letters.Complaint {
	d := sampleLetter()
	d.Recipient = []string{"CNIL – Service des plaintes", "3 place de Fontenoy", "75334 PARIS CEDEX 07"}
	return letters.Complaint{Document: d}
}

// photo is a JPEG of a phone: its EXIF block says where it was taken.
func photo(t testing.TB, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(width, height), nil); err != nil {
		t.Fatal(err)
	}
	return withPlace(b.Bytes())
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
	for _, words := range []string{"Bordereau des pièces", "non jointe", "séparément", "SHA-256 de l’original : a1b2", "Voici votre réponse."} {
		if !strings.Contains(text, words) {
			t.Errorf("the bundle does not say %q", words)
		}
	}
	if report := mustRun(t, file, "qpdf", "--check", "FILE"); !strings.Contains(report, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", report)
	}
}

// Whoever holds a copy against the list would find another hash, and think that
// the exhibit was changed: the list says that its hashes are those of the
// originals, and where those of the copies are.
func TestTheListSaysWhoseHashesItGives(t *testing.T) {
	for trap, c := range map[string]struct {
		pieces []Piece
		says   bool
	}{
		"pictures and letters": {samplePieces(t)[:3], true},
		"no exhibit":           {nil, false},
		"no file":              {samplePieces(t)[9:], false},
	} {
		file, _ := mustBundle(t, c.pieces)
		text := strings.Join(strings.Fields(lang.PlainSpaces(mustRun(t, file, "pdftotext", "FILE", "-"))), " ")
		for _, words := range []string{"celle du fichier d’origine", ManifestName} {
			if strings.Contains(text, words) != c.says {
				t.Errorf("%s: it says %q: %v\n%s", trap, words, !c.says, text)
			}
		}
	}
	original := screenshot(t)
	sum := sha256.Sum256(original)
	piece := pieceOf(1, File{MediaType: "image/png", Data: original})
	piece.SHA256 = hex.EncodeToString(sum[:])
	var packed bytes.Buffer
	if err := (Bundle{Complaint: sampleComplaint(), Pieces: []Piece{piece}}).WriteZIP(t.Context(), &packed, nil); err != nil {
		t.Fatal(err)
	}
	files := unzipped(t, packed.Bytes())
	for name, content := range files {
		sum := sha256.Sum256(content)
		listed := strings.Contains(string(files[ManifestName]), hex.EncodeToString(sum[:]))
		if name != ManifestName && (!listed || hex.EncodeToString(sum[:]) == piece.SHA256) {
			t.Errorf("%s: the manifest has its hash: %v", name, listed)
		}
	}
}

func TestWhereAPhotoWasTakenDoesNotLeave(t *testing.T) {
	pieces := samplePieces(t)
	f, err := pieces[1].Open()
	if err != nil {
		t.Fatal(err)
	}
	if place := mustRun(t, f.Data, "exiftool", "-n", "-GPSPosition", "FILE"); !strings.Contains(place, "47.218") {
		t.Fatalf("the photo does not say where it was taken: %s", place)
	}
	b := Bundle{Complaint: sampleComplaint(), Pieces: pieces, Smaller: evidence.Smaller}
	var whole, light, packed bytes.Buffer
	_, err = b.Write(t.Context(), &whole)
	_, lightErr := b.WriteLight(t.Context(), &light, LightBytes)
	if err := errors.Join(err, lightErr, b.WriteZIP(t.Context(), &packed, nil)); err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{"bundle": whole.Bytes(), "light bundle": light.Bytes()}
	for name, content := range unzipped(t, packed.Bytes()) {
		all[name] = content
	}
	for name, content := range all {
		if bytes.Contains(content, []byte(placeCanary)) || bytes.Contains(content, []byte("Exif\x00")) {
			t.Errorf("%s holds the photo's EXIF block", name)
		}
	}
	for _, picture := range picturesIn(t, whole.Bytes()) {
		if tags := mustRun(t, picture, "exiftool", "-GPS:all", "-EXIF:all", "FILE"); tags != "" {
			t.Errorf("a picture in the bundle says: %s", tags)
		}
	}
}

// unzipped are the files of a ZIP, by name.
func unzipped(t testing.TB, packed []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for name := range archive.File {
		opened, err := archive.File[name].Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[archive.File[name].Name], err = io.ReadAll(opened); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// picturesIn are the pictures of a PDF as they stand in it.
func picturesIn(t testing.TB, file []byte) [][]byte {
	t.Helper()
	dir := t.TempDir()
	mustRun(t, file, "pdfimages", "-all", "FILE", filepath.Join(dir, "p"))
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("got no picture, %v", err)
	}
	var all [][]byte
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, content)
	}
	return all
}

func TestEachExhibitHasItsBookmark(t *testing.T) {
	file, placed := mustBundle(t, samplePieces(t))
	outline := mustRun(t, file, "qpdf", "--json=2", "--json-key=outlines", "--json-key=pages", "FILE")
	var got struct {
		Outlines []struct {
			Title string
			Page  int `json:"destpageposfrom1"`
		}
	}
	if err := json.Unmarshal([]byte(outline), &got); err != nil {
		t.Fatal(err)
	}
	first := map[string]int{}
	for _, mark := range got.Outlines {
		first[lang.PlainSpaces(mark.Title)] = mark.Page
	}
	for _, p := range placed {
		title := lang.PlainSpaces(lang.T(lang.FR, "complaint.exhibit.line", "n", p.Exhibit.Number, "title", p.Exhibit.Title))
		if p.Enclosure == Enclosed && first[title] != p.From {
			t.Errorf("%s: got page %d, want %d in %v", title, first[title], p.From, first)
		}
	}
	if n := len(got.Outlines); n != 3+5 {
		t.Errorf("got %d bookmarks, want the cover, the complaint, the list and five exhibits", n)
	}
}

// turned is a PDF whose page is seen turned, with its media box away from the
// origin and the content that leaves its state changed.
func turned(t testing.TB, degrees int) []byte {
	t.Helper()
	content := "2 0 0 2 300 300 cm BT /F 12 Tf (TOURNE) Tj ET"
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		fmt.Sprintf("<</Type/Pages/Kids[3 0 R]/Count 1/Rotate %d/MediaBox[100 50 695 892]/Resources<</Font<</F 5 0 R>>>>>>", degrees),
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var table strings.Builder
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", table.String(), at)
	return b.Bytes()
}

func TestAStampStandsUprightAtTheTopOfATurnedPage(t *testing.T) {
	for _, degrees := range []int{0, 90, 180, 270, -90, 450} {
		file, placed := mustBundle(t, []Piece{pieceOf(1, File{"application/pdf", turned(t, degrees)})})
		page := strconv.Itoa(placed[0].From)
		words := mustRun(t, file, "pdftotext", "-f", page, "-l", page, "-bbox", "FILE", "-")
		stamp := stampWord.FindStringSubmatch(words)
		size := pageSize.FindStringSubmatch(words)
		if stamp == nil || size == nil || !strings.Contains(words, "TOURNE") {
			t.Errorf("%d degrees: no stamp or no page:\n%s", degrees, words)
			continue
		}
		width, right, bottom := number(t, size[1]), number(t, stamp[1]), number(t, stamp[2])
		if degrees%180 != 0 {
			width = number(t, size[2]) // told as if the page were not turned
		}
		if bottom > 30 || right < width-200 || right > width {
			t.Errorf("%d degrees: the stamp ends at %g, %g of a page %g wide", degrees, right, bottom, width)
		}
	}
}

var (
	stampWord = regexp.MustCompile(`xMax="([\d.]+)" yMax="([\d.]+)">Pièce<`)
	pageSize  = regexp.MustCompile(`<page width="([\d.]+)" height="([\d.]+)"`)
)

func number(t testing.TB, s string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAFileThatCannotBeReadEndsTheBundle(t *testing.T) {
	broken := errors.New("the disk")
	piece := Piece{Open: func() (File, error) { return File{}, broken }}
	b := Bundle{Complaint: sampleComplaint(), Pieces: []Piece{piece}}
	if _, err := b.Write(t.Context(), io.Discard); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
	if err := b.WriteZIP(t.Context(), io.Discard, nil); !errors.Is(err, broken) {
		t.Errorf("ZIP: got %v, want %v", err, broken)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Write(ended, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("ended: got %v, want %v", err, context.Canceled)
	}
}

// A PDF or a mail that cannot become pages goes apart, sent by its person who
// knows what is in it; a text that is too long for pages goes as it is.
func TestTheZIPHoldsNothingButCopiesMadeAnewAndWords(t *testing.T) {
	b := Bundle{Complaint: sampleComplaint(), Pieces: samplePieces(t)}
	at := len(b.Pieces) + 1
	b.Pieces = append(b.Pieces,
		pieceOf(at, File{MediaType: "message/rfc822", Data: []byte("no mail at all " + placeCanary)}),
		pieceOf(at+1, File{MediaType: "text/plain", Data: bytes.Repeat([]byte("a"), mostTextBytes+1)}),
	)
	var packed bytes.Buffer
	if err := b.WriteZIP(t.Context(), &packed, map[string]io.Reader{"a.txt": strings.NewReader("a")}); err != nil {
		t.Fatal(err)
	}
	want := []string{"a.txt", "exhibits/01-ecran-numero.pdf", "exhibits/02-ecran-numero.pdf", "exhibits/03-ecran-numero.pdf",
		"exhibits/04-ecran-numero.pdf", "exhibits/05-ecran-numero.pdf", fmt.Sprintf("exhibits/%02d-ecran-numero.txt", at+1), ManifestName}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(unzipped(t, packed.Bytes()))); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if differs, err := CheckZIP(bytes.NewReader(packed.Bytes()), int64(packed.Len())); err != nil || len(differs) > 0 {
		t.Errorf("got %v, %v from a ZIP that nobody touched", differs, err)
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

func TestTheCoverSaysFromWhomAndToWhom(t *testing.T) {
	file, _ := mustBundle(t, samplePieces(t))
	cover, _, _ := strings.Cut(lang.PlainSpaces(mustRun(t, file, "pdftotext", "-layout", "FILE", "-")), "\f")
	for _, want := range []string{`De : +Maëlle`, `À ?: +CNIL – Service des plaintes`, `Date : +\d`, `Pièces : +10, indiquées au bordereau`} {
		if !regexp.MustCompile(want).MatchString(cover) {
			t.Errorf("no %q in:\n%s", want, cover)
		}
	}
}

func TestAMailKeepsItsHeadersInTheZIPUnlessFilesCameWithIt(t *testing.T) {
	bare := "Received: from relay.example\r\n" + mailWith("Subject: x", "Bonjour")
	var out bytes.Buffer
	b := Bundle{Complaint: sampleComplaint(), Pieces: []Piece{
		pieceOf(1, File{MediaType: "message/rfc822", Data: []byte(bare)}),
		pieceOf(2, File{MediaType: "message/rfc822", Data: []byte(sampleMail)}),
	}}
	if err := b.WriteZIP(t.Context(), &out, nil); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name[strings.LastIndex(f.Name, "/")+1:])
		if strings.HasSuffix(f.Name, ".eml") {
			opened, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := io.ReadAll(opened); string(got) != bare {
				t.Errorf("got %q, want %q", got, bare)
			}
		}
	}
	want := []string{"01-ecran-numero.pdf", "01-ecran-numero.eml", "02-ecran-numero.pdf", ManifestName}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

// A complaint that was filed goes into its bundle by the pages that were filed,
// whatever they are, and the list counts them.
func TestAFiledComplaintGoesInAsItWasFiled(t *testing.T) {
	other := sampleLetter()
	other.Body = append(slices.Clone(other.Body), letters.Block{Kind: letters.Paragraph, Text: "Voici ce que j’ai déposé."})
	long := slices.Repeat([]letters.Block{{Kind: letters.Paragraph, Text: strings.Repeat("Une longue phrase. ", 40)}}, 30)
	filed, kept := mustDraw(t, other), File{MediaType: "text/plain", Data: []byte("Voici le texte déposé.")}
	other.Body = append(other.Body, long...)
	for trap, c := range map[string]struct {
		files []File
		says  string
	}{
		"its PDF":               {[]File{{MediaType: "application/pdf", Data: filed}, kept}, "Voici ce que j’ai déposé."},
		"more pages":            {[]File{{MediaType: "application/pdf", Data: mustDraw(t, other)}}, "Voici ce que j’ai déposé."},
		"its text alone":        {[]File{kept}, "Voici le texte déposé."},
		"a PDF that is cut":     {[]File{{MediaType: "application/pdf", Data: filed[:len(filed)/2]}, kept}, "Voici le texte déposé."},
		"a PDF that is nothing": {[]File{{MediaType: "application/pdf", Data: []byte("%PDF-1.4 x")}}, ""},
	} {
		b := Bundle{Complaint: sampleComplaint(), Filed: c.files, Pieces: samplePieces(t)[:2]}
		b.Complaint.Document.Body = []letters.Block{{Kind: letters.Paragraph, Text: "Ce que le dossier dit depuis."}}
		var out, again bytes.Buffer
		placed, err := b.Write(t.Context(), &out)
		if err != nil {
			t.Errorf("%s: %v", trap, err)
			continue
		}
		if _, err := b.Write(t.Context(), &again); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Errorf("%s: written twice it is another, %v", trap, err)
		}
		text := lang.PlainSpaces(mustRun(t, out.Bytes(), "pdftotext", "-layout", "FILE", "-"))
		if !strings.Contains(text, c.says) || strings.Contains(text, "Ce que le dossier dit depuis.") {
			t.Errorf("%s: it says\n%s", trap, text)
		}
		pages := strings.Split(text, "\f")
		for i, p := range placed {
			stamp := lang.PlainSpaces(lang.T(lang.FR, "bundle.stamp", "n", i+1, "page", 1, "pages", p.To-p.From+1))
			if !strings.Contains(pages[p.From-1], stamp) {
				t.Errorf("%s: page %d is not stamped %q", trap, p.From, stamp)
			}
		}
		if report := mustRun(t, out.Bytes(), "qpdf", "--check", "FILE"); !strings.Contains(report, "No syntax or stream encoding errors") {
			t.Errorf("%s: qpdf: %s", trap, report)
		}
	}
}
