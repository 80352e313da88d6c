"""The running product, shared with the browser's tests, and its people at the front door."""

from collections.abc import Iterator

import pytest

from simulators.journeys.portal import Portal
from tests.embedded.product import Product


@pytest.fixture(scope="session")
def portal(product: Product) -> Iterator[Portal]:
    with Portal.of(product.folder) as found:
        yield found
