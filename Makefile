# `make start` runs the book service; `make test` passes the tests. Both install what they need on a Debian machine
# that has Swift and git.

SWIFT ?= swift
RELEASE := .build/release
# Functions and the command carry the Swift standard library with them, as they must on Lambda. What C sources know of
# their own place is the same wherever this folder lies.
STATIC := -c release --static-swift-stdlib -Xcc -ffile-prefix-map=$(CURDIR)=. -Xswiftc -enforce-exclusivity=unchecked
PREFIX ?= /usr/local
FUNCTIONS := Books Catalog

.PHONY: start package deploy provider build functions test bench fuzz lint format install setup clean

## Builds and serves template.json: the gateway on port 3000, the AWS endpoint on port 4566. ARGS="--port 8080" adds options.
start: build secrets.json
	@$(RELEASE)/hearth start --seed "Functions/Books/Data/seed && Functions/Catalog/Data/seed" $(ARGS)

## A made-up third party whose books `POST /imports/openshelf` imports, on port 8090. ARGS="--help" tells its options.
provider: setup
	@$(SWIFT) build $(STATIC) --product BookProvider
	@$(RELEASE)/BookProvider $(ARGS)

## Makes the functions' zips for AWS, in .hearth/package.
package: build
	@$(RELEASE)/hearth package --no-build $(ARGS)

## Deploys template.json to AWS with your credentials. ARGS="--stack-name books --region eu-central-1" adds options.
deploy: build
	@$(RELEASE)/hearth deploy --no-build $(ARGS)

# What the template's {{resolve:…}} references stand for; yours to change, and not in git.
secrets.json:
	@cp secrets.example.json $@ && chmod 600 $@

build: setup
	@$(SWIFT) build $(STATIC) --product hearth
	@for function in $(FUNCTIONS); do $(SWIFT) build $(STATIC) --product $$function || exit 1; done
	@$(MAKE) --no-print-directory functions

# A function's folder holds its program under the name that Lambda looks for.
functions:
	@for function in $(FUNCTIONS); do \
		mkdir -p .build/hearth/$$function && \
		ln -sfn ../../release/$$function .build/hearth/$$function/bootstrap; \
	done

test: setup
	@$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	@$(SWIFT) test --skip-build

bench: build
	@for program in BenchEcho BenchListener BenchSQLite BenchRoutes; do $(SWIFT) build $(STATIC) --product $$program || exit 1; done
	@Tests/Benchmarks/run --bin-dir $(RELEASE) $(ARGS)

# What is found stays in .build/fuzz/SUBJECT as a file named after the kind of failure; `Fuzz SUBJECT FILE` tries it again.
FUZZ_SUBJECTS ?= http gateway reply template
FUZZ_SECONDS ?= 600

## Tries arbitrary bytes on listener, gateway, replies and templates, FUZZ_SECONDS for each of FUZZ_SUBJECTS.
fuzz: setup
	@$(SWIFT) build -c release --scratch-path .build/fuzz --product Fuzz -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld -Xswiftc -DFUZZING
	@for subject in $(FUZZ_SUBJECTS); do \
		mkdir -p .build/fuzz/$$subject/corpus && \
		HEARTH_FUZZ=$$subject .build/fuzz/release/Fuzz -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=30 \
			-artifact_prefix=.build/fuzz/$$subject/ .build/fuzz/$$subject/corpus Tests/Fuzz/corpus/$$subject || exit 1; \
	done

lint:
	@$(SWIFT) format lint --strict --recursive --parallel Package.swift Runtime Functions Tests

format:
	@$(SWIFT) format --in-place --recursive --parallel Package.swift Runtime Functions Tests

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -s -m 755 $(RELEASE)/hearth $(DESTDIR)$(PREFIX)/bin/hearth

setup:
	@./.ci/setup

clean:
	rm -rf .build
