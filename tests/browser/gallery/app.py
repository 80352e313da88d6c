"""The gallery as an app: `create()` for tests, `uvicorn --factory tests.browser.gallery.app:create` by hand."""

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, Request, Response
from pydantic import SecretStr
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Mount

from kit.auth import Caller
from kit.files import MIB
from kit.middleware import SecurityHeaders
from kit.settings import Province, Settings
from kit.text import fold
from kit.web import Option, field_errors, install, notify, redirect, render, render_problem
from tests.browser.gallery.data import AGENCIES, CHANGES, HOURLY, Sent, listed
from tests.browser.gallery.feed import Feed

PACKAGE = "tests.browser.gallery"
CALLER = Caller("7f9c", "official", name="Nguyễn Thị Hương", agency="H02.05", scopes=frozenset({"members:read"}))


def settings(province: Province | None = None) -> Settings:
    return Settings(
        service="gallery",
        mode="embedded",
        province=province or Province(),
        platforms=("lgsp-gateway", "analytics", "governance", "meetings", "monitoring"),
        search_path="/search",
        database_url="postgresql://none",
        redis_url="redis://none",
        bus_url="redis://none",
        secret_key=SecretStr("x" * 32),
    )


def signed_in(request: Request) -> None:
    request.state.caller = None if "anonymous" in request.query_params else CALLER
    request.state.csrf = "token-of-the-browser"


def create(province: Province | None = None) -> FastAPI:
    app = FastAPI(dependencies=[Depends(signed_in)], exception_handlers={HTTPException: problem})
    app.state.settings = settings(province)
    app.state.sent, app.state.feed = Sent(), Feed()
    install(app, PACKAGE)
    app.add_middleware(SecurityHeaders, https=False)
    app.router.routes.append(Mount("/static", app.state.assets))
    app.get("/")(components)
    app.get("/lgsp-gateway/components")(components)
    app.get("/lgsp-gateway/members")(members)
    app.get("/lgsp-gateway/form")(form)
    app.get("/lgsp-gateway/options")(options)
    app.post("/lgsp-gateway/form")(save)
    app.get("/lgsp-gateway/upload")(uploads)
    app.post("/lgsp-gateway/upload")(upload)
    app.post("/lgsp-gateway/notify")(told)
    app.get("/lgsp-gateway/down")(down)
    app.get("/lgsp-gateway/live")(live)
    app.get("/lgsp-gateway/later")(later)
    app.get("/lgsp-gateway/part")(part)
    app.get("/lgsp-gateway/progress")(progress)
    app.get("/events")(events)
    return app


async def components(request: Request) -> Response:
    values = [{"hour": hour, "calls": calls} for hour, calls in HOURLY]
    return render(request, "sample/components.html", changes=CHANGES, values=values, rows=HOURLY)


async def members(request: Request, q: str = "", sort: str = "", after: str = "") -> Response:
    return render(request, "sample/list.html", block="rows", page=listed(q, sort, after))


async def form(request: Request) -> Response:
    return render(request, "sample/form.html", errors={}, values={}, agencies=AGENCIES[:3])


async def options(q: str = "") -> list[Option]:
    """Of many agencies; `hỏng` finds the server broken."""
    if q == "hỏng":
        raise HTTPException(503)
    return [one for one in AGENCIES if fold(q) in fold(one.label)]


async def save(request: Request, name: Annotated[str, Form()] = "", code: Annotated[str, Form()] = "") -> Response:
    wrong: list[dict[str, Any]] = [{"loc": ("body", "name"), "type": "missing"}] if not name else []
    if not code.startswith("H02."):
        error = ValueError("gallery.code_wrong")
        wrong.append({"loc": ("body", "code"), "type": "value_error", "ctx": {"error": error}})
    if wrong:
        values = {"name": name, "code": code}
        errors = field_errors(request, wrong)
        return render(request, "sample/form.html", status=422, errors=errors, values=values, agencies=AGENCIES[:3])
    request.app.state.sent.names.append(name)
    return redirect(request, "/lgsp-gateway/members", "gallery.saved", name=name)


async def uploads(request: Request) -> Response:
    return render(request, "sample/upload.html", sent=request.app.state.sent.files, most=MIB)


async def upload(request: Request, name: str = "") -> Response:
    """Takes what is called a PDF; whether it is one is tried elsewhere."""
    files = request.app.state.sent.files
    if request.headers["content-type"].startswith("multipart/form-data"):
        form = await request.form()
        files += [(one.filename, one.size) for one in form.getlist("file") if isinstance(one, UploadFile)]
        await form.close()
        return redirect(request, "/lgsp-gateway/upload")
    taken = sum([len(part) async for part in request.stream()])
    if not name.endswith(".pdf"):
        return JSONResponse({"detail": f"Nội dung tệp không phải là PDF: {name}."}, 415)
    assert request.headers["x-csrf-token"] == "token-of-the-browser"
    files.append((name, taken))
    return JSONResponse({}, 201)


async def told(request: Request) -> Response:
    return notify(request, Response(), "gallery.saved", name="Sở Nội vụ")


async def down(request: Request) -> Response:
    return render_problem(request, status=503, code="gallery-down", reference="c0ffee12")


async def live(request: Request) -> Response:
    return render(request, "sample/live.html", block="feed", published=request.app.state.feed.published)


async def later(request: Request) -> Response:
    request.app.state.sent.asked = 0
    return render(request, "sample/later.html", block="progress", done=0)


async def part(request: Request) -> Response:
    """Fails when it is asked for the first time."""
    sent: Sent = request.app.state.sent
    sent.asked += 1
    if sent.asked == 1:
        raise HTTPException(503)
    return HTMLResponse("<p>Ba kết quả</p>")


async def progress(request: Request, done: int = 0) -> Response:
    return render(request, "sample/later.html", block="progress", done=done + 100)


async def events(request: Request) -> Response:
    feed: Feed = request.app.state.feed
    return await feed.connect()


async def problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return render_problem(request, status=status, code="not-found", reference="c0ffee34")
