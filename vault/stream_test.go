package vault_test

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"testing"

	"contreoffre/vault"
)

var shelf = vault.Place{Owner: "anna", Table: "blobs", Column: "content", Row: []string{"b1"}}

func sealAll(t *testing.T, k *vault.Key, plain []byte, at vault.Place) []byte {
	t.Helper()
	sealed, err := io.ReadAll(k.SealStream(bytes.NewReader(plain), at))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestAStreamOpensAsItWasSealed(t *testing.T) {
	const chunk = 64 << 10
	k := vault.NewKey()
	for _, n := range []int{0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 2*chunk + 1, 5*chunk + 7} {
		plain := bytes.Repeat([]byte("Zéphyrine "), n/11+1)[:n]
		sealed := sealAll(t, k, plain, shelf)
		if got, want := int64(len(sealed)), vault.SealedSize(int64(n)); got != want {
			t.Errorf("%d bytes: sealed to %d, want %d", n, got, want)
		}
		if n > 20 && bytes.Contains(sealed, plain[:20]) {
			t.Errorf("%d bytes: readable", n)
		}
		got, err := io.ReadAll(k.OpenStream(bytes.NewReader(sealed), shelf))
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: got %d, %v", n, len(got), err)
		}
	}
}

func TestTheSameBytesAreNeverSealedAlike(t *testing.T) {
	k := vault.NewKey()
	plain := bytes.Repeat([]byte("a"), 200<<10)
	one, other := sealAll(t, k, plain, shelf), sealAll(t, k, plain, shelf)
	for at := 100; at+32 < len(one); at += 4096 {
		if bytes.Equal(one[at:at+32], other[at:at+32]) {
			t.Fatalf("the streams agree at %d", at)
		}
	}
}

func TestAStreamThatWasTouchedDoesNotOpen(t *testing.T) {
	const head, sealedChunk = 1 + 8 + 32, 64<<10 + 16
	k := vault.NewKey()
	whole := sealAll(t, k, bytes.Repeat([]byte("a"), 3*(64<<10)), shelf)
	joined := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	first, second, third := whole[head:head+sealedChunk], whole[head+sealedChunk:head+2*sealedChunk], whole[head+2*sealedChunk:]
	another := sealAll(t, k, bytes.Repeat([]byte("b"), 3*(64<<10)), shelf)
	elsewhere := shelf
	elsewhere.Row = []string{"b2"}
	for _, c := range []struct {
		name   string
		sealed []byte
		key    *vault.Key
		at     vault.Place
		want   error
	}{
		{"empty", nil, k, shelf, vault.ErrTampered},
		{"half a header", whole[:20], k, shelf, vault.ErrTampered},
		{"no chunk", whole[:head], k, shelf, vault.ErrTampered},
		{"the last chunk cut off", whole[:head+2*sealedChunk], k, shelf, vault.ErrTampered},
		{"half a chunk", whole[:len(whole)-100], k, shelf, vault.ErrTampered},
		{"a byte more", joined(whole, []byte{0}), k, shelf, vault.ErrTampered},
		{"a chunk more", joined(whole, third), k, shelf, vault.ErrTampered},
		{"chunks in another order", joined(whole[:head], second, first, third), k, shelf, vault.ErrTampered},
		{"a chunk of another stream", joined(whole[:head], another[head:head+sealedChunk], second, third), k, shelf, vault.ErrTampered},
		{"a header of another stream", joined(another[:head], first, second, third), k, shelf, vault.ErrTampered},
		{"another format", joined([]byte{1}, whole[1:]), k, shelf, vault.ErrTampered},
		{"another place", whole, k, elsewhere, vault.ErrTampered},
		{"another key", whole, vault.NewKey(), shelf, vault.ErrWrongKey},
	} {
		got, err := io.ReadAll(c.key.OpenStream(bytes.NewReader(c.sealed), c.at))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		if len(got) >= 3*(64<<10) {
			t.Errorf("%s: all of it came out", c.name)
		}
	}
	for at := 0; at < len(whole); at += 997 {
		whole[at] ^= 1
		if _, err := io.ReadAll(k.OpenStream(bytes.NewReader(whole), shelf)); err == nil {
			t.Errorf("a flipped bit at %d was not noticed", at)
		}
		whole[at] ^= 1
	}
}

// zeros is endless.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestAStreamNeedsNoMoreMemoryThanAChunk(t *testing.T) {
	const size = 256 << 20
	k := vault.NewKey()
	sealed := k.SealStream(io.LimitReader(zeros{}, size), shelf)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := io.Copy(io.Discard, k.OpenStream(sealed, shelf))
	runtime.ReadMemStats(&after)
	if n != size || err != nil {
		t.Fatalf("got %d bytes, %v", n, err)
	}
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 64<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

func TestAnErrorOfTheSourceIsTold(t *testing.T) {
	broken := errors.New("unplugged")
	half := io.MultiReader(bytes.NewReader(make([]byte, 100<<10)), failing{broken})
	if _, err := io.ReadAll(vault.NewKey().SealStream(half, shelf)); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
