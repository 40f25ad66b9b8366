"""What the forms of review send, as typed values. They only carry; services decide."""

import uuid
from collections.abc import Iterable

from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField

from sso_log.clock import today_london
from sso_log.entries.kinds import Kind
from sso_log.errors import Invalid
from sso_log.ids import parse_uuid
from sso_log.reference import codes
from sso_log.review.services import LONGEST_REASON
from sso_log.web.forms import BaseForm
from sso_log.web.query_string import read_number

NO_VERSION = "The version you were looking at is missing: open the entry again."


class ReasonForm(BaseForm):
    """Why an entry is returned, reopened or made void."""

    version = HiddenField()
    reason_code = RadioField("What kind of reason is it?", validate_choice=False)
    reason = TextAreaField(
        "Say why, in a sentence", render_kw={"govuk": {"rows": 4, "maxlength": LONGEST_REASON}}
    )
    fields = SelectMultipleField("Which questions is it about?", validate_choice=False)

    def offer_codes(self) -> "ReasonForm":
        """Fill in the reasons offered today."""
        offered = codes.choices("return_reason", today_london())
        self.reason_code.choices = [(choice.code, choice.label) for choice in offered]
        return self


def question_groups(kind: Kind, chosen: Iterable[str]) -> list[dict[str, object]]:
    """The questions of a kind by section, as parameters of GOV.UK checkboxes."""
    ticked = set(chosen)
    return [
        {
            "idPrefix": "fields" if position == 0 else f"fields-of-{position + 1}",
            "title": section.title,
            "count": sum(field.name in ticked for field in section.fields),
            "items": [
                {"value": field.name, "text": field.label, "checked": field.name in ticked}
                for field in section.fields
            ],
        }
        for position, section in enumerate(kind.schema.sections)
    ]


def version_of(text: str | None) -> int:
    """The version somebody was looking at. Raises Invalid."""
    version = version_or_none(text)
    if version is None:
        raise Invalid({"version": [NO_VERSION]}, NO_VERSION)
    return version


def version_or_none(text: str | None) -> int | None:
    """The version, or None for what is no whole number above nought."""
    return read_number((text or "").strip(), 9) or None


def bulk_choices(texts: Iterable[str]) -> list[tuple[uuid.UUID, int]]:
    """The entries ticked in the inbox, each `<id>:<version>`. Raises Invalid."""
    choices = []
    for text in texts:
        identity, _, version = text.partition(":")
        try:
            choices.append((parse_uuid(identity.strip()), version_of(version)))
        except (ValueError, Invalid):
            sentence = "One of the entries you selected cannot be read: load the inbox again."
            raise Invalid({"entry": [sentence]}) from None
    return choices
