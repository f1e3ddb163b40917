"""See where the keys are, and what is sealed.

Example: mentorlog seal status
"""

from __future__ import annotations

from mentorlog.commands import Reading
from mentorlog.commands.seal import Status, keys_and_sealed

COMMAND = Reading(Status, keys_and_sealed)
