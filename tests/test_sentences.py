"""Every sentence that the program can print is plain English: none of the turns below comes back.

Plain is short, active and what people say: contractions, the user's words first, one word per idea
(cancel, not call off; fix, not mend; drop, not let go; someone, not somebody).
"""

from __future__ import annotations

import re

import pytest
from sentences import sentences

BANNED = {
    r"\bshall\b": "will, or ask a question",
    r"\b[Ww]hom\b(?! ?[?,]|$)": "who; only `with whom?` may end a question",
    r"\bthat which\b|\bhereby\b|\bthereof\b|\bwherein\b|\bhence\b": "say it in today's words",
    r"\banew\b": "again",
    r"\bmeanwhile\b": "in the meantime",
    r"\bmend(s|ed)?\b(?!s? the journal)": "fix",
    r"\blet go\b": "dropped",
    r"\bcall(ed|s)? off\b|\bcall \w+ off\b": "cancel",
    r"\bwithin the rhythm\b|\bby your rhythm\b": "on time; it was due",
    r"\b[Oo]ut of reach\b": "say what isn't covered",
    r"\bstands in\b|\bstand in it\b|\bstands (for|beside) (it|what)\b": "is in",
    r"\bhas it come by itself\b|\bcome by itself\b": "let it come to you",
    r"\b(is|are) no (link|file|folder|text|journal|candidate|meeting)s?\b(?! in)": "isn't a",
    r"\b(is|are) no (agreement|number)s?\b": "isn't a",
    r"\b(That|This|It) is not\b": "isn't",
    r"\btaken? in\b|\btake in\b|\btook in\b": "import",
    r"\bNothing was changed\b": "Nothing changed",
    r"\bas it suits\b": "when it suits you",
    r"\b[Ww]hat leaves\b": "name the thing",
    r"\bprogrammes?\b(?!:)|\bcolour|\bfavour|\bbehaviour|\borganis": "American spelling",
    r"\bsomebody\b|\bSomebody\b": "someone",
    r"\b(did|does|do|could|was|is|are|has|have|would|will|can) not\b(?! know)": "a contraction",
    r"\bThere is no (?!setting|help|command|file in|date)": "There's no",
    r"\bIt is (?!due)|\bThat is\b|\bYou are\b|\bLet us\b": "a contraction",
    r"\bthat very\b": "that",
    r"\bof which\b|\bin which the\b": "a sentence of its own",
    r"\bAll of it hangs\b": "comes from",
    r"\bIt stands in\b|\bIts id stands\b": "is in; `mentorlog todo` lists the ids",
    r"\bloops?\b": "what's open",
    r"\bby the way\b": "also",
    r"(?<!Your )\bpromises\b|\b[Aa] promise\b|\bPromise \{|-th promise|^Promised$": (
        "the thing is an action item; one promises, though, and an agreement has promises"
    ),
    r"\bno (key|entry|link) of\b|\bnobody's whole\b": "isn't a",
    r"\bthese terms can't be\b|\bterms can't be:": "don't work",
    r"\b(has|have) agreed already\b|\bhave come of\b": "already have; came of",
    r"\bbeyond all measure\b|\bwhoever can\b|\bwhat was to be\b": "too large; anyone who can",
    r"\bwhether something needs\b|\blook whether\b|\bstill once\b": "if",
    r"\bin good time\b|\bcommonest\b|\bat home\b|\banybody\b|\beverybody\b": "early; most common",
    r"\bsynchronis|\b[Hh]alf-way\b": "American spelling",
    r"\bsa(ys|id) no\b(?! (to|yet))(?<!never said no)": "refused; failed",
    r"\b(is|are) still to come\b|\bdates still to come\b": "in the future",
    r"\bso it asks\b|\bneeds your yes\b": "needs --yes",
    r"\b(may|may not|to) speak\b(?! (up|freely))|\b[Ii]t speaks\b": "nudges come",
    r"^The nearest:|^In it:|\bpass something on\b": "Closest; Included; share it",
    r"\ball the same\?|\bAll is well\b|\bbeyond the calendar\b": "anyway; no problems found",
    r"\ban option of its own\b|\bpoint of the agenda\b": "has its own option; agenda item",
    r"\bthat (it|you) (goes|meets?)\b.*\bis our\b": "these steps are our suggestion",
}


SENTENCES = tuple(sentences())
VALUE = re.compile(r"\{[^}]*\}")  # what an f-string fills in


@pytest.mark.parametrize("turn", BANNED)
def test_no_sentence_has_a_turn_that_nobody_speaks(turn: str) -> None:
    found = [
        f"{each.place}: {each.text}"
        for each in SENTENCES
        if re.search(turn, VALUE.sub("{}", each.text), re.MULTILINE)
    ]

    assert found == [], BANNED[turn]
