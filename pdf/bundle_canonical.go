package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"unicode/utf16"

	"contreoffre/letters"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pdfcpu numbers and orders objects as its maps come, and writes the hour of
// its making. A bundle is therefore written here, from what pdfcpu holds: the
// objects that the catalogue reaches, numbered in the order in which it does.

// canonical writes a PDF of which each object has one possible place, and which
// is dated of the complaint's day.
func canonical(ctx *model.Context, d letters.Document) []byte {
	c := &canon{ctx: ctx, numbers: map[int]int{}}
	root := c.reach(*ctx.Root)
	// The list grows while its objects are written.
	for next := 0; next < len(c.order); next++ {
		c.write(c.order[next])
	}
	info := c.add(types.Dict{
		"Title":        types.HexLiteral(fmt.Sprintf("%X", bigEndian(d.Title))),
		"CreationDate": types.StringLiteral(fmt.Sprintf("D:%04d%02d%02d000000+00'00'", d.On.Year, int(d.On.Month), d.On.Day)),
	})
	return c.close(root, info)
}

// canon is a PDF being written.
type canon struct {
	ctx     *model.Context
	numbers map[int]int // new number, by the old one
	order   []int       // old numbers, in the order of the new ones
	written []string    // objects, from number 1
}

// reach returns the new reference of an object, numbering it when first met.
func (c *canon) reach(ref types.IndirectRef) types.IndirectRef {
	old := ref.ObjectNumber.Value()
	if c.numbers[old] == 0 {
		c.order = append(c.order, old)
		c.numbers[old] = len(c.order)
	}
	return *types.NewIndirectRef(c.numbers[old], 0)
}

// renumbered returns an object whose references are the new ones, met in the
// order of the keys.
func (c *canon) renumbered(o types.Object) types.Object {
	switch o := o.(type) {
	case types.IndirectRef:
		return c.reach(o)
	case types.Dict:
		return c.dict(o)
	case types.Array:
		all := make(types.Array, len(o))
		for i, each := range o {
			all[i] = c.renumbered(each)
		}
		return all
	}
	return o
}

func (c *canon) dict(d types.Dict) types.Dict {
	keys := make([]string, 0, len(d))
	for key := range d {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	renumbered := types.NewDict()
	for _, key := range keys {
		renumbered[key] = c.renumbered(d[key])
	}
	return renumbered
}

// write writes the object of an old number; one that is not there is null.
func (c *canon) write(old int) {
	entry, ok := c.ctx.Table[old]
	if !ok || entry.Free || entry.Object == nil {
		c.written = append(c.written, "null")
		return
	}
	if stream, ok := entry.Object.(types.StreamDict); ok {
		head := c.dict(stream.Dict)
		head["Length"] = types.Integer(len(stream.Raw))
		c.written = append(c.written, head.PDFString()+"\nstream\n"+string(stream.Raw)+"\nendstream")
		return
	}
	c.written = append(c.written, c.renumbered(entry.Object).PDFString())
}

func (c *canon) add(d types.Dict) types.IndirectRef {
	c.written = append(c.written, d.PDFString())
	return *types.NewIndirectRef(len(c.written), 0)
}

// close writes the file: objects, their table, and an identity that follows
// from them.
func (c *canon) close(root, info types.IndirectRef) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(c.written))
	for i, object := range c.written {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	identity := sha256.Sum256(out.Bytes())
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(c.written)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</ID[<%x><%x>]/Info %s/Root %s/Size %d>>\nstartxref\n%d\n%%%%EOF\n",
		identity[:16], identity[:16], info.PDFString(), root.PDFString(), len(c.written)+1, table)
	return out.Bytes()
}

// bigEndian is a text as PDF writes what is not plain.
func bigEndian(text string) []byte {
	out := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return out
}
