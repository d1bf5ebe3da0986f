"""Web pages: character sets by any label that browsers know, what is part of a page, microdata, and bombs."""

from __future__ import annotations

import json
import sys

import pytest

from claimgraph.errors import FormatError, MissingExtraError
from claimgraph.formats import loads
from claimgraph.formats.claimreview.documents import decoded
from claimgraph.formats.claimreview.pages import MAX_PAGE, read_page
from claimgraph.model import Verdict

SCRIPT = '<script type="application/ld+json">%s</script>'


def review(text: str) -> str:
    return json.dumps({"@type": "ClaimReview", "claimReviewed": text, "author": "Desk"}, ensure_ascii=False)


RUSSIAN, ARABIC, JAPANESE, POLISH = "Мост закрыт.", "أغلق الجسر.", "橋は閉鎖された。", "Most zamknięto."


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("windows-1251", "cp1251", RUSSIAN), ("cp1251", "cp1251", RUSSIAN), ("X-CP1251", "cp1251", RUSSIAN),
        ("koi8-r", "koi8-r", RUSSIAN), ("koi8", "koi8-r", RUSSIAN), ("iso-8859-5", "iso8859-5", RUSSIAN),
        ("ibm866", "cp866", RUSSIAN), ("x-mac-cyrillic", "mac-cyrillic", RUSSIAN),
        ("windows-1256", "cp1256", ARABIC), ("iso-8859-6", "iso8859-6", ARABIC), ("arabic", "iso8859-6", ARABIC),
        ("shift_jis", "cp932", JAPANESE), ("sjis", "cp932", JAPANESE), ("euc-jp", "euc-jp", JAPANESE),
        ("iso-2022-jp", "iso2022-jp", JAPANESE), ("gbk", "gbk", "桥已关闭。"), ("gb2312", "gbk", "桥已关闭。"),
        ("big5", "big5", "橋已關閉。"), ("euc-kr", "cp949", "다리가 폐쇄됐다."), ("ks_c_5601-1987", "cp949", "다리"),
        ("iso-8859-2", "iso8859-2", POLISH), ("latin2", "iso8859-2", POLISH), ("windows-1250", "cp1250", POLISH),
        ("iso-8859-1", "cp1252", "“Naïve”"), ("latin1", "cp1252", "€ 5"), ("ascii", "cp1252", "café"),
        ("windows-1254", "cp1254", "Köprü kapatıldı"), ("windows-1255", "cp1255", "הגשר נסגר"),
        ("windows-1253", "cp1253", "Η γέφυρα"), ("windows-874", "cp874", "สะพานปิด"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "page",
    [
        "<html><head><meta charset={0}>{1}", "<meta http-equiv='Content-Type' content='text/html; charset={0}'>{1}",
        "<?xml version='1.0' encoding='{0}'?><html><head>{1}", "<title>x</title><META CHARSET=\"{0}\" data-x='>'>{1}",
    ],
)  # fmt: skip
def test_a_page_is_read_in_the_character_set_that_it_names(label: str, codec: str, text: str, page: str) -> None:
    data = page.format(label, SCRIPT % review(text)).encode(codec)
    assert [claim.text for claim in loads("claimreview", data, {}).claims] == [text]


REMEDY = "save it as UTF-8, or give its character set as --set charset=LABEL"
STRANGE = "character set '{}', which the page names, is not one that browsers know"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<meta charset=klingon>é".encode("latin-1"), STRANGE.format("klingon")),
        (b"<meta charset=klingon>e", STRANGE.format("klingon")),
        ("<meta charset=iso-2022-kr>é".encode("latin-1"), STRANGE.format("iso-2022-kr")),
        ("<meta charset=hz-gb-2312>桥".encode("hz"), STRANGE.format("hz-gb-2312")),
        (b"<meta charset=utf-7>+BBwEPgRBBEI-", STRANGE.format("utf-7")),
        ("<meta charset=utf-8>é".encode("latin-1"), "byte 21: is not utf-8, which the page names"),
        ("<meta charset=utf-16>é".encode("latin-1"), "byte 22: is not utf-8, which the page names"),
        (b"<meta charset=shift_jis>\x81\x20", "byte 25: is not shift_jis, which the page names"),
        ("<meta charset=latin2>\n<p>Škoda".encode("cp1250"),
         "line 2: has a byte that is no character in iso-8859-2, which the page names"),
        ("<p>é".encode("latin-1"), "is not UTF-8 and names no character set"),
        ("<!-- <meta charset=latin1> --><p>é".encode("latin-1"), "is not UTF-8 and names no character set"),
        ("<textarea><meta charset=latin1></textarea>é".encode("latin-1"), "is not UTF-8 and names no character set"),
        ('{"a": 1} é'.encode("latin-1"), "byte 10: is not UTF-8"),
        ('{"a": "<meta charset=koi8-r>é"}'.encode("latin-1"), "byte 29: is not UTF-8"),
        ('{"a": "橋"}'.encode("iso2022-jp"), "byte 8: changes to another character set (ISO-2022)"),
        ("{}".encode("utf-16") + b"x", "byte 7: is not UTF-16"),
    ],
)  # fmt: skip
def test_what_is_not_in_the_character_set_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(FormatError) as told:
        decoded(data)
    assert str(told.value) == f"{message}; {REMEDY}"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-be", "utf-8-sig"])
def test_unicode_of_any_kind_is_known_by_its_mark_or_its_zeros(codec: str) -> None:
    for text in (review(RUSSIAN), f"<meta charset=koi8-r>{SCRIPT % review(RUSSIAN)}"):
        assert [claim.text for claim in loads("claimreview", text.encode(codec), {}).claims] == [RUSSIAN]


@pytest.mark.parametrize(
    ("page", "codec", "text"),
    [
        ("<?xml version='1.0' encoding='koi8-r'?><meta charset=windows-1251>", "cp1251", RUSSIAN),
        ("<meta charset=gb2312>", "gb18030", "桥𠀀"),
        ("<meta charset=x-user-defined>", "cp1252", "café"),
        (" " * 300 + "<meta charset=koi8-r>", "koi8-r", RUSSIAN),
        ("<script>" + "x" * 2000 + "</script><meta charset=koi8-r>", "koi8-r", RUSSIAN),
        ("<!--[if IE]><meta charset=windows-1251><![endif]--><meta charset=koi8-r>", "koi8-r", RUSSIAN),
    ],
)
def test_which_name_counts_is_as_in_browsers(page: str, codec: str, text: str) -> None:
    data = (page + SCRIPT % review(text)).encode(codec)
    assert [claim.text for claim in loads("claimreview", data, {}).claims] == [text]


def test_a_character_set_can_be_given() -> None:
    for text in (review(RUSSIAN), SCRIPT % review(RUSSIAN), f"<meta charset=utf-8>{SCRIPT % review(RUSSIAN)}"):
        found = loads("claimreview", text.encode("cp1251"), {"charset": "windows-1251"})
        assert [claim.text for claim in found.claims] == [RUSSIAN]
    with pytest.raises(FormatError, match="is not utf-8, which was given; save it"):
        loads("claimreview", review(RUSSIAN).encode("cp1251"), {"charset": "utf8"})
    with pytest.raises(FormatError, match="character set 'x', which was given, is not one that browsers know; save"):
        loads("claimreview", b"{}", {"charset": "x"})


def test_a_page_that_was_saved_again_as_utf_8_is_that() -> None:
    data = ("<meta charset=windows-1251>" + SCRIPT % review(RUSSIAN)).encode()
    assert loads("claimreview", data, {}).claims[0].text == RUSSIAN
    marked = b"\xef\xbb\xbf" + data
    assert loads("claimreview", marked, {}).claims[0].text == RUSSIAN
    assert loads("claimreview", data.decode().encode("utf-16"), {}).claims[0].text == RUSSIAN


ONE = '{"a": 1}'
PART_OF_THE_PAGE = {
    "plain": SCRIPT % ONE,
    "a > inside an attribute": f'<script data-x="a > b" type="application/ld+json">{ONE}</script>',
    "a comment begun inside a style": f"<style>a {{ content: '<!--' }}</style>{SCRIPT % ONE}",
    "a script begun inside a title": f"<title><script></title>{SCRIPT % ONE}",
    "in capitals, with a parameter": f"<SCRIPT TYPE='Application/LD+JSON; charset=utf-8'>{ONE}</SCRIPT>",
    "without an end": f'<script type="application/ld+json">{ONE}',
    "in noscript": f"<noscript>{SCRIPT % ONE}</noscript>",
    "after broken tags": f"<p <b></div></p></x>{SCRIPT % ONE}",
    "CDATA behind //": SCRIPT % f"\n//<![CDATA[\n{ONE}\n//]]>\n",
    "CDATA in comments": SCRIPT % f"/*<![CDATA[*/{ONE}/*]]>*/",
    "CDATA alone": SCRIPT % f"<![CDATA[{ONE}]]>",
    "an HTML comment": SCRIPT % f"<!--\n{ONE}\n//-->",
    "a semicolon": SCRIPT % f"{ONE};",
    "CDATA and comments, as Drupal has it": SCRIPT % f"<!--//--><![CDATA[//><!--\n{ONE}\n//--><!]]>",
    "CDATA twice": SCRIPT % f"//<![CDATA[\n//<![CDATA[\n{ONE};\n//]]>\n//]]>",
    "a byte order mark and a space": SCRIPT % f"\ufeff\xa0{ONE}\xa0",
}
NOT_PART_OF_IT = {
    "in a comment": f"<!-- {SCRIPT % ONE} -->",
    "in what a reader wrote": f"<textarea>{SCRIPT % ONE}</textarea>",
    "in a template": f"<template><div>{SCRIPT % ONE}</div></template>",
    "in a title": f"<title>{SCRIPT % ONE}</title>",
    "in a frame's source": f"<iframe srcdoc='{SCRIPT % ONE}'></iframe>",
    "in a frame": f"<iframe>{SCRIPT % ONE}</iframe>",
    "in xmp": f"<xmp>{SCRIPT % ONE}</xmp>",
    "in an attribute": f"<p title='{SCRIPT % ONE}'>",
    "in another script": f"<script>'{SCRIPT.replace('</script>', '') % ONE}'</script>",
    "escaped": "&lt;script type=application/ld+json>1&lt;/script>",
    "of another type": f'<script type="application/json">{ONE}</script>',
}


@pytest.mark.parametrize("page", PART_OF_THE_PAGE.values(), ids=list(PART_OF_THE_PAGE))
def test_a_script_of_the_page(page: str) -> None:
    assert [json.loads(script) for _, script in read_page(f"<!doctype html><p>{page}").scripts] == [{"a": 1}]


@pytest.mark.parametrize("page", NOT_PART_OF_IT.values(), ids=list(NOT_PART_OF_IT))
def test_what_is_no_script_of_the_page(page: str) -> None:
    assert read_page(f"<!doctype html><p>{page}").scripts == []
    assert len(read_page(f"{page}{SCRIPT % ONE}").scripts) == 1


def test_the_line_of_a_script_that_is_no_json() -> None:
    page = f"<p>\n{SCRIPT % ONE}\n\n<script type='application/ld+json'>\n//<![CDATA[\n{{\n,\n//]]></script>"
    assert [line for line, _ in read_page(page).scripts] == [2, 4]
    with pytest.raises(FormatError, match="line 7 column 1: is no JSON"):
        loads("claimreview", page.replace(SCRIPT % ONE, "x").encode(), {})


MICRODATA = """<!doctype html><title>Check</title>
<div itemscope itemtype="https://schema.org/ClaimReview">
  <meta itemprop="datePublished" content="2024-03-05"><link itemprop="url" href="https://check.example/1">
  <h1 itemprop="claimReviewed">The <b>bridge</b>
    was closed.</h1>
  <span itemprop="author" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">Town Check</b></span>
  <div itemprop="itemReviewed" itemscope itemtype="https://schema.org/Claim">
    <span itemprop="author" itemscope itemtype="https://schema.org/Person"><a itemprop="name">Mayor Hill</a></span>
    <time itemprop="datePublished" datetime="2024-03-04">yesterday</time>
    <a itemprop="appearance" href="https://mayor.example/post/1">here</a>
  </div>
  <p itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating"><i itemprop="alternateName">False</i></p>
</div>
<textarea><p itemscope itemtype="https://schema.org/ClaimReview"><b itemprop="claimReviewed">No.</b></p></textarea>
"""


def test_microdata() -> None:
    (claim,) = loads("claimreview", MICRODATA.encode(), {}).claims
    assert claim.text == "The bridge was closed."
    assert [str(chain) for chain in claim.chains] == ["Mayor Hill [2024-03-04 https://mayor.example/post/1]"]
    assert claim.verdict is not None
    assert (claim.verdict.value, claim.verdict.by, claim.verdict.date) == ("false", "Town Check", "2024-03-05")


def test_microdata_of_several_values_and_items() -> None:
    page = (
        '<p itemscope itemid="urn:x" itemtype="a b"><i itemprop="n">1</i><i itemprop="n m">2</i><i itemprop=n>3</i></p>'
        "<i itemprop=alone>4</i><p itemscope><b itemprop=x itemscope><u itemprop=y>5</u></b><s itemscope></s></p>"
    )
    assert read_page(page).items == [
        {"@type": ["a", "b"], "@id": "urn:x", "n": ["1", "2", "3"], "m": "2"},
        {"@type": [], "x": {"@type": [], "y": "5"}},
        {"@type": []},
    ]


def test_microdata_is_the_text_that_readers_see() -> None:
    page = (
        "<div itemscope itemtype='https://schema.org/ClaimReview' itemref=q><p itemprop=claimReviewed>It<style>p{}"
        "</style><script>var a</script> is<template>not</template> so.</p></div><p id=q itemprop=url>"
    )
    found = loads("claimreview", page.encode(), {})
    assert [claim.text for claim in found.claims] == ["It is so."]
    assert list(found.losses.lines()) == ["properties of microdata elsewhere in the page (itemref): 1"]


def test_rdfa_is_named_as_not_read() -> None:
    page = b'<div vocab="https://schema.org/" typeof="schema:ClaimReview"><p property="text">It is so.</p></div>'
    with pytest.raises(FormatError) as told:
        loads("claimreview", page, {})
    message = "ClaimReview marked up as RDFa (typeof), which is not read; add the claim with `claimgraph add`"
    assert str(told.value) == message
    found = loads("claimreview", page + (SCRIPT % review("It is so.")).encode(), {})
    assert list(found.losses.lines()) == ["ClaimReview marked up as RDFa (typeof): 1"]


ANSWER = {
    "claims": [
        {
            "text": "The bridge was closed.", "claimant": "Mayor Hill", "claimDate": "2024-03-04T00:00:00Z",
            "claimReview": [
                {"publisher": {"name": "Town Check", "site": "check.example"}, "url": "https://check.example/1",
                 "title": "No, it was not", "reviewDate": "2024-03-05T00:00:00Z", "textualRating": "False",
                 "languageCode": "en"},
            ],
        },
        {"text": "It was open.", "claimReview": [{"publisher": {"site": "b.example"}, "url": "https://b.example/2"}]},
        {"text": "Nobody looked at it.", "claimReview": []},
    ],
    "nextPageToken": "CAo",
}  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [json.dumps(ANSWER), json.dumps(ANSWER["claims"]), json.dumps([ANSWER, {"claims": []}]),
     f"{json.dumps(ANSWER)}\n{{}}\n"],
    ids=["page", "list", "pages", "pages one after the other"],
)  # fmt: skip
def test_answers_of_the_fact_check_tools_api(data: str) -> None:
    found = loads("claimreview", data.encode(), {})
    assert [(claim.text, [str(chain) for chain in claim.chains]) for claim in found.claims] == [
        (
            "The bridge was closed.",
            ["Town Check [reported 2024-03-05 https://check.example/1 lang=en] <- Mayor Hill [2024-03-04]"],
        ),
        ("It was open.", ["b.example [reported https://b.example/2] <- ?"]),
        ("Nobody looked at it.", ["?"]),
    ]
    assert found.claims[0].verdict == Verdict("false", "2024-03-05", "Town Check")
    assert list(found.losses.lines()) == ["title: 1 (such as No, it was not)"]


def test_a_file_of_several_documents_is_read_to_its_end_or_not_at_all() -> None:
    with pytest.raises(FormatError) as told:
        loads("claimreview", f"{review('A.')}\n{review('B.')}\nx".encode(), {})
    assert str(told.value) == "line 3 column 1: is no JSON (Expecting value); mend it"


def test_without_the_extra_pages_are_refused_and_json_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("lxml", "webencodings"):
        monkeypatch.setitem(sys.modules, name, None)
    assert loads("claimreview", review(RUSSIAN).encode(), {}).claims[0].text == RUSSIAN
    for data, options, message in (
        ((SCRIPT % review(RUSSIAN)).encode(), {}, "web pages need lxml"),
        (b"{}", {"charset": "koi8-r"}, "character sets need webencodings"),
    ):
        with pytest.raises(MissingExtraError) as told:
            loads("claimreview", data, options)
        assert str(told.value) == f"{message}, which is not installed; pip install 'claimgraph[pages]'"


BOMBS = {
    "nested": "<div>" * 100_000, "open": "<p " * 100_000, "comments": "<!--" * 100_000, "quotes": '<p a="' * 100_000,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">", "scripts": "<script>" * 100_000,
    "items": "<p itemscope itemprop=x>" * 20_000, "values": "<p itemscope>" + "<b itemprop=x>y" * 20_000,
    "names": f"<p itemscope><b itemprop='{' '.join(f'n{i}' for i in range(50_000))}'>{'x y' * 100_000}</b>",
    "items in items": "<p itemscope>" + "<b itemscope itemprop='a b'>" * 60,
    "one name again and again": "<p itemscope>" + ("<b itemscope itemprop='" + "a " * 1_000 + "'>") * 3,
    "spaces": SCRIPT % (" " * 1_000_000 + "x"), "ends of comments": SCRIPT % ("x" + "-->" * 300_000 + "y"),
    "many attributes": "<p " + " ".join(f"a{i}" for i in range(300_000)) + ">",
    "entities": "&amp;" * 100_000, "templates": "<template>" * 50_000, "ends": "</x" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=list(BOMBS))
def test_pages_made_to_take_long(bomb: str) -> None:
    """Each would take minutes where the time is not in proportion to the length."""
    assert all(script != "never" for _, script in read_page(bomb).scripts)
    with pytest.raises(FormatError):
        loads("claimreview", f"<html>{bomb}".encode(), {})


def test_a_page_is_bounded_without_what_is_embedded_in_it() -> None:
    image = "A" * (MAX_PAGE + 1)
    assert read_page(f"<img src='data:image/png;base64,{image}'>{SCRIPT % ONE}").scripts == [(1, ONE)]
    with pytest.raises(FormatError) as told:
        read_page(f"<p>{image}")
    assert str(told.value) == "a page of more than 20 million characters; delete what is no claim"
