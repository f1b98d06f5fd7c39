package letters

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; read the difference, then run with -update\n%s", path, got)
	}
}

// sample is a letter shown to the reader of the golden texts.
type sample struct {
	name string
	c    models.Case
	r    models.Request
}

// samples holds at least one letter for each right, and the combinations.
func samples(t testing.TB) []sample {
	t.Helper()
	nantes, lyon, leeds, bare := nantes(t), lyon(t), leeds(), bare()
	one := func(right law.Right) models.Request { return models.Request{Rights: []law.Right{right}} }
	return []sample{
		{"nantes_access", nantes, nantes.Requests[0]},
		{"nantes_consent_withdrawal", nantes, models.Request{Rights: []law.Right{law.ConsentWithdrawal}, Channel: law.WebForm}},
		{"nantes_erasure", nantes, models.Request{Rights: []law.Right{law.Erasure}, ErasureGrounds: []string{"unlawful", "consent_withdrawn", "no_longer_needed"}}},
		{"nantes_erasure_by_default", nantes, one(law.Erasure)},
		{"nantes_objection_marketing", nantes, one(law.Objection)},
		{"nantes_objection_own_situation", nantes, models.Request{Rights: []law.Right{law.Objection}, Objection: "own_situation", Details: "Je travaille sous mon nom.\nUne publicité à mon image me gênerait auprès de mes clients."}},
		{"nantes_rectification", nantes, models.Request{Rights: []law.Right{law.Rectification}, Reference: "T-2026/114", Corrections: []models.Correction{{Wrong: "Maelle Loewenbruck", Right: "Maëlle Lœwenbruck"}, {Right: "mon nouveau numéro"}, {Wrong: "née à Brest"}}}},
		{"nantes_restriction", nantes, models.Request{Rights: []law.Right{law.Restriction}, RestrictionCase: "unlawful"}},
		{"nantes_portability", nantes, models.Request{Rights: []law.Right{law.Portability}, SendDataTo: "la coopérative Données-Nous (import@example.org)"}},
		{"nantes_access_restriction", nantes, models.Request{Rights: []law.Right{law.Restriction, law.Access}, RestrictionCase: "claims", Details: "Je m’intéresse surtout aux photos."}},
		{"nantes_withdrawal_marketing", nantes, models.Request{Rights: []law.Right{law.ConsentWithdrawal, law.Objection}, Objection: "marketing"}},
		{"lyon_withdrawal_erasure", lyon, lyon.Requests[0]},
		{"lyon_access", lyon, one(law.Access)},
		{"leeds_access", leeds, one(law.Access)},
		{"leeds_erasure", leeds, one(law.Erasure)},
		{"leeds_everything", leeds, models.Request{Rights: law.Rights, Objection: "own_situation"}},
		{"bare_rectification", bare, one(law.Rectification)},
		{"bare_restriction", bare, one(law.Restriction)},
	}
}

func TestLettersReadAsTheyShould(t *testing.T) {
	for _, s := range samples(t) {
		for _, l := range lang.Langs {
			d, _, err := Compose(s.c, s.r, l, today)
			if err != nil {
				t.Errorf("%s %s: %v", s.name, l, err)
				continue
			}
			checkGolden(t, s.name+"."+string(l), Text(d))
		}
	}
}

func TestTheTwinReadsAsItShould(t *testing.T) {
	c := nantes(t)
	twin, _, err := ComposeTwin(c, c.Requests[0], today)
	if err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "nantes_access.twin", TwinText(twin))
}
