package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"contreoffre/lang"
)

// helpIn prints --help in the person's language: kong's own printer speaks
// English only.
func helpIn(l lang.Lang) kong.HelpPrinter {
	return func(_ kong.HelpOptions, ctx *kong.Context) error {
		node := ctx.Selected()
		if node == nil {
			node = ctx.Model.Node
		}
		name := ctx.Model.Name
		usage := name
		if node != ctx.Model.Node {
			usage += " " + node.Summary()
		} else {
			usage += " " + lang.T(l, "cli.help.command")
		}
		fmt.Fprintf(ctx.Stdout, "%s\n\n%s\n\n", lang.T(l, "cli.help.usage", "usage", usage), node.Help)
		if err := printCommands(ctx.Stdout, l, node, name); err != nil {
			return err
		}
		return printFlags(ctx.Stdout, l, node)
	}
}

// printCommands lists the commands below node; nothing when it is one itself.
func printCommands(w io.Writer, l lang.Lang, node *kong.Node, name string) error {
	leaves := node.Leaves(true)
	if node.Type == kong.CommandNode || len(leaves) == 0 {
		return nil
	}
	fmt.Fprintln(w, lang.T(l, "cli.help.commands"))
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, leaf := range leaves {
		fmt.Fprintf(table, "  %s %s\t%s\n", name, leaf.Name, leaf.Help)
	}
	fmt.Fprintln(table)
	return table.Flush()
}

func printFlags(w io.Writer, l lang.Lang, node *kong.Node) error {
	fmt.Fprintln(w, lang.T(l, "cli.help.flags"))
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, group := range node.AllFlags(true) {
		for _, flag := range group {
			fmt.Fprintf(table, "  %s\t%s\n", flag, flag.Help)
		}
	}
	return table.Flush()
}
