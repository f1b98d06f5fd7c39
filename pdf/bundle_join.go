package pdf

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"contreoffre/lang"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// The parts of a bundle become one file: merged, stamped, bookmarked.

// joining returns a configuration for the bundle: it writes plain objects, for
// canonical to find, and its limits are those of a whole bundle, made of parts
// that each kept within their own.
func joining(command model.CommandMode) *model.Configuration {
	conf := pdfcpuConfig(command)
	conf.WriteObjectStream, conf.WriteXRefStream, conf.CreateBookmarks = false, false, false
	conf.OptimizeResourceDicts = false
	conf.Limits = model.DefaultResourceLimits()
	return conf
}

// join merges the parts, stamps each page, sets bookmarks and writes the file.
func (b *bundle) join(w io.Writer) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("joining failed: %v", r)
		}
	}()
	var all []io.ReadSeeker
	for _, p := range b.parts {
		all = append(all, bytes.NewReader(p.pdf))
	}
	var merged, marked bytes.Buffer
	if err := api.MergeRaw(all, &merged, false, joining(model.MERGECREATE)); err != nil {
		return err
	}
	stamps, bookmarks, err := b.marks()
	if err != nil {
		return err
	}
	conf := joining(model.ADDWATERMARKS)
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(merged.Bytes()), conf)
	if err != nil {
		return err
	}
	if err := pdfcpu.AddWatermarksSliceMap(ctx, stamps); err != nil {
		return err
	}
	if err := pdfcpu.AddBookmarks(ctx, bookmarks, true); err != nil {
		return err
	}
	if err := api.Write(ctx, &marked, conf); err != nil {
		return err
	}
	whole, err := api.ReadContext(bytes.NewReader(marked.Bytes()), joining(model.VALIDATE))
	if err != nil {
		return err
	}
	_, err = w.Write(canonical(whole, b.k.Document))
	return err
}

// A stamp stands at the top right, on white so that it can be read on a
// picture; the page of the bundle closes it.
const stampLook = "font:Helvetica, points:9, scale:1 abs, rot:0, pos:tr, off:-28 -18, fillc:#303030, bgcol:#FFFFFF, op:1"

// marks returns the stamp of each page and the bookmark of each part.
func (b *bundle) marks() (map[int][]*model.Watermark, []pdfcpu.Bookmark, error) {
	stamps := map[int][]*model.Watermark{}
	var bookmarks []pdfcpu.Bookmark
	page := 0
	for _, p := range b.parts {
		bookmarks = append(bookmarks, pdfcpu.Bookmark{Title: p.title, PageFrom: page + 1})
		for i := range p.pages {
			page++
			text := lang.T(b.lang, "bundle.page", "page", page)
			if p.stamp != nil {
				text = p.stamp(i+1) + "  |  " + text
			}
			stamp, err := api.TextWatermark(plainSpaces(text), stampLook, true, false, types.POINTS)
			if err != nil {
				return nil, nil, err
			}
			stamps[page] = append(stamps[page], stamp)
		}
	}
	return stamps, bookmarks, nil
}

// plainSpaces makes a stamp out of the characters of the core fonts.
func plainSpaces(text string) string { return strings.ReplaceAll(lang.PlainSpaces(text), "’", "'") }
