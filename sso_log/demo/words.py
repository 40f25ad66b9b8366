"""Invented notes: short, without names, and hardly ever the same twice. Pure."""

import random

from sso_log.demo.chance import happens

OPENINGS = (
    "Good session, with many questions about {topic}.",
    "The class was quiet at first and then asked about {topic}.",
    "Planned with the pastoral team after concerns about {topic}.",
    "Follow-up to last month’s work on {topic}.",
    "Short talk and a longer discussion about {topic}.",
    "Staff asked for this because of {topic} near the school.",
)
TOPICS = (
    "phones and messages", "knives", "the way home", "the bus stop", "vaping", "group chats",
    "bystanders", "rights when stopped", "bullying", "fireworks", "the park after school",
    "older peers", "shop theft", "electric scooters", "consent", "online friends",
)  # fmt: skip
MIDDLES = (
    "About {number} pupils stayed behind to talk.",
    "Year {year} took the most part.",
    "{number} questions came through the box at reception.",
    "Handed out {number} leaflets on where to get help.",
    "One group of {number} will be seen again.",
    "The tutor will pick up {number} points with the form.",
)
ENDS = (
    "Next visit agreed with the school.",
    "Nothing further for the police.",
    "The safeguarding lead has been told.",
    "To be repeated with the other half of the year.",
    "The school will write to parents.",
    "Local officers were told for the afternoon patrol.",
)
MATTERS = (
    "The school found out on the same day and rang.",
    "The child spoke openly and took responsibility.",
    "The child first denied it and later agreed to talk.",
    "Both families were seen, in separate meetings.",
    "The form tutor knows the background.",
    "The victim wants the school to deal with it.",
)
MEETING = "Meeting {number} of the term, Year {year}, about {topic}."
SHORT = (
    "As planned.", "Went well.", "Shorter than planned: fire drill.", "Second of three sessions.",
    "At the request of the head of year.", "With the youth worker.", "Busy gate, no concerns.",
    "Room was changed at short notice.",
)  # fmt: skip


def notes(chance: random.Random, often: float = 0.35) -> str | None:
    """A note of one short remark or of three sentences, or none."""
    if not happens(chance, often):
        return None
    if happens(chance, 0.4):
        return chance.choice(SHORT)
    return session_notes(chance)


def session_notes(chance: random.Random) -> str:
    """A note about one session, in three sentences."""
    return " ".join(_fill(chance, chance.choice(part)) for part in (OPENINGS, MIDDLES, ENDS))


def matter_notes(chance: random.Random) -> str:
    """A note about one matter, in four sentences."""
    return " ".join(
        _fill(chance, chance.choice(part)) for part in (MATTERS, ENDS, (MEETING,), MIDDLES)
    )


def _fill(chance: random.Random, sentence: str) -> str:
    return sentence.format(
        topic=chance.choice(TOPICS), number=chance.randint(2, 60), year=chance.randint(7, 11)
    )
