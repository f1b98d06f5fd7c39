package main

import (
	"path/filepath"

	"contreoffre/evidence"
)

// openExhibits opens the folder of the exhibits' sealed files, beside the
// database.
func openExhibits(data string) (*evidence.Folder, error) {
	return evidence.OpenFolder(filepath.Join(data, "evidence"))
}

// discardIn deletes the files that nothing names any more. It opens the folder
// when there are some: most commands never free one. What cannot be deleted
// stays a leftover, which check finds.
func discardIn(data string) func(ids []string) {
	return func(ids []string) {
		if len(ids) == 0 {
			return
		}
		folder, err := openExhibits(data)
		if err != nil {
			return
		}
		defer folder.Close()
		evidence.Discard(folder)(ids)
	}
}
