package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"sort"
	"strings"
)

//go:embed fr en
var files embed.FS

// words maps each language to its keys. It is filled once and never written
// afterwards.
var words = mustLoadWords()

// a message is a sentence cut at its placeholders, so that what is filled in
// is never read again.
type message []segment

type segment struct {
	text  string
	isArg bool // text is then the placeholder's name
}

func mustLoadWords() map[Lang]map[string]message {
	all := make(map[Lang]map[string]message)
	for _, l := range Langs {
		loaded, err := loadWords(l)
		if err != nil {
			panic(err)
		}
		all[l] = loaded
	}
	return all
}

func loadWords(l Lang) (map[string]message, error) {
	entries, err := files.ReadDir(string(l))
	if err != nil {
		return nil, fmt.Errorf("lang: %w", err)
	}
	loaded := make(map[string]message)
	for _, entry := range entries {
		if path.Ext(entry.Name()) != ".json" {
			continue
		}
		name := path.Join(string(l), entry.Name())
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("lang: %w", err)
		}
		var flat map[string]string
		if err := json.Unmarshal(raw, &flat); err != nil {
			return nil, fmt.Errorf("lang: %s: %w", name, err)
		}
		for key, sentence := range flat {
			if _, twice := loaded[key]; twice {
				return nil, fmt.Errorf("lang: %s: key %q stands in two files", name, key)
			}
			parsed, err := parseMessage(Typography(l, sentence))
			if err != nil {
				return nil, fmt.Errorf("lang: %s: key %q: %w", name, key, err)
			}
			loaded[key] = parsed
		}
	}
	return loaded, nil
}

// parseMessage cuts a sentence at its {placeholders}.
func parseMessage(s string) (message, error) {
	var m message
	for s != "" {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			if strings.IndexByte(s, '}') >= 0 {
				return nil, fmt.Errorf("stray } in %q", s)
			}
			return append(m, segment{text: s}), nil
		}
		if open > 0 {
			m = append(m, segment{text: s[:open]})
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			return nil, fmt.Errorf("unclosed { in %q", s)
		}
		name := s[open+1 : open+end]
		if !isName(name) {
			return nil, fmt.Errorf("placeholder %q is not a name", name)
		}
		m = append(m, segment{text: name, isArg: true})
		s = s[open+end+1:]
	}
	return m, nil
}

func isName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return s != ""
}

// T returns the sentence of key in l, its {placeholders} filled from pairs:
// name, value, name, value. A missing key or value shows as ⟦…⟧, which tests
// look for on every page.
func T(l Lang, key string, pairs ...any) string {
	m, ok := words[l][key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if len(m) == 1 && !m[0].isArg {
		return m[0].text
	}
	var b strings.Builder
	for _, seg := range m {
		if !seg.isArg {
			b.WriteString(seg.text)
			continue
		}
		value, ok := lookUp(pairs, seg.text)
		if !ok {
			value = "⟦" + key + ":" + seg.text + "⟧"
		}
		fmt.Fprint(&b, value)
	}
	return b.String()
}

func lookUp(pairs []any, name string) (any, bool) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1], true
		}
	}
	return nil, false
}

// Has reports whether key exists in l.
func Has(l Lang, key string) bool {
	_, ok := words[l][key]
	return ok
}

// TN is T for a sentence that counts: it takes key+".one" or key+".other" by
// the plural rule of l and fills {n} with the number as people write it.
func TN(l Lang, key string, n int, pairs ...any) string {
	form := ".other"
	if formats[l].singular(n) {
		form = ".one"
	}
	return T(l, key+form, append([]any{"n", Number(l, n)}, pairs...)...)
}

// Keys returns the keys of l in order; tests compare languages with it.
func Keys(l Lang) []string {
	keys := make([]string, 0, len(words[l]))
	for key := range words[l] {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Placeholders returns the names that the sentence of key wants, in order of
// appearance.
func Placeholders(l Lang, key string) []string {
	var names []string
	for _, seg := range words[l][key] {
		if seg.isArg {
			names = append(names, seg.text)
		}
	}
	return names
}
