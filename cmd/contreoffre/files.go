package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"contreoffre/dossier"
	"contreoffre/lang"
	"contreoffre/law"
)

// refusal is an error whose words are ready to be shown: the command was well
// written, what it was given is not.
type refusal string

func (r refusal) Error() string { return string(r) }

// openDossier reads the portable dossier at path and the files beside it.
// Every problem and every warning is told on stderr, with its place, but for
// the warnings whose keys the command makes pointless.
func openDossier(o outside, l lang.Lang, path string, today law.Date, pointless ...string) (dossier.Dossier, error) {
	unreadable := refusal(lang.T(l, "cli.dossier.unreadable", "file", path))
	raw, err := readDossier(path)
	if err != nil {
		return dossier.Dossier{}, unreadable
	}
	folder, err := os.OpenRoot(filepath.Dir(path)) // a path cannot leave it, nor can a link
	if err != nil {
		return dossier.Dossier{}, unreadable
	}
	defer folder.Close()
	d, warnings, err := dossier.Parse(raw, folder.FS(), today)
	for _, w := range warnings {
		if slices.Contains(pointless, w.Key) {
			continue
		}
		fmt.Fprintln(o.stderr, lang.T(l, "cli.warning", "warning", placed(l, w)))
	}
	var problems dossier.Problems
	switch {
	case errors.As(err, &problems):
		for _, p := range problems[:min(len(problems), mostProblems)] {
			fmt.Fprintln(o.stderr, placed(l, p))
		}
		return dossier.Dossier{}, refusal(lang.TN(l, "cli.dossier.wrong", len(problems), "file", path))
	case err != nil:
		return dossier.Dossier{}, unreadable
	}
	return d, nil
}

// readDossier reads one byte more than a dossier may have, so that one too
// many is seen and never kept.
func readDossier(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, dossier.MaxBytes+1))
}

// mostProblems is how many problems are told one by one; all are counted.
const mostProblems = 30

// placed says where a problem stands and what it is.
func placed(l lang.Lang, p dossier.Problem) string {
	return lang.T(l, "dossier.problem", "place", lang.Place(l, p.Path), "problem", lang.T(l, p.Key, p.Args...))
}

// writeFiles writes files below dir, which is made where it is missing, and
// returns their paths in order. Everything is written aside first and moved
// when it is whole: a failure leaves nothing half-written.
func writeFiles(dir string, files map[string][]byte) (paths []string, err error) {
	made := firstMissing(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	sweepAsides(dir)
	aside, err := os.MkdirTemp(dir, asides)
	if err != nil {
		return nil, err
	}
	held, err := os.Open(aside)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(aside))
	}
	defer func() {
		err = errors.Join(err, os.RemoveAll(aside), held.Close())
		if err != nil && made != "" {
			err = errors.Join(err, os.RemoveAll(made))
		}
	}()
	if err := hold(held); err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		if err := writeFile(filepath.Join(aside, filepath.FromSlash(name)), files[name]); err != nil {
			return nil, err
		}
	}
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		if err := os.Rename(filepath.Join(aside, filepath.FromSlash(name)), path); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// writeFile writes a file that only its owner may read: letters and dossiers
// tell a person's story.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}

// firstMissing is the outermost folder of dir that does not exist yet; empty
// when dir exists.
func firstMissing(dir string) string {
	missing := ""
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) {
			return missing
		}
		missing = at
		if at == filepath.Dir(at) {
			return missing
		}
	}
}
