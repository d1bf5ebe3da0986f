"""XML in encodings of all kinds: read right, or refused in one line; the same by both readers of XML."""

from __future__ import annotations

import pytest

from claimgraph.errors import FormatError
from claimgraph.formats import loads
from claimgraph.formats.xml_reading import root_of

PROV = (
    '<?xml version="1.0" encoding="{}"?>\n<prov:document xmlns:prov="http://www.w3.org/ns/prov#" xmlns:ex="https://e.org/">'
    '<prov:entity prov:id="ex:s"><prov:label>{}</prov:label></prov:entity><prov:entity prov:id="ex:w"/>'
    '<prov:wasDerivedFrom><prov:generatedEntity prov:ref="ex:s"/><prov:usedEntity prov:ref="ex:w"/>'
    "</prov:wasDerivedFrom></prov:document>"
)
ENCODINGS = [
    ("windows-1251", "Мост"), ("koi8-r", "Мост"), ("windows-1256", "جسر"), ("iso-8859-1", "é"), ("iso-8859-2", "škoda"),
    ("windows-1252", "œé"), ("utf-16", "Мост"), ("utf-8", "Мост"),
]  # fmt: skip
ONLY_LXML = [("euc-jp", "橋"), ("gb18030", "桥"), ("big5", "橋"), ("euc-kr", "다리"), ("iso-2022-jp", "橋")]


@pytest.mark.parametrize(("name", "text"), ENCODINGS)
def test_graphs_are_read_in_the_encoding_that_they_declare(name: str, text: str) -> None:
    assert root_of(PROV.format(name, text).encode(name))[0][0].text == text


@pytest.mark.parametrize(("name", "text"), ENCODINGS + ONLY_LXML)
def test_prov_xml_is_read_in_the_encoding_that_it_declares(name: str, text: str) -> None:
    pytest.importorskip("prov")
    (claim,) = loads("prov-xml", PROV.format(name, text).encode(name), {}).claims
    assert str(claim.chains[0]) == f"{text} <- w"


@pytest.mark.parametrize(
    ("name", "codec", "text", "message"),
    [
        ("euc-jp", "euc-jp", "橋", "line 1: the encoding euc-jp is not one that is read here; save it as UTF-8"),
        ("klingon", "utf-8", "a", "line 1: the encoding klingon is not one that is read here; save it as UTF-8"),
        ("latin2", "cp1250", "š", "line 2: has a byte that is no character in the encoding latin2; save it as UTF-8"),
        ("iso-8859-1", "cp1252", "“",
         "line 2: has a byte that is no character in the encoding iso-8859-1; save it as UTF-8"),
        ("utf-8", "cp1251", "Мост", "line 2, column 122: not well-formed (invalid token); this is no XML"),
    ],
)  # fmt: skip
def test_graphs_in_other_encodings_are_refused(name: str, codec: str, text: str, message: str) -> None:
    with pytest.raises(FormatError) as told:
        root_of(PROV.format(name, text).encode(codec))
    assert str(told.value) == message


@pytest.mark.parametrize(
    ("name", "codec", "text", "message"),
    [
        ("klingon", "utf-8", "a",
         "prov-xml: Unsupported encoding: klingon, line 1, column 39; save it as UTF-8"),
        ("iso-8859-2", "cp1250", "š",
         "line 2: has a byte that is no character in the encoding iso-8859-2; save it as UTF-8"),
        ("us-ascii", "cp1251", "Мост",
         "prov-xml: Invalid bytes in character encoding, line 1, column 40; save it as UTF-8"),
    ],
)  # fmt: skip
def test_prov_xml_in_other_encodings_is_refused(name: str, codec: str, text: str, message: str) -> None:
    pytest.importorskip("prov")
    with pytest.raises(FormatError) as told:
        loads("prov-xml", PROV.format(name, text).encode(codec), {})
    assert str(told.value) == message
