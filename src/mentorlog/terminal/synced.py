"""What a synchronisation did, as lines: what went where, and what two machines both changed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from mentorlog.terminal.layout import filled, line, way
from mentorlog.terminal.look import Look
from mentorlog.terminal.safe import safe
from mentorlog.terminal.wording import counted
from mentorlog.views.synced import Pair, Synced


def synced(view: Synced, look: Look) -> Iterator[Text]:
    """A sentence, then every file that needs a look."""
    yield from filled(_sentence(view), look)
    if view.ignored:
        said = f"{counted(view.ignored, 'file')} left out, as a .gitignore in the journal says."
        yield from filled(said, look)
    for pair in view.both:
        yield line()
        yield from _both(pair, look)
    if view.revived:
        yield line()
        yield from filled("Removed on one machine but changed on the other, so kept:", look)
        for path in view.revived:
            yield line(f"  {safe(path, ascii_only=look.ascii_only)}")


def _sentence(view: Synced) -> str:
    if view.dry_run:
        return f"{counted(view.sent, 'file')} to send. Nothing was sent."
    if not view.sent and not view.taken:
        return "Nothing new on either side."
    done = [f"sent {counted(view.sent, 'file')}"] if view.sent else []
    done += [f"took {counted(view.taken, 'file')}"] if view.taken else []
    return f"Synced: {', '.join(done)}."


def _both(pair: Pair, look: Look) -> Iterator[Text]:
    path, mine = (safe(name, ascii_only=look.ascii_only) for name in (pair.path, pair.mine))
    yield from filled(f"Changed on both machines, so both are kept: {path}", look)
    yield from way("This machine's version:", mine, look)
    yield from filled("Take over what you want from it, then delete it.", look)
