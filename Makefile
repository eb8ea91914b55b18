# `make` alone says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# The tools have a module of their own, so that go.mod names only what ships.
TOOL     := go tool -modfile=internal/tools/go.mod
GOLANGCI ?= $(TOOL) golangci-lint

# The version comes from git; without git, main takes it from the build info.
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null)
# clobberfree: the collector overwrites what it frees. It is the net below the
# wiping of cards; the program says in its log when it was built without.
LDFLAGS := -X=runtime.godebugDefault=clobberfree=1 $(if $(VERSION),-X main.version=$(VERSION))
# -buildvcs=false: the version is given above, and a clone that belongs to
# another user would otherwise fail to build.
BUILD   := -trimpath -buildvcs=false -ldflags='$(LDFLAGS)'

# The race detector needs cgo, and cgo a C compiler. The go command turns cgo
# off where there is none. It does not look into what only computes: SQLite, which
# is C made into Go, the arithmetic of keys, the libraries that measure, draw and read text,
# and what goes through an answer, a memory or a line character by character. That made the tests three times as
# slow; strings, regexp and golang.org/x/text alone cost a fifth of the tests of screens.
# bytes stays watched: a log's buffer is what tests share by mistake. All
# that calls it is watched. Nothing that guards data of others may stand here: the
# linker takes one copy of sync.Map for all, and when it came from a package that
# is not watched, the detector found races in encoding/json that were none. A generic function is made in
# every package that calls it, and the linker takes the largest copy: one watched caller
# of those that divide text into characters made them all watched, and the tests of
# screens three times as slow. So ours call them through internal/ink, tests and their helpers
# too; a test in internal/house says so.
UNWATCHED := motoconsole/gateway/internal/jsonscan motoconsole/internal/memscan motoconsole/internal/charset motoconsole/internal/ink motoconsole/internal/screentest/grid \
	motoconsole/ui/kit/draw motoconsole/ui/kit/theme motoconsole/forms/line motoconsole/internal/cardguard \
	motoconsole/gateway/internal/cleantext motoconsole/gateway/personname motoconsole/gateway/postcode \
	strings unicode unicode/utf8 regexp regexp/syntax \
	crypto/ecdh crypto/internal/fips140/edwards25519 crypto/internal/fips140/edwards25519/field \
	golang.org/x/text/unicode/norm golang.org/x/text/message golang.org/x/text/currency golang.org/x/text/internal/number \
	golang.org/x/text/language golang.org/x/text/internal/language \
	modernc.org/sqlite/lib modernc.org/libc modernc.org/memory modernc.org/mathutil \
	github.com/charmbracelet/x/ansi github.com/charmbracelet/x/ansi/parser github.com/charmbracelet/x/vt \
	github.com/charmbracelet/colorprofile github.com/charmbracelet/ultraviolet github.com/charmbracelet/ultraviolet/screen \
	github.com/mattn/go-runewidth github.com/clipperhouse/displaywidth github.com/clipperhouse/uax29/v2/graphemes github.com/lucasb-eyer/go-colorful github.com/rivo/uniseg
# With the race detector the compiler has every use of unsafe checked. That is for our
# packages; in others, which walk through records and put texts together, it took time
# and found nothing. The last pattern that fits a package counts.
RACE := $(if $(filter 1,$(shell go env CGO_ENABLED)),-race -gcflags=all=-d=checkptr=0 -gcflags=motoconsole/...= $(UNWATCHED:%=-gcflags=%=-race=false))

# The race detector keeps every process for a second before it ends, for reports
# that come late. A test has waited for all that it started.
export GORACE ?= atexit_sleep_ms=0

# A test may have more garbage lie about than the product: to collect it less often
# saves a tenth. The programs that tests start have an environment of their own.
# `make lint` vets.
# Some packages wait more than they compute, so four are tested at a time; the longest
# begin first, so that none of them is left over at the end.
# The program that tests run is built once for all of them. The file stays as it was when
# nothing changed, so that the go command may keep results.
BINARY := .build/moto
TEST := MOTO_BINARY=$(CURDIR)/$(BINARY) GOGC=$${GOGC:-400} go test -vet=off -short -p 4
LONG := ./ui ./internal/cli ./internal/payment/operation ./internal/sandbox ./internal/crash ./internal/leakcheck ./gateway

FUZZTIME ?= 20s
COUNT    ?= 6

.PHONY: run
run: build ## build moto and open it on the embedded test bank
	./moto --sandbox

.PHONY: build
build: ## build ./moto
	go build $(BUILD) -o moto .

.PHONY: $(BINARY)
$(BINARY):
	@mkdir -p $(@D)
	@go build -trimpath -buildvcs=false -ldflags='-w -X=runtime.godebugDefault=clobberfree=1' -o $@.new .
	@cmp -s $@.new $@ || cp $@.new $@

.PHONY: test
test: $(BINARY) ## run all tests, on samples of similar cases, with the race detector where there is a C compiler
	@$(if $(RACE),,echo "no race detector: it needs a C compiler, and there is none (or CGO_ENABLED=0)")
	$(TEST) $(RACE) -timeout 40m $(LONG) ./...

# Without -short, and only those tests that do more without it: the others have just run.
.PHONY: full
full: $(BINARY) ## run all cases of the tests that go through a sample in `make test`, without the race detector
	@tests=$$(go run ./internal/effort/sampled) && MOTO_BINARY=$(CURDIR)/$(BINARY) go test -vet=off -p 4 -timeout 40m $$tests

.PHONY: race
race: $(BINARY) ## run all cases of all tests with the race detector; it takes a quarter of an hour and more
	MOTO_BINARY=$(CURDIR)/$(BINARY) go test -vet=off $(RACE) -timeout 120m ./...

.PHONY: stress
stress: $(BINARY) ## repeat `make test` beside busy loops (RUNS=10, LOOPS=8, PACKAGES=; RACE= without the race detector)
	@set -euo pipefail; trap 'kill $$(jobs -p)' EXIT; for i in $$(seq $(or $(LOOPS),8)); do (while :; do :; done) & done; \
		for i in $$(seq $(or $(RUNS),10)); do echo "run $$i"; $(TEST) $(RACE) -count 1 -timeout 60m $(or $(PACKAGES),$(LONG) ./...); done

.PHONY: sim
sim: ## simulate payments, and money given back, with faults and crashes (SEEDS=5000)
	@set -o pipefail; go test ./internal/payment ./internal/payment/operation -run '^TestSimulation' -count 1 -v -timeout 4h -seeds $(or $(SEEDS),5000) | grep -v -e '^ *=== ' -e '^ *--- PASS'

.PHONY: simpg
simpg: ## the same on a PostgreSQL server that dies, stands still, is full and cannot be reached (SEEDS=200)
	@set -o pipefail; go test ./internal/payment ./internal/payment/operation -run '^TestServerSimulation' -skip Catches -count 1 -v -timeout 4h -seeds $(or $(SEEDS),200) | grep -v -e '^ *=== ' -e '^ *--- PASS'

.PHONY: small
small: ## go through every state of a small world (FAULTS=3)
	@set -o pipefail; go test ./internal/payment -run '^TestSmall' -count 1 -v -timeout 60m -smallfaults $(or $(FAULTS),3) | grep -v -e '^ *=== '

.PHONY: leakcheck
leakcheck: ## look for cards in memory, files and terminals (RUNS=20); Linux only
	@set -o pipefail; go test ./internal/leakcheck -count 1 -v -timeout 60m -runs $(or $(RUNS),20) | grep -v -e '^=== ' -e '^ *--- PASS'

.PHONY: crash
crash: ## kill consoles at random moments, and compare with the bank (KILLS=300, SEED=); Linux only
	@set -o pipefail; go test ./internal/crash -count 1 -v -timeout 60m -kills $(or $(KILLS),300) -seed $(or $(SEED),0) | grep -v -e '^ *=== ' -e '^ *--- PASS'

# The Windows build runs under Wine. Go says why where Wine is missing. Whatever ends the
# tests, the trap ends Wine: its server outlives the programs it served.
.PHONY: windows-check
windows-check: ## run the Windows build under Wine: files, refusals, a payment; Linux only
	@set -euo pipefail; umask 077; folder=$$(mktemp -d); \
		trap 'for prefix in "$$folder"/*/*/prefix; do WINEPREFIX=$$prefix timeout 20 $$(ls /usr/lib/wine/wineserver64 /usr/bin/wineserver 2>/dev/null | head -1) -k >/dev/null 2>&1 || true; done; rm -rf "$$folder"' EXIT; \
		GOOS=windows GOARCH=amd64 go build -buildvcs=false -ldflags='$(LDFLAGS)' -o "$$folder/moto.exe" .; \
		TMPDIR=$$folder timeout -k 10 300 go test -tags wine ./internal/winecheck -count 1 -v -timeout 4m -exe "$$folder/moto.exe" </dev/null | cat

.PHONY: lint
lint: ## go vet (for Windows and macOS too), the linters and the formatter's check
	go vet ./...
	GOOS=windows go vet ./...
	GOOS=darwin go vet ./...
	go vet -tags wine ./internal/winecheck
	go vet -tags scannable ./internal/cli
	$(GOLANGCI) run ./...

.PHONY: fmt
fmt: ## format the sources
	$(GOLANGCI) fmt ./...

.PHONY: bench
bench: ## run the benchmarks and sum them up (COUNT=6)
	go test -run '^$$' -bench . -benchmem -timeout 6h -count $(COUNT) ./... > bench.out || { cat bench.out; exit 1; }
	$(TOOL) benchstat bench.out

.PHONY: bench-ssh
bench-ssh: ## measure consoles over SSH: echo, cost of a key, memory (SESSIONS=200, SECONDS_EACH=10); Linux only
	@set -o pipefail; go test ./internal/sshbench -run '^TestBench$$' -count 1 -v -timeout 60m -sessions $(or $(SESSIONS),200) -seconds $(or $(SECONDS_EACH),10) | grep -v -e '^=== ' -e '^ *--- PASS'

.PHONY: bench-desk
bench-desk: ## measure a console at a desk, by Bubble Tea's program and by the runtime of `moto serve` (SECONDS_EACH=60); Linux only
	@set -o pipefail; go test ./internal/sshbench -run '^TestBenchDesk$$' -count 1 -v -timeout 60m -seconds $(or $(SECONDS_EACH),60) | grep -v -e '^=== ' -e '^ *--- PASS'

.PHONY: soak
soak: ## use consoles over SSH for an hour, with faults, and look for what is left (MINUTES=60, SESSIONS=200, SEED=); Linux only
	@set -o pipefail; go test ./internal/crash -run '^TestSoak$$' -count 1 -v -timeout 12h -soak $(or $(MINUTES),60) -sessions $(or $(SESSIONS),200) -seed $(or $(SEED),0) | grep -v -e '^=== ' -e '^ *--- PASS'

.PHONY: cover
cover: ## run all tests and report the coverage of each function
	go test -coverprofile=cover.out ./...
	go tool cover -func=cover.out

.PHONY: fuzz
fuzz: ## fuzz every parser for a while (FUZZTIME=20s)
	@set -euo pipefail; for package in $$(go list ./...); do \
		for name in $$(go test -list '^Fuzz' "$$package" | grep '^Fuzz' || true); do \
			echo "$$package $$name"; \
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "$$package"; \
		done; \
	done

.PHONY: golden
golden: ## rewrite the golden screens; review the difference before you commit it
	go test ./ui -update

.PHONY: clean
clean: ## remove everything these commands have built
	rm -rf moto .build bench.out cover.out

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
