"""What every page of figures has in common: filters, what was wrong in its address, and when."""

from collections.abc import Iterable
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from sso_log.clock import now_utc
from sso_log.summaries.filters import Selection, in_words
from sso_log.summaries.scope import Scope
from sso_log.web.forms import error_items

UNPROCESSABLE = 422


def figures_page(
    template: str, scope: Scope, selections: Iterable[Selection], **values: Any
) -> ResponseReturnValue:
    """The page; 422, but whole, if part of the address could not be read."""
    chosen = list(selections)
    unit = [("Unit", scope.unit.name)] if scope.units else []
    body = render_template(
        template,
        scope=scope,
        selections=chosen,
        filter_words=[*unit, *in_words(chosen)],
        errors=error_items({name: [sentence] for name, sentence in scope.problems}),
        generated_at=now_utc(),
        **values,
    )
    return body, UNPROCESSABLE if scope.problems else 200
