package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// Lookup makes keyed hashes, by which a secret or an address is found without
// being stored. Its keys are wrapped in the database, not derived from the
// master key: a hash cannot be made anew without the secret that it hides, so
// these keys must outlive a change of master key.
type Lookup struct {
	keys []*Key // the last one is current
}

// Add puts a key into use; the last one added makes the new hashes.
func (l *Lookup) Add(k *Key) { l.keys = append(l.keys, k) }

// Hash returns the hash of value under the current key, with the id of that
// key in front. The same value for another purpose has another hash. It
// panics when no key was added.
func (l *Lookup) Hash(purpose, value string) string {
	return l.keys[len(l.keys)-1].hash(purpose, value)
}

// Hashes returns the hash of value under every key, for a search among rows
// of all ages.
func (l *Lookup) Hashes(purpose, value string) []string {
	all := make([]string, len(l.keys))
	for i, k := range l.keys {
		all[i] = k.hash(purpose, value)
	}
	return all
}

func (k *Key) hash(purpose, value string) string {
	mac := hmac.New(sha256.New, derive(k.secret, "hash for "+purpose, sha256.Size))
	mac.Write([]byte(value))
	return hex.EncodeToString(k.id[:]) + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Matches reports whether hash is the hash of value under any key, in the same
// time however much of it is right.
func (l *Lookup) Matches(purpose, value, hash string) bool {
	found := false
	for _, h := range l.Hashes(purpose, value) {
		found = hmac.Equal([]byte(h), []byte(hash)) || found
	}
	return found
}
