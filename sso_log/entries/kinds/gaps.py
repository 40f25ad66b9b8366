"""What a kind of entry leaves open, in sentences: the catalogue is refused while there are any.

Each rule takes what is declared and yields a sentence for what is missing or contradicts itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sso_log.entries.kinds.declare import FORMS, LEADERS, Field, Kind, Overlay, Type
from sso_log.reference.lists import LISTS

DATES = (Type.DATE, Type.INSTANT)


def gaps(kinds: Iterable[Kind]) -> list[str]:
    """Everything that these kinds leave open; nothing for a catalogue that is whole."""
    kinds = list(kinds)
    sentences = []
    for kind in kinds:
        questions = kind.schema.fields
        for rule in (_questions, _overlays):
            sentences += [f"{kind.code}: {said}" for said in rule(questions)]
        sentences += [f"{kind.code}: {said}" for said in _kind(kind)]
    named = [{"code": kind.code, "letter": kind.letter, **kind.words} for kind in kinds]
    for word in ("code", "letter", *FORMS):
        counted = Counter(one.get(word) for one in named)
        sentences += [f"A kind has no {word}." for it in counted if not it]
        if word != "article":
            twice = [it for it, count in counted.items() if count > 1]
            sentences += [f"Two kinds have the {word} “{it}”." for it in twice]
    updates = {kind.code: kind.about.name for kind in kinds if kind.about}
    updated = {kind.updated_by: kind.code for kind in kinds if kind.updated_by}
    if updates != updated:
        sentences.append(f"{updates} say what they update, but {updated} say what updates them.")
    rules = {rule for kind in kinds for rule in kind.flags}
    counted = Counter(rule.code for rule in rules)
    sentences += [f"Two rules raise the flag “{code}”." for code, n in counted.items() if n > 1]
    return sentences


def _questions(questions: Sequence[Field]) -> Iterator[str]:
    earlier: dict[str, Field] = {}
    for one in questions:
        if one.name in earlier:
            yield f"“{one.name}” is asked twice."
        if one.required is not False and not one.missing:
            yield f"“{one.name}” must be answered, but nothing says what is missing."
        if one.type is Type.INTEGER and (one.low is None or one.high is None):
            yield f"“{one.name}” is a number without a lowest and a highest."
        if one.type in (Type.ROWS, Type.GROUP) and not one.columns:
            yield f"“{one.name}” takes records that have no questions."
        if one.choices and one.choices not in LISTS:
            yield f"“{one.name}” chooses from “{one.choices}”, which is no code list."
        yield from _condition(one, earlier)
        earlier[one.name] = one
        yield from _questions(one.columns)
    for one in questions:
        if one.dated_by and (
            one.dated_by not in earlier or earlier[one.dated_by].type not in DATES
        ):
            yield f"“{one.name}” is dated by “{one.dated_by}”, which is no date of this kind."


def _condition(one: Field, earlier: dict[str, Field]) -> Iterator[str]:
    """What is wrong with when a question applies, or with the question before its rows."""
    condition = one.applies_when
    if condition is not None and condition.field not in earlier:
        yield f"“{one.name}” hangs on “{condition.field}”, which is not asked before it."
    elif condition is not None and condition.fact:
        declared = LISTS.get(condition.field)
        column = declared.columns.get(condition.fact) if declared else None
        if column is None or not set(condition.values) <= set(column.words):
            yield f"“{one.name}” hangs on a fact that no code of “{condition.field}” has."
    if one.type is Type.ROWS and not (one.gate and one.gate_closed and condition):
        yield f"“{one.name}” takes records, but no question says whether there are any."


def _overlays(questions: Sequence[Field]) -> Iterator[str]:
    """Each question of an update says what it does to the diversion, and no other question does."""
    is_update = any(one.type is Type.ENTRY for one in questions)
    leaders = {one.name for one in questions if one.overlay in LEADERS}
    for one in questions:
        if is_update and one.overlay is None:
            yield f"“{one.name}” does not say what it does to the entry that the update is about."
        if not is_update and one.overlay is not None:
            yield f"“{one.name}” overlays another entry, but the kind asks for none."
        leader = one.applies_when.field if one.applies_when else ""
        if one.overlay is Overlay.FOLLOWS and leader not in leaders:
            yield f"“{one.name}” follows “{leader}”, which overlays nothing."


def _kind(kind: Kind) -> Iterator[str]:
    types = {one.name: one.type for one in kind.schema.fields}
    records = {name for name, type_ in types.items() if type_ is Type.ROWS}
    if records != set(kind.rows):
        yield f"the tables of records are {sorted(kind.rows)}, the questions {sorted(records)}."
    if not kind.dated_by or any(types.get(name) not in DATES for name in kind.dated_by):
        yield "no question of it, or one that is no date, says when it happened."
    for check in kind.schema.checks:
        if check.field not in types:
            yield f"a rule has its sentence beside “{check.field}”, which is not asked."
    if ("capacity" in types) == ("capacity" in kind.fixed):
        yield "its duty is neither asked nor always the same, or both."
    for retired in kind.schema.retired:
        if retired.name in types:
            yield f"“{retired.name}” is both asked and retired."
