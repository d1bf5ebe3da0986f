"""Chain text to `Chain`: the notation in which people write who said it, through whom.

    Kataeb <- Sky News Arabia [reported 2024-11-29] <- "Syrian sources" [told]

The grammar is written out in docs/notation.md. `parse_chain` and `to_text` are inverse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from claimgraph.dates import looks_like_date, parse_date
from claimgraph.errors import DateError, NotationError
from claimgraph.model import CERTAINTIES, STANCES, VERBS, Article, Chain, Location, Mention, Stance, join_steps
from claimgraph.model.chain import ATTRIBUTE_KEYS, FLAG_WORDS
from claimgraph.names import RESERVED, hint

MAX_TEXT = 20_000
MAX_NAME = 300
MAX_DEPTH = 30
MAX_LINKS = 10_000

_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»"}
_ARROW = re.compile(r"<-|←|<~")
_NAME_END = re.compile(r"<-|<~|←|[\[\]()\"]|\s\+\s|\s\+$")
_LONE_PLUS = re.compile(r"\+(?=\s|$)")
_WRONG_ARROW = re.compile(r"->|→|~>|=>|<=+|<[–—]+")
_LONG_ARROW = re.compile(r"(?:<-|<~|←)[-~>]+")
_FLAG = re.compile(r"\(\s*(anonymous|confidential|own)\s*\)")
_KEY = re.compile(r"([A-Za-z_]+)=")
_BARE = re.compile(r"[^\s\"\[\]“”„«»]+")
_KEYS: Mapping[str, str] = {
    **ATTRIBUTE_KEYS, "verb": "verb", "date": "date", "url": "url", "archive": "archive", "wording": "wording",
}  # fmt: skip
_WORDS = RESERVED | {"?"}
_DATES = frozenset({"date", "accessed", "checked"})

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
    return _Parser(text, verbs, locate).parse()


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


def check_attribute(name: str, value: str, verbs: Mapping[str, Stance] = VERBS) -> str:
    """Return what is wrong with the value of an attribute of a mention, or an empty text.

    Values of a scale (``p``, ``likelihood``) are kept as written, so that a wrong one costs no chain;
    whether they are on their scale is a check (CG402).

    Examples
    --------
    >>> check_attribute("verb", "tolled")
    "unknown verb 'tolled'; did you mean told? (own verbs go into .claimgraph/config.yaml)"
    >>> check_attribute("certainty", "possible")
    ''
    """
    if not value.strip():
        return f"{name} is empty; give it a value or leave it out"
    if name == "verb" and value not in verbs:
        near = hint(value, verbs) or "; the known ones are in docs/notation.md"
        return f"unknown verb '{value}'{near} (own verbs go into .claimgraph/config.yaml)"
    if name in _DATES:
        return _date_error(value)
    if name == "certainty" and value not in CERTAINTIES:
        return f"as={value} is not one of {', '.join(CERTAINTIES)}"
    if name == "stance" and value not in STANCES:
        return f"stance={value} is not one of {', '.join(STANCES)}"
    return ""


def check_name(name: str) -> str:
    """Return what is wrong with the name of a source in a chain, or an empty text.

    Examples
    --------
    >>> check_name("Canal+"), check_name("AFP (Paris)")
    ('', "'(' cannot stand in a name; leave it out, or register the name with an alias")
    """
    if not name.strip():
        return "expected the name of a source"
    if len(name) > MAX_NAME:
        return f"a name has at most {MAX_NAME} characters"
    control = _control_character(name)
    if control:
        return control
    wrong = _WRONG_ARROW.search(name)
    if wrong and wrong.group().startswith("<"):
        return _no_arrow(wrong.group())
    if wrong:
        return f"'{wrong.group()}' points the wrong way; write the reader first: carrier <- origin"
    if name.lstrip()[0] in _QUOTES:
        return "a name does not begin with a quote; leave the quotes out, or write it as a description"
    if name.strip() in _WORDS:
        return f"'{name.strip()}' is a word of the notation, not a name; write who it is"
    found = _LONE_PLUS.match(name.lstrip()) or _NAME_END.search(name)
    if found:
        return f"'{found.group().strip()}' cannot stand in a name; leave it out, or register the name with an alias"
    return ""


def check_description(description: str) -> str:
    """Return what is wrong with the description of an unnamed source, or an empty text.

    Examples
    --------
    >>> check_description("two officials (retired)"), check_description(" ")
    ('', 'the description is empty; write what the text calls them')
    """
    if not description.strip():
        return "the description is empty; write what the text calls them"
    if len(description) > MAX_NAME:
        return f"a description has at most {MAX_NAME} characters"
    return _control_character(description)


def read_this(chain: Chain, article: Article) -> Chain:
    """Return the chain with ``this`` replaced by the article's source, date and url.

    What the chain itself says of ``this`` goes before what the article says.

    Examples
    --------
    >>> print(read_this(parse_chain("this <- ?"), Article("Kataeb", date="2024-11-29")))
    Kataeb [2024-11-29] <- ?
    """

    def read(item: Mention | Chain) -> Mention | Chain:
        if isinstance(item, Chain):
            return read_this(item, article)
        if item.kind != "this":
            return item
        named = replace(item, kind="named", party=" ".join(article.source.split()))
        for key in ("date", "url", "archive", "accessed", "lang"):
            if getattr(named, key) is None:
                named = replace(named, **{key: getattr(article, key)})
        return named

    return replace(chain, steps=tuple(tuple(read(item) for item in step) for step in chain.steps))


def check_chain(chain: Chain) -> tuple[str, Mention] | None:
    """Return what makes a well-formed chain meaningless, with the mention it is about, or None.

    ``us`` stands first and alone, with somebody behind it and nothing in brackets; ``?`` relies on
    nobody; nobody is inferred to have told ``us``. A chain stands for at most 10,000 links.
    """
    if chain.count_links() > MAX_LINKS:
        return f"this chain stands for more than {MAX_LINKS:,} links; record it as several chains", chain.heads[0]
    upstream = {id(up) for _, up, _ in chain.pairs}
    for mention in chain.mentions:
        if mention.kind == "us":
            if chain.steps[0] != (mention,) or id(mention) in upstream:
                return "'us' is the reader: it stands first and alone, as in us <- Ann", mention
            if len(chain.steps) == 1:
                return "'us' needs who told us: us <- Ann", mention
            if mention != Mention(kind="us"):
                return "'us' is no statement and takes no brackets; put them behind who told us", mention
    for downstream, _, inferred in chain.pairs:
        if downstream.kind == "missing":
            message = "'?' means that no source is given, so nothing can follow it; describe the source in quotes"
            return message, downstream
        if downstream.kind == "us" and inferred:
            return "we know who told us: write us <- ..., not us <~ ...", downstream
    return None


def _no_arrow(text: str) -> str:
    return f"'{text}' is no arrow; write <-, or <~ for a link that we infer"


def _control_character(text: str) -> str:
    found = next((c for c in text if unicodedata.category(c) == "Cc"), None)
    return f"control character U+{ord(found):04X} in a name; delete it" if found else ""


def _date_error(text: str) -> str:
    try:
        parse_date(text)
    except DateError as error:
        return str(error)
    return ""


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
                raise self.error(_no_arrow(wrong.group()))
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
        mention = self.party()
        while True:
            self.skip()
            flag = _FLAG.match(self.text, self.at)
            if flag:
                mention = self.flagged(mention, flag.group(1))
                self.at = flag.end()
            elif self.peek("["):
                mention = self.attributes(mention)
            else:
                break
        if self.peek("(") or self.peek('"'):
            raise self.error("expected an arrow <- or a + before this")
        return self.placed(mention, start)

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

    def party(self) -> Mention:
        if self.text[self.at : self.at + 1] in _QUOTES:
            start = self.at
            description = " ".join(self.quoted().split())
            problem = check_description(description)
            if problem:
                raise self.error(problem, at=start)
            return Mention(party=description, kind="unnamed")
        found = _LONE_PLUS.match(self.text, self.at) or _NAME_END.search(self.text, self.at)
        end = found.start() if found else len(self.text)
        name = " ".join(self.text[self.at : end].split())
        if not name:
            got = f", not '{self.text[self.at]}'" if self.at < len(self.text) else ""
            raise self.error(f'expected a source, a "description", ? or us{got}')
        if name == "?":
            self.at = end
            return Mention(kind="missing")
        if name in {"us", "this"}:
            self.at = end
            return Mention(kind="us" if name == "us" else "this")
        problem = check_name(name)
        if problem:
            wrong = _WRONG_ARROW.search(self.text, self.at, end)
            raise self.error(problem, at=wrong.start() if wrong else self.at)
        self.at = end
        return Mention(party=name)

    def flagged(self, mention: Mention, flag: str) -> Mention:
        if flag == "own":
            return replace(mention, own=True)
        if flag == "confidential":
            return replace(mention, confidential=True)
        if mention.kind not in {"named", "unnamed"}:
            raise self.error("(anonymous) belongs behind a description of somebody")
        return replace(mention, kind="unnamed")

    def attributes(self, mention: Mention) -> Mention:
        start = self.at
        self.at += 1
        while True:
            self.skip()
            if self.at >= len(self.text):
                raise self.error("this bracket is never closed; expected ]", at=start)
            if self.peek("]"):
                self.at += 1
                return mention
            if _ARROW.match(self.text, self.at):
                raise self.error("this bracket is not closed before the next arrow; expected ]", at=start)
            mention = self.attribute(mention)

    def attribute(self, mention: Mention) -> Mention:
        start = self.at
        if self.text[start] in _QUOTES:
            return self.with_value(mention, "wording", self.quoted(), start)
        key = _KEY.match(self.text, start)
        if key:
            if key.group(1) not in _KEYS:
                near = hint(key.group(1), _KEYS) or f"; the keys are {', '.join(sorted(_KEYS))}"
                raise self.error(f"unknown key '{key.group(1)}='{near}", at=start)
            self.at = key.end()
            quoted = self.text[self.at : self.at + 1] in _QUOTES
            value = self.quoted() if quoted else self.bare()
            return self.with_value(mention, _KEYS[key.group(1)], value, start)
        word = self.bare()
        if word in FLAG_WORDS:
            return self.with_flag(mention, word, start)
        if "://" in word:
            second = mention.url is not None and mention.archive is None
            return self.with_value(mention, "archive" if second else "url", word, start)
        return self.with_value(mention, "date" if looks_like_date(word) else "verb", word, start)

    def with_flag(self, mention: Mention, word: str, start: int) -> Mention:
        name, value = FLAG_WORDS[word]
        before = getattr(mention, name)
        if name != "own" and before not in (None, value):
            raise self.error(f"'{word}' contradicts what stands before it; keep one", at=start)
        return replace(mention, **{name: value})

    def with_value(self, mention: Mention, name: str, value: str, start: int) -> Mention:
        if getattr(mention, name) is not None:
            raise self.error(f"a second {name} in one bracket; keep one", at=start)
        problem = check_attribute(name, value, self.verbs)
        if problem:
            raise self.error(problem, at=start)
        changed: dict[str, Any] = {name: value.strip() if name in _DATES else value}
        return replace(mention, **changed)

    def quoted(self) -> str:
        start = self.at
        closing = _QUOTES[self.text[start]]
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

    def placed(self, mention: Mention, start: int) -> Mention:
        placed = replace(mention, location=self.locate(start + 1) if self.locate else None)
        self.starts[id(placed)] = start
        self.kept.append(placed)
        return placed

    def peek(self, character: str) -> bool:
        return self.text.startswith(character, self.at)

    def skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def error(self, message: str, *, at: int | None = None, code: str = "CG101") -> NotationError:
        return NotationError(message, column=(self.at if at is None else at) + 1, code=code)
