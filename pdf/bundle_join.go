package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"slices"
	"unicode/utf16"

	"contreoffre/letters"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A bundle is written object by object, each part as soon as it is read: only
// one of them is in memory, however many there are. pdfcpu reads the parts;
// what it writes would carry the hour and come in the order of its maps.

// joiner writes a PDF of which each object has one possible place.
type joiner struct {
	out     io.Writer
	held    bytes.Buffer // written since the last flush
	sum     hash.Hash    // of what was flushed: the identity of the file
	flushed int64        // bytes
	offsets []int64      // of the objects, from number 1; 0 while one is owed

	tree types.IndirectRef // of the pages
	open types.IndirectRef // what stands before the content of each page
	font types.IndirectRef // of the stamps
}

// leaf is one page of the file.
type leaf struct {
	page, stamp types.IndirectRef // the stamp is owed until the page has its number
	view        view
}

// newJoiner begins a file.
func newJoiner(w io.Writer) *joiner {
	j := &joiner{out: w, sum: sha256.New()}
	j.held.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	j.tree, j.open, j.font = j.owe(), j.owe(), j.owe()
	j.payStream(j.open, types.NewDict(), []byte("q\n"))
	j.pay(j.font, types.Dict{"Type": types.Name("Font"), "Subtype": types.Name("Type1"),
		"BaseFont": types.Name(stampFont), "Encoding": types.Name("WinAnsiEncoding")}.PDFString())
	return j
}

// flush lets go of what was held.
func (j *joiner) flush() error {
	j.sum.Write(j.held.Bytes())
	n, err := j.held.WriteTo(j.out)
	j.flushed += n
	j.held = bytes.Buffer{} // the largest part does not stay
	return err
}

// drop forgets what was held, and the objects numbered since there were so many.
func (j *joiner) drop(objects int) {
	j.held.Reset()
	j.offsets = j.offsets[:objects]
}

// owe numbers an object that is written later.
func (j *joiner) owe() types.IndirectRef {
	j.offsets = append(j.offsets, 0)
	return *types.NewIndirectRef(len(j.offsets), 0)
}

// pay writes an object that was owed.
func (j *joiner) pay(ref types.IndirectRef, object string) {
	j.begin(ref)
	j.held.WriteString(object)
	j.held.WriteString("\nendobj\n")
}

// payStream writes an object that has a content.
func (j *joiner) payStream(ref types.IndirectRef, head types.Dict, content []byte) {
	j.begin(ref)
	head["Length"] = types.Integer(len(content))
	j.held.Grow(len(content) + 1<<10)
	j.held.WriteString(head.PDFString() + "\nstream\n")
	j.held.Write(content)
	j.held.WriteString("\nendstream\nendobj\n")
}

func (j *joiner) begin(ref types.IndirectRef) {
	n := ref.ObjectNumber.Value()
	j.offsets[n-1] = j.flushed + int64(j.held.Len())
	fmt.Fprintf(&j.held, "%d 0 obj\n", n)
}

// part holds the objects of a PDF that its pages need, and returns its pages.
// After an error, drop.
func (j *joiner) part(pdf []byte) ([]leaf, error) {
	ctx, err := api.ReadContext(bytes.NewReader(pdf), pdfcpuConfig(model.VALIDATE))
	if err == nil {
		err = ctx.EnsurePageCount()
	}
	if err != nil {
		return nil, err
	}
	c := &copied{joiner: j, ctx: ctx, numbers: map[int]types.IndirectRef{}}
	leaves := make([]leaf, ctx.PageCount)
	pages := make([]types.Dict, ctx.PageCount)
	for i := range leaves {
		ref, err := ctx.PageDictIndRef(i + 1)
		if err != nil || ref == nil {
			return nil, fmt.Errorf("page %d: %w", i+1, errNoPages)
		}
		if pages[i], err = ctx.DereferenceDict(*ref); err != nil {
			return nil, err
		}
		leaves[i].page, leaves[i].stamp = j.owe(), j.owe()
		c.numbers[ref.ObjectNumber.Value()] = leaves[i].page
	}
	for i := range leaves {
		page, view, err := c.stampable(pages[i], leaves[i].stamp)
		if err != nil {
			return nil, err
		}
		leaves[i].view = view
		j.pay(leaves[i].page, c.dict(page).PDFString())
	}
	// The list grows while its objects are written.
	for next := 0; next < len(c.met); next++ {
		c.write(c.met[next])
	}
	return leaves, nil
}

// close writes what holds the pages together: their tree, the bookmarks, the
// title, and an identity that follows from the file.
func (j *joiner) close(d letters.Document, leaves []leaf, marks []bookmark) error {
	kids := make(types.Array, len(leaves))
	for i, l := range leaves {
		kids[i] = l.page
	}
	j.pay(j.tree, types.Dict{"Type": types.Name("Pages"), "Kids": kids, "Count": types.Integer(len(kids))}.PDFString())
	root, info := j.owe(), j.owe()
	j.pay(root, types.Dict{"Type": types.Name("Catalog"), "Pages": j.tree, "Outlines": j.outline(marks, leaves),
		"PageMode": types.Name("UseOutlines"), "Lang": types.StringLiteral(d.Lang),
		"ViewerPreferences": types.Dict{"DisplayDocTitle": types.Boolean(true)}}.PDFString())
	j.pay(info, types.Dict{"Title": textOf(d.Title),
		"CreationDate": types.StringLiteral(fmt.Sprintf("D:%04d%02d%02d000000+00'00'", d.On.Year, int(d.On.Month), d.On.Day))}.PDFString())

	return j.end(types.Dict{"Info": info, "Root": root})
}

// end writes the table of the objects and the trailer, to which it adds an
// identity that follows from the file.
func (j *joiner) end(trailer types.Dict) error {
	if err := j.flush(); err != nil {
		return err
	}
	identity, table := types.HexLiteral(fmt.Sprintf("%x", j.sum.Sum(nil)[:16])), j.flushed
	trailer["ID"] = types.Array{identity, identity}
	trailer["Size"] = types.Integer(len(j.offsets) + 1)
	fmt.Fprintf(&j.held, "xref\n0 %d\n0000000000 65535 f \n", len(j.offsets)+1)
	for _, offset := range j.offsets {
		fmt.Fprintf(&j.held, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&j.held, "trailer\n%s\nstartxref\n%d\n%%%%EOF\n", trailer.PDFString(), table)
	return j.flush()
}

// bookmark names a page of the file, counted from 1.
type bookmark struct {
	title string
	page  int
}

func (j *joiner) outline(marks []bookmark, leaves []leaf) types.IndirectRef {
	top := j.owe()
	refs := make([]types.IndirectRef, len(marks))
	for i := range marks {
		refs[i] = j.owe()
	}
	for i, m := range marks {
		item := types.Dict{"Title": textOf(m.title), "Parent": top,
			"Dest": types.Array{leaves[m.page-1].page, types.Name("Fit")}}
		if i > 0 {
			item["Prev"] = refs[i-1]
		}
		if i+1 < len(refs) {
			item["Next"] = refs[i+1]
		}
		j.pay(refs[i], item.PDFString())
	}
	j.pay(top, types.Dict{"Type": types.Name("Outlines"), "First": refs[0], "Last": refs[len(refs)-1],
		"Count": types.Integer(len(refs))}.PDFString())
	return top
}

// textOf is a text as PDF writes what is not plain.
func textOf(text string) types.HexLiteral {
	out := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return types.HexLiteral(fmt.Sprintf("%X", out))
}

// copied is one PDF on its way into the file.
type copied struct {
	*joiner
	ctx     *model.Context
	numbers map[int]types.IndirectRef // new, by the old number
	met     []int                     // old numbers, as their new ones were given
}

// reach returns the new reference of an object, numbering it when first met.
func (c *copied) reach(ref types.IndirectRef) types.IndirectRef {
	old := ref.ObjectNumber.Value()
	if _, ok := c.numbers[old]; !ok {
		c.met = append(c.met, old)
		c.numbers[old] = c.owe()
	}
	return c.numbers[old]
}

// renumbered returns an object whose references are the new ones, met in the
// order of the keys.
func (c *copied) renumbered(o types.Object) types.Object {
	switch o := o.(type) {
	case mine:
		return o.IndirectRef
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

// mine is a reference that is already one of the file.
type mine struct{ types.IndirectRef }

func (c *copied) dict(d types.Dict) types.Dict {
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

// write writes the object of an old number; one that is not there, or cannot
// be read, is null.
func (c *copied) write(old int) {
	object, err := c.ctx.Dereference(*types.NewIndirectRef(old, 0))
	if stream, ok := object.(types.StreamDict); ok && err == nil {
		c.payStream(c.numbers[old], c.dict(stream.Dict), stream.Raw)
		return
	}
	if err != nil || object == nil {
		c.pay(c.numbers[old], "null")
		return
	}
	c.pay(c.numbers[old], c.renumbered(object).PDFString())
}
