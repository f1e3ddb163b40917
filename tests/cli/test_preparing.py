"""prep and ask: the page for the next meeting, what may be sent, and the question of rule 3."""

from __future__ import annotations

import datetime as dt
import json
import re

from cli.harness import Home, Ran, before_and_after


def test_prep_brings_back_what_was_noted(dana: Home) -> None:
    dana.run("log-meeting", "dana", "the reorg waits", "--action", "send deck by +5d")
    dana.run("note", "dana", "ask about London")
    dana.run("schedule", "dana", "2026-12-03 15:00")
    dana.today = dt.date(2026, 12, 2)

    assert dana.run("prep", "dana") == Ran(
        0,
        """\
For Thu 3 Dec 15:00 with Dana Öz. Last met 10 days ago, Sun 22 Nov.

Last time       the reorg waits

Your promises   send deck: not yet (by Fri 27 Nov)

You noted       ask about London

A month in: how does it feel?  mentorlog check-in dana-oz
Worth asking: how can you support Dana?  mentorlog ask dana-oz
Agree on the next date, too: about Thu 17 Dec.

Send the part Dana may see:  mentorlog prep dana-oz --send
""",
        "",
    )


def test_what_is_sent_holds_nothing_private_and_says_what_was_left_out(dana: Home) -> None:
    dana.run(
        *("log-meeting", "dana", "she may leave", "--topic", "the reorg"),
        *("--action", "them: introduce me"),
    )
    dana.run("note", "dana", "my pay")
    dana.run("note", "dana", "London", "--visibility", "pair")

    assert dana.run("prep", "dana", "--send") == Ran(
        0,
        """\
For our next meeting
Last time, Sun 22 Nov: the reorg

You promised
- introduce me

I would like to talk about
- London

And the next one: about Sun 20 Dec.
""",
        """\
Left out as private: 1 note.
To include a note:  mentorlog note dana-oz TEXT --visibility pair
""",
    )


def test_prep_for_programs_is_points_and_chores(dana: Home) -> None:
    dana.run("note", "dana", "ask about London", "--in-confidence")

    said = json.loads(re.sub(r'"?<\d+>"?', '"<id>"', dana.run("prep", "dana", "--json").out))

    assert (said["schema"], said["handle"], said["occasion"]) == (
        "mentorlog.prep/1",
        "dana-oz",
        "first",
    )
    assert said["items"][0] == {
        "topic": "bring",
        "id": "<id>",
        "n": None,
        "date": "2026-11-22",
        "due": None,
        "done": None,
        "text": None,
        "outcome": None,
        "more": 0,
        "withheld": True,
    }
    assert [chore["kind"] for chore in said["chores"]] == ["book"]


def test_prep_looks_from_another_day_and_writes_nothing(dana: Home) -> None:
    ran, changed = before_and_after(dana, "prep", "dana", "--as-of", "2026-10-27")

    assert ran.out.splitlines()[0] == (
        "Your first meeting with Dana Öz: no date yet; it is due Mon 9 Nov."
    )
    assert changed == {}


def test_who_parted_without_an_agreement_was_no_search(home: Home) -> None:
    home.run("log-meeting", "Dana Öz", "--new", "--on", "2026-11-20")
    home.run("close", "dana")

    assert home.run("prep", "dana").out.startswith("It ended with Dana Öz on Sun 22 Nov. ")


def test_after_the_end_nothing_is_sent(dana: Home) -> None:
    dana.run("close", "dana")

    assert dana.run("prep", "dana").out.splitlines()[0] == (
        "It ended with Dana Öz on Sun 22 Nov. Nothing is left for you to do."
    )
    assert dana.run("prep", "dana", "--send") == Ran(
        3,
        "",
        "mentorlog: There's no meeting to prepare with dana-oz: it has ended.\n"
        "  Start again:  mentorlog reopen dana-oz\n",
    )


def test_a_question_waits_and_its_answer_goes_where_it_stands(dana: Home) -> None:
    asked, made = before_and_after(dana, "ask", "dana")
    answered, changed = before_and_after(dana, "ask", "dana", "tell me what the floor says")

    path = "relationships/dana-oz-<2>/2026-11-22-ask-<4>.yaml"
    head = "schema: 1\nid: <4>\nkind: ask\ndate: 2026-11-22\nasked_by: me\n"
    assert asked == Ran(0, "Noted that you asked Dana Öz.\n", "")
    assert made == {path: f"{head}status: open\n"}
    assert answered == Ran(0, "Noted Dana's answer.\n", "")
    assert changed == {path: f"{head}status: answered\nreply: tell me what the floor says\n"}


def test_an_answer_without_a_question_is_one_entry(dana: Home) -> None:
    _, made = before_and_after(dana, "ask", "dana", "an introduction", "--in-confidence")

    (text,) = made.values()
    assert text.splitlines()[4:] == [
        "in_confidence: true",
        "asked_by: me",
        "status: answered",
        "reply: an introduction",
    ]


def test_nothing_now_is_complete_until_its_date(dana: Home) -> None:
    ran = dana.run("ask", "dana", "--nothing-now", "--again", "2026-12-01")

    assert ran.out == "Noted that Dana Öz needs nothing now, and ask again Tue 1 Dec.\n"
    assert dana.run("todo").out == "Nothing is open.\n"
    assert "ask again: “how can I support you?”" in dana.run("todo", "--as-of", "2026-12-01").out


def test_they_can_ask_too(dana: Home) -> None:
    dana.run("ask", "dana", "--by", "them", "--question", "what do you need most?")

    assert "answer them: “what do you need most?”" in dana.run("todo").out
    assert dana.run("ask", "dana", "an hour", "--by", "them").out == (
        "Noted your answer to Dana Öz.\n"
    )


def test_on_a_terminal_the_answer_is_asked_for(dana: Home) -> None:
    said = dana.run("ask", "dana", terminal=True, stdin="a mirror\ny\n")
    nothing = dana.run("ask", "dana", terminal=True, stdin="Nothing now.\ny\n")
    later = dana.run("ask", "dana", terminal=True, stdin="\n")

    assert said.out == "Noted Dana's answer.\n"
    assert nothing.out == "Noted that Dana Öz needs nothing now.\n"
    assert later.out == "Noted that you asked Dana Öz.\n"


def test_ask_refuses_what_can_not_be(dana: Home) -> None:
    assert dana.run("ask").status == 2
    assert dana.run("ask", "nobody").status == 3
    assert dana.run("ask", "dana", "--on", "tomorrow").status == 3
    assert dana.run("ask", "dana", "--again", "yesterday").status == 2
    assert dana.run("ask", "dana", "--by", "both").status == 2


def test_what_is_sent_is_a_list_for_programs_too(dana: Home) -> None:
    dana.run("log-meeting", "dana", "--topic", "the reorg", "--action", "them: introduce me")
    dana.run("note", "dana", "my pay")

    said = json.loads(
        re.sub(r'"?<\d+>"?', '"<id>"', dana.run("prep", "dana", "--send", "--json").out)
    )

    assert (said["schema"], said["topics"]) == ("mentorlog.prep/1", ["the reorg"])
    assert [item["text"] for item in said["items"]] == ["introduce me"]
    assert said["left_out"] == {"bring": 1}


def test_whoever_comes_back_after_months_finds_an_easy_way_in(dana: Home) -> None:
    dana.run("log-meeting", "dana", "the reorg waits")
    dana.today = dt.date(2027, 5, 22)

    page, board = dana.run("prep", "dana").out, dana.run().out

    assert " ".join(page.partition("\n\n")[0].split()) == (
        "Your next meeting with Dana Öz: no date yet; it was due Sun 6 Dec 2026. "
        "Last met five months ago, Sun 22 Nov 2026. "
        "Everything is still here; a short hello is enough."
    )
    assert "Welcome back." in board
    assert "Did you meet Dana since Sun 22 Nov 2026?" in board


def test_nothing_now_without_a_word_is_asked_again_without_one(dana: Home) -> None:
    dana.run("ask", "dana", "--nothing-now", "--again", "2026-12-01")

    assert (
        dana.run("todo", "--as-of", "2026-12-01")
        .out.splitlines()[1]
        .endswith("Dana Öz   ask again: “how can I support you?”, by Tue 1 Dec, today")
    )
