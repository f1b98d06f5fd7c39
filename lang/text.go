package lang

import (
	"fmt"
	"path"
	"regexp"
	"sort"
	"strings"
)

// A Text is one prose file: a letter or a page. It is written like this:
//
//	== facts
//	J’ai rejoint l’offre {offer} le {joined_on}.
//
//	# Un intertitre
//
//	- un point de liste
//	- un autre, avec un [lien](https://example.org)
//
//	> des mots cités
//
// A line "== name" opens a section. Blocks are separated by an empty line, or
// begin with "# ", "- " or "> "; other lines of a block are joined by a space.
// {name} is filled in later by Part, after the structure is known, so a fact
// can never become structure.
type Text struct {
	Sections []TextSection
}

// TextSection is a named run of blocks.
type TextSection struct {
	Name   string
	Blocks []TextBlock
}

// TextBlockKind is the shape of a block of prose.
type TextBlockKind string

// The shapes.
const (
	TextParagraph TextBlockKind = "paragraph"
	TextHeading   TextBlockKind = "heading"
	TextItem      TextBlockKind = "item"
	TextQuote     TextBlockKind = "quote"
)

// TextBlock is one paragraph, heading, list item or quotation.
type TextBlock struct {
	Kind  TextBlockKind
	Parts []TextPart
}

// TextPart is a run of words, a fact to fill in, or a link. Exactly one of
// Text and Fact is set; Href goes with Text.
type TextPart struct {
	Text string
	Fact string
	Href string
}

// Section returns the section of that name; ok is false when there is none.
func (t Text) Section(name string) (s TextSection, ok bool) {
	for _, s := range t.Sections {
		if s.Name == name {
			return s, true
		}
	}
	return TextSection{}, false
}

// Facts returns the names of the facts that the text wants, sorted, each once.
func (t Text) Facts() []string {
	seen := map[string]bool{}
	for _, section := range t.Sections {
		for _, block := range section.Blocks {
			for _, part := range block.Parts {
				if part.Fact != "" {
					seen[part.Fact] = true
				}
			}
		}
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Fill writes the block as text, each fact looked up by fill, which returns
// false for a name it does not know; Fill then returns an error.
func (b TextBlock) Fill(fill func(name string) (string, bool)) (string, error) {
	var out strings.Builder
	for _, part := range b.Parts {
		if part.Fact == "" {
			out.WriteString(part.Text)
			continue
		}
		value, ok := fill(part.Fact)
		if !ok {
			return "", fmt.Errorf("lang: nothing fills {%s}", part.Fact)
		}
		out.WriteString(value)
	}
	return out.String(), nil
}

var (
	letterTexts = mustLoadTexts("letters")
	pageTexts   = mustLoadTexts("pages")
)

// Letter returns the parsed letter file of that name, without its ending; ok
// is false when the language has none.
func Letter(l Lang, name string) (Text, bool) {
	t, ok := letterTexts[l][name]
	return t, ok
}

// Page returns the parsed prose page of that name; ok is false when the
// language has none.
func Page(l Lang, name string) (Text, bool) {
	t, ok := pageTexts[l][name]
	return t, ok
}

// TextNames lists the prose files of a folder ("letters" or "pages") in l, in
// order; tests compare languages with it.
func TextNames(l Lang, folder string) []string {
	texts := pageTexts[l]
	if folder == "letters" {
		texts = letterTexts[l]
	}
	names := make([]string, 0, len(texts))
	for name := range texts {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func mustLoadTexts(folder string) map[Lang]map[string]Text {
	all := make(map[Lang]map[string]Text)
	for _, l := range Langs {
		all[l] = make(map[string]Text)
		dir := path.Join(string(l), folder)
		entries, err := files.ReadDir(dir)
		if err != nil {
			continue // a language without such a folder; the parity test says so
		}
		for _, entry := range entries {
			raw, err := files.ReadFile(path.Join(dir, entry.Name()))
			if err != nil {
				panic(fmt.Errorf("lang: %w", err))
			}
			text, err := ParseText(l, string(raw))
			if err != nil {
				panic(fmt.Errorf("lang: %s/%s: %w", dir, entry.Name(), err))
			}
			all[l][strings.TrimSuffix(entry.Name(), ".txt")] = text
		}
	}
	return all
}

// marker is how a block that is no plain paragraph begins.
type marker struct {
	prefix string
	kind   TextBlockKind
}

var markers = []marker{{"# ", TextHeading}, {"- ", TextItem}, {"> ", TextQuote}}

// ParseText reads prose written as Text describes. It returns an error that
// names the line when a block stands outside a section, a section stands
// twice, or a brace is stray.
func ParseText(l Lang, source string) (Text, error) {
	var (
		text  Text
		lines []string // of the block being read
		kind  = TextParagraph
	)
	closeBlock := func(at int) error {
		if len(lines) == 0 {
			return nil
		}
		if len(text.Sections) == 0 {
			return fmt.Errorf("line %d: words before the first section", at)
		}
		parts, err := parseParts(Typography(l, strings.Join(lines, " ")))
		if err != nil {
			return fmt.Errorf("line %d: %w", at, err)
		}
		section := &text.Sections[len(text.Sections)-1]
		section.Blocks = append(section.Blocks, TextBlock{Kind: kind, Parts: parts})
		lines, kind = nil, TextParagraph
		return nil
	}
	for i, line := range strings.Split(source, "\n") {
		line = strings.TrimSpace(line)
		name, opens := strings.CutPrefix(line, "== ")
		begins, starts := startsBlock(line)
		if line == "" || opens || starts {
			if err := closeBlock(i); err != nil {
				return Text{}, err
			}
		}
		switch {
		case line == "":
		case opens:
			if _, twice := text.Section(name); twice {
				return Text{}, fmt.Errorf("line %d: section %q stands twice", i+1, name)
			}
			text.Sections = append(text.Sections, TextSection{Name: name})
		case starts:
			kind = begins.kind
			lines = append(lines, strings.TrimPrefix(line, begins.prefix))
		default:
			lines = append(lines, line)
		}
	}
	return text, closeBlock(strings.Count(source, "\n") + 1)
}

func startsBlock(line string) (m marker, ok bool) {
	for _, m := range markers {
		if strings.HasPrefix(line, m.prefix) {
			return m, true
		}
	}
	return marker{}, false
}

var linkPattern = regexp.MustCompile(`\[([^\]]+)\]\(([^)\s]+)\)`)

// parseParts cuts a block's words at its links and placeholders.
func parseParts(s string) ([]TextPart, error) {
	var parts []TextPart
	plain := func(words string) error {
		m, err := parseMessage(words)
		if err != nil {
			return err
		}
		for _, seg := range m {
			if seg.isArg {
				parts = append(parts, TextPart{Fact: seg.text})
			} else {
				parts = append(parts, TextPart{Text: seg.text})
			}
		}
		return nil
	}
	at := 0
	for _, m := range linkPattern.FindAllStringSubmatchIndex(s, -1) {
		if err := plain(s[at:m[0]]); err != nil {
			return nil, err
		}
		parts = append(parts, TextPart{Text: s[m[2]:m[3]], Href: s[m[4]:m[5]]})
		at = m[1]
	}
	if err := plain(s[at:]); err != nil {
		return nil, err
	}
	return parts, nil
}
