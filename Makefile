# Lastgood: `make` lists what can be done here.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The debug build is what tests and the demo share; figures are measured on the release build.
DEBUG := $(CURDIR)/.build/debug/lastgood
RELEASE := $(CURDIR)/.build/lastgood
BAD ?=
FILTER ?=
# Without it each proof makes as many rounds as it needs: 500, 100 of the operators', 200 of
# each part of the snapshots', 40 of the recovery's, 1000 of the database's.
RUNS ?=
# Only from make's own command line: a shell may well have a DATABASE that is none of the demo's.
ifneq ($(origin DATABASE),command line)
DATABASE :=
endif
unexport DATABASE
PLACE = $(if $(DATABASE),--database '$(DATABASE)')

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what building and testing need and this machine lacks
	@scripts/setup

build: setup ## build the program for debugging: .build/debug/lastgood
	swift build --product lastgood

test: setup ## run every test; FILTER=name runs some
	@scripts/test $(FILTER)

release: setup ## build the program as one stripped file: .build/lastgood
	@scripts/release

check-release: release ## what the release binary needs of its host, and whether a bare root can start it
	@scripts/check-release "$(RELEASE)"

demo: build ## break the example platform and roll it back; BAD=login, DATABASE=postgresql://… choose how
	@examples/pi-forge/demo "$(DEBUG)" $(if $(BAD),BAD=$(BAD)) $(PLACE)

demo-day-one: build ## the same in a checkout where nothing is configured or recorded
	@examples/pi-forge/demo "$(DEBUG)" $(if $(BAD),BAD=$(BAD)) $(PLACE) --day-one

check-kinds: setup ## check that each kind of bad release still breaks what it should, and goes back
	@examples/pi-forge/check-kinds $(PLACE)

check-commands: build ## run every command of the handbook on the example platform, word for word
	@examples/pi-forge/check-commands "$(DEBUG)" $(PLACE)

check-compose: build ## break a platform of containers on this machine's Podman, and roll it back
	@scripts/setup containers
	@examples/compose/check "$(DEBUG)"

check-monorepo: build ## run every command of the handbook on a monorepo of Node services, by hand and in containers
	@scripts/setup containers node
	@examples/monorepo/check "$(DEBUG)"

bench-fast: release ## measure the fast level against git checkout, the usual script and Capistrano
	@bench/fast "$(RELEASE)"

bench-release: release ## measure release directories and records beside a link switched by hand and Capistrano
	@bench/release "$(RELEASE)"

bench-snapshot: release ## measure snapshots of a tree and of a database's dump beside restic and BorgBackup
	@bench/snapshot "$(RELEASE)"

proof-crash: build ## kill the program everywhere, RUNS times, and recover
	@proof/crash "$(DEBUG)" $(RUNS)

proof-operators: build ## let eight operators begin at once, RUNS times: one may, and dead it is in nobody's way
	@proof/operators "$(DEBUG)" $(RUNS)

proof-snapshot: build ## kill, fill, damage and deceive the snapshot store, RUNS times each; ONLY=trees: a part
	$(if $(RUNS),,PROOF_EVERY_BIT=1 scripts/test EveryBitTests)
	@proof/snapshot "$(DEBUG)" $(RUNS)

proof-recover: ## restore snapshots without the program, from stores damaged in RUNS ways
	@proof/recover $(RUNS)

proof-zero-loss: build ## take a schema back and forward under load, killed everywhere, RUNS times: no row is lost
	@proof/zero-loss "$(DEBUG)" $(RUNS)

bench-database: release ## measure a way back of 10 million rows beside alembic, dbmate and pg_restore
	@bench/database "$(RELEASE)"

format: ## put the Swift sources into their form
	swift format --in-place --parallel --recursive Package.swift Sources Tests

check-format: ## check the form of the Swift sources and that the shell scripts can be read
	for file in .ci/run $$(grep -lE "^#!.*bash" scripts/*); do bash -n "$$file"; done
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

docs: build ## write the reference pages of docs/ anew, from the program itself
	for page in configuration exit-codes json-events; do "$(DEBUG)" reference $$page >docs/$$page.md; done
	"$(DEBUG)" reference schema-rollback >docs/schema/rollback-config.schema.json
	"$(DEBUG)" reference schema-endpoints >docs/schema/service-endpoints.schema.json
	"$(DEBUG)" reference schema-known-good >docs/schema/known-good-commits.schema.json

picture: release ## draw docs/rollback.svg anew, from a real run on a terminal
	scripts/picture "$(RELEASE)" docs/rollback.svg

check-docs: setup ## check what the documents say against the code
	@scripts/test 'ArchitectureTests\.(DocumentTests|PathTests|StarTests)'

clean: ## remove what was built
	swift package clean
	rm -rf "$(RELEASE)" .build/static-libraries .build/minbase

.PHONY: help setup build test release check-release demo demo-day-one check-kinds check-commands check-compose \
	check-monorepo bench-fast bench-release bench-snapshot proof-crash \
	proof-operators proof-snapshot proof-recover proof-zero-loss bench-database format check-format docs picture \
	check-docs clean
