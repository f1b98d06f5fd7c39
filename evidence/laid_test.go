package evidence_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"contreoffre/evidence/evidencetest"
	"contreoffre/models/modelstest"
)

// An answer that waits for its reader on the disk has no name there and cannot be
// read there, comes back as it was, and is gone with its reader.
func TestWhatIsLaidDownIsSealedAndComesBack(t *testing.T) {
	d := makes(t, modelstest.SQLite(t))
	content := strings.Repeat(evidencetest.Secret+" ", 20_000)
	laid, err := d.Keeper.Lay(func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if named := filesIn(t, d.Keeper.Scratch); len(named) > 0 {
		t.Errorf("it is named %v", named)
	}
	onDisk := openDrafts(t, d.Keeper.Scratch)
	if len(onDisk) != 1 || bytes.Contains(onDisk[0], []byte(evidencetest.Secret)) {
		t.Errorf("%d files are open; one sealed one is right", len(onDisk))
	}
	if got, err := io.ReadAll(laid); err != nil || string(got) != content {
		t.Errorf("%d bytes came back, %v; want %d", len(got), err, len(content))
	}
	if err := laid.Close(); err != nil {
		t.Error(err)
	}
	if left := openDrafts(t, d.Keeper.Scratch); len(left) > 0 {
		t.Errorf("%d files are open after it was closed", len(left))
	}

	broken := errors.New("broken")
	if _, err := d.Keeper.Lay(func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v, want what write returned", err)
	}
	if left := openDrafts(t, d.Keeper.Scratch); len(left) > 0 {
		t.Errorf("%d files are open after an error", len(left))
	}
}

// openDrafts reads the files of a folder that this process has open, whatever
// their name was.
func openDrafts(t *testing.T, dir string) (contents [][]byte) {
	t.Helper()
	const descriptors = "/proc/self/fd"
	open, err := os.ReadDir(descriptors)
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range open {
		at := descriptors + "/" + fd.Name()
		if name, err := os.Readlink(at); err != nil || !strings.HasPrefix(name, dir+"/") {
			continue
		}
		content, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		contents = append(contents, content)
	}
	return contents
}
