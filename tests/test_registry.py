"""The registry: whoever is meant by a name, and what counts as one voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.model import Location, Source
from claimgraph.names import normalise, slug
from claimgraph.registry import Registry
from tests.strategies import names

KATAEB = Source("kataeb", "outlet", "Kataeb", aliases=("الكتائب", "kataeb.org", "Катаиб"), was=("kataeb-org", "kt"))
SKY = Source("sky-news-arabia", "outlet", "Sky News Arabia", aliases=("سكاي نيوز عربية",))
SYRIANS = Source("syrians", "group", "Syrian sources", aliases=("مصادر سورية",), via="Sky-News-Arabia")
REGISTRY = Registry((KATAEB, SKY, SYRIANS, Source("sohr", "org")))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("kataeb", "kataeb"),
        ("Kataeb", "kataeb"),
        ("  KATAEB ", "kataeb"),
        ("الكتائب", "kataeb"),
        ("الكَتـــائب", "kataeb"),
        ("катаиб", "kataeb"),
        ("Kataeb.ORG", "kataeb"),
        ("kataeb-org", "kataeb"),
        ("KT", "kataeb"),
        ("Sky_News Arabia", "sky-news-arabia"),
        ("سكاي نيوز عربيه", "sky-news-arabia"),
        ("SOHR", "sohr"),
        # by the slug, where only signs differ
        ("Kataeb!", "kataeb"),
        ("KT.", "kataeb"),
        ("SOHR+", "sohr"),
        # not registered: the slug
        ("Some Blog", "some-blog"),
        ("مدونة ما", "مدونة-ما"),
        ("US", "us-source"),
        # a group with via is never found by its words alone, only by its id
        ("Syrian sources", "syrian-sources"),
        ("syrians", "syrians"),
    ],
)
def test_resolve(name: str, source: str) -> None:
    assert REGISTRY.resolve(name) == source


@given(names())
def test_without_a_registry_a_name_means_its_slug(name: str) -> None:
    assert Registry().resolve(name) == slug(name)
    assert Registry().label(slug(name)) == slug(name)
    assert Registry().get(slug(name)) is None


@given(names(), names())
def test_a_registered_name_is_found_in_any_case(name: str, alias: str) -> None:
    registry = Registry((Source("x", "outlet", name, aliases=(alias,)),))
    for written in (name, alias, f" {name} ", name.replace(" ", "  ")):
        assert registry.resolve(written) == ("x" if normalise(written) else slug(written))
    assert Registry((Source(slug(name), "outlet", name),)).resolve(name.casefold()) == slug(name)


def test_get_knows_former_ids() -> None:
    assert REGISTRY.get("kataeb") == KATAEB
    assert REGISTRY.get("kt") == KATAEB
    assert REGISTRY.get("Kataeb") is None
    assert REGISTRY.label("kt") == "kataeb"


def test_a_former_id_that_somebody_has_today_means_them() -> None:
    registry = Registry((Source("b", "outlet", was=("a",)), Source("a", "outlet")))
    assert registry.get("a") == Source("a", "outlet")
    assert registry.resolve("A") == "a"
    assert registry.label("a") == "a"


def test_a_former_id_of_two_means_the_first() -> None:
    registry = Registry((Source("b", "outlet", was=("x",)), Source("a", "outlet", was=("x",))))
    assert registry.get("x") == Source("b", "outlet", was=("x",))
    assert [ids for _, _, ids in registry.clashes()] == [("a", "b")]


def test_all_names() -> None:
    assert list(Registry((KATAEB, Source("sohr", "org"))).names()) == [
        "kataeb", "Kataeb", "الكتائب", "kataeb.org", "Катаиб", "sohr"
    ]  # fmt: skip


# ---- Groups


@pytest.mark.parametrize(
    ("description", "citing", "group"),
    [
        ("Syrian sources", "sky-news-arabia", "syrians"),
        ("SYRIAN   sources", "sky-news-arabia", "syrians"),
        ("مصادر سوريه", "sky-news-arabia", "syrians"),
        ("syrians", "sky-news-arabia", "syrians"),
        ("Syrian sources", "kataeb", None),
        ("Syrian sources", "Sky News Arabia", None),  # citing is an id
        ("Turkish sources", "sky-news-arabia", None),
    ],
)
def test_a_group_is_found_by_its_words_and_who_cites_it(description: str, citing: str, group: str | None) -> None:
    found = REGISTRY.group(description, citing=citing)
    assert (found.id if found else None) == group


def test_groups_of_two_outlets_may_be_called_alike() -> None:
    one = Source("sky-syrians", "group", "Syrian sources", via="sky-news-arabia")
    other = Source("kataeb-syrians", "group", "Syrian sources", via="الكتائب")
    registry = Registry((KATAEB, SKY, one, other))
    assert registry.group("Syrian sources", citing="sky-news-arabia") == one
    assert registry.group("Syrian sources", citing="kataeb") == other
    assert registry.clashes() == []


def test_via_an_outlet_that_is_not_registered() -> None:
    group = Source("insiders", "group", "insiders", via="Some Blog")
    assert Registry((group,)).group("Insiders", citing="some-blog") == group


def test_a_group_of_our_own() -> None:
    group = Source("our-officials", "group", "officials", via="us")
    assert Registry((group,)).group("Officials", citing="us") == group
    assert Registry((group,)).group("Officials", citing="us-source") is None


def test_only_a_group_with_via_is_found_by_a_description() -> None:
    registry = Registry((Source("g", "group", "officials"), Source("p", "person", "Ann", via="kataeb")))
    assert registry.group("officials", citing="kataeb") is None
    assert registry.group("Ann", citing="kataeb") is None
    assert registry.resolve("Officials") == "g"


# ---- Names that mean two


def at(line: int) -> Location:
    return Location("sources.yaml", line)


@pytest.mark.parametrize(
    ("sources", "clashes"),
    [
        # two with one alias
        (
            (Source("ap", "outlet", "Associated Press", aliases=("AP",)),
             Source("ap-moller", "org", "AP Moller", aliases=("A.P.", "ap"), places={"aliases": at(5)})),
            [(at(5), "ap", ("ap", "ap-moller"))],
        ),
        # folded alike, in another script
        (
            (Source("a", "outlet", "الأهرام", places={"name": at(1)}),
             Source("b", "outlet", "الاهرام", places={"name": at(3)})),
            [(at(3), "الاهرام", ("a", "b"))],
        ),
        # the id of one is the alias of the other, whichever comes first
        (
            (Source("bana", "outlet", aliases=("SANA",), places={"aliases": at(1)}),
             Source("sana", "outlet", places={"id": at(3)})),
            [(at(3), "sana", ("bana", "sana"))],
        ),
        (
            (Source("a", "outlet", places={"id": at(1)}),
             Source("b", "outlet", aliases=("A",), places={"aliases": at(3)})),
            [(at(3), "A", ("a", "b"))],
        ),
        # a former id that somebody else has
        (
            (Source("a", "outlet"), Source("b", "outlet", was=("a",), places={"was": at(9)})),
            [(at(9), "a", ("a", "b"))],
        ),
        # three of them: told once, at the second
        (
            tuple(Source(i, "org", "X", places={"name": at(n)}) for n, i in enumerate("abc")),
            [(at(1), "X", ("a", "b", "c"))],
        ),
        # spellings that the fold makes one, told once however many there are
        (
            (Source("a", "outlet", "L'Orient", aliases=("L`Orient",)),
             Source("b", "outlet", "L’Orient", aliases=("L‘Orient", "Lʼorient"), places={"name": at(4)})),
            [(at(4), "L’Orient", ("a", "b"))],
        ),
        # two groups with one description at one outlet
        (
            (Source("g", "group", "officials", via="Kataeb"),
             Source("h", "group", "the officials", aliases=("Officials",), via="kataeb", places={"aliases": at(2)})),
            [(at(2), "Officials", ("g", "h"))],
        ),
        # one source may repeat itself, and nobody has no name
        ((Source("kataeb", "outlet", "Kataeb", aliases=("KATAEB", "kataeb"), was=("kataeb",)),), []),
        ((Source("a", "outlet"), Source("b", "outlet")), []),
        # a group's words may be somebody's name
        ((Source("g", "group", "Syrian Observatory", via="kataeb"), Source("o", "org", "Syrian Observatory")), []),
    ],
    ids=[
        "alias", "arabic", "id-second", "id-first", "was", "three", "spellings", "groups", "itself", "nameless",
        "group-and-name",
    ],
)  # fmt: skip
def test_clashes(sources: tuple[Source, ...], clashes: list[tuple[Location, str, tuple[str, ...]]]) -> None:
    assert Registry(sources).clashes() == clashes


def test_an_ambiguous_name_means_the_one_with_that_id_else_the_first() -> None:
    registry = Registry((Source("b", "org", "X", aliases=("a",)), Source("a", "org", "X")))
    assert registry.resolve("a") == "a"
    assert registry.resolve("X") == "a"
    assert Registry((Source("b", "org", "X"), Source("c", "org", "X"))).resolve("x") == "b"


# ---- One voice


def labels(*sources: Source) -> list[str]:
    registry = Registry(sources)
    return [registry.label(source.id) for source in sources]


def test_resolved_to_is_followed_to_its_end() -> None:
    assert labels(
        Source("group", "group", resolved_to="The Account"),
        Source("account", "account", "The Account", resolved_to="آن"),
        Source("ann", "person", "Ann", aliases=("آن",)),
    ) == ["ann", "ann", "ann"]


def test_resolved_to_somebody_who_is_not_registered() -> None:
    assert labels(Source("group", "group", resolved_to="Ann Lee")) == ["ann-lee"]


def test_resolved_to_a_former_id() -> None:
    assert labels(Source("g", "group", resolved_to="old"), Source("new", "person", was=("old",))) == ["new", "new"]


def test_resolved_in_a_circle_is_one_voice() -> None:
    circle = [
        Source("c", "group", resolved_to="a"),
        Source("a", "group", resolved_to="b"),
        Source("b", "group", resolved_to="c"),
    ]
    assert labels(*circle) == ["a", "a", "a"]
    assert labels(Source("z", "group", resolved_to="c"), *circle) == ["a", "a", "a", "a"]
    assert labels(Source("x", "group", resolved_to="x")) == ["x"]


def test_same_as_is_symmetric_and_transitive() -> None:
    assert labels(
        Source("d", "account"),
        Source("c", "account", same_as=("b", "D")),
        Source("b", "org", same_as=("A",)),
        Source("a", "org"),
        Source("e", "org"),
    ) == ["a", "a", "a", "a", "e"]


def test_same_as_and_resolved_to_together() -> None:
    assert labels(
        Source("g", "group", resolved_to="p"), Source("p", "person", same_as=("m",)), Source("m", "account")
    ) == ["m", "m", "m"]
    # what is the same as a resolved entry is the same as what that was resolved to
    assert labels(
        Source("x", "account", same_as=("g",)), Source("g", "group", resolved_to="p"), Source("p", "person")
    ) == ["p", "p", "p"]


def test_same_as_somebody_who_is_not_registered() -> None:
    registry = Registry((Source("k", "outlet", same_as=("Blog",)),))
    assert (registry.label("k"), registry.label("blog")) == ("blog", "blog")


def test_an_owner_or_a_parent_never_makes_one_voice() -> None:
    assert labels(Source("a", "outlet", owner="c", part_of="c", speaks_for="c"), Source("c", "org")) == ["a", "c"]


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.booleans()), max_size=8),
    st.permutations("abcdef"),
)
def test_labels_are_settled_and_the_order_of_entries_changes_nothing(
    relations: list[tuple[str, str, bool]], order: list[str]
) -> None:
    def entry(one: str) -> Source:
        same = tuple(to for of, to, resolved in relations if of == one and not resolved)
        resolved = [to for of, to, resolved in relations if of == one and resolved]
        return Source(one, "group", same_as=same, resolved_to=resolved[-1] if resolved else None)

    registry = Registry(tuple(entry(one) for one in "abcdef"))
    shuffled = Registry(tuple(entry(one) for one in order))
    for one in "abcdef":
        label = registry.label(one)
        assert label == shuffled.label(one)
        assert registry.label(label) == label
        for other in (*entry(one).same_as, entry(one).resolved_to):
            assert other is None or registry.label(other) == label


def test_who_turned_out_to_be_somebody_may_be_nobody_else() -> None:
    entries = (
        Source("group", "group", "officials", via="A", maybe=("bob",), resolved_to="ann"),
        Source("ann", "person"),
        Source("bob", "person"),
    )
    assert Registry(entries).united == {}
    assert Registry((Source("g", "group", via="A", maybe=("bob",)), entries[2])).united == {"g": "bob"}
