"""One run of the scheduled job: decide whether to speak, and say each thing once.

It joins ledger, window and channels. What is due, wording a digest and the time are passed in; it
prints nothing itself.
"""

from __future__ import annotations

import _thread
import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mentorlog import files
from mentorlog.errors import Locked, StorageFailed
from mentorlog.frozen import StrEnum, dataclass, replace
from mentorlog.reminders import Window, ledger
from mentorlog.reminders.channels import Banner, Channel
from mentorlog.reminders.ledger import Ledger

if TYPE_CHECKING:  # most runs don't need them
    from mentorlog.views.nudges import Digest

CEILING = 18.0  # seconds; with start and end, a run stays under 20
LOCK = "nudge.lock"
_BANNER_DAYS = dt.timedelta(days=7)  # every new shell shows the banner: a week is enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What every run of the job needs. `folder`: the journal's state. `wording`: a digest's text.

    `banner`: the fallback. `own_wording`: the channel's, if it differs. `always_looks`: find out
    what is due even if nothing can be said now.
    """

    folder: Path
    window: Window
    channel: Channel
    wording: Callable[[Digest], str]
    banner: Banner
    own_wording: Callable[[Digest], str] | None = None
    always_looks: bool = False


class Ending(StrEnum):
    """How a run ended. Only the last two said something."""

    BUSY = "busy"  # another run holds the lock
    DEFERRED = "deferred"  # outside the window, or a digest was delivered today
    NOTHING_NEW = "nothing new"
    DELIVERED = "delivered"
    FELL_BACK = "fell back"  # to the banner; the next run tries the channel again


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`due`: all that needs doing, said or not; None if the journal wasn't read.

    `failure`: why the channel failed.
    """

    ending: Ending
    due: Digest | None = None
    failure: str | None = None


def run(
    job: Job,
    look: Callable[[dt.date], Digest],
    now: dt.datetime,
    *,
    clock: dt.datetime | None = None,
) -> Outcome:
    """One run at a local time. `clock`: the true time, if `now` is another day's.

    `look`: what needs doing on a day; it reads the journal, so it is only called if need be.

    Raises StorageFailed: nothing was said, because the ledger can't be written or no channel
    worked; or it was said, but can't be remembered. The next run tries again.
    """
    with contextlib.ExitStack() as held:
        try:
            files.make_folder(job.folder)
            held.enter_context(files.lock(job.folder / LOCK, timeout=0, command="mentorlog nudge"))
        except Locked:
            return Outcome(ending=Ending.BUSY)
        except StorageFailed:  # the ledger will fail, too, if there is anything to say
            pass
        ledger.stamp(job.folder, clock or now)
        return _look_and_deliver(job, look, now)


@contextlib.contextmanager
def ceiling(stop: Callable[[], object], seconds: float = CEILING) -> Iterator[None]:
    """Call `stop` from another thread if the block takes longer.

    `stop` may end the process at once: every file is whole at any moment, and an attempt that never
    ended is tried again.
    """
    running = _thread.allocate_lock()  # importing `threading` takes longer than most runs

    def watch() -> None:
        if not running.acquire(timeout=seconds):
            stop()

    running.acquire()
    with contextlib.suppress(RuntimeError):  # there's no room for a thread
        _thread.start_new_thread(watch, ())
    try:
        yield
    finally:
        running.release()


def _look_and_deliver(job: Job, look: Callable[[dt.date], Digest], now: dt.datetime) -> Outcome:
    book = ledger.load(job.folder, now.date())
    can_speak = job.window.is_open_at(now) and not book.spoke_on(now.date())
    if not (can_speak or job.banner.text or job.always_looks):
        return Outcome(ending=Ending.DEFERRED)
    due = look(now.date())
    news = due.only([key for key in due.keys if not book.was_delivered(key)])
    if news and can_speak:
        return _deliver(job, due, news, book)
    _update_banner(job, due, book)
    return Outcome(ending=Ending.DEFERRED if news else Ending.NOTHING_NEW, due=due)


def _deliver(job: Job, due: Digest, news: Digest, book: Ledger) -> Outcome:
    """Record the attempt, deliver, record that it arrived."""
    done = ledger.delivered(book, news.keys, due.as_of, due=due.keys)
    text = job.wording(_for_banner(job, due, done) if job.channel == job.banner else news)
    ledger.save(job.folder, replace(book, unsettled=True))
    if book.unsettled:  # what stopped the last run may stop this one, too
        with contextlib.suppress(StorageFailed):
            job.banner.deliver(text)
    try:
        job.channel.deliver(job.own_wording(news) if job.own_wording else text)
    except StorageFailed as failure:
        _fall_back(job, text, failure)
        return Outcome(ending=Ending.FELL_BACK, due=due, failure=failure.message)
    ledger.save(job.folder, done)
    _update_banner(job, due, done)
    return Outcome(ending=Ending.DELIVERED, due=due)


def _fall_back(job: Job, text: str, failure: StorageFailed) -> None:
    try:
        job.banner.deliver(text)
    except StorageFailed as another:
        raise StorageFailed(
            f"A nudge couldn't be delivered. {failure.message} {another.message}",
            "The next run tries again. See it now:  mentorlog nudge",
        ) from another


def _update_banner(job: Job, due: Digest, book: Ledger) -> None:
    """Word the banner as of today, or clear it if nothing on it is due any more."""
    before, shown = job.banner.text, _for_banner(job, due, book)
    now = job.wording(shown) if before and shown else ""
    if now and now != before:
        job.banner.deliver(now)
    elif before and not now:
        job.banner.clear()


def _for_banner(job: Job, due: Digest, book: Ledger) -> Digest:
    """What the banner should show: what it showed lately, else what reached nobody yet."""
    if job.channel == job.banner:
        since = due.as_of - _BANNER_DAYS
        return due.only([key for key, day in book.delivered_on.items() if day > since])
    undelivered = [key for key in due.keys if book.unsettled and not book.was_delivered(key)]
    return due.only(undelivered)
