package pdf

import (
	"bytes"
	"encoding/binary"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// What a PDF may carry beside its pages: what it does when opened, files in it,
// and data about its making (ISO 32000-1, 7.7.2, 12.6, 14.3, 14.5).
var (
	notOfTheDocument = []string{"Names", "OpenAction", "AA", "AcroForm", "Collection", "URI", "SpiderInfo", "Perms", "Legal", "Requirements", "AF"}
	notOfAnything    = []string{"Metadata", "PieceInfo", "LastModified", "AA", "JS", "Thumb", "AF", "A"}
)

// strip takes out of a document all but its pages.
func strip(doc *model.Context) error {
	root, err := doc.Catalog()
	if err != nil {
		return err
	}
	for _, key := range notOfTheDocument {
		root.Delete(key)
	}
	doc.Info, doc.ID = nil, nil
	for _, entry := range doc.Table {
		switch object := entry.Object.(type) {
		case types.Dict:
			stripDict(object)
		case types.StreamDict:
			stripDict(object.Dict)
			if isPhotograph(object) {
				raw := withoutMetadata(object.Raw)
				length := int64(len(raw))
				object.Raw, object.StreamLength = raw, &length
				object.Dict.Update("Length", types.Integer(length))
				entry.Object = object
			}
		}
	}
	return nil
}

func stripDict(d types.Dict) {
	for _, key := range notOfAnything {
		d.Delete(key)
	}
	for _, value := range d {
		if inner, ok := value.(types.Dict); ok {
			stripDict(inner)
		}
	}
}

// isPhotograph reports a picture that is kept as the JPEG file it came from.
func isPhotograph(s types.StreamDict) bool {
	n := len(s.FilterPipeline)
	return n == 1 && s.FilterPipeline[0].Name == "DCTDecode" && len(s.Raw) > 0
}

// withoutMetadata leaves out of a JPEG the segments that say where, when and
// by what it was taken, and what follows its end: Exif and XMP (APP1), Photoshop
// and IPTC (APP13), other makers' (APP3 to APP12, APP15) and comments. What
// tells its colours (APP0, APP2, APP14) stays.
func withoutMetadata(jpeg []byte) []byte {
	const soi, eoi, sos, app0, app2, app14, app15, comment = 0xd8, 0xd9, 0xda, 0xe0, 0xe2, 0xee, 0xef, 0xfe
	if !bytes.HasPrefix(jpeg, []byte{0xff, soi}) {
		return jpeg
	}
	kept := bytes.Clone(jpeg[:2])
	rest := jpeg[2:]
	for len(rest) >= 4 && rest[0] == 0xff && rest[1] != sos {
		length := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if length > len(rest) {
			break
		}
		mark := rest[1]
		isExtra := mark > app0 && mark <= app15 && mark != app2 && mark != app14 || mark == comment
		if !isExtra {
			kept = append(kept, rest[:length]...)
		}
		rest = rest[length:]
	}
	if end := bytes.LastIndex(rest, []byte{0xff, eoi}); end >= 0 {
		rest = rest[:end+2]
	}
	return append(kept, rest...)
}
