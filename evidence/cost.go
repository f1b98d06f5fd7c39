package evidence

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
)

// Before a picture is decoded, its header tells what that would cost: a file
// of 77 bytes may claim 1.6 thousand million pixels.

// checkCost refuses a picture whose decoding would take more pixels, memory or
// passes than maxPixels, maxMemory and maxScans.
func checkCost(media string, content []byte, config image.Config) error {
	pixels := int64(config.Width) * int64(config.Height)
	if config.Width <= 0 || config.Height <= 0 {
		return refuse("damaged")
	}
	if pixels > maxPixels {
		return refuse("pixels", "max", maxPixels/1_000_000)
	}
	bytes := pixels * bytesPerPixel(config.ColorModel)
	if media == JPEG {
		cost := jpegCost(content)
		if cost.scans > maxScans {
			return refuse("scans")
		}
		bytes = pixels * int64(cost.sixteenths) / 16
	}
	if media == HEIC {
		if config.Width < narrowestHEIC {
			return refuse("narrow", "min", narrowestHEIC)
		}
		bytes = pixels * heicBytes
	}
	if bytes > maxMemory {
		return refuse("pixels", "max", pixels*maxMemory/bytes/1_000_000)
	}
	return nil
}

// heicBytes is what the decoder of HEIC takes for a pixel: the picture in its
// own memory, twice, and in ours.
const heicBytes = 5

// narrowestHEIC is the least width that the decoder of HEIC hands over whole: it
// takes the rows of a narrower picture for shorter than they are, and gives
// back stripes of another one. No phone takes such pictures.
const narrowestHEIC = 128

// bytesPerPixel of the picture that a decoder makes.
func bytesPerPixel(model color.Model) int64 {
	switch model {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := model.(color.Palette); ok {
		return 1
	}
	return 4
}

// cost of decoding a JPEG.
type cost struct {
	scans      int
	sixteenths int // bytes per pixel, times 16
}

// Markers of ITU-T T.81, table B.1.
const (
	markStartOfFrame = 0xc0
	markProgressive  = 0xc2
	markHuffman      = 0xc4
	markArithmetic   = 0xcc
	markExtension    = 0xc8
	markLastFrame    = 0xcf
	markRestart      = 0xd0
	markImage        = 0xd8
	markEnd          = 0xd9
	markScan         = 0xda
	markExif         = 0xe1
)

// jpegCost walks the segments of a JPEG. Go's decoder keeps a byte for each
// sample, and four more while it gathers a progressive one.
func jpegCost(content []byte) cost {
	c := cost{sixteenths: 4 * 16}
	eachSegment(content, func(mark byte, body []byte) {
		switch {
		case mark == markScan:
			c.scans++
		case isFrame(mark):
			c.sixteenths = samplesPerPixel(body)
			if mark == markProgressive {
				c.sixteenths *= 5
			}
		}
	})
	return c
}

func isFrame(mark byte) bool {
	return mark >= markStartOfFrame && mark <= markLastFrame &&
		mark != markHuffman && mark != markExtension && mark != markArithmetic
}

// samplesPerPixel reads a frame header, in sixteenths: three of full size make
// 48, two of them halved both ways make 24.
func samplesPerPixel(frame []byte) int {
	const head, component = 6, 3
	if len(frame) < head {
		return 4 * 16
	}
	largest, sum := 1, 0
	for at := head; at+component <= len(frame); at += component {
		sampling := int(frame[at+1]>>4) * int(frame[at+1]&15)
		largest, sum = max(largest, sampling), sum+sampling
	}
	return min(4*16, (sum*16+largest-1)/largest)
}

// eachSegment calls visit for each marker of a JPEG with what its segment
// holds. Entropy-coded data between segments is passed over.
func eachSegment(content []byte, visit func(mark byte, body []byte)) {
	for at := 0; at+1 < len(content); {
		if content[at] != 0xff {
			next := bytes.IndexByte(content[at:], 0xff)
			if next < 0 {
				return
			}
			at += next
			continue
		}
		mark := content[at+1]
		switch {
		case mark == 0xff: // padding
			at++
			continue
		case mark == 0 || mark >= markRestart && mark <= markImage: // no segment follows
			at += 2
			continue
		case mark == markEnd:
			return
		}
		if at+4 > len(content) {
			return
		}
		length := int(binary.BigEndian.Uint16(content[at+2:]))
		end := at + 2 + length
		if length < 2 || end > len(content) {
			return
		}
		visit(mark, content[at+4:end])
		at = end
	}
}

// isMoving reports a picture of several frames. Only the first would be kept,
// and nobody would know.
func isMoving(media string, content []byte) bool {
	switch media {
	case PNG:
		return findChunk(content[min(8, len(content)):], binary.BigEndian, false, "acTL") != nil
	case WebP:
		return findChunk(content[min(12, len(content)):], binary.LittleEndian, true, "ANIM") != nil
	}
	return false
}

// findChunk returns what a chunk of a PNG (length, name, body, checksum) or of
// a RIFF file (name, length, body, padding) holds; nil when there is none.
func findChunk(content []byte, order binary.ByteOrder, nameFirst bool, name string) []byte {
	for len(content) >= 8 {
		length, at, after := order.Uint32(content), content[4:8], uint32(4)
		if nameFirst {
			length, at = order.Uint32(content[4:]), content[:4]
			after = length & 1
		}
		rest := content[8:]
		if uint64(length)+uint64(after) > uint64(len(rest)) {
			if string(at) == name {
				return rest
			}
			return nil
		}
		if string(at) == name {
			return rest[:length:length]
		}
		content = rest[length+after:]
	}
	return nil
}
