package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"contreoffre/evidence"
	"contreoffre/evidence/s3test"
	"contreoffre/models/modelstest"
)

// From the upload to the bundle with the files in a bucket; the bucket is empty
// once the dossier is erased.
func TestJourneyOfAnExhibitInABucket(t *testing.T) {
	bucket, err := evidence.OpenBucket(t.Context(), s3test.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	defer bucket.Close()
	count := func() (n int) {
		for _, err := range bucket.All(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	p := newPerson(t, newSiteOn(t, modelstest.SQLite(t), bucket), "fr")
	p.tell()
	p.send(p.prepare("access"))
	original := aHeavyPicture(t) // not in one piece on the way
	id := p.exhibit("capture.png", original)
	if got := count(); got != 2 {
		t.Fatalf("%d files in the bucket, want the original and its copy", got)
	}
	if !p.mustGet(p.of("/evidence")).has("capture.png") {
		t.Error("the exhibit is not listed")
	}
	if got := p.mustGet(p.of("/evidence/" + id + "/original")).Body; got != string(original) {
		t.Errorf("%d bytes came back, want %d", len(got), len(original))
	}

	choices := p.of("/complaint/choices")
	p.submit(p.mustGet(choices), choices, url.Values{"grounds": {"invalid_consent"}, "disclosure": {"yes"}})
	piece := unpacked(t, p.mustGet(p.of("/jobs/"+p.bundle("bundle_zip")+"/file")).Body)["exhibits/02-capture-png.pdf"]
	if !strings.HasPrefix(piece, "%PDF-") || !strings.Contains(piece, "/Width 1200") {
		t.Errorf("the picture is not in the bundle, but %d bytes %.20q", len(piece), piece)
	}

	path := p.of("/erase")
	p.submit(p.mustGet(path), path, url.Values{"sure": {"yes"}})
	if got := count(); got != 0 {
		t.Errorf("%d files are left in the bucket", got)
	}
}
