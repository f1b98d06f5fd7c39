package views

import (
	"contreoffre/lang"
)

// Prose is a public page that is only text: one file lang/<l>/pages/<File>.txt
// whose section "main" is the page and whose section "margin", if any, stands
// beside its beginning. Words: prose.<File>.title and prose.<File>.lede.
type Prose struct {
	File string // one of ProsePages
}

// ProsePages lists the prose pages; each is served at PublicPath of its name.
var ProsePages = []string{"rights", "watch", "privacy", "accessibility", "limits"}

// Name implements Page.
func (Prose) Name() string { return "prose" }

// Title implements Page.
func (p Prose) Title(l lang.Lang) string { return lang.T(l, "prose."+p.File+".title") }

// proseSection is a section cut into what a page shows: the runs of list items
// are lists.
type proseSection struct {
	Name   string
	Blocks []proseBlock
}

type proseBlock struct {
	Kind  lang.TextBlockKind
	Parts []lang.TextPart
	Items [][]lang.TextPart // of a list, when Kind is TextItem
}

// proseOf returns the sections of a prose page, none for an unknown page.
func proseOf(l lang.Lang, page string) []proseSection {
	text, _ := lang.Page(l, page)
	sections := make([]proseSection, len(text.Sections))
	for i, s := range text.Sections {
		sections[i] = proseSection{Name: s.Name, Blocks: withLists(s.Blocks)}
	}
	return sections
}

func withLists(blocks []lang.TextBlock) []proseBlock {
	var out []proseBlock
	for _, b := range blocks {
		last := len(out) - 1
		switch {
		case b.Kind == lang.TextItem && last >= 0 && out[last].Kind == lang.TextItem:
			out[last].Items = append(out[last].Items, b.Parts)
		case b.Kind == lang.TextItem:
			out = append(out, proseBlock{Kind: b.Kind, Items: [][]lang.TextPart{b.Parts}})
		default:
			out = append(out, proseBlock{Kind: b.Kind, Parts: b.Parts})
		}
	}
	return out
}
