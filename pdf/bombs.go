package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
)

// Not every stream that pdfcpu unpacks is held to its limits: a table of
// objects, or a description, may become 512 MB of memory. These bounds are
// checked before it opens a file; they take time, not memory.
const (
	maxUnpacked    = 32 << 20  // of one stream that is no picture
	maxUnpackedAll = 256 << 20 // of all of them
	maxDictionary  = 8 << 10   // in which a stream says what it is
)

var (
	streamStart = regexp.MustCompile(`\bstream\r?\n`)
	// widths is the key that every table of objects has (ISO 32000-1, 7.5.8.2).
	widths = regexp.MustCompile(`/W[^0-9A-Za-z]`)
	packed = regexp.MustCompile(`/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b`)
)

// isBomb reports a file of which a stream, or all together, unpack to more than
// the bounds. Pictures are left out: they are never unpacked here.
func isBomb(content []byte) bool {
	left := int64(maxUnpackedAll)
	for _, at := range streamStart.FindAllIndex(content, -1) {
		about := dictionaryBefore(content, at[0])
		if isPictureStream(about) {
			continue
		}
		if isTable(about) && isPackedOddly(about) {
			return true
		}
		unpacked := unpackedSize(content[at[1]:], min(maxUnpacked, left))
		if left -= unpacked; unpacked > maxUnpacked || left < 0 {
			return true
		}
	}
	return false
}

// dictionaryBefore is what stands between the start of an object and its
// stream.
func dictionaryBefore(content []byte, stream int) []byte {
	before := content[max(0, stream-maxDictionary):stream]
	return before[max(0, bytes.LastIndex(before, []byte(" obj"))):]
}

func isPictureStream(about []byte) bool {
	return bytes.Contains(about, []byte("/Image")) && !isTable(about)
}

// isTable reports what may be a table of objects. A name can be spelt with
// numbers (#57 for W), so what has any such name may be one too.
func isTable(about []byte) bool { return widths.Match(about) || bytes.ContainsRune(about, '#') }

// isPackedOddly reports filters that no program uses for a table, and whose
// outcome only they can tell.
func isPackedOddly(about []byte) bool {
	filters := packed.FindAll(about, -1)
	return len(filters) > 1 || len(filters) == 1 && !bytes.HasPrefix(filters[0], []byte("/Fl"))
}

// unpackedSize is the size of a stream that Flate packed, up to one byte more
// than atMost; 0 for one that it did not.
func unpackedSize(stream []byte, atMost int64) int64 {
	unpacker, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return 0
	}
	n, _ := io.CopyN(io.Discard, unpacker, atMost+1) // a damaged end is for the reader to judge
	return n
}
