"""Who may do what, written by hand: the expectations of every test of access.

Nothing here is worked out from the application. A new route, a new permission or another role
fails `test_access` until somebody writes it down here, and a line without a route fails as well.
"""

from typing import NamedTuple

PUBLIC, SIGNED_IN = "public", "signed_in"

# Which roles may do this to something: x may, . may not.
PERMISSIONS = """
                     officer sergeant inspector analyst auditor board admin
write_entry             x        x        .        .       .      .     .
read_entry              x        x        x        .       .      .     .
read_entry_history      x        x        x        .       x      .     .
decide                  .        x        x        .       .      .     .
reopen                  .        x        x        .       .      .     .
void                    .        x        x        .       .      .     .
confirm_week            x        x        .        .       .      .     .
see_inbox               .        x        x        .       .      .     .
see_team                .        x        x        .       .      .     .
read_own_figures        x        x        .        .       .      .     .
read_figures            .        x        x        x       .      .     .
read_school             x        x        x        x       .      .     x
export                  .        x        x        x       .      .     .
read_audit              .        .        .        .       x      .     .
verify_audit            .        .        .        .       x      .     .
manage_people           .        .        .        .       .      .     x
manage_lists            .        .        .        .       .      .     x
grant_cover             .        x        x        .       .      .     .
change_password         x        x        x        x       x      x     x
sign_out                x        x        x        x       x      x     x
"""

# Method, address (without converters), endpoint, and the permission that the route asks first.
# “password” at the end: in a long session the password is asked for again.
ROUTES = """
GET  /                                      home.show                      signed_in
GET  /healthz                               health.healthz                 public
GET  /readyz                                health.readyz                  public
GET  /static/<filename>                     static                         public
GET  /accessibility                         help.accessibility             public
GET  /cookies                               help.cookies                   public
GET  /help                                  help.index                     public
GET  /help/<topic>                          help.topic                     public

GET  /sign-in                               auth.sign_in                   public
POST /sign-in                               auth.do_sign_in                public
POST /sign-out                              auth.sign_out                  sign_out
GET  /account/password                      auth.password                  change_password
POST /account/password                      auth.change_password           change_password

GET  /entries                               entries.own                    write_entry
GET  /entries/new/<slug>                    entries.new                    write_entry
POST /entries/new/<slug>                    entries.create                 write_entry
GET  /entries/<entry_id>                    entries.show                   read_entry
GET  /entries/<entry_id>/history            entries.history                read_entry_history
GET  /entries/<entry_id>/edit               entries.edit                   write_entry
POST /entries/<entry_id>/edit               entries.change                 write_entry
POST /entries/<entry_id>/submit             entries.submit                 write_entry
GET  /entries/<entry_id>/withdraw           entries.ask_withdraw           write_entry
POST /entries/<entry_id>/withdraw           entries.withdraw               write_entry

GET  /weeks                                 weeks.index                    confirm_week
GET  /weeks/<week_text>                     weeks.show                     confirm_week
POST /weeks/<week_text>                     weeks.confirm                  confirm_week

GET  /review                                review.inbox                   see_inbox
GET  /review/team                           review.team                    see_team
GET  /review/<entry_id>                     review.entry                   see_inbox
POST /review/<entry_id>/approve             review.approve                 decide  password
POST /review/bulk-approve                   review.bulk_approve            decide  password
GET  /review/<entry_id>/return              review.ask_return              decide
POST /review/<entry_id>/return              review.return                  decide  password
GET  /review/<entry_id>/reopen              review.ask_reopen              reopen
POST /review/<entry_id>/reopen              review.reopen                  reopen  password
GET  /review/<entry_id>/void                review.ask_void                void
POST /review/<entry_id>/void                review.void                    void    password

GET  /summaries/own                         summaries.own                  read_own_figures
GET  /summaries/abstraction                 summaries.abstraction          read_figures
GET  /summaries/abstraction/entries         summaries.abstraction_entries  read_figures
GET  /framework                             summaries.framework            read_figures
GET  /framework/<indicator_id>              summaries.framework_indicator  read_figures

GET  /schools                               reference.school_list          read_school
GET  /schools/search.json                   reference.school_search        read_school
GET  /schools/<urn>                         reference.school_page          read_school

GET  /audit                                 audit.search                   read_audit
POST /audit/verify                          audit.verify_page              verify_audit

GET  /admin/cover                           admin.cover                    grant_cover
POST /admin/cover                           admin.give_cover               grant_cover
POST /admin/cover/<grant_id>/end            admin.end_cover                grant_cover

GET  /admin/                                admin.index                    manage_people
GET  /admin/people                          admin.people_list              manage_people
GET  /admin/people/new                      admin.new_person               manage_people
POST /admin/people/new                      admin.add_person               manage_people
GET  /admin/people/<person_id>              admin.person                   manage_people
POST /admin/people/<person_id>/name         admin.rename                   manage_people
POST /admin/people/<person_id>/grants       admin.give_role                manage_people
POST /admin/people/<person_id>/postings     admin.post_person              manage_people
POST /admin/people/<person_id>/password     admin.reset_password           manage_people
POST /admin/people/<person_id>/disable      admin.disable                  manage_people
POST /admin/people/<person_id>/enable       admin.enable                   manage_people
POST /admin/grants/<grant_id>/revoke        admin.revoke                   manage_people

GET  /admin/calendar                        reference.calendar.listing     manage_lists
GET  /admin/calendar/new                    reference.calendar.new         manage_lists
POST /admin/calendar/new                    reference.calendar.add         manage_lists
GET  /admin/calendar/<period_id>/edit       reference.calendar.edit        manage_lists
POST /admin/calendar/<period_id>/edit       reference.calendar.change      manage_lists
POST /admin/calendar/<period_id>/remove     reference.calendar.remove      manage_lists

GET  /api/v1/openapi.json                   api.get_openapi                signed_in
GET  /api/v1/reference                      api.get_reference              signed_in
GET  /api/v1/session                        api.get_session                signed_in
GET  /api/v1/entries                        api.list_entries               write_entry
GET  /api/v1/entries/<entry_id>             api.get_entry                  read_entry
PUT  /api/v1/entries/<entry_id>             api.put_entry                  write_entry
POST /api/v1/entries/<entry_id>/withdraw    api.withdraw_entry             write_entry
POST /api/v1/entries/<entry_id>/conflicts/<copy_id>/resolve  api.resolve_conflict  write_entry
POST /api/v1/entries/<entry_id>/approve     api.approve_entry              decide  password
POST /api/v1/entries/<entry_id>/return      api.return_entry               decide  password
POST /api/v1/entries/<entry_id>/reopen      api.reopen_entry               reopen  password
POST /api/v1/entries/<entry_id>/void        api.void_entry                 void    password
GET  /api/v1/weeks/<week_text>              api.get_week                   confirm_week
PUT  /api/v1/weeks/<week_text>              api.put_week                   confirm_week
"""


class Route(NamedTuple):
    """One line of the table above."""

    method: str
    rule: str
    endpoint: str
    asks: str
    password_again: bool

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the route lets in."""
        return ROLES_OF.get(self.asks, frozenset(ROLES))


def _grid(text: str) -> tuple[list[str], dict[str, frozenset[str]]]:
    header, *lines = (line.split() for line in text.strip().splitlines())
    marks = {line[0]: dict(zip(header, line[1:], strict=True)) for line in lines}
    return header, {
        permission: frozenset(role for role, mark in row.items() if mark == "x")
        for permission, row in marks.items()
    }


def _route(line: str) -> Route:
    method, rule, endpoint, asks, *rest = line.split()
    return Route(method, rule, endpoint, asks, rest == ["password"])


ROLES, ROLES_OF = _grid(PERMISSIONS)
TABLE = [_route(line) for line in ROUTES.splitlines() if line]
