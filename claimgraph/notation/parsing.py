"""Reading chains: recursive descent over one text, with the column of whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from claimgraph.dates import looks_like_date
from claimgraph.errors import NotationError
from claimgraph.model import VERBS, Article, Chain, Location, Mention, Stance, join_steps
from claimgraph.model.chain import ATTRIBUTE_KEYS, FLAG_WORDS
from claimgraph.names import hint
from claimgraph.notation.rules import (
    LONE_PLUS,
    NAME_END,
    QUOTES,
    WRONG_ARROW,
    canonical_value,
    check_attribute,
    check_chain,
    check_description,
    check_name,
    no_arrow,
)
from claimgraph.notation.simple import parse_simple

MAX_TEXT = 20_000
MAX_DEPTH = 30

_ARROW = re.compile(r"<-|←|<~")
_LONG_ARROW = re.compile(r"(?:<-|<~|←)[-~>]+")
FLAGS = ("anonymous", "confidential", "own")
_FLAG = re.compile(rf"\(\s*({'|'.join(FLAGS)})\s*\)")
_BRACKETED = re.compile(r"\(\s*(\w{1,40})")
_KEY = re.compile(r"([A-Za-z_]+)=")
_SPACE = re.compile(r"\s*")
_TIME_OF_DAY = re.compile(
    r"\s+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?(?=[\s\]])", re.ASCII
)
_BARE = re.compile(r"[^\s\"\[\]“”„«»]+")
_KEYS: Mapping[str, str] = {
    **ATTRIBUTE_KEYS, "verb": "verb", "date": "date", "url": "url", "archive": "archive", "wording": "wording",
}  # fmt: skip

Locate = Callable[[int], Location]


def parse_chain(text: str, *, verbs: Mapping[str, Stance] = VERBS, locate: Locate | None = None) -> Chain:
    """Read a chain.

    Parameters
    ----------
    text : str
        The chain in notation, at most 20,000 characters.
    verbs : mapping of str to Stance
        The verbs that may stand in brackets; `Config.all_verbs` of a record.
    locate : callable, optional
        Maps a column of the text, from 1, to the place in the file it was read from.

    Raises
    ------
    NotationError
        With the column and what was expected there: CG101, or CG102 for an ambiguous ``+``.

    Examples
    --------
    >>> chain = parse_chain('Kataeb ← Sky News Arabia [reported 2024-11-29] <~ "Syrian sources"')
    >>> print(chain)
    Kataeb <- Sky News Arabia [reported 2024-11-29] <~ "Syrian sources"
    >>> chain.inferred, chain.tails[0].kind
    ((False, True), 'unnamed')
    """
    if len(text) > MAX_TEXT:
        raise NotationError(f"a chain has at most {MAX_TEXT:,} characters; record it as several chains")
    return parse_simple(text, verbs, locate) or _Parser(text, verbs, locate).parse()


def to_text(chain: Chain) -> str:
    """Return a chain in notation, canonically spaced; `parse_chain` gives the same chain back.

    Examples
    --------
    >>> to_text(parse_chain('A<-( B+C )<-D[ told ]'))
    'A <- B+C <- D [told]'
    >>> to_text(parse_chain('A<-( B + C )<-D[ told ]'))
    'A <- (B + C) <- D [told]'
    """
    return str(chain)


def read_this(chain: Chain, article: Article) -> Chain:
    """Return the chain with ``this`` replaced by the article's source, date and url.

    What the chain itself says of ``this`` goes before what the article says.

    Examples
    --------
    >>> print(read_this(parse_chain("this <- ?"), Article("Kataeb", date="2024-11-29")))
    Kataeb [2024-11-29] <- ?
    """

    def read(mention: Mention) -> Mention:
        if mention.kind != "this":
            return mention
        keys = ["date", "url", "lang"]
        if mention.url in (None, article.url):  # a copy of the article is none of another page
            keys += ["archive", "accessed"]
        given: dict[str, Any] = {key: getattr(article, key) for key in keys if getattr(mention, key) is None}
        return replace(mention, kind="named", party=" ".join(article.source.split()), **given)

    return chain.mapped(read)


@dataclass
class _Parser:
    """Recursive descent over one text; ``at`` is the next character to read."""

    text: str
    verbs: Mapping[str, Stance]
    locate: Locate | None
    at: int = 0
    depth: int = 0
    starts: dict[int, int] = field(default_factory=dict)
    kept: list[Mention] = field(default_factory=list)  # keeps ids unique while positions are looked up

    def parse(self) -> Chain:
        self.skip()
        if self.at == len(self.text):
            raise self.error("the chain is empty; expected who said it, as in Kataeb <- Sky News Arabia")
        chain = self.chain()
        if self.at < len(self.text):
            got = self.text[self.at]
            if got in ")]":
                raise self.error(f"'{got}' has no partner before it; delete it, or open the bracket")
            raise self.error(f"expected an arrow <-, a + or the end, not '{got}'")
        problem = check_chain(chain)
        if problem:
            message, mention = problem
            raise self.error(message, at=self.starts[id(mention)])
        return chain

    def chain(self) -> Chain:
        steps: list[tuple[Mention | Chain, ...]] = []
        inferred: list[bool] = []
        while True:
            start = self.at
            step, side_by_side = self.step()
            steps.append(step)
            arrow = _ARROW.match(self.text, self.at)
            if arrow is None:
                return join_steps(steps, inferred)
            if side_by_side:
                raise self.error(
                    "ambiguous: brackets must say who relies on what follows the +; "
                    "write A <- B + (C <- D) or A <- (B + C) <- D",
                    at=start,
                    code="CG102",
                )
            wrong = _LONG_ARROW.match(self.text, self.at)
            if wrong:
                raise self.error(no_arrow(wrong.group()))
            inferred.append(arrow.group() == "<~")
            self.at = arrow.end()
            self.skip()

    def step(self) -> tuple[tuple[Mention | Chain, ...], bool]:
        items = [self.atom()]
        while self.peek("+"):
            self.at += 1
            self.skip()
            items.append(self.atom())
        return tuple(items), len(items) > 1

    def atom(self) -> Mention | Chain:
        if self.peek("(") and not _FLAG.match(self.text, self.at):
            return self.bracketed()
        start = self.at
        given = self.party()
        while True:
            self.skip()
            following = self.text[self.at : self.at + 1]
            if following == "[":
                self.attributes(given)
            elif following == "(" and (flag := _FLAG.match(self.text, self.at)):
                self.flagged(given, flag.group(1))
                self.at = flag.end()
            else:
                break
        if following in {"(", '"'}:
            word = _BRACKETED.match(self.text, self.at)
            near = hint(word[1], FLAGS) if word else ""
            raise self.error(f"expected an arrow <- or a + before this{near}")
        return self.placed(given, start)

    def bracketed(self) -> Chain:
        start = self.at
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(f"brackets nest at most {MAX_DEPTH} deep")
        self.at += 1
        self.skip()
        chain = self.chain()
        if not self.peek(")"):
            raise self.error("this bracket is never closed; expected )", at=start)
        self.at += 1
        self.depth -= 1
        self.skip()
        if self.peek("[") or _FLAG.match(self.text, self.at):
            raise self.error("what is in brackets belongs to one source; put it behind a name inside the (...)")
        return chain

    def party(self) -> dict[str, Any]:
        """Read who speaks; return the first fields of the mention."""
        if self.text[self.at : self.at + 1] in QUOTES:
            start = self.at
            description = " ".join(self.quoted().split())
            problem = check_description(description)
            if problem:
                raise self.error(problem, at=start)
            return {"party": description, "kind": "unnamed"}
        found = LONE_PLUS.match(self.text, self.at) or NAME_END.search(self.text, self.at)
        end = found.start() if found else len(self.text)
        name = " ".join(self.text[self.at : end].split())
        if not name:
            got = f", not '{self.text[self.at]}'" if self.at < len(self.text) else ""
            raise self.error(f'expected a source, a "description", ? or us{got}')
        if name == "?":
            self.at = end
            return {"kind": "missing"}
        if name in {"us", "this"}:
            self.at = end
            return {"kind": name}
        problem = check_name(name)
        if problem:
            wrong = WRONG_ARROW.search(self.text, self.at, end)
            raise self.error(problem, at=wrong.start() if wrong else self.at)
        self.at = end
        return {"party": name, "kind": "named"}

    def flagged(self, given: dict[str, Any], flag: str) -> None:
        if flag in {"own", "confidential"}:
            given[flag] = True
        elif given["kind"] not in {"named", "unnamed"}:
            raise self.error("(anonymous) belongs behind a description of somebody")
        else:
            given["kind"] = "unnamed"

    def attributes(self, given: dict[str, Any]) -> None:
        start = self.at
        self.at += 1
        while True:
            self.skip()
            if self.at >= len(self.text):
                raise self.error("this bracket is never closed; expected ]", at=start)
            if self.peek("]"):
                self.at += 1
                return
            if _ARROW.match(self.text, self.at):
                raise self.error("this bracket is not closed before the next arrow; expected ]", at=start)
            self.attribute(given)

    def attribute(self, given: dict[str, Any]) -> None:
        start = self.at
        if self.text[start] in QUOTES:
            return self.add_value(given, "wording", self.quoted(), start)
        key = _KEY.match(self.text, start)
        if key:
            if key.group(1) not in _KEYS:
                near = hint(key.group(1), _KEYS) or f"; the keys are {', '.join(sorted(_KEYS))}"
                raise self.error(f"unknown key '{key.group(1)}='{near}", at=start)
            self.at = key.end()
            quoted = self.text[self.at : self.at + 1] in QUOTES
            value = self.quoted() if quoted else self.bare()
            return self.add_value(given, _KEYS[key.group(1)], value, start)
        word = self.bare()
        if word in FLAG_WORDS:
            return self.add_flag(given, word, start)
        if "://" in word:
            second = "url" in given and "archive" not in given
            return self.add_value(given, "archive" if second else "url", word, start)
        if looks_like_date(word):
            return self.add_value(given, "date", word + self.time_of_day(), start)
        return self.add_value(given, "verb", word, start)

    def time_of_day(self) -> str:
        """Read the time that stands behind a day, with a space between them; an empty text where there is none."""
        found = _TIME_OF_DAY.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found.group() if found else ""

    def add_flag(self, given: dict[str, Any], word: str, start: int) -> None:
        name, value = FLAG_WORDS[word]
        before = given.get(name)
        if name != "own" and before not in (None, value):
            raise self.error(f"'{word}' contradicts what stands before it; keep one", at=start)
        given[name] = value

    def add_value(self, given: dict[str, Any], name: str, value: str, start: int) -> None:
        if name in given:
            raise self.error(f"a second {name} in one bracket; keep one", at=start)
        problem = check_attribute(name, value, self.verbs)
        if problem:
            raise self.error(problem, at=start)
        given[name] = canonical_value(name, value)

    def quoted(self) -> str:
        start = self.at
        closing = QUOTES[self.text[start]]
        value = []
        self.at += 1
        while self.at < len(self.text):
            character = self.text[self.at]
            if character == "\\" and self.text[self.at + 1 : self.at + 2] in {"\\", '"', "n"}:
                value.append(self.text[self.at + 1].replace("n", "\n"))
                self.at += 2
                continue
            self.at += 1
            if character in closing:
                return "".join(value)
            value.append(character)
        raise self.error(f"this quote is never closed; expected {closing[0]}", at=start)

    def bare(self) -> str:
        found = _BARE.match(self.text, self.at)
        if found is None:
            got = self.text[self.at : self.at + 1]
            raise self.error(f'expected a verb, date, url, key=value or "wording"{f", not {got}" if got else ""}')
        self.at = found.end()
        return found.group()

    def placed(self, given: dict[str, Any], start: int) -> Mention:
        placed = Mention(**given, location=self.locate(start + 1) if self.locate else None)
        self.starts[id(placed)] = start
        self.kept.append(placed)
        return placed

    def peek(self, character: str) -> bool:
        return self.text.startswith(character, self.at)

    def skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def error(self, message: str, *, at: int | None = None, code: str = "CG101") -> NotationError:
        return NotationError(message, column=(self.at if at is None else at) + 1, code=code)
