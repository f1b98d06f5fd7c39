package evidence_test

import (
	"io"
	"testing"

	"contreoffre/evidence"
	"contreoffre/evidence/evidencetest"
	"contreoffre/models"
	"contreoffre/models/modelstest"
)

// The network may be lost between the end of a write and its answer: then the
// exhibit may be there, and its files with it.
func TestAFileStaysWithARowThatNobodyHeardOf(t *testing.T) {
	over, wire := modelstest.Postgres(t).Wire(t)
	d := newDesk(t, over)
	content := evidencetest.Photo(t, 40, 30, 1)
	wire.Be(modelstest.Unheard)
	_, err := d.Keeper.Add(ctx, d.Account, d.Case, evidence.Upload{Name: "a.jpg", Content: content, Kind: "screenshot"})
	if err == nil || !models.Away(err) {
		t.Fatalf("got %v, want the database away: the test tries nothing", err)
	}
	wire.Be(modelstest.Good)
	c, err := d.Store.Case(ctx, d.Account, d.Case)
	if err != nil || len(c.Evidence) != 1 {
		t.Fatalf("%d exhibits, %v: the test tries nothing", len(c.Evidence), err)
	}
	_, file, err := d.Keeper.Original(ctx, d.Account, d.Case, c.Evidence[0].ID)
	if err != nil {
		t.Fatalf("the exhibit is there, its file is not: %v", err)
	}
	defer file.Close()
	if got, err := io.ReadAll(file); string(got) != string(content) || err != nil {
		t.Errorf("another file, %v", err)
	}
	if report, err := d.Keeper.Check(ctx, d.Clock.Now()); len(report.Missing) > 0 || err != nil {
		t.Errorf("missing: %v, %v", report.Missing, err)
	}
}
