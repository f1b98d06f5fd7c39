package main

import (
	"errors"
	"fmt"

	"contreoffre/lang"
)

// rekeyCommand changes the master key in three steps, each of which may be
// repeated: add a key, let every server read it, wrap everything under it and
// retire the old one.
type rekeyCommand struct {
	Add    bool   `xor:"step" help:"${cli_rekey_add}"`
	Retire bool   `xor:"step" help:"${cli_rekey_retire}"`
	Data   string `default:"./data" help:"${cli_serve_data}"`
}

// Run wraps every data key under the current master key. It may be stopped and
// run again, beside servers that know both keys.
func (k *rekeyCommand) Run(o outside) (err error) {
	environment, err := readEnvironment(o)
	if err != nil {
		return err
	}
	keys, l := environment.store(o, k.Data).Keys, languageOf(o.env)
	if k.Add {
		if err := keys.Add(); err != nil {
			return inWords(o, err)
		}
		_, err = fmt.Fprintln(o.stdout, lang.T(l, "cli.rekey.added", "file", keys.File))
		return err
	}
	ctx, stop := untilStopped()
	defer stop()
	store, err := openStore(ctx, o, k.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	n, err := store.Rekey(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(o.stdout, lang.TN(l, "cli.rekey.done", n))
	if !k.Retire {
		return nil
	}
	retired, err := keys.Retire()
	if err != nil {
		return inWords(o, err)
	}
	if retired != "" {
		_, err = fmt.Fprintln(o.stdout, lang.T(l, "cli.rekey.retired", "file", retired))
	}
	return err
}
