package handlers_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"contreoffre/dossier"
	"contreoffre/handlers"
	"contreoffre/law"
)

// archiveOf packs files as somebody's own program may.
func archiveOf(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range files {
		file, err := w.Create(name)
		if err == nil {
			_, err = file.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// FuzzImport holds whatever archive is sent to this: it is refused in words, or
// what was read of it leaves as an archive that is read again as the same.
func FuzzImport(f *testing.F) {
	today := law.MustDate("2026-11-22")
	whole := []byte(`{"format":"contre-offre/dossier","version":1,"person":{"name":"Zoé"},"requests":[{"id":"r1","rights":["access"],"controller":{"name":"X"},"letter":{"frozen_on":"2026-11-01","text":"Madame,","pdf":"letters/r1.pdf"}}]}`)
	for _, files := range []map[string][]byte{
		{dossier.Name: whole, "letters/r1.pdf": []byte("%PDF-1.7 x")},
		{dossier.Name: whole},
		{"../" + dossier.Name: whole},
		{dossier.Name: bytes.Replace(whole, []byte("letters/r1.pdf"), []byte("../r1.pdf"), 1), "../r1.pdf": []byte("%PDF-1.7")},
		{dossier.Name + "/": nil},
		{},
	} {
		f.Add(archiveOf(f, files))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		archive, err := handlers.OpenArchive(content)
		if err != nil {
			return
		}
		d, _, err := dossier.Read(archive, dossier.Name, today)
		if err != nil {
			return
		}
		first, err := dossier.Files(d)
		if err != nil {
			t.Fatal(err)
		}
		archive, err = handlers.OpenArchive(archiveOf(t, first))
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := dossier.Read(archive, dossier.Name, today)
		if err != nil {
			t.Fatalf("its own export is refused: %v", err)
		}
		second, err := dossier.Files(again)
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range first {
			if !bytes.Equal(content, second[name]) {
				t.Errorf("%s differs in a second export:\n%s\n%s", name, content, second[name])
			}
		}
	})
}
