"""People of the demo who ask the officials' assistant at the front door of a running product."""

from typing import Any, Self

import httpx

from simulators.demo.keys import read_keys
from tests.embedded.product import Product
from tests.embedded.waiting import until

API = "/assistant-staff/api/v1"
MINUTE = 60


class Official:
    def __init__(self, product: Product, username: str) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{product.port}", timeout=30)
        self._username = username
        self._password = read_keys(product.folder / "demo" / "keys.json").passwords[username]

    def __enter__(self) -> Self:
        self._http.get("/sign-in", headers={"Accept": "text/html"})
        proof = {"username": self._username, "password": self._password, "csrf_token": self._http.cookies["csrf"]}
        assert self._http.post("/sign-in", data=proof).status_code == 303
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def read(self, path: str, **params: Any) -> dict[str, Any]:
        answer = self._http.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def post(self, path: str, **data: Any) -> dict[str, Any]:
        answer = self._http.post(path, json=data, headers={"X-CSRF-Token": self._http.cookies["csrf"]})
        assert answer.is_success, answer.text
        return dict(answer.json())

    def ask(self, question: str) -> dict[str, Any]:
        return self.post(f"{API}/questions", question=question)


def expect_the_assistant_to_act_for_its_official(product: Product) -> None:
    """With the official's token it reads the official's work and opens a task; as itself it reads what it indexes."""
    with Official(product, "giamdoc") as director, Official(product, "kiemtra") as auditor:
        agenda = director.ask("Hôm nay tôi có việc gì?")
        assert (agenda["kind"], agenda["away"]) == ("agenda", [])
        card = director.ask("Giao Sở Khoa học và Công nghệ báo cáo tình hình giải ngân trước 15/12")["card"]
        data = {"title": card["title"], "lead": card["lead"], "version": card["version"]}
        done = director.post(f"{API}/cards/{card['id']}/confirm", **data)
        task = director.read(f"/governance/api/v1/tasks/{done['task_id']}")
        assert task["title"] == card["title"]
        (act,) = auditor.read(f"{API}/acts")["items"]
        assert (act["object"], act["by"]) == (f"task/{task['id']}", "assistant-staff")
        (account,) = auditor.read("/lgsp-gateway/api/v1/accounts", q="giamdoc")["items"]
        assert act["actor"] == account["id"]
        path = f"/governance/tasks/{task['id']}"
        until(lambda: path in str(director.ask(f"Nhiệm vụ {card['title']}")["quotes"]), MINUTE)
