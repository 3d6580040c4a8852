# Everything is done inside .venv; a fresh machine needs python3 (3.11 or newer) with venv, and make.
python ?= python3
bin := .venv/bin

.PHONY: run demo test browser screenshots check bench clean

run: .venv/runtime
	@$(bin)/ovation run

demo: .venv/runtime
	@$(bin)/ovation demo

test: .venv/development browser
	$(bin)/python -m pytest -n auto --dist worksteal

# Pages are tested in a real browser: one that is there, or Debian's where this user may install it.
browser: .venv/development
	@$(bin)/python -m tests.browser >/dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		echo "Installing Chromium, in which pages are tested." && \
		apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium >/dev/null; \
	} || $(bin)/python -m tests.browser || true

# The pages in daylight and at night, on a desk and in a hand, into docs/screenshots.
screenshots: .venv/development browser
	$(bin)/python -m tests.screenshots

check: .venv/development
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy

bench: .venv/development
	$(bin)/python -m bench

clean:
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	$(python) -m venv .venv

# Hashed requirements and a local project cannot be installed by one call of pip, so it takes two.
.venv/runtime: .venv/bin/python requirements.lock pyproject.toml
	$(bin)/pip install --quiet --require-hashes -r requirements.lock
	$(bin)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/development: .venv/runtime requirements-development.lock
	$(bin)/pip install --quiet --require-hashes -r requirements-development.lock
	@touch $@
