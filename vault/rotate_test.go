package vault_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"contreoffre/vault"
)

func TestAMasterKeyIsAddedAndTheOldOneRetired(t *testing.T) {
	source := vault.Source{File: filepath.Join(t.TempDir(), "master.key")}
	first, err := source.LoadOrCreate()
	if err != nil {
		t.Fatal(err)
	}
	at := vault.Place{Owner: "a", Table: "t", Column: "c", Row: []string{"r"}}
	wrapped := first.Wrap(vault.NewKey(), at)
	if retired, err := source.Retire(); retired != "" || err != nil {
		t.Errorf("the only key was retired: %q, %v", retired, err)
	}
	if err := source.Add(); err != nil {
		t.Fatal(err)
	}
	both, err := source.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := both.Unwrap(wrapped, at); err != nil || both.Current(wrapped) {
		t.Errorf("with both keys: %v, under the current one: %t", err, both.Current(wrapped))
	}
	retired, err := source.Retire()
	if err != nil {
		t.Fatal(err)
	}
	alone, err := source.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := alone.Unwrap(wrapped, at); !errors.Is(err, vault.ErrWrongKey) {
		t.Errorf("the old key still opens: %v", err)
	}
	old, err := vault.Source{File: retired}.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := old.Unwrap(wrapped, at); err != nil {
		t.Errorf("the retired key is lost: %v", err)
	}
	files, err := os.ReadDir(filepath.Dir(source.File))
	if err != nil || len(files) != 2 {
		t.Errorf("files left: %v, %v", files, err)
	}
	text, err := os.ReadFile(source.File)
	if err != nil || strings.Count(string(text), "\n") != 2 {
		t.Errorf("the key file:\n%s%v", text, err)
	}
}

func TestKeysOfTheEnvironmentStayThere(t *testing.T) {
	source := vault.Source{Value: vault.NewMaster(), File: filepath.Join(t.TempDir(), "master.key")}
	if err := source.Add(); !errors.Is(err, vault.ErrNotFile) {
		t.Errorf("added: got %v, want ErrNotFile", err)
	}
	if _, err := source.Retire(); !errors.Is(err, vault.ErrNotFile) {
		t.Errorf("retired: got %v, want ErrNotFile", err)
	}
}

// Whoever was killed while the keys were changed left a draft with all of them: it
// does not outlive the retirement of the old one.
func TestADraftOfKeysDoesNotOutliveThem(t *testing.T) {
	keys := vault.Source{File: filepath.Join(t.TempDir(), "master.key")}
	if _, err := keys.LoadOrCreate(); err != nil {
		t.Fatal(err)
	}
	if err := keys.Add(); err != nil {
		t.Fatal(err)
	}
	both, err := os.ReadFile(keys.File)
	if err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(filepath.Dir(keys.File), ".key-1")
	if err := os.WriteFile(left, both, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.Retire(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("the retired key still lies in a draft beside the new one")
	}
	if err := os.WriteFile(left, both, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.LoadOrCreate(); err != nil { // as the start after a killed one does
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("a start that was killed leaves its draft for ever")
	}
}
