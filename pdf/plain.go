package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// plainPDF writes the pages of a document anew, and proves that the result
// opens. The same document gives the same bytes: pdfcpu would note the hour, and
// write in the order of its maps.
func plainPDF(doc *model.Context) ([]byte, error) {
	if err := strip(doc); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	j := &joiner{out: &b, sum: sha256.New()}
	j.held.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	if err := j.copyPages(doc); err != nil {
		return nil, err
	}
	again, err := openPDF(b.Bytes(), model.VALIDATE)
	if err != nil {
		return nil, err
	}
	if again.PageCount != doc.PageCount {
		return nil, ErrDamaged
	}
	return b.Bytes(), nil
}

// copyPages writes a whole file: the pages of doc, and what they and its root
// reach.
func (j *joiner) copyPages(doc *model.Context) error {
	j.tree = j.owe()
	c := &copied{joiner: j, ctx: doc, numbers: map[int]types.IndirectRef{}}
	kids, pages := make(types.Array, doc.PageCount), make([]types.Dict, doc.PageCount)
	for i := range kids {
		ref, err := doc.PageDictIndRef(i + 1)
		if err != nil || ref == nil {
			return fmt.Errorf("page %d: %w", i+1, errNoPages)
		}
		if pages[i], err = doc.DereferenceDict(*ref); err != nil {
			return err
		}
		kids[i] = j.owe()
		c.numbers[ref.ObjectNumber.Value()] = kids[i].(types.IndirectRef)
	}
	for i, page := range pages {
		page = maps.Clone(page)
		for _, key := range []string{"Resources", "MediaBox", "CropBox", "Rotate"} {
			if value := c.inherited(page, key); value != nil {
				page[key] = value
			}
		}
		page["Parent"] = mine{j.tree}
		j.pay(kids[i].(types.IndirectRef), c.dict(page).PDFString())
	}
	root, err := doc.Catalog()
	if err != nil {
		return err
	}
	root = maps.Clone(root)
	root["Pages"] = mine{j.tree}
	top := j.owe()
	j.pay(top, c.dict(root).PDFString())
	// The list grows while its objects are written.
	for next := 0; next < len(c.met); next++ {
		c.write(c.met[next])
	}
	j.pay(j.tree, types.Dict{"Type": types.Name("Pages"), "Kids": kids, "Count": types.Integer(len(kids))}.PDFString())
	return j.end(types.Dict{"Root": top})
}
