package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"runtime"
	"testing"
)

// flated packs n zeros.
func flated(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	packer, err := zlib.NewWriterLevel(&b, zlib.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for ; n > 0; n -= len(zeros) {
		packer.Write(zeros[:min(n, len(zeros))])
	}
	packer.Close()
	return b.Bytes()
}

// streamOf is an object with a stream.
func streamOf(about string, content []byte) string {
	return fmt.Sprintf("1 0 obj<<%s/Length %d>>stream\n%s\nendstream endobj\n", about, len(content), content)
}

func TestWhatUnpacksToTooMuchIsABomb(t *testing.T) {
	large, small := flated(t, maxUnpacked+1), flated(t, 1<<20)
	half := flated(t, maxUnpacked)
	var many string
	for range maxUnpackedAll/maxUnpacked + 1 {
		many += streamOf("/Filter/FlateDecode", half)
	}
	for _, test := range []struct {
		name, content string
		want          bool
	}{
		{"no stream", "%PDF-1.4", false},
		{"words of a page", streamOf("/Filter/FlateDecode", small), false},
		{"words without packing", streamOf("", []byte("BT (stream) ET")), false},
		{"a large scan", streamOf("/Subtype/Image/Width 5000/Height 5000/Filter/FlateDecode", large), false},
		{"a page of 32 MB", streamOf("/Filter/FlateDecode", large), true},
		{"a table of objects", streamOf("/Type/XRef/W[1 2 2]/Filter/FlateDecode", large), true},
		{"a table that says it is a picture", streamOf("/Subtype/Image/Type/XRef/W[1 2 2]/Filter/FlateDecode", large), true},
		{"a table whose keys are spelt with numbers", streamOf("/Subtype/Image/Type/XRef/#57[1 2 2]/Filter/FlateDecode", large), true},
		{"a table packed twice", streamOf("/Type/XRef/W[1 2 2]/Filter[/FlateDecode/FlateDecode]", small), true},
		{"a table packed another way", streamOf("/Type/XRef/W[1 2 2]/Filter/LZWDecode", small), true},
		{"a description", streamOf("/Type/Metadata/Filter/FlateDecode", large), true},
		{"many that are large enough", many, true},
	} {
		if got := isBomb([]byte(test.content)); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// P6: half a megabyte that would become half a gigabyte is refused before it
// costs anything.
func TestATableOfObjectsThatUnpacksToHalfAGigabyte(t *testing.T) {
	file := "%PDF-1.5\n" + streamOf("/Type/XRef/Size 20000000/W[1 2 2]/Root 2 0 R/Filter/FlateDecode", flated(t, 500<<20)) + "startxref\n9\n%%EOF"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Inspect([]byte(file))
	runtime.ReadMemStats(&after)
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
	if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 64 {
		t.Errorf("it took %d MB", took)
	}
}
