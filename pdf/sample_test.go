package pdf

import (
	"fmt"

	"contreoffre/lang"
	"contreoffre/law"
	"contreoffre/letters"
)

// part is one block of the sample letter, in both languages.
type part struct {
	kind   letters.BlockKind
	fr, en string
}

// sampleParts are 28 blocks, the size of a real letter of access.
var sampleParts = []part{
	{letters.Paragraph, "Le 28 mars 2024, j’ai pris part depuis la France à l’opération « Récompense en cash » de votre application. Elle promettait 20 € à toute personne qui s’inscrivait et invitait des proches.", "On 28 March 2024, in France, I took part in the “Cash Reward” campaign of your app. It promised €20 to anyone who signed up and invited friends or family."},
	{letters.Paragraph, "Je vous écris pour savoir ce que vous avez fait de mes données, et pour en obtenir une copie, comme l’article 15 du règlement général sur la protection des données (RGPD) m’en donne le droit.", "I am writing to find out what you have done with my data, and to obtain a copy of them, as Article 15 of the General Data Protection Regulation (GDPR) entitles me to."},
	{letters.Heading, "Ce que je vous demande", "What I am asking for"},
	{letters.Paragraph, "Je vous prie de me confirmer que vous traitez des données qui me concernent et, si tel est le cas, de me communiquer :", "Please confirm whether you process data about me and, if so, send me:"},
	{letters.Item, "les finalités de chaque traitement et, pour chacune, la base juridique sur laquelle vous vous appuyez ;", "the purposes of each processing operation and, for each one, the legal basis you rely on;"},
	{letters.Item, "les catégories de données en cause, y compris celles qui ont été déduites de mon comportement ;", "the categories of data concerned, including those inferred from my behaviour;"},
	{letters.Item, "les destinataires auxquels mes données ont été ou seront communiquées, désignés par leur nom et non par catégories, qu’ils soient situés dans l’Union européenne ou dans un pays tiers ;", "the recipients to whom my data have been or will be disclosed, identified by name and not by category, whether they are in the European Union or in a third country;"},
	{letters.Item, "la durée pendant laquelle vous comptez conserver chacune de ces catégories, ou les critères qui la fixent ;", "how long you intend to keep each of these categories, or the criteria that set that period;"},
	{letters.Item, "la source de toute donnée que vous n’avez pas recueillie auprès de moi ;", "the source of any data that you did not collect from me;"},
	{letters.Item, "l’existence d’une décision automatisée ou d’un profilage et, le cas échéant, la logique suivie et ses conséquences pour moi ;", "whether there is automated decision-making or profiling and, if so, the logic involved and what it means for me;"},
	{letters.Item, "les garanties qui encadrent les transferts hors de l’Espace économique européen, avec une copie de ces garanties.", "the safeguards that govern transfers outside the European Economic Area, with a copy of them."},
	{letters.Heading, "Les publications et l’utilisation de mon image", "Publications and the use of my image"},
	{letters.Paragraph, "Les conditions que vous présentiez alors contenaient la phrase suivante :", "The terms you showed at the time contained the following sentence:"},
	{letters.Quote, "Les personnes qui participent acceptent que leur photo, leur nom, leur voix et leurs déclarations puissent servir à la promotion, dans tout pays et sans limite de durée.", "People taking part agree that their photo, name, voice and statements may be used for promotion, in any country and without limit of time."},
	{letters.Paragraph, "Vous avez depuis déclaré que seuls le nom d’utilisateur et la photo de profil étaient utilisés. Ces deux affirmations ne s’accordent pas. Je vous demande donc de préciser, pour chacune des données suivantes, si vous l’avez collectée, utilisée ou publiée :", "You have since stated that only the username and the profile picture were used. These two statements do not agree. Please therefore say, for each of the following, whether you have collected, used or published it:"},
	{letters.Item, "mon nom d’utilisateur, mon portrait et toute photo jointe à mon compte ;", "my username, my likeness and any photo attached to my account;"},
	{letters.Item, "ma voix, mes opinions, mes déclarations et les éléments de ma biographie ;", "my voice, my opinions, my statements and details of my life;"},
	{letters.Item, "ma ville, mon pays et les coordonnées du compte de paiement qui a servi au versement.", "my town, my country and the details of the payment account used for the reward."},
	{letters.Paragraph, "Pour chaque publication, merci d’indiquer le support, la date, la durée, les pays visés et l’adresse où elle se trouve encore. Si aucune n’a eu lieu, une phrase qui l’affirme clairement me suffira.", "For each publication, please state the medium, the date, the duration, the countries targeted and the address where it can still be found. If there was none, one sentence that says so clearly will be enough."},
	{letters.Heading, "La preuve de mon consentement", "Proof of my consent"},
	{letters.Paragraph, "Si l’un de ces traitements repose sur mon consentement, c’est à vous d’en apporter la preuve (article 7, paragraphe 1, du RGPD). Je vous demande la date et l’heure auxquelles il aurait été recueilli, le texte exact qui m’a été présenté, sa version et sa langue, ainsi que le geste par lequel je l’aurais exprimé.", "If any of this processing relies on my consent, it is for you to prove it (Article 7(1) of the GDPR). I ask for the date and time at which it is said to have been collected, the exact text that was shown to me, its version and language, and the action by which I am said to have given it."},
	{letters.Paragraph, "Je vous demande aussi les données liées au parrainage : qui m’a invité, qui j’ai invité, ce que ces personnes ont pu voir de moi et les récompenses qui ont été inscrites, accordées ou refusées.", "I also ask for the data linked to referrals: who invited me, whom I invited, what those people were able to see of me, and the rewards that were recorded, granted or refused."},
	{letters.Heading, "La copie de mes données", "The copy of my data"},
	{letters.Paragraph, "Je souhaite recevoir une copie de l’ensemble de ces données, dans un format électronique d’usage courant, à l’adresse de courriel indiquée en tête de cette lettre. La première copie est gratuite. Si un envoi par courriel ne vous paraît pas assez sûr, un lien de téléchargement protégé me convient.", "I would like to receive a copy of all these data, in a commonly used electronic format, at the e-mail address given at the top of this letter. The first copy is free of charge. If e-mail does not seem secure enough to you, a protected download link suits me."},
	{letters.Blank, "Autre adresse à laquelle répondre (facultatif) :", "Another address for your reply (optional):"},
	{letters.Heading, "Mon identité et votre délai", "My identity and your time limit"},
	{letters.Paragraph, "Les identifiants de mon compte figurent en tête de cette lettre ; ils suffisent à me reconnaître. Si vous aviez un doute raisonnable sur mon identité, merci de me dire lequel : un code envoyé à l’adresse du compte le lèvera sans qu’il soit besoin d’une pièce d’identité.", "My account identifiers are at the top of this letter; they are enough to recognise me. If you had reasonable doubts about my identity, please tell me which: a code sent to the address of the account will settle them, without any need for an identity document."},
	{letters.Paragraph, "Vous avez un mois à compter de la réception de cette lettre pour me répondre (article 12, paragraphe 3, du RGPD). Sans réponse complète dans ce délai, je pourrai saisir la Commission nationale de l’informatique et des libertés (CNIL). Cette lettre n’est ni une demande d’effacement ni un retrait de consentement : merci de ne rien supprimer avant de m’avoir répondu.", "You have one month from receipt of this letter to reply (Article 12(3) of the GDPR). Without a complete answer within that time, I may refer the matter to the French data protection authority (CNIL). This letter is neither a request for erasure nor a withdrawal of consent: please delete nothing before you have answered."},
}

// sampleLetter is a letter as package letters composes it.
func sampleLetter() letters.Document {
	d := letters.Document{
		Lang:      lang.FR,
		Rights:    []law.Right{law.Access},
		Sender:    []string{"Maëlle Lœwenbruck", "14 bis, rue de l’Œuvre", "44000 Nantes", "maelle@example.org", "Compte : maelle_44"},
		Recipient: []string{"Société Exemple Limited", "Délégué à la protection des données", "1 Sample Street", "Dublin 2", "D02 X000", "IRLANDE"},
		Place:     "Nantes",
		On:        law.MustDate("2026-11-01"),
		Dateline:  "Nantes, le 1er novembre 2026",
		Delivery:  "Lettre recommandée avec demande d’avis de réception",
		Subject:   "demande d’accès à mes données personnelles (article 15 du RGPD)",
		Greeting:  "Madame, Monsieur,",
		Closing:   "Je vous prie d’agréer, Madame, Monsieur, l’expression de mes salutations distinguées.",
		Signature: []string{"Maëlle Lœwenbruck"},
		Notice:    "Lettre préparée avec Contre-offre, qui donne des informations et non des conseils juridiques, et n’a aucun lien avec la société concernée.",
		Title:     "Demande d’accès",
	}
	d.Header = []letters.Field{
		{ID: "subject", Label: "Objet", Value: d.Subject},
		{ID: "references", Label: "Références", Value: lang.Typography(lang.FR, "compte maelle_44 ; demande acces-1")},
		{ID: "enclosures", Label: "Pièces jointes", Value: lang.Typography(lang.FR, "capture de l’écran « Récompense en cash » du 28 mars 2024")},
	}
	d.Body = sampleBody(lang.FR)
	return d
}

// sampleTwin is the same letter in French and English.
func sampleTwin() letters.Twin {
	english := sampleLetter()
	english.Lang = lang.EN
	english.Sender = []string{"Maëlle Lœwenbruck", "14 bis, rue de l’Œuvre", "44000 Nantes", "maelle@example.org", "Account: maelle_44"}
	english.Recipient = []string{"Société Exemple Limited", "Délégué à la protection des données", "1 Sample Street", "Dublin 2", "D02 X000", "IRELAND"}
	english.Dateline = "Nantes, 1 November 2026"
	english.Delivery = "Registered letter with advice of receipt"
	english.Subject = "request for access to my personal data (Article 15 of the GDPR)"
	english.Greeting = "Dear Sir or Madam,"
	english.Closing = "Yours faithfully,"
	english.Notice = "Letter prepared with Contre-offre, which gives information, not legal advice, and has no link with the company concerned."
	english.Title = "Request for access"
	english.Header = []letters.Field{
		{ID: "subject", Label: "Subject", Value: english.Subject},
		{ID: "references", Label: "References", Value: "account maelle_44; request acces-1"},
		{ID: "enclosures", Label: "Enclosures", Value: "capture of the “Cash Reward” screen of 28 March 2024"},
	}
	english.Body = sampleBody(lang.EN)
	return letters.Twin{French: sampleLetter(), English: english}
}

func sampleBody(l lang.Lang) []letters.Block {
	var blocks []letters.Block
	for i, p := range sampleParts {
		text := p.en
		if l == lang.FR {
			text = lang.Typography(lang.FR, p.fr)
		}
		blocks = append(blocks, letters.Block{ID: fmt.Sprintf("%s.body.%d", l, i+1), Section: "body", Kind: p.kind, Text: text})
	}
	return blocks
}
