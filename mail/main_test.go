package mail_test

import (
	"os"
	"testing"

	"contreoffre/models/modelstest"
)

func TestMain(m *testing.M) { os.Exit(modelstest.Main(m)) }
