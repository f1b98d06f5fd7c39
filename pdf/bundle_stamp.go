package pdf

import (
	"fmt"
	"maps"
	"strings"

	"contreoffre/lang"

	"github.com/pdfcpu/pdfcpu/pkg/font"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A stamp stands at the top right of a page as it is seen, on white so that it
// can be read on a picture. Its page is written long before its words are
// known, so that they are a stream of their own.

// Measures of a stamp, in points.
const (
	stampFont  = "Helvetica"
	stampSize  = 9.0
	stampRight = 28.0 // from the right of the page to the words
	stampTop   = 24.0 // from the top of the page to their baseline
	stampEdge  = 2.5  // of white around them
	stampName  = "ContreOffreStamp"
)

// view is how a page is seen: what is visible of it, and turned by how much
// (ISO 32000-1, 7.7.3.3).
type view struct {
	left, bottom, right, top float64
	turned                   int // clockwise, in degrees
}

// across is the width of the page as it is seen.
func (v view) across() float64 {
	if v.turned%180 == 0 {
		return v.right - v.left
	}
	return v.top - v.bottom
}

// corner is the matrix of a system upright to the reader, whose origin is the
// top right of the page.
func (v view) corner() string {
	switch v.turned {
	case 90:
		return fmt.Sprintf("0 1 -1 0 %.2f %.2f", v.left, v.top)
	case 180:
		return fmt.Sprintf("-1 0 0 -1 %.2f %.2f", v.left, v.bottom)
	case 270:
		return fmt.Sprintf("0 -1 1 0 %.2f %.2f", v.right, v.bottom)
	}
	return fmt.Sprintf("1 0 0 1 %.2f %.2f", v.right, v.top)
}

// stampOn is the content that writes a stamp on a page; it first closes what
// stands before the page's own content. On a page too narrow the words shrink.
func stampOn(v view, text string) (string, error) {
	words := winAnsi(plainSpaces(text))
	width, err := font.TextWidthFloat(string(runesOf(words)), stampFont, stampSize)
	if err != nil {
		return "", err
	}
	scale := min(1, v.across()/(width+2*stampRight))
	return fmt.Sprintf("Q\nq %s cm %.4f 0 0 %.4f 0 0 cm\n1 g %.2f %.2f %.2f %.2f re f\n0.19 g BT /%s %g Tf %.2f %.2f Td <%X> Tj ET\nQ",
		v.corner(), scale, scale,
		-stampRight-width-stampEdge, -stampTop-stampEdge, width+2*stampEdge, stampSize+2*stampEdge-1,
		stampName, stampSize, -stampRight-width, -stampTop, words), nil
}

// runesOf spells bytes as the characters of the same numbers, which is how the
// widths of the core fonts are kept.
func runesOf(words []byte) []rune {
	all := make([]rune, len(words))
	for i, b := range words {
		all[i] = rune(b)
	}
	return all
}

// plainSpaces makes a stamp out of the characters of the core fonts.
func plainSpaces(text string) string { return strings.ReplaceAll(lang.PlainSpaces(text), "’", "'") }

// stampable returns a page that ends with a stamp, and how it is seen. What it
// had from the pages above it, it now has itself.
func (c *copied) stampable(page types.Dict, stamp types.IndirectRef) (types.Dict, view, error) {
	seen, err := c.viewOf(page)
	if err != nil {
		return nil, seen, err
	}
	resources, err := c.dictOf(c.inherited(page, "Resources"))
	if err != nil {
		return nil, seen, err
	}
	fonts, err := c.dictOf(resources["Font"])
	if err != nil {
		return nil, seen, err
	}
	fonts[stampName] = mine{c.font}
	resources["Font"] = fonts

	contents := types.Array{mine{c.open}}
	switch content, err := c.ctx.Dereference(page["Contents"]); own := content.(type) {
	case nil:
		if err != nil {
			return nil, seen, err
		}
	case types.Array:
		contents = append(contents, own...)
	default:
		contents = append(contents, page["Contents"])
	}

	page = maps.Clone(page)
	for _, key := range []string{"MediaBox", "CropBox", "Rotate"} {
		if value := c.inherited(page, key); value != nil {
			page[key] = value
		}
	}
	page["Parent"] = mine{c.tree}
	page["Resources"] = resources
	page["Contents"] = append(contents, mine{stamp})
	delete(page, "StructParents") // the tree that it counts in stays behind
	return page, seen, nil
}

// dictOf is a copy of a dictionary, empty when there is none.
func (c *copied) dictOf(o types.Object) (types.Dict, error) {
	d, err := c.ctx.DereferenceDict(o)
	if err != nil || d == nil {
		return types.NewDict(), err
	}
	return maps.Clone(d), nil
}

// deepestTree bounds how far above a page what it inherits may be.
const deepestTree = 60

// inherited is the value of a page's entry, which the nodes above may hold
// (ISO 32000-1, 7.7.3.4); nil when none does.
func (c *copied) inherited(page types.Dict, key string) types.Object {
	for node, level := page, 0; node != nil && level < deepestTree; level++ {
		if value, ok := node.Find(key); ok {
			return value
		}
		above, err := c.ctx.DereferenceDict(node["Parent"])
		if err != nil {
			return nil
		}
		node = above
	}
	return nil
}

func (c *copied) viewOf(page types.Dict) (view, error) {
	box, err := c.boxOf(page, "MediaBox")
	if err != nil {
		return view{}, err
	}
	if cropped, err := c.boxOf(page, "CropBox"); err == nil {
		crop := view{max(box.left, cropped.left), max(box.bottom, cropped.bottom), min(box.right, cropped.right), min(box.top, cropped.top), 0}
		if crop.left < crop.right && crop.bottom < crop.top {
			box = crop
		}
	}
	if turned, err := c.ctx.DereferenceNumber(c.inherited(page, "Rotate")); err == nil {
		box.turned = ((int(turned)/90*90)%360 + 360) % 360
	}
	return box, nil
}

// boxOf reads a rectangle, whichever corners it names.
func (c *copied) boxOf(page types.Dict, key string) (view, error) {
	corners, err := c.ctx.DereferenceArray(c.inherited(page, key))
	if err != nil || len(corners) != 4 {
		return view{}, errNoPages
	}
	var at [4]float64
	for i, corner := range corners {
		if at[i], err = c.ctx.DereferenceNumber(corner); err != nil {
			return view{}, errNoPages
		}
	}
	return view{min(at[0], at[2]), min(at[1], at[3]), max(at[0], at[2]), max(at[1], at[3]), 0}, nil
}
