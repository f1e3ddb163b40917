"""Our own YAML layout: written so that every YAML reader agrees, and read without a parser.

Text is plain only if no reader of YAML 1.1 or 1.2 could take it for anything else. Otherwise it is
a literal block if it is long or has several lines, else double-quoted. PyYAML's emitter is slow on
long notes, loses U+0085 and escapes a whole line for one emoji.

`value_in` gives what `read` gives, in a quarter of the time, or None for anything outside this
layout: comments, flow style, other indentation, rare escapes, long files.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence

Writable = (  # a bool is an int
    str | int | dt.date | dt.time | None | Sequence["Writable"] | Mapping[str, "Writable"]
)

Value = str | None | list["Value"] | dict[str, "Value"]  # as read: all scalars are text or None

LONG = 100  # characters; a longer line reads, greps and diffs better as a block


def dump(mapping: Mapping[str, Writable]) -> str:
    """The mapping as YAML, with line feeds and a final newline.

    Raises ValueError for text that no file can hold (half of a surrogate pair).
    """
    return "\n".join(block(mapping)) + "\n"


def as_read(value: Writable) -> Value:
    """What reading gives back for a written value."""
    if value is None or isinstance(value, (str, int, dt.date, dt.time)):
        return None if value is None else _bare(value)
    if isinstance(value, Mapping):
        return {key: as_read(part) for key, part in value.items()}
    return [as_read(part) for part in value]


def block(value: Mapping[str, Writable] | Sequence[Writable]) -> list[str]:
    """The lines of a mapping or list in block style, without indentation."""
    if not value:
        return [inline(value)]
    if isinstance(value, Mapping):
        return [line for key, part in value.items() for line in _keyed(key, part)]
    return [line for part in value for line in _led("-", part)]


def inline(value: Writable) -> str:
    """The value on one line: a scalar, or a list or mapping in flow style."""
    if isinstance(value, Mapping):
        parts = (f"{_scalar(key, _FLOW)}: {inline(part)}" for key, part in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(inline, value)) + "]"
    return _scalar(value, _FLOW)


def lines_below(value: Writable) -> tuple[str, list[str]]:
    """What follows a key: the rest of its line, and the lines below it, without indentation."""
    if isinstance(value, str):
        header, *lines = _literal(value) or [_scalar(value, _PLAIN)]
        return header, lines
    if value and isinstance(value, (Mapping, Sequence)):
        return "", block(value)
    return inline(value), []


def indented(lines: list[str], by: str = "  ") -> list[str]:
    """The lines moved right; empty ones stay empty."""
    return [by + line if line else line for line in lines]


_KEYWORDS = {"y", "yes", "n", "no", "on", "off", "true", "false", "null"}  # of YAML 1.1 and 1.2
_LONGEST_KEY = 1000  # characters; YAML allows 1024 before a colon
# Starts with a letter, or is a number and a word ("2 per month"): no reader takes it for a number.
_PLAIN = r"(?:[0-9]{1,4} )?[^\W\d_][\w ,.;?!()/&%'+-]*"  # compiled when something is written
_FLOW = r"[^\W\d_][\w ./+-]*"  # commas and brackets mean something there
# Not printable for Python, but harmless and common: joined emoji, soft hyphens, wide blanks.
_HARMLESS = dict.fromkeys([0xA0, 0xAD, 0x200C, 0x200D, 0x202F, 0x3000])
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_WIDTHS = ((2, "x"), (4, "u"), (8, "U"))  # hexadecimal digits of an escape


def _keyed(key: str, value: Writable) -> list[str]:
    text = _scalar(key, _PLAIN)
    if len(text) > _LONGEST_KEY:
        return [f"? {text}", *_led(":", value)]
    return _led(f"{text}:", value)


def _led(lead: str, value: Writable) -> list[str]:
    """The lines of a value behind its key and colon, or behind a dash."""
    first, lines = lines_below(value)
    if lead == "-" and not first:  # a collection starts on its dash's line
        first, *lines = lines
    return [f"{lead} {first}" if first else lead, *indented(lines)]


def _literal(text: str) -> list[str] | None:
    """Text as a literal block, header first; None if it is short or wouldn't read the same."""
    if "\n" not in text and len(text) <= LONG:
        return None
    header, body = ("|", text[:-1]) if text.endswith("\n") else ("|-", text)
    lines = body.split("\n")
    if not lines[0] or not lines[-1] or lines[0].startswith(" "):
        return None
    if any(line.endswith(" ") or not readable(line) for line in lines):
        return None
    return [header, *lines]


def _scalar(value: str | int | dt.date | dt.time | None, plain: str) -> str:
    if value is None:
        return "null"
    text = _bare(value)
    if isinstance(value, dt.time):
        return f'"{text}"'  # unquoted, YAML 1.1 reads it as a number in base 60
    return text if not isinstance(value, str) or _is_plain(text, plain) else _quoted(text)


def _bare(value: str | int | dt.date | dt.time) -> str:
    match value:
        case str():
            return str(value)
        case bool():
            return str(value).lower()
        case dt.date():
            return value.isoformat()
        case dt.time():
            return f"{value:%H:%M}"
    return str(value)


def _is_plain(text: str, plain: str) -> bool:
    return (
        len(text) <= LONG
        and re.fullmatch(plain, text) is not None
        and not text.endswith(" ")
        and text.lower() not in _KEYWORDS
    )


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if readable(character):
        return character
    if "\ud800" <= character <= "\udfff":
        raise ValueError("text holds half of a surrogate pair, which no file can hold")
    code = f"{ord(character):x}"
    width, letter = next(pair for pair in _WIDTHS if len(code) <= pair[0])
    return f"\\{letter}{code:0>{width}}"


def readable(text: str) -> bool:
    return text.isprintable() or text.translate(_HARMLESS).isprintable()


LARGEST = 100_000  # bytes; so they can't hold more keys and items than the strict reader accepts
DEEPEST = 4  # nested collections; our own files nest three


def value_in(data: bytes) -> dict[str, Value] | None:
    """What `yaml.read` finds in the file; None if it isn't in our own layout."""
    if len(data) > LARGEST:
        return None
    try:
        text = data.decode()
        return _mapping(text, DEEPEST) if readable(text.replace("\n", "")) else None
    except ValueError:
        return None


# Plain text can't be taken for anything but text: it has neither colon nor hash, nor anything that
# YAML knows in front. Below a key or dash is what is indented by two more, or empty.
_BARE = r"[^\W_][\w ,.;?!()/&%'+-]*+(?<! )"
_QUOTED = r'"(?:[^"\\]|\\(?:["\\ntr]|u(?!d[89a-f])[0-9a-f]{4}))++"'
_BELOW = r"((?:  .*\n|\n)*+)"
_SCALAR = re.compile(f"{_BARE}|{_QUOTED}")
_KEYED = re.compile(rf"(([^\W\d_][\w ,.;?!()/&%'+-]{{0,99}}+(?<! )):(?: (.+))?\n{_BELOW})")
_ITEM = re.compile(rf"(- (.+)\n{_BELOW})")
_LITERAL = {"|": "\n", "|-": ""}  # header -> what ends the text


def _mapping(text: str, depth: int) -> dict[str, Value]:
    """The mapping in a text. Raises ValueError, like all below, if it isn't in our layout."""
    parts = _parts(_KEYED, text)
    mapping = {_key(key): _value(beside, below, depth) for _, key, beside, below in parts}
    if len(mapping) < len(parts):
        raise ValueError("a key is here twice")
    return mapping


def _list(text: str, depth: int) -> list[Value]:
    return [_item(beside, below, depth) for _, beside, below in _parts(_ITEM, text)]


def _parts(form: re.Pattern[str], text: str) -> list[tuple[str, ...]]:
    """The keys or items that make up the whole text."""
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
        return _unquoted(beside)
    inner = _outdented(below)
    if beside in _LITERAL:
        if inner[0] in " \n":
            raise ValueError("where the block begins is for YAML to say")
        return inner.rstrip("\n") + _LITERAL[beside]
    if beside:
        raise ValueError("more lines than one")
    return (_list if inner.startswith("- ") else _mapping)(inner, _deeper(depth))


def _unquoted(text: str) -> str:
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
