package pdf

// look is the set of styles and spaces of one kind of document.
type look struct {
	text, strong, quote style
	paragraph           float64 // space above a paragraph, in millimetres
	item                float64 // above an item that follows another block
	heading             float64 // above a heading
	indent              float64 // of items and quotes
	writing             float64 // height of a line to fill in by hand
}

var small = style{face: regular, size: 8, leading: 3.4, grey: 90}

// baseline is how far below the top of its line a text stands, as a part of
// the leading.
const baseline = 0.76

// ruleGrey is the grey of lines to write on, quoteGrey of the bar of a quote.
const (
	ruleGrey  = 110
	quoteGrey = 170
)

var letterLook = look{
	text:      style{face: regular, size: 11, leading: 5.1},
	strong:    style{face: bold, size: 11, leading: 5.1},
	quote:     style{face: regular, size: 10.5, leading: 4.9},
	paragraph: 2.6,
	item:      1.1,
	heading:   5,
	indent:    7,
	writing:   9,
}

var twinLook = look{
	text:      style{face: regular, size: 10, leading: 4.5},
	strong:    style{face: bold, size: 10, leading: 4.5},
	quote:     style{face: regular, size: 9.5, leading: 4.3},
	paragraph: 2.6,
	item:      1.1,
	heading:   4.5,
	indent:    6.2,
	writing:   8.5,
}

// tight returns l a little smaller, still well readable.
func (l look) tight() look {
	for _, st := range []*style{&l.text, &l.strong, &l.quote} {
		st.size -= 0.5
		st.leading -= 0.35
	}
	for _, space := range []*float64{&l.paragraph, &l.item, &l.heading} {
		*space *= 0.8
	}
	return l
}
