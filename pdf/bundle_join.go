package pdf

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"

	"contreoffre/lang"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// The only use of pdfcpu: reading other people's PDFs, joining, stamping.

var settle struct {
	once sync.Once
	sync.Mutex
}

// settings returns a configuration that writes plain objects, for canonical to
// find. Making one is not safe in parallel; the folder that
// pdfcpu would make in the home of the user is declined once.
func settings() *model.Configuration {
	settle.once.Do(api.DisableConfigDir)
	settle.Lock()
	defer settle.Unlock()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.WriteObjectStream, conf.WriteXRefStream = false, false
	conf.CreateBookmarks = false
	conf.Offline = true
	conf.Optimize, conf.OptimizeBeforeWriting, conf.OptimizeResourceDicts = false, false, false
	return conf
}

// rewrite reads a PDF and writes it anew, so that what cannot be merged is
// found before it spoils the whole. A locked one is an error.
func rewrite(data []byte) (clean []byte, pages int, err error) {
	var out bytes.Buffer
	if err := api.MergeRaw([]io.ReadSeeker{bytes.NewReader(data)}, &out, false, settings()); err != nil {
		return nil, 0, err
	}
	pages, err = api.PageCount(bytes.NewReader(out.Bytes()), settings())
	if err == nil && pages == 0 {
		err = errNoPages
	}
	return out.Bytes(), pages, err
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
	if err := api.MergeRaw(all, &merged, false, settings()); err != nil {
		return err
	}
	stamps, bookmarks, err := b.marks()
	if err != nil {
		return err
	}
	conf := settings()
	conf.Cmd = model.ADDWATERMARKS
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
	whole, err := api.ReadContext(bytes.NewReader(marked.Bytes()), settings())
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
