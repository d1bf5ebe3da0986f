"""Who must not be identified, and whether something that leaves the tool would do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote

from claimgraph.graph import Graph, claim_nodes, registry_of, statement_of
from claimgraph.model import Claim, Ledger
from claimgraph.names import normalise
from claimgraph.parts import protected_voices
from claimgraph.picture.lettering import has_rtl


def shows_protected(ledger: Ledger, graph: Graph, claims: Iterable[Claim], *, root: str = "") -> bool:
    """Tell whether some claims show a protected source: by a statement, or by name in any of their texts.

    Names are looked for as whole words, in the forms in which names are looked up, and those of
    several words within words too; addresses are decoded. ``root`` is the folder of claims: what stands below it in
    the path of a file is a text as well, and the whole path without it.

    Examples
    --------
    >>> from claimgraph.graph import build_graph
    >>> from claimgraph.model import Source, Verdict
    >>> from claimgraph.notation import parse_chain
    >>> claim = Claim("c", "C.", (parse_chain("A"),), verdict=Verdict("true", by="Rose"))
    >>> record = Ledger((claim,), (Source("x", "person", "Rose", confidential=True),))
    >>> shows_protected(record, build_graph(record), [claim])
    True
    """
    shown = list(claims)
    if any(statement_of(graph, node).confidential for claim in shown for node in claim_nodes(graph, claim.id)):
        return True
    names = {_words(name) for name in _protected_names(ledger, graph)} - {""}
    together = {_letters(name) for name in names if _is_telling(name)}
    for claim in shown:
        texts = [unquote(text) for text in _texts(claim, graph, root) if text]
        words = "".join(f" {_words(text)} " for text in texts)
        if any(f" {name} " in words for name in names):
            return True
        # Without gaps, so that endings, prefixes and names written in one word are found as well.
        letters = " ".join(map(_letters, texts))
        if any(name in letters for name in together):
            return True
    return False


def _protected_names(ledger: Ledger, graph: Graph) -> Iterator[str]:
    """Yield every name of every protected voice, and whatever else a chain calls confidential."""
    registry = registry_of(graph)
    voices = protected_voices(ledger, registry)
    for source in ledger.sources if voices else ():
        if registry.label(source.id) in voices:
            yield from (source.id, source.name, *source.aliases, *source.was)
    yield from ledger.confidential_parties


def _texts(claim: Claim, graph: Graph, root: str) -> Iterator[str]:
    """Yield every text of a claim, of its chains and of the statements they make."""
    for part in (claim.verdict, claim.article, *claim.assess, *claim.checked, *claim.silence, *claim.relations):
        yield from _fields(part)
    yield from filter(None, (claim.id, claim.text, claim.said, claim.note, *claim.tags, _below(claim, root)))
    for chain in claim.chains:
        for mention in chain.mentions:
            yield from _fields(mention)
    for node in claim_nodes(graph, claim.id):
        yield from filter(None, (statement_of(graph, node).name, statement_of(graph, node).voice))


def _fields(part: Any) -> Iterator[str]:
    values = (getattr(part, field.name) for field in fields(part) if field.compare) if part else ()
    yield from (value for value in values if isinstance(value, str))


def _below(claim: Claim, root: str) -> str:
    path = PurePath(claim.location.path if claim.location else "")
    return path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.as_posix()


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in normalise(text)).split())


def _letters(text: str) -> str:
    return "".join(c for c in normalise(text) if c.isalnum())


def _is_telling(name: str) -> bool:
    """Tell whether a name can be looked for within words: "Falcon" stands in "falconer", "Jane Doe" in nothing else.

    In Arabic and Hebrew prefixes are written in one with a name, so that single words count there.
    """
    return (" " in name and len(_letters(name)) >= _LETTERS) or (has_rtl(name) and len(_letters(name)) >= _LETTERS_RTL)


_LETTERS, _LETTERS_RTL = 6, 4
