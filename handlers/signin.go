package handlers

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/mail"
	"contreoffre/models"
	"contreoffre/views"
)

func (a *App) signInRoutes() {
	a.on(get, "/signin", a.showSignIn)
	a.on(post, "/signin", a.askSignIn)
	a.on(get, "/signin/:token", showSignInLink)
	a.on(post, "/signin/:token", a.signIn)
}

// How often sign-in links are sent. One address gets a few, since a message
// may be lost; whoever asks for somebody else's sends no more than that.
const (
	signInsPerAddress = 3
	signInWindow      = time.Hour
	signInsPerDay     = 2000 // of all addresses together; above it somebody is playing with us
	signInAccounts    = 5    // links in one message, for whoever opened several accounts
)

// signInPause is how long at least, and at most twice as long, a request for a
// link is left alone after its answer: work done at once would slow down what
// the same visitor asks for next, and so tell that there was some.
const signInPause = 250 * time.Millisecond

func (a *App) showSignIn(v *visit) error {
	return v.show(views.SignIn{MailOff: a.Mail == nil})
}

// askSignIn promises a link to the holder of an address, if there is one. All
// that depends on the address happens after the answer, which is therefore the
// same, and as quick, for an address that nobody has here (security promise
// P24).
func (a *App) askSignIn(v *visit) error {
	if a.Mail == nil {
		return missing
	}
	address, err := mail.ReadAddress(v.form.Get("email"))
	if err != nil {
		return v.reject(v.frame(), views.SignIn{Form: views.Form{
			Values: v.form, Errors: []interview.FieldError{{Field: "email", Key: wrongAddress}},
		}})
	}
	first := false // a second press would kill the link of the first
	if _, err := once(v, func(context.Context) (bool, error) { first = true; return true, nil }); err != nil {
		return err
	}
	if first {
		l, now := v.lang, v.now
		a.posting.Go(func() {
			time.Sleep(signInPause + rand.N(signInPause))
			a.sendSignIn(l, address, now)
		})
	}
	return v.redirect(done(views.PublicPath(v.lang, "signin"), "signin_asked"))
}

// sendSignIn sends the links of the accounts that keep an address, within the
// caps; for any other address it sends nothing.
func (a *App) sendSignIn(l lang.Lang, address string, now time.Time) {
	ctx, cancel := context.WithTimeout(context.Background(), confirmationWithin)
	defer cancel()
	links, err := a.signInLinks(ctx, l, address)
	if err == nil && len(links) > 0 {
		err = a.Mail.Send(ctx, mail.SignInMessage(l, models.NewID(), address, links, now))
	}
	if err != nil {
		a.Log.Error("sign-in link not sent", "cause", err)
	}
}

// signInLinks makes a new link for each account of an address; none above the
// caps. Their host is the configured one, whatever the visitor's browser asked
// for.
func (a *App) signInLinks(ctx context.Context, l lang.Lang, address string) ([]string, error) {
	within, _, err := a.Store.Rate(ctx, "sign-in links to "+mail.FoldAddress(address), signInsPerAddress, signInWindow)
	if err != nil || !within {
		return nil, err
	}
	accounts, err := a.Store.AccountsByEmail(ctx, address)
	if err != nil || len(accounts) == 0 {
		return nil, err
	}
	within, _, err = a.Store.Rate(ctx, "sign-in links", signInsPerDay, models.ConfirmationLife)
	if err != nil || !within {
		a.Log.Error("more sign-in links were asked for than a day may have")
		return nil, err
	}
	var links []string
	for _, account := range accounts[max(0, len(accounts)-signInAccounts):] {
		token, err := a.Store.NewSignInLink(ctx, account.ID)
		if err != nil {
			return nil, err
		}
		links = append(links, a.Base.String()+views.SignInPath(l, token))
	}
	return links, nil
}

// showSignInLink shows a button and uses nothing up: programs that look at
// links before people do must not sign in. No address that is asked for from
// this page learns the token.
func showSignInLink(v *visit) error {
	v.Set(fiber.HeaderReferrerPolicy, tokenReferrer)
	return v.show(views.SignInLink{Token: v.Params("token")})
}

// signIn opens the account of a link. The link then opens nothing any more.
func (a *App) signIn(v *visit) error {
	account, err := a.Store.UseSignInLink(v.ctx, v.Params("token"))
	if errors.Is(err, models.ErrNotFound) {
		return v.render(fiber.StatusNotFound, v.frame(), views.SignInLink{Gone: true})
	}
	if err != nil {
		return err
	}
	if err := a.begin(v, account, a.Store.StartSessionByLink); err != nil {
		return err
	}
	return v.redirect(views.CasesPath(v.lang))
}
