"""What is known, as figures of the plan's items. Pure: counts in, figures with their reasons out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

DEPLOYED = {
    "P3.2": "lgsp-gateway",
    "P3.3": "analytics",
    "P3.4": "governance",
    "P3.5": "meetings",
    "P3.6": "monitoring",
    "P3.7": "assistant-citizen",
    "P3.8": "assistant-staff",
}
APPLYING_AI, CONNECTED, NATIONAL = "P3.9", "P6.6", "P6.7"
CODES = (*DEPLOYED, APPLYING_AI, CONNECTED, NATIONAL)
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Known:
    """`value` None with a numerator: a count of something whose whole nobody knows. `note` says what was counted."""

    value: float | None
    numerator: float | None
    denominator: float | None
    note: str


def figures_known(
    platforms: Mapping[str, Collection[str]],
    connected: Mapping[str, str],
    national: Mapping[str, bool],
) -> dict[str, Known]:
    """`platforms`: models by service that told of itself; `connected`: why each application counts (its exchanges or
    its right to call); `national`: whether each service of the national platform was called.

    Where nothing is known there is no figure: a platform that never told of itself may well run elsewhere.
    """
    found = {code: _deployed(service) for code, service in DEPLOYED.items() if service in platforms}
    if platforms:
        found[APPLYING_AI] = _applying(platforms)
    if connected:
        found[CONNECTED] = _connected(connected)
    if national:
        found[NATIONAL] = _in_use(national)
    return found


def _deployed(service: str) -> Known:
    return Known(1.0, None, None, f"Nền tảng {service} đang chạy và tự báo về.")


def _applying(platforms: Mapping[str, Collection[str]]) -> Known:
    applying = [service for service, models in sorted(platforms.items()) if models]
    note = f"Có mô hình đang trả lời: {', '.join(applying) or '–'}. Đã triển khai: {', '.join(sorted(platforms))}."
    return _share(len(applying), len(platforms), note)


def _connected(connected: Mapping[str, str]) -> Known:
    """The plan asks for a percentage of the applications that have shared data; how many those are is not on record
    anywhere, so the count alone is honest."""
    names = [f"{name} ({why})" for name, why in sorted(connected.items())]
    rest = f" và {len(names) - MOST_NAMED} ứng dụng khác" if len(names) > MOST_NAMED else ""
    note = f"Số đếm, không phải tỷ lệ: chưa có danh mục ứng dụng có dữ liệu dùng chung. {', '.join(names[:MOST_NAMED])}"
    return Known(None, float(len(connected)), None, f"{note}{rest}.")


def _in_use(national: Mapping[str, bool]) -> Known:
    used = sorted(name for name, called in national.items() if called)
    return _share(len(used), len(national), f"Đã được gọi qua LGSP: {', '.join(used[:MOST_NAMED]) or '–'}.")


def _share(part: int, whole: int, note: str) -> Known:
    return Known(100 * part / whole, float(part), float(whole), note)
