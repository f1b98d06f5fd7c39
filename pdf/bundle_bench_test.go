package pdf

import (
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"contreoffre/evidence"
	"contreoffre/letters"
	"contreoffre/models"

	"github.com/jung-kurt/gofpdf"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// The goal that these benchmarks show: a bundle takes less than 300 MiB of
// memory whatever the number of its exhibits, and two at once stay bounded. Its
// time stands beside that of merging the same files as they are, which is what
// re-making ten photos costs.

// mostMemory is that goal, in MiB.
const mostMemory = 300

// snapshots are a photo of 12 megapixels with its place in it, and a scanned
// letter of three pages, as files.
type snapshots struct{ photo, scan string }

const photoName, scanName = "photo.jpg", "scan.pdf"

func newSnapshots(tb testing.TB) snapshots {
	tb.Helper()
	dir := tb.TempDir()
	taken := withPlace(grainy(tb, 4000, 3000))
	scanned := newCanvas(sampleLetter().On).doc
	page := grainy(tb, 1240, 1754)
	scanned.RegisterImageOptionsReader("page", gofpdf.ImageOptions{ImageType: "jpg"}, bytes.NewReader(page))
	for range 3 {
		scanned.AddPage()
		scanned.ImageOptions("page", 0, 0, pageWidth, pageHeight, false, gofpdf.ImageOptions{}, 0, "")
	}
	var letter bytes.Buffer
	if err := scanned.Output(&letter); err != nil {
		tb.Fatal(err)
	}
	for name, content := range map[string][]byte{photoName: taken, scanName: letter.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return snapshotsIn(dir)
}

func snapshotsIn(dir string) snapshots {
	return snapshots{filepath.Join(dir, photoName), filepath.Join(dir, scanName)}
}

// grainy is a photo with the grain of a real one, so that it weighs as much.
func grainy(tb testing.TB, width, height int) []byte {
	tb.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	img := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = uint8(100 + i%width*60/width + int(random.Uint32()%24))
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = 120, 140
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 92}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// bundleOf is a bundle of so many exhibits, half of them photos that are
// re-made when they are opened, as on the command line.
func (s snapshots) bundleOf(exhibits int) Bundle {
	b := Bundle{Complaint: sampleComplaint(), Smaller: evidence.Smaller}
	for i := range exhibits {
		path := s.scan
		if i%2 == 0 {
			path = s.photo
		}
		b.Pieces = append(b.Pieces, Piece{
			Exhibit: letters.Exhibit{Number: i + 1, Title: "Pièce", On: sampleLetter().On},
			SHA256:  strings.Repeat("a1b2", 16),
			Open: func() (File, error) {
				content, err := os.ReadFile(path)
				if err != nil {
					return File{}, err
				}
				media, left, err := evidence.Leaving(evidence.Tools{}, models.Evidence{}, filepath.Base(path), content)
				return File{media, left}, err
			},
		})
	}
	return b
}

// keptOf is bundleOf with its photos re-made before, as on the site, which does
// it when they are uploaded.
func (s snapshots) keptOf(tb testing.TB, exhibits int) Bundle {
	tb.Helper()
	b := s.bundleOf(exhibits)
	var copies [2]File
	for i := range copies {
		var err error
		if copies[i], err = b.Pieces[i].Open(); err != nil {
			tb.Fatal(err)
		}
	}
	for i := range b.Pieces {
		b.Pieces[i].Open = func() (File, error) { return copies[i%2], nil }
	}
	return b
}

// mergeRaw is the floor: the same files, as they are, one after another.
func (s snapshots) mergeRaw(tb testing.TB, exhibits int, w io.Writer) {
	tb.Helper()
	var all []io.ReadSeeker
	for i := range exhibits {
		path := s.scan
		if i%2 == 0 {
			path = s.photo
		}
		content, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		if i%2 == 0 {
			var page bytes.Buffer
			c := newCanvas(sampleLetter().On).doc
			c.RegisterImageOptionsReader("photo", gofpdf.ImageOptions{ImageType: "jpg"}, bytes.NewReader(content))
			c.AddPage()
			c.ImageOptions("photo", 0, 0, pageWidth, 0, false, gofpdf.ImageOptions{}, 0, "")
			if err := c.Output(&page); err != nil {
				tb.Fatal(err)
			}
			content = page.Bytes()
		}
		all = append(all, bytes.NewReader(content))
	}
	conf := pdfcpuConfig(model.MERGECREATE)
	conf.Limits = model.DefaultResourceLimits()
	if err := api.MergeRaw(all, w, false, conf); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkBundle20 makes a bundle of 20 exhibits and merges the same files raw
// in turn.
func BenchmarkBundle20(b *testing.B) {
	s := newSnapshots(b)
	s.beside(b, s.bundleOf(20))
}

// BenchmarkBundle20Kept is the same where the photos were re-made before.
func BenchmarkBundle20Kept(b *testing.B) {
	s := newSnapshots(b)
	s.beside(b, s.keptOf(b, 20))
}

// beside writes a bundle of 20 exhibits and merges their files raw in turn.
func (s snapshots) beside(b *testing.B, bundle Bundle) {
	var rounds []round
	for b.Loop() {
		start := time.Now()
		if _, err := bundle.Write(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
		made := time.Now()
		s.mergeRaw(b, 20, io.Discard)
		rounds = append(rounds, round{project: made.Sub(start).Seconds(), floor: time.Since(made).Seconds()})
	}
	b.ReportMetric(median(rounds, func(r round) float64 { return r.project }), "s-bundle")
	b.ReportMetric(median(rounds, func(r round) float64 { return r.floor }), "s-floor")
	b.ReportMetric(median(rounds, func(r round) float64 { return r.project / r.floor }), "x-floor")
}

// bundleVariable tells a child of BenchmarkBundleMemory what to make, and of
// which folder.
const bundleVariable = "CONTREOFFRE_MAKE_BUNDLE"

var bundleMakers = map[string]func(t *testing.T, s snapshots){
	"20":    func(t *testing.T, s snapshots) { writeBundles(t, s, 1, 20) },
	"60":    func(t *testing.T, s snapshots) { writeBundles(t, s, 1, 60) },
	"two":   func(t *testing.T, s snapshots) { writeBundles(t, s, 2, 6) },
	"floor": func(t *testing.T, s snapshots) { s.mergeRaw(t, 20, io.Discard) },
}

func writeBundles(t *testing.T, s snapshots, atOnce, exhibits int) {
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			if _, err := s.bundleOf(exhibits).Write(t.Context(), io.Discard); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// TestMakeBundlesForTheBenchmark is no test: BenchmarkBundleMemory runs it in a
// process of its own. It does not skip, since a skipped test fails the run.
func TestMakeBundlesForTheBenchmark(t *testing.T) {
	what, dir, _ := strings.Cut(os.Getenv(bundleVariable), ":")
	if makeThem, ok := bundleMakers[what]; ok {
		makeThem(t, snapshotsIn(dir))
		tellPeak(t)
	}
}

func (s snapshots) peakOf(tb testing.TB, what string) float64 {
	return peakOf(tb, "TestMakeBundlesForTheBenchmark", bundleVariable+"="+what+":"+filepath.Dir(s.photo))
}

// BenchmarkBundleMemory reports the peak memory of a process that makes bundles
// of 20 and of 60 exhibits, two at once, and of one that merges 20 files raw.
func BenchmarkBundleMemory(b *testing.B) {
	s := newSnapshots(b)
	for b.Loop() {
		for what := range bundleMakers {
			b.ReportMetric(s.peakOf(b, what), what+"-MiB")
		}
	}
}
