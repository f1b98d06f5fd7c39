package views

import (
	"contreoffre/interview"
	"contreoffre/law"
	"contreoffre/models"
)

func evidenceSamples() []sample {
	frame := caseFrame("/cases/c4se/evidence")
	photo := models.Evidence{ID: "p1", Kind: "screenshot", Caption: hostile, Proves: "fact", CapturedOn: law.MustDate("2024-03-28"), UploadedOn: today,
		OriginalName: hostile, MediaType: "image/jpeg", SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Masks: []models.Mask{{X: 100, Y: 200, Width: 3000, Height: 500}}, Purpose: "Uniquement pour la CNIL",
		Kept: &models.Kept{Original: "o", Copy: "c", Size: 3 << 20, CopySize: 1 << 20, CopyType: "image/jpeg", Pages: 1, Width: 4000, Height: 3000}}
	reply := models.Evidence{ID: "p2", Kind: "reply", Caption: "La réponse", OriginalName: "réponse.pdf", MediaType: "application/pdf", UploadedOn: today,
		Kept: &models.Kept{Original: "o", Copy: "c", Size: 900, CopyType: "application/pdf", Pages: 12, Apart: true}}
	told := models.Evidence{ID: "p3", Kind: "other", Caption: "Sans fichier"}
	values := interview.Form{"caption": {hostile}, "kind": {"screenshot"}, "captured_on.day": {"28"}, "captured_on.month": {"3"}, "captured_on.year": {"2024"}}
	list := Evidence{Exhibits: []ExhibitRow{{photo, 1}, {reply, 2}, {told, 3}}, MaxFile: 15, MaxForm: 16, MaxFiles: 60}
	wrongList := list
	wrongList.Added = 2
	wrongList.Form = Form{Errors: []interview.FieldError{
		{Field: "file", Key: "evidence.error.named", Args: []any{"file", hostile, "why", "x"}}, {Field: "kind", Key: "error.choice.required"},
	}}
	exhibit := Exhibit{Form: Form{Values: values}, Evidence: photo, Number: 1, Picture: true, Events: []string{"Envoyée le 3 mai"}}
	broken := exhibit
	broken.Form = wrong("caption", "error.code.unknown", values)
	masked := Mask{Evidence: photo, Number: 1}
	second := masked
	second.First = &Corner{X: 1234, Y: 5000}
	brokenMask := masked
	brokenMask.Form = wrong("left", "evidence.error.mask", interview.Form{"left": {hostile}})
	oneLine := second
	oneLine.Form = wrong("at", "mask.error.same", nil)
	return []sample{
		{name: "evidence-none", frame: frame, page: Evidence{MaxFile: 15, MaxForm: 16, MaxFiles: 60}},
		{name: "evidence", frame: frame, page: list},
		{name: "evidence-wrong", frame: frame, page: wrongList},
		{name: "exhibit", frame: frame, page: exhibit},
		{name: "exhibit-wrong", frame: frame, page: broken},
		{name: "exhibit-pdf", frame: frame, page: Exhibit{Form: Form{Values: interview.Form{}}, Evidence: reply, Number: 2}},
		{name: "exhibit-told", frame: frame, page: Exhibit{Form: Form{Values: interview.Form{}}, Evidence: told, Number: 3}},
		{name: "mask", frame: frame, page: masked},
		{name: "mask-second", frame: frame, page: second},
		{name: "mask-one-line", frame: frame, page: oneLine},
		{name: "mask-wrong", frame: frame, page: brokenMask},
		{name: "exhibit-delete", frame: frame, page: ExhibitDelete{ExhibitID: "p1", Number: 1, Caption: hostile}},
	}
}
