"""The catalogue and code lists as the tablet needs them to draw forms while it is offline."""

import hashlib

import msgspec

from sso_log.api.messages import Code, Kind, Reference, School, Section
from sso_log.auth.identity import Actor
from sso_log.clock import today_london
from sso_log.entries.kinds import KINDS
from sso_log.reference import codes
from sso_log.reference.queries.schools import schools_of

# Besides the lists of questions, those that decisions choose from.
OTHER_LISTS = ("return_reason",)


def reference(actor: Actor) -> Reference:
    """Kinds, questions, code lists with their labels, and the officer's own schools."""
    content = Reference(
        kinds=[
            Kind(
                code=kind.code,
                slug=kind.slug,
                letter=kind.letter,
                noun=kind.noun,
                sections=msgspec.convert(kind.schema.sections, list[Section], from_attributes=True),
            )
            for kind in KINDS.values()
        ],
        lists={
            name: msgspec.convert(codes.choices(name), list[Code], from_attributes=True)
            for name in used_lists()
        },
        schools=[
            School(urn=str(school.urn), name=school.name, phase=school.phase)
            for school in schools_of(actor.id, today_london())
        ],
    )
    return msgspec.structs.replace(content, version=fingerprint(content))


def fingerprint(content: object) -> str:
    """A short text that changes with the content."""
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()[:16]


def used_lists() -> list[str]:
    """The name of every code list that some question chooses from."""
    names = set(OTHER_LISTS)
    for kind in KINDS.values():
        for field in kind.schema.fields:
            names |= {one.choices for one in (field, *field.columns) if one.choices}
    return sorted(names)
