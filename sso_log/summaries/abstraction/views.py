"""The abstraction summary, its downloads, and the entries behind each figure."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from sso_log.audit.services import record_reading
from sso_log.audit.tags import Tag
from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission, may, require
from sso_log.clock import now_utc, today_london
from sso_log.errors import Invalid
from sso_log.reference import codes
from sso_log.summaries.abstraction.entries import entries_page, read_narrowed
from sso_log.summaries.abstraction.page import Summary, summary
from sso_log.summaries.abstraction.schools import SORTS, ordered
from sso_log.summaries.abstraction.tables import TABLES, cells, table
from sso_log.summaries.abstraction.words import headline
from sso_log.summaries.blueprint import blueprint
from sso_log.summaries.csv_file import csv_lines
from sso_log.summaries.scope import Asked, Scope, read_scope
from sso_log.web.forms import error_items
from sso_log.web.navigation import NavItem, register

SCHOOLS_ON_A_PAGE = 25
LARGEST_PAGE = 1_000_000
UNPROCESSABLE = 422

register(
    NavItem(
        "Abstraction",
        "summaries.abstraction",
        order=40,
        shown=lambda actor: may(actor, Permission.READ_FIGURES),
    )
)


@blueprint.get("/summaries/abstraction")
@requires(Permission.READ_FIGURES)
def abstraction() -> ResponseReturnValue:
    """The summary of one unit and period, as a page or as one of its tables in a file."""
    asked = _asked()
    scope = read_scope(current_actor(), asked, today_london())
    chosen = request.args.get("format", "html")
    if chosen == "csv":
        return _download(scope)
    if chosen != "html":
        raise Invalid({"format": ["This summary can be downloaded as csv."]})
    return _page(summary(scope))


@blueprint.get("/summaries/abstraction/entries")
@requires(Permission.READ_FIGURES)
def abstraction_entries() -> ResponseReturnValue:
    """The entries behind a figure."""
    asked = _asked()
    scope = read_scope(current_actor(), asked, today_london())
    narrowed = read_narrowed(scope, asked)
    page = entries_page(scope, narrowed, _number("page"))
    extra = {
        "school": str(narrowed.school) if narrowed.school is not None else None,
        "officer": request.args.get("officer") if narrowed.officer_id is not None else None,
    }
    body = render_template(
        "summaries/abstraction_entries.html",
        scope=scope,
        page=page,
        filters=filter_words(scope),
        back=url_for("summaries.abstraction", **scope.asked()),
        pagination=_pagination(
            "summaries.abstraction_entries", page.number, page.pages, scope.asked(**extra)
        ),
        errors=_errors(scope),
    )
    return body, UNPROCESSABLE if scope.problems else 200


def filter_words(scope: Scope) -> list[tuple[str, str]]:
    """The filters in words, for the top of the page and of the print."""
    words = []
    if scope.types:
        labels = [codes.label("abstraction_type", code) for code in scope.types]
        words.append(("Type", ", ".join(labels)))
    if scope.notices:
        words.append(("Notice", ", ".join(codes.label("notice", code) for code in scope.notices)))
    duty = "All" if scope.capacity == "all" else codes.label("capacity", scope.capacity)
    words.append(("Duty", duty))
    return words


def _asked() -> Asked:
    return request.args.to_dict(flat=False)


def _number(name: str) -> int:
    text = request.args.get(name, "1")
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(LARGEST_PAGE))
    return max(1, int(text)) if is_number else 1


def _errors(scope: Scope) -> list[dict[str, str]]:
    return error_items({name: [sentence] for name, sentence in scope.problems})


def _page(found: Summary) -> ResponseReturnValue:
    scope = found.scope
    sort = request.args.get("sort", SORTS[0])
    sort = sort if sort in SORTS else SORTS[0]
    rows = ordered(list(found.schools), sort)
    pages = max(1, -(-len(rows) // SCHOOLS_ON_A_PAGE))
    number = min(_number("page"), pages)
    start = (number - 1) * SCHOOLS_ON_A_PAGE
    body = render_template(
        "summaries/abstraction.html",
        found=found,
        scope=scope,
        headline=headline(found),
        filters=filter_words(scope),
        schools=rows[start : start + SCHOOLS_ON_A_PAGE],
        sort=sort,
        sort_links=_sort_links(scope),
        pagination=_pagination(
            "summaries.abstraction", number, pages, scope.asked(sort=sort), "#schools"
        ),
        download_links=_downloads(scope),
        types=codes.choices("abstraction_type"),
        notices=codes.choices("notice"),
        errors=_errors(scope),
        generated_at=now_utc(),
    )
    return body, UNPROCESSABLE if scope.problems else 200


def _sort_links(scope: Scope) -> dict[str, str]:
    return {
        name: url_for("summaries.abstraction", **scope.asked(sort=name)) + "#schools"
        for name in SORTS
    }


def _downloads(scope: Scope) -> dict[str, str]:
    return {
        name: url_for("summaries.abstraction", **scope.asked(format="csv", table=name))
        for name in TABLES
    }


def _pagination(
    endpoint: str, number: int, pages: int, asked: Mapping[str, Any], anchor: str = ""
) -> dict[str, Any] | None:
    """Parameters of the pagination component; None for a single page."""
    if pages <= 1:
        return None

    def href(page: int) -> str:
        return url_for(endpoint, **{**asked, "page": page}) + anchor

    shown = sorted({1, pages, *range(max(1, number - 1), min(pages, number + 1) + 1)})
    items: list[dict[str, Any]] = []
    for place, page in enumerate(shown):
        if place and page - shown[place - 1] > 1:
            items.append({"ellipsis": True})
        items.append({"number": page, "href": href(page), "current": page == number})
    found: dict[str, Any] = {"items": items}
    if number > 1:
        found["previous"] = {"href": href(number - 1)}
    if number < pages:
        found["next"] = {"href": href(number + 1)}
    return found


def _download(scope: Scope) -> Response:
    """One table as a file. The disclosure is recorded before anything is read."""
    name = request.args.get("table", "units")
    if name not in TABLES:
        names = ", ".join(TABLES)
        raise Invalid({"table": [f"Choose one of these tables: {names}."]})
    require(current_actor(), Permission.EXPORT)
    scope.refuse_problems()
    record_reading(
        current_actor(),
        Tag.EXPORT,
        "abstraction_summary",
        name,
        unit_id=scope.unit.id,
        detail={
            "format": "csv",
            "from": scope.from_on,
            "until": scope.until_on,
            "unit": scope.unit.code,
            "types": scope.types,
            "notices": scope.notices,
            "capacity": scope.capacity,
        },
    )
    rows = cells(table(summary(scope), name))
    filename = f"abstraction-{name}-{scope.unit.code}-{scope.from_on}-to-{scope.until_on}.csv"
    return Response(
        stream_with_context(csv_lines(rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
