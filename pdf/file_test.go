package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"contreoffre/law"
	"contreoffre/letters"

	"github.com/jung-kurt/gofpdf"
)

func TestTheSameLetterGivesTheSameBytes(t *testing.T) {
	letter, twin := mustDraw(t, everywhere("Łukasz ☐ Γιώργος")), mustDrawTwin(t, sampleTwin())
	for range 10 {
		if !bytes.Equal(mustDraw(t, everywhere("Łukasz ☐ Γιώργος")), letter) {
			t.Fatal("the letter changed")
		}
		if !bytes.Equal(mustDrawTwin(t, sampleTwin()), twin) {
			t.Fatal("the twin changed")
		}
	}
}

// A copy of somebody's PDF is an exhibit of a bundle, whose manifest has its
// hash.
func TestTheSameExhibitGivesTheSameCopy(t *testing.T) {
	original := mustDrawTwin(t, sampleTwin())
	first, err := Inspect(original)
	if err != nil || first.Plain == nil {
		t.Fatal(err)
	}
	for range 10 {
		if again, err := Inspect(original); err != nil || !bytes.Equal(again.Plain, first.Plain) {
			t.Fatalf("the copy changed: %v", err)
		}
	}
	if told := mustRun(t, first.Plain, "pdfinfo", "FILE"); strings.Contains(told, "Date") || strings.Contains(told, "pdfcpu") {
		t.Errorf("the copy tells when or by what it was made:\n%s", told)
	}
	mustRun(t, first.Plain, "qpdf", "--check", "FILE")
}

// Run with -race: gofpdf writes into the fonts it is given.
func TestEightLettersAtOnce(t *testing.T) {
	texts := []string{"Ordinaire", "Łukasz", "Nguyễn Thị Hồng Ánh", "☐ Γιώργος"}
	want := make([][]byte, len(texts))
	for i, text := range texts {
		want[i] = mustDraw(t, everywhere(text))
	}
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			for i := range 8 {
				k := (n + i) % len(texts)
				var b bytes.Buffer
				if err := Write(&b, everywhere(texts[k])); err != nil || !bytes.Equal(b.Bytes(), want[k]) {
					t.Errorf("%q drawn beside others: other bytes, error %v", texts[k], err)
				}
			}
		})
	}
	group.Wait()
}

// The file is handed to the company: it must not tell who drew it, at what
// hour, on which machine, with which software.
func TestTheFileTellsNothingButItsTitleAndDay(t *testing.T) {
	d := sampleLetter()
	d.Title = "Demande d’accès\n😀"
	got := mustRun(t, mustDraw(t, d), "pdfinfo", "-isodates", "FILE")
	for _, want := range []string{"Title:           Demande d’accès □\n", "CreationDate:    2026-11-01", "ModDate:         2026-11-01", "A4"} {
		if !strings.Contains(got, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, got)
		}
	}
	for _, unwanted := range []string{"Producer", "Creator", "Author", "Subject", "Keywords"} {
		if strings.Contains(got, unwanted) {
			t.Errorf("pdfinfo says %s:\n%s", unwanted, got)
		}
	}
}

func TestNothingIsWrittenWithoutADay(t *testing.T) {
	for _, day := range []law.Date{{}, law.On(2026, 2, 30)} {
		d := sampleLetter()
		d.On = day
		var b bytes.Buffer
		if err := Write(&b, d); !errors.Is(err, ErrNoDay) || b.Len() != 0 {
			t.Errorf("%v: got %d bytes and error %v, want none and %v", day, b.Len(), err, ErrNoDay)
		}
		if err := WriteTwin(&b, letters.Twin{French: d, English: d}); !errors.Is(err, ErrNoDay) || b.Len() != 0 {
			t.Errorf("twin, %v: got %d bytes and error %v, want none and %v", day, b.Len(), err, ErrNoDay)
		}
	}
}

func TestAFailingWriterIsReported(t *testing.T) {
	err := Write(brokenWriter{}, sampleLetter())
	if !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("got error %v, want %v", err, iotest.ErrTimeout)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, iotest.ErrTimeout }

func TestAPanicWhileDrawingIsAnError(t *testing.T) {
	var b bytes.Buffer
	lay := func() layout {
		return layout{pages: []page{{runs: []run{{style: letterLook.text, text: "😀"}}}}}
	}
	if err := write(&b, law.MustDate("2026-11-01"), lay); err == nil || b.Len() != 0 {
		t.Errorf("got %d bytes and error %v, want none and an error", b.Len(), err)
	}
}

// A font file cut short makes gofpdf write a file without letters and without
// error.
func TestTheFontsAreTheOnesWeKnow(t *testing.T) {
	want := [faceCount]string{
		regular: "a82e5f4350d6b66d44d1c77f718d7c658a23ae6097c115748f5ab58c0723af59",
		bold:    "1226cecb60336d5ab5401c8ecb608cd93fe2576df85ec1f2410eac524878323c",
		symbol:  "7da195a74c55bef988d0d48f9508bd5d849425c1770dba5d7bfc6ce9ed848954",
	}
	for f := range faceCount {
		sum := sha256.Sum256(sources[f])
		if got := hex.EncodeToString(sum[:]); got != want[f] {
			t.Errorf("font %d: got sha256 %s, want %s", f, got, want[f])
		}
	}
}

func TestOurWidthsAreThoseOfTheFile(t *testing.T) {
	doc := gofpdf.New("P", "pt", "A4", "")
	for f := range faceCount {
		register(doc, f)
		doc.SetFont(families[f].name, families[f].style, 1000)
		for _, text := range []string{"Où est l’Œuvre ?", "Łukasz Wiśniewski", "1\u202f250,50\u00a0€", "Щербакова", "Γιώργος"} {
			width, ok := serifWidth(text, f)
			if got, want := float64(width), doc.GetStringWidth(text); !ok || got != want {
				t.Errorf("font %d, %q: got %.0f, want %.0f", f, text, got, want)
			}
		}
	}
}

// G5: the size of a letter, which people send by mail.
func TestALetterIsSmall(t *testing.T) {
	if got := len(mustDraw(t, sampleLetter())); got > 42_000 {
		t.Errorf("got %d bytes, want 42000 at most", got)
	}
}
