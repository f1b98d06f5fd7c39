package handlers

import (
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"contreoffre/interview"
)

// Names of the hidden values that every form carries.
const (
	tokenField   = "csrf"
	onceField    = "once"
	versionField = "version"
	fileField    = "file"
)

// readForm reads the body of a form, at most limit bytes of it. Fiber's own
// readers skip what they cannot decode; here a malformed form is refused
// whole, so that nothing is ever saved in halves. A body of another media type
// leaves the form empty: it then lacks its token and is refused as forged. A
// compressed body is refused too: no browser sends one, and unpacked it could
// be a thousand times what was let in.
func (v *visit) readForm(limit int) error {
	if len(v.Request().Body()) > limit {
		return problem{status: fiber.StatusRequestEntityTooLarge}
	}
	if v.Get(fiber.HeaderContentEncoding) != "" {
		return problem{status: fiber.StatusUnsupportedMediaType}
	}
	kind, _, err := mime.ParseMediaType(v.Get(fiber.HeaderContentType))
	if err != nil {
		kind = ""
	}
	switch kind {
	case fiber.MIMEApplicationForm:
		values, err := url.ParseQuery(string(v.Request().Body()))
		if err != nil {
			return problem{status: fiber.StatusBadRequest, cause: err}
		}
		v.form = interview.Form(values)
	case fiber.MIMEMultipartForm:
		sent, err := v.MultipartForm()
		if err != nil {
			return problem{status: fiber.StatusBadRequest, cause: err}
		}
		v.form = sent.Value
		if v.file, err = readFile(sent.File[fileField]); err != nil {
			return err
		}
	}
	return checkForm(v.form)
}

// readFile returns the bytes of the one file sent, nil when there is none.
func readFile(files []*multipart.FileHeader) ([]byte, error) {
	if len(files) == 0 {
		return nil, nil
	}
	file, err := files[0].Open()
	if err != nil {
		return nil, problem{status: fiber.StatusBadRequest, cause: err}
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, importBytes))
	if err != nil {
		return nil, problem{status: fiber.StatusBadRequest, cause: err}
	}
	return content, nil
}

// checkForm refuses a flood of values and bytes that are no text.
func checkForm(form interview.Form) error {
	count := 0
	for name, values := range form {
		count += len(values)
		for _, value := range append(values, name) {
			if !utf8.ValidString(value) {
				return problem{status: fiber.StatusBadRequest}
			}
		}
	}
	if count > formFields {
		return problem{status: fiber.StatusRequestEntityTooLarge}
	}
	return nil
}
