"""What Valkey answered for is on the disk, and it answers only to those who know the password."""

import signal
from pathlib import Path

import psutil
import pytest
import redis

from embedded import valkey
from embedded.errors import LaunchError


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    server = valkey.start(tmp_path)
    server.wait()
    with redis.Redis.from_url(server.url) as client:
        client.xadd("sự-kiện", {"tên": "Nguyễn Văn Ổn"})
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
    with valkey.running(tmp_path) as url, redis.Redis.from_url(url, decode_responses=True) as client:
        assert client.xrange("sự-kiện")[0][1] == {"tên": "Nguyễn Văn Ổn"}
        assert client.config_get("appendfsync") == {"appendfsync": "always"}


def test_it_wants_the_password_and_shows_it_to_nobody(tmp_path: Path) -> None:
    server = valkey.start(tmp_path)
    server.wait()
    try:
        with (
            redis.Redis(port=server.port) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()
        process = psutil.Process(server.process.pid)
        assert server.password not in " ".join(process.cmdline())
        assert {one.laddr.ip for one in process.net_connections("inet")} == {"127.0.0.1"}
        assert (tmp_path / "password").stat().st_mode & 0o777 == 0o600
    finally:
        server.stop()


def test_a_server_on_path_does_where_there_is_no_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = valkey.program()
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LaunchError, match="make setup"):
        valkey.program()
    (tmp_path / "redis-server").symlink_to(own)
    assert valkey.program() == tmp_path / "redis-server"
