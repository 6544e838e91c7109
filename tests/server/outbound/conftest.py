"""The shop of outbound tests."""

import pytest

from tests.server.outbound.hands import Shop
from tests.site import Site


@pytest.fixture
def shop(site: Site) -> Shop:
    shop = Shop(site)
    shop.furnish()
    return shop
