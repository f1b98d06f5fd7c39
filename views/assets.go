package views

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// An Asset is a file served as it is, for ever: its address changes with its
// bytes.
type Asset struct {
	Path      string // "/assets/style.<hash>.css"
	MediaType string
	Bytes     []byte
}

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
}

// assets by plain name and by served path; filled once.
var assetsByName, assetsByPath = mustLoadAssets()

// Assets lists every asset by its served path.
func Assets() []Asset {
	all := make([]Asset, 0, len(assetsByPath))
	for _, a := range assetsByPath {
		all = append(all, a)
	}
	return all
}

// AssetAt returns the asset served at that path; ok is false when there is
// none.
func AssetAt(servedPath string) (a Asset, ok bool) {
	a, ok = assetsByPath[servedPath]
	return a, ok
}

// AssetPath returns the served path of an asset, "style.css" giving
// "/assets/style.<hash>.css"; nothing for a name that does not exist.
func AssetPath(name string) string { return assetsByName[name].Path }

func mustLoadAssets() (byName, byPath map[string]Asset) {
	byName, byPath = make(map[string]Asset), make(map[string]Asset)
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic(err)
	}
	for _, entry := range entries {
		raw, err := assetFiles.ReadFile("assets/" + entry.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(raw)
		ext := path.Ext(entry.Name())
		a := Asset{
			Path:      "/assets/" + strings.TrimSuffix(entry.Name(), ext) + "." + hex.EncodeToString(sum[:8]) + ext,
			MediaType: mediaTypes[ext],
			Bytes:     raw,
		}
		byName[entry.Name()], byPath[a.Path] = a, a
	}
	return byName, byPath
}
