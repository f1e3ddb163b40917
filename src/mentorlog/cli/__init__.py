"""Typer signatures, a module per help panel. Importing this package imports only Typer."""

from __future__ import annotations

# The panels stand in --help in the order in which they are registered, so:
# isort: off
from mentorlog.cli.app import app
from mentorlog.cli import meet
from mentorlog.cli import agree
from mentorlog.cli import fit
from mentorlog.cli import look
from mentorlog.cli import mend
from mentorlog.cli import nudges
from mentorlog.cli import set_up
from mentorlog.cli import sealing
from mentorlog.cli import carry
from mentorlog.cli.program import program
# isort: on

__all__ = [
    "agree",
    "app",
    "carry",
    "fit",
    "look",
    "meet",
    "mend",
    "nudges",
    "program",
    "sealing",
    "set_up",
]
