package pdf

import (
	"image"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Lettering draws one line of text of that height in pixels, as a mask of what
// is ink. It returns nil for a text without a character to draw; a character
// that the fonts lack is drawn as a box.
func Lettering(text string, height int) *image.Alpha {
	var g gate
	text = strings.TrimSpace(g.cleanLine(text))
	if text == "" || height < 1 {
		return nil
	}
	parsed, err := opentype.Parse(sources[symbol])
	if err != nil {
		panic(err) // the font is built in
	}
	drawn, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(height), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err)
	}
	defer drawn.Close()
	m := drawn.Metrics()
	out := image.NewAlpha(image.Rect(0, 0, font.MeasureString(drawn, text).Ceil(), (m.Ascent + m.Descent).Ceil()))
	pen := font.Drawer{Dst: out, Src: image.Opaque, Face: drawn, Dot: fixed.Point26_6{Y: m.Ascent}}
	pen.DrawString(text)
	return out
}
