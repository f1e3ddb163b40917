"""Log a meeting: a name is enough, the rest is up to you.

Example: mentorlog log-meeting dana-oz "the reorg" --action "me: send deck by fri"
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mentorlog.arguments import (
    AT,
    BY,
    IN_CONFIDENCE,
    IN_EDITOR,
    NOTE,
    ON,
    STATUS,
    TOPIC,
    WHO,
    adapted,
    argument,
    option,
)
from mentorlog.commands import Command, planning, rules, who
from mentorlog.commands.desk import Desk
from mentorlog.commands.details import Details, detailed
from mentorlog.commands.kept import as_mapping
from mentorlog.commands.typed import (
    HasTime,
    attempt,
    choice,
    date_or_none,
    length,
    moment,
    past,
    subjects,
    texts,
    time,
    words,
)
from mentorlog.commands.who import HANDLE
from mentorlog.domain.days import Toward
from mentorlog.domain.entries import (
    ActionItem,
    Closure,
    Contribution,
    Direction,
    Meeting,
    MeetingStatus,
    Note,
)
from mentorlog.domain.relationship import Relationship, Role, held
from mentorlog.domain.standing import assessment
from mentorlog.domain.words import ActionItemWords, ChangedBy, ContributionWords, MeetingWords
from mentorlog.errors import Refused, UsageError, shell_word
from mentorlog.frozen import dataclass, replace
from mentorlog.journal.change import Change
from mentorlog.journal.names import Unknown, echoed
from mentorlog.terminal.prompts import Field, Prompt, Question, as_list, as_typed_if, completed
from mentorlog.terminal.wording import command, day, either, first_name
from mentorlog.views.confidence import shown_name

if TYPE_CHECKING:
    from mentorlog.commands.editing import Sheet

_LONGER_THAN_A_DAY = 40  # characters
_BLANKS = ("minutes", "topics", "action_items", "notes")
_TALKED = "What did you talk about? (an empty line ends)"
_ITEM = ("An action item:", "  - text: send the deck", "    owner: me", "    due: 2026-11-27")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogMeeting(Details):
    who: str | None = adapted(
        WHO, "A handle or name, or its first letters.", question="Who did you meet?"
    )
    text: str | None = argument("NOTE", "What you talked about.", prose=True)
    with_: list[str] | None = option(
        "--with WHO", "Someone else who was there; repeatable.", offers="people", about=True
    )
    note: str | None = NOTE
    on: str | None = ON
    at: str | None = AT
    topic: list[str] | None = TOPIC
    status: str | None = STATUS
    by: str | None = BY
    moved_to: str | None = option("--moved-to DATE", "The new date: “DATE [HH:MM]”.", date="moment")
    action: list[str] | None = option(
        "--action TEXT", "An action item: “me: text by DATE”; repeatable.", prose=True
    )
    gave: list[str] | None = option("--gave TEXT", "What you gave; repeatable.", prose=True)
    received: list[str] | None = option(
        "--received TEXT", "What you received; repeatable.", prose=True
    )
    coming: str | None = option("--next DATE", "The next meeting: “DATE [HH:MM]”.", date="moment")
    in_confidence: bool = IN_CONFIDENCE
    new: bool = option("--new", "Start a new relationship with WHO.")
    role: str | None = option(
        "--as ROLE", "With --new: mentee (default), mentor or peer.", choices="Role"
    )
    handle: str | None = HANDLE
    another: bool = option("--another", "A second meeting on the same day.")
    edit: bool = IN_EDITOR


def log_meeting(desk: Desk, typed: LogMeeting, change: Change) -> Relationship:
    """Log a meeting, or complete its plan; add what was given, received and planned next.

    Every person who was there gets an entry; promises, gifts and advice belong to the first.
    """
    people = _people(desk, typed, change)
    logged = _logged(desk, typed, people[0])
    for person in people:
        _check_with(desk, typed, person, logged)
    change.others = people[1:]
    plans = [_plan_of(desk, typed, person, logged, among=len(people) > 1) for person in people]
    if change.others:
        logged = replace(logged, occasion=_occasion(plans, change))
    coming = typed.moved_to or typed.coming
    if plans[0] is None and logged.status is not MeetingStatus.HELD and coming is None:
        still_planned = planning.plans(people[0])
        change.lines += planning.to_come(still_planned, desk.today, "Still planned")
    write = partial(planning.write_meeting, desk, change=change, dated=typed.on is not None)
    first = write(people[0], plans[0], logged)
    for person, plan in zip(people[1:], plans[1:], strict=True):
        write(person, plan, _alike(logged))
    for contribution in _contributions(typed, first):
        change.add(people[0], contribution)
    change.lines += _asides(typed, people, logged, first.id, desk.today)
    if coming is not None:
        occasion = change.fresh_id() if change.others else None
        new = planning.planned(coming, desk.today, occasion=occasion)
        for person, plan in zip(people, plans, strict=True):
            moved = plan if typed.moved_to else None
            own = planning.inheriting(new, desk.whole(person, moved)[1]) if moved else new
            planning.plan(desk, change.after(person), own, change)
    if logged.status is MeetingStatus.HELD:
        raised = (_to_raise(desk, person, logged.date) for person in people)
        change.to_raise = tuple(note for notes in raised for note in notes)
    return people[0]


def _asides(
    typed: LogMeeting, people: Sequence[Relationship], logged: Meeting, id_: str, today: dt.date
) -> Iterator[str]:
    """What isn't obvious: whose the promises are, that a closure of that day comes after it."""
    name = shown_name(people[0], reveal=False)
    text = typed.text if typed.text and typed.on is None else ""
    short = 0 < len(text) < _LONGER_THAN_A_DAY
    if short and attempt(date_or_none, text, today=logged.date, toward=Toward.PAST) is not None:
        yield "The note looks like a day; use --on to say when it was."
    if len(people) > 1 and (typed.action or typed.gave or typed.received):
        yield f"What was promised, given and received is saved only with {name}."
    for person in people:
        if any(closure.date == logged.date for closure in person.of(Closure)):
            name = shown_name(person, reveal=False)
            yield f"{name} was closed on the same day; this counts as before it."
    if typed.action:
        from mentorlog.commands.promises import undated

        yield from undated(typed.action, id_, today)


def _people(desk: Desk, typed: LogMeeting, change: Change) -> tuple[Relationship, ...]:
    """Who was there: WHO first, then the others, each once. Raises UsageError, Refused."""
    who_ = None if typed.who is None else _whom(desk, typed, typed.who, change)
    others = who.named_people(desk, typed.with_ or ())
    return who.together(desk, who_ or _planned_for_today(desk, others), others)


def _check(desk: Desk, typed: LogMeeting) -> None:
    """Refuse impossible arguments, before anything is asked. Raises UsageError, Refused."""
    who_ = echoed(typed.who) if typed.who else "WHO"
    dated = typed.new and bool(typed.on or typed.moved_to or typed.coming)  # and may be refused
    new = dated and typed.who is not None and who.known(desk, typed.who) is None
    plan = ("new-agreement", who_, "--first") if new else ("schedule", who_)
    _refuse_coming(desk, _logged(desk, typed, None), *plan)
    if (typed.role or typed.handle) and not typed.new:
        raise UsageError("--as and --handle go with --new.")
    if typed.handle is not None:
        who.refuse_handle(desk, typed.handle)
    if (coming := typed.moved_to or typed.coming) is not None:
        planning.check_coming(desk, typed.who, coming, new=new)


def _refuse_coming(desk: Desk, logged: Meeting, *plan: str) -> None:
    """Refuse a held meeting on a future day; `plan`: the command that plans it, without the day."""
    if logged.status is MeetingStatus.HELD:
        way_out = f"Plan it:  {command(*plan, str(logged.date))}"
        rules.not_coming(logged.date, desk.today, "A meeting", way_out)


def _check_with(desk: Desk, typed: LogMeeting, person: Relationship, logged: Meeting) -> None:
    """Refuse what is impossible with this person, before anything is asked."""
    _refuse_coming(desk, logged, "schedule", person.handle)
    rules.open_on(person, logged.date, desk.today)
    if (coming := typed.moved_to or typed.coming) is not None:
        planning.check(desk, person, planning.planned(coming, desk.today))


def _plan_of(
    desk: Desk, typed: LogMeeting, person: Relationship, logged: Meeting, *, among: bool
) -> Meeting | None:
    """The person's plan for this meeting. Raises Refused for a second meeting on one day."""
    if not typed.another:
        _refuse_twice(desk, person, logged)
    return planning.fulfilled(desk, person, logged, among=among)


def _occasion(plans: Sequence[Meeting | None], change: Change) -> str:
    """The id shared by all entries of one meeting: that of the plans, or a new one."""
    first, *others = {plan.occasion if plan else None for plan in plans}
    return change.fresh_id() if others or first is None else first


def _alike(logged: Meeting) -> Meeting:
    """The meeting for another person, without promises."""
    shared = replace(logged.words or MeetingWords(), action_items=())
    return replace(logged, action_items=(), words=shared)


def _whom(desk: Desk, typed: LogMeeting, called: str, change: Change) -> Relationship:
    if not typed.new:
        who.refuse_split_name(desk, called, typed.text)
        return _known(desk, called)
    name = words(called, "The name") or ""
    known = who.known_or_new(
        desk,
        called,
        handle=typed.handle,
        same=lambda person: f"mentorlog log-meeting {shell_word(person.handle)} …",
        other=lambda handle: (
            f"mentorlog log-meeting {who.quoted(echoed(name))} --new --handle {handle} …"
        ),
    )
    role = choice(Role, typed.role) or Role.MENTEE
    return known or change.new_relationship(name=name, my_role=role, called=typed.handle)


def _known(desk: Desk, called: str) -> Relationship:
    try:
        return desk.relationship(called)
    except Unknown as nobody:
        nobody.hint += "   or, without an agreement:  --new"
        raise


def ask_the_rest(
    desk: Desk, typed: LogMeeting, prompt: Prompt, keep: Callable[[LogMeeting], object]
) -> LogMeeting:
    """Ask on a terminal, if only a name was given, for everything else; Enter skips.

    Ask only for the note if it is empty, and resumed, for what wasn't answered yet. Raises
    Interrupted; then the draft has what was answered.
    """
    if typed.who is None or typed.new:
        return typed
    relationship = _known(desk, typed.who)
    given, note_wanted = as_mapping(typed).keys() - {"text"}, typed.text == ""
    typed = replace(typed, text=typed.text or None)
    resumes_note = _TALKED in prompt.answered
    only_name_given = resumes_note or (given == {"who"} and typed.text is None)
    if not (only_name_given or note_wanted):
        return typed
    if typed.on is None and not resumes_note:
        typed = _on_its_day(desk, typed, relationship, prompt, keep)
    logged = _logged(desk, typed, relationship)
    _check_with(desk, typed, relationship, logged)
    _refuse_twice(desk, relationship, logged)
    if typed.on is None:
        prompt.say(f"A meeting of {day(logged.date, desk.today)} (another day: --on).")
    if resumes_note:
        prompt.say("\n".join((_TALKED, *(f"> {line}" for line in (typed.text or "").splitlines()))))
    else:
        talked = prompt.several_lines(_TALKED, lambda text: keep(replace(typed, text=text)))
        typed = replace(typed, text=talked or None)
    if not only_name_given:
        return typed
    return completed(typed, _fields(desk, typed, relationship, logged), prompt, keep)


def _on_its_day(
    desk: Desk,
    typed: LogMeeting,
    them: Relationship,
    prompt: Prompt,
    keep: Callable[[LogMeeting], object],
) -> LogMeeting:
    """The arguments with the day, which is asked for if its plan was for another day than today."""
    from mentorlog.commands.questions import asked_again

    def on(text: str) -> LogMeeting:
        hour = None
        try:
            given = past(text, desk.today)
        except HasTime as both:
            hour = f"{time(both.hour):%H:%M}"
            given = past(both.day, desk.today)
        dated = replace(typed, on=given.isoformat(), at=hour)
        _check_with(desk, dated, them, _logged(desk, dated, them))
        return dated

    planned = planning.other_day(desk, them, _logged(desk, typed, them))
    if planned is None:
        return typed
    question = Question(text="Which day was it?", default=day(planned, desk.today))
    dated = on(prompt.ask(question, asked_again(on)))
    keep(dated)
    return dated


def _fields(
    desk: Desk, typed: LogMeeting, them: Relationship, logged: Meeting
) -> tuple[Field, ...]:
    from mentorlog.commands.promises import reader
    from mentorlog.commands.questions import asked_again

    def can_be_planned(text: str) -> None:
        _check_with(desk, replace(typed, coming=text), them, logged)

    usual = assessment(them, desk.today).terms
    minutes = str(usual.meeting_minutes) if usual and usual.meeting_minutes else ""
    name = first_name(shown_name(them, reveal=False))
    asked = partial(Field, skippable=True)
    promised = partial(asked, name="action", adds=True)
    read = partial(reader, desk.today, them)
    planned = as_typed_if(asked_again(can_be_planned))
    return (
        Field(name="minutes", text="How long?", default=minutes, read=as_typed_if(length)),
        promised(text="What did you promise?", read=read("me")),
        promised(text=f"And {echoed(name)}?", read=read("them")),
        asked(name="gave", text="What did you give?", read=as_list),
        asked(name="received", text="What did you get?", read=as_list),
        asked(name="coming", text="Next meeting?", hint="(Enter: not yet)", read=planned),
    )


def _planned_for_today(desk: Desk, others: Sequence[Relationship]) -> Relationship:
    """The person with a meeting planned for today, apart from the `others` who were there."""
    expected = [
        person
        for person in desk.contents.relationships
        if person not in others and any(plan.date == desk.today for plan in planning.plans(person))
    ]
    if len(expected) == 1:
        return expected[0]
    if expected:
        listed = either(person.handle for person in expected)
        raise UsageError(f"Who did you meet? Today's plans are with {listed}.")
    raise UsageError(
        "Who did you meet? Nothing was planned for today.", "mentorlog log-meeting WHO"
    )


def _logged(desk: Desk, typed: LogMeeting, them: Relationship | None) -> Meeting:
    """The meeting as typed, without an id yet. `them`: the person, if known by now."""
    status = choice(MeetingStatus, typed.status, "--status")
    if status is MeetingStatus.PLANNED:
        raise UsageError("Use schedule to plan a meeting.", 'mentorlog schedule WHO "fri 15:00"')
    if typed.moved_to is not None and status not in (None, MeetingStatus.RESCHEDULED):
        raise UsageError("--moved-to goes with --status rescheduled.")
    if typed.moved_to is not None and typed.coming is not None:
        raise UsageError("--moved-to and --next both name the next meeting; give one of them.")
    if typed.text is not None and typed.note is not None:
        raise UsageError("The note was given twice.", "Use NOTE or --note.")
    moved = None if typed.moved_to is None else moment(typed.moved_to, today=desk.today)[0]
    status = status or (MeetingStatus.RESCHEDULED if moved else MeetingStatus.HELD)
    promises = _promises(typed, desk.today, them)
    logged = Meeting(
        id="",
        date=planning.day_of(typed.on, status, them, desk.today),
        in_confidence=typed.in_confidence,
        status=status,
        time=None if typed.at is None else time(typed.at),
        rescheduled_to=moved,
        action_items=tuple(item for item, _ in promises),
        words=MeetingWords(
            topics=subjects(typed.topic),
            notes=words(typed.text if typed.note is None else typed.note, "The note"),
            changed_by=choice(ChangedBy, typed.by),
            action_items=tuple(text for _, text in promises),
        ),
    )
    return detailed(logged, typed)


def _promises(
    typed: LogMeeting, today: dt.date, them: Relationship | None
) -> list[tuple[ActionItem, ActionItemWords]]:
    if not typed.action:
        return []
    from mentorlog.commands.promises import promise  # most meetings end without any

    return [promise(text, today=today, them=them) for text in typed.action]


def _refuse_twice(desk: Desk, relationship: Relationship, logged: Meeting) -> None:
    """Ask about a second meeting on one day, or refuse it. Raises Refused, Interrupted."""
    if logged.status is not MeetingStatus.HELD:
        return
    for meeting in held(relationship, logged.date, logged.date)[:1]:
        on = day(meeting.date, desk.today)
        whom = shown_name(relationship, reveal=False)
        asked = f"You already logged {on} with {whom} ({meeting.id}). Was this another meeting?"
        if not desk.agrees(asked, usually=False):
            raise Refused(
                f"You already logged a meeting with {relationship.handle} on {on} ({meeting.id}).",
                f"Add to it:  mentorlog edit {meeting.id}   A second meeting:  --another",
            )


def _contributions(typed: LogMeeting, meeting: Meeting) -> list[Contribution]:
    """An entry for each --gave and --received, linked to the meeting."""
    sides = ((Direction.GIVEN, typed.gave), (Direction.RECEIVED, typed.received))
    return [
        Contribution(
            id="",
            date=meeting.date,
            in_confidence=meeting.in_confidence,
            direction=direction,
            words=ContributionWords(text=text, meeting=meeting.id),
        )
        for direction, values in sides
        for text in texts(values)
    ]


def _to_raise(desk: Desk, relationship: Relationship, day: dt.date) -> Iterator[str]:
    """The ids of notes to raise at a meeting by this day."""
    if any(closure.date >= day for closure in relationship.of(Closure)):
        return  # nothing is left to bring it up at
    noted = [note for note in relationship.of(Note) if note.date <= day]
    waiting = tuple(note for note in noted if not (note.raised_on or note.dropped_on))
    if not waiting:
        return
    for note in desk.read(replace(relationship, entries=waiting)).of(Note):
        if note.words and note.words.goal is None:
            yield note.id


def _sheet(desk: Desk, _: LogMeeting, change: Change, relationship: Relationship) -> Sheet:
    """The sheet for --edit: the meeting, and below it what is open between the two.

    Changes are made in everyone's entry of the meeting.
    """
    from mentorlog.commands import occasions
    from mentorlog.commands.editing import sheet_of_first

    below = (*_ITEM, *_open_items(desk, relationship))
    sheet = sheet_of_first(desk, change, relationship, _BLANKS, below=below)
    first = change.first
    alike = {} if not isinstance(first, Meeting) else occasions.entries_in(change, first.occasion)

    def accept(text: bytes) -> None:
        sheet.accept(text)
        now = change.first
        edited = {id_: occasions.edited_alike(item, first, now) for id_, (_, item) in alike.items()}
        for id_, (person, _) in alike.items():
            rules.fits(person, edited[id_], desk.today)
        for id_, (_, item) in alike.items():
            change.update(item, edited[id_])

    return replace(sheet, accept=accept)


def _open_items(desk: Desk, relationship: Relationship) -> tuple[str, ...]:
    from mentorlog.terminal.look import Look
    from mentorlog.terminal.loops import by_when, in_words, number
    from mentorlog.views.loops import loops

    if relationship.handle not in {person.handle for person in desk.contents.relationships}:
        return ()
    items = loops([desk.read(relationship)], desk.today, reveal=desk.reveal).items
    if not items:
        return ()
    look = Look(plain=True)
    lines = [
        f"  {number(x):10}  {x.owner}: {in_words(x, look)}{by_when(x, desk.today)}" for x in items
    ]
    return ("", f"Open with {relationship.handle} (mentorlog done ID closes one):", *lines)


COMMAND = Command(
    "log-meeting",
    LogMeeting,
    log_meeting,
    ask=ask_the_rest,
    sheet=_sheet,
    reads_others=False,
    check=_check,
    needs=("who",),
    at_once=True,
)
