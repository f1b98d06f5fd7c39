package vault_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"contreoffre/vault"
)

var place = vault.Place{Owner: "a1", Table: "cases", Column: "facts", Row: []string{"c1"}}

func TestASealedValueOpensInItsPlaceOnly(t *testing.T) {
	key := vault.NewKey()
	sealed := key.Seal([]byte("secret"), place)
	moved := func(change func(*vault.Place)) vault.Place {
		p := place
		change(&p)
		return p
	}
	for trap, test := range map[string]struct {
		key  *vault.Key
		at   vault.Place
		want error
	}{
		"its place":         {key, place, nil},
		"another key":       {vault.NewKey(), place, vault.ErrWrongKey},
		"another owner":     {key, moved(func(p *vault.Place) { p.Owner = "a2" }), vault.ErrTampered},
		"another table":     {key, moved(func(p *vault.Place) { p.Table = "events" }), vault.ErrTampered},
		"another column":    {key, moved(func(p *vault.Place) { p.Column = "doc" }), vault.ErrTampered},
		"another row":       {key, moved(func(p *vault.Place) { p.Row = []string{"c2"} }), vault.ErrTampered},
		"a longer row":      {key, moved(func(p *vault.Place) { p.Row = []string{"c1", ""} }), vault.ErrTampered},
		"a split elsewhere": {key, moved(func(p *vault.Place) { p.Owner, p.Table = "a1c", "ases" }), vault.ErrTampered},
	} {
		got, err := test.key.Open(sealed, test.at)
		if !errors.Is(err, test.want) || err == nil && string(got) != "secret" || err != nil && got != nil {
			t.Errorf("%s: got %q, %v, want %v", trap, got, err, test.want)
		}
	}
}

func TestAChangedOrCutValueDoesNotOpen(t *testing.T) {
	key := vault.NewKey()
	sealed := key.Seal([]byte("secret"), place)
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 0x80
		if _, err := key.Open(changed, place); err == nil {
			t.Errorf("byte %d changed: it opened", i)
		}
		if _, err := key.Open(sealed[:i], place); !errors.Is(err, vault.ErrTampered) {
			t.Errorf("cut to %d: got %v, want ErrTampered", i, err)
		}
	}
}

func TestEqualValuesSealDifferently(t *testing.T) {
	key := vault.NewKey()
	if bytes.Equal(key.Seal(nil, place), key.Seal(nil, place)) {
		t.Error("the same bytes twice: the nonce repeats")
	}
}

func TestAWrappedKeyOpensWhatItSealed(t *testing.T) {
	old, renewed := vault.NewMaster(), vault.NewMaster()
	before, both, after := mustRead(t, old), mustRead(t, "# two\n"+old+"\n\n "+renewed+" \n"), mustRead(t, renewed)
	key := vault.NewKey()
	sealed, wrapped := key.Seal([]byte("secret"), place), before.Wrap(key, place)
	if !before.Current(wrapped) || both.Current(wrapped) {
		t.Error("the last key of the list must be the current one")
	}
	unwrapped, err := both.Unwrap(wrapped, place)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := unwrapped.Open(sealed, place); string(got) != "secret" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	elsewhere := place
	elsewhere.Owner = "a2"
	for trap, test := range map[string]struct {
		vault   *vault.Vault
		wrapped []byte
		at      vault.Place
		want    error
	}{
		"without the old key":    {after, wrapped, place, vault.ErrWrongKey},
		"wrapped anew":           {after, both.Wrap(unwrapped, place), place, nil},
		"another place":          {both, wrapped, elsewhere, vault.ErrTampered},
		"nothing":                {both, nil, place, vault.ErrTampered},
		"a sealed text":          {both, sealed, place, vault.ErrWrongKey},
		"cut after the key's id": {both, wrapped[:9], place, vault.ErrTampered},
	} {
		if _, err := test.vault.Unwrap(test.wrapped, test.at); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", trap, err, test.want)
		}
	}
}

func mustRead(t *testing.T, text string) *vault.Vault {
	t.Helper()
	v, err := vault.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestMasterKeysThatCannotBeRead(t *testing.T) {
	for trap, test := range map[string]struct {
		text string
		want error
	}{
		"nothing":        {"", vault.ErrNoKey},
		"only a comment": {"# master key\n", vault.ErrNoKey},
		"a password":     {"correct horse battery staple", vault.ErrBadKey},
		"16 bytes":       {"AAAAAAAAAAAAAAAAAAAAAA==", vault.ErrBadKey},
		"one bad of two": {vault.NewMaster() + "\nnonsense", vault.ErrBadKey},
	} {
		_, err := vault.Read(test.text)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", trap, err, test.want)
		}
		if test.text != "" && err != nil && strings.Contains(err.Error(), test.text) {
			t.Errorf("%s: the error repeats the secret: %v", trap, err)
		}
	}
}

func TestTheKeyFileIsMadeOnceAndPrivate(t *testing.T) {
	source := vault.Source{File: filepath.Join(t.TempDir(), "new", "master.key")}
	if _, err := source.Load(); !errors.Is(err, vault.ErrNoKey) {
		t.Errorf("before: got %v, want ErrNoKey", err)
	}
	wrapped, key := make([][]byte, 8), vault.NewKey()
	var all sync.WaitGroup
	for i := range wrapped {
		all.Go(func() {
			v, err := source.LoadOrCreate()
			if err != nil {
				t.Error(err)
				return
			}
			wrapped[i] = v.Wrap(key, place)
		})
	}
	all.Wait()
	info, err := os.Stat(source.File)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("got %v, %v, want mode 0600", info.Mode(), err)
	}
	v, err := source.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range wrapped {
		if _, err := v.Unwrap(wrapped[i], place); err != nil {
			t.Errorf("starter %d had another key: %v", i, err)
		}
	}
	left, err := os.ReadDir(filepath.Dir(source.File))
	if err != nil || len(left) != 1 {
		t.Errorf("%d files are left, %v, want the key alone", len(left), err)
	}
	if err := os.Chmod(source.File, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := source.LoadOrCreate(); !errors.Is(err, vault.ErrBadKey) {
		t.Errorf("readable by a group: got %v, want ErrBadKey", err)
	}
}

func TestTheEnvironmentGoesBeforeTheFile(t *testing.T) {
	source := vault.Source{Value: vault.NewMaster(), File: filepath.Join(t.TempDir(), "master.key")}
	if _, err := source.LoadOrCreate(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(source.File); !os.IsNotExist(err) {
		t.Errorf("a file was made: %v", err)
	}
}

func TestLookUpHashes(t *testing.T) {
	first, second := vault.NewKey(), vault.NewKey()
	var before, after vault.Lookup
	before.Add(first)
	after.Add(first)
	after.Add(second)
	hash := before.Hash("code", "value")
	if got := after.Hash("code", "value"); got == hash {
		t.Error("the last key added must make the new hashes")
	}
	found := false
	for _, h := range after.Hashes("code", "value") {
		found = found || h == hash
	}
	if !found {
		t.Error("a hash from before is not found any more")
	}
	var alone vault.Lookup
	alone.Add(second)
	for trap, test := range map[string]struct {
		in             *vault.Lookup
		purpose, value string
		want           bool
	}{
		"the same":        {&before, "code", "value", true},
		"with a new key":  {&after, "code", "value", true},
		"another value":   {&after, "code", "valuf", false},
		"another purpose": {&after, "email", "value", false},
		"another key":     {&alone, "code", "value", false},
		"run together":    {&after, "codev", "alue", false},
	} {
		if got := test.in.Matches(test.purpose, test.value, hash); got != test.want {
			t.Errorf("%s: got %t", trap, got)
		}
	}
}
