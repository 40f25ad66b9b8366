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
_BOXES = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}", flags=re.ASCII),
    "time": re.compile(r"([01]\d|2[0-3]):[0-5]\d", flags=re.ASCII),
}


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
        "fieldset": {"legend": {"text": control.label, "classes": "govuk-fieldset__legend--s"}},
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
    items = _items(offered, [control.text])
    if not control.field.required:
        items.append({"value": "", "text": "Leave this empty"})
    params = _grouped(control, items)
    length = sum(len(item["text"]) for item in items)
    if len(items) <= MOST_INLINE and length <= LONGEST_INLINE and "hint" not in items[0]:
        params["classes"] = "govuk-radios--inline"
    elif len(items) == PAIR or len(items) >= GRID_FROM:
        params["classes"] = "app-choice-grid"
    return "radios", params


def _item(value: str, words: str, *, chosen: bool, hint: str = "", mark: str = "checked") -> Params:
    """One answer to choose; `mark` is what its component calls a chosen one."""
    item: Params = {"value": value, "text": words}
    if hint:
        item["hint"] = {"text": hint}
    if chosen:
        item[mark] = True
    return item


def _items(offered: Sequence[CodeChoice], chosen: Sequence[str]) -> list[Params]:
    return [
        _item(one.code, one.label, chosen=one.code in chosen, hint=one.hint or "")
        for one in offered
    ]


def _select(control: Control, pairs: Sequence[tuple[str, str]]) -> Params:
    items: list[Params] = [{"value": "", "text": "Select an answer"}]
    items += [
        _item(value, words, chosen=value == control.text, mark="selected") for value, words in pairs
    ]
    return {**_labelled(control), "items": items}


def code_list(control: Control) -> tuple[str, Params]:
    """Several codes: checkboxes."""
    chosen = control.value if isinstance(control.value, list) else [control.text]
    items = _items(_offered(control, chosen), chosen)
    params = _grouped(control, items)
    if len(items) > MOST_RADIOS:
        # Short words in many columns; hints would make it a wall.
        params["classes"] = "app-choice-grid app-choice-grid--dense"
        for item in items:
            item.pop("hint", None)
    elif len(items) >= GRID_FROM:
        params["classes"] = "app-choice-grid"
    return "checkboxes", params


def _input(control: Control, hint: str = "", **more: Any) -> tuple[str, Params]:
    """A box for one line, in which the browser suggests nothing."""
    box = {"value": control.text, "autocomplete": "off", **more}
    return "input", {**_labelled(control, hint), **box}


def integer(control: Control) -> tuple[str, Params]:
    """A number, typed on the digits of a tablet's keyboard."""
    more: Params = {"inputmode": "numeric", "spellcheck": False, "classes": "govuk-input--width-4"}
    if usual := control.field.suggestions:
        # With scripts these are buttons; the hint is for the rest.
        said = f"For example {', '.join(usual[:-1])} or {usual[-1]}."
        more["hint"] = {"text": said, "classes": "app-only-if"}
    return _input(control, **more)


def date(control: Control) -> tuple[str, Params]:
    """A date, in the browser's own box unless what was typed does not fit into one."""
    return _input(control, **_box("date", control.text))


def _box(kind: str, text: str) -> Params:
    """The browser's own box for a `date` or a `time`, a plain one for text that it cannot show."""
    fits = not text or _BOXES[kind].fullmatch(text) is not None
    return {
        "value": text,
        "type": kind if fits else "text",
        "autocomplete": "off",
        "classes": f"app-input-{kind}",
    }


def instant(control: Control) -> tuple[Params, Params]:
    """A date and a time beside each other, on London clocks."""
    stem = control.name.removesuffix("_at")
    on, time = _split_instant(control.value)
    # The first box carries the name of the question, where an error's link leads.
    date_box: Params = {"id": control.name, "name": f"{stem}_on", "label": {"text": "Date"}}
    time_box: Params = {"id": f"{stem}_time", "name": f"{stem}_time", "label": {"text": "Time"}}
    date_box |= _box("date", on)
    time_box |= _box("time", time)
    if control.name in control.errors:
        for box in (date_box, time_box):
            box["classes"] += " govuk-input--error"
    return date_box, time_box


def _split_instant(value: Any) -> tuple[str, str]:
    if isinstance(value, Mapping):
        return shown(str(value.get("on") or "")), shown(str(value.get("time") or ""))
    if not isinstance(value, str):
        return "", ""
    try:
        there = to_london(dt.datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return shown(value), ""
    return there.date().isoformat(), f"{there:%H:%M}"


def text(control: Control) -> tuple[str, Params]:
    """One line of text."""
    short = control.field.max_length <= SHORT_TEXT
    return _input(control, **({"classes": "govuk-input--width-20"} if short else {}))


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
    return _input(control, hint, spellcheck=False, classes="govuk-input--width-20")


def entry(control: Control, known: Sequence[tuple[str, str]]) -> tuple[str, Params]:
    """One of the officer's own diversions."""
    if known and len(known) <= MOST_RADIOS:
        items = [_item(value, words, chosen=value == control.text) for value, words in known]
        return "radios", _grouped(control, items)
    return "select", _select(control, known)


def school_radios(
    control: Control, offered: Sequence[SchoolOption], *, chosen: str, another: bool
) -> Params:
    """The schools to choose from, and “another”."""
    items = [_item(one.urn, one.name, chosen=one.urn == chosen) for one in offered]
    items.append(_item(ANOTHER, "Another school", chosen=another))
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
