package vault

import (
	"bufio"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
)

// A sealed stream is a header (the format, the id of the key, a random salt),
// then chunks. Each stream has a key of its own, derived from the salt, so a
// chunk's number can be its nonce; the last chunk is marked in its nonce. So a
// stream that was cut, lengthened, put in another order or moved to another
// place does not open.
const (
	streamFormat = 2
	saltSize     = 32
	streamHeader = header + saltSize
	chunkSize    = 64 << 10
	tagSize      = 16
	nonceSize    = 12
)

// SealedSize is the length of the stream that n bytes are sealed to. It is not
// padded: who sees the sealed stream knows the length of what is in it.
func SealedSize(n int64) int64 {
	chunks := max(1, (n+chunkSize-1)/chunkSize)
	return streamHeader + n + chunks*tagSize
}

// SealStream returns what r holds, sealed for its place. It keeps one chunk in
// memory, whatever the length.
func (k *Key) SealStream(r io.Reader, at Place) io.Reader {
	head := make([]byte, streamHeader)
	head[0] = streamFormat
	copy(head[1:], k.id[:])
	salt := head[header:]
	rand.Read(salt)
	s := k.stream(salt, at)
	return &chunked{out: head, next: sealing{s, bufio.NewReaderSize(r, chunkSize+1)}.chunk}
}

// OpenStream returns what SealStream sealed for the same place. A read returns
// ErrWrongKey when another key sealed it and ErrTampered when it was changed,
// cut or moved; what was read before that error may be wrong only in being
// incomplete.
func (k *Key) OpenStream(r io.Reader, at Place) io.Reader {
	in := bufio.NewReaderSize(r, chunkSize+tagSize+1)
	open := &opening{key: k, at: at, in: in}
	return &chunked{next: open.chunk}
}

// stream is the state of one sealed stream: its own cipher, and the number of
// the next chunk.
type stream struct {
	aead   cipher.AEAD
	place  []byte
	number uint64
}

func (k *Key) stream(salt []byte, at Place) *stream {
	own := keyOf(derive(k.secret, "stream "+string(salt), keySize))
	return &stream{aead: own.aead, place: at.bytes()}
}

// nonce numbers a chunk. No two chunks of a stream have the same, and no two
// streams have the same key.
func (s *stream) nonce(last bool) []byte {
	nonce := make([]byte, nonceSize)
	binary.BigEndian.PutUint64(nonce[:8], s.number)
	if last {
		nonce[nonceSize-1] = 1
	}
	s.number++
	return nonce
}

// chunked hands out chunks as a stream of bytes.
type chunked struct {
	out  []byte
	next func() ([]byte, error) // io.EOF after the last chunk
	err  error
}

func (c *chunked) Read(p []byte) (int, error) {
	for len(c.out) == 0 {
		if c.err != nil {
			return 0, c.err
		}
		c.out, c.err = c.next()
	}
	n := copy(p, c.out)
	c.out = c.out[n:]
	return n, nil
}

// take reads up to size bytes and tells whether they are the last.
func take(in *bufio.Reader, size int) (bytes []byte, last bool, err error) {
	bytes = make([]byte, size)
	n, err := io.ReadFull(in, bytes)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return bytes[:n], true, nil
	}
	if err != nil {
		return nil, false, err
	}
	if _, err = in.Peek(1); errors.Is(err, io.EOF) {
		return bytes, true, nil
	}
	return bytes, false, err
}

// end is the error beside a chunk: io.EOF beside the last.
func end(last bool) error {
	if last {
		return io.EOF
	}
	return nil
}

type sealing struct {
	*stream
	in *bufio.Reader
}

func (s sealing) chunk() ([]byte, error) {
	plain, last, err := take(s.in, chunkSize)
	if err != nil {
		return nil, err
	}
	return s.aead.Seal(nil, s.nonce(last), plain, s.place), end(last)
}

type opening struct {
	*stream // nil until the header was read
	key     *Key
	at      Place
	in      *bufio.Reader
}

func (o *opening) chunk() ([]byte, error) {
	if o.stream == nil {
		if err := o.begin(); err != nil {
			return nil, err
		}
	}
	sealed, last, err := take(o.in, chunkSize+tagSize)
	if err != nil {
		return nil, err
	}
	// Only an empty stream has an empty chunk.
	if len(sealed) == tagSize && o.number > 0 {
		return nil, ErrTampered
	}
	plain, err := o.aead.Open(sealed[:0], o.nonce(last), sealed, o.place)
	if err != nil {
		return nil, ErrTampered
	}
	return plain, end(last)
}

func (o *opening) begin() error {
	head := make([]byte, streamHeader)
	if _, err := io.ReadFull(o.in, head); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrTampered
	} else if err != nil {
		return err
	}
	if head[0] != streamFormat {
		return ErrTampered
	}
	if idOf(head) != o.key.id {
		return ErrWrongKey
	}
	o.stream = o.key.stream(head[header:], o.at)
	return nil
}
