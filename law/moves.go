package law

// Move is a day that an event changed. Now is zero when the event left no day:
// a suspension, a letter that came back.
type Move struct {
	Kind     DeadlineKind
	Was, Now Date
	By       Event
}

// moved are the kinds whose changes are kept: the old day and the reason stay
// visible even when there is no such deadline any more.
var moved = []DeadlineKind{AnswerDue, AnswerLatest, ComplainFrom, AuthorityNews, AppealBy}

// movesOf reads events again as they were entered, one more each time, and
// returns what each entry changed: corrections and late entries included. final
// is what derive gives for all of them.
func movesOf(events []Event, final []Deadline, derive func([]Event) []Deadline) []Move {
	if len(events) < 2 {
		return nil
	}
	var all []Move
	var before []Deadline
	known := map[DeadlineKind]bool{}
	for n, by := range events {
		now := final
		if n+1 < len(events) {
			now = derive(events[:n+1])
		}
		for _, kind := range moved {
			was, is := dayOf(before, kind), dayOf(now, kind)
			if was != is && known[kind] {
				all = append(all, Move{kind, was, is, by})
			}
			known[kind] = known[kind] || !is.IsZero()
		}
		before = now
	}
	return all
}

// dayOf returns the day of that kind in list; zero when it has none.
func dayOf(list []Deadline, k DeadlineKind) Date {
	d, _ := findDeadline(list, k)
	return d.On
}

// addMoves hands each deadline its own moves.
func addMoves(list []Deadline, moves []Move) {
	for i := range list {
		for _, m := range moves {
			if m.Kind == list[i].Kind {
				list[i].Moves = append(list[i].Moves, m)
			}
		}
	}
}
