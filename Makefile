# A thin front of CMake. `make` alone says what there is.
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
# Seconds for each fuzzer.
FUZZ_SECONDS ?= 60
CMOCKA := $(shell pkg-config --exists cmocka 2>/dev/null && echo ON || echo OFF)

.DEFAULT_GOAL := help
.PHONY: help build demo test test-long test-asan coverage bench fuzz install docs format format-check clean \
        build-dependencies test-dependencies

help: ## this list
	@echo "make TARGET, where TARGET is"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1 \2/p' Makefile | \
	    while read -r name what; do printf '  %-14s%s\n' "$$name" "$$what"; done

build-dependencies:
	@scripts/install-dependencies.sh build page

test-dependencies:
	@scripts/install-dependencies.sh build page test

build: build-dependencies ## an optimised build/halfcell (installs what is missing)
	@cmake --preset release -DHALFCELL_TESTS=$(CMOCKA) >build-configure.tmp || { cat build-configure.tmp; exit 1; }
	@rm -f build-configure.tmp
	cmake --build --preset release --parallel $(JOBS)

demo: build ## the shortened Au25 leaching study, under five minutes, and its page
	@scripts/demo.sh build/halfcell

test: test-dependencies ## builds and runs the quick tests
	cmake --preset release -DHALFCELL_TESTS=ON
	cmake --build --preset release --parallel $(JOBS)
	@scripts/run-tests.sh release

test-long: test-dependencies ## the tests that take minutes to an hour
	cmake --preset release -DHALFCELL_TESTS=ON
	cmake --build --preset release --parallel $(JOBS)
	@scripts/run-tests.sh release-long

test-asan: test-dependencies ## the quick tests with address and undefined-behaviour sanitizers
	cmake --preset debug
	cmake --build --preset debug --parallel $(JOBS)
	@scripts/run-tests.sh debug

coverage: test-dependencies ## the quick tests with coverage counters, and the lines that no test reaches
	cmake --preset coverage
	cmake --build --preset coverage --parallel $(JOBS)
	@scripts/run-tests.sh coverage
	@scripts/coverage.sh build-coverage

bench: build ## speed and memory beside xtb and CP2K, where these are installed
	@bench/bench.py --json build/bench.json
	@bench/gpw.py

fuzz: ## fuzzes every reader for FUZZ_SECONDS each (60)
	@scripts/install-dependencies.sh build fuzz
	cmake --preset fuzz
	cmake --build --preset fuzz --parallel $(JOBS)
	@scripts/run-fuzzers.sh build-fuzz $(FUZZ_SECONDS)

install: build ## into PREFIX (/usr/local)
	cmake --install build --prefix $(PREFIX)

docs: build ## docs/input.md, the manual of every keyword, written by the program
	build/halfcell manual --markdown >docs/input.md.tmp && mv docs/input.md.tmp docs/input.md

format: ## clang-format (version 14) on every source
	@scripts/format.sh

format-check: ## fails when a source is not formatted
	@scripts/format.sh --check

clean: ## removes everything that was built
	rm -rf build build-asan build-coverage build-fuzz
