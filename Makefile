# Few verbs. Each is one command that can be typed by hand as well.
.PHONY: help run test lint golden bench promises mutants sbom vulns

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

run: ## the app, with its data in ./data
	go run ./cmd/contreoffre

test: ## every test; installs or names what they need
	scripts/test

lint: ## gofmt and go vet
	scripts/lint

golden: ## rewrite the golden files; read the change before committing it
	go test $$(git grep -l 'Bool("update"' -- '*_test.go' | xargs -n1 dirname | sort -u | sed 's,^,./,') -update

bench: ## the benchmarks, with their floors
	go test -run '^$$' -bench . -benchmem ./...

promises: ## the tests of docs/promises.md and what they measure; LONG=-long for many more rounds
	scripts/need
	CI=true go run ./scripts/promises $(LONG)

mutants: ## break what matters most, one thing at a time: each test must notice
	go run ./scripts/mutants

sbom: ## what the program is made of, as CycloneDX: bin/sbom.json
	go build -trimpath -o bin/contreoffre ./cmd/contreoffre
	go run ./scripts/sbom bin/contreoffre > bin/sbom.json

vulns: ## known holes in the libraries we use; GOVULNDB names another database
	scripts/need
	go run ./scripts/vulns ./...
