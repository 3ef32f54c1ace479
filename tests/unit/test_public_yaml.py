"""Definitions as a report may carry them: the secret sections empty, all else as it stood, on the same lines."""

import pytest
import yaml

from assets.definitions.public_yaml import public_bytes

CASES = {
    "rows": "staff:\n  - {unit: a, headcount: 3}\n  - {unit: b, headcount: 7}\n\nunits:\n  - {id: a}\n",
    "rows at the margin": "# åäö 😀\nstaff:\n- unit: a\n  headcount: 3\nunits:\n- {id: a}\n",
    "rows that were commented out": "staff:\n  - {unit: a, headcount: 3}\n  # - {unit: b, headcount: 7}\n# - {c: 3}\nunits: []\n",
    "in brackets, with comments": "measurements: [ {a: 3},\n  {b: 7} ]  # 7\nunits: []\n",
    "last in the file": "units: []\nstaff:\n  - {unit: a, headcount: 3}\n  # 7",
    "all in braces": "{staff: [{unit: a, headcount: 3}], units: [{id: a}], measurements: [7]}",
    "nothing but a comment": "staff:  # 3 and 7\nunits: []\n",
    "in quotation marks": '"staff":\n  - {unit: a, headcount: 3}\nunits: []\n',
    "lines of Windows": "staff:\r\n  - {unit: a, headcount: 3}\r\nunits: []\r\n",
}


@pytest.mark.parametrize("case", CASES)
def test_secret_rows_go_and_everything_else_stands_on_its_line(case: str) -> None:
    text = CASES[case]
    public = public_bytes(text.encode()).decode()
    assert not set("37") & set(public), "every planted number is a 3 or a 7"
    before, after = yaml.safe_load(text), yaml.safe_load(public)
    assert after == {key: [] if key in {"staff", "measurements"} else value for key, value in before.items()}
    assert public.count("\n") == text.count("\n")
    lines = text.splitlines()
    assert [n for n, line in enumerate(lines) if line.startswith("units")] == [
        n for n, line in enumerate(public.splitlines()) if line.startswith("units")
    ]


@pytest.mark.parametrize(
    "text", ["units:\n  - {id: a}\n", "", "# bara text\n", "goals:\n  - {id: staff, title: 'staff: 3'}\n"]
)
def test_a_file_without_secret_rows_keeps_its_bytes(text: str) -> None:
    assert public_bytes(text.encode()) == text.encode()
