package main

// mutant is one breakage: the text of a file that is replaced, and the test
// that must notice it.
type mutant struct {
	Breaks   string
	File     string
	Old, New string // Old stands in the file once
	Package  string
	Test     string
}

// mutants are the breakages that would hurt people most.
var mutants = []mutant{
	{
		Breaks: "forms of other sites are taken", File: "handlers/forgery.go",
		Old: "if !a.fromOurPages(v) || !a.tokenFits(v, v.form.Get(tokenField)) {", New: "if false {",
		Package: "handlers", Test: "TestForgedFormsChangeNothing",
	},
	{
		Breaks: "a dossier is read without asking whose it is", File: "models/cases.go",
		Old: `Where("account_id = ? AND id IN ?", account, ids)`, New: `Where("id IN ?", ids)`,
		Package: "handlers", Test: "TestStrangersSeeNothing",
	},
	{
		Breaks: "the disk is not waited for", File: "models/sqlite.go",
		Old: `"synchronous(FULL)"`, New: `"synchronous(OFF)"`,
		Package: "models", Test: "TestPragmasHoldOnEveryConnection",
	},
	{
		Breaks: "the disk is not waited for when a file is kept", File: "evidence/folder.go",
		Old: "errors.Join(err, file.Sync(), file.Close())", New: "errors.Join(err, file.Close())",
		Package: "handlers", Test: "TestTheDiskHasItBeforeThePersonIsTold",
	},
	{
		Breaks: "a photograph keeps where it was taken", File: "evidence/keeper.go",
		Old: "return k.remake(e.MediaType, content, e.Masks, e.Purpose)", New: "return made{content: content, media: e.MediaType}, nil",
		Package: "evidence", Test: "TestACopyHasNoMetadata",
	},
	{
		Breaks: "forms are logged", File: "handlers/app.go",
		Old: "if err := a.refuseForgery(v); err != nil {", New: "a.Log.Debug(\"form\", \"values\", v.form)\n\t\t\tif err := a.refuseForgery(v); err != nil {",
		Package: "handlers", Test: "TestTheLogHoldsNothingPersonal",
	},
	{
		Breaks: "columns are written unsealed", File: "models/seal.go",
		Old: "return key.Seal(s.plain, place), nil", New: "_, _ = key, place\n\treturn append([]byte{1}, s.plain...), nil",
		Package: "models", Test: "TestNothingTypedIsReadableAtRest",
	},
	{
		Breaks: "a form sent twice works twice", File: "models/once.go",
		Old: `name := scope + "\x00" + key`, New: `name := scope + "\x00" + key + NewID()`,
		Package: "handlers", Test: "TestAFormSentTwentyTimesCountsOnce",
	},
	{
		Breaks: "an erasure leaves a row", File: "models/erase.go",
		Old: "if table.Of != kind {", New: `if table.Of != kind || table.Name == "once_keys" {`,
		Package: "models", Test: "TestAnErasedAccountLeavesALineInTheLedger",
	},
	{
		Breaks: "a restore forgets what was erased", File: "models/backup.go",
		Old: "if !ok || !r.gone[hashOf([]byte(id))] {", New: "if ok || !ok {\n\t\t\t_ = id",
		Package: "models", Test: "TestWhatWasErasedStaysErased",
	},
	{
		Breaks: "a dossier is purged the day before its day", File: "models/purge.go",
		Old: "if !today.Before(on) {", New: "if !today.Before(on.AddDays(-1)) {",
		Package: "models", Test: "TestADossierGoesOnItsDayAndNotASecondBefore",
	},
	{
		Breaks: "a procedure that still runs is purged", File: "handlers/retention.go",
		Old: "last = law.Later(last, d.On)", New: "_ = d",
		Package: "handlers", Test: "TestTheHorizonOfACase",
	},
	{
		Breaks: "a session found open makes a new code", File: "handlers/codes.go",
		Old: "if !v.cameByLink() {", New: "if false {",
		Package: "handlers", Test: "TestANewCodeNeedsTheOldOne",
	},
	{
		Breaks: "a dossier goes sooner than its page showed", File: "models/retention.go",
		Old: "if h.until.Before(borrowed) {", New: "if false {",
		Package: "models", Test: "TestABareDossierGoesOnItsDayWhateverGoesBesideIt",
	},
	{
		Breaks: "everybody is purged by a clock that jumped", File: "models/astray.go",
		Old: "!today.Before(since.AddDays(steadyDays))", New: "!since.IsZero()",
		Package: "cmd/contreoffre", Test: "TestServePurgesByNoClockThatJumped",
	},
	{
		Breaks: "a file goes although its exhibit may have stayed", File: "evidence/keeper.go",
		Old: "certain = isAnswer(err)", New: "_ = isAnswer",
		Package: "evidence", Test: "TestAFileStaysWithARowThatNobodyHeardOf",
	},
	{
		Breaks: "an account is made under a master key that was retired", File: "models/keyring.go",
		Old: `if _, err := s.keys.unwrap(row.WrappedKey, keyPlace("", "lookup_keys", row.ID)); err != nil {`, New: "if _ = row; false {\n\t\t\tvar err error",
		Package: "models", Test: "TestNothingIsMadeUnderARetiredKey",
	},
	{
		Breaks: "an answer waits for its reader in memory", File: "handlers/turns.go",
		Old: "smallest  = 64 << 10 ", New: "smallest  = 64 << 40 ",
		Package: "handlers", Test: "TestSlowReadersOfManyAccountsTakeLittleMemory",
	},
	{
		Breaks: "what was typed waits with its answer", File: "handlers/app.go",
		Old: "\t\tforget(c)\n", New: "\t\t_ = forget\n",
		Package: "handlers", Test: "TestSlowReadersOfWhatTheyTypedTakeLittleMemory",
	},
	{
		Breaks: "an account holds what it likes", File: "models/room.go",
		Old: "h.DocBytes+int64(after) > room", New: "h.DocBytes < 0",
		Package: "models", Test: "TestAnAccountHoldsSoMuch",
	},
	{
		Breaks: "the complaint follows the dossier after it was filed", File: "models/cases.go",
		Old: "if kept, ok := letters[event]; ok {", New: "if kept, ok := letters[event]; ok && false {",
		Package: "handlers", Test: "TestAFiledComplaintStaysAsItWasFiled",
	},
}
