"""How each type of answer looks: the parameters of its GOV.UK component. Pure but for code lists.

A short list is radios that a thumb can hit, a long one a select. What was typed is always given
back: a date or time that a browser's own box could not show goes into a plain one.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sso_log.clock import to_london
from sso_log.entries.forms.binding import ANOTHER_SCHOOL as ANOTHER
from sso_log.entries.forms.schools import SchoolOption
from sso_log.entries.kinds.declare import Field, Type
from sso_log.entries.parse import shown
from sso_log.reference import codes
from sso_log.reference.snapshot import CodeChoice

Params = dict[str, Any]
MOST_RADIOS = 15
MOST_INLINE = 3
LONGEST_INLINE = 32
# Two beside each other, or four and more in two columns; three are quicker to read as a list.
PAIR = 2
GRID_FROM = 4
SHORT_TEXT = 40
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", flags=re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", flags=re.ASCII)


@dataclass(frozen=True, slots=True)
class Control:
    """A question in its place: its field, its name in the form, its answer and the errors."""

    field: Field
    name: str
    value: Any
    errors: Mapping[str, list[str]]
    today: dt.date
    optional: bool = False
    secret_recorded: bool = False

    @property
    def text(self) -> str:
        """The answer as it stands in a box."""
        if self.value is None or isinstance(self.value, dict | list):
            return ""
        return shown(str(self.value))

    @property
    def label(self) -> str:
        """The words of the question."""
        return f"{self.field.label} (optional)" if self.optional else self.field.label


def frame(control: Control) -> Params:
    """What the template needs to draw a fieldset around parts: words, hint, error."""
    sentences = control.errors.get(control.name)
    return {
        "id": control.name,
        "legend": control.label,
        "hint": control.field.hint,
        "errorMessage": sentences[0] if sentences else "",
    }


def _beside(control: Control, hint: str = "") -> Params:
    """Hint and error of a component of its own."""
    params: Params = {}
    if hint := hint or control.field.hint:
        params["hint"] = {"text": hint}
    if sentences := control.errors.get(control.name):
        params["errorMessage"] = {"text": sentences[0]}
    return params


def _grouped(control: Control, items: Sequence[Params]) -> Params:
    return {
        "idPrefix": control.name,
        "name": control.name,
        "items": items,
        "fieldset": {
            "legend": {"text": control.label, "classes": "govuk-fieldset__legend--s"},
        },
        **_beside(control),
    }


def _labelled(control: Control, hint: str = "") -> Params:
    return {
        "id": control.name,
        "name": control.name,
        "label": {"text": control.label, "classes": "govuk-label--s"},
        **_beside(control, hint),
    }


def _offered(control: Control, chosen: Sequence[str]) -> list[CodeChoice]:
    """Today's codes, and any that was chosen before; where another date decides, all of them."""
    if control.field.dated_by:
        return codes.choices(control.field.choices)
    return [
        choice
        for choice in codes.choices(control.field.choices)
        if choice.offered_on(control.today) or choice.code in chosen
    ]


def code(control: Control) -> tuple[str, Params]:
    """One code: radios, or a select where the list is long."""
    offered = _offered(control, [control.text])
    if control.field.widget == "select" or len(offered) > MOST_RADIOS:
        return "select", _select(control, [(one.code, one.label) for one in offered])
    items = [_item(one, one.code == control.text) for one in offered]
    if control.field.required is False:
        items.append({"value": "", "text": "Leave this empty"})
    params = _grouped(control, items)
    length = sum(len(item["text"]) for item in items)
    if len(items) <= MOST_INLINE and length <= LONGEST_INLINE and "hint" not in items[0]:
        params["classes"] = "govuk-radios--inline"
    elif len(items) == PAIR or len(items) >= GRID_FROM:
        params["classes"] = "app-choice-grid"
    return "radios", params


def _item(choice: CodeChoice, checked: bool) -> Params:
    item: Params = {"value": choice.code, "text": choice.label}
    if choice.hint:
        item["hint"] = {"text": choice.hint}
    if checked:
        item["checked"] = True
    return item


def _select(control: Control, pairs: Sequence[tuple[str, str]]) -> Params:
    items: list[Params] = [{"value": "", "text": "Select an answer"}]
    for value, words in pairs:
        item: Params = {"value": value, "text": words}
        if value == control.text:
            item["selected"] = True
        items.append(item)
    return {**_labelled(control), "items": items}


def code_list(control: Control) -> tuple[str, Params]:
    """Several codes: checkboxes."""
    chosen = control.value if isinstance(control.value, list) else [control.text]
    items = [_item(one, one.code in chosen) for one in _offered(control, chosen)]
    params = _grouped(control, items)
    if len(items) > MOST_RADIOS:
        # Short words in many columns; hints would make it a wall.
        params["classes"] = "app-choice-grid app-choice-grid--dense"
        for item in items:
            item.pop("hint", None)
    elif len(items) >= GRID_FROM:
        params["classes"] = "app-choice-grid"
    return "checkboxes", params


def integer(control: Control) -> tuple[str, Params]:
    """A number, typed on the digits of a tablet's keyboard."""
    params = _labelled(control)
    if usual := control.field.suggestions:
        # With scripts these are buttons; the hint is for the rest.
        said = f"For example {', '.join(usual[:-1])} or {usual[-1]}."
        params["hint"] = {"text": said, "classes": "app-only-if"}
    return "input", {
        **params,
        "value": control.text,
        "inputmode": "numeric",
        "autocomplete": "off",
        "spellcheck": False,
        "classes": "govuk-input--width-4",
    }


def date(control: Control) -> tuple[str, Params]:
    """A date, in the browser's own box unless what was typed does not fit into one."""
    return "input", {**_labelled(control), **_date_box(control.text)}


def _date_box(text: str) -> Params:
    fits = not text or _DATE.fullmatch(text) is not None
    return {
        "value": text,
        "type": "date" if fits else "text",
        "autocomplete": "off",
        "classes": "app-input-date",
    }


def _time_box(text: str) -> Params:
    fits = not text or _TIME.fullmatch(text) is not None
    return {
        "value": text,
        "type": "time" if fits else "text",
        "autocomplete": "off",
        "classes": "app-input-time",
    }


def instant(control: Control) -> tuple[Params, Params]:
    """A date and a time beside each other, on London clocks."""
    stem = control.name.removesuffix("_at")
    on, time = _split_instant(control.value)
    failed = {"classes": "govuk-input--error"} if control.name in control.errors else {}
    boxes = []
    for part, words, box in (("on", "Date", _date_box(on)), ("time", "Time", _time_box(time))):
        if failed:
            box["classes"] += " govuk-input--error"
        # The first box carries the name of the question, where an error's link leads.
        identity = control.name if part == "on" else f"{stem}_time"
        boxes.append({"id": identity, "name": f"{stem}_{part}", "label": {"text": words}, **box})
    return boxes[0], boxes[1]


def _split_instant(value: Any) -> tuple[str, str]:
    if isinstance(value, Mapping):
        return shown(str(value.get("on") or "")), shown(str(value.get("time") or ""))
    if not isinstance(value, str):
        return "", ""
    try:
        moment = dt.datetime.fromisoformat(value)
        there = to_london(moment)
    except (ValueError, OverflowError):
        return shown(value), ""
    return there.date().isoformat(), f"{there:%H:%M}"


def text(control: Control) -> tuple[str, Params]:
    """One line of text."""
    params = {**_labelled(control), "value": control.text, "autocomplete": "off"}
    if control.field.max_length <= SHORT_TEXT:
        params["classes"] = "govuk-input--width-20"
    return "input", params


def long_text(control: Control) -> tuple[str, Params]:
    """Several lines, with a count once the end comes near."""
    return "character-count", {
        **_labelled(control),
        "value": control.text,
        "maxlength": control.field.max_length,
        "threshold": 75,
        "rows": 5 if control.field.name == "notes" else 3,
        "spellcheck": True,
    }


def secret(control: Control) -> tuple[str, Params]:
    """A number that is hashed: never given back, and kept when the box stays empty."""
    hint = control.field.hint
    if control.secret_recorded:
        hint += " One is recorded: leave this empty to keep it."
    params = {**_labelled(control, hint), "value": control.text, "autocomplete": "off"}
    return "input", {**params, "spellcheck": False, "classes": "govuk-input--width-20"}


def entry(control: Control, known: Sequence[tuple[str, str]]) -> tuple[str, Params]:
    """One of the officer's own diversions."""
    if known and len(known) <= MOST_RADIOS:
        items = [
            {"value": value, "text": words, **({"checked": True} if value == control.text else {})}
            for value, words in known
        ]
        return "radios", _grouped(control, items)
    return "select", _select(control, known)


def school_radios(
    control: Control, offered: Sequence[SchoolOption], *, chosen: str, another: bool
) -> Params:
    """The schools to choose from, and “another”."""
    items: list[Params] = [
        {"value": one.urn, "text": one.name, **({"checked": True} if one.urn == chosen else {})}
        for one in offered
    ]
    items.append({"value": ANOTHER, "text": "Another school"})
    if another:
        items[-1]["checked"] = True
    params = _grouped(control, items)
    if len(items) >= GRID_FROM:
        params["classes"] = "app-choice-grid"
    return params


def school_search(control: Control, typed: str, *, alone: bool) -> Params:
    """The box for any other school; `alone` when it is the whole question."""
    params: Params = {
        "id": control.name if alone else f"{control.name}_search",
        "name": f"{control.name}_search",
        "label": {"text": control.label if alone else "Name or URN of the other school"},
        "hint": {"text": "The beginning of its name, or its six-figure number (URN)."},
        "value": typed,
        "autocomplete": "off",
        "spellcheck": False,
        "attributes": {"data-school-search": "/schools/search.json"},
    }
    if alone:
        params["label"]["classes"] = "govuk-label--s"
        params |= {k: v for k, v in _beside(control).items() if k == "errorMessage"}
    return params


WIDGETS: dict[Type, Callable[[Control], tuple[str, Params]]] = {
    Type.CODE: code,
    Type.CODES: code_list,
    Type.INTEGER: integer,
    Type.DATE: date,
    Type.TEXT: text,
    Type.LONG_TEXT: long_text,
    Type.SECRET: secret,
}
