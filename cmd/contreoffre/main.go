// Command contreoffre serves the web app and does by hand what it does: count
// deadlines, write letters, import and export dossiers.
//
// Each command is one file: a struct for its flags and a Run method, listed in
// cli (cli.go). Only wiring lives here; what a command does is in its room.
package main

import (
	"os"
	"time"
	_ "time/tzdata" // Europe/Paris must exist on a machine without zone files
)

func main() {
	os.Exit(run(os.Args[1:], outside{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, env: os.Getenv, now: parisNow,
	}))
}

// paris is where the app's days begin and end.
var paris = mustLoad("Europe/Paris")

func mustLoad(zone string) *time.Location {
	location, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // the zone is embedded
	}
	return location
}

// parisNow is the only clock of the app.
func parisNow() time.Time { return time.Now().In(paris) }
