package pdf

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// placeCanary is written in the Exif block of a photo of ours, beside the place.
const placeCanary = "CANARY-GPS-Nantes"

// withPlace puts an Exif block (Exif 2.32, 4.6) behind the start of a JPEG: a
// description, and 47° 13' 5" north, 1° 33' 13" west.
func withPlace(photo []byte) []byte {
	const head = 8
	entry := func(tag, kind uint16, count, value uint32) []byte {
		e := binary.BigEndian.AppendUint16(nil, tag)
		e = binary.BigEndian.AppendUint16(e, kind)
		e = binary.BigEndian.AppendUint32(e, count)
		return binary.BigEndian.AppendUint32(e, value)
	}
	const ascii, long, rational = 2, 4, 5
	const places = head + 2 + 2*12 + 4 // of the second directory
	const values = places + 2 + 4*12 + 4
	tiff := []byte{'M', 'M', 0, 42, 0, 0, 0, head}
	tiff = append(tiff, 0, 2)
	tiff = append(tiff, entry(0x010e, ascii, uint32(len(placeCanary)+1), values+48)...)
	tiff = append(tiff, entry(0x8825, long, 1, places)...)
	tiff = append(tiff, 0, 0, 0, 0, 0, 4)
	tiff = append(tiff, entry(1, ascii, 2, uint32('N')<<24)...)
	tiff = append(tiff, entry(2, rational, 3, values)...)
	tiff = append(tiff, entry(3, ascii, 2, uint32('W')<<24)...)
	tiff = append(tiff, entry(4, rational, 3, values+24)...)
	tiff = append(tiff, 0, 0, 0, 0)
	for _, part := range []uint32{47, 13, 5, 1, 33, 13} {
		tiff = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(tiff, part), 1)
	}
	tiff = append(append(tiff, placeCanary...), 0)

	exif := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return slices.Concat(bytes.Clone(photo[:2]), segment, exif, photo[2:])
}
