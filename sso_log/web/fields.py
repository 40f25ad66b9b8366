"""Draws one WTForms field as its GOV.UK component: `{{ form_field(form.username) }}`.

Only the translation from a field to a component's parameters lives here. A field says more about
itself with `render_kw={"govuk": {...}}`; what the template passes wins over both.
"""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup
from wtforms import Field
from wtforms.fields import (
    BooleanField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    TextAreaField,
)

from sso_log.web.components import Components

Params = dict[str, Any]
NATIVE_TYPES = {"DateField": "date", "TimeField": "time", "EmailField": "email"}


def _typed(field: Field) -> str:
    value = field._value() if hasattr(field, "_value") else field.data
    return "" if value is None else str(value)


def _input(field: Field) -> Params:
    params: Params = {"value": _typed(field), "type": NATIVE_TYPES.get(field.type, "text")}
    if isinstance(field, IntegerField):
        params |= {"inputmode": "numeric", "classes": "govuk-input--width-5"}
    return params


def _options(field: Field) -> list[Params]:
    chosen = field.data if isinstance(field.data, list | tuple | set) else [field.data]
    selected = {str(value) for value in chosen if value is not None}
    options: list[Params] = []
    for option in field.iter_choices():
        value, words = str(option[0]), option[1]
        options.append({"value": value, "text": str(words), "checked": value in selected})
    return options


def _select(field: Field) -> Params:
    return {
        "items": [
            {"value": one["value"], "text": one["text"], "selected": one["checked"]}
            for one in _options(field)
        ]
    }


def _tick(field: Field) -> Params:
    return {
        "items": [{"value": "y", "text": str(field.label.text), "checked": bool(field.data)}],
        "idPrefix": field.id,
    }


def _component_of(field: Field) -> tuple[str, Params]:
    """The component that draws this field, and what only it needs."""
    if isinstance(field, SubmitField):
        return "button", {"text": str(field.label.text), "preventDoubleClick": True}
    if isinstance(field, BooleanField):
        return "checkboxes", _tick(field)
    if isinstance(field, RadioField):
        return "radios", {"items": _options(field), "idPrefix": field.id}
    if isinstance(field, SelectMultipleField):
        return "checkboxes", {"items": _options(field), "idPrefix": field.id}
    if isinstance(field, SelectField):
        return "select", _select(field)
    if isinstance(field, PasswordField):
        return "password-input", {}
    if isinstance(field, TextAreaField):
        return "textarea", {"value": _typed(field)}
    if isinstance(field, FileField):
        return "file-upload", {}
    return "input", _input(field)


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> Params:
    """Two sets of parameters, one inside the other where both are mappings."""
    both: Params = dict(under)
    for key, value in over.items():
        known = both.get(key)
        nested = isinstance(known, Mapping) and isinstance(value, Mapping)
        both[key] = _merged(known, value) if nested else value  # type: ignore[arg-type]
    return both


def field_params(field: Field, extra: Mapping[str, Any]) -> tuple[str, Params]:
    """Component and parameters for a field; `extra` wins."""
    component, params = _component_of(field)
    params = {"id": field.id, "name": field.name, **params}
    words = {"text": str(field.label.text)}
    grouped = component in ("radios", "checkboxes")
    if grouped and not isinstance(field, BooleanField):
        params["fieldset"] = {"legend": {**words, "classes": "govuk-fieldset__legend--s"}}
    elif component != "button" and not grouped:
        params["label"] = {**words, "classes": "govuk-label--s"}
    if field.description:
        params["hint"] = {"text": str(field.description)}
    if field.errors:
        params["errorMessage"] = {"text": str(field.errors[0])}
    own = (field.render_kw or {}).get("govuk", {})
    return component, _merged(_merged(params, own), extra)


def field_drawer(components: Components) -> Callable[..., Markup]:
    """The `form_field` of templates."""

    def form_field(field: Field, **extra: Any) -> Markup:
        component, params = field_params(field, extra)
        return components(component, params)

    return form_field
