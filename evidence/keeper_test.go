package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/color"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/evidence/evidencetest"
	"contreoffre/law"
	"contreoffre/models"
	"contreoffre/models/modelstest"
	"contreoffre/vault"
)

func (d *desk) add(t testing.TB, name string, content []byte) models.Evidence {
	t.Helper()
	e, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: name, Content: content, Kind: "other"})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return e
}

func read(t testing.TB, open func(context.Context, string, string, string) (models.Evidence, io.ReadCloser, error), d *desk, exhibit string) []byte {
	t.Helper()
	_, file, err := open(ctx, d.Account, d.Case, exhibit)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// The original comes back byte for byte, on both engines; and nothing of it is
// readable in what rests on the disk.
func TestAnOriginalComesBackUnchanged(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		d := newDesk(t, db)
		for name, content := range map[string][]byte{
			"photo.jpg": evidencetest.Photo(t, 60, 40, 6), "capture.png": evidencetest.MustPNG(t, evidencetest.Canvas(30, 20)), "image.webp": evidencetest.TinyWebP(),
			"réponse.pdf": evidencetest.MustPDF(t, 2, nil), "mail.eml": []byte(evidencetest.Mail), "chat.txt": []byte(evidencetest.Text + evidencetest.Secret),
		} {
			e := d.add(t, name, content)
			if got := read(t, d.Keeper.Original, d, e.ID); !bytes.Equal(got, content) {
				t.Errorf("%s: %d bytes came back, want %d", name, len(got), len(content))
			}
			if e.Kept.Size != int64(len(content)) || e.UploadedOn.String() != "2026-11-22" || e.OriginalName != name {
				t.Errorf("%s: got %+v of %s", name, e.Kept, e.OriginalName)
			}
		}
		files, err := filepath.Glob(filepath.Join(d.Dir, "*"))
		if err != nil || len(files) < 6 {
			t.Fatalf("got %v, %v", files, err)
		}
		for _, found := range modelstest.Search(t, append(files, db.Files(t)...), evidencetest.Secret, "photo.jpg", "Conversation du 3 mai") {
			t.Error(found)
		}
	})
}

// P7: what leaves says nothing of where, when and by what it was taken.
func TestACopyHasNoMetadata(t *testing.T) {
	exiftool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Fatal("exiftool is not installed: apt-get install libimage-exiftool-perl")
	}
	d := newDesk(t, modelstest.SQLite(t))
	withText := evidencetest.PNGWith(evidencetest.MustPNG(t, evidencetest.Canvas(40, 30)), evidencetest.Chunk("eXIf", evidencetest.Exif(6)), evidencetest.Chunk("tEXt", []byte("Author\x00"+evidencetest.Secret)), evidencetest.Chunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+evidencetest.Secret)))
	for name, content := range map[string][]byte{
		"photo.jpg": evidencetest.Photo(t, 60, 40, 6), "capture.png": withText, "réponse.pdf": evidencetest.MustPDF(t, 1, evidencetest.Photo(t, 60, 40, 1)),
	} {
		if !bytes.Contains(content, []byte(evidencetest.Secret)) {
			t.Fatalf("%s: the sample does not hold the secret", name)
		}
		e := d.add(t, name, content)
		clean := read(t, d.Keeper.Copy, d, e.ID)
		path := filepath.Join(t.TempDir(), "copy."+evidence.Ending(e.Kept.CopyType))
		if err := os.WriteFile(path, clean, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(exiftool, "-a", "-G1", "-ee", path).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		for _, bad := range []string{"CANARI", "GPS", "[XMP", "[IPTC", "[IFD0]", "[ExifIFD]", "Author", "Comment"} {
			if strings.Contains(string(out), bad) {
				t.Errorf("%s: %s is in the copy:\n%s", name, bad, out)
			}
		}
		if len(modelstest.Search(t, []string{path}, "CANARI-48")) > 0 {
			t.Errorf("%s: the secret is in the copy", name)
		}
		if name == "réponse.pdf" {
			checkPDF(t, path)
		}
	}
}

// checkPDF fails unless a copy is sound and its pictures are clean too.
func checkPDF(t *testing.T, path string) {
	t.Helper()
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
	if out, err := exec.Command("pdftotext", path, "-").Output(); err != nil || !strings.Contains(string(out), "La reponse") {
		t.Errorf("pdftotext: %v\n%s", err, out)
	}
	stem := filepath.Join(filepath.Dir(path), "image")
	if out, err := exec.Command("pdfimages", "-all", path, stem).CombinedOutput(); err != nil {
		t.Fatalf("pdfimages: %v\n%s", err, out)
	}
	images, err := filepath.Glob(stem + "*")
	if err != nil || len(images) != 1 {
		t.Fatalf("got %v, %v, want one picture", images, err)
	}
	if len(modelstest.Search(t, images, "CANARI-48")) > 0 {
		t.Error("the picture in the PDF still has its metadata")
	}
}

// corners names the colours at the top left, the top right and the bottom.
func corners(t *testing.T, content []byte) string {
	t.Helper()
	p, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	b := p.Bounds()
	name := func(x, y int) string {
		r, g, bl, _ := p.At(x, y).RGBA()
		switch {
		case r > 0xc000 && g > 0xc000 && bl > 0xc000:
			return "white"
		case r > 0xc000:
			return "red"
		case g > 0xc000:
			return "green"
		case bl > 0xc000:
			return "blue"
		}
		return "black"
	}
	return strings.Join([]string{name(2, 2), name(b.Max.X-3, 2), name(b.Max.X/2, b.Max.Y-3)}, " ")
}

// store is a canvas as a camera stores it that notes this orientation: what
// turning it upright undoes.
func stored(o, w, h int) image.Image {
	up := evidencetest.Canvas(w, h)
	size := image.Rect(0, 0, w, h)
	if o >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			// Where Exif 2.32 says that row 0 and column 0 of the stored
			// picture are to be seen.
			at := map[int]image.Point{
				1: {x, y}, 2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
				5: {y, x}, 6: {y, w - 1 - x}, 7: {h - 1 - y, w - 1 - x}, 8: {h - 1 - y, x},
			}[o]
			out.Set(at.X, at.Y, up.At(x, y))
		}
	}
	return out
}

func TestACopyIsUpright(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	for o := 1; o <= 8; o++ {
		lying := evidencetest.WithSegments(evidencetest.MustJPEG(t, stored(o, 64, 48)), evidencetest.Segment(0xe1, append([]byte("Exif\x00\x00"), evidencetest.Exif(o)...)))
		e := d.add(t, "x.jpg", lying)
		if got, want := corners(t, read(t, d.Keeper.Copy, d, e.ID)), "red green blue"; got != want || e.Kept.Width != 64 || e.Kept.Height != 48 {
			t.Errorf("orientation %d: got %s at %d×%d, want %s", o, got, e.Kept.Width, e.Kept.Height, want)
		}
	}
	for name, broken := range map[string][]byte{
		"no directory": []byte("II*\x00\xff\xff\xff\x7f"), "half an entry": evidencetest.Exif(6)[:15], "orientation 9": evidencetest.Exif(9), "empty": nil,
	} {
		e := d.add(t, "x.jpg", evidencetest.WithSegments(evidencetest.MustJPEG(t, evidencetest.Canvas(64, 48)), evidencetest.Segment(0xe1, append([]byte("Exif\x00\x00"), broken...)), evidencetest.Segment(0xfe, []byte(name))))
		if e.Kept.Width != 64 {
			t.Errorf("%s: was turned", name)
		}
	}
}

// The sample of the decoder's own tests stands in for a telephone's.
func TestAnHEICBecomesAJPEG(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/gen2brain/heic").Output()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "testdata", "test.heic"))
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, modelstest.SQLite(t))
	e := d.add(t, "IMG_0001.HEIC", content)
	p, kind, err := image.Decode(bytes.NewReader(read(t, d.Keeper.Copy, d, e.ID)))
	if err != nil || kind != "jpeg" || p.Bounds().Dx() != e.Kept.Width || e.MediaType != evidence.HEIC {
		t.Errorf("got %s, %+v, %v", kind, e.Kept, err)
	}
	var refusal *evidence.Refusal
	for name, broken := range map[string][]byte{"half": content[:len(content)/2], "only its head": content[:64]} {
		if _, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: "x.heic", Content: broken}); !errors.As(err, &refusal) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A phone says twice how a picture lies: in the irot property, which the decoder
// heeds, and in Exif, which must not turn it again. Exif alone turns nothing:
// the format says that the property decides.
func TestAPhonesHEICIsTurnedOnce(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	for _, c := range []struct {
		name, want    string
		width, height int
	}{
		{"turned-0", "red green blue", 192, 160}, {"turned-0-exif", "red green blue", 192, 160},
		{"turned-90", "red green blue", 192, 160}, {"turned-90-exif", "red green blue", 192, 160},
		{"turned-180", "red green blue", 192, 160}, {"turned-180-exif", "red green blue", 192, 160},
		{"turned-270", "red green blue", 192, 160}, {"turned-270-exif", "red green blue", 192, 160},
		{"exif-alone", "green blue", 160, 192},
	} {
		content, err := os.ReadFile(filepath.Join("testdata", c.name+".heic"))
		if err != nil {
			t.Fatal(err)
		}
		e := d.add(t, c.name+".heic", content)
		left := read(t, d.Keeper.Copy, d, e.ID)
		if got := corners(t, left); !strings.HasPrefix(got, c.want) || e.Kept.Width != c.width || e.Kept.Height != c.height {
			t.Errorf("%s: got %s at %d×%d, want %s at %d×%d", c.name, got, e.Kept.Width, e.Kept.Height, c.want, c.width, c.height)
		}
		if told := strings.Contains(c.name, "exif"); bytes.Contains(content, []byte("CANARI-48")) != told || bytes.Contains(left, []byte("CANARI-48")) || bytes.Contains(left, []byte("Exif")) {
			t.Errorf("%s: the copy says where it was taken, or the sample does not", c.name)
		}
	}
}

// The decoder would hand over stripes.
func TestAnHEICTooNarrowForItsDecoderIsRefused(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("testdata", "narrow.heic"))
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, modelstest.SQLite(t))
	var refusal *evidence.Refusal
	if _, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: "x.heic", Content: content}); !errors.As(err, &refusal) || refusal.Key != "evidence.error.narrow" {
		t.Errorf("got %v", err)
	}
	d.wantEmpty(t, "narrow")
}

func TestALargePictureIsScaledDown(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	for _, c := range []struct{ name, size string }{{"wide", "8000×3000"}, {"a long capture", "1080×20000"}, {"small", "400×300"}} {
		var w, h int
		for i, part := range strings.Split(c.size, "×") {
			n := 0
			for _, digit := range part {
				n = n*10 + int(digit-'0')
			}
			if i == 0 {
				w = n
			} else {
				h = n
			}
		}
		e := d.add(t, "x.jpg", evidencetest.MustJPEG(t, evidencetest.Canvas(w, h)))
		pixels := e.Kept.Width * e.Kept.Height
		if pixels > 16_000_000 || w*h <= 16_000_000 && e.Kept.Width != w {
			t.Errorf("%s: got %d×%d", c.name, e.Kept.Width, e.Kept.Height)
		}
		if was, is := float64(w)/float64(h), float64(e.Kept.Width)/float64(e.Kept.Height); is/was > 1.01 || is/was < 0.99 {
			t.Errorf("%s: the shape went from %.3f to %.3f", c.name, was, is)
		}
		if got := corners(t, read(t, d.Keeper.Copy, d, e.ID)); got != "red green blue" {
			t.Errorf("%s: got %s", c.name, got)
		}
	}
}

// What was transparent is white: on black a receipt could not be read.
func TestWhatIsTransparentBecomesWhite(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	p := image.NewNRGBA(image.Rect(0, 0, 20, 20))
	p.Set(0, 0, color.NRGBA{0xff, 0, 0, 1})
	e := d.add(t, "x.png", evidencetest.MustPNG(t, p))
	if got, want := corners(t, read(t, d.Keeper.Copy, d, e.ID)), "white white white"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A mask is burnt into the copy; the original is not touched, and taking the
// mask back brings everything back.
func TestAMaskIsBurntIn(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		d := newDesk(t, db)
		original := evidencetest.Photo(t, 64, 48, 1)
		e := d.add(t, "x.jpg", original)
		redo := func(masks []models.Mask, purpose string) models.Evidence {
			t.Helper()
			e, err := d.Keeper.Redo(ctx, d.Account, d.Case, e.ID, func(e *models.Evidence) error {
				e.Masks, e.Purpose = masks, purpose
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		first := e.Kept.Copy
		for _, c := range []struct {
			name  string
			masks []models.Mask
			want  string
		}{
			{"top left", []models.Mask{{X: 0, Y: 0, Width: 2000, Height: 2000}}, "black green blue"},
			{"two", []models.Mask{{X: 0, Y: 0, Width: 2000, Height: 2000}, {X: 8000, Y: 0, Width: 9000, Height: 1000}}, "black black blue"},
			{"taken back", nil, "red green blue"},
		} {
			e = redo(c.masks, "")
			if got := corners(t, read(t, d.Keeper.Copy, d, e.ID)); got != c.want {
				t.Errorf("%s: got %s, want %s", c.name, got, c.want)
			}
			if got := read(t, d.Keeper.Original, d, e.ID); !bytes.Equal(got, original) {
				t.Errorf("%s: the original changed", c.name)
			}
			if got := len(d.blobs(t)); got != 2 || e.Kept.Copy == first {
				t.Errorf("%s: %d files, want the original and one copy", c.name, got)
			}
		}
		plain := read(t, d.Keeper.Copy, d, e.ID)
		e = redo(nil, "Uniquement pour la plainte à la CNIL")
		if bytes.Equal(read(t, d.Keeper.Copy, d, e.ID), plain) {
			t.Error("the purpose does not show")
		}
		for name, purpose := range map[string]string{"nothing to draw": "\u200b \u202e"} {
			_, err := d.Keeper.Redo(ctx, d.Account, d.Case, e.ID, func(e *models.Evidence) error { e.Purpose = purpose; return nil })
			var refusal *evidence.Refusal
			if !errors.As(err, &refusal) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		text := d.add(t, "x.txt", []byte(evidencetest.Text))
		if _, err := d.Keeper.Redo(ctx, d.Account, d.Case, text.ID, func(*models.Evidence) error { return nil }); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a text: got %v", err)
		}
	})
}

// A file goes to the exhibit that told of it, with the masks that were told;
// another file does not pass for it.
func TestAFileGoesToTheExhibitThatToldOfIt(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		d := newDesk(t, db)
		content := evidencetest.MustPNG(t, evidencetest.Canvas(64, 48))
		mask := models.Mask{Width: 2000, Height: 2000}
		sum := sha256.Sum256(content)
		c, err := d.Store.ImportCase(ctx, d.Account, models.Case{Evidence: []models.Evidence{
			{ID: "p1", Kind: "reply", Caption: "La réponse", SHA256: hex.EncodeToString(sum[:]), Masks: []models.Mask{mask}, UploadedOn: law.MustDate("2026-05-02")},
			{ID: "p2", Kind: "other", Caption: "Sans hachage"},
			{ID: "p3", Kind: "other", Caption: "Une page ?", OriginalName: "page.html"},
		}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		d.Case = c.ID
		var refusal *evidence.Refusal
		if _, err := d.Keeper.Attach(ctx, d.Account, c.ID, "p1", "x.txt", []byte("autre")); !errors.As(err, &refusal) || refusal.Key != "evidence.error.other_file" {
			t.Errorf("another file: got %v", err)
		}
		e := d.add(t, "capture.png", content)
		if e.ID != "p1" || e.Caption != "La réponse" || e.Kept == nil || e.UploadedOn.String() != "2026-05-02" {
			t.Errorf("got %+v", e)
		}
		if got := corners(t, read(t, d.Keeper.Copy, d, "p1")); got != "black green blue" {
			t.Errorf("the mask that was told is not in the copy: %s", got)
		}
		e, err = d.Keeper.Attach(ctx, d.Account, c.ID, "p2", "x.txt", []byte(evidencetest.Text))
		if err != nil || e.SHA256 == "" || e.MediaType != evidence.Text || e.UploadedOn.String() != "2026-11-22" {
			t.Errorf("without a hash: got %+v, %v", e, err)
		}
		if _, err := d.Keeper.Attach(ctx, d.Account, c.ID, "p2", "x.txt", []byte(evidencetest.Text)); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("twice: got %v", err)
		}
		// The name that was told must not give back words as a page.
		e, err = d.Keeper.Attach(ctx, d.Account, c.ID, "p3", "x.txt", []byte(evidencetest.Text))
		if err != nil || e.OriginalName != "x.txt" {
			t.Errorf("a told name of another kind: got %q, %v", e.OriginalName, err)
		}
	})
}

// A stranger's files are like files that nobody has.
func TestAStrangersFilesAreNotFound(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		d := newDesk(t, db)
		e := d.add(t, "x.txt", []byte(evidencetest.Text))
		stranger, _, err := d.Store.OpenAccount(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for name, who := range map[string][3]string{
			"a stranger": {stranger.ID, d.Case, e.ID}, "an unknown case": {d.Account, models.NewID(), e.ID},
			"an unknown exhibit": {d.Account, d.Case, models.NewID()}, "nobody": {"", d.Case, e.ID},
		} {
			_, _, errOriginal := d.Keeper.Original(ctx, who[0], who[1], who[2])
			_, _, errCopy := d.Keeper.Copy(ctx, who[0], who[1], who[2])
			_, errRedo := d.Keeper.Redo(ctx, who[0], who[1], who[2], func(*models.Evidence) error { return nil })
			for _, err := range []error{errOriginal, errCopy, errRedo} {
				if err != models.ErrNotFound {
					t.Errorf("%s: got %v, want ErrNotFound itself", name, err)
				}
			}
			if who[2] != e.ID {
				continue
			}
			if _, err := d.Keeper.Add(ctx, who[0], who[1], evidence.Upload{Name: "x.txt", Content: []byte("y")}); err != models.ErrNotFound {
				t.Errorf("%s adds: got %v", name, err)
			}
		}
		if got := len(d.blobs(t)); got != 1 {
			t.Errorf("%d files, want 1", got)
		}
	})
}

func TestATouchedFileFailsClosed(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	one, other := d.add(t, "1.txt", bytes.Repeat([]byte("un\n"), 50_000)), d.add(t, "2.txt", bytes.Repeat([]byte("de\n"), 50_000))
	path := func(e models.Evidence) string { return filepath.Join(d.Dir, e.Kept.Original) }
	whole, err := os.ReadFile(path(one))
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.ReadFile(path(other))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	for name, damage := range map[string][]byte{"a flipped bit": flipped, "cut": whole[:len(whole)-70_000], "another's file": theirs, "empty": nil} {
		if err := os.WriteFile(path(one), damage, 0o600); err != nil {
			t.Fatal(err)
		}
		_, file, err := d.Keeper.Original(ctx, d.Account, d.Case, one.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(file); !errors.Is(err, vault.ErrTampered) {
			t.Errorf("%s: got %v, want vault.ErrTampered", name, err)
		}
		file.Close()
	}
}

// Erasing a case takes its files; deleting an exhibit takes its own.
func TestErasureTakesTheFiles(t *testing.T) {
	modelstest.Engines(t, func(t *testing.T, db *modelstest.Database) {
		d := newDesk(t, db)
		e := d.add(t, "x.jpg", evidencetest.Photo(t, 60, 40, 1))
		d.add(t, "x.txt", []byte(evidencetest.Text))
		if got := len(d.blobs(t)); got != 3 {
			t.Fatalf("%d files, want 3", got)
		}
		d.delete(t, e.ID)
		if got := len(d.blobs(t)); got != 1 {
			t.Errorf("after one was deleted: %d files, want 1", got)
		}
		if err := d.Store.EraseCase(ctx, d.Account, d.Case); err != nil {
			t.Fatal(err)
		}
		if got := d.blobs(t); len(got) != 0 {
			t.Errorf("after the case was erased: %v", got)
		}
	})
}

// failing is a store of blobs that breaks at its n-th Put, or never.
type failing struct {
	evidence.Blobs
	mu    sync.Mutex
	after int
}

var errDisk = errors.New("the disk is full")

func (f *failing) Put(ctx context.Context, id string, size int64, r io.Reader) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.after--; f.after < 0 {
		return errDisk
	}
	return f.Blobs.Put(ctx, id, size, r)
}

// When one file of an exhibit cannot be put away, nothing of it stays.
func TestABrokenDiskLeavesNothingHalf(t *testing.T) {
	db := modelstest.SQLite(t)
	dir := filepath.Join(db.Dir, "evidence")
	folder, err := evidence.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	blobs := &failing{Blobs: folder}
	d := deskOn(t, db, blobs, dir)
	for puts := range 2 {
		blobs.after = puts
		if _, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: "x.jpg", Content: evidencetest.Photo(t, 60, 40, 1)}); !errors.Is(err, errDisk) {
			t.Errorf("after %d files: got %v", puts, err)
		}
		d.wantEmpty(t, strconv.Itoa(puts))
	}
	gone, leave := context.WithCancel(ctx)
	leave()
	blobs.after = 100
	if _, err := d.Keeper.Add(gone, d.Account, d.Case, evidence.Upload{Name: "x.jpg", Content: evidencetest.Photo(t, 60, 40, 1)}); !errors.Is(err, context.Canceled) {
		t.Errorf("gone: got %v", err)
	}
	d.wantEmpty(t, "gone")
}

func TestLeftoversAreFoundAndSwept(t *testing.T) {
	d := newDesk(t, modelstest.SQLite(t))
	kept := d.add(t, "x.jpg", evidencetest.Photo(t, 60, 40, 1))
	lost := d.add(t, "x.txt", []byte(evidencetest.Text))
	if err := os.Remove(filepath.Join(d.Dir, lost.Kept.Original)); err != nil {
		t.Fatal(err)
	}
	old, young := vault.NewID(), vault.NewID()
	for _, name := range []string{old, young, vault.NewID() + ".part", "not-ours.txt"} {
		if err := os.WriteFile(filepath.Join(d.Dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now().Add(3 * time.Hour)
	if err := os.Chtimes(filepath.Join(d.Dir, young), now, now); err != nil {
		t.Fatal(err)
	}
	report, err := d.Keeper.Check(ctx, now)
	if err != nil || len(report.Leftover) != 2 || len(report.Missing) != 1 || report.Missing[0] != lost.Kept.Original {
		t.Errorf("got %+v, %v", report, err)
	}
	if n, err := d.Keeper.Sweep(ctx, now); n != 2 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	left, err := os.ReadDir(d.Dir)
	if err != nil || len(left) != 4 { // two of the photo, the young one, the stranger's
		t.Errorf("got %v, %v", left, err)
	}
	read(t, d.Keeper.Original, d, kept.ID)
}
