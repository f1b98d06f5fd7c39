package modelstest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"contreoffre/models"
)

// Search returns, for each file that holds a word in any form that a program
// may have written it in, the file and the form. No result means that the word
// is readable nowhere.
func Search(t testing.TB, files []string, words ...string) []string {
	t.Helper()
	var found []string
	forms := map[string][]byte{}
	for _, word := range words {
		for name, form := range formsOf(word) {
			forms[name+" of "+word] = form
		}
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			continue // a running server recycles its files
		}
		if err != nil {
			t.Fatal(err)
		}
		for name, form := range forms {
			if bytes.Contains(content, form) {
				found = append(found, file+": "+name)
			}
		}
	}
	return found
}

// formsOf writes a word in the ways in which it could leak.
func formsOf(word string) map[string][]byte {
	quoted, _ := json.Marshal(word)
	forms := map[string][]byte{
		"plain":      []byte(word),
		"upper case": []byte(strings.ToUpper(word)),
		"lower case": []byte(strings.ToLower(word)),
		"JSON":       bytes.Trim(quoted, `"`),
		"ASCII JSON": []byte(strings.Trim(strconv.QuoteToASCII(word), `"`)),
		"URL":        []byte(url.QueryEscape(word)),
		"hex":        []byte(hex.EncodeToString([]byte(word))),
		"upper hex":  []byte(strings.ToUpper(hex.EncodeToString([]byte(word)))),
	}
	var little, big []byte
	for _, unit := range utf16.Encode([]rune(word)) {
		little, big = append(little, byte(unit), byte(unit>>8)), append(big, byte(unit>>8), byte(unit))
	}
	forms["UTF-16LE"], forms["UTF-16BE"] = little, big
	// A word inside a longer text meets base64 at one of three offsets; the
	// characters at both ends depend on its neighbours.
	for offset := range 3 {
		shifted := append(make([]byte, offset), word...)
		whole := base64.StdEncoding.EncodeToString(shifted)
		inner := whole[(offset*8+5)/6 : len(shifted)*8/6]
		forms["base64 at "+strconv.Itoa(offset)] = []byte(inner)
		forms["base64url at "+strconv.Itoa(offset)] = []byte(strings.NewReplacer("+", "-", "/", "_").Replace(inner))
	}
	return forms
}

// Filled returns a case in which every field that holds words holds the canary
// and a number of its own, and every list has an entry. Ids, days and words
// with a fixed spelling are left to the caller.
func Filled(canary string) models.Case {
	var c models.Case
	f := filler{canary: canary}
	f.fill(reflect.ValueOf(&c.Facts).Elem())
	f.fill(reflect.ValueOf(&c.Requests).Elem())
	f.fill(reflect.ValueOf(&c.Evidence).Elem())
	f.fill(reflect.ValueOf(&c.Complaint).Elem())
	return c
}

type filler struct {
	canary string
	n      int
}

func (f *filler) fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		f.fill(v.Index(0))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key)
		f.fill(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			switch name := v.Type().Field(i).Name; name {
			case "ID", "Cancels", "PDF", "TextSHA256", "PDFSHA256", "Kept":
			default:
				if v.Type().Field(i).IsExported() {
					f.fill(v.Field(i))
				}
			}
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			f.n++
			v.SetString(f.canary + "-" + strconv.Itoa(f.n))
		}
	case reflect.Bool:
		v.SetBool(true)
	}
}
