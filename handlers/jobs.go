package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
	"contreoffre/lang"
	"contreoffre/models"
	"contreoffre/pdf"
	"contreoffre/views"
)

// Files that take long to make are jobs: asked by a form, done beside the site,
// found again on the page of the complaint.

const jobPath = "/cases/:case/jobs/:job"

func (a *App) jobRoutes() {
	a.on(post, complaintPath+"/bundle", a.askBundle)
	a.on(get, complaintPath+"/light", a.showLight)
	a.on(post, complaintPath+"/light", a.askLight)
	a.on(get, jobPath, a.showJob)
	a.on(get, jobPath+"/file", a.sendJob)
	a.on(post, jobPath+"/drop", a.dropJob)
}

// How often the page of a job asks for itself again, and how long a form waits
// for a job that may be done at once.
const (
	jobRefresh  = "3" // seconds
	jobPatience = 15  // looks, a tenth of a second apart
)

// askBundle asks for the complaint with its exhibits, as one PDF or as a ZIP.
func (a *App) askBundle(v *visit) error {
	what := v.form.Get("what")
	if what != views.BundlePDF && what != views.BundleZIP {
		return problem{status: fiber.StatusBadRequest}
	}
	return a.ask(v, models.Order{What: what, On: v.today})
}

const megabyte = 1_000_000

func (a *App) showLight(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	return v.showCase(c, views.ComplaintLight{Form: views.Form{Values: views.LightAsked(pdf.LightBytes)}})
}

// askLight asks for a bundle small enough for the online form of an authority.
func (a *App) askLight(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	answers, errs := interview.ReadFields(views.LightFields, v.form, v.today)
	if len(errs) == 0 && answers.Numbers["under"] < 1 {
		errs = []interview.FieldError{{Field: "under", Key: "error.light.nothing"}}
	}
	if len(errs) > 0 {
		return v.reject(v.frameOf(c), views.ComplaintLight{Form: views.Form{Values: v.form, Errors: errs}})
	}
	return a.ask(v, models.Order{What: views.BundleLight, Under: int64(answers.Numbers["under"]) * megabyte, On: v.today})
}

// ask puts a job into the queue and leads to its page. What is quick to make is
// made by then.
func (a *App) ask(v *visit, order models.Order) error {
	id, err := once(v, func(ctx context.Context) (string, error) {
		job, err := a.Store.AskJob(ctx, v.account(), v.Params("case"), order)
		return job.ID, err
	})
	if err != nil {
		return err
	}
	a.wake()
	for range jobPatience {
		job, err := a.Store.Job(v.ctx, v.account(), v.Params("case"), id)
		if err != nil || job.Ended() {
			break // the page says which
		}
		time.Sleep(time.Second / 10)
	}
	return v.redirect(views.JobPath(v.lang, v.Params("case"), id))
}

func (v *visit) job() (models.Job, error) {
	job, err := v.app.Store.Job(v.ctx, v.account(), v.Params("case"), v.Params("job"))
	return v.here(job), err
}

// here tells the hours of a job in the zone of its person's clock.
func (v *visit) here(job models.Job) models.Job {
	job.AskedAt = job.AskedAt.In(v.now.Location())
	return job
}

// jobs are those of a case.
func (v *visit) jobs(id string) ([]models.Job, error) {
	jobs, err := v.app.Store.Jobs(v.ctx, v.account(), id)
	for i, job := range jobs {
		jobs[i] = v.here(job)
	}
	return jobs, err
}

// showJob shows how far a job is, or what came of it. While it goes on, the page
// asks for itself again, unless the person wants it to stand still.
func (a *App) showJob(v *visit) error {
	c, err := a.load(v)
	if err != nil {
		return err
	}
	job, err := v.job()
	if errors.Is(err, models.ErrNotFound) {
		// A forgotten tab asks for it again: the file is gone, the dossier is not.
		return v.render(fiber.StatusNotFound, v.frameOf(c), views.Job{Gone: true})
	}
	if err != nil {
		return err
	}
	page := views.Job{Job: job, Still: v.Query(views.StillQuery) != "", Changed: job.Made != nil && job.Made.Version != c.Version}
	if !job.Ended() && !page.Still {
		v.Set("Refresh", jobRefresh+"; url="+views.JobPath(v.lang, c.ID, job.ID)+"?"+views.ItselfQuery+"=yes")
	}
	return v.showCase(c, page)
}

func (a *App) sendJob(v *visit) error {
	job, err := v.job()
	if err != nil {
		return err
	}
	if job.Made == nil {
		return models.ErrNotFound
	}
	file, err := a.Evidence.Made(v.streaming(), v.account(), v.Params("case"), job.Made.Blob)
	if err != nil {
		return err
	}
	kind := jobKinds[job.What]
	v.attach(lang.T(v.lang, "file."+kind.name), kind.ending)
	return v.sendFile(file, job.Made.Size)
}

func (a *App) dropJob(v *visit) error {
	next, err := once(v, func(ctx context.Context) (string, error) {
		err := a.Store.DropJob(ctx, v.account(), v.Params("case"), v.Params("job"))
		return done(views.ComplaintPath(v.lang, v.Params("case")), "job_dropped"), err
	})
	if err != nil {
		return err
	}
	return v.redirect(next)
}
