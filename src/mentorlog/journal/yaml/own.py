"""Files exactly as `write` writes them, read without a YAML parser.

Text in our own form gives what `yaml.read` gives, in a quarter of the time. Anything else
(comments, flow style, other line ends or indentation, rare escapes, long files) gives None, and the
strict reader is asked. It knows keys, scalars, literal blocks and lists, but not what they mean.
"""

from __future__ import annotations

import json
import re

from mentorlog.journal.yaml.write import Value, readable

LARGEST = 100_000  # bytes, which can't hold more keys and items than the strict reader takes
DEEPEST = 4  # collections within each other; our own are three


def value_in(data: bytes) -> dict[str, Value] | None:
    """What `yaml.read` finds in the file; None if it is not in our own form."""
    if len(data) > LARGEST:
        return None
    try:
        text = data.decode()
        return _mapping(text, DEEPEST) if readable(text.replace("\n", "")) else None
    except ValueError:
        return None


# Plain text can't be taken for anything but text: it has neither colon nor hash, nor anything that
# YAML knows in front. Below a key or dash is what is indented by two more, or empty.
_PLAIN = r"[^\W_][\w ,.;?!()/&%'+-]*+(?<! )"
_QUOTED = r'"(?:[^"\\]|\\(?:["\\ntr]|u(?!d[89a-f])[0-9a-f]{4}))++"'
_BELOW = r"((?:  .*\n|\n)*+)"
_SCALAR = re.compile(f"{_PLAIN}|{_QUOTED}")
_KEYED = re.compile(rf"(([^\W\d_][\w ,.;?!()/&%'+-]{{0,99}}+(?<! )):(?: (.+))?\n{_BELOW})")
_ITEM = re.compile(rf"(- (.+)\n{_BELOW})")
_LITERAL = {"|": "\n", "|-": ""}  # the headers, and what stands behind the last line


def _mapping(text: str, depth: int) -> dict[str, Value]:
    """Raises ValueError, as all of these, for what is not in our form."""
    parts = _parts(_KEYED, text)
    found = {_key(key): _value(beside, below, depth) for _, key, beside, below in parts}
    if len(found) < len(parts):
        raise ValueError("a key is here twice")
    return found


def _list(text: str, depth: int) -> list[Value]:
    return [_item(beside, below, depth) for _, beside, below in _parts(_ITEM, text)]


def _parts(form: re.Pattern[str], text: str) -> list[tuple[str, ...]]:
    """The keys or items that the text consists of, and nothing between them."""
    parts: list[tuple[str, ...]] = form.findall(text)
    if not parts or sum([len(part[0]) for part in parts]) != len(text):
        raise ValueError("not in our form")
    return parts


def _item(beside: str, below: str, depth: int) -> Value:
    if ":" in beside and not beside.startswith('"'):
        return _mapping(f"{beside}\n{_outdented(below)}", _deeper(depth))
    return _value(beside, below, depth)


def _value(beside: str, below: str, depth: int) -> Value:
    if not below:
        return _scalar(beside)
    inner = _outdented(below)
    if beside in _LITERAL:
        if inner[0] in " \n":
            raise ValueError("where the block begins is for YAML to say")
        return inner.rstrip("\n") + _LITERAL[beside]
    if beside:
        raise ValueError("more lines than one")
    return (_list if inner.startswith("- ") else _mapping)(inner, _deeper(depth))


def _scalar(text: str) -> str:
    if text == "null" or _SCALAR.fullmatch(text) is None:
        raise ValueError("not as we write text")
    if text[0] != '"':
        return text
    return str(json.loads(text)) if "\\" in text else text[1:-1]


def _key(text: str) -> str:
    if text == "null":
        raise ValueError("a key can't be nothing")
    return text


def _outdented(below: str) -> str:
    return f"\n{below}".replace("\n  ", "\n")[1:]


def _deeper(depth: int) -> int:
    if not depth:
        raise ValueError("nested deeper than we write")
    return depth - 1
