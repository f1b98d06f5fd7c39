package views

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/law"
)

// longHub is the hub of somebody with fifty requests.
func longHub() sample {
	hub := Hub{Person: "Maëlle", Offer: "Temu, « Cash Reward » (mars 2024)", Today: today}
	for i := range 50 {
		hub.Requests = append(hub.Requests, RequestRow{
			ID: fmt.Sprint("r", i), Rights: []law.Right{law.Rights[i%len(law.Rights)]},
			Badge:  DueBadge(today.AddDays(i-10), today),
			Detail: Sentence{"cases.updated", []any{"on", today.AddDays(-i)}},
		})
	}
	return sample{frame: caseFrame("/cases/c4se"), page: hub}
}

func rewardsPage() sample {
	page, _ := interview.PageByID("rewards")
	return sample{frame: caseFrame("/cases/c4se/questions/rewards"), page: Question{
		Page: page, Form: Form{Values: page.Fill(exampleCase("temu-nantes"))}, Action: "/fr/x", At: 9, Of: 20,
	}}
}

// BenchmarkPage draws the heaviest pages and, as the floor of the same run,
// copies the bytes of the first. "of-floor" is how many floors a page costs.
func BenchmarkPage(b *testing.B) {
	constant := []byte(render(b, lang.FR, longHub()))
	var floor float64
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			var page bytes.Buffer
			page.Write(constant)
			page.WriteTo(io.Discard)
		}
		floor = float64(b.Elapsed().Nanoseconds()) / float64(b.N)
	})
	for _, c := range []struct {
		name string
		sample
	}{{"hub-50-requests", longHub()}, {"question", rewardsPage()}, {"home", sample{frame: publicFrame(""), page: Home{}}}} {
		frame := c.frame
		frame.Lang = lang.FR
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Render(io.Discard, frame, c.page); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/floor, "of-floor")
		})
	}
}
