"""Names: what is folded for looking up, what becomes an id, what is guessed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.names import ID_MAX, KnownWords, did_you_mean, hint, is_id, normalise, slug, suggest_id
from tests.strategies import names

SAME = [
    # case, accents, compatibility forms
    ("KATAEB", "kataeb"),
    ("Straße", "STRASSE"),
    ("Le Monde diplomatique", "LE MONDE DIPLOMATIQUE"),
    ("Agence Télégraphique", "agence telegraphique"),
    ("Te\u0301le\u0301", "Télé"),
    ("ＢＢＣ", "BBC"),
    ("①", "1"),
    ("ﬁnancial", "financial"),
    ("ἈΘΗΝΑΪΚΟΝ", "αθηναικον"),
    ("İHA", "iha"),
    ("Йод", "Иод"),
    # hyphens, underscores, dashes and space
    ("Sky-News-Arabia", "sky news arabia"),
    ("Sky_News  Arabia", " Sky\tNews\nArabia "),
    ("Agence France\u2011Presse", "Agence France–Presse"),
    ("Agence France—Presse", "Agence France Presse"),
    ("Agence France－Presse", "Agence France Presse"),
    ("Sky\u00a0News", "Sky News"),
    ("co\u00adoperation", "cooperation"),
    ("Al\u200bArabiya", "AlArabiya"),
    # Arabic: hamza on alef, madda, wasla, teh marbuta, dotless and Farsi yeh, tatweel, harakat, presentation forms
    ("الأهرام", "الاهرام"),
    ("إيران", "ايران"),
    ("آخر", "اخر"),
    ("ٱلله", "الله"),
    ("وكالة", "وكاله"),
    ("مصطفى", "مصطفي"),
    ("خبرگزاری", "خبرگزاري"),
    ("الكـــتائب", "الكتائب"),
    ("الكَتَائِبُ", "الكتائب"),
    ("ا\u0654هرام", "أهرام"),
    ("\ufef7هرام", "لأهرام"),
    # Persian and Urdu keyboards; hamza forms and their carriers
    ("کریم", "كريم"),
    ("ہارون", "هارون"),
    ("ھارون", "هارون"),
    ("مدرسۃ", "مدرسة"),
    ("مالک الحزین", "مالك الحزين"),
    ("مؤمن", "مومن"),
    ("رئيس", "رييس"),
    # the digits of every script
    ("٠٣ ١٢٣ ٤٥٦", "03 123 456"),
    ("+۹۶۱ ۳ ۱۲۳ ۴۵۶", "+961 3 123 456"),
    ("१२३", "123"),
    ("１２３", "123"),
    # dotted and dotless i, in either case
    ("Işık Demir", "Isik Demir"),
    ("IŞIK DEMİR", "ışık demir"),
    ("ISIK DEMIR", "ışık demir"),
    # letters that Unicode does not decompose
    ("Wałęsa", "WALESA"),
    ("Søren", "Soren"),
    ("Đorđe", "Dorde"),
    ("Ħal Qormi", "Hal Qormi"),
    ("Œuvre", "oeuvre"),
    ("Ærø", "AERO"),
    ("Þórður", "thordur"),
    ("ẞtraße", "sstrasse"),
    ("Əliyev", "ELIYEV"),
    ("Ґалаґан", "Галаган"),
    ("Ŧ", "t"),
    # apostrophes and quotation marks of every kind
    ("L’Orient-Le Jour", "L'Orient-Le Jour"),
    ("Lʼorient Le Jour", "L'Orient Le Jour"),
    ("L‘Orient", "L`Orient"),
    ("L′Orient", "L´Orient"),
    ("Sana＇a", "Sanaʿa"),
    ("“Voice”", '"Voice"'),
    ("«Voice»", "„Voice‟"),
    ("「Voice」", "'Voice'"),
    # invisible signs and every kind of dash
    ("He\u2060ron", "Heron"),
    ("Her\u3164on", "Heron"),
    ("Her\x07on", "Heron"),
    ("Jean־Luc", "Jean−Luc"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_variants_of_a_name_are_looked_up_alike(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kataeb", "الكتائب"),
        ("Sky News", "SkyNews"),
        ("Canal+", "Canal"),
        ("ТАСС", "TASS"),
        ("新华社", "新華社"),
        ("A", "A1"),
        ("گلستان", "كلستان"),  # letters that are no forms of one another
        ("پارس", "بارس"),
        ("Oslo", "Öslo\u4e00"),
        ("Müller", "Mueller"),
    ],
)
def test_nothing_is_transliterated_or_guessed(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("  Sky-News   ARABIA ", "sky news arabia"),
        ("وكالة الأنباء", "وكاله الانباء"),
        ("R&D, Ltd.", "r&d, ltd."),
        ("l\u2019Humanité", "l'humanite"),
        ("سكاي نيوز ٢٤", "سكاي نيوز 24"),
        ("한국방송", "한국방송"),
        ("--", ""),
        ("", ""),
    ],
)
def test_look_up_form(name: str, form: str) -> None:
    assert normalise(name) == form


@given(st.one_of(st.text(), names()))
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


def test_every_character_is_folded_once_and_for_all() -> None:
    """Whichever character: its forms are folded alike, and folding again changes nothing."""
    wrong = []
    for code in (c for c in range(0x110000) if not 0xD800 <= c < 0xE000):
        form = normalise(f"a{chr(code)}b")
        composed = (unicodedata.normalize(kind, chr(code)) for kind in ("NFC", "NFD"))
        if normalise(form) != form or any(normalise(f"a{one}b") != form for one in composed):
            wrong.append(chr(code))
    assert wrong == []


@given(names())
def test_case_and_space_never_tell_names_apart(name: str) -> None:
    assert normalise(f"  {name.replace(' ', '   ')} ") == normalise(name)
    assert normalise(name.casefold()) == normalise(name)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Sky News Arabia", "sky-news-arabia"),
        ("Agence  Télégraphique!", "agence-télégraphique"),
        ("Te\u0301le\u0301", "télé"),
        ("Straße", "strasse"),
        ("ＢＢＣ Ｎｅｗｓ", "bbc-news"),
        ("R&D, Ltd.", "r-d-ltd"),
        ("Canal+", "canal"),
        ("+972 Magazine", "972-magazine"),
        ("l'Humanité", "l-humanité"),
        ("kataeb.org", "kataeb-org"),
        ("@user_1", "user-1"),
        ("--a--b--", "a-b"),
        ("الكَتـــائب", "الكتائب"),
        ("سكاي نيوز عربية", "سكاي-نيوز-عربية"),
        ("الأهرام", "الأهرام"),
        ("Канал 24", "канал-24"),
        ("ИЗВЕСТИЯ", "известия"),
        ("新华社", "新华社"),
        ("北京 日报", "北京-日报"),
        ("조선일보", "조선일보"),
        ("आज तक", "आज-तक"),
        # words of the notation, and names without a single letter
        ("us", "us-source"),
        ("US", "us-source"),
        ("U.S.", "u-s"),
        ("This", "this-source"),
        ("thistle", "thistle"),
        ("++", "u2b-2b"),
        ("?", "u3f"),
    ],
)
def test_slug(name: str, made: str) -> None:
    assert slug(name) == made


@given(st.one_of(st.text(min_size=1), names()))
def test_a_slug_stays_and_fits_into_keys(name: str) -> None:
    made = slug(name)
    assert slug(made) == made
    assert made not in {"", "us", "this"}
    assert not set(made) & set(' @#"?\t\n')
    assert made == "-".join(part for part in made.split("-") if part)


@pytest.mark.parametrize("text", ["a", "7", "niger-uranium", "a-1-b", "2024-11-29", "a" * 64])
def test_ids(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "-a",
        "a-",
        "a--b",
        "A",
        "Niger-uranium",
        "niger uranium",
        "a_b",
        "a.b",
        "é",
        "نيجر",
        "a\n",
        "a/b",
        "a#b",
        "٢",
        "a" * 65,
    ],
)
def test_not_ids(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Russian aircraft will act within hours.", "russian-aircraft-act-within-hours"),
        ("The coati is also known as the Brazilian aardvark.", "coati-also-known-brazilian-aardvark"),
        ("Élysée says: don't, don’t!", "elysee-says-dont-dont"),
        ("It is as it was.", "it-is-as-it-was"),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven"),
        ("abcdefghijklmnopqrst abcdefghijklmnopqrst abcdefghijklmnopqrst", "abcdefghijklmnopqrst-abcdefghijklmnopqrst"),
        ("x" * 60, "x" * 48),
        ("قالت مصادر", "claim-9459daa4"),
        ("", "claim-e3b0c442"),
    ],
)
def test_suggested_id(text: str, made: str) -> None:
    assert suggest_id(text) == made


def test_a_taken_id_gets_the_next_free_number() -> None:
    assert suggest_id("Ann left.", taken=["ann-left"]) == "ann-left-2"
    assert suggest_id("Ann left.", taken=["ann-left", "ann-left-2", "ann-left-4"]) == "ann-left-3"
    assert suggest_id("Ann left.", taken=["bob-left", "ann-left-2"]) == "ann-left"


@given(st.lists(st.one_of(st.text(), st.sampled_from(["x" * 60, "Ann left.", "ann left 2", "مصدر"])), max_size=12))
def test_suggested_ids_are_legal_and_never_collide(texts: list[str]) -> None:
    taken: list[str] = []
    for text in texts:
        made = suggest_id(text, taken=taken)
        assert is_id(made)
        assert len(made) <= ID_MAX - 10
        assert made not in taken
        taken.append(made)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Katab", ["Kataeb"]),
        ("KATAEB", ["Kataeb"]),
        ("الكتايب", ["الكتائب"]),
        ("sky-news-arabia", ["Sky News Arabia"]),
        ("Midle East Eye", ["Middle East Eye"]),
        ("nothing like it", []),
        ("", []),
    ],
)
def test_did_you_mean(word: str, meant: list[str]) -> None:
    known = ["Kataeb", "الكتائب", "Sky News Arabia", "Middle East Eye", "kataeb"]
    assert did_you_mean(word, known) == meant


def test_did_you_mean_gives_the_nearest_first_and_no_more_than_asked() -> None:
    known = ["report", "reports", "reported", "repored"]
    assert did_you_mean("reported", known) == ["reported", "repored", "report"]
    assert did_you_mean("reported", known, most=1) == ["reported"]


def test_hint() -> None:
    assert hint("chian", ["chain", "text"]) == "; did you mean chain?"
    assert hint("tex", ["text", "texts"]) == "; did you mean text or texts?"
    assert hint("zzz", ["chain", "text"]) == ""


def test_the_nearest_of_very_many_words_is_the_nearest_of_all() -> None:
    known = [f"{first}{second} {number}" for first in ("Kat", "Mid", "Rad") for second in ("aeb", "dle", "io")
             for number in range(200)]  # fmt: skip
    many, few = KnownWords(known), ("Kataeb 17", "Middle 199", "Radio 3")
    for word in few:
        misspelt = word.replace("a", "", 1) if "a" in word else word.replace("i", "", 1)
        assert word in many.nearest(misspelt, most=12), misspelt
    assert many.nearest("completely different") == []
    assert many.nearest("Kataeb 17")[0] == "Kataeb 17"
