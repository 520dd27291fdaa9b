"""What everybody gets at every address, by hand: the one list that the command prints and the tests walk.

A row names an address of the URL configuration, the answers to GET and to an empty POST, and the object of the test
world that it is asked about (``of``), chosen so that the page has something to allow. Objects belong to phường Bến
Thành. An address without a row fails ``manage.py access_matrix`` and the tests: whoever adds a page says here who may
open it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dialogue_portal.access.subjects import Answer, Subject

OFFICE, OFFICE_FOREIGN, OFFICE_SIBLING = Subject.OFFICE, Subject.OFFICE_FOREIGN, Subject.OFFICE_SIBLING
MINUTE_TAKER, LEADER = Subject.MINUTE_TAKER, Subject.LEADER
AGENCY, AGENCY_BESIDE, AGENCY_FOREIGN = Subject.AGENCY, Subject.AGENCY_BESIDE, Subject.AGENCY_FOREIGN
FRONT, SUPERIOR = Subject.FRONT, Subject.SUPERIOR
CITY_MONITOR, ADMIN = Subject.CITY_MONITOR, Subject.ADMIN

OFFICES = (OFFICE, OFFICE_FOREIGN, OFFICE_SIBLING)
LEADERS = (LEADER, Subject.LEADER_FOREIGN)
AGENCIES = (AGENCY, AGENCY_BESIDE, AGENCY_FOREIGN)
FRONTS = (FRONT, Subject.FRONT_FOREIGN)
SUPERIORS = (SUPERIOR, Subject.SUPERIOR_FOREIGN)
HOUSE = (OFFICE, MINUTE_TAKER, LEADER)

# Within whose reach an object lies: to them a refusal gives its reason, to others there is nothing.
SEES_PETITION = (*HOUSE, FRONT, SUPERIOR, CITY_MONITOR)
SEES_SESSION = (*SEES_PETITION, AGENCY)
SEES_CONCLUDED = (*SEES_SESSION, AGENCY_BESIDE)
SEES_HELD = (*SEES_PETITION, AGENCY_BESIDE)
# Of the People's Committee: its superior is of the other branch.
SEES_CONFERENCE = (OFFICE, MINUTE_TAKER, FRONT, CITY_MONITOR)
SEES_PAPER = (*HOUSE, AGENCY)
# Offices and leaders whose own page this would be, were it about one of their posts.
ELSEWHERE = (OFFICE_FOREIGN, OFFICE_SIBLING, Subject.LEADER_FOREIGN)

_WITHOUT_ACCOUNT = (Subject.NOBODY, Subject.LINK_HOLDER, Subject.OTHER_LINK)
_HOLDERS = (Subject.LINK_HOLDER, Subject.OTHER_LINK)

Answers = Mapping[Subject, Answer]


def _all(answer: Answer, *, but: Mapping[Subject, Answer] | None = None) -> Answers:
    return dict.fromkeys(Subject, answer) | dict(but or {})


def _staff(otherwise: Answer, answers: Mapping[Subject, Answer]) -> Answers:
    """A page of the staff: others are asked to sign in, and a seat that ended yesterday opens nothing."""
    outside = dict.fromkeys(_WITHOUT_ACCOUNT, Answer.LOGIN) | {Subject.ENDED: Answer.REFUSE}
    return _all(otherwise, but=outside | answers)


def roles(*allowed: Subject, hidden: Iterable[Subject] = ()) -> Answers:
    """A page of a role: others on a seat read why not. ``hidden``: of the role, but the object is another one's."""
    return _staff(Answer.REFUSE, dict.fromkeys(hidden, Answer.HIDE) | dict.fromkeys(allowed, Answer.ALLOW))


def only(*allowed: Subject) -> Answers:
    """A page about an object that exists for these alone."""
    return _staff(Answer.HIDE, dict.fromkeys(allowed, Answer.ALLOW))


def within(reach: Iterable[Subject], *allowed: Subject) -> Answers:
    """A page about an object within ``reach``: for some of those; the others there read why not."""
    return _staff(Answer.HIDE, dict.fromkeys(reach, Answer.REFUSE) | dict.fromkeys(allowed, Answer.ALLOW))


EVERYBODY = _all(Answer.ALLOW)
ALL_SEATS = _staff(Answer.ALLOW, {})
ALL_USERS = _all(Answer.ALLOW, but=dict.fromkeys(_WITHOUT_ACCOUNT, Answer.LOGIN))
BEHIND_A_LINK = _all(Answer.HIDE, but=dict.fromkeys(_HOLDERS, Answer.ALLOW))
BEHIND_A_CODE = _all(Answer.LOGIN, but=dict.fromkeys(_HOLDERS, Answer.ALLOW))
OWN_CODE = _all(Answer.LOGIN, but={Subject.LINK_HOLDER: Answer.ALLOW, Subject.OTHER_LINK: Answer.HIDE})
SENT_TO_THE_DOOR = _all(Answer.LOGIN)
# Behind the link of a letter to somebody else, or of a sign-in that the settings do not offer.
HIDDEN = _all(Answer.HIDE)
HALF_SIGNED_IN = _all(Answer.REFUSE)
# The other method: whoever could use the address is told that it is not taken.
NO_SUCH_METHOD = _all(Answer.METHOD)
NOT_TAKEN = _staff(Answer.METHOD, {})
NOT_TAKEN_BY_ANY_USER = _all(Answer.METHOD, but=dict.fromkeys(_WITHOUT_ACCOUNT, Answer.LOGIN))
NOT_TAKEN_BEHIND_A_LINK = _all(Answer.HIDE, but=dict.fromkeys(_HOLDERS, Answer.METHOD))


@dataclass(frozen=True)
class Page:
    """One row: the name of the address, the answers to GET and to POST, what it is asked about."""

    name: str
    get: Answers
    post: Answers
    of: str = ""


PAGES = (
    # -- the portal itself
    Page("live", EVERYBODY, NO_SUCH_METHOD),
    Page("ready", EVERYBODY, NO_SUCH_METHOD),
    Page("portal:home", EVERYBODY, NO_SUCH_METHOD),
    Page("portal:desk", ALL_SEATS, NOT_TAKEN),
    Page("portal:running", roles(ADMIN), NOT_TAKEN),
    Page("portal:search", ALL_SEATS, NOT_TAKEN),
    Page("portal:gallery", EVERYBODY, NO_SUCH_METHOD),
    Page("portal:gallery_page", EVERYBODY, NO_SUCH_METHOD, of="gallery"),
    # -- trail
    Page("trail:search", roles(CITY_MONITOR, ADMIN), roles(CITY_MONITOR, ADMIN)),
    Page("trail:check", roles(CITY_MONITOR, ADMIN), roles(CITY_MONITOR, ADMIN)),
    Page("trail:petition_log", within(SEES_PETITION, *HOUSE, CITY_MONITOR), NOT_TAKEN, of="petition"),
    Page("trail:assignment_log", only(AGENCY), NOT_TAKEN, of="task"),
    Page("trail:document_log", within(SEES_PETITION, *HOUSE, CITY_MONITOR), NOT_TAKEN, of="notice"),
    Page("trail:unit_log", only(OFFICE, MINUTE_TAKER, CITY_MONITOR, ADMIN), NOT_TAKEN, of="office_unit"),
    Page("trail:seat_log", only(OFFICE, CITY_MONITOR, ADMIN), NOT_TAKEN, of="seat"),
    # -- reorganisation
    Page("reorganisation:units", ALL_SEATS, NOT_TAKEN),
    Page("reorganisation:unit_new", roles(ADMIN), roles(ADMIN)),
    Page("reorganisation:reorganisations", roles(ADMIN), NOT_TAKEN),
    Page("reorganisation:reorganisation_new", roles(ADMIN), roles(ADMIN)),
    Page("reorganisation:reorganisation", only(ADMIN), only(ADMIN), of="reorganisation"),
    Page("reorganisation:reorganisation_line_new", only(ADMIN), only(ADMIN), of="reorganisation"),
    Page("reorganisation:reorganisation_line_drop", NOT_TAKEN, only(ADMIN), of="reorganisation"),
    Page("reorganisation:appoint", roles(ADMIN), roles(ADMIN), of="post"),
    Page("reorganisation:end_tenure", roles(ADMIN), roles(ADMIN), of="post"),
    Page("reorganisation:delegate", roles(ADMIN), roles(ADMIN), of="post"),
    Page("reorganisation:unit", ALL_SEATS, NOT_TAKEN, of="unit"),
    Page("reorganisation:rename", roles(ADMIN), roles(ADMIN), of="unit"),
    Page("reorganisation:relation_new", roles(ADMIN), roles(ADMIN), of="unit"),
    Page("reorganisation:relation_close", roles(ADMIN), roles(ADMIN), of="unit"),
    Page("reorganisation:post_new", roles(ADMIN), roles(ADMIN), of="unit"),
    Page("reorganisation:custody", only(LEADER, CITY_MONITOR, ADMIN), NOT_TAKEN, of="unit"),
    # -- accounts
    # -- people at work
    Page("staff:people", roles(*OFFICES, ADMIN), NOT_TAKEN),
    Page("staff:invite", roles(*OFFICES, ADMIN), roles(*OFFICES, ADMIN)),
    Page("staff:send_again", NOT_TAKEN, only(OFFICE, ADMIN), of="staff_invitation"),
    Page("staff:withdraw", NOT_TAKEN, only(OFFICE, ADMIN), of="staff_invitation"),
    Page("staff:end", only(OFFICE, ADMIN), only(OFFICE, ADMIN), of="seat"),
    Page("staff:hand_over", only(OFFICE, ADMIN), only(OFFICE, ADMIN), of="seat"),
    Page("staff:accept", HIDDEN, HIDDEN),
    Page("staff:enter", EVERYBODY, NO_SUCH_METHOD, of="staff_link"),
    # Without a provider of single sign-on in the settings these three lead to the login page.
    Page("accounts:sso_leave", EVERYBODY, NO_SUCH_METHOD),
    Page("accounts:sso_return", EVERYBODY, NO_SUCH_METHOD),
    Page("accounts:sso_enter", EVERYBODY, EVERYBODY),
    Page("accounts:login", EVERYBODY, EVERYBODY),
    Page("accounts:confirm", EVERYBODY, EVERYBODY),
    Page("accounts:passkey_challenge", NO_SUCH_METHOD, HALF_SIGNED_IN),
    Page("accounts:security", ALL_SEATS, NOT_TAKEN),
    Page("accounts:app", ALL_SEATS, ALL_SEATS),
    Page("accounts:codes", ALL_SEATS, ALL_SEATS),
    Page("accounts:codes_renew", NOT_TAKEN, ALL_SEATS),
    Page("accounts:passkey", ALL_SEATS, ALL_SEATS),
    Page("accounts:passkey_new_challenge", NOT_TAKEN, ALL_SEATS),
    Page("accounts:factor_give_up", NOT_TAKEN, ALL_SEATS, of="factor"),
    Page("accounts:password", ALL_SEATS, ALL_SEATS),
    Page("accounts:sessions_end", NOT_TAKEN, ALL_SEATS),
    Page("accounts:session_end", NOT_TAKEN, ALL_SEATS, of="browser"),
    Page("accounts:administer", roles(ADMIN), NOT_TAKEN),
    Page("accounts:rule_decide", NOT_TAKEN, roles(ADMIN)),
    Page("accounts:factor_reset", NOT_TAKEN, roles(ADMIN)),
    Page("accounts:logout", NOT_TAKEN_BY_ANY_USER, ALL_USERS),
    Page("accounts:choose_seat", ALL_SEATS, only(OFFICE), of="own_seat"),
    Page("accounts:absences", ALL_SEATS, ALL_SEATS),
    Page("accounts:absence_end", NOT_TAKEN, only(OFFICE), of="absence"),
    # -- sessions_app
    Page("sessions_app:unusual_presiders", roles(*FRONTS, *SUPERIORS, CITY_MONITOR), NOT_TAKEN),
    Page("sessions_app:session_list", ALL_SEATS, NOT_TAKEN),
    Page("sessions_app:session_new", roles(*OFFICES), roles(*OFFICES)),
    Page("sessions_app:guest_template", roles(*OFFICES), NOT_TAKEN),
    Page("sessions_app:sending_day", ALL_SEATS, NOT_TAKEN),
    Page(
        "sessions_app:session_detail",
        only(*HOUSE, AGENCY, AGENCY_BESIDE, FRONT, SUPERIOR, CITY_MONITOR),
        NOT_TAKEN,
        of="concluded",
    ),
    Page(
        "sessions_app:session_edit",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page(
        "sessions_app:session_postpone",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page(
        "sessions_app:session_cancel",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page("sessions_app:session_log", within(SEES_SESSION, *HOUSE, CITY_MONITOR), NOT_TAKEN, of="announced"),
    Page(
        "sessions_app:publication",
        within(SEES_CONFERENCE, OFFICE),
        within(SEES_CONFERENCE, OFFICE),
        of="conference",
    ),
    Page(
        "sessions_app:announcement",
        within(SEES_CONFERENCE, OFFICE),
        within(SEES_CONFERENCE, OFFICE),
        of="conference",
    ),
    Page("sessions_app:announcement_preview", within(SEES_CONFERENCE, OFFICE), NOT_TAKEN, of="conference"),
    Page("sessions_app:guests", within(SEES_SESSION, OFFICE), NOT_TAKEN, of="announced"),
    Page(
        "sessions_app:guest_add", within(SEES_SESSION, OFFICE), within(SEES_SESSION, OFFICE), of="announced"
    ),
    Page("sessions_app:guest_reveal", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="announced"),
    Page(
        "sessions_app:guest_import",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page(
        "sessions_app:guest_import_check",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page("sessions_app:guest_import_rejected", within(SEES_SESSION, OFFICE), NOT_TAKEN, of="announced"),
    Page(
        "sessions_app:guest_remove",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page(
        "sessions_app:invitations",
        within(SEES_PETITION, OFFICE),
        within(SEES_PETITION, OFFICE),
        of="scheduled",
    ),
    Page("sessions_app:invitation_preview", within(SEES_SESSION, OFFICE), NOT_TAKEN, of="announced"),
    Page("sessions_app:invite_added", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="announced"),
    Page("sessions_app:invitation_letter", within(SEES_SESSION, OFFICE), NOT_TAKEN, of="announced"),
    Page("sessions_app:dispatches", within(SEES_SESSION, OFFICE), NOT_TAKEN, of="announced"),
    Page("sessions_app:paper_register", within(SEES_SESSION, OFFICE), NOT_TAKEN, of="announced"),
    Page(
        "sessions_app:paper_returned",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page(
        "sessions_app:guest_contact",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page("sessions_app:hand_over", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="announced"),
    Page("sessions_app:send_again", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="announced"),
    Page(
        "sessions_app:body_told", within(SEES_SESSION, OFFICE), within(SEES_SESSION, OFFICE), of="announced"
    ),
    Page("sessions_app:invitation_enter", EVERYBODY, NO_SUCH_METHOD, of="token_of_link_holder"),
    Page("sessions_app:invitation_by_code", EVERYBODY, EVERYBODY),
    Page("sessions_app:invitation_page", BEHIND_A_LINK, NOT_TAKEN_BEHIND_A_LINK),
    Page("sessions_app:decline", BEHIND_A_LINK, NOT_TAKEN_BEHIND_A_LINK),
    Page("sessions_app:respond", BEHIND_A_LINK, BEHIND_A_LINK),
    Page("sessions_app:register", BEHIND_A_LINK, BEHIND_A_LINK),
    Page("sessions_app:register_content", BEHIND_A_LINK, BEHIND_A_LINK),
    Page("sessions_app:register_check", BEHIND_A_LINK, BEHIND_A_LINK),
    Page("sessions_app:receipt", BEHIND_A_LINK, NOT_TAKEN_BEHIND_A_LINK),
    Page("sessions_app:receipt_unlock", BEHIND_A_LINK, BEHIND_A_LINK),
    Page("sessions_app:register_withdraw", BEHIND_A_LINK, BEHIND_A_LINK),
    Page("sessions_app:invitation_ics", BEHIND_A_LINK, NOT_TAKEN_BEHIND_A_LINK),
    Page("sessions_app:leave", NOT_TAKEN_BEHIND_A_LINK, BEHIND_A_LINK),
    Page("sessions_app:out_of_scope_info", EVERYBODY, NO_SUCH_METHOD),
    Page("sessions_app:registrations", within(SEES_SESSION, *HOUSE), NOT_TAKEN, of="announced"),
    Page(
        "sessions_app:registration_new",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page("sessions_app:registrations_reveal", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="announced"),
    Page(
        "sessions_app:registration_detail",
        within(SEES_SESSION, *HOUSE),
        within(SEES_SESSION, OFFICE),
        of="slip_refused",
    ),
    Page(
        "sessions_app:registration_detail",
        within(SEES_SESSION, *HOUSE),
        within(SEES_SESSION, OFFICE),
        of="slip_of_triage",
    ),
    Page(
        "sessions_app:registration_detail",
        within(SEES_SESSION, *HOUSE),
        within(SEES_SESSION, LEADER),
        of="slip_of_refusal",
    ),
    Page("sessions_app:registration_file", within(SEES_SESSION, *HOUSE), NOT_TAKEN, of="announced"),
    Page("sessions_app:registration_receipt", within(SEES_SESSION, OFFICE), NOT_TAKEN, of="announced"),
    Page("sessions_app:registration_reveal", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="announced"),
    Page("sessions_app:programme", within(SEES_SESSION, *HOUSE), NOT_TAKEN, of="announced"),
    Page("sessions_app:programme_move", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="announced"),
    Page("sessions_app:programme_pdf", within(SEES_SESSION, *HOUSE), NOT_TAKEN, of="announced"),
    Page("sessions_app:run_sheet_pdf", within(SEES_SESSION, *HOUSE), NOT_TAKEN, of="announced"),
    Page("sessions_app:proceedings", within(SEES_CONCLUDED, *HOUSE), NOT_TAKEN, of="concluded"),
    Page(
        "sessions_app:minutes",
        within(SEES_PETITION, *HOUSE),
        within(SEES_PETITION, OFFICE, MINUTE_TAKER),
        of="running",
    ),
    Page("sessions_app:conclusion", within(SEES_HELD, *HOUSE), within(SEES_HELD, OFFICE), of="held"),
    Page("sessions_app:proceedings", within(SEES_SESSION, *HOUSE), NOT_TAKEN, of="announced"),
    Page("sessions_app:begin", NOT_TAKEN, within(SEES_SESSION, OFFICE, MINUTE_TAKER), of="announced"),
    Page("sessions_app:call_next", NOT_TAKEN, within(SEES_SESSION, OFFICE, MINUTE_TAKER), of="submitted"),
    Page("sessions_app:call_speaker", NOT_TAKEN, within(SEES_SESSION, OFFICE, MINUTE_TAKER), of="submitted"),
    Page("sessions_app:call_walk_in", NOT_TAKEN, within(SEES_SESSION, OFFICE, MINUTE_TAKER), of="submitted"),
    Page("sessions_app:call_other", NOT_TAKEN, within(SEES_SESSION, OFFICE, MINUTE_TAKER), of="submitted"),
    Page(
        "sessions_app:count_attendance", NOT_TAKEN, within(SEES_SESSION, OFFICE, MINUTE_TAKER), of="submitted"
    ),
    Page(
        "sessions_app:record_end",
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        of="announced",
    ),
    Page(
        "sessions_app:turn",
        within(SEES_SESSION, *HOUSE),
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        of="submitted",
    ),
    Page("sessions_app:end_turn", NOT_TAKEN, within(SEES_SESSION, OFFICE, MINUTE_TAKER), of="submitted"),
    Page(
        "sessions_app:petition_new",
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        of="submitted",
    ),
    Page(
        "sessions_app:petition_from_slip",
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        of="submitted",
    ),
    Page(
        "sessions_app:petition_edit",
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        of="submitted",
    ),
    Page(
        "sessions_app:petition_receipt", within(SEES_SESSION, OFFICE, MINUTE_TAKER), NOT_TAKEN, of="submitted"
    ),
    Page(
        "sessions_app:minutes",
        within(SEES_SESSION, *HOUSE),
        within(SEES_SESSION, OFFICE, MINUTE_TAKER),
        of="submitted",
    ),
    Page("sessions_app:minutes_finalise", NOT_TAKEN, within(SEES_SESSION, MINUTE_TAKER), of="submitted"),
    Page("sessions_app:minutes_pdf", within(SEES_SESSION, *HOUSE), NOT_TAKEN, of="submitted"),
    Page(
        "sessions_app:conclusion", within(SEES_SESSION, *HOUSE), within(SEES_SESSION, OFFICE), of="submitted"
    ),
    Page("sessions_app:conclusion_open", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="submitted"),
    Page("sessions_app:conclusion_submit", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="submitted"),
    Page("sessions_app:conclusion_preview", within(SEES_SESSION, *HOUSE), NOT_TAKEN, of="submitted"),
    Page(
        "sessions_app:conclusion_review",
        within(SEES_SESSION, LEADER),
        within(SEES_SESSION, LEADER),
        of="submitted",
    ),
    Page("sessions_app:conclusion_line", within(SEES_HELD, OFFICE), within(SEES_HELD, OFFICE), of="held"),
    Page("sessions_app:review_list", roles(*LEADERS), NOT_TAKEN),
    # -- followups
    Page("followups:notice", within(SEES_HELD, *HOUSE), within(SEES_HELD, OFFICE), of="held"),
    Page("followups:notice_preview", within(SEES_SESSION, *HOUSE), NOT_TAKEN, of="announced"),
    Page(
        "followups:session_petitions",
        only(*HOUSE, AGENCY, AGENCY_BESIDE, FRONT, SUPERIOR, CITY_MONITOR),
        NOT_TAKEN,
        of="concluded",
    ),
    Page("followups:petition_list", ALL_SEATS, NOT_TAKEN),
    Page("followups:petition_detail", only(*HOUSE, FRONT, SUPERIOR, CITY_MONITOR), NOT_TAKEN, of="petition"),
    Page("followups:petition_reveal", NOT_TAKEN, within(SEES_PETITION, OFFICE), of="petition"),
    Page("followups:urge", NOT_TAKEN, within(SEES_PETITION, OFFICE, LEADER, CITY_MONITOR), of="petition"),
    Page(
        "followups:urging_letter", within(SEES_PETITION, OFFICE), within(SEES_PETITION, OFFICE), of="petition"
    ),
    Page("followups:urging_letter_preview", within(SEES_PETITION, OFFICE), NOT_TAKEN, of="petition"),
    Page(
        "followups:escalation_letter",
        within(SEES_CONCLUDED, OFFICE),
        within(SEES_CONCLUDED, OFFICE),
        of="concluded",
    ),
    Page("followups:escalation_letter_preview", within(SEES_CONCLUDED, OFFICE), NOT_TAKEN, of="concluded"),
    Page("followups:reassign", within(SEES_PETITION, OFFICE), within(SEES_PETITION, OFFICE), of="petition"),
    Page("followups:report_seen", NOT_TAKEN, within((*HOUSE, AGENCY_BESIDE), LEADER), of="petition_reported"),
    Page(
        "followups:answer_deliver",
        within(SEES_PAPER, OFFICE),
        within(SEES_PAPER, OFFICE),
        of="petition_answered",
    ),
    Page("followups:answer_file", only(*HOUSE, AGENCY), NOT_TAKEN, of="petition_answered"),
    Page("followups:extension_deliver", within(HOUSE, OFFICE), within(HOUSE, OFFICE), of="petition_extended"),
    Page("followups:extension_file", only(*HOUSE), NOT_TAKEN, of="petition_extended"),
    Page("followups:assignment_list", roles(*AGENCIES), NOT_TAKEN),
    Page(
        "followups:assignment_detail",
        only(*HOUSE, AGENCY, FRONT, SUPERIOR, CITY_MONITOR),
        NOT_TAKEN,
        of="task",
    ),
    Page("followups:assignment_notice", only(AGENCY), NOT_TAKEN, of="task"),
    Page("followups:assignment_answer", only(AGENCY), only(AGENCY), of="task"),
    Page("followups:assignment_report", only(AGENCY), only(AGENCY), of="task_answered"),
    Page("followups:assignment_extend", only(AGENCY), only(AGENCY), of="task"),
    Page("followups:assignment_hand_back", only(AGENCY), only(AGENCY), of="task"),
    Page("followups:paper_to_hand_over", roles(*OFFICES), NOT_TAKEN),
    Page("followups:tracking", EVERYBODY, EVERYBODY),
    Page("followups:tracking_result", BEHIND_A_CODE, NO_SUCH_METHOD),
    Page("followups:tracking_answer", OWN_CODE, NO_SUCH_METHOD, of="own_paper"),
    Page("followups:tracking_leave", NO_SUCH_METHOD, SENT_TO_THE_DOOR),
    # -- personal_data
    Page("personal_data:own_data", BEHIND_A_CODE, BEHIND_A_CODE),
    Page("personal_data:own_withdraw", NO_SUCH_METHOD, BEHIND_A_CODE),
    Page("personal_data:requests", roles(*OFFICES), NOT_TAKEN),
    Page("personal_data:request_new", roles(*OFFICES), roles(*OFFICES)),
    Page("personal_data:request_detail", only(OFFICE), NOT_TAKEN, of="data_request"),
    Page("personal_data:request_confirm", NOT_TAKEN, only(OFFICE), of="data_request"),
    Page("personal_data:request_extend", NOT_TAKEN, only(OFFICE), of="data_request"),
    Page("personal_data:request_close", NOT_TAKEN, only(OFFICE), of="data_request"),
    Page("personal_data:retention", roles(*OFFICES, ADMIN), NOT_TAKEN),
    Page("personal_data:dry_run", roles(ADMIN), roles(ADMIN)),
    Page("personal_data:period", roles(ADMIN), roles(ADMIN), of="kind_of_data"),
    Page("personal_data:holds", within(SEES_SESSION, OFFICE), within(SEES_SESSION, OFFICE), of="announced"),
    Page("personal_data:hold_release", NOT_TAKEN, within(SEES_SESSION, OFFICE), of="announced"),
    Page("personal_data:incidents", roles(CITY_MONITOR, ADMIN), NOT_TAKEN),
    Page("personal_data:incident_new", roles(ADMIN), roles(ADMIN)),
    Page("personal_data:incident_detail", roles(CITY_MONITOR, ADMIN), NOT_TAKEN, of="incident"),
    Page("personal_data:incident_edit", roles(ADMIN), roles(ADMIN), of="incident"),
    Page("personal_data:incident_notify", NOT_TAKEN, roles(ADMIN), of="incident"),
    Page("personal_data:incident_close", NOT_TAKEN, roles(ADMIN), of="incident"),
    Page(
        "personal_data:registrant_contact",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page(
        "personal_data:guest_contact",
        within(SEES_SESSION, OFFICE),
        within(SEES_SESSION, OFFICE),
        of="announced",
    ),
    Page(
        "personal_data:petitioner_contact",
        within(SEES_PETITION, OFFICE),
        within(SEES_PETITION, OFFICE),
        of="petition",
    ),
    # -- duties
    Page("duties:explain", only(*HOUSE, AGENCY, FRONT, SUPERIOR, CITY_MONITOR), NOT_TAKEN, of="duty"),
    Page("duties:sheet", only(*HOUSE, AGENCY, FRONT, SUPERIOR, CITY_MONITOR), NOT_TAKEN, of="duty"),
    Page("duties:calculator", EVERYBODY, NO_SUCH_METHOD),
    Page("duties:ladders", roles(ADMIN), NOT_TAKEN),
    Page("duties:ladder", roles(ADMIN), roles(ADMIN), of="clause"),
    Page("duties:calendar", ALL_SEATS, NOT_TAKEN),
    Page("duties:calendar_year", ALL_SEATS, NOT_TAKEN, of="year"),
    Page("duties:calendar_day", roles(ADMIN), roles(ADMIN)),
    Page("duties:calendar_swap", roles(ADMIN), roles(ADMIN)),
    Page("duties:calendar_file", roles(ADMIN), roles(ADMIN)),
    Page("duties:calendar_template", roles(ADMIN), NOT_TAKEN),
    Page("duties:calendar_change", only(ADMIN), only(ADMIN), of="calendar_change"),
    Page("duties:editions", ALL_SEATS, NOT_TAKEN),
    Page("duties:edition_new", roles(ADMIN), roles(ADMIN)),
    Page("duties:edition_follow", roles(ADMIN), roles(ADMIN)),
    Page("duties:edition_end", roles(ADMIN), roles(ADMIN), of="edition"),
    Page("duties:feed_page", ALL_SEATS, NOT_TAKEN),
    Page("duties:feed_renew", NOT_TAKEN, roles(*OFFICES, *LEADERS, *AGENCIES)),
    Page("duties:feed_off", NOT_TAKEN, roles(*OFFICES, *LEADERS, *AGENCIES)),
    Page("duties:feed", EVERYBODY, NO_SUCH_METHOD, of="feed"),
    # -- documents
    Page("documents:document_list", ALL_SEATS, NOT_TAKEN),
    Page("documents:document_file", only(*HOUSE, FRONT, SUPERIOR, CITY_MONITOR), NOT_TAKEN, of="notice"),
    Page("documents:verify", EVERYBODY, NO_SUCH_METHOD, of="check"),
    # -- outbox
    Page("outbox:sent_list", ALL_SEATS, NOT_TAKEN),
    Page("outbox:sent_message", within((OFFICE, ADMIN), OFFICE), NOT_TAKEN, of="message"),
    Page("outbox:sent_message", within((OFFICE, ADMIN), OFFICE), NOT_TAKEN, of="message_settled"),
    Page("outbox:withdraw", NOT_TAKEN, within((OFFICE, ADMIN), OFFICE), of="message"),
    Page("outbox:note_bounce", NOT_TAKEN, within((OFFICE, ADMIN), OFFICE), of="message"),
    Page("outbox:note_arrival", NOT_TAKEN, within((OFFICE, ADMIN), OFFICE), of="message"),
    Page("outbox:send_again", NOT_TAKEN, within((OFFICE, ADMIN), OFFICE), of="message"),
    Page("outbox:settle", NOT_TAKEN, within((OFFICE, ADMIN), OFFICE), of="message"),
    # -- reports
    Page("reports:dashboard", roles(*SUPERIORS, CITY_MONITOR), NOT_TAKEN),
    Page("reports:figure", roles(*SUPERIORS, CITY_MONITOR), NOT_TAKEN, of="figure"),
    Page("reports:annual_list", roles(*OFFICES, *LEADERS), NOT_TAKEN),
    Page(
        "reports:annual", roles(OFFICE, LEADER, hidden=ELSEWHERE), roles(OFFICE, hidden=ELSEWHERE), of="year"
    ),
    Page("reports:annual_pdf", roles(OFFICE, LEADER, hidden=ELSEWHERE), NOT_TAKEN, of="year"),
    Page(
        "reports:area",
        roles(SUPERIOR, CITY_MONITOR, hidden=(Subject.SUPERIOR_FOREIGN,)),
        NOT_TAKEN,
        of="area",
    ),
)
