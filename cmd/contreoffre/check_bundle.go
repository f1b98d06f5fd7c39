package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"contreoffre/lang"
	"contreoffre/pdf"
)

// checkBundleCommand says whether a ZIP bundle is still what was written.
type checkBundleCommand struct {
	Bundle string `arg:"" placeholder:"BUNDLE.zip" help:"${cli_check_bundle_bundle}"`
	JSON   bool   `name:"json" help:"${cli_json}"`
}

// Run compares every file with the manifest. One that changed, is missing or
// was added is named, and the bundle is refused.
func (k *checkBundleCommand) Run(o outside) error {
	l := languageOf(o.env)
	unreadable := refusal(lang.T(l, "cli.check_bundle.unreadable", "file", k.Bundle))
	file, err := os.Open(k.Bundle)
	if err != nil {
		return unreadable
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return unreadable
	}
	wrong, err := pdf.CheckZIP(file, info.Size())
	if errors.Is(err, pdf.ErrNotABundle) {
		return unreadable
	}
	if err != nil {
		return err
	}
	if err := tellMismatches(o, l, k.JSON, wrong); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return refusal(lang.TN(l, "cli.check_bundle.wrong", len(wrong), "file", k.Bundle))
	}
	return nil
}

// tellMismatches lists what differs, one file a line or as JSON.
func tellMismatches(o outside, l lang.Lang, asJSON bool, wrong []pdf.Mismatch) error {
	if asJSON {
		type row struct {
			Name string `json:"name"`
			What string `json:"what"`
		}
		rows := make([]row, len(wrong))
		for i, m := range wrong {
			rows[i] = row(m)
		}
		return json.NewEncoder(o.stdout).Encode(map[string]any{"whole": len(wrong) == 0, "files": rows})
	}
	if len(wrong) == 0 {
		_, err := fmt.Fprintln(o.stdout, lang.T(l, "cli.check_bundle.whole"))
		return err
	}
	for _, m := range wrong {
		fmt.Fprintln(o.stdout, lang.T(l, "bundle.check."+m.What, "name", m.Name))
	}
	return nil
}
