"""Descriptions for tests: a good one, and ways to make others of it."""

import copy
import json
from typing import Any

OK = {"200": {"description": "Được"}}
GOOD: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Danh mục đơn vị hành chính", "version": "1.2.0", "description": "Đơn vị hành chính theo ngày."},
    "servers": [{"url": "http://10.1.2.3:{cong}/api/v1/", "variables": {"cong": {"default": "8080"}}}],
    "paths": {
        "/don-vi": {
            "get": {"summary": "Các đơn vị", "responses": OK},
            "post": {"operationId": "them", "responses": OK},
        },
        "/don-vi/{ma}": {
            "parameters": [{"name": "ma", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"summary": "Một đơn vị", "responses": OK},
            "delete": {"summary": "Bỏ đơn vị", "responses": OK},
        },
    },
}
MA = {"parameters": [{"name": "ma", "in": "path", "required": True, "schema": {"type": "string"}}]}


def with_paths(paths: dict[str, Any], **more: Any) -> dict[str, Any]:
    return copy.deepcopy(GOOD) | {"paths": paths} | more


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in GOOD.items() if name not in names}


def text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False)
