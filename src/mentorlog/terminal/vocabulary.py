"""English words a letter needs to know: what is a deed, a thing, a person. No grammar, no rules."""

from __future__ import annotations

TO_BE = {"has": "have", "was": "were", "is": "are"}  # of someone else, and of the reader
MODAL = {"can", "could", "may", "might", "must", "should", "will", "would"}
DETERMINERS = {
    *("a", "an", "the", "some", "two", "three", "four", "many", "several", "another", "one"),
    *("my", "our", "your", "her", "his", "their"),
}
THINGS = {  # that need no article
    *("access", "advice", "coffee", "comfort", "confidence", "contacts", "courage", "criticism"),
    *("encouragement", "feedback", "help", "honest", "ideas", "lunch", "names", "notes"),
    *("patience", "slides", "support", "time", "tips"),
}
NAMED = {  # that want one, where a note is too short for it
    "conversation": "a",
    "introduction": "an",
    "invitation": "an",
    "letter": "a",
    "list": "a",
    "place": "a",
    "recommendation": "a",
    "seat": "a",
}
THOUGHTS = {  # that can be given like a thing
    *(
        "approach",
        "book",
        "habit",
        "hint",
        "idea",
        "image",
        "list",
        "method",
        "metaphor",
        "picture",
    ),
    *("question", "rule", "sentence", "thought", "trick", "way", "word"),
}
QUESTIONS = {"how", "what", "where", "which", "who", "why"}
PAST = {
    *(
        "asked",
        "became",
        "began",
        "brought",
        "came",
        "caught",
        "chose",
        "cut",
        "did",
        "drew",
        "drove",
    ),
    *("fell", "felt", "found", "fought", "gave", "got", "grew", "had", "heard", "held", "kept"),
    *("knew", "led", "left", "lent", "let", "made", "met", "paid", "put", "quit", "ran", "read"),
    *("said", "sat", "saw", "sent", "set", "shook", "slept", "spent", "split", "spoke", "stood"),
    *("stuck", "swapped", "taught", "thought", "threw", "told", "took", "understood", "went"),
    *("won", "wrote"),
}
NOT_PAST = {"need", "feed", "seed", "speed", "indeed", "hundred", "proceed", "succeed", "exceed"}
SAID = {  # deeds that are done with words
    *("advised", "asked", "explained", "mentioned", "pointed", "recommended", "reminded", "said"),
    *("showed", "suggested", "taught", "told", "warned"),
}
IT_DID = {
    *("changed", "failed", "helped", "opened", "paid", "saved", "stuck", "turned", "worked"),
    *("changes", "helps", "saves", "works"),
}
I_DO = {
    "can",
    "cannot",
    "could",
    "couldn",
    "have",
    "keep",
    "know",
    "sleep",
    "speak",
    "still",
    "use",
}
IT_DID_IF = {  # only before these
    "came": {"out", "to", "back"},
    "landed": {"badly", "well"},
    "led": {"to"},
    "went": {"badly", "better", "down", "fine", "through", "well", "wrong"},
}
IT_WAS = {"accepted", "adopted", "approved", "funded", "merged", "printed", "published", "rejected"}
I_WAS = {"chosen", "elected", "hired", "invited", "nominated", "offered", "promoted"}
SUBJECTS = {
    *("i", "it", "we", "he", "she", "they", "you", "this", "that", "both", "people"),
    *("everybody", "everyone", "nobody", "somebody", "someone"),
}
TO_DO = {
    *("ask", "be", "become", "build", "change", "decide", "do", "feel", "find", "get", "give"),
    *("go", "grow", "have", "keep", "know", "lead", "learn", "listen", "make", "manage", "move"),
    *("negotiate", "present", "run", "say", "see", "speak", "start", "stop", "take", "teach"),
    *("trust", "understand", "work", "write"),
}
PEOPLE = {
    *("assistant", "boss", "brother", "ceo", "cfo", "chair", "client", "colleague", "committee"),
    *("coach", "cto", "customer", "daughter", "director", "engineer", "father", "friend", "head"),
    *("husband", "intern", "investor", "junior", "lawyer", "lead", "man", "manager", "mother"),
    *("everybody", "everyone", "newcomer", "nobody", "partner", "peer", "person", "professor"),
    *(
        "recruiter",
        "sister",
        "somebody",
        "someone",
        "son",
        "student",
        "supervisor",
        "teacher",
        "team",
        "wife",
        "woman",
    ),
}
LOWERED = {  # a first word that loses its capital inside a sentence
    *DETERMINERS,
    *THINGS,
    *NAMED,
    *QUESTIONS,
    *TO_DO,
    *(SUBJECTS - {"i"}),
    *("to", "now", "not", "more", "never", "always", "there", "don", "do"),
}


def is_past(verb: str) -> bool:
    regular = verb.endswith("ed") and verb not in NOT_PAST and len(verb) > len("fed")
    return verb in PAST or regular


def is_doing(word: str) -> bool:
    """listening, making; not a thing, a ring or a morning."""
    return word.endswith("ing") and infinitive(word) in TO_DO


def infinitive(doing: str) -> str | None:
    """The verb it is of, make or run; None for one that isn't known."""
    stem = doing.removesuffix("ing")
    doubled = stem[:-1] if len(stem) > 1 and stem[-1] == stem[-2] else ""
    return next((verb for verb in (stem, f"{stem}e", doubled) if verb in TO_DO), None)
