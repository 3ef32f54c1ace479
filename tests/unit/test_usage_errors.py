"""How a command was called wrongly is told in plain Swedish, with where its options are listed."""

import pytest
from typer.exceptions import TyperException

from pipelines.command.main import app
from pipelines.command.usage_errors import usage_in_words


@pytest.mark.parametrize(
    ("called", "told"),
    [
        ("kör", "Det finns inget kommando kör. Se 'styrtal --help'."),
        ("chek", "Det finns inget kommando chek. Menas 'check'? Se 'styrtal --help'."),
        ("run --foo", "Det finns inget val --foo. Menas --out? Se 'styrtal run --help'."),
        ("run a b", "Kommandot tar inte emot 'a b'. Se 'styrtal run --help'."),
        ("run --report", "--report behöver ett värde. Se 'styrtal --help'."),
        ("check --json=1", "--json tar inte emot ett värde. Se 'styrtal --help'."),
        ("diff", "'NAME1' saknas. Se 'styrtal diff --help'."),
        ("ui --port abc", "'--port' har ett värde som inte passar. Skriv ett heltal. Se 'styrtal ui --help'."),
        ("ui --port 99999", "'--port' har ett värde som inte passar. Skriv högst 65534. Se 'styrtal ui --help'."),
        (
            "explain --report x/2025-08 --indicator y --gender Q",
            "'--gender' har ett värde som inte passar. Skriv ett av 'T', 'K', 'M'. Se 'styrtal explain --help'.",
        ),
    ],
)
def test_how_a_command_was_called_wrongly_is_told_in_swedish(called: str, told: str) -> None:
    with pytest.raises(TyperException) as wrong:
        app(called.split(), prog_name="styrtal", standalone_mode=False)
    assert usage_in_words(wrong.value) == told
    assert wrong.value.exit_code == 2
