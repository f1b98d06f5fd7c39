package evidence

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"

	"github.com/gen2brain/heic"
	"golang.org/x/image/webp"

	"contreoffre/models"
)

// What a copy is made of. An A4 page at 300 dots per inch has 8.7 million
// pixels; more would be lost in print. A copy as JPEG is hard to tell from its
// original at this quality.
const (
	copyPixels  = 16_000_000
	copyQuality = 90
	// A PNG larger than this is a photograph, which JPEG holds in a tenth.
	largestPNG = 3 << 20
)

// made is a copy that was made of an original; without content, none is needed.
type made struct {
	content       []byte
	media         string
	width, height int // of a picture
}

// remake makes a picture anew from its pixels: upright, on white where it was
// transparent, scaled down to copyPixels, with its purpose written across and
// its masks burnt in. Nothing else of the file is in it. It returns a Refusal
// for a picture that is damaged or would cost too much to open.
func (k *Keeper) remake(media string, content []byte, masks []models.Mask, purpose string) (made, error) {
	decoded, err := decode(media, content)
	if err != nil {
		return made{}, err
	}
	w, h := scaled(decoded.Bounds().Dx(), decoded.Bounds().Dy())
	upright := turn(flatten(decoded, w, h), orientation(media, content))
	if purpose != "" {
		if err := k.writeAcross(upright, purpose); err != nil {
			return made{}, err
		}
	}
	for _, mask := range masks {
		draw.Draw(upright, areaOf(mask, upright.Rect), image.Black, image.Point{}, draw.Src)
	}
	return encode(upright, media)
}

// decode opens a picture whose cost is within bounds.
func decode(media string, content []byte) (image.Image, error) {
	if isMoving(media, content) {
		return nil, refuse("moving")
	}
	decoder := decoders[media]
	config, err := decoder.config(bytes.NewReader(content))
	if err != nil {
		return nil, refuse("damaged")
	}
	if err := checkCost(media, content, config); err != nil {
		return nil, err
	}
	decoded, err := decoder.decode(bytes.NewReader(content))
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return nil, err
	case err != nil:
		return nil, refuse("damaged")
	case decoded.Bounds().Dx() != config.Width || decoded.Bounds().Dy() != config.Height:
		return nil, refuse("damaged")
	}
	return decoded, nil
}

type decoder struct {
	config func(*bytes.Reader) (image.Config, error)
	decode func(*bytes.Reader) (image.Image, error)
}

var decoders = map[string]decoder{
	JPEG: {
		func(r *bytes.Reader) (image.Config, error) { return jpeg.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) },
	},
	PNG: {
		func(r *bytes.Reader) (image.Config, error) { return png.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) },
	},
	WebP: {
		func(r *bytes.Reader) (image.Config, error) { return webp.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return webp.Decode(r) },
	},
	HEIC: {
		func(r *bytes.Reader) (image.Config, error) { return heic.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return heic.Decode(r) },
	},
}

// flatten draws a picture on white, scaled down to w times h by averaging the
// pixels that become one. It works strip by strip, so that beside the decoded
// picture only the copy is in memory.
func flatten(in image.Image, w, h int) *image.RGBA {
	from := in.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	var strip *image.RGBA
	for y := range h {
		top, bottom := y*from.Dy()/h, max(y*from.Dy()/h+1, (y+1)*from.Dy()/h)
		size := image.Rect(0, 0, from.Dx(), bottom-top)
		if strip == nil || strip.Rect != size {
			strip = image.NewRGBA(size)
		}
		draw.Draw(strip, size, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, size, in, image.Pt(from.Min.X, from.Min.Y+top), draw.Over)
		row := out.Pix[y*out.Stride:][:4*w]
		if w == from.Dx() && size.Dy() == 1 {
			copy(row, strip.Pix)
			continue
		}
		average(row, strip)
	}
	return out
}

// average fills a row of pixels, each with the mean of those of the strip that
// it stands for.
func average(row []byte, strip *image.RGBA) {
	w, from, height := len(row)/4, strip.Rect.Dx(), strip.Rect.Dy()
	for x := range w {
		left, right := x*from/w, max(x*from/w+1, (x+1)*from/w)
		var red, green, blue int
		for y := range height {
			for at := y*strip.Stride + 4*left; at < y*strip.Stride+4*right; at += 4 {
				red += int(strip.Pix[at])
				green += int(strip.Pix[at+1])
				blue += int(strip.Pix[at+2])
			}
		}
		n := (right - left) * height
		row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = byte(red/n), byte(green/n), byte(blue/n), 0xff
	}
}

// scaled is the size of the copy of a picture, in the same shape.
func scaled(w, h int) (int, int) {
	if w*h <= copyPixels {
		return w, h
	}
	by := math.Sqrt(float64(copyPixels) / (float64(w) * float64(h)))
	return max(1, int(float64(w)*by)), max(1, int(float64(h)*by))
}

// encode writes a screenshot as PNG, which keeps its small letters sharp, and
// a photograph as JPEG.
func encode(in *image.RGBA, media string) (made, error) {
	p := made{width: in.Rect.Dx(), height: in.Rect.Dy(), media: JPEG}
	var b bytes.Buffer
	if media == PNG {
		if err := png.Encode(&b, in); err != nil {
			return made{}, err
		}
		if b.Len() <= largestPNG {
			p.content, p.media = b.Bytes(), PNG
			return p, nil
		}
		b.Reset()
	}
	if err := jpeg.Encode(&b, in, &jpeg.Options{Quality: copyQuality}); err != nil {
		return made{}, err
	}
	p.content = b.Bytes()
	return p, nil
}

// whole is the width and the height of a picture in the measure of masks.
const whole = 10_000

// areaOf is a mask in pixels. It covers every pixel that it touches.
func areaOf(m models.Mask, in image.Rectangle) image.Rectangle {
	up := func(part, size int) int { return (part*size + whole - 1) / whole }
	return image.Rect(m.X*in.Dx()/whole, m.Y*in.Dy()/whole,
		up(m.X+m.Width, in.Dx()), up(m.Y+m.Height, in.Dy())).Intersect(in)
}

// writeAcross repeats a text over the whole picture, dark with a light edge so
// that it shows on any ground.
func (k *Keeper) writeAcross(on *image.RGBA, text string) error {
	height := max(12, min(on.Rect.Dx(), on.Rect.Dy())/28)
	words := k.Tools.Lettering(text, height)
	if words == nil || words.Rect.Empty() {
		return refuse("purpose")
	}
	dark, light := image.NewUniform(color.NRGBA{0x5c, 0x10, 0x10, 0x90}), image.NewUniform(color.NRGBA{0xff, 0xff, 0xff, 0x90})
	edge := max(1, height/16)
	step := image.Pt(words.Rect.Dx()+2*height, 4*height)
	for line, y := 0, height; y < on.Rect.Dy(); line, y = line+1, y+step.Y {
		for x := -(line % 2) * step.X / 2; x < on.Rect.Dx(); x += step.X {
			at := words.Rect.Sub(words.Rect.Min).Add(image.Pt(x, y))
			draw.DrawMask(on, at.Add(image.Pt(edge, edge)), light, image.Point{}, words, words.Rect.Min, draw.Over)
			draw.DrawMask(on, at, dark, image.Point{}, words, words.Rect.Min, draw.Over)
		}
	}
	return nil
}
