package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
)

// isTwoThings reports a file that another program would take for something
// else than we do: an archive behind a picture, a page in front of a PDF, a
// script in the comment of a JPEG. We never run or show an original; but it is
// given back, and goes on from there.
func isTwoThings(media string, content []byte) bool {
	switch media {
	case Text, Mail:
		return false // words, whatever they say; they begin with nothing a program takes for its own
	case PDF:
		// Other programs look for a page at the very start, we found a PDF.
		start := content[:min(len(content), 1024)]
		end := content[lastEnd(content):]
		if !bytes.HasPrefix(content, []byte("%PDF-")) || hasMarkup(start) || hasMarkup(end) {
			return true
		}
	case JPEG:
		if bytes.HasPrefix(content[min(len(content), 4):], []byte("/*")) || hasMarkup(outsideScans(content)) {
			return true
		}
	default:
		if hasMarkup(content[:min(len(content), 4096)]) || hasMarkup(content[max(0, len(content)-4096):]) {
			return true
		}
	}
	return media != PDF && bytes.Contains(content, []byte("%PDF-1.")) || isArchive(content)
}

// lastEnd is where the last end mark of a PDF stands.
func lastEnd(content []byte) int { return max(0, bytes.LastIndex(content, []byte("%%EOF"))) }

var markup = [][]byte{
	[]byte("<script"), []byte("<html"), []byte("<!doctype"), []byte("<svg"), []byte("<body"), []byte("<iframe"),
	[]byte("<?php"), []byte("<img"), []byte("javascript:"), []byte("mime-version:"), []byte("#!/"),
}

func hasMarkup(content []byte) bool {
	low := bytes.ToLower(content)
	for _, mark := range markup {
		if bytes.Contains(low, mark) {
			return true
		}
	}
	return false
}

// outsideScans is what a JPEG holds beside its pixels: the segments before the
// first scan, and what follows the end mark. Colour profiles and descriptions
// by cameras are XML, but none of the markup above.
func outsideScans(content []byte) []byte {
	start := bytes.Index(content, []byte{0xff, 0xda})
	end := bytes.LastIndex(content, []byte{0xff, 0xd9})
	if start < 0 || end < start {
		return content
	}
	return append(bytes.Clone(content[:start]), content[end:]...)
}

// isArchive reports bytes that a ZIP reader opens, wherever the archive
// begins: its directory stands at the end.
func isArchive(content []byte) bool {
	const endRecord, longestComment = 22, 1<<16 - 1
	tail := content[max(0, len(content)-endRecord-longestComment):]
	for {
		at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
		if at < 0 {
			return false
		}
		if len(tail)-at >= endRecord && binary.LittleEndian.Uint16(tail[at+10:]) > 0 && opens(content) {
			return true
		}
		tail = tail[:at]
	}
}

func opens(content []byte) bool {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	return err == nil && len(archive.File) > 0
}
