package main

import (
	"bytes"
	"context"
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

	"contreoffre/dossier"
	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
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

// The letters kept in a dossier go as they are; the others are written again as of
// their day, and neither list, page nor warning says that they are copies.
func TestEveryLetterThatLeftIsAmongTheExhibits(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "plainte")
	path := variant(t, nantes, func(d map[string]any) {
		at(d, "requests", 0)["letter"] = map[string]any{"text": "Madame, Monsieur, voici mes mots.", "frozen_on": "2026-03-02"}
		at(d, "requests", 0)["language"] = "fr"
		happened(d, "reminder_sent", "2026-04-10")
		happened(d, "partial_reply", "2026-04-20")
		happened(d, "reminder_sent", "2026-04-25")
		happened(d, "reminder_sent", "2026-05-04")
		events := at(d, "requests", 0)["events"].([]any)
		last := events[len(events)-1].(map[string]any)
		last["id"], last["letter"] = "kept", map[string]any{"text": "Madame, Monsieur, je vous relance."}
		at(d, "requests", 0)["missing"] = []any{"retention"}
		at(d, "complaint")["grounds"] = []any{"incomplete_answer"}
	})
	r := command(t, nil, "complaint", "--dossier", path, "--out", dir, "--today", "2026-11-01")
	if r.code != exitDone {
		t.Fatalf("got %d, %s", r.code, r.stderr)
	}
	out, err := exec.Command("pdftotext", "-layout", filepath.Join(dir, "bundle.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	_, bundle, _ := strings.Cut(lang.PlainSpaces(string(out)), "Bordereau des pièces")
	bundle = strings.Join(strings.Fields(bundle), " ")
	for _, want := range []string{
		"Madame, Monsieur, voici mes mots.",
		"Madame, Monsieur, je vous relance.",
		"Relance de ma demande du 2 mars 2026",
		"Points restés sans réponse (ma demande du 2 mars 2026)",
		"texte recomposé d’après le dossier",
		"Texte recomposé avec Contre-offre",
		"Pièce n° 3 – 1/",
	} {
		if !strings.Contains(bundle, want) {
			t.Errorf("the bundle does not say %q:\n%s", want, bundle)
		}
	}
	if n := strings.Count(bundle, "SHA-256 de l’original"); n != 2 {
		t.Errorf("%d hashes are listed, want those of the letters kept alone", n)
	}
	said := lang.PlainSpaces(r.stderr)
	if n := strings.Count(said, "ce n’est pas une copie"); n != 2 || strings.Contains(said, "Lettre envoyée") {
		t.Errorf("want a warning for each letter written again:\n%s", said)
	}
	listed := lang.PlainSpaces(string(filesIn(t, dir)["complaint.fr.txt"]))
	if n := strings.Count(listed, "(texte recomposé d’après le dossier)"); n != 2 {
		t.Errorf("the complaint marks %d letters, want 2:\n%s", n, listed)
	}
}

// The complaint is in the authority's language; what the command says of it is
// in the language of whoever typed the command, exhibits named by us included.
func TestExhibitsAreWarnedOfInTheLanguageOfTheCommand(t *testing.T) {
	path := variant(t, nantes, func(d map[string]any) { happened(d, "reminder_sent", "2026-04-10") })
	r := command(t, []string{"LANG=en_GB.UTF-8"}, "complaint", "--dossier", path, "--out", filepath.Join(t.TempDir(), "plainte"), "--today", "2026-11-01")
	if r.code != exitDone {
		t.Fatalf("got %d, %s", r.code, r.stderr)
	}
	said := lang.PlainSpaces(r.stderr)
	for _, want := range []string{
		"Exhibit 1: Letter sent: access to my personal data (text reconstructed from the dossier) (2 March 2026)",
		"Reminder sent: access to my personal data", "Avis de réception signé", // what the person wrote stays as it is
		"not enclosed",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the warnings do not say %q:\n%s", want, said)
		}
	}
	for _, word := range []string{"Lettre envoyée", "recomposé", "Relance", "Pièce", "non jointe"} {
		if strings.Contains(said, word) {
			t.Errorf("the warnings say %q:\n%s", word, said)
		}
	}
}

// Every file that leaves is searched, and those of the ZIP unpacked; so is the
// light bundle.
func TestWhereAPhotoWasTakenIsNowhereInWhatLeaves(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "plainte")
	heic, err := os.ReadFile("../../evidence/testdata/turned-90-exif.heic")
	if err != nil || !bytes.Contains(heic, []byte("CANARI-48")) {
		t.Fatalf("the sample says nothing: %v", err)
	}
	path := withFiles(t, map[string][]byte{"photo.jpg": telltale(t), "img-0001.heic": heic})
	if r := command(t, nil, "complaint", "--dossier", path, "--out", dir, "--today", "2026-11-01"); r.code != exitDone || strings.Contains(r.stderr, "séparément") {
		t.Fatalf("got %d, %s", r.code, r.stderr)
	}
	files := filesIn(t, dir)
	for name, content := range unpacked(t, filepath.Join(dir, "bundle.zip")) {
		files["bundle.zip/"+name] = content
	}
	files["light.pdf"] = lightOf(t, path)
	pictures := 0
	for name, content := range files {
		for _, canary := range []string{whereTaken, "CANARI-48", "Exif\x00", "GPSLatitude"} {
			if bytes.Contains(content, []byte(canary)) {
				t.Errorf("%s holds %q", name, canary)
			}
		}
		if filepath.Ext(name) != ".pdf" {
			continue
		}
		alone := filepath.Join(t.TempDir(), "alone.pdf")
		if err := os.WriteFile(alone, content, 0o600); err != nil {
			t.Fatal(err)
		}
		stem := filepath.Join(filepath.Dir(alone), "p")
		if out, err := exec.Command("pdfimages", "-all", alone, stem).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		shown, err := filepath.Glob(stem + "*")
		if err != nil {
			t.Fatal(err)
		}
		for _, picture := range shown {
			pictures++
			told, err := exec.Command("exiftool", "-a", "-G1", "-s", picture).Output()
			if err != nil || strings.Contains(string(told), "GPS") || strings.Contains(string(told), "[IFD0]") || strings.Contains(string(told), "CANAR") {
				t.Errorf("%s: a picture tells of itself: %v\n%s", name, err, told)
			}
		}
		if out, err := exec.Command("qpdf", "--check", alone).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	if pictures != 8 { // each in the bundle, in the one inside the ZIP, in a file of its own, and in the light bundle
		t.Errorf("%d pictures were looked at, want 8", pictures)
	}
}

// lightOf is the light bundle of a dossier, its pictures made smaller.
func lightOf(t testing.TB, path string) []byte {
	t.Helper()
	folder, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	today := law.MustDate("2026-11-01")
	d, _, err := dossier.Read(folder.FS(), filepath.Base(path), today)
	if err != nil {
		t.Fatal(err)
	}
	c := interview.Effective(d.Case)
	complaint, err := letters.ComposeComplaint(c, lang.FR, today)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := bundleBeside(folder, d, c, complaint)
	if err != nil {
		t.Fatal(err)
	}
	var whole, light bytes.Buffer
	if _, err := bundle.Write(context.Background(), &whole); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.WriteLight(context.Background(), &light, int64(whole.Len())-1); err != nil {
		t.Fatal(err)
	}
	return light.Bytes()
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
