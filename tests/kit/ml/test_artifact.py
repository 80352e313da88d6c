"""What is read back is what was written, made of nothing but what its model names."""

import io
import json
import zipfile

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from skops.io import dumps
from sqlalchemy import text

from kit.ml import artifact
from kit.ml.errors import ArtifactRefused
from kit.ml.vocabulary import packed, unpacked
from tests.kit.ml.conftest import Workshop
from tests.kit.ml.meetings.models import Topic, sentences


@pytest.fixture(scope="module")
def written() -> bytes:
    return artifact.write(Topic(), Topic().fit(sentences()))


def repacked(data: bytes, schema: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            new.writestr(one.filename, json.dumps(schema) if one.filename == artifact.SCHEMA else old.read(one))
    return out.getvalue()


def schema_of(data: bytes) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        schema: dict[str, object] = json.loads(archive.read(artifact.SCHEMA))
        return schema


def test_it_comes_back_as_it_was(written: bytes) -> None:
    fitted = artifact.read(Topic(), written, artifact.digest(written))
    assert list(fitted.predict(["nước sạch tại xã"])) == ["water"]


def test_words_are_one_array_and_come_back_as_they_were(written: bytes) -> None:
    (words,) = (step for _, step in Topic().fit(sentences()).steps if hasattr(step, "vocabulary_"))
    assert not any(word in json.dumps(schema_of(written)) for word in words.vocabulary_ if len(word) > 4)
    assert unpacked(packed(words)).vocabulary_ == words.vocabulary_


def test_words_whose_order_does_not_say_all_are_left_as_they_are() -> None:
    for odd in ({"a": 0, "b": 2}, {"a": 0, "b": 0}, {"a\0": 0, "b": 1}):
        words = TfidfVectorizer()
        words.vocabulary_ = odd
        assert packed(words).vocabulary_ == odd


def test_a_version_written_before_words_were_packed_is_read() -> None:
    data = dumps(Topic().fit(sentences()))
    fitted = artifact.read(Topic(), data, artifact.digest(data))
    assert list(fitted.predict(["nước sạch tại xã"])) == ["water"]


def test_another_byte_is_another_artifact(written: bytes) -> None:
    tampered = written[:-30] + bytes([written[-30] ^ 1]) + written[-29:]
    with pytest.raises(ArtifactRefused) as refused:
        artifact.read(Topic(), tampered, artifact.digest(written))
    assert refused.value.params["reason"] == "digest"


@pytest.mark.parametrize(
    ("module", "name"),
    [("os", "system"), ("builtins", "eval"), ("subprocess", "Popen"), ("sklearn.dummy", "DummyClassifier")],
)
def test_a_type_that_was_not_named_is_refused_even_with_a_fitting_digest(
    written: bytes, module: str, name: str
) -> None:
    schema = schema_of(written)
    schema["hidden"] = {"__class__": name, "__module__": module, "__loader__": "FunctionNode", "content": []}
    changed = repacked(written, schema)
    with pytest.raises(ArtifactRefused) as refused:
        artifact.read(Topic(), changed, artifact.digest(changed))
    assert (refused.value.params["reason"], refused.value.params["types"]) == ("types", f"{module}.{name}")


@pytest.mark.parametrize("data", [b"", b"rubbish", b"\x80\x04K\x01."])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(ArtifactRefused) as refused:
        artifact.read(Topic(), data, artifact.digest(data))
    assert refused.value.params["reason"] == "form"


def test_what_unpacks_to_more_than_a_model_can_be_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", "{}")
        for part in range(5):
            archive.writestr(f"{part}.npy", bytes(60 << 20))
    with pytest.raises(ArtifactRefused) as refused:
        artifact.read(Topic(), out.getvalue(), artifact.digest(out.getvalue()))
    assert refused.value.params["reason"] == "size"


async def test_a_refused_version_leaves_the_one_before_in_use_and_is_shown(workshop: Workshop) -> None:
    for number in (1, 2):
        await workshop.train("topic")
        await workshop.post(f"/topic/versions/{number}/promote")
        if number == 1:
            await workshop.look()
    async with workshop.database.session() as session:
        await session.execute(text("UPDATE model_version SET artifact = 'x' WHERE number = 2"))
    await workshop.look()
    assert workshop.app.state.models.active("topic").number == 1
    assert (await workshop.get("/topic"))["refused"] is True
    assert "Không đọc được phiên bản" in (await workshop.page("/topic")).text
    await workshop.post("/topic/rollback")
    await workshop.look()
    assert (await workshop.get("/topic"))["refused"] is False
