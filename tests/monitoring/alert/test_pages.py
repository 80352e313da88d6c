"""Rules, silences and alerts on the screens of those who watch."""

from tests.monitoring.alert.guard import OVERSEEING, Guard

PAGE = {"Accept": "text/html"}
CSRF = "csrf"
RULE = {
    "name": "Mức đạt dưới 80 %",
    "kind": "threshold",
    "severity": "critical",
    "covers": "pillar",
    "pillar": "cybersecurity",
    "level": "province",
    "measure": "attainment",
    "bound": "80",
    "recovery": "90",
    "enabled": "true",
}


async def page(guard: Guard, path: str, status: int = 200) -> str:
    answer = await guard.http.get(f"/monitoring{path}", headers={**guard.headers, **PAGE})
    assert answer.status_code == status, answer.text
    return answer.text


async def send(guard: Guard, path: str, data: dict[str, str], status: int = 303) -> str:
    answer = await guard.http.post(f"/monitoring{path}", data=data, headers={**guard.headers, **PAGE})
    assert answer.status_code == status, answer.text
    return answer.text if status != 303 else answer.headers["location"]


async def test_a_rule_is_previewed_kept_and_changed_on_its_form(guard: Guard) -> None:
    await guard.figure("P5.1", "2026-Q1", 62)
    seen = await send(guard, "/alert-rules/preview", RULE, status=200)
    assert "P5.1" in seen
    assert "62" in seen
    assert not (await guard.get("/alert-rules"))["items"]
    path = await send(guard, "/alert-rules", RULE)
    shown = await page(guard, path.removeprefix("/monitoring"))
    assert "Mức đạt dưới 80 % trong 1 kỳ liên tiếp" in shown
    edit = path.removeprefix("/monitoring")
    assert 'name="version" value="1"' in await page(guard, f"{edit}/edit")
    await send(guard, edit, {**RULE, "enabled": "false", "version": "1"})
    stale = await send(guard, edit, {**RULE, "name": "khác", "version": "1"}, status=409)
    assert "Người khác vừa lưu quy tắc này" in stale
    assert "Mức đạt dưới 80 %" in await page(guard, "/alert-rules?q=muc+dat&enabled=false")


async def test_what_is_wrong_with_a_rule_is_said_at_its_place(guard: Guard) -> None:
    wrong = await send(guard, "/alert-rules", {**RULE, "bound": "95", "recovery": "90"}, status=422)
    assert "mức hết cảnh báo không thấp hơn ngưỡng" in wrong
    wrong = await send(guard, "/alert-rules", {**RULE, "covers": "indicator", "code": "P9.9"}, status=422)
    assert "Không có chỉ tiêu này." in wrong
    wrong = await send(guard, "/alert-rules", {**RULE, "bound": "nhiều"}, status=422)
    assert "Cần một số." in wrong


async def test_an_alert_is_found_read_acknowledged_closed_and_exported(guard: Guard) -> None:
    await send(guard, "/alert-rules", RULE)
    await guard.figure("P5.1", "2026-Q1", 62)
    alert = await guard.one("raised")
    assert alert["id"] in await page(guard, "/alerts?q=may+chu&state=open&severity=critical")
    assert alert["id"] not in await page(guard, "/alerts?state=recovered")
    assert "62\u00a0%" in await page(guard, "/alerts")
    shown = await page(guard, f"/alerts/{alert['id']}")
    assert "data-chart" in shown
    await send(guard, f"/alerts/{alert['id']}/acknowledge", {"version": str(alert["version"]), "note": "đã rõ"})
    shown = await page(guard, f"/alerts/{alert['id']}")
    assert "đã rõ" in shown
    assert "Đã tiếp nhận" in shown
    version = str((await guard.get(f"/alerts/{alert['id']}"))["version"])
    wrong = await send(guard, f"/alerts/{alert['id']}/close", {"version": version, "note": ""}, status=422)
    assert "close-error" in wrong
    await send(guard, f"/alerts/{alert['id']}/close", {"version": version, "note": "số liệu đang đối soát"})
    assert "Đã đóng" in await page(guard, f"/alerts/{alert['id']}")
    file = await page(guard, "/alerts.csv")
    assert file.startswith("\ufeffPhát sinh,Mức độ,Trạng thái")
    assert "P5.1" in file
    assert alert["id"] not in await page(guard, "/alerts/of/P5.1")


async def test_a_silence_shows_what_it_would_match_before_it_is_kept(guard: Guard) -> None:
    await send(guard, "/alert-rules", RULE)
    await guard.figure("P5.1", "2026-Q1", 62)
    await guard.one("raised")
    assert 'name="code"' in await page(guard, "/silences/new?code=P5.1")
    times = {"starts_at": "2026-11-25T08:00", "ends_at": "2026-11-27T08:00"}
    silence = {"reason": "Nâng cấp hệ thống giám sát", "code": "P5.1", **times}
    assert "1 trong 1 nơi khớp" in await send(guard, "/silences/preview", silence, status=200)
    assert "Nếu là 0" in await send(guard, "/silences/preview", {**silence, "area": "99999"}, status=200)
    assert await send(guard, "/silences", silence) == "/monitoring/silences"
    kept = (await guard.get("/silences"))["items"][0]
    assert kept["starts_at"].startswith("2026-11-25T01:00")
    assert "Nâng cấp hệ thống giám sát" in await page(guard, "/silences?state=present")
    assert "Đang hiệu lực" in await page(guard, "/silences")
    await send(guard, f"/silences/{kept['id']}", {**silence, "reason": "Lý do khác", "version": "1"})
    await send(guard, f"/silences/{kept['id']}/end", {"version": "2"})
    assert "Đã hết" in await page(guard, "/silences")
    wrong = await send(guard, "/silences", {**silence, "ends_at": "2026-11-24T08:00"}, status=422)
    assert "Thời điểm kết thúc phải sau thời điểm bắt đầu" in wrong


async def test_every_page_speaks_english_too(guard: Guard) -> None:
    await send(guard, "/alert-rules", RULE)
    await guard.figure("P5.1", "2026-Q1", 62)
    alert = await guard.one("raised")
    guard.http.cookies.set("lang", "en")
    for path in ("/alerts", f"/alerts/{alert['id']}", "/alert-rules", "/alert-rules/new", "/silences", "/silences/new"):
        assert "Alert" in await page(guard, path) or "Silence" in await page(guard, path)
    assert OVERSEEING
