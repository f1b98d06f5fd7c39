package pdf

import (
	"bytes"
	"io"
	"testing"
	"time"

	"contreoffre/letters"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// twenty are ten photos of twelve megapixels and ten letters.
func twenty(b *testing.B) []Piece {
	shot, letter := photo(b, 4000, 3000), mustDraw(b, sampleLetter())
	pieces := make([]Piece, 20)
	for i := range pieces {
		pieces[i] = Piece{Exhibit: letters.Exhibit{Number: i + 1, Title: "Photo"}, MediaType: "image/jpeg", Data: shot}
		if i%2 == 1 {
			pieces[i].MediaType, pieces[i].Data = "application/pdf", letter
		}
	}
	return pieces
}

const floorRounds = 3

// BenchmarkBundle makes a bundle of twenty exhibits, beside merging the same
// pages raw in the same run: "x floor" is how many times longer the bundle
// takes.
func BenchmarkBundle(b *testing.B) {
	pieces := twenty(b)
	k := &bundle{k: sampleComplaint(), copies: map[string][]byte{}}
	parts := k.readPieces(pieces)
	started := time.Now()
	for range floorRounds {
		var all []io.ReadSeeker
		for _, p := range parts {
			all = append(all, bytes.NewReader(p.pdf))
		}
		if err := api.MergeRaw(all, io.Discard, false, joining(model.MERGECREATE)); err != nil {
			b.Fatal(err)
		}
	}
	floor := time.Since(started) / floorRounds
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Assemble(sampleComplaint(), pieces); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(floor.Nanoseconds()), "x_floor")
}
