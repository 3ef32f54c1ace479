"""What is said where a command is called with options or arguments that it has not, in plain Swedish.

Typer words such faults in English, and has no other place for them.
"""

import re

from typer.exceptions import TyperException

# What typer says, and how it is said here; `{}` are what stands in parentheses, the last of them a hint or empty.
_SAID = {
    r"No such option: (\S+)(?: \(Possible options: (.+)\))?": "Det finns inget val {}.{}",
    r"No such command '([^']*)'\.?(?: Did you mean (.+)\?)?": "Det finns inget kommando {}.{}",
    r"Got unexpected extra argument\S* \((.*)\)()": "Kommandot tar inte emot '{}'.{}",
    r"Option '(\S+)' requires .*()": "{} behöver ett värde.{}",
    r"Option '(\S+)' does not take a value\.?()": "{} tar inte emot ett värde.{}",
    r"Missing (?:argument|option) ('[^']+').*()": "{} saknas.{}",
    r"Invalid value for ('[^']+'): .*valid integer.*()": "{} har ett värde som inte passar. Skriv ett heltal.{}",
    r"Invalid value for ('[^']+'): .*less than or equal to (\d+)": "{} har ett värde som inte passar. Skriv högst {}.",
    r"Invalid value for ('[^']+'): .*greater than or equal to (\d+)": "{} har ett värde som inte passar. Skriv minst {}.",
    r"Invalid value for ('[^']+'): .*is not one of (.+)\.": "{} har ett värde som inte passar. Skriv ett av {}.",
    r"Invalid value for ('[^']+'): .*()": "{} har ett värde som inte passar. Rätta det.{}",
}


def usage_in_words(error: TyperException) -> str:
    """Return what is wrong with how a command was called, and how to see what it takes."""
    path = getattr(getattr(error, "ctx", None), "command_path", "styrtal")
    for form, said in _SAID.items():
        if match := re.fullmatch(form, error.format_message(), re.DOTALL):
            hint = f" Menas {match[2]}?" if said.endswith(".{}") and match[2] else match[2] or ""
            return f"{said.format(match[1], hint)} Se '{path} --help'."
    return f"Kommandot är skrivet så att det inte går att tolka. Se '{path} --help'."
