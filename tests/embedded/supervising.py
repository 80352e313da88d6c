"""A supervisor of the demo at the front door of a running product."""

from functools import partial
from typing import Any, Self

import httpx

from simulators.demo.keys import read_keys
from tests.embedded.product import Product
from tests.embedded.waiting import until

API = "/monitoring/api/v1"
USERNAME = "giamsat"
SECONDS_TO_ARRIVE = 120
"""A group of Kafka gives up a member that was killed only after its session's time."""


class Supervisor:
    def __init__(self, product: Product) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{product.port}", timeout=30)
        self._password = read_keys(product.folder / "demo" / "keys.json").passwords[USERNAME]

    def __enter__(self) -> Self:
        self._http.get("/sign-in", headers={"Accept": "text/html"})
        proof = {"username": USERNAME, "password": self._password, "csrf_token": self._http.cookies["csrf"]}
        answer = self._http.post("/sign-in", data=proof)
        assert answer.status_code == 303, answer.text
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def alerts_of_a_new_rule(self) -> list[dict[str, Any]]:
        """Once it has been judged by a rule that nearly nothing satisfies."""
        facts = {"name": "Chưa đạt mục tiêu", "kind": "threshold", "bound": 99, "recovery": 100}
        headers = {"X-CSRF-Token": self._http.cookies["csrf"]}
        made = self._http.post(f"{API}/alert-rules", json=facts, headers=headers)
        assert made.status_code == 201, made.text
        return until(partial(self._alerts, made.json()["id"]), SECONDS_TO_ARRIVE)

    def _alerts(self, rule: str) -> list[dict[str, Any]]:
        answer = self._http.get(f"{API}/alerts", params={"rule_id": rule, "state": "open"})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    def until_task(self, alert: dict[str, Any]) -> None:
        """Until governance told of one."""
        until(partial(self.tasks, alert), SECONDS_TO_ARRIVE)

    def tasks(self, alert: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self._http.get(f"{API}/alerts/{alert['id']}")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["tasks"]
        return found
