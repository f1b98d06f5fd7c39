package main

// promise is one thing that the service promises, and the tests that prove it.
type promise struct {
	ID    string
	Says  string
	Tests []test
	Open  string // what no test of ours proves yet; empty when nothing is left
}

// test is a test of a package.
type test struct{ Package, Name string }

// of lists tests of one package.
func of(pkg string, names ...string) []test {
	list := make([]test, len(names))
	for i, name := range names {
		list[i] = test{pkg, name}
	}
	return list
}

// promises is the one table: docs/promises.md is written from it, and its
// tests are what "make promises" runs. A promise whose test is not there fails
// the test of this package.
var promises = []promise{
	{ID: "P1", Says: "What was acknowledged survives the violent end of the program, and nothing is there by half.",
		Tests: append(of("models", "TestAnAcknowledgedWriteSurvivesKill9", "TestAServerThatMayLoseDataIsRefused", "TestPragmasHoldOnEveryConnection", "TestALostJobIsTakenUp"),
			of("handlers", "TestAJobOutlivesItsServer")...)},
	{ID: "P2", Says: "What was acknowledged survives the death of the database, and of the network to it, under load; the program goes on by itself, and a write whose answer was lost is made once.",
		Tests: append(of("models", "TestAnAcknowledgedWriteSurvivesTheDeathOfTheDatabase", "TestAReplicaThatFreezesHoldsNobodyUp", "TestWhatPassesIsToldFromWhatDoesNot"),
			append(of("evidence", "TestAFileStaysWithARowThatNobodyHeardOf"), of("handlers", "TestABadNetworkLosesAndDoublesNothing", "TestTheDiskHasItBeforeThePersonIsTold", "TestAFullDiskLosesNothing")...)...),
		Open: "a power cut is not played: that a file, its name and its row are on the disk before the answer is given is seen in what the program asks of the system"},
	{ID: "P3", Says: "A form sent twice, twenty times at once, or again the next hour does its work once.",
		Tests: append(of("models", "TestOneFormSentTwentyTimesMakesOneObject", "TestAFailedFormMayBeSentAgain"),
			of("handlers", "TestAFormSentTwentyTimesCountsOnce", "TestTheFirstAnswerSentTwentyTimesOpensOneAccount")...)},
	{ID: "P4", Says: "Two open tabs never overwrite each other in silence: the second is told, and sees both texts.",
		Tests: append(of("models", "TestOfFiftyParallelSaversOneWins", "TestNoSaveIsLostAmongRetries"),
			of("handlers", "TestTwoTabsNeverOverwriteEachOther", "TestTwoTabsDoNotNoteOverEachOther")...)},
	{ID: "P5", Says: "Only files of the kinds that we list are taken, whatever their name says.",
		Tests: append(of("evidence", "TestWhatIsTakenAndWhatIsRefused", "TestAHostileNameIsCleaned", "FuzzUpload"), of("handlers", "TestHostileFilesCostOthersLittle")...)},
	{ID: "P6", Says: "A file made to be costly costs what others cost, also when many come at once, and others go on reading meanwhile.",
		Tests: append(of("evidence", "TestFloodsTogetherCostWhatOneCosts"), append(of("handlers", "TestHostileFilesCostOthersLittle"), of("pdf", "FuzzInspect")...)...)},
	{ID: "P7", Says: "What leaves of a picture or a PDF says nothing of where, when and by what it was made; the original is kept, sealed, as it was.",
		Tests: of("evidence", "TestACopyHasNoMetadata", "TestAnOriginalComesBackUnchanged", "TestATouchedFileFailsClosed")},
	{ID: "P8", Says: "What somebody gave is never run or shown as a page: it is downloaded, under a name that does no harm, as it came.",
		Tests: append(of("handlers", "TestAnOriginalIsOnlyEverDownloaded", "TestAFileNeverBecomesAPage", "TestEveryAnswerCarriesTheHeaders"), of("evidence", "TestAHostileNameIsCleaned")...)},
	{ID: "P9", Says: "Sizes and times are bounded: a body, a form, the files of a dossier, all that an account holds, the memory of all answers, also when many come at once; a slow sender is cut off, a slow reader costs the others nothing.",
		Tests: append(of("models", "TestTheQuotaHoldsAgainstParallelUploads", "TestAnAccountHoldsSoMuch", "TestAnAccountHoldsSoManyDossiers", "TestTheFilesOfAnAccountHaveABound"),
			of("handlers", "TestAFullAccountSaysSoAndKeepsWhatWasTyped", "TestSlowReadersOfManyAccountsTakeLittleMemory", "TestManyReadersOfLongDossiersTakeTheMemoryOfAFew", "TestManySmallArchivesCostWhatOneCosts", "TestTheQuotaHoldsAgainstTwentyUploadsAtOnce", "TestMalformedFormsWriteNothing", "TestMalformedUploads", "TestBadFilesAreExplainedAndWriteNothing", "TestAFloodOfLargeBodiesIsTurnedAway", "TestAStormPasses")...)},
	{ID: "P10", Says: "An export holds all that a dossier has, and can be read back.",
		Tests: append(of("dossier", "TestTheWholeSchemaGoesInAndOut"), append(of("dossier", "FuzzParse"), of("handlers", "TestADossierLeavesAndComesBack", "FuzzImport")...)...),
		Open:  "the code is not asked for again before an export or an erasure: docs/decisions/0012"},
	{ID: "P11", Says: "Erasing is whole and at once: keys, rows, files, sessions; one line without a name remains.",
		Tests: append(of("models", "TestAnErasedAccountLeavesALineInTheLedger", "TestWhatAReaderKeptInTheLogGoesWithTheNextSweep", "TestALedgerOutOfReachErasesAllTheSame", "TestAnErasureTouchesNobodyElse", "TestABlobGoesWithWhatNamedIt", "TestTheFileOfAJobGoesWithIt"),
			of("handlers", "TestErasureIsWholeAndNow")...),
		Open: "PostgreSQL keeps old copies of sealed rows in its log until that log is recycled; their key is gone"},
	{ID: "P12", Says: "Nothing that was typed can be read in the database, its log, its server's log, its files, a dump or a backup; equal texts do not look alike; a changed or moved value is refused.",
		Tests: append(of("models", "TestNothingTypedIsReadableAtRest", "TestEqualCasesShareNoBytes", "TestAMovedOrChangedValueFailsClosed",
			"TestAFlippedBitFailsClosed", "TestAPathAroundTheSealIsRefused", "TestTheSchemaRefusesClearText", "TestTheManifestIsTheSchema", "TestABackupShowsNothing"),
			append(of("handlers", "TestNothingTypedIntoAPageIsReadableAtRest"), append(of("evidence", "TestWhatIsMadeComesBackAndIsSealed"), of("vault", "TestASealedValueOpensInItsPlaceOnly", "TestAStreamThatWasTouchedDoesNotOpen")...)...)...)},
	{ID: "P13", Says: "A backup does not bring back what was erased after it was made.",
		Tests: of("models", "TestWhatWasErasedStaysErased", "TestWhatWasErasedStaysErasedAfterTwoRestores", "TestADatabaseFromBeforeIsCaughtUp", "TestARestoredBackupIsErasedAgain")},
	{ID: "P14", Says: "Every dossier goes by itself on the day that its pages show, never a second before, never while a day of its procedure is still to come, and by no clock that has just jumped.",
		Tests: append(of("models", "TestEachClassIsKeptForItsTime", "TestADossierGoesOnItsDayAndNotASecondBefore", "TestABareDossierGoesOnItsDayWhateverGoesBesideIt", "TestAVisitPutsThePurgeOff", "TestAVisitAroundMidnightCountsForItsDay", "TestAPurgeIsAnnounced", "TestANoticeFollowsThePurgeDay",
			"TestThreeReplicasPurgeAsOne", "TestWhatCannotBeReadIsLeftAlone", "TestAPurgeWithoutAHorizonIsRefused", "TestWhatHasHadItsTimeIsDeletedAndNothingElse", "TestAClockThatJumpsIsNotPurgedBy", "TestAVisitOfAClockAheadCountsForToday"),
			append(of("handlers", "TestThePurgeDayIsShown", "TestTheHorizonOfACase"), of("cmd/contreoffre", "TestPurgeErasesOnTheDayThatWasShown", "TestServePurgesByNoClockThatJumped")...)...)},
	{ID: "P15", Says: "The log holds nothing that people typed, no code, no number of a dossier, no address, also when everything breaks.",
		Tests: of("handlers", "TestTheLogHoldsNothingPersonal", "TestWhateverBreaksTheLogTellsNothingOfPeople", "TestAFullDiskLosesNothing", "TestNothingTypedIntoAPageIsReadableAtRest")},
	{ID: "P16", Says: "The master key can be changed while the site runs; interrupted, it goes on; a wrong or missing key touches nothing.",
		Tests: append(of("models", "TestTheMasterKeyCanBeChanged", "TestAServerThatWasNotRestartedLearnsTheNewKey", "TestNothingIsMadeUnderARetiredKey", "TestWhatIsMadeDuringARekeyIsNotLeftBehind", "TestAWrongOrMissingKeyTouchesNothing", "TestAKeyThatOthersMayReadIsRefused"),
			append(of("vault", "TestAMasterKeyIsAddedAndTheOldOneRetired", "TestADraftOfKeysDoesNotOutliveThem"), of("cmd/contreoffre", "TestALostMasterKeyIsSaidAndTouchesNothing")...)...)},
	{ID: "P17", Says: "No page asks anything of another site.",
		Tests: append(of("views", "TestEveryPageStandsInABrowser", "TestTheStylesheetLoadsNothing"), of("handlers", "TestNothingIsAskedOfAnybodyOutside")...)},
	{ID: "P18", Says: "Every answer carries the strict headers, errors included; no page has a script or style of its own.",
		Tests: of("handlers", "TestEveryAnswerCarriesTheHeaders", "TestWhoFindsNoRoomIsToldSo")},
	{ID: "P19", Says: "On a shared computer nothing stays: pages are not kept, a session soon ends, and leaving, by one press on any page, clears the browser and shows a page that names nobody.",
		Tests: append(of("handlers", "TestEndingASessionClearsTheBrowser", "TestASessionOnASharedDeviceSoonEnds", "TestTheQuickExit"), of("views", "TestAPageOfAVisitorIsNeverKept")...),
		Open:  "a browser's folder on the disk is not searched; the history that a browser keeps is not ours to clear"},
	{ID: "P20", Says: "All of it works without a script.",
		Tests: of("handlers", "TestWalkInABrowser")},
	{ID: "P21", Says: "People are never mixed, however many come at once.",
		Tests: of("handlers", "TestPeopleAreNeverMixed", "TestWhatIsKeptStaysWhatItWas")},
	{ID: "P22", Says: "A form that does not come from our own page and this very session changes nothing; looking changes nothing; sessions end when they should, and are seen and ended from any other.",
		Tests: append(of("handlers", "TestForgedFormsChangeNothing", "TestReadingChangesNothing", "TestSessions", "TestCookiesBehindTLS", "TestFormsSetNothingElse", "TestAnAccountKeepsTenSessions", "TestSessionsAreSeenAndEnded", "TestANewCodeEndsOtherSessions"),
			of("models", "TestASessionEnds")...)},
	{ID: "P23", Says: "Attempts are counted for all replicas together and survive a restart; only the proxies that are listed are believed.",
		Tests: append(of("models", "TestAttemptsAreCountedAcrossReplicas", "TestAClockAheadLocksNobodyOut"), of("handlers", "TestWrongCodesAreLimited", "TestClientIP", "TestNeighbourhood")...)},
	{ID: "P24", Says: "Neither an answer nor the time it takes tells whether a code or an address is known.",
		Tests: of("handlers", "TestNothingTellsWhatIsKnown", "TestAskingForALinkTellsNothing")},
	{ID: "P25", Says: "What belongs to somebody else answers exactly like what does not exist, on every route.",
		Tests: append(of("handlers", "TestStrangersSeeNothing", "TestEveryRouteHasItsRowAndEveryRowItsRoute", "TestAccessTableIsSound"),
			of("models", "TestAStrangersIDAnswersLikeAnUnknownOne")...)},
	{ID: "P26", Says: "A recovery code is long, found by its hash alone, and replaced at once; a link in a message works once, for minutes, by a button, and names our host; an address that it may be sent to, and a new code, need the old code or a link just used.",
		Tests: append(of("vault", "TestCodesAreLongGroupedAndUnambiguous"),
			append(of("models", "TestARecoveryCodeOpensItsAccount", "TestAnAddressIsConfirmedOnce", "TestASignInLinkOpensOnce", "TestASignInLinkDies", "TestWhatAClockAheadOpenedEnds"), of("handlers", "TestANewCodeReplacesTheOldOne", "TestANewCodeNeedsTheOldOne", "TestANewCodeForWhoHasJustComeByALink", "TestWhoLostTheCodeAndHasNoAddressIsToldTheWayOut", "TestASignInLinkWorksOnceByItsButton", "TestSignInMessagesAreFewAndNameOurHost", "TestAnAddressNeedsTheCode", "TestAnAddressIsConfirmedByAButton", "TestAForgottenAddressIsToldSo", "TestHosts")...)...),
		Open: "no second factor is offered: the code has 120 random bits, and whoever reads a confirmed mailbox can open the account"},
	{ID: "P27", Says: "No address leads away from the site.",
		Tests: of("handlers", "TestRedirectsStayHere")},
	{ID: "P28", Says: "What people type is never a part of a query or of an address of ours.",
		Tests: append(of("handlers", "TestHostileNamesStayNames", "TestEveryQuestionRefusesWhatIsWrong"), of("interview", "FuzzForm")...)},
	{ID: "P29", Says: "No field can forge a message: headers, recipients and attachments stay ours.",
		Tests: of("mail", "TestAMessageCannotBeForged", "TestDraftHeadersCannotBeForged", "TestOnlyAPlainAddressIsOne", "FuzzDraft")},
	{ID: "P30", Says: "Nobody can be flooded through us, and messages stop at one press.",
		Tests: append(of("handlers", "TestNobodyCanBeFloodedThroughUs", "TestSignInMessagesAreFewAndNameOurHost"), of("mail", "TestTheUnsubscribeLinkIsOurs", "TestWhoWantsNoMoreGetsNoMore")...)},
	{ID: "P31", Says: "A PDF holds what was typed and nothing else: no code, no trace of the machine, the same bytes each time.",
		Tests: of("pdf", "TestHostileTextIsDrawnOrReported", "TestTheFileTellsNothingButItsTitleAndDay", "TestTheSameLetterGivesTheSameBytes", "FuzzAnyTextIsDrawn", "FuzzMail")},
	{ID: "P32", Says: "A calendar holds our entries alone, and tells nothing unless it is asked to.",
		Tests: append(of("mail", "TestNothingTypedBecomesPartOfTheCalendar", "TestAMovedDayIsTheSameEntry", "FuzzCalendar"), of("handlers", "TestTheFeedIsShownOnceAndCanBeRevoked")...)},
	{ID: "P33", Says: "No table leaves that a program could take for formulas: nothing here writes CSV.",
		Tests: of("cmd/contreoffre", "TestNothingWritesATable")},
	{ID: "P34", Says: "What people type is text on every page, whatever it looks like.",
		Tests: append(of("views", "TestRowsMadeByHandEscapeAllThatIsTyped"), append(of("lang", "TestFactsNeverBecomeStructure"), of("letters", "FuzzLetter")...)...)},
	{ID: "P35", Says: "Each reminder is sent at least once, by any number of replicas, under one number; twice only where a sender died in between.",
		Tests: append(of("cmd/contreoffre", "TestEachReminderArrivesAlthoughASenderIsKilled"),
			append(of("models", "TestSweepsAtTheSameTimeQueueOnce", "TestAClockAheadLosesNoReminder"), of("mail", "TestManyPostmenSendEachReminderOnce", "TestAClockThatGoesBackLosesNoReminder", "TestAReminderSaysNothingAndComesFromNobodysMachine")...)...)},
	{ID: "P36", Says: "Deadlines are those of the law, on every day of a century, whatever the clock of the machine.",
		Tests: append(of("law", "TestOneMonthFromReceipt", "TestNeverDueOnADayOffNorBeforeReceiptNorOutOfOrder", "TestTheOracleAgreesOnEveryWorkingDayOfACentury"),
			of("cmd/contreoffre", "TestTodayIsTheDayInParis")...)},
	{ID: "P37", Says: "Several starters at once migrate once; what an earlier version left is upgraded whole, killed on the way or not, to the very schema of a new database; a database of a newer program is left alone.",
		Tests: append(of("models", "TestSixStartersAtOnce", "TestANewerDatabaseIsRefused", "TestADocumentOfANewerProgramIsRefused"),
			append(of("migrations", "TestUpTwiceChangesNothing", "TestEveryNumberStandsForBothEngines"), of("cmd/contreoffre", "TestWhatEachVersionLeftIsUpgraded", "TestAnUpgradedSchemaIsTheFreshOne", "TestAKilledUpgradeIsDoneByTheNextStart")...)...),
		Open: "no version was released yet: what is upgraded is of a schema from before the first tag"},
	{ID: "P38", Says: "A backup made under load is whole, is restored on either database, and is refused when it is not whole; the manual's drill works as written.",
		Tests: append(of("models", "TestABackupUnderLoad", "TestABackupIsRestoredOnEitherEngine", "TestABackupThatIsNotWholeRestoresNothing", "TestACheckFindsWhatIsWrong", "TestACheckReadsTheFile"),
			of("cmd/contreoffre", "TestARestoreKilledInAFileIsStartedAgain", "TestWhatAKilledCommandLeftGoesWithTheNext", "TestACheckFindsNothingPutOffOnAnyDay", "TestTheDrillOfTheManual", "TestOperationCommandsRefuseInWords")...)},
	{ID: "P39", Says: "Told to stop, the service finishes what is under way, also under load, and waits for nobody who says nothing; told twice, it ends at once. A storm of visitors leaves it as it was.",
		Tests: append(of("cmd/contreoffre", "TestServeFinishesWhatIsUnderWay", "TestServeAnswersAndLeavesOnSIGTERM", "TestServeWaitsForNobodyWhoSaysNothing", "TestASecondSignalForces", "TestServeOutlivesMoreVisitorsThanFiles"),
			of("handlers", "TestADoorThatClosesLetsInWhoStandsThere", "TestADoorWaitsForRoom", "TestSomeFilesAreNotForVisitors", "TestLeavingUnderLoadLosesNoAnswer", "TestAStormPasses")...),
		Open: "the long form of the storm lasts minutes, not days"},
	{ID: "P40", Says: "An error says little and keeps what was typed.",
		Tests: append(of("handlers", "TestTheLogHoldsNothingPersonal", "TestWhateverBreaksTheLogTellsNothingOfPeople", "TestAFullDiskLosesNothing", "TestOtherFormsSayWhatIsWrong"), of("views", "TestWhatWasTypedIsKept")...)},
	{ID: "P41", Says: "No library is older than the version that closed its known holes; the test command asks the public database of such holes, where it answers.",
		Tests: append(of("cmd/contreoffre", "TestNoLibraryIsBelowItsFloor", "TestEachDependencyHasItsReason"),
			of("scripts/vulns", "TestAKnownHoleThatIsReachedIsAFailure", "TestADatabaseThatDoesNotAnswerIsSaidInOneLine")...)},
	{ID: "P42", Says: "The program itself speaks to nobody but its database, its bucket and its mail server.",
		Tests: of("handlers", "TestNothingIsAskedOfAnybodyOutside")},
}

// later are the numbers between the first and the last that no test can prove
// yet, and why.
var later = []promise{
	{ID: "P12b", Says: "A mode in which even those who run the service cannot open a closed dossier: its key would be wrapped by the recovery code alone, and a lost code would lose the dossier. The wrapping of keys stands in one place, so that it can come."},
}
