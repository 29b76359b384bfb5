# Lastgood: `make` lists what can be done here.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The debug build is what tests and the demo share; figures are measured on the release build.
DEBUG := $(CURDIR)/.build/debug/lastgood
RELEASE := $(CURDIR)/.build/lastgood
BAD ?=
RUNS ?= 500
FILTER ?=

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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

demo: build ## break the example platform and roll it back; BAD=crash, BAD=login, … choose how
	@examples/pi-forge/demo "$(DEBUG)" $(if $(BAD),BAD=$(BAD))

demo-day-one: build ## the same in a checkout where nothing is configured or recorded
	@examples/pi-forge/demo "$(DEBUG)" $(if $(BAD),BAD=$(BAD)) --day-one

bench-fast: release ## measure the fast level against git checkout, the usual script and Capistrano
	@bench/fast "$(RELEASE)"

proof-crash: build ## kill the program everywhere, RUNS times, and recover
	@proof/crash "$(DEBUG)" $(RUNS)

format: ## put the Swift sources into their form
	swift format --in-place --parallel --recursive Package.swift Sources Tests

check-format: ## check the form of the Swift sources and that the shell scripts can be read
	for file in .ci/run scripts/*; do bash -n "$$file"; done
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

docs: build ## write the reference pages of docs/ anew, from the program itself
	for page in configuration exit-codes json-events; do "$(DEBUG)" reference $$page >docs/$$page.md; done

check-docs: setup ## check what the documents say against the code
	@scripts/test 'ArchitectureTests\.(DocumentTests|PathTests|StarTests)'

clean: ## remove what was built
	swift package clean
	rm -rf "$(RELEASE)" .build/static-libraries .build/minbase

.PHONY: help setup build test release check-release demo demo-day-one bench-fast proof-crash format check-format \
	docs check-docs clean
