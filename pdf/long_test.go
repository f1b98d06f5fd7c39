package pdf

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"contreoffre/letters"
)

// ofLines is a letter whose body is so many lines of one character.
func ofLines(n int) letters.Document {
	d := sampleLetter()
	d.Body = d.Body[:1]
	d.Body[0].Text = strings.Repeat("x\n\n", n)
	return d
}

func TestALetterOfThousandsOfPagesIsRefused(t *testing.T) {
	for _, test := range []struct {
		name  string
		lines int
		want  error
	}{
		{"as long as ever needed", 5_000, nil},
		{"without end", 50_000, ErrTooLong},
	} {
		var b bytes.Buffer
		if got := Write(&b, ofLines(test.lines)); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
		if test.want != nil && b.Len() > 0 {
			t.Errorf("%s: %d bytes were written", test.name, b.Len())
		}
	}
	twin := letters.Twin{French: ofLines(50_000), English: ofLines(50_000)}
	if got := WriteTwin(io.Discard, twin); got != ErrTooLong {
		t.Errorf("a twin without end: got %v, want %v", got, ErrTooLong)
	}
}

// A document that fails frees its hand: with each of them held, the next would
// wait for ever.
func TestAFailedDrawingFreesItsHand(t *testing.T) {
	for range 2 * cap(hands) {
		if err := Write(io.Discard, ofLines(50_000)); err != ErrTooLong {
			t.Fatalf("got %v, want %v", err, ErrTooLong)
		}
	}
	if got := len(hands); got != 0 {
		t.Errorf("%d hands are held", got)
	}
}
