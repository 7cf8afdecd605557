# Everything starts from python3 and make alone. The environment lives in .venv, made from hash-pinned locks.
# Words on the screen are Korean first, English after.

PORT ?= 8000
PYTHON ?= python3
JOBS ?= 2

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-quick lint types format messages pictures lock drills clean

# Settings of the person at the keyboard that would send the packages elsewhere or refuse our own editable install.
# A mirror (PIP_INDEX_URL, UV_INDEX_URL and the like) stays as it is set: the hashes decide what gets in.
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_PYTHON PIP_REQUIREMENT PIP_CONSTRAINT PIP_BUILD_CONSTRAINT
unexport PIP_REQUIRE_HASHES PIP_REQUIRE_VIRTUALENV PIP_DRY_RUN PIP_NO_DEPS PIP_REPORT PIP_IGNORE_INSTALLED PIP_EDITABLE
unexport UV_REQUIRE_HASHES UV_CONSTRAINT UV_OVERRIDE UV_TARGET UV_PREFIX UV_DRY_RUN
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV NODE_OPTIONS NODE_PATH NODE_ENV
# A test run starts dozens of servers, and each would compile the same thousand files again.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BIN := .venv/bin
# A checkout that was moved or copied together with its .venv must not run the old place's code: stamps name the place.
PLACE := $(shell pwd -P | cksum | cut -d' ' -f1)
VENV := .venv/.place-$(PLACE)
RUNTIME := .venv/.runtime-$(PLACE)
DEV := .venv/.dev-$(PLACE)
MESSAGES := .venv/.messages-$(PLACE)
# The scripts' checkers run on the Node of a development package, never on one that lies on the machine.
CHECKERS := tests/js/node_modules
NODE := $(BIN)/node
TSC := $(NODE) $(CHECKERS)/typescript/bin/tsc
ESLINT := $(NODE) $(CHECKERS)/eslint/bin/eslint.js --config tests/js/eslint.config.js
PRETTIER := $(NODE) $(CHECKERS)/prettier/bin/prettier.cjs --config tests/js/prettier.config.js --log-level warn
SCRIPTS := hackathon/static/js tests/js/*.js
SOURCES := $(wildcard hackathon/locale/*/LC_MESSAGES/*.po scoring/locale/*/LC_MESSAGES/*.po)

help:
	@echo "make demo      데모 행사를 만들고 엽니다 · build the demo event and serve it   [PORT=8000] [FRESH=1 처음부터 · start over]"
	@echo "make test      모든 테스트 · the whole test suite                             [ARGS='tests/domain -k lock'] [JOBS=2]"
	@echo "make test-quick 브라우저 없이 도는 테스트 · the tests that need no browser       [ARGS=… JOBS=…]"
	@echo "make lint      코드 규칙과 타입 검사 · code style, types, security patterns"
	@echo "make types     타입 검사만 · types only"
	@echo "make format    코드 모양 맞추기 · format the code"
	@echo "make messages  화면 문장을 번역 목록에 옮기기 · collect the sentences for translators [LANGUAGE=fr 새 언어 · a new one]"
	@echo "make pictures  README의 그림 다시 찍기 · take the READMEs' pictures anew"
	@echo "make drills    오래 걸리는 장애 훈련 · fault drills that take long"
	@echo "make lock      잠금 파일 다시 만들기 · write the lock files                   [UPGRADE=1 새 판으로 · newer versions]"
	@echo "make clean     만든 것 지우기 (행사 자료는 그대로) · remove what was built (keeps the event's data)"

demo: $(RUNTIME) $(MESSAGES)
	@$(BIN)/hackathon demo --port $(PORT) $(if $(filter-out 0,$(FRESH)),--fresh)

# Each worker has one half of the tests in their order; who is done first takes half of what the other still has.
SHARED = -n $(JOBS) --dist worksteal
test: $(DEV) $(MESSAGES)
	@$(BIN)/python -m pytest $(SHARED) $(ARGS)

test-quick: $(DEV) $(MESSAGES)
	@$(BIN)/python -m pytest $(SHARED) -m 'not browser and not drill' $(ARGS)

lint: $(DEV) $(CHECKERS)/.installed types
	@$(ESLINT) $(SCRIPTS)
	@$(PRETTIER) --check $(SCRIPTS)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/bandit -q -r hackathon scoring -c pyproject.toml

# The service worker lives in another world than the pages: it has types of its own.
types: $(DEV) $(CHECKERS)/.installed
	@$(BIN)/mypy
	@$(TSC) --project tests/js/tsconfig.json
	@$(TSC) --project tests/js/tsconfig.worker.json

format: $(DEV) $(CHECKERS)/.installed
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(PRETTIER) --write $(SCRIPTS) >/dev/null

# Every sentence of the sources into every catalogue; LANGUAGE=fr begins a new one.
messages: $(DEV)
	@$(BIN)/python -m tests.house.catalogues $(LANGUAGE)
	@$(BIN)/python -P hackathon/build_hook.py

# The READMEs' pictures, newly taken from the demo by Chromium: the only files in git that are made from others.
pictures: $(DEV) $(MESSAGES)
	@$(BIN)/python -m tests.browser.pictures

# A choice of ARGS that holds no drill ends with 5, "no tests ran": that is no fault.
drills: $(DEV) $(MESSAGES)
	@$(BIN)/python -m pytest -m drill $(ARGS) || [ $$? -eq 5 ]

# No index of this machine may leak into the locks; the dev lock repeats the runtime lock's versions exactly.
COMPILE = $(BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) pyproject.toml
lock: $(DEV)
	@env -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_FIND_LINKS \
		$(COMPILE) --group build --extra pdf -o requirements.lock
	@env -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_FIND_LINKS \
		$(COMPILE) --group build --group dev --extra pdf --extra postgres -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv dist .coverage .coverage.* htmlcov test-results
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis $(CHECKERS)
	find hackathon scoring tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find hackathon scoring -name '*.mo' -exec rm -f {} +

# --- the environment: each stamp is written last, so an interrupted step is simply done again ---------------------

# pip's own RECORD is the last file that making an environment writes: with it, and with our place in it, the
# environment is whole and ours, whoever made it.
$(VENV):
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "Python 3.11 이상이 필요합니다 ($(PYTHON) 없음). · Python 3.11 or newer is needed ($(PYTHON) not found)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 이상이 필요합니다 (지금: `$(PYTHON) -V`). 예: make demo PYTHON=python3.12" \
		"· Python 3.11 or newer is needed (this is `$(PYTHON) -V`), e.g. make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "python3-venv가 필요합니다: sudo apt install python3-venv" \
		"· python3-venv is missing: sudo apt install python3-venv" >&2; exit 1; }
	@{ grep -qF -- "$(CURDIR)/.venv" .venv/pyvenv.cfg && $(BIN)/python -c 'import importlib.metadata as m, sys; \
		sys.exit(sys.version_info < (3, 11) or not m.distribution("pip").read_text("RECORD"))'; } 2>/dev/null \
		|| { echo "가상 환경을 만듭니다 · making .venv"; $(PYTHON) -m venv --clear .venv; }
	@touch $@

# pip comes after uv has failed too: a mirror may be set for pip alone.
INSTALL = if command -v uv >/dev/null 2>&1; then \
	uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) && exit 0; \
	echo "uv로 되지 않아 pip로 설치합니다 · uv could not; installing with pip"; fi; \
	$(BIN)/python -m pip install --quiet --require-hashes -r $(1)
OURSELVES = $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .

$(RUNTIME): requirements.lock pyproject.toml $(VENV)
	@echo "패키지를 설치합니다 (1분쯤) · installing packages (about a minute)"
	@$(call INSTALL,requirements.lock)
	@$(OURSELVES)
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml $(VENV)
	@echo "개발 패키지를 설치합니다 (1분쯤) · installing development packages (about a minute)"
	@$(call INSTALL,requirements-dev.lock)
	@$(OURSELVES)
	@touch $@

# npm's own script would call the first `node` on the PATH: ours stands there before the machine's.
$(CHECKERS)/.installed: tests/js/package.json tests/js/package-lock.json tests/js/.npmrc | $(DEV)
	@echo "스크립트 검사 도구를 설치합니다 · installing the checkers of the scripts"
	@cd tests/js && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --include=dev --loglevel=error >/dev/null
	@touch $@

$(MESSAGES): $(SOURCES) hackathon/build_hook.py
	@$(BIN)/python -P hackathon/build_hook.py
	@touch $@
