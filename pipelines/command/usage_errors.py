"""What is said where a command is called with options or arguments that it has not, in plain Swedish.

Typer words such faults in English, and has no other place for them.
"""

import re

from typer.exceptions import TyperException

# What typer says of a value, and what should stand instead.
_WANTED = {
    re.compile(r"valid integer"): "Skriv ett heltal.",
    re.compile(r"less than or equal to (\d+)"): "Skriv högst {}.",
    re.compile(r"greater than or equal to (\d+)"): "Skriv minst {}.",
    re.compile(r"is not one of (.+)\.$"): "Skriv ett av {}.",
}
_NO_COMMAND = re.compile(r"No such command '?([^'.]*)'?\.?(?: Did you mean (.+?)\??)?$")
_TOO_MANY = re.compile(r"Got unexpected extra argument\S* \((.*)\)$")
_NEEDS_VALUE = re.compile(r"requires (?:an|\d+) arguments?")


def usage_in_words(error: TyperException) -> str:
    """Return what is wrong with how a command was called, and how to see what it takes."""
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "styrtal")
    return f"{_wrong(error)} Se '{path} --help'."


def _wrong(error: TyperException) -> str:
    option = getattr(error, "option_name", "")
    wrong = "Kommandot är skrivet så att det inte går att tolka."
    match type(error).__name__:
        case "NoSuchOption":
            near = ", ".join(sorted(getattr(error, "possibilities", None) or ()))
            wrong = f"Det finns inget val {option}.{f' Menas {near}?' if near else ''}"
        case "BadOptionUsage":
            wrong = f"{option} {'behöver' if _NEEDS_VALUE.search(error.message) else 'tar inte emot'} ett värde."
        case "MissingParameter":
            wrong = f"{_named(error)} saknas."
        case "BadParameter":
            found = ((form.search(error.message), said) for form, said in _WANTED.items())
            wanted = next((said.format(*match.groups()) for match, said in found if match), "Rätta det.")
            wrong = f"{_named(error)} har ett värde som inte passar. {wanted}"
        case _ if command := _NO_COMMAND.match(error.message):
            wrong = f"Det finns inget kommando {command[1]}.{f' Menas {command[2]}?' if command[2] else ''}"
        case _ if extra := _TOO_MANY.match(error.message):
            wrong = f"Kommandot tar inte emot '{extra[1]}'."
        case _:
            pass
    return wrong


def _named(error: TyperException) -> str:
    param = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None) or (param.get_error_hint() if param is not None else "Ett värde")
    return hint if isinstance(hint, str) else " / ".join(hint)
