package models_test

import (
	"testing"

	"contreoffre/models"
)

func TestOnlyANameOfThisMachineIsLoopback(t *testing.T) {
	for name, want := range map[string]bool{
		"localhost": true, "LOCALHOST": true, "127.0.0.1": true, "127.8.9.1": true, "::1": true, "::ffff:127.0.0.1": true,
		"": false, "localhost.example.org": false, "127.0.0.1.example.org": false, "10.0.0.1": false, "0.0.0.0": false, "127.1": false, "[::1]": false,
	} {
		if got := models.IsLoopback(name); got != want {
			t.Errorf("%q: got %t, want %t", name, got, want)
		}
	}
}
