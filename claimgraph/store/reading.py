"""Nodes to values: claims and sources, with everything that is wrong as problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claimgraph.model import (
    RELATIONS,
    Article,
    Assessment,
    Chain,
    Checked,
    Claim,
    Relation,
    Silence,
    Source,
    Verdict,
)
from claimgraph.names import ID_MAX, RESERVED, did_you_mean, is_id
from claimgraph.notation import check_name, read_this
from claimgraph.store import fields
from claimgraph.store.nodes import Entries, Items, Node, Scalar
from claimgraph.store.reading_chains import ChainReader

MAX_MENTIONS = 10_000
"""How many sources all chains of one claim together may name, each as often as it is named."""

MAX_CLAIM_LINKS = 10_000
"""How many links all chains of one claim together may stand for."""

_SPLIT = "split it into several claims (until then it is left out)"
_NONE = Scalar(1, 1, 0)


class Reader(ChainReader):
    """Reads the nodes of one file and collects what is wrong with them.

    Parameters
    ----------
    path : str
        The file, as problems name it.
    text : str
        Its text, to place what stands inside a chain.
    verbs : mapping of str to Stance
        The verbs that chains may use.
    """

    this: Article | None = None
    """The article of the file, once its claims are read."""

    broken_article = False
    has_steps = False
    """Whether some chain is written as a list of steps."""

    taken: list[Claim] | None = None
    """The claims that were read one after the other."""

    def restart(self) -> None:
        """Forget what was read of the file."""
        self.problems.clear()
        self.errors = 0
        self.this, self.taken, self.broken_article, self.has_steps = None, None, False, False

    def take_claim(self, root: Entries, node: Node) -> None:
        """Read one of the claims of a file, of which ``root`` holds what stands above them."""
        if self.taken is None:
            self.taken = []
            self.read_article(root.entries)
        claim = self.claim(node, self.this)
        if claim:
            self.taken.append(claim)

    def read_article(self, found: Mapping[str, Node]) -> None:
        """Read the article of a file."""
        node = found.get("article", _NONE)
        is_given = not isinstance(node, Scalar) or bool(node.value.strip())
        self.this = self.article(node) if is_given else None
        self.broken_article = is_given and self.this is None

    def claims(self, root: Node) -> list[Claim]:
        """Return the claims of a file: one claim, or ``article:`` and ``claims:``."""
        if not isinstance(root, Entries):
            self.error(root, "a file of claims is one claim, or has claims: with the list below it; put claims: above")
            return []
        if "claims" not in root.entries and "article" not in root.entries:
            claim = self.claim(root, None)
            return [claim] if claim else []
        found = self.take(root, fields.FILE)
        if self.taken is None:
            self.read_article(found)
        listed = found.get("claims", _NONE)
        if not isinstance(listed, Items):
            if "claims" in found:
                self.error(listed, "claims: is a list; begin every claim with '- id:'")
            return []
        claims = (self.claim(item, self.this) for item in listed.items)
        return [*(self.taken or ()), *(claim for claim in claims if claim)]

    def claim(self, node: Node, article: Article | None) -> Claim | None:
        """Return one claim, or None where there is nothing to call it by."""
        if not isinstance(node, Entries):
            self.error(node, "expected a claim here: '- id:', and below it text: and chain:")
            return None
        found = self.take(node, fields.CLAIM)
        claim_id = None if node.over else self.identity(found)
        chains = None if claim_id is None else self.all_chains(found, article)
        if claim_id is None or chains is None:
            return None
        places = self.places(found)
        relations = tuple(r for kind in RELATIONS if kind in found for r in self.relations(kind, found[kind]))
        if "chain" not in found and not any(_holds_something(found.get(key, _NONE)) for key in ("chains", "based_on")):
            message = "the claim has no chain; add chain: with who said it, or based_on: with claims it rests on"
            self.error(node, message)
        plain: dict[str, Any] = {key: self.plain(found[key]) for key in ("said", "note") if key in found}
        dates = {key: self.date(found[key]) for key in ("when", "as_of", "due", "review_by") if key in found}
        return Claim(
            id=claim_id,
            text=self.plain(found.get("text", _NONE)) or "",
            chains=chains,
            tags=self.texts(found.get("tags")),
            relations=relations,
            silence=self.silence(found.get("silence")),
            assess=self.assessments(found.get("assess")),
            verdict=self.verdict(found["verdict"]) if "verdict" in found else None,
            checked=self.checked(found.get("checked")),
            article=article,
            location=self.at(node),
            places=places,
            **plain,
            **dates,
        )

    def sources(self, root: Node) -> list[Source]:
        """Return the entries of a registry file.

        Written as ``sources:`` with a list or with ids as keys, as such a list or mapping alone,
        or as one entry by itself.
        """
        if isinstance(root, Entries) and "sources" in root.entries:
            root = self.take(root, fields.SOURCES_FILE).get("sources", _NONE)
        if isinstance(root, Items):
            return [s for item in root.items if (s := self.source(item))]
        if isinstance(root, Entries):
            if isinstance(root.entries.get("kind"), Scalar) or isinstance(root.entries.get("id"), Scalar):
                source = self.source(root)
                return [source] if source else []
            keyed = ((self.source(node, key=root.keys[key])) for key, node in root.entries.items())
            return [s for s in keyed if s]
        if isinstance(root, Scalar) and root.value:
            self.error(root, "a registry is a list of sources; begin every one with '- id:'")
        return []

    def source(self, node: Node, *, key: Scalar | None = None) -> Source | None:
        """Return one entry of the registry, or None where it has no usable id or kind."""
        if not isinstance(node, Entries):
            self.error(node, "expected a source here: '- id:', and below it kind:")
            return None
        if key is not None:
            node = self.keyed(node, key)
        found = self.take(node, fields.SOURCE)
        source_id = self.identity(found, noun="source")
        if source_id is None or "kind" not in found or node.over:
            return None
        values: dict[str, Any] = {}
        for field in fields.SOURCE[1:]:
            if field.key in found:
                value = self.by_form(field, found[field.key])
                if value is not None:
                    values[field.key] = value
        places = self.places(found)
        return Source(source_id, values.pop("kind", "org"), location=self.at(node), places=places, **values)

    def keyed(self, node: Entries, key: Scalar) -> Entries:
        """Return an entry that stands under its id with the id inside."""
        inner = node.entries.get("id")
        if inner is None:  # never written into the node, which an alias may share
            return replace(node, entries={"id": key, **node.entries}, keys={"id": key, **node.keys})
        if isinstance(inner, Scalar) and inner.value != key.value:
            self.error(inner, f"id: differs from the key '{key.value}' above it; keep one of the two")
        return node

    def by_form(self, field: fields.Field, node: Node) -> Any:
        """Return a field's value as its form says, None if it is unusable."""
        if field.form in {"texts", "names"}:
            return self.texts(node)
        if field.form == "flag":
            return self.flag(node)
        if field.form == "choice":
            return self.choice(node, field)
        if field.form == "assess":
            return self.assessments(node)
        return self.plain(node)

    def identity(self, found: Mapping[str, Node], *, noun: str = "claim") -> str | None:
        """Return a legal id, or None with CG103."""
        if "id" not in found:
            return None
        text = self.plain(found["id"])
        if text is None:
            return None
        if not is_id(text):
            rule = f"small letters a-z, digits and single hyphens, at most {ID_MAX} characters"
            self.error(found["id"], f"'{text}' cannot be an id; use {rule}; this {noun} is left out", "CG103")
            return None
        if noun == "source" and text in RESERVED:
            self.error(found["id"], f"'{text}' is a word of the chain notation; choose another id", "CG103")
            return None
        return text

    def article(self, node: Node) -> Article | None:
        """Return what ``this`` means in the file."""
        if not isinstance(node, Entries) or node.over:
            if not isinstance(node, Entries):
                self.error(node, "article: has keys, as in article: {source: Kataeb, date: 2024-11-29}")
            return None
        found = self.take(node, fields.ARTICLE)
        values: dict[str, Any] = {}
        for field in fields.ARTICLE:
            if field.key in found:
                read = self.date if field.form == "date" else self.plain
                values[field.key] = read(found[field.key])
        wrong = check_name(values.get("source") or "") if "source" in found else ""
        if wrong:
            self.error(found["source"], wrong, "CG101")
        places = self.places(found)
        return Article(**values, places=places) if values.get("source") and not wrong else None

    def all_chains(self, found: Mapping[str, Node], article: Article | None) -> tuple[Chain, ...] | None:
        """Return the chains of a claim, those that can be read, with ``this`` resolved; None if they are too much."""
        listed = found.get("chains")
        if listed is not None and not isinstance(listed, Items):
            self.error(listed, "chains: is a list; begin every chain with '- ', or write chain: for a single one")
        chains = []
        mentions = links = 0
        for node in chain_nodes(found):
            self.has_steps |= isinstance(node, Items)
            chain = self.chain(node)
            if chain is None:
                continue
            mentions += len(chain.mentions)
            links += chain.count_links()
            if mentions > MAX_MENTIONS or links > MAX_CLAIM_LINKS:
                most = f"{MAX_MENTIONS:,} sources" if mentions > MAX_MENTIONS else f"{MAX_CLAIM_LINKS:,} links"
                self.error(node, f"the chains of one claim have more than {most}; {_SPLIT}")
                return None
            this = next((m for m in chain.mentions if m.kind == "this"), None)
            if this and article is None:
                if not self.broken_article:  # that has been told already, once
                    message = "'this' needs article: with a source: at the top of the file; or name the source"
                    self.report(this.location or self.at(node), message, "CG101")
                continue
            chains.append(read_this(chain, article) if this and article else chain)
        return tuple(chains)

    def relations(self, kind: str, node: Node) -> list[Relation]:
        """Return the claims a relation names: one id, or a list of them."""
        return [Relation(kind, text, self.at(item)) for item, text in self.text_items(node)]

    def assessments(self, node: Node | None) -> tuple[Assessment, ...]:
        """Return Admiralty codes: a bare code, a mapping, or a list of these."""
        if node is None:
            return ()
        results = []
        for item in node.items if isinstance(node, Items) else [node]:
            if isinstance(item, Scalar):
                results += [Assessment(item.value)] if item.value.strip() else []
            elif isinstance(item, Entries):
                found = self.take(item, fields.ASSESSMENT)
                if code := self.plain(found.get("code", _NONE)):
                    results.append(Assessment(code, **self.who_and_when(found)))
            else:
                self.error(item, "an assessment is a code such as B2, or {code: B2, by: Ann, date: 2024-11-29}")
        return tuple(results)

    def checked(self, node: Node | None) -> tuple[Checked, ...]:
        """Return who made sure that it was said."""
        results = []
        for item in (node.items if isinstance(node, Items) else [node]) if node else []:
            if not isinstance(item, Entries):
                self.error(item, "checked: has keys, as in checked: {by: Ann, date: 2024-11-29}")
                continue
            found = self.take(item, fields.CHECKED)
            who = self.who_and_when(found)
            if by := who.pop("by", None):
                results.append(Checked(by, **who))
        return tuple(results)

    def silence(self, node: Node | None) -> tuple[Silence, ...]:
        """Return the checks that are not to be told, each with its reason."""
        if node is None:
            return ()
        if not isinstance(node, Entries):
            self.error(node, "silence: maps codes to reasons, as in silence: {CG303: one agency has the place}")
            return ()
        silences = []
        for code, reason in node.entries.items():
            because = self.plain(reason)
            if because and because.strip():
                silences.append(Silence(code, because, self.at(node.keys[code])))
            elif because is not None:
                self.error(node.keys[code], f"silence: say why {code[:40]} is not to be told of this claim")
        return tuple(silences)

    def verdict(self, node: Node) -> Verdict | None:
        """Return the verdict, None if it gives no usable answer."""
        if not isinstance(node, Entries):
            self.error(node, "verdict: has keys, as in verdict: {is: false, by: Ann, because: ...}")
            return None
        found = self.take(node, fields.VERDICT)
        value = self.choice(found["is"], fields.VERDICT[0]) if "is" in found else None
        because = self.plain(found["because"]) if "because" in found else None
        return Verdict(value, because=because, **self.who_and_when(found)) if value else None

    def who_and_when(self, found: Mapping[str, Node]) -> dict[str, Any]:
        """Return ``by`` and ``date`` as far as they are given."""
        by = {"by": self.plain(found["by"])} if "by" in found else {}
        return by | ({"date": self.date(found["date"])} if "date" in found else {})


def chain_nodes(found: Mapping[str, Node]) -> list[Node]:
    """Return the nodes of all chains of a claim."""
    listed = found.get("chains")
    return [*([found["chain"]] if "chain" in found else []), *(listed.items if isinstance(listed, Items) else [])]


_OWN_KEYS = frozenset({"id", "text", "chain", "chains", "based_on"})


def looks_ours(root: Node) -> bool:
    """Tell whether a YAML document holds claims of ours, however broken.

    A mapping with ``claims:`` or ``article:``, or with two of a claim's own keys; or a list that
    begins with such a claim.
    """
    if isinstance(root, Items) and root.items:
        return isinstance(root.items[0], Entries) and looks_ours(root.items[0])
    if not isinstance(root, Entries):
        return False
    keys = set(root.entries)
    if keys & {"claims", "article"}:
        return True
    exact = keys & _OWN_KEYS
    if len(exact) > 1:
        return True
    # One key of ours and a misspelt one are a claim that somebody would lose.
    near = sum(1 for key in list(keys - exact)[:20] if exact and did_you_mean(key[:100], _OWN_KEYS))
    return len(exact) + near > 1


def looks_like_registry(root: Node) -> bool:
    """Tell whether a YAML document holds sources: ``sources:``, an entry, a list of them, or entries by their ids."""
    if isinstance(root, Items):
        return bool(root.items) and isinstance(root.items[0], Entries) and looks_like_registry(root.items[0])
    if not isinstance(root, Entries):
        return False
    inside = [value for value in root.entries.values() if isinstance(value, Entries)]
    return bool({"sources", "id", "kind"} & set(root.entries)) or any("kind" in value.entries for value in inside)


def _holds_something(node: Node) -> bool:
    return bool(node.items) if isinstance(node, Items) else node is not _NONE
