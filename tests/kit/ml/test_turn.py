from pathlib import Path

from kit.ml.turn import turn


def test_one_has_the_turn_and_gives_it_back(tmp_path: Path) -> None:
    path = tmp_path / "training.lock"
    with turn(path) as first, turn(path) as second:
        assert (first, second) == (True, False)
    with turn(path) as again:
        assert again


def test_alone_on_a_machine_everybody_has_a_turn() -> None:
    with turn(None) as first, turn(None) as second:
        assert first
        assert second
