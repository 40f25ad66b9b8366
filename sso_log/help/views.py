"""The pages of help, the accessibility statement and the page about cookies."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import public
from sso_log.errors import NotFound
from sso_log.help.topics import TOPICS

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
@public
def index() -> ResponseReturnValue:
    """Every topic."""
    return render_template("help/index.html", topics=TOPICS.values())


@blueprint.get("/help/<topic>")
@public
def topic(topic: str) -> ResponseReturnValue:
    """One topic."""
    found = TOPICS.get(topic)
    if found is None:
        raise NotFound
    others = [other for other in TOPICS.values() if other is not found]
    return render_template(found.template, topic=found, others=others)


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """How far the service can be used by everyone, honestly."""
    return render_template("help/accessibility.html")


@blueprint.get("/cookies")
@public
def cookies() -> ResponseReturnValue:
    """What is kept in the browser, and why."""
    return render_template("help/cookies.html")
