package letters

import (
	"slices"
	"strings"
	"testing"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/models"
)

// complaintText is a complaint of today with its summary, drafted so that
// nothing keeps a sentence from being read; the spaces are plain.
func complaintText(t *testing.T, c models.Case, l lang.Lang) (text, summary string) {
	t.Helper()
	k, err := DraftComplaint(c, l, today)
	if err != nil {
		t.Fatal(err)
	}
	return lang.PlainSpaces(Text(k.Document)), lang.PlainSpaces(k.Summary)
}

func noted(kind law.EventKind, on string) models.Event {
	return models.Event{Event: law.Event{Kind: kind, On: law.MustDate(on)}}
}

// askedOn is a request of these rights, sent and received on one day.
func askedOn(id, on string, rights ...law.Right) models.Request {
	return models.Request{ID: id, Rights: rights, Channel: "email",
		Events: []models.Event{noted(law.Sent, on), noted(law.Received, on)}}
}

func TestAComplaintSaysNothingThatTheDossierDoesNot(t *testing.T) {
	reasoned := false
	for _, c := range []struct {
		trap      string
		change    func(*models.Case)
		say, keep []string // in French: said, and not said
	}{
		{
			trap:   "direct marketing without an objection",
			change: func(c *models.Case) { c.Complaint.Grounds = []string{"direct_marketing"} },
			say:    []string{"Prospection (article 6(1) du RGPD)", "prospection que je n’ai pas acceptée"},
			keep:   []string{"malgré mon opposition", "21(2)"},
		},
		{
			trap: "direct marketing after an objection by form",
			change: func(c *models.Case) {
				c.Complaint.Grounds = []string{"direct_marketing"}
				c.Requests = []models.Request{askedOn("o", "2026-03-02", law.Objection)}
			},
			say:  []string{"Prospection (articles 21(2) et 21(3) du RGPD)", "malgré mon opposition", "exprimé cette opposition le 2 mars 2026"},
			keep: []string{"par lettre du"},
		},
		{
			trap: "nothing was asked of the controller, and nothing was answered",
			change: func(c *models.Case) {
				c.Requests, c.Complaint.Grounds = nil, []string{"no_information"}
			},
			say:  []string{"de demander à l’organisme de se mettre en conformité ;"},
			keep: []string{"répondre à mes demandes", "réponse à mes demandes"},
		},
		{
			trap: "proof of identity was asked for: that was heard",
			change: func(c *models.Case) {
				c.Requests[0].Events = append(c.Requests[0].Events, noted(law.IdentityAsked, "2026-03-10"))
			},
			say: []string{"l’organisme m’a demandé de prouver mon identité. À la date de cette plainte, aucune autre réponse ne m’est parvenue."},
		},
		{
			trap: "a refusal before the time was up",
			change: func(c *models.Case) {
				c.Complaint.Grounds = []string{"unfounded_refusal"}
				c.Requests = []models.Request{askedOn("r", "2026-10-20", law.Erasure)}
				c.Requests[0].Events = append(c.Requests[0].Events, noted(law.Refused, "2026-10-28"))
			},
			say:  []string{"Le délai de réponse prend fin le 20 novembre 2026"},
			keep: []string{"prenait fin"},
		},
		{
			trap: "nobody said whether the refusal gave reasons",
			change: func(c *models.Case) {
				c.Complaint.Grounds = []string{"unfounded_refusal"}
				c.Requests[0].Events = append(c.Requests[0].Events, noted(law.Refused, "2026-03-20"))
			},
			say:  []string{"Le 20 mars 2026, l’organisme a opposé un refus."},
			keep: []string{"sans donner de motifs", "refus motivé", "ne donne pas de motifs", "Je conteste les motifs"},
		},
		{
			trap: "an extension without reasons",
			change: func(c *models.Case) {
				e := noted(law.Extended, "2026-03-20")
				e.ReasonsGiven = &reasoned
				c.Requests[0].Events = append(c.Requests[0].Events, e)
			},
			say: []string{"La prolongation annoncée ne donnait pas de motifs, alors qu’ils m’étaient dus."},
		},
		{
			trap: "a payment asked for",
			change: func(c *models.Case) {
				c.Requests[0].Events = append(c.Requests[0].Events, noted(law.FeeAsked, "2026-03-20"))
			},
			say: []string{"Un paiement m’a été demandé, alors que la réponse est en principe gratuite (article 12(5) du RGPD)."},
		},
		{
			trap: "a withdrawal of consent is no request of articles 15 to 22",
			change: func(c *models.Case) {
				c.Requests = []models.Request{askedOn("r", "2026-03-02", law.ConsentWithdrawal)}
			},
			say:  []string{"J’y demandais une confirmation dans le délai d’un mois", "Absence de réponse (article 7(3) du RGPD)", "le retrait de mon consentement ne m’a pas été confirmé"},
			keep: []string{"Le délai de réponse prenait fin", "mon droit d’obtenir une réponse"},
		},
		{
			trap: "where they were published is told above",
			change: func(c *models.Case) {
				c.Complaint.Grounds = []string{"unlawful_publication"}
				c.Participation.PublicationsSeen = []models.Publication{{Where: "Fil, page « gagnants »", SeenOn: law.MustDate("2024-04-02")}}
			},
			say: []string{"Les endroits où je les ai vues sont indiqués plus haut.", "Publication constatée : Fil, page « gagnants »"},
		},
		{
			trap: "the terms that the person recorded",
			change: func(c *models.Case) {
				c.Offer = &models.Offer{Title: "Offre « Pas & Points »", Terms: "Vos pas, pour toujours.", Controller: c.Requests[0].Controller}
				c.Complaint.Grounds = []string{"storage_limitation"}
			},
			say:  []string{"Je renvoie au texte de l’offre, cité plus haut.", "dans le cadre de l’offre « Pas & Points »"},
			keep: []string{"offre Offre"},
		},
		{
			trap:   "more is asked in the person's words",
			change: func(c *models.Case) { c.Complaint.Asks = "Vérifier les sauvegardes." },
			say:    []string{"Je vous demande aussi ceci :\n\nVérifier les sauvegardes."},
		},
	} {
		dossier := complaining(t, "temu-nantes")
		c.change(&dossier)
		text, summary := complaintText(t, dossier, lang.FR)
		for _, words := range c.say {
			if !strings.Contains(text, words) {
				t.Errorf("%s: does not say %q:\n%s", c.trap, words, text)
			}
		}
		for _, words := range c.keep {
			if strings.Contains(text+summary, words) {
				t.Errorf("%s: says %q", c.trap, words)
			}
		}
	}
}

func TestTwoRequestsOfOneDayAreToldApart(t *testing.T) {
	c := complaining(t, "temu-nantes")
	access, erasure := askedOn("a", "2026-03-02", law.Access), askedOn("e", "2026-03-02", law.Erasure)
	access.Events[1].On = law.MustDate("2026-03-05")
	c.Requests = []models.Request{access, erasure}
	for l, want := range map[lang.Lang]string{
		lang.FR: "à mes demandes du 2 mars 2026 (accès à mes données personnelles ; reçue le 5 mars 2026) et du 2 mars 2026 (effacement de mes données personnelles)",
		lang.EN: "my requests of 2 March 2026 (access to my personal data; received on 5 March 2026) and of 2 March 2026 (erasure of my personal data)",
	} {
		if text, _ := complaintText(t, c, l); !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	c.Requests = c.Requests[:1]
	if text, _ := complaintText(t, c, lang.FR); !strings.Contains(text, "à ma demande du 2 mars 2026, reçue le 5 mars 2026.") {
		t.Errorf("one request alone:\n%s", text)
	}
}

func TestTheSummaryTellsWhatTheComplaintTells(t *testing.T) {
	c := complaining(t, "temu-nantes")
	c.Requests[0].Events = append(c.Requests[0].Events, noted(law.IdentityAsked, "2026-03-10"))
	c.Person.Name = "Adèle Müller"
	c.Person.RepresentedBy = &models.Representative{Name: "Renée Müller", Capacity: "holder_of_parental_responsibility"}
	_, summary := complaintText(t, c, lang.FR)
	for _, want := range []string{
		"Renée Müller, titulaire de l’autorité parentale, introduit au nom d’Adèle Müller une réclamation contre",
		"Le 10 mars 2026, l’organisme m’a demandé de prouver mon identité.",
		"Je demande la mise en conformité de l’organisme (réponse à mes demandes comprise), ",
	} {
		if !strings.Contains(summary, want) {
			t.Errorf("no %q in:\n%s", want, summary)
		}
	}
}

func TestGapsStandInTheOrderOfTheArticleWithTheirPlaceInIt(t *testing.T) {
	c := complaining(t, "temu-nantes")
	c.Requests[0].Events = append(c.Requests[0].Events, noted(law.PartialReply, "2026-03-20"))
	c.Requests[0].Missing = []string{"complaint_information", "recipients_named", "confirmation"}
	text, _ := complaintText(t, c, lang.FR)
	want := "- la confirmation que l’organisme traite, ou non, des données à mon sujet (article 15(1))\n" +
		"- le nom de chaque destinataire de mes données (article 15(1)(c))\n" +
		"- l’information sur le droit d’introduire une réclamation (article 15(1)(f))"
	if !strings.Contains(text, want) {
		t.Errorf("got:\n%s", text)
	}
}

func TestAnAnswerIsToldWithTheExhibitThatShowsIt(t *testing.T) {
	c := complaining(t, "temu-nantes")
	reply, given := noted(law.Refused, "2026-03-20"), true
	reply.ReasonsGiven, c.Complaint.Grounds = &given, []string{"unfounded_refusal"}
	reply.Evidence = []string{"reply"}
	c.Requests[0].Events = append(c.Requests[0].Events, reply)
	if !hasCaution(Readiness(c, today), law.ReplyNotEnclosed) {
		t.Error("nobody is told that the answer is not among the exhibits")
	}
	c.Evidence = append(c.Evidence, models.Evidence{ID: "reply", Kind: "reply", Caption: "Refus"})
	text, _ := complaintText(t, c, lang.FR)
	if want := "Le 20 mars 2026, l’organisme a opposé un refus motivé (pièce n° 3)."; !strings.Contains(text, want) {
		t.Errorf("no %q in:\n%s", want, text)
	}
	if want := "Je conteste les motifs de ce refus."; !strings.Contains(text, want) {
		t.Errorf("no %q in:\n%s", want, text)
	}
	if hasCaution(Readiness(c, today), law.ReplyNotEnclosed) {
		t.Error("the answer is enclosed, and asked for")
	}
}

func hasCaution(r law.Readiness, c law.Caution) bool {
	return slices.ContainsFunc(r.Cautions, func(w law.Cautioned) bool { return w.Caution == c })
}

func TestThePictureOfAComplaintNeverCallsAnAnswerComplete(t *testing.T) {
	c := complaining(t, "temu-nantes")
	c.Requests[0].Events = append(c.Requests[0].Events, noted(law.Answered, "2026-05-20"))
	timeline := TimelineOf(c, today)
	if got, want := lang.PlainSpaces(ComplaintLaneWord(lang.FR, timeline.Lanes[0], today)), "Réponse de l’organisme : 20 mai 2026"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// Received on 6 March, due on 7 April: six weeks late.
	want := []Stretch{
		{Settled, law.MustDate("2026-03-02"), law.MustDate("2026-04-07")},
		{Overdue, law.MustDate("2026-04-07"), law.MustDate("2026-05-20")},
	}
	if got := timeline.Lanes[0].Stretches; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestArticlesStandInTheirOrder(t *testing.T) {
	c := complaining(t, "temu-nantes")
	c.Requests = append(c.Requests, askedOn("r", "2026-03-02", law.ConsentWithdrawal))
	text, _ := complaintText(t, c, lang.FR)
	if want := "(articles 7(3), 12(3), 12(4) et 15 du RGPD, "; !strings.Contains(text, want) {
		t.Errorf("no %q in:\n%s", want, text)
	}
}

func TestAnExhibitWithoutAFileIsNotSaidToBeEnclosed(t *testing.T) {
	k, err := DraftComplaint(complaining(t, "temu-nantes"), lang.FR, today)
	if err != nil {
		t.Fatal(err)
	}
	k.NotJoined(2)
	want := lang.PlainSpaces(ExhibitLine(lang.FR, k.Exhibits[1]))
	if !strings.HasSuffix(want, "(non jointe)") {
		t.Errorf("got %q", want)
	}
	for _, text := range []string{Text(k.Document), k.SheetText()} {
		if !strings.Contains(lang.PlainSpaces(text), want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

// A ground that no answer supports is a bare assertion, and reads as one. Those
// that the facts support are not warned of, nor those that the person wrote out.
func TestAGroundThatRestsOnNoFactIsWarnedOf(t *testing.T) {
	bare := func(c models.Case) []law.Ground {
		var grounds []law.Ground
		for _, w := range Readiness(c, today).Cautions {
			if w.Caution == law.GroundWithoutFact {
				grounds = append(grounds, w.Ground)
			}
		}
		return grounds
	}
	tests := map[string]struct {
		grounds string
		change  func(*models.Case)
		want    string
	}{
		"silence is a fact by itself":                        {"no_answer", nil, ""},
		"no terms were shown":                                {"invalid_consent no_information", nil, ""},
		"no withdrawal was ever sent":                        {"consent_not_withdrawable", seen("amended"), "consent_not_withdrawable"},
		"security, of which no question asks":                {"security no_answer", nil, "security"},
		"transfers, of which no question asks":               {"unlawful_transfer", nil, "unlawful_transfer"},
		"an answer that was silent about transfers":          {"unlawful_transfer", missing("transfer_safeguards"), ""},
		"an answer that was silent about the time kept":      {"storage_limitation", missing("retention"), ""},
		"an answer that was silent about purposes":           {"purpose_limitation", missing("purposes"), ""},
		"an answer without proof of consent":                 {"invalid_consent", func(c *models.Case) { missing("proof_of_consent")(c); c.Participation.TermsSeen = "" }, ""},
		"an answer that was silent about something else":     {"storage_limitation", func(c *models.Case) { missing("source")(c); seen("amended")(c) }, "storage_limitation"},
		"the clause of the terms that were seen":             {"consent_not_withdrawable purpose_limitation storage_limitation invalid_consent", seen("original"), ""},
		"terms that were seen, and no word on what was said": {"no_information", seen("original"), "no_information"},
		"terms whose clause was not found":                   {"purpose_limitation", seen("amended"), "purpose_limitation"},
		"terms that the person copied out":                   {"purpose_limitation", func(c *models.Case) { seen("amended")(c); c.Offer = &models.Offer{Terms: "Tout usage."} }, ""},
		"a reward that hung on it":                           {"invalid_consent", seen("amended"), ""},
		"data that were given":                               {"data_minimisation", nil, ""},
		"no data that were given":                            {"data_minimisation", func(c *models.Case) { c.Participation.DataGiven = nil }, "data_minimisation"},
		"opinions that were given":                           {"special_categories", func(c *models.Case) { c.Participation.DataGiven = []string{"opinions"} }, ""},
		"a photo alone":                                      {"special_categories", nil, "special_categories"},
		"a publication that nobody saw":                      {"unlawful_publication", nil, "unlawful_publication"},
		"marketing without an objection":                     {"direct_marketing", nil, "direct_marketing"},
		"an adult who complains as a minor":                  {"minor", nil, "minor"},
		"a minor":                                            {"minor", func(c *models.Case) { c.Participation.AgeBand = string(law.Under15) }, ""},
		"in the order of the complaint":                      {"security unlawful_transfer direct_marketing", nil, "unlawful_transfer direct_marketing security"},
		"a ground that may not be complained of yet":         {"unfounded_refusal", nil, ""},
		"grounds that the person wrote out": {"security", func(c *models.Case) {
			c.Complaint.Sections = map[string]string{string(SectionGrounds): "Mon compte a été ouvert par un inconnu."}
		}, ""},
	}
	for name, test := range tests {
		c := complaining(t, "temu-nantes")
		c.Complaint.Grounds = strings.Fields(test.grounds)
		if test.change != nil {
			test.change(&c)
		}
		var words []string
		for _, g := range bare(c) {
			words = append(words, string(g))
		}
		if got := strings.Join(words, " "); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
	for _, s := range complaintSamples(t) {
		s.c.Complaint = &models.Complaint{} // no ground was chosen
		if got := bare(s.c); got != nil {
			t.Errorf("%s: grounds taken from the facts rest on none: %v", s.name, got)
		}
	}
}

func missing(code string) func(*models.Case) {
	return func(c *models.Case) { c.Requests[0].Missing = []string{code} }
}

func seen(terms string) func(*models.Case) {
	return func(c *models.Case) { c.Participation.TermsSeen = terms }
}
