package dossier

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"contreoffre/interview"

	"golang.org/x/text/unicode/norm"
)

// MaxBytes is the most that the JSON file may have, a byte order mark
// included.
const MaxBytes = 4 << 20

const (
	maxDepth  = 16     // of nesting; the format needs 8
	maxValues = 50_000 // of texts, lists and groups; a long dossier has a thousand
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// parse reads JSON into plain values, more strictly than encoding/json: the
// text is UTF-8, keys stand once, nesting and numbers are bounded, and
// nothing follows. What it refuses would be read differently by different
// programs, or cost more than a dossier may.
func parse(raw []byte) (any, Problems) {
	var ps Problems
	switch {
	case len(raw) > MaxBytes:
		ps.add(nil, "dossier.error.too_big", "max", MaxBytes>>20)
		return nil, ps
	case !utf8.Valid(raw):
		ps.add(nil, "dossier.error.not_utf8")
		return nil, ps
	}
	raw = bytes.TrimPrefix(raw, byteOrderMark)
	p := &strictParser{decoder: json.NewDecoder(bytes.NewReader(raw))}
	p.decoder.UseNumber()
	tree, err := p.value(nil)
	if err == nil {
		if _, err = p.decoder.Token(); err == nil {
			err = errTrailing
		} else if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	line, column := place(raw, p.decoder.InputOffset(), err)
	switch {
	case err == nil:
	case errors.Is(err, errDeep):
		p.problems.add(nil, "dossier.error.too_deep", "line", line, "column", column)
	case errors.Is(err, errMany):
		p.problems.add(nil, "dossier.error.too_many_values", "max", maxValues)
	default:
		p.problems.add(nil, "dossier.error.not_json", "line", line, "column", column)
	}
	return tree, p.problems
}

var (
	errDeep     = errors.New("dossier: nested too deep")
	errMany     = errors.New("dossier: too many values")
	errTrailing = errors.New("dossier: something follows the dossier")
)

// place tells where the reading stopped, in lines and characters from 1.
func place(raw []byte, offset int64, err error) (line, column int) {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	}
	read := raw[:min(max(offset, 0), int64(len(raw)))]
	start := bytes.LastIndexByte(read, '\n') + 1
	return bytes.Count(read, []byte("\n")) + 1, utf8.RuneCount(read[start:]) + 1
}

type strictParser struct {
	decoder  *json.Decoder
	problems Problems
	values   int
}

func (p *strictParser) value(path []string) (any, error) {
	if len(path) > maxDepth {
		return nil, errDeep
	}
	if p.values++; p.values > maxValues {
		return nil, errMany
	}
	token, err := p.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return p.array(path)
		}
		return p.object(path)
	case json.Number:
		if !wholeNumber.MatchString(token.String()) {
			p.problems.add(path, "dossier.error.number")
			return json.Number("0"), nil
		}
	}
	return token, nil
}

// wholeNumber is the only kind of number the format has; anything else could
// be made to cost a reader a great deal.
var wholeNumber = regexp.MustCompile(`^-?[0-9]{1,9}$`)

func (p *strictParser) array(path []string) (any, error) {
	list := []any{}
	for p.decoder.More() {
		item, err := p.value(at(path, strconv.Itoa(len(list))))
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	_, err := p.decoder.Token()
	return list, err
}

func (p *strictParser) object(path []string) (any, error) {
	object := map[string]any{}
	for p.decoder.More() {
		token, err := p.decoder.Token()
		if err != nil {
			return nil, err
		}
		key, _ := token.(string)
		if _, twice := object[key]; twice {
			p.problems.add(at(path, key), "dossier.error.twice")
		}
		if object[key], err = p.value(at(path, key)); err != nil {
			return nil, err
		}
	}
	_, err := p.decoder.Token()
	return object, err
}

// clean takes control characters out of every text, in place where it can,
// and returns the tree; each text that lost one is a warning. The words of a
// frozen letter stay as they are: their hash vouches for them.
func clean(tree any, path []string, warnings *Problems) any {
	switch v := tree.(type) {
	case string:
		if isFrozen(path) {
			return v
		}
		text, removed := interview.RemoveUntyped(v)
		if removed {
			warnings.add(path, "dossier.warning.control")
		}
		return norm.NFC.String(text)
	case []any:
		for i := range v {
			v[i] = clean(v[i], at(path, strconv.Itoa(i)), warnings)
		}
	case map[string]any:
		for key := range v {
			v[key] = clean(v[key], at(path, key), warnings)
		}
	}
	return tree
}

func isFrozen(path []string) bool {
	ofRequest := len(path) == 4 && path[0] == "requests" && path[2] == "letter" && path[3] == "text"
	ofEvent := len(path) == 6 && path[0] == "requests" && path[2] == "events" && path[4] == "letter" && path[5] == "text"
	ofComplaint := len(path) == 5 && path[0] == "complaint" && path[1] == "events" && path[3] == "letter" && path[4] == "text"
	return ofRequest || ofEvent || ofComplaint
}

// eachText calls visit for every text of the tree with its path, in the
// order of the keys.
func eachText(tree any, path []string, visit func(path []string, text string)) {
	switch v := tree.(type) {
	case string:
		visit(path, v)
	case []any:
		for i := range v {
			eachText(v[i], at(path, strconv.Itoa(i)), visit)
		}
	case map[string]any:
		for _, key := range sortedKeys(v) {
			eachText(v[key], at(path, key), visit)
		}
	}
}

func sortedKeys(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
