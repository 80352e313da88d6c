"""`uvicorn --factory simulators.onestop.main:app`"""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kit.middleware import BodyLimit
from simulators.onestop.record import proven, read_dossiers
from simulators.onestop.schemas import StateAsk, StateRead
from simulators.shared_categories.problems import (
    DOWN,
    PROBLEMS,
    Refused,
    answer_invalid,
    answer_refused,
    answer_unrouted,
)
from simulators.switch import Switch

NOT_FOUND = "Không có hồ sơ nào khớp với mã hồ sơ và bốn số xác nhận này."


def app() -> FastAPI:
    one_stop = FastAPI(
        title="Tình trạng hồ sơ một cửa",
        description="Tình trạng hồ sơ thủ tục hành chính, cho người chứng minh được là mình đã nộp (dữ liệu mẫu).",
        version="1.0.0",
        generate_unique_id_function=lambda route: route.name,
    )
    dossiers = read_dossiers()

    @one_stop.post(
        "/dossiers/state", tags=["dossiers"], responses=PROBLEMS, summary="Tình trạng một hồ sơ theo mã và số xác nhận"
    )
    async def show_state(asked: StateAsk) -> StateRead:
        """Both go in the body, so that no log of addresses holds them."""
        found = proven(dossiers, asked.MaHoSo, asked.SoXacThuc)
        if found is None:
            raise Refused(404, "dossier-not-found", NOT_FOUND)
        return StateRead.of(found)

    one_stop.exception_handler(Refused)(answer_refused)
    one_stop.exception_handler(RequestValidationError)(answer_invalid)
    one_stop.exception_handler(HTTPException)(answer_unrouted)
    one_stop.add_middleware(BodyLimit, limit=4 << 10)
    one_stop.add_middleware(Switch, down=DOWN)
    return one_stop
