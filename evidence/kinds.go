package evidence

import (
	"bytes"
	"net/mail"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
)

// Media types that are taken, as an exhibit names them.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	WebP = "image/webp"
	HEIC = "image/heic"
	PDF  = "application/pdf"
	Mail = "message/rfc822"
	Text = "text/plain"
)

// kind is one media type that is taken: what the detector may call it, and the
// endings its name may have. The first ending is the one we give it.
type kind struct {
	media    string
	detected []string
	endings  []string
}

// pictureEndings: telephones and messengers often name one kind of picture
// like another, which deceives nobody.
var pictureEndings = []string{"jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif", "hif"}

var kinds = []kind{
	{JPEG, []string{"image/jpeg"}, pictureEndings},
	{PNG, []string{"image/png", "image/vnd.mozilla.apng"}, endingFirst("png")},
	{WebP, []string{"image/webp"}, endingFirst("webp")},
	{HEIC, []string{"image/heic", "image/heif"}, endingFirst("heic")},
	{PDF, []string{"application/pdf"}, []string{"pdf"}},
	{Mail, []string{"message/rfc822"}, []string{"eml"}},
	{Text, []string{"text/plain", "text/csv", "text/tab-separated-values", "application/json", "application/x-ndjson"},
		[]string{"txt", "text", "log", "csv", "tsv", "json", "md", "eml"}},
}

func endingFirst(ending string) []string { return append([]string{ending}, pictureEndings...) }

// IsPicture reports a media type that is shown and can be masked.
func IsPicture(media string) bool { return slices.Contains([]string{JPEG, PNG, WebP, HEIC}, media) }

// Ending is the ending of a file of that media type, without the dot; "bin"
// for one that is not taken.
func Ending(media string) string {
	for _, k := range kinds {
		if k.media == media {
			return k.endings[0]
		}
	}
	return "bin"
}

// identify returns the kind of a file by its content, or a Refusal. A name
// that says another kind than the content is refused: whoever opens the file
// later goes by its name.
func identify(name string, content []byte) (string, error) {
	switch {
	case len(content) == 0:
		return "", refuse("empty")
	case len(content) > MaxFile:
		return "", refuse("too_big", "max", MaxFile>>20)
	case strings.ContainsRune(name, 0):
		return "", refuse("name")
	}
	k, ok := kindOf(content)
	if !ok {
		return "", refuse("type")
	}
	if !fits(name, k.media) {
		return "", refuse("disguised", "ending", endingOf(name))
	}
	if k.media == Text && endingOf(name) == "eml" {
		k.media = Mail // mails begin with any header, which the detector does not know
	}
	if isTwoThings(k.media, content) {
		return "", refuse("two_things")
	}
	switch k.media {
	case Text:
		return Text, checkText(content)
	case Mail:
		return Mail, checkMail(content)
	}
	return k.media, nil
}

func kindOf(content []byte) (kind, bool) {
	found := mimetype.Detect(content)
	for _, k := range kinds {
		if slices.ContainsFunc(k.detected, found.Is) {
			return k, true
		}
	}
	return kind{}, false
}

// fits reports a name that says no other kind than a file of that media type is.
func fits(name, media string) bool {
	ending := endingOf(name)
	return ending == "" || slices.ContainsFunc(kinds, func(k kind) bool { return k.media == media && slices.Contains(k.endings, ending) })
}

// endingOf is the ending of a name in small letters, without the dot. What has
// spaces or is long is no ending but the end of a sentence.
func endingOf(name string) string {
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(strings.TrimRight(name, ". ")), "."))
	if len(ending) > 10 || strings.ContainsFunc(ending, unicode.IsSpace) {
		return ""
	}
	return ending
}

// checkText refuses bytes that would not be read as words: other encodings
// than UTF-8, and control characters.
func checkText(content []byte) error {
	if !utf8.Valid(content) {
		return refuse("not_utf8")
	}
	if bytes.ContainsFunc(content, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t\f\v", r)
	}) {
		return refuse("damaged")
	}
	return nil
}

// checkMail refuses what has no sender and no date: without them a mail proves
// nothing, and anything else could pass for one.
func checkMail(content []byte) error {
	message, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil || message.Header.Get("From") == "" || message.Header.Get("Date") == "" {
		return refuse("not_mail")
	}
	return nil
}

// cleanName is the name of a file as it may be shown: without folders, control
// characters and marks that change the direction of the writing.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	return strings.TrimSpace(name)
}
