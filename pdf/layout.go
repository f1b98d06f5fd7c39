package pdf

// layout is a document arranged on its pages, before anything is drawn.
type layout struct {
	title  string
	pages  []page
	lost   []rune
	spills bool // the last of several pages is nearly empty
}

// layout deals what was set out to pages and puts the foot on each.
func (s *setter) layout(title string, slabs []slab, f frame, foot footer) layout {
	pages := paginate(slabs, f)
	last := pages[len(pages)-1].bottom()
	foot.drawOn(pages)
	return layout{
		title:  s.cleanLine(title),
		pages:  pages,
		lost:   s.missing(),
		spills: len(pages) > 1 && last < f.top+f.height()/3,
	}
}

// fit sets a document in a look, and in a tighter one where that saves a page
// that would be nearly empty.
func fit(l look, set func(look) layout) layout {
	usual := set(l)
	if !usual.spills {
		return usual
	}
	if tight := set(l.tight()); len(tight.pages) < len(usual.pages) {
		return tight
	}
	return usual
}
