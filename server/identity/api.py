"""Routes of identity."""

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door
from server.identity import approvals, badges, devices, keys, people, pins, sessions, site, step_up
from server.identity.me import me
from server.identity.whose import whose_badge
from server.identity.wire.approvals import (
    ActSigned,
    ApprovalDecide,
    ApprovalQuery,
    ApprovalView,
    DailyReport,
    ReportQuery,
    SignAct,
)
from server.identity.wire.devices import (
    BadgeLanguage,
    BadgeShown,
    DeviceCreate,
    DeviceEnrol,
    DeviceEnrolled,
    DeviceRevoke,
    DeviceView,
    EnrolmentOpen,
    EnrolmentOpened,
    LockScreen,
    SessionsRevoke,
    SignedIn,
    SignIn,
    SignOut,
    Unlock,
    UnlockOffline,
)
from server.identity.wire.keys import KeyCreate, KeyCreated, KeyRevoke, KeyView, Me
from server.identity.wire.people import (
    BadgeIssue,
    BadgeIssued,
    BadgeRevoke,
    Done,
    PersonCreate,
    PersonEdit,
    PersonView,
    PinDeal,
    PinDealt,
    PinUnlock,
    Whose,
    WhoseBadge,
)
from server.identity.wire.site import GoLive, Policy, PolicyEdit
from server.query import asks
from server.wire import Page, PageQuery

D = NamedDependency[Door]


@get("/me", opt={"right": "anyone"}, summary="Who am I, and what may I do?")
async def read_me(door: D) -> Me:
    return await door.read(me)


# --- keys -----------------------------------------------------------------------------------------


@get("/keys", opt={"right": "admin"}, dependencies=asks(PageQuery), summary="API keys")
async def list_keys(door: D, wanted: NamedDependency[PageQuery]) -> Page[KeyView]:
    return await door.read(keys.list_keys, wanted.cursor, wanted.limit)


@post(KeyCreate.path, opt={"right": "admin"}, summary="Make an API key, shown once")
async def create_key(door: D, data: JSONBody[KeyCreate]) -> Response[KeyCreated]:
    return await door.act(keys.create_key, data)


@post(KeyRevoke.path, opt={"right": "admin"}, summary="End an API key")
async def revoke_key(door: D, data: JSONBody[KeyRevoke]) -> Response[Done]:
    return await door.act(keys.revoke_key, data)


# --- people ---------------------------------------------------------------------------------------


@get("/people", opt={"right": "supervise"}, dependencies=asks(PageQuery), summary="People")
async def list_people(door: D, wanted: NamedDependency[PageQuery]) -> Page[PersonView]:
    return await door.read(people.list_people, wanted.cursor, wanted.limit)


@get(PersonEdit.path, opt={"right": "supervise"}, summary="A person")
async def read_person(door: D, person: FromPath[str]) -> PersonView:
    return await door.read(people.read_person, person)


@post(PersonCreate.path, opt={"right": "supervise"}, summary="Make a person")
async def create_person(door: D, data: JSONBody[PersonCreate]) -> Response[PersonView]:
    return await door.act(people.create_person, data)


@put(PersonEdit.path, opt={"right": "supervise"}, summary="Change a person, or send them away")
async def edit_person(
    door: D, person: FromPath[str], data: JSONBody[PersonEdit]
) -> Response[PersonView]:
    return await door.act(people.edit_person, data, person)


@post(BadgeIssue.path, opt={"right": "supervise"}, summary="Issue a badge, shown once")
async def issue_badge(door: D, data: JSONBody[BadgeIssue]) -> Response[BadgeIssued]:
    return await door.act(badges.issue_badge, data)


@post(BadgeRevoke.path, opt={"right": "supervise"}, summary="End a badge")
async def revoke_badge(door: D, data: JSONBody[BadgeRevoke]) -> Response[Done]:
    return await door.act(badges.revoke_badge, data)


@post("/badges/whose", opt={"right": "supervise"}, status_code=200, summary="Whose badge is that?")
async def whose(door: D, data: JSONBody[WhoseBadge]) -> Whose:
    return await door.read(whose_badge, data)


@post(PinDeal.path, opt={"right": "supervise"}, summary="Deal a PIN, shown once")
async def deal_pin(door: D, data: JSONBody[PinDeal]) -> Response[PinDealt]:
    return await door.act(pins.deal_pin, data, pins.cost_of(door.house.settings))


@post(PinUnlock.path, opt={"right": "supervise"}, summary="Let somebody try their PIN again")
async def unlock_pin(door: D, data: JSONBody[PinUnlock]) -> Response[Done]:
    return await door.act(pins.unlock_pin, data)


# --- devices --------------------------------------------------------------------------------------


@get("/devices", opt={"right": "supervise"}, dependencies=asks(PageQuery), summary="Devices")
async def list_devices(door: D, wanted: NamedDependency[PageQuery]) -> Page[DeviceView]:
    return await door.read(devices.list_devices, wanted.cursor, wanted.limit)


@post(DeviceCreate.path, opt={"right": "supervise"}, summary="Make a device")
async def create_device(door: D, data: JSONBody[DeviceCreate]) -> Response[DeviceView]:
    return await door.act(devices.create_device, data)


@post(EnrolmentOpen.path, opt={"right": "supervise"}, summary="A one-time code for a device")
async def open_enrolment(door: D, data: JSONBody[EnrolmentOpen]) -> Response[EnrolmentOpened]:
    return await door.act(devices.open_enrolment, data)


@post(DeviceEnrol.path, opt={"right": "open"}, status_code=200, summary="Enrol this device")
async def enrol(door: D, data: JSONBody[DeviceEnrol]) -> DeviceEnrolled:
    return await door.attend(devices.enrol, data)


@post(DeviceRevoke.path, opt={"right": "supervise"}, summary="Shut a lost device out")
async def revoke_device(door: D, data: JSONBody[DeviceRevoke]) -> Response[Done]:
    return await door.act(devices.revoke_device, data)


# --- sessions -------------------------------------------------------------------------------------


@post(SignIn.path, opt={"right": "anyone"}, status_code=200, summary="Sign in: badge and PIN")
async def sign_in(door: D, data: JSONBody[SignIn]) -> SignedIn:
    return await door.attend(sessions.sign_in, data)


@post(BadgeShown.path, opt={"right": "anyone"}, status_code=200, summary="Whose language?")
async def language_of(door: D, data: JSONBody[BadgeShown]) -> BadgeLanguage:
    return await door.attend(sessions.language_of, data)


@post(Unlock.path, opt={"right": "anyone"}, status_code=200, summary="Unlock with the badge")
async def unlock(door: D, data: JSONBody[Unlock]) -> Done:
    return await door.attend(sessions.unlock, data)


@post(SignOut.path, opt={"right": "anyone"}, summary="Sign out")
async def sign_out(door: D, data: JSONBody[SignOut]) -> Response[Done]:
    return await door.act(sessions.sign_out, data)


@post(UnlockOffline.path, opt={"right": "anyone"}, summary="A badge opened a device offline")
async def unlock_offline(door: D, data: JSONBody[UnlockOffline]) -> Response[Done]:
    return await door.act(sessions.unlock_offline, data)


@post(LockScreen.path, opt={"right": "anyone"}, summary="Lock the screen")
async def lock_screen(door: D, data: JSONBody[LockScreen]) -> Response[Done]:
    return await door.act(sessions.lock_screen, data)


@post(SessionsRevoke.path, opt={"right": "supervise"}, summary="End all of a person's sessions")
async def revoke_sessions(door: D, data: JSONBody[SessionsRevoke]) -> Response[Done]:
    return await door.act(sessions.revoke_by_person, data)


# --- the second person ----------------------------------------------------------------------------


@post(SignAct.path, opt={"right": "anyone"}, status_code=200, summary="Sign somebody's next act")
async def sign_act(door: D, data: JSONBody[SignAct]) -> ActSigned:
    return await door.attend(step_up.sign_act, data)


@get(
    "/warehouses/{warehouse:str}/approvals",
    opt={"right": "approve"},
    dependencies=asks(ApprovalQuery),
    summary="Approvals",
)
async def list_approvals(door: D, wanted: NamedDependency[ApprovalQuery]) -> Page[ApprovalView]:
    return await door.read(approvals.list_approvals, wanted)


@post(ApprovalDecide.path, opt={"right": "approve"}, summary="Say yes or no to what waits")
async def decide(door: D, data: JSONBody[ApprovalDecide]) -> Response[ApprovalView]:
    return await door.act(approvals.decide, data)


@get(
    "/warehouses/{warehouse:str}/approvals/self-approved",
    opt={"right": "approve"},
    dependencies=asks(ReportQuery),
    summary="The owner's daily report: what was approved by whoever did it",
)
async def daily_report(door: D, wanted: NamedDependency[ReportQuery]) -> DailyReport:
    return await door.read(approvals.daily_report, wanted.day)


# --- the site -------------------------------------------------------------------------------------


@get(PolicyEdit.path, opt={"right": "anyone"}, summary="The site's policy")
async def read_policy(door: D) -> Policy:
    return await door.read(site.read_policy)


@put(PolicyEdit.path, opt={"right": "admin"}, summary="Change the site's policy")
async def edit_policy(door: D, data: JSONBody[PolicyEdit]) -> Response[Policy]:
    return await door.act(site.edit_policy, data)


@post(GoLive.path, opt={"right": "admin"}, summary="End the setting-up of the site")
async def go_live(door: D, data: JSONBody[GoLive]) -> Response[Policy]:
    return await door.act(site.go_live, data)


router = Router(
    path="/",
    route_handlers=[
        read_me,
        list_keys,
        create_key,
        revoke_key,
        list_people,
        read_person,
        create_person,
        edit_person,
        issue_badge,
        revoke_badge,
        whose,
        deal_pin,
        unlock_pin,
        list_devices,
        create_device,
        open_enrolment,
        enrol,
        revoke_device,
        language_of,
        sign_in,
        unlock,
        sign_out,
        unlock_offline,
        lock_screen,
        revoke_sessions,
        sign_act,
        list_approvals,
        decide,
        daily_report,
        read_policy,
        edit_policy,
        go_live,
    ],
    tags=["identity"],
)
