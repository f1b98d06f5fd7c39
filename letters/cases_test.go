package letters

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/models"
)

var today = law.MustDate("2026-11-01")

// mustCase reads an example dossier; its words are those of models.
func mustCase(t testing.TB, name string) models.Case {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "dossier", "testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		models.Facts
		Requests []models.Request  `json:"requests"`
		Evidence []models.Evidence `json:"evidence"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return models.Case{Facts: file.Facts, Requests: file.Requests, Evidence: file.Evidence}
}

// nantes is the Temu example, as letters see it.
func nantes(t testing.TB) models.Case {
	t.Helper()
	return interview.Effective(mustCase(t, "temu-nantes"))
}

// lyon is the offer described by hand, of a minor and a parent.
func lyon(t testing.TB) models.Case { return interview.Effective(mustCase(t, "own-offer-lyon")) }

// leeds is invented: an adult in the United Kingdom, with an authorised agent.
func leeds() models.Case {
	invited := 2
	return models.Case{Facts: models.Facts{
		Language: "en",
		Person: &models.Person{
			Name:               "Siân O’Hara-Patel",
			Address:            &models.Address{Lines: []string{"Flat 3", "9 Canal Road"}, Postcode: "LS1 4AB", City: "Leeds", Country: "GB"},
			AccountIdentifiers: []models.AccountIdentifier{{Kind: "account_id", Value: "77-1204"}, {Kind: "sponsor_code", Value: "PIXIE"}},
			RepresentedBy: &models.Representative{
				Name: "Tom Ashdown", Capacity: "agent", MandateOn: law.MustDate("2026-10-20"),
				Address: &models.Address{Lines: []string{"40 Mill Lane"}, Postcode: "LS2 8XY", City: "Leeds", Country: "GB"},
				Email:   "ashdown@example.org",
			},
		},
		Offer: &models.Offer{
			Title: "Steps for Pounds",
			Controller: &models.Controller{
				Name:    "Pacer Data Ltd",
				Address: &models.Address{Lines: []string{"1 Quay Street"}, Postcode: "M1 1AA", City: "Manchester", Country: "GB"},
			},
		},
		Participation: &models.Participation{
			JoinedOn: law.MustDate("2025-06-01"), Country: "GB", Channel: "app", TermsSeen: "original", TermsVersion: "v3, May 2025",
			DataGiven: []string{"location", "device"}, DataGivenOther: "my gym membership.", InvitedCount: &invited, AgeBand: "adult",
			PublicationsSeen: []models.Publication{{Where: "https://example.org/winners", SeenOn: law.MustDate("2025-07-02")}, {Where: "a poster in the station"}},
			Wishes:           []string{"freeze", "delete", "no_marketing"},
		},
	}}
}

// bare holds nothing but what a letter cannot do without.
func bare() models.Case {
	return models.Case{Facts: models.Facts{
		Person: &models.Person{Name: "Camille Dupré"},
		Offer:  &models.Offer{Title: "Sondages & cadeaux", Controller: &models.Controller{Name: "Sondeur SARL"}},
	}}
}
