// Package vault keeps secrets: master keys, the data keys they wrap, sealing
// with associated data, keyed hashes for look-up, recovery codes and random
// ids. It is the only door to the ciphers.
//
// A master key lives outside the database and only ever wraps other keys; all
// wrapping goes through Vault.Wrap and Vault.Unwrap, so that another way of
// holding the master key is one change here. A data key (one per account, one
// per case) seals what people typed: destroy it, and what it sealed is gone.
package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"
)

var (
	// ErrNoKey is returned where a master key should be and none is.
	ErrNoKey = errors.New("vault: no master key")
	// ErrBadKey is returned for a master key that cannot be read.
	ErrBadKey = errors.New("vault: the master key is not readable")
	// ErrWrongKey is returned for a value sealed under a key that is not at
	// hand.
	ErrWrongKey = errors.New("vault: sealed under another key")
	// ErrTampered is returned for a value that was changed, or that was moved
	// from the place it was sealed for.
	ErrTampered = errors.New("vault: sealed value was changed or moved")
)

const (
	format  = 1 // the first byte of each sealed value
	keySize = 32
	idSize  = 8
	header  = 1 + idSize
)

// Place is where a sealed value lives. It is bound to the value as associated
// data: the same bytes in another row, column or owner do not open.
type Place struct {
	Owner  string // the account
	Table  string
	Column string
	Row    []string // the primary key, column by column
}

// bytes writes each part with its length, so that no two places are alike.
func (p Place) bytes() []byte {
	var b []byte
	for _, part := range append([]string{p.Owner, p.Table, p.Column}, p.Row...) {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	return b
}

// Key seals and opens values with AES-256-GCM. It is safe for use by several
// goroutines at once.
type Key struct {
	id     [idSize]byte
	secret []byte
	aead   cipher.AEAD
}

// NewKey returns a random key.
func NewKey() *Key {
	secret := make([]byte, keySize)
	rand.Read(secret) // never fails, see crypto/rand
	return keyOf(secret)
}

// KeyFrom derives a key from a secret of at least 128 random bits, for what
// only the holder of that secret may open.
func KeyFrom(secret, purpose string) *Key {
	return keyOf(derive([]byte(secret), "key for "+purpose, keySize))
}

func keyOf(secret []byte) *Key {
	block, err := aes.NewCipher(derive(secret, "seal", keySize))
	if err != nil {
		panic(err) // the length is ours
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	k := &Key{secret: secret, aead: aead}
	copy(k.id[:], derive(secret, "id", idSize))
	return k
}

func derive(secret []byte, info string, size int) []byte {
	out, err := hkdf.Key(sha256.New, secret, nil, "contre-offre "+info, size)
	if err != nil {
		panic(err) // only for sizes far above ours
	}
	return out
}

// Seal encrypts plain for its place. The result opens with the id of the key.
func (k *Key) Seal(plain []byte, at Place) []byte {
	out := make([]byte, 0, header+k.aead.NonceSize()+len(plain)+k.aead.Overhead())
	out = append(append(out, format), k.id[:]...)
	nonce := out[header : header+k.aead.NonceSize()]
	rand.Read(nonce)
	return k.aead.Seal(out[:header+len(nonce)], nonce, plain, at.bytes())
}

// Open decrypts what Seal returned for the same place. It returns ErrWrongKey
// when another key sealed it, ErrTampered when it was changed or moved.
func (k *Key) Open(sealed []byte, at Place) ([]byte, error) {
	if len(sealed) < header+k.aead.NonceSize() || sealed[0] != format {
		return nil, ErrTampered
	}
	if idOf(sealed) != k.id {
		return nil, ErrWrongKey
	}
	nonce, body := sealed[header:header+k.aead.NonceSize()], sealed[header+k.aead.NonceSize():]
	plain, err := k.aead.Open(nil, nonce, body, at.bytes())
	if err != nil {
		return nil, ErrTampered
	}
	return plain, nil
}

func idOf(sealed []byte) (id [idSize]byte) {
	copy(id[:], sealed[1:header])
	return id
}

// NewID returns a random id of at least 128 bits, in lower-case letters and
// digits.
func NewID() string { return strings.ToLower(rand.Text()) }
