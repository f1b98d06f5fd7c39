package views

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// tallPicture has a line per mark, from top to bottom, for narrow screens.
type tallPicture struct {
	Height int
	Top    string // of the axis
	Bottom string
	Lines  []tallLine
}

// tallLine is one mark: its day at the left of the axis, its words at the
// right.
type tallLine struct {
	Day   []placedText
	Words []placedText
	Shape string // circle, diamond or line
	Class string
	Y     string // of the shape
	Path  string // of a diamond, or of the tick in a circle
}

const (
	tallRow   = 17 // between two lines of words
	tallGap   = 44 // between two marks, at least
	tallWide  = 20 // letters in a line of words, bold ones included
	tallFirst = 26
	tallAxis  = 70 // where the marks stand
)

func tallOf(l lang.Lang, t letters.Timeline) tallPicture {
	var p tallPicture
	y, last := tallFirst, law.Date{}
	for _, m := range t.Marks {
		line := tallLineOf(l, t, m, y, m.On.Year != last.Year)
		p.Lines = append(p.Lines, line)
		p.Bottom = unit(float64(y))
		rows := max(len(line.Day), len(line.Words))
		y += max(tallGap, rows*tallRow+14)
		last = m.On
	}
	p.Top, p.Height = unit(tallFirst), y
	return p
}

func tallLineOf(l lang.Lang, t letters.Timeline, m letters.Mark, y int, withYear bool) tallLine {
	line := tallLine{Y: unit(float64(y)), Shape: "circle", Class: tallClass(m)}
	day := lang.ShortDay(l, m.On)
	if m.MonthOnly {
		day = lang.ShortMonth(l, m.On.Month)
	}
	line.Day = []placedText{{Y: unit(float64(y + 4)), Text: day}}
	if withYear {
		line.Day = append(line.Day, placedText{Y: unit(float64(y + 4 + tallRow)), Text: strconv.Itoa(m.On.Year)})
	}
	row := 0
	for i, words := range markWords(l, t, m) {
		class := tallWordClass(m, i)
		for _, text := range wrapped(words, tallWide) {
			line.Words = append(line.Words, placedText{Y: unit(float64(y + 4 + row*tallRow)), Text: text, Class: class})
			row++
		}
	}
	switch {
	case m.Kind == letters.TodayMark:
		line.Shape = "line"
	case line.Class == "late":
		line.Shape, line.Path = "diamond", diamond(tallAxis, float64(y))
	case line.Class == "done":
		line.Path = tick(tallAxis, float64(y))
	}
	return line
}

func tallClass(m letters.Mark) string {
	switch m.Kind {
	case letters.JoinedMark:
		return "done"
	case letters.EventMark:
		if class := dotClass(m.Event); class != "event" {
			return class
		}
		return "wait"
	case letters.TodayMark:
		return "today"
	}
	switch wordClass(m) {
	case "late-word":
		return "late"
	case "soon-word":
		return "soon"
	case "done-word":
		return "done-wait"
	}
	return "wait"
}

// tallWordClass colours a deadline and makes today strong; the second part of
// an event is soft.
func tallWordClass(m letters.Mark, part int) string {
	switch {
	case m.Kind == letters.TodayMark:
		return "today-word"
	case m.Kind == letters.DeadlineMark:
		return wordClass(m)
	case part > 0:
		return "soft"
	}
	return ""
}

// wrapped cuts words into lines of at most so many letters; a longer word
// stands alone. No-break spaces hold.
func wrapped(s string, most int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(s, " ") {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > most:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}
