"""The abstraction summary, its downloads, and the entries that each figure counts."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from sso_log.auth.guards import current_actor, requires
from sso_log.auth.policy import Permission, may
from sso_log.clock import today_london
from sso_log.errors import Invalid
from sso_log.summaries.abstraction import tables
from sso_log.summaries.abstraction.entries import entries_page
from sso_log.summaries.abstraction.page import Line, Summary, summary
from sso_log.summaries.abstraction.schools import SORTS, ordered
from sso_log.summaries.abstraction.words import headline
from sso_log.summaries.blueprint import blueprint
from sso_log.summaries.download import download, wants_file
from sso_log.summaries.filters import ABSTRACTION_TYPE, NOTICE, Selection
from sso_log.summaries.pages import figures_page
from sso_log.summaries.scope import Scope, read_scope
from sso_log.summaries.table import PageTable, page_table
from sso_log.web.navigation import NavItem, register
from sso_log.web.paging import page_of
from sso_log.web.query_string import QueryString

# Abstractions are always other duty: there is no filter on duty, and one in the address does
# nothing.
FILTERS = (ABSTRACTION_TYPE, NOTICE)
SCHOOLS_ON_A_PAGE = 25

register(
    NavItem(
        "summaries.abstraction",
        order=40,
        shown=lambda actor: may(actor, Permission.READ_FIGURES),
    )
)


@blueprint.get("/summaries/abstraction")
@requires(Permission.READ_FIGURES)
def abstraction() -> ResponseReturnValue:
    scope = _scope()
    if not wants_file():
        return _page(summary(scope))
    name = request.args.get("table", tables.NAMES[0])
    if name not in tables.NAMES:
        raise Invalid({"table": [f"Choose one of these tables: {', '.join(tables.NAMES)}."]})
    return download(
        scope,
        _selections(scope),
        "abstraction_summary",
        name,
        f"abstraction-{name}",
        lambda: tables.rows_of(summary(scope), name),
    )


@blueprint.get("/summaries/abstraction/entries")
@requires(Permission.READ_FIGURES)
def abstraction_entries() -> ResponseReturnValue:
    scope = _scope()
    page, minutes = entries_page(scope, QueryString.of_request())
    return figures_page(
        "summaries/abstraction_entries.html",
        scope,
        _selections(scope),
        page=page,
        minutes=minutes,
        entries=tables.entry_table(scope, page.rows),
        back=url_for("summaries.abstraction", **scope.parameters()),
        nav_section="summaries.abstraction",
    )


def _scope() -> Scope:
    values = request.args.to_dict(flat=False)
    return read_scope(current_actor(), values, today_london(), FILTERS)


def _selections(scope: Scope) -> list[Selection]:
    return [Selection(ABSTRACTION_TYPE, scope.types), Selection(NOTICE, scope.notices)]


def _page(figures: Summary) -> ResponseReturnValue:
    scope = figures.scope
    query = QueryString.of_request()
    sort = query.choice("sort", SORTS) or SORTS[0]
    schools = page_of(ordered(list(figures.schools), sort), query.page, SCHOOLS_ON_A_PAGE)
    sort_links = {
        name: url_for("summaries.abstraction", **scope.parameters(sort=name)) + "#schools"
        for name in SORTS
    }
    columns = tables.school_columns(scope)
    return figures_page(
        "summaries/abstraction.html",
        scope,
        _selections(scope),
        figures=figures,
        headline=headline(figures),
        tables=_tables(figures),
        schools=schools,
        school_table=page_table(columns, schools.rows, sort_links=sort_links, sorted_by=sort),
        sort=sort,
        sort_links=sort_links,
        downloads=_downloads(figures),
    )


def _tables(figures: Summary) -> dict[str, PageTable]:
    whole = Line(figures.scope.unit.name, "", figures.total)
    return {
        "units": tables.line_table(figures.units_title, figures.units, foot=whole),
        "boroughs": tables.line_table("Borough", figures.boroughs),
        "months": tables.line_table("Month", figures.months),
        "types": tables.line_table("Type", figures.types, narrow=True),
        "notices": tables.line_table("Notice", figures.notices, narrow=True),
    }


def _downloads(figures: Summary) -> list[dict[str, Any]]:
    """A link to each table as a file; in a team the units are its officers."""
    first = {"units": figures.unit_words, "schools": "school"}
    names = [name for name in tables.NAMES if name != "officers" or first["units"] != "officer"]
    return [
        {
            "text": f"By {first.get(name) or tables.TABLES[name][0].lower()} (CSV)",
            "href": url_for(
                "summaries.abstraction", **figures.scope.parameters(format="csv", table=name)
            ),
        }
        for name in names
    ]
