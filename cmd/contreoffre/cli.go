package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"contreoffre/lang"
	"contreoffre/law"
)

// cli lists the commands, one file each. Help texts are words of package lang:
// ${cli_due} stands for the key "cli.due".
type cli struct {
	Serve       serveCommand       `cmd:"" default:"withargs" help:"${cli_serve}"`
	Migrate     migrateCommand     `cmd:"" help:"${cli_migrate}"`
	Due         dueCommand         `cmd:"" help:"${cli_due}"`
	Letters     lettersCommand     `cmd:"" help:"${cli_letters}"`
	Complaint   complaintCommand   `cmd:"" help:"${cli_complaint}"`
	CheckBundle checkBundleCommand `cmd:"" help:"${cli_check_bundle}"`
	Import      importCommand      `cmd:"" help:"${cli_import}"`
	Export      exportCommand      `cmd:"" help:"${cli_export}"`
	Check       checkCommand       `cmd:"" help:"${cli_check}"`
	Purge       purgeCommand       `cmd:"" help:"${cli_purge}"`
	Backup      backupCommand      `cmd:"" help:"${cli_backup}"`
	Restore     restoreCommand     `cmd:"" help:"${cli_restore}"`
	Rekey       rekeyCommand       `cmd:"" help:"${cli_rekey}"`
	Remind      remindCommand      `cmd:"" help:"${cli_remind}"`
}

// outside is all that a command touches of the world. Tests build their own.
type outside struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            func(string) string
	now            func() time.Time
}

// today is the civil day in the clock's own zone.
func (o outside) today() law.Date { return law.DateOf(o.now()) }

// The exit codes of the design.
const (
	exitDone    = 0
	exitRefused = 1 // a dossier that is wrong, or a complaint refused
	exitMisused = 2 // unknown flag, no such day, unknown country
)

// misuse is an error of the person who typed the command. Its words are key.
type misuse struct {
	key  string
	args []any
}

func (m misuse) Error() string { return m.key }

// run executes one command line and returns its exit code.
func run(args []string, o outside) int {
	l := languageOf(o.env)
	command, err := parse(args, o, l)
	switch {
	case errors.Is(err, errHelpShown):
		return exitDone
	case err == nil:
		err = command.Run(o)
	}
	return report(o, l, command, err)
}

// report tells an error on stderr, in words, with a hint when the command line
// is wrong.
func report(o outside, l lang.Lang, command *kong.Context, err error) int {
	if err == nil {
		return exitDone
	}
	var wrong misuse
	if !errors.As(err, &wrong) {
		fmt.Fprintln(o.stderr, lang.T(l, "cli.error", "error", err))
		return exitRefused
	}
	fmt.Fprintln(o.stderr, lang.T(l, "cli.error", "error", lang.T(l, wrong.key, wrong.args...)))
	fmt.Fprintln(o.stderr, lang.T(l, "cli.hint", "command", commandName(command)))
	return exitMisused
}

// commandName is what was being asked for, as far as it could be read.
func commandName(command *kong.Context) string {
	if command == nil || command.Selected() == nil {
		return ""
	}
	return command.Selected().Name + " "
}

var errHelpShown = errors.New("help shown")

// parse reads the command line. It returns errHelpShown after --help, and a
// misuse for what no command understands.
func parse(args []string, o outside, l lang.Lang) (command *kong.Context, err error) {
	var commands cli
	parser, err := kong.New(&commands,
		kong.Name("contreoffre"), kong.Description(lang.T(l, "cli.app")), kong.Writers(o.stdout, o.stderr),
		helpWords(l), kong.Help(helpIn(l)), kong.Exit(func(int) { panic(errHelpShown) }))
	if err != nil {
		return nil, err
	}
	parser.Model.HelpFlag.Help = lang.T(l, "cli.help")
	defer func() {
		// kong leaves through Exit after --help; nothing else panics so.
		if reason := recover(); reason == errHelpShown {
			err = errHelpShown
		} else if reason != nil {
			panic(reason)
		}
	}()
	command, err = parser.Parse(args)
	var wrong *kong.ParseError
	if errors.As(err, &wrong) {
		return wrong.Context, misuse{"cli.wrong_use", []any{"detail", wrong.Error()}}
	}
	return command, err
}

// helpWords hands every word "cli.x.y" that wants no argument to kong as
// ${cli_x_y}.
func helpWords(l lang.Lang) kong.Vars {
	vars := kong.Vars{}
	for _, key := range lang.Keys(l) {
		if strings.HasPrefix(key, "cli.") && len(lang.Placeholders(l, key)) == 0 {
			vars[strings.ReplaceAll(key, ".", "_")] = lang.T(l, key)
		}
	}
	return vars
}

// languageOf reads the person's language from the environment: French unless
// it asks for English.
func languageOf(env func(string) string) lang.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			l, _ := lang.Parse(strings.ToLower(value[:min(2, len(value))]))
			return l
		}
	}
	return lang.FR
}

// language is a --lang flag: empty means the environment's.
func language(flag string, o outside) (lang.Lang, error) {
	if flag == "" {
		return languageOf(o.env), nil
	}
	l, ok := lang.Parse(flag)
	if !ok {
		return l, misuse{"cli.unknown_language", []any{"flag", "--lang", "value", flag}}
	}
	return l, nil
}
