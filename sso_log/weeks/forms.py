"""The form of a week. It only reads what was typed; `weeks.services` decides."""

import re
from typing import Any

from wtforms.fields import BooleanField, HiddenField, IntegerField

from sso_log.web.forms import BaseForm

ANSWERS = ("on_duty_minutes", "absence_minutes", "nothing_else")
_MINUTES = re.compile(r"\d{1,9}", re.ASCII)
_SUFFIX = {"govuk": {"suffix": {"text": "minutes"}, "spellcheck": False}}


class MinutesField(IntegerField):
    """Whole minutes in figures, with or without a comma between thousands."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the minutes, in our own words when they are none."""
        self.data: int | None = None
        typed = (valuelist[0] if valuelist else "").replace(",", "").strip()
        if not typed:
            raise ValueError("Enter the minutes, or 0")
        if not _MINUTES.fullmatch(typed):
            raise ValueError("Enter whole minutes in figures, for example 2400")
        self.data = int(typed)


class WeekForm(BaseForm):
    """On-duty and absence minutes. The button itself says that there is nothing else to log."""

    on_duty_minutes = MinutesField("Minutes on duty", render_kw=_SUFFIX)
    absence_minutes = MinutesField(
        "Minutes absent",
        description="Leave and sickness. Not abstraction: that is time on duty.",
        render_kw=_SUFFIX,
    )
    nothing_else = BooleanField("Nothing else to log")
    base_version = HiddenField()

    @property
    def version(self) -> int | None:
        """The version that the page showed; None for a week that was not confirmed then."""
        typed = self.base_version.data or ""
        return int(typed) if _MINUTES.fullmatch(typed) else None

    def answers(self) -> dict[str, Any]:
        """What was typed, under the names that the service takes."""
        return {field.name: field.data for field in self if field.name in ANSWERS}
