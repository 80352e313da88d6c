"""Static files at addresses that carry a hash of their content, `/static/<hash>/<name>`, cached for ever.

Every service computes the same addresses from the same files; only the gateway serves them. Ours lie in
`static/`, others' come from npm into `node_modules/` and only those listed in NPM are reachable.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Self

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kit.web.icons import sprite

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
PREFIX = "/static"
FONT = "be-vietnam-pro"
WEIGHTS = (400, 500, 600, 700)
SUBSETS = ("vietnamese", "latin-ext", "latin")

NPM = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "vega.js": "vega/build/vega.min.js",
    "vega-lite.js": "vega-lite/build/vega-lite.min.js",
    "vega-embed.js": "vega-embed/build/vega-embed.min.js",
    "livekit-client.js": "livekit-client/dist/livekit-client.esm.mjs",
} | {
    f"fonts/{subset}-{weight}.woff2": f"@fontsource/{FONT}/files/{FONT}-{subset}-{weight}-normal.woff2"
    for subset in SUBSETS
    for weight in WEIGHTS
}
COMPRESSED = ("text/", "image/svg", "application/json")


class AssetsMissing(RuntimeError):
    """The front-end packages are not installed."""


@dataclass(frozen=True)
class Asset:
    name: str
    body: bytes
    media_type: str
    home: str = ""
    """Address of a folder that is served as a whole; empty: of its own."""

    @cached_property
    def url(self) -> str:
        """Worked out once: a page names some fifty."""
        return f"{self.home or f'{PREFIX}/{_digest(self.body)}'}/{self.name}"


class Assets:
    """All static files by name; `url(name)` for templates, and an ASGI app that serves them."""

    def __init__(self, assets: Iterable[Asset]) -> None:
        self._assets = {asset.name: asset for asset in assets}
        self._by_path = {asset.url: asset for asset in self._assets.values()}

    @classmethod
    def shared(cls, generated: dict[str, bytes]) -> Self:
        """Of all services, with what is made for a province."""
        return cls([*_shared().values(), *(_asset(name, body) for name, body in generated.items())])

    @classmethod
    def modules(cls, service: str, folder: Path) -> Self:
        """A service's own browser modules, under one hash for all of them: they import each other by name."""
        bodies = {file.name: file.read_bytes() for file in sorted(folder.glob("*.js"))}
        home = f"/{service}{PREFIX}/{_digest(b''.join(bodies.values()))}"
        return cls(Asset(name, body, "text/javascript", home) for name, body in bodies.items())

    def url(self, name: str) -> str:
        return self._assets[name].url

    def find(self, path: str) -> Asset | None:
        return self._by_path.get(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        asset = self.find(scope["path"])
        if asset is None or scope["method"] not in {"GET", "HEAD"}:
            return Response(status_code=404)
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
        }
        body = asset.body
        if asset.media_type.startswith(COMPRESSED):
            headers["Vary"] = "Accept-Encoding"
            if b"gzip" in dict(scope["headers"]).get(b"accept-encoding", b""):
                body, headers["Content-Encoding"] = _gzipped(asset), "gzip"
        return Response(body, media_type=asset.media_type, headers=headers)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]


@cache
def _gzipped(asset: Asset) -> bytes:
    return gzip.compress(asset.body, mtime=0)


@cache
def _shared() -> dict[str, Asset]:
    """Files that do not depend on settings; read once a process."""
    if not (NODE_MODULES / "htmx.org").is_dir():
        raise AssetsMissing(f"Front-end packages are missing: run `npm ci` in {HERE}")
    assets = [_asset(name, (NODE_MODULES / path).read_bytes()) for name, path in NPM.items()]
    assets += [_asset(file.name, file.read_bytes()) for file in sorted((HERE / "static" / "js").glob("*.js"))]
    assets.append(_asset("icons.svg", sprite(NODE_MODULES / "lucide-static" / "icons").encode()))
    by_name = {asset.name: asset for asset in assets}
    by_name["theme.css"] = _asset("theme.css", _stylesheet(by_name).encode())
    by_name["screen.js"] = _asset("screen.js", _script().encode())
    return by_name


def _asset(name: str, body: bytes) -> Asset:
    media_type, _ = mimetypes.guess_type(name)
    if name.endswith(".woff2"):
        media_type = "font/woff2"
    return Asset(name, body, media_type or "application/octet-stream")


def _script() -> str:
    """What every page loads, one file from the small ones in `static/js/screen`, each in its own scope."""
    return "\n".join(f"{{\n{file.read_text()}}}" for file in sorted((HERE / "static/js/screen").glob("*.js")))


def _stylesheet(assets: dict[str, Asset]) -> str:
    """One style sheet of the numbered files in `static/css`, with the font faces before them."""
    sheets = [file.read_text() for file in sorted((HERE / "static" / "css").glob("*.css"))]
    return _font_faces(assets) + "\n".join(sheets)


def _font_faces(assets: dict[str, Asset]) -> str:
    return "".join(_faces(weight, assets) for weight in WEIGHTS)


def _faces(weight: int, assets: dict[str, Asset]) -> str:
    """The package's own @font-face rules, which know the unicode ranges, with our addresses."""
    rules = (NODE_MODULES / "@fontsource" / FONT / f"{weight}.css").read_text()

    def address(match: re.Match[str]) -> str:
        return f"src: url({assets[f'fonts/{match[1]}-{weight}.woff2'].url}) format('woff2');"

    return re.sub(rf"src: url\(\./files/{FONT}-([a-z-]+)-{weight}-normal\.woff2\)[^;]*;", address, rules)
