"""Who may read an entry, by which way, in which state: written down by hand, never worked out.

The entries are those of `officer`, a constable of the team. `cover` stands for `other_officer`,
an officer of the second team to whom the sergeant has lent the role. A `-` is somebody signed out.
Columns are the states of `STATES`; `draft-withdrawn` was taken back before it was submitted.
"""

STATES = (
    "draft", "submitted", "returned", "approved", "reopened", "draft-withdrawn", "withdrawn",
    "void",
)  # fmt: skip
PEOPLE = (
    "officer", "officer2", "sergeant", "cover", "other_sergeant", "far_sergeant", "inspector",
    "far_inspector", "analyst", "auditor", "board", "admin", "-",
)  # fmt: skip

# Ways to one entry: endpoint, method and path. What would change an entry names a version that
# there never was, so that it is refused with 409 once the door has been passed.
WAYS: dict[str, tuple[str, str, str]] = {
    "page": ("entries.show", "GET", "/entries/{id}"),
    "history": ("entries.history", "GET", "/entries/{id}/history"),
    "edit": ("entries.edit", "GET", "/entries/{id}/edit"),
    "change": ("entries.change", "POST", "/entries/{id}/edit"),
    "submit": ("entries.submit", "POST", "/entries/{id}/submit"),
    "ask-withdraw": ("entries.ask_withdraw", "GET", "/entries/{id}/withdraw"),
    "withdraw": ("entries.withdraw", "POST", "/entries/{id}/withdraw"),
    "review": ("review.entry", "GET", "/review/{id}"),
    "approve": ("review.approve", "POST", "/review/{id}/approve"),
    "ask-return": ("review.ask_return", "GET", "/review/{id}/return"),
    "return": ("review.return", "POST", "/review/{id}/return"),
    "ask-reopen": ("review.ask_reopen", "GET", "/review/{id}/reopen"),
    "reopen": ("review.reopen", "POST", "/review/{id}/reopen"),
    "ask-void": ("review.ask_void", "GET", "/review/{id}/void"),
    "void": ("review.void", "POST", "/review/{id}/void"),
    "json": ("api.get_entry", "GET", "/api/v1/entries/{id}"),
    "json-put": ("api.put_entry", "PUT", "/api/v1/entries/{id}"),
    "json-withdraw": ("api.withdraw_entry", "POST", "/api/v1/entries/{id}/withdraw"),
    "json-approve": ("api.approve_entry", "POST", "/api/v1/entries/{id}/approve"),
    "json-return": ("api.return_entry", "POST", "/api/v1/entries/{id}/return"),
    "json-reopen": ("api.reopen_entry", "POST", "/api/v1/entries/{id}/reopen"),
    "json-void": ("api.void_entry", "POST", "/api/v1/entries/{id}/void"),
    "json-resolve": (
        "api.resolve_conflict", "POST",
        "/api/v1/entries/{id}/conflicts/019b76da-a800-7000-8000-0123456789ab/resolve",
    ),
    "like": ("entries.new", "GET", "/entries/new/{slug}?like={id}"),
    "update-of": ("entries.new", "GET", "/entries/new/diversion-update?diversion={id}"),
    "post-new": ("entries.create", "POST", "/entries/new/{slug}"),
}  # fmt: skip

# ways | people | draft submitted returned approved reopened draft-withdrawn withdrawn void
SINGLE = """
page json    | officer                                  | 200 200 200 200 200 200 200 200
page json    | sergeant cover inspector                 | 404 200 200 200 200 404 200 200
page json    | officer2 other_sergeant far_sergeant far_inspector | 404 404 404 404 404 404 404 404
page json    | analyst board admin                      | 404 404 404 404 404 404 404 404
page json    | auditor                                  | 403 403 403 403 403 403 403 403
history      | officer                                  | 200 200 200 200 200 200 200 200
history      | sergeant cover inspector auditor         | 404 200 200 200 200 404 200 200
history      | officer2 other_sergeant far_sergeant far_inspector | 404 404 404 404 404 404 404 404
history      | analyst board admin                      | 404 404 404 404 404 404 404 404

edit         | officer                                  | 200 200 200 409 200 409 409 410
ask-withdraw | officer                                  | 200 200 200 409 409 409 409 409
change submit | officer                                 | 409 409 409 409 409 409 409 410
withdraw json-withdraw | officer                        | 409 409 409 409 409 409 409 409
edit change submit ask-withdraw withdraw json-withdraw | sergeant cover | 404 403 403 403 403 404 403 403
edit change submit ask-withdraw withdraw json-withdraw | officer2 other_sergeant far_sergeant | 404 404 404 404 404 404 404 404
edit change submit ask-withdraw withdraw json-withdraw | inspector far_inspector analyst auditor board admin | 403 403 403 403 403 403 403 403

json-put post-new | officer                             | 409 409 409 409 409 409 409 410
json-put post-new | officer2 sergeant cover other_sergeant far_sergeant | 403 403 403 403 403 403 403 403
json-put post-new | inspector far_inspector analyst auditor board admin | 403 403 403 403 403 403 403 403
json-resolve | officer officer2 sergeant cover other_sergeant far_sergeant | 404 404 404 404 404 404 404 404
json-resolve | inspector far_inspector analyst auditor board admin | 403 403 403 403 403 403 403 403

review       | sergeant cover inspector                 | 404 200 200 200 200 404 200 200
review       | other_sergeant far_sergeant far_inspector | 404 404 404 404 404 404 404 404
review       | officer officer2 analyst board admin     | 404 404 404 404 404 404 404 404
review       | auditor                                  | 403 403 403 403 403 403 403 403

ask-return   | sergeant cover                           | 404 200 200 200 200 404 200 200
ask-return   | inspector                                | 404 403 403 403 403 404 403 403
ask-reopen ask-void | sergeant cover inspector          | 404 200 200 200 200 404 200 200
ask-return ask-reopen ask-void | other_sergeant far_sergeant far_inspector | 404 404 404 404 404 404 404 404
ask-return ask-reopen ask-void | officer officer2 analyst auditor board admin | 403 403 403 403 403 403 403 403

approve return json-approve json-return | sergeant cover | 404 409 409 409 409 404 409 410
approve return json-approve json-return | inspector     | 404 403 403 403 403 404 403 403
reopen void json-reopen json-void | sergeant cover inspector | 404 409 409 409 409 404 409 410
approve return reopen void json-approve json-return json-reopen json-void | other_sergeant far_sergeant far_inspector | 404 404 404 404 404 404 404 404
approve return reopen void json-approve json-return json-reopen json-void | officer officer2 analyst auditor board admin | 403 403 403 403 403 403 403 403

update-of    | officer officer2 sergeant cover other_sergeant far_sergeant | 200 200 200 200 200 200 200 200
update-of    | inspector far_inspector analyst auditor board admin | 403 403 403 403 403 403 403 403

page history edit ask-withdraw review ask-return ask-reopen ask-void like update-of | - | 302 302 302 302 302 302 302 302
change submit withdraw approve return reopen void post-new | - | 401 401 401 401 401 401 401 401
json json-put json-withdraw json-approve json-return json-reopen json-void json-resolve | - | 401 401 401 401 401 401 401 401
"""  # noqa: E501

# An engagement may be begun like an earlier one; the form of a diversion takes no notice.
LIKE = """
engagement | officer                                  | 200 200 200 200 200 200 200 200
engagement | sergeant cover                           | 404 403 403 403 403 404 403 403
engagement | officer2 other_sergeant far_sergeant     | 404 404 404 404 404 404 404 404
engagement | inspector far_inspector analyst auditor board admin | 403 403 403 403 403 403 403 403
diversion  | officer officer2 sergeant cover other_sergeant far_sergeant | 200 200 200 200 200 200 200 200
diversion  | inspector far_inspector analyst auditor board admin | 403 403 403 403 403 403 403 403
"""  # noqa: E501

# Ways to many entries at once.
LISTS: dict[str, str] = {
    "own": "/entries",
    "json-list": "/api/v1/entries",
    "home": "/",
    "own-figures": "/summaries/own",
    "inbox": "/review",
    "team": "/review/team",
    "school": "/schools/100001",
    "update-form": "/entries/new/diversion-update",
    "abstraction": "/summaries/abstraction?{period}",
    "abstraction-entries": "/summaries/abstraction/entries?{period}",
    "abstraction-csv": "/summaries/abstraction?format=csv&{period}",
    "framework": "/framework?{period}",
    "framework-csv": "/framework?format=csv&{period}",
    "Q3": "/framework/Q3?{period}",
    "Q3-waiting": "/framework/Q3?part=waiting&{period}",
    "Q3-csv": "/framework/Q3?format=csv&{period}",
    "D4": "/framework/D4?{period}",
    "D4-waiting": "/framework/D4?part=waiting&{period}",
    "E1": "/framework/E1?{period}",
    "E1-waiting": "/framework/E1?part=waiting&{period}",
    "A1": "/framework/A1?{period}",
    "A1-waiting": "/framework/A1?part=waiting&{period}",
    "audit": "/audit",
}

# list | people | kind: states that are listed with a link, or (in brackets) by reference alone.
# Whoever is not named for a list finds none of the entries there.
LISTED = """
own json-list | officer | engagement: all
own json-list | officer | diversion: all
own json-list | officer | abstraction: all
home          | officer | engagement: draft submitted returned approved reopened
home          | officer | diversion: draft submitted returned approved reopened
inbox         | sergeant cover | engagement: submitted
inbox         | sergeant cover | diversion: submitted
inbox         | sergeant cover | abstraction: submitted
school        | officer sergeant cover inspector | engagement: approved
school        | officer sergeant cover inspector | abstraction: approved
school        | other_sergeant analyst admin | engagement: (approved)
school        | other_sergeant analyst admin | abstraction: (approved)
update-form   | officer | diversion: submitted returned approved reopened
abstraction-entries | sergeant cover inspector | abstraction: submitted approved
abstraction-entries | analyst | abstraction: (submitted approved)
Q3            | sergeant cover inspector | engagement: approved
Q3            | sergeant cover inspector | diversion: approved
Q3            | analyst | engagement: (approved)
Q3            | analyst | diversion: (approved)
Q3-waiting    | sergeant cover inspector | engagement: submitted
Q3-waiting    | sergeant cover inspector | diversion: submitted
Q3-waiting    | analyst | engagement: (submitted)
Q3-waiting    | analyst | diversion: (submitted)
D4            | sergeant cover inspector | diversion: approved
D4            | analyst | diversion: (approved)
D4-waiting    | sergeant cover inspector | diversion: submitted
D4-waiting    | analyst | diversion: (submitted)
E1            | sergeant cover inspector | engagement: approved
E1            | analyst | engagement: (approved)
E1-waiting    | sergeant cover inspector | engagement: submitted
E1-waiting    | analyst | engagement: (submitted)
A1            | sergeant cover inspector | abstraction: approved
A1            | analyst | abstraction: (approved)
A1-waiting    | sergeant cover inspector | abstraction: submitted
A1-waiting    | analyst | abstraction: (submitted)
"""


def lines(table: str) -> list[list[str]]:
    """The rows of a table above, as their columns."""
    return [[part.strip() for part in line.split("|")] for line in table.splitlines() if line]
