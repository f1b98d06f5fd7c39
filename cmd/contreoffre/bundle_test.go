package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const whereTaken = "CANARY-GPS-Nantes"

// telltale is a white photo that says where it was taken.
func telltale(t testing.TB) []byte {
	t.Helper()
	white := image.NewGray(image.Rect(0, 0, 400, 300))
	draw.Draw(white, white.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, white, nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00" + whereTaken
	return slices.Concat(b.Bytes()[:2], []byte{0xff, 0xe1, 0, byte(len(exif) + 2)}, []byte(exif), b.Bytes()[2:])
}

// withFiles copies an example dossier whose exhibits have files, and returns
// its path. The left half of each picture is masked.
func withFiles(t testing.TB, files map[string][]byte) string {
	t.Helper()
	raw, err := os.ReadFile(nantes)
	if err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(raw, &d); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var exhibits []any
	for name, content := range files {
		e := map[string]any{"id": strings.TrimSuffix(name, filepath.Ext(name)), "kind": "screenshot", "caption": name, "file": name}
		if filepath.Ext(name) == ".jpg" {
			e["masks"] = []any{map[string]int{"x": 0, "y": 0, "width": 5000, "height": 10000}}
		}
		exhibits = append(exhibits, e)
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d["evidence"] = append(d["evidence"].([]any), exhibits...)
	written, err := json.Marshal(d)
	path := filepath.Join(dir, "dossier.json")
	if err := errors.Join(err, os.WriteFile(path, written, 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAPhotoBesideADossierLeavesWithoutItsPlaceAndUnderItsMask(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "plainte")
	path := withFiles(t, map[string][]byte{"photo.jpg": telltale(t)})
	if r := command(t, nil, "complaint", "--dossier", path, "--out", dir, "--today", "2026-11-01"); r.code != exitDone || strings.Contains(r.stderr, "photo.jpg") {
		t.Fatalf("got %d, %s", r.code, r.stderr)
	}
	for name, content := range filesIn(t, dir) {
		if bytes.Contains(content, []byte(whereTaken)) {
			t.Errorf("%s says where the photo was taken", name)
		}
	}
	pictures := filepath.Join(t.TempDir(), "p")
	if out, err := exec.Command("pdfimages", "-all", filepath.Join(dir, "bundle.pdf"), pictures).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file, err := os.Open(pictures + "-000.jpg")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	shown, err := jpeg.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	left, _, _, _ := shown.At(100, 150).RGBA()
	right, _, _, _ := shown.At(300, 150).RGBA()
	if left>>8 > 10 || right>>8 < 245 {
		t.Errorf("got %d under the mask and %d beside it, want black and white", left>>8, right>>8)
	}
}

func TestAFileThatWouldNotBeTakenGoesApart(t *testing.T) {
	for name, content := range map[string][]byte{
		"cut.jpg":     telltale(t)[:200],
		"program.exe": []byte("MZ\x90\x00"),
		"damaged.pdf": []byte("%PDF-1.4\nnothing"),
	} {
		dir := filepath.Join(t.TempDir(), "plainte")
		path := withFiles(t, map[string][]byte{name: content})
		r := command(t, nil, "complaint", "--dossier", path, "--out", dir, "--today", "2026-11-01")
		if r.code != exitDone || !strings.Contains(r.stderr, name) || !strings.Contains(r.stderr, "jointe séparément") {
			t.Errorf("%s: got %d, %s", name, r.code, r.stderr)
		}
	}
}
