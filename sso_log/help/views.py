"""The pages of help, the accessibility statement and the page about cookies.

The topics are listed in this order; their words are in templates/help/.
"""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import public
from sso_log.errors import NotFound

blueprint = Blueprint("help", __name__)


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of help: its address and template, its title and what it answers in one line."""

    slug: str
    title: str
    answers: str


TOPICS = {
    topic.slug: topic
    for topic in (
        Topic("engagement", "Logging an engagement", "What counts, and how to log it quickly."),
        Topic("diversion", "Logging a diversion", "One child, one matter, and what came of it."),
        Topic("abstraction", "Logging an abstraction", "When you are taken from your schools."),
        Topic("week", "Confirming your week", "Why you confirm it, and what the hours are for."),
        Topic("approval", "What approval means", "Waiting, approved, returned, reopened and void."),
        Topic("figures", "Reading the figures", "What is counted, what is not, and small numbers."),
        Topic("ethnicity", "Ethnicity: why we ask", "Self-defined, officer-defined and missing."),
        Topic("names", "Names of children: never", "How to write a note without naming anyone."),
    )
}


@blueprint.get("/help")
@public
def index() -> ResponseReturnValue:
    return render_template("help/index.html", topics=TOPICS.values())


@blueprint.get("/help/<topic>")
@public
def topic(topic: str) -> ResponseReturnValue:
    if topic not in TOPICS:
        raise NotFound
    others = [other for slug, other in TOPICS.items() if slug != topic]
    return render_template(f"help/{topic}.html", topic=TOPICS[topic], others=others)


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """How far the service can be used by everyone, honestly."""
    return render_template("help/accessibility.html")


@blueprint.get("/cookies")
@public
def cookies() -> ResponseReturnValue:
    """What is stored in the browser, and why."""
    return render_template("help/cookies.html")
