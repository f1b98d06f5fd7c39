package evidence

import (
	"bytes"
	"image/jpeg"

	"contreoffre/models"
)

// Leaving returns what leaves in place of a file that is not kept here, such as
// one beside a portable dossier: a picture made anew, with the masks and the
// purpose of its exhibit burnt in; any other kind as it is. It returns a Refusal
// for a file that would not be taken. name is what the file is called.
func Leaving(t Tools, e models.Evidence, name string, content []byte) (media string, left []byte, err error) {
	if media, err = identify(name, content); err != nil || !IsPicture(media) {
		return media, content, err
	}
	k := &Keeper{Tools: t}
	copied, err := k.remake(media, content, e.Masks, e.Purpose)
	return copied.media, copied.content, err
}

// Smaller returns a re-made picture with at most longest pixels on its longer
// side, as a JPEG of that quality, from 1 to 100. It returns a Refusal for what
// is no picture or cannot be opened.
func Smaller(media string, content []byte, longest, quality int) ([]byte, error) {
	if _, ok := decoders[media]; !ok {
		return nil, refuse("type")
	}
	decoded, err := decode(media, content)
	if err != nil {
		return nil, err
	}
	w, h := decoded.Bounds().Dx(), decoded.Bounds().Dy()
	if side := max(w, h); side > longest {
		w, h = max(1, w*longest/side), max(1, h*longest/side)
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, flatten(decoded, w, h), &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}
