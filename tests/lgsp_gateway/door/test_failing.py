"""A platform that is down, slow or broken: it is named, and the rest works."""

import socket
import threading
from collections.abc import Callable

import httpx
import pytest

from tests.lgsp_gateway.door.conftest import Door, opened


async def test_a_platform_that_is_down_is_named(database_url: str, valkey_url: str) -> None:
    deaf = socket.socket()
    deaf.bind(("127.0.0.1", 0))
    gone = f"http://127.0.0.1:{deaf.getsockname()[1]}"
    async with opened(database_url, valkey_url, platform_urls={"analytics": gone}) as door:
        page = await door.ask("/analytics/reports", headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert "Phân tích dữ liệu đang không trả lời" in page.text
        assert page.headers["retry-after"] == "5"
        assert 'href="/sign-in"' in page.text
        await door.sign_in()
        signed_in = await door.ask("/analytics/reports", headers={"Accept": "text/html"})
        assert "Nguyễn Thị Hường" in signed_in.text
        assert 'href="/sign-in"' not in signed_in.text
        answer = await door.ask("/analytics/api/v1/reports")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "platform-down"
        assert (await door.ask("/monitoring/who")).status_code == 200
        assert (await door.ask("/")).status_code == 200
    deaf.close()


async def test_a_slow_platform_is_given_up(door: Door) -> None:
    answer = await door.ask("/monitoring/slow")
    assert (answer.status_code, answer.json()["code"]) == (504, "platform-slow")


async def test_an_answer_that_breaks_off_is_not_made_whole(door: Door) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await door.ask("/monitoring/broken")


@pytest.mark.parametrize("rubbish", [b"rubbish\r\n\r\n", b"HTTP/1.1 999999 x\r\n\r\n", b""])
async def test_rubbish_is_called_so(rubbish: bytes, make_database: Callable[[str], str], valkey_url: str) -> None:
    def answer(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(rubbish)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, args=(listener,), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with opened(make_database("lgsp_gateway"), valkey_url, platform_urls={"analytics": url}) as door:
            found = await door.ask("/analytics/api/v1/reports")
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)
    assert (found.status_code, found.json()["code"]) == (502, "platform-broken")
