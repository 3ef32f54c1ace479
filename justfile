# What those who change styrtal do, each by one word: `just` lists them. Needs uv alone (`uv run --group dev just`).

pytest := "uv run --group dev pytest"

# list the tasks
_default:
    @{{ just_executable() }} --list --unsorted

# set up: the program, its tests and linters, and the hooks
setup:
    uv sync --group dev --group lint --group docs
    uv run --no-sync pre-commit install

# the example's report
run *args:
    uv run styrtal run {{ args }}

# a file, a folder or all of the tests, as: just test tests/unit/test_staff.py -k sum
test *args:
    {{ pytest }} {{ args }}

# all tests but the slow ones, on every core
test-all *args:
    {{ pytest }} -n auto --dist loadfile {{ args }}

# the slow tests: faults, operations, many at once, second calculations, the installed wheel
test-slow *args:
    {{ pytest }} -m slow -n auto --dist loadfile {{ args }}

# five questions to the real Kolada
test-live:
    {{ pytest }} -m live tests/real/test_live.py

# the laws of hypothesis, with other examples than the last time
test-search *args:
    {{ pytest }} --hypothesis-profile search {{ args }}

# break the SQL on purpose, one place at a time, and tell what no test notices, as: just mutate budget --seed 1
mutate *args:
    uv run --group dev python -m tools.mutate {{ args }}

# format, and what can be mended by itself
format:
    uv run --group lint ruff format .
    uv run --group lint ruff check --fix .
    uv run --group lint sqlfluff fix --quiet --processes 2 models/sql

# what CI lints: form, rules, who imports whom, SQL, types
lint:
    uv run --group lint ruff format --check .
    uv run --group lint ruff check .
    uv run --group lint lint-imports
    uv run --group lint sqlfluff lint --processes 2 models/sql
    uv run --group lint basedpyright

# every generated file: pages of tables and measures, typed rows, column lineage, JSON Schema
generate:
    uv run python -m tools.columns
    uv run python -m tools.rows
    uv run python -m tools.docs
    uv run python -m tools.schema

# the documentation as a site in build/site, every link checked
site:
    uv run --group docs tools/site.py

# the pins again, after a dependency was added or removed; --upgrade: the newest of everything
pins *args:
    uv run tools/pins.py {{ args }}

# the deployment's images held to what their tags mean now; needs Docker, and their registries in reach
images:
    uv run python -m tools.images

# the tests on the newest of everything, in a scratch copy
canary:
    uv run tools/pins.py --canary

# a list of all parts, and known faults in them
audit:
    uv run --group audit tools/audit.py

# speed and memory, all or one of benchmarks/README.md
bench *args:
    uv run --group dev python benchmarks/run.py {{ args }}

# the notebook of cost and quality, to read and change
notebook *args:
    uv run --group notebooks marimo edit notebooks/cost_and_quality.py {{ args }}

# the tables of this warehouse version written down in tests/versions, after SCHEMA_VERSION was raised
warehouse-version:
    uv run --group dev python -m tests.unit.test_versions

# the wheel, in build
wheel:
    uv build --wheel --out-dir build

# a release: tag, archive, wheel and their SHA-256 in build (docs/operations.md)
release:
    uv run tools/release.py

# all that CI does
ci:
    .ci/run
