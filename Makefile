# Builds, runs and tests leptos-cognito. `make help` lists the targets.

export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/.tools/node_modules/.bin:$(PATH)

NATIVE := --workspace --exclude frontend

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run dev test check-fast check check-and-build machines-and-set-up rust-tests doc build pgo size end2end design screenshots lighthouse bench-clicks bench-first-load bench-peers bench-growth bench-light machines soak bench-sessions contract image image-test pictures import-bench bench-pool clean

help: ## show this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 25

run: build ## build the release profile and start it on http://localhost:3000
	@target/release/server

dev: ## the same with a debug build and hot reload
	@scripts/setup-rust.sh
	cargo leptos watch

test: ## everything: lints, Rust tests, release build and its size, a browser, many processes, the official clients
	@for stage in check-fast check-and-build size end2end machines-and-set-up contract; do \
	  began=$$(date +%s); $(MAKE) --no-print-directory $$stage || exit; \
	  echo "==> $$stage took $$(( ($$(date +%s) - began + 30) / 60 )) minutes"; \
	done

# Side by side, because a release build spends most of its time on one core, in the last crates. Its output comes at the end.
check-and-build:
	@mkdir -p target; $(MAKE) --no-print-directory build >target/build.log 2>&1 & build=$$!; \
	  $(MAKE) --no-print-directory doc rust-tests; tests=$$?; \
	  wait $$build; built=$$?; cat target/build.log; exit $$(( tests | built ))

# Side by side, because the machines wait nine tenths of their time. If what is installed here fails, the next stage says so.
machines-and-set-up:
	@scripts/setup-machines.sh
	@scripts/setup-contract.sh & $(MAKE) --no-print-directory machines; tests=$$?; wait; exit $$tests

check-fast: ## formatting, spelling, dependencies and lints, for before a commit
	@scripts/setup-rust.sh
	@scripts/setup-checks.sh
	cargo fmt --all --check
	typos
	@# Tests are found by their names: at most eight words.
	@! git grep -nE "^ *test\\(['\"\`]([^ '\"\`]+ ){8}[^@]|fn ([a-z0-9]+_){8}|def test_([a-z0-9]+_){8}" -- '*.rs' '*.ts' '*.mjs' '*.py'
	cargo machete
	cargo deny --log-level error check bans licenses sources
	cargo clippy $(NATIVE) --all-targets -- -D warnings
	cargo clippy --package frontend --target wasm32-unknown-unknown -- -D warnings

check: check-fast doc rust-tests ## the same, the crates' documentation and the Rust tests

rust-tests:
	@scripts/setup-redis.sh
	@# No crate has examples in its documentation, and to look for them takes as long as to read each crate once more.
	cargo test $(NATIVE) --tests

doc: ## the documentation of all crates, into target/doc; fails if a link leads nowhere
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items $(NATIVE)

build: ## the release profile, into target/release/server and target/site
	@scripts/build.sh

pgo: ## measures which code of the server is used, for a release that ships: from then on `make build` makes that code fast
	@scripts/setup-peers.sh ours
	cargo build $(NATIVE) --bin local-pool
	@scripts/pgo.sh

size: ## what a browser loads with its first page; fails above the budget
	@scripts/size.sh

end2end: ## the journeys in a browser, against what `make build` made
	@scripts/setup-browser.sh
	cd end2end && npx tsc && npx playwright test

design: ## every component in every state (/design), in a debug build, with axe and pictures of it
	@scripts/setup-rust.sh
	@scripts/setup-browser.sh
	cargo leptos build
	cd end2end && PROFILE=debug SCREENSHOTS=1 npx playwright test tests/design.spec.ts

screenshots: build ## the pictures of pages in the README, into docs/pictures
	@scripts/setup-browser.sh
	cd end2end && npx playwright test --config pictures

lighthouse: build ## Lighthouse over four pages: accessibility and best practices 100, performance 98 or more
	@scripts/setup-browser.sh
	@scripts/setup-lighthouse.sh
	cd end2end && npx playwright test --config lighthouse

bench-clicks: build ## how long a click takes until the page is painted, what it transfers and what it shifts, on two lines
	@scripts/setup-browser.sh
	cd end2end && npx playwright test --config bench clicks

bench-first-load: build ## how long a page takes until it is painted and until its forms are alive, with an empty cache, on three lines
	@scripts/setup-browser.sh
	cd end2end && npx playwright test --config bench first-load

bench-peers: build ## our pages a second on one core beside Express, Flask and bare axum, in one run
	@scripts/setup-peers.sh
	cargo build $(NATIVE) --bin local-pool
	cargo build --release --package limit
	.tools/peers/bin/python end2end/bench/peers/peers.py

bench-growth: build ## the same with 1,000 and a million sessions, 1 to 16 attributes, 1 to 1,000 connections; drawn into docs/pictures
	@scripts/setup-peers.sh
	cargo build $(NATIVE) --bin local-pool
	.tools/peers/bin/python end2end/bench/peers/growth.py

bench-light: build ## until our server answers, its memory, and its own part of a callback
	@scripts/setup-peers.sh
	cargo build $(NATIVE) --bin local-pool
	.tools/peers/bin/python end2end/bench/peers/light.py

machines: ## several processes on one store, killed and paused, against what `make build` made
	@scripts/setup-machines.sh
	cargo build $(NATIVE) --bin local-pool
	cargo test $(NATIVE) --test machines -- --test-threads=1

soak: build ## the same for two minutes, with people who use it meanwhile; ends with four figures that are to be 0
	@scripts/setup-machines.sh
	cargo build $(NATIVE) --bin local-pool --bin soak
	target/debug/soak run --store redis --rotates

bench-sessions: build ## what a session costs in each store, beside the store's own read
	@scripts/setup-machines.sh
	cargo build $(NATIVE) --bin local-pool
	@cargo run --quiet --release --package soak -- bench

contract: ## the official clients of Amazon Cognito against the local pool, a certified provider against what `make build` made
	@scripts/setup-contract.sh
	@scripts/setup-browser.sh
	cargo build $(NATIVE) --bin local-pool --bin operator
	cd end2end/contract && ../../.tools/venv/bin/pytest && npm --silent test
	cd end2end && npx playwright test --config contract
	cd end2end/contract && ../../.tools/venv/bin/python judged.py --check

image: build ## a container image of the server, with buildah, podman or docker (IMAGE names it)
	@scripts/image.sh

image-test: ## the image built from what `make build` made, and a sign-in in a browser against it; as root
	@scripts/setup-browser.sh
	@scripts/image-test.sh

pictures: ## the terminal pictures of the README, drawn from what `operator` prints at a local pool
	cargo build $(NATIVE) --bin local-pool --bin operator
	@scripts/pictures.sh

import-bench: ## 10,000 users imported through three kills and a failing pool, with rows per second
	@scripts/setup-rust.sh
	@cargo test --quiet --package operator --test it -- --nocapture ten_thousand_rows

bench-pool: ## how fast the local pool is, beside this machine's RSA signing rate
	@scripts/setup-rust.sh
	@cargo bench --quiet --package local-pool --bench pool

clean: ## remove what was built, not the tools and not the data in var/
	cargo clean
	rm -rf end2end/test-results end2end/playwright-report
