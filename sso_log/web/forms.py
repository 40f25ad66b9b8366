"""What every HTML form shares: protection against forged requests, and a list of its errors.

Fields and their rules belong to the slices. A form here only reports; services decide.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from flask_wtf import CSRFProtect, FlaskForm

from sso_log.db import db
from sso_log.errors import Conflict, DomainError, Invalid

Result = TypeVar("Result")
csrf = CSRFProtect()
REFUSALS = (Invalid, Conflict)

# What WTForms says by itself, in the words of this service.
WORDS = {
    "Not a valid choice.": "Choose one from the list.",
    "Invalid Choice: could not coerce.": "Choose one from the list.",
    "Not a valid date value.": "Enter a real date.",
    "Not a valid time value.": "Enter a real time, like 14:30.",
    "Not a valid integer value.": "Enter a whole number.",
    "This field is required.": "Answer this question.",
}


class _Words:
    """The place of a translation in WTForms: from its English into ours."""

    def gettext(self, text: str) -> str:
        return WORDS.get(text, text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class BaseForm(FlaskForm):
    """A form whose errors can be listed at the top of the page, each a link to its field."""

    class Meta(FlaskForm.Meta):
        """How WTForms runs this form."""

        def get_translations(self, form: FlaskForm) -> _Words:
            return _Words()

    form_errors: list[str]

    def attempt(
        self, change: Callable[[], Result], refusals: tuple[type[DomainError], ...] = REFUSALS
    ) -> Result | None:
        """Make the change that this form asks for, if it is valid, and return what it returns.

        None when the form or the change is refused: its sentences are then on the form, and what
        was half done is rolled back.
        """
        if not self.validate_on_submit():
            return None
        try:
            return change()
        except refusals as error:
            db.session.rollback()
            self.take_errors(error.errors if isinstance(error, Invalid) else {"": [error.sentence]})
            return None

    def error_items(self) -> list[dict[str, str]]:
        """`[{"text": sentence, "href": "#field"}]` for the GOV.UK error summary, in field order."""
        items: list[dict[str, str]] = [
            {"text": str(sentence), "href": ""} for sentence in self.form_errors
        ]
        for field in self:
            for sentence in field.errors:
                if isinstance(sentence, str):
                    items.append({"text": sentence, "href": f"#{field.id}"})
        return items

    def take_errors(self, errors: Mapping[str, Sequence[str]]) -> None:
        """Put a service's errors (`Invalid.errors`) beside the fields that they are about."""
        for name, sentences in errors.items():
            if name in self._fields:
                field: Any = self._fields[name]
                field.errors = [*field.errors, *sentences]
            else:
                self.form_errors = [*self.form_errors, *sentences]


def error_items(errors: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """The same list for errors that come from no WTForms form; `""` is the form as a whole."""
    return [
        {"text": sentence, "href": f"#{name}" if name else ""}
        for name, sentences in errors.items()
        for sentence in sentences
    ]
