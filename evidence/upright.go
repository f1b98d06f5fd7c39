package evidence

import (
	"bytes"
	"encoding/binary"
	"image"
)

// Cameras store a picture as their sensor lay and note how to turn it; a copy
// without that note must be turned.

// orientation returns the note of a picture, 1 to 8 (Exif 2.32, tag 274); 1,
// upright, when there is none. HEIC pictures are turned by their decoder.
func orientation(media string, content []byte) int {
	switch media {
	case JPEG:
		found := 1
		eachSegment(content, func(mark byte, body []byte) {
			if exif, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && mark == markExif {
				found = exifOrientation(exif)
			}
		})
		return found
	case PNG:
		return exifOrientation(findChunk(content[min(8, len(content)):], binary.BigEndian, false, "eXIf"))
	case WebP:
		exif := findChunk(content[min(12, len(content)):], binary.LittleEndian, true, "EXIF")
		return exifOrientation(bytes.TrimPrefix(exif, []byte("Exif\x00\x00")))
	}
	return 1
}

// exifOrientation reads the tag out of the first directory of an Exif block,
// which is a TIFF file.
func exifOrientation(exif []byte) int {
	const upright, tag, entry, short = 1, 274, 12, 3
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(exif, []byte("MM")) {
		order = binary.BigEndian
	}
	if len(exif) < 8 {
		return upright
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return upright
	}
	directory := exif[at+2:]
	for range order.Uint16(exif[at:]) {
		if len(directory) < entry {
			return upright
		}
		if order.Uint16(directory) == tag && order.Uint16(directory[2:]) == short {
			if o := int(order.Uint16(directory[8:])); o >= 1 && o <= 8 {
				return o
			}
			return upright
		}
		directory = directory[entry:]
	}
	return upright
}

// turn returns the picture upright: mirrored (2, 4, 5, 7), turned by half
// (3, 4) or by a quarter (5 to 8).
func turn(in *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return in
	}
	w, h := in.Rect.Dx(), in.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			copy(out.Pix[out.PixOffset(tx, ty):][:4], in.Pix[in.PixOffset(x, y):][:4])
		}
	}
	return out
}
