"""How the names of sources are compared, turned into ids, and guessed when misspelt.

People type any alias in any script. `normalise` folds what people vary without meaning to, and
is used for looking up only; what is stored and shown is always what was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable
from functools import lru_cache

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ID_MAX = 64
RESERVED = frozenset({"us", "this"})
"""Words of the chain notation that no source can have as its id."""

TATWEEL = "\u0640"
_STOP_WORDS = frozenset(
    "a an and are as at by for from has have in is it of on or that the to was were will with".split()
)


def _without_marks(text: str) -> str:
    """Drop combining marks, tatweel and invisible format characters; composed letters stay."""
    return "".join(c for c in text if c != TATWEEL and unicodedata.category(c) not in {"Mn", "Me", "Cf"})


@lru_cache(maxsize=50_000)
def normalise(name: str) -> str:
    """Return the form of a name for look-up, text search and protection; never shown, never stored.

    This is the one fold of the record (DESIGN, section 1). It resolves compatibility forms, accents, case, and
    dotted and dotless i; it drops combining marks, tatweel and invisible characters; it takes letters that
    Unicode does not decompose to their base letters, folds Arabic letters (hamza forms to their carrier, teh
    marbuta to heh, every yeh, kaf and heh to the Arabic one) and the digits of every script, makes one sign of
    all apostrophes and quotation marks, and spaces of hyphens, dashes and runs of space.
    It does not transliterate: an alias in another script has to be recorded.

    Examples
    --------
    >>> normalise("  Sky-News   ARABIA ")
    'sky news arabia'
    >>> normalise("الأهرام") == normalise("الاهرام"), normalise("کریم") == normalise("كريم")
    (True, True)
    >>> normalise("L’Orient–Le Jour"), normalise("IŞIK"), normalise("ışık"), normalise("٠٣ ١٢٣")
    ("l'orient le jour", 'isik', 'isik', '03 123')
    """
    return fold(name)


def fold(text: str) -> str:
    """Return what `normalise` does, without keeping it: for texts that are long and met once."""
    if text.isascii():  # the same as below, in less time
        return " ".join(text.lower().translate(_FOLD).split())
    plain = unicodedata.normalize("NFKD", text.translate(_FOLD)).translate(_FOLD).casefold()
    folded = unicodedata.normalize("NFKD", plain).translate(_FOLD)  # folding case makes new marks
    return " ".join(unicodedata.normalize("NFC", folded).split())


class _Fold(dict[int, str]):
    """What `normalise` makes of single characters, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(character: str) -> str:
    category = unicodedata.category(character)
    if character in _ALIKE:
        return _ALIKE[character]
    if category in _UNSEEN and not character.isspace():
        return ""
    if category == "Pd":
        return " "
    if category in {"Pi", "Pf"}:
        return "'"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Ll", "Lu"} and not unicodedata.decomposition(character):
        return _base_letter(character)
    return character


def _base_letter(character: str) -> str:
    """Return the letter that another one is with a stroke, a hook or the like; itself if it is no such letter."""
    base, has_sign, _ = unicodedata.name(character, "").partition(" WITH ")
    try:
        return unicodedata.lookup(base) if has_sign and base.startswith(_WITH_SIGNS) else character
    except KeyError:
        return character


_WITH_SIGNS = ("LATIN SMALL LETTER ", "LATIN CAPITAL LETTER ", "CYRILLIC SMALL LETTER ", "CYRILLIC CAPITAL LETTER ")
"""Alphabets in which a letter with a sign, as LATIN SMALL LETTER L WITH STROKE, is typed without it."""

_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})

_ALIKE: dict[str, str] = {
    "_": " ",
    "\u2212": " ",  # the minus sign, which is no dash to Unicode
    **dict.fromkeys("\u0640\u115f\u1160\u2800\u3164\uffa0\u0674", ""),  # tatweel, blank letters, high hamza
    # Apostrophes, primes and quotation marks that Unicode counts among letters, signs or other punctuation.
    **dict.fromkeys(
        "\"'`\u00b4\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02ee\u02f4\u0374\u0384\u055a"
        "\u055b\u05f3\u05f4\u07f4\u07f5\u1fbd\u1fbf\u1fef\u1ffd\u1ffe"
        "\u1fcd\u1fce\u1fcf\u1fdd\u1fde\u1fdf\u201a\u201e\u2032\u2033\u2034\u2035\u2036\u2037\u2057\u275b\u275c"
        "\u275d\u275e\u276e\u276f\u2e42\u300c\u300d\u300e\u300f\u301d\u301e\u301f\ua78b\ua78c\uff02\uff07\uff40"
        "\uff62\uff63",
        "'",
    ),
    # Letters that are none with a sign of another.
    **dict(zip("ıȷæœþðĸŋəɵʉß", "i j ae oe th d k n e o u ss".split(), strict=True)),
    **dict(zip("ÆŒÞÐŊƏɄẞ", "AE OE TH D N E U SS".split(), strict=True)),
    **dict.fromkeys("\u0622\u0623\u0625\u0671\u0672\u0673", "\u0627"),  # alef with madda, hamza or wasla
    "\u0624": "\u0648",  # waw with hamza
    **dict.fromkeys("\u0626\u0649\u06cc\u06cd", "\u064a"),  # yeh with hamza, without dots, Persian, with tail
    **dict.fromkeys("\u06a9\u06aa", "\u0643"),  # Persian and swash kaf
    **dict.fromkeys("\u0629\u06be\u06c0\u06c1\u06c2\u06c3\u06d5", "\u0647"),  # teh marbuta, and every heh
}
"""Characters that stand for one another and whose category does not say so."""

_FOLD = _Fold()


@lru_cache(maxsize=50_000)
def slug(name: str) -> str:
    """Return the id of a source that is not registered, made from its name.

    Casefolded, combining marks and tatweel stripped, runs of non-word characters to ``-``, in any
    script. A name without a single word character gets the numbers of its characters; a name that
    would give a word of the notation gets ``-source`` behind it.

    Examples
    --------
    >>> slug("Sky News Arabia"), slug("الكتائب"), slug("Agence  Télégraphique!")
    ('sky-news-arabia', 'الكتائب', 'agence-télégraphique')
    >>> slug("US"), slug("++")
    ('us-source', 'u2b-2b')
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    kept = (c if c.isalnum() or unicodedata.category(c) == "Mc" else " " for c in _without_marks(plain))
    made = "-".join("".join(kept).split())
    if not made:
        return "u" + "-".join(f"{ord(c):x}" for c in name)
    return f"{made}-source" if made in RESERVED else made


def is_id(text: str) -> bool:
    """Tell whether a text may be the id of a claim or of a registered source.

    Examples
    --------
    >>> is_id("niger-uranium"), is_id("Niger uranium"), is_id("a--b")
    (True, False, False)
    """
    return len(text) <= ID_MAX and ID_PATTERN.fullmatch(text) is not None


def suggest_id(text: str, *, taken: Container[str] = ()) -> str:
    """Return a new id for a claim made from its text: a few telling words, at most 48 characters.

    Ids are ASCII, so letters of other scripts are dropped; what leaves nothing gives ``claim-`` and
    eight digits made from the text, so that two branches in git do not make one id of two texts.
    An id that is taken gets the next free number.

    Examples
    --------
    >>> suggest_id("Russian aircraft will act within hours.")
    'russian-aircraft-act-within-hours'
    >>> suggest_id("قالت مصادر"), suggest_id("A b.", taken=["b"])
    ('claim-9459daa4', 'b-2')
    """
    plain = _without_marks(unicodedata.normalize("NFKD", text)).casefold().encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    telling = [w for w in words if w not in _STOP_WORDS] or words
    made = ""
    for word in telling[:7]:
        longer = f"{made}-{word}" if made else word[:48]
        if len(longer) > 48:
            break
        made = longer
    if not made:
        from hashlib import sha256  # which brings OpenSSL along, as a rule for nothing

        made = f"claim-{sha256(text.encode()).hexdigest()[:8]}"
    if made not in taken:
        return made
    number = 2
    while f"{made}-{number}" in taken:
        number += 1
    return f"{made}-{number}"


def suggest_source_id(name: str) -> str:
    """Return an id to register a source under, made from its name; empty where letters would be lost.

    Examples
    --------
    >>> suggest_source_id("Agence Télégraphique"), suggest_source_id("ТАСС")
    ('agence-telegraphique', '')
    """
    made = slug(_without_marks(unicodedata.normalize("NFKD", slug(name))))
    return made if is_id(made) and any(c.isalpha() for c in name) else ""


def did_you_mean(word: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """Return the known words nearest to a misspelt one, best first, compared as look-up forms.

    Examples
    --------
    >>> did_you_mean("Katab", ["Kataeb", "Middle East Eye"])
    ['Kataeb']
    """
    return KnownWords(known).nearest(word, most=most)


class KnownWords:
    """Words prepared once, so that many misspelt ones can be compared with them.

    Of very many only those are compared that share three letters in a row with what is asked for, the
    most similar first.

    Examples
    --------
    >>> words = KnownWords(["Kataeb", "Middle East Eye"])
    >>> words.nearest("Katab"), words.hint("Midle East Eye")
    (['Kataeb'], '; did you mean Middle East Eye?')
    """

    def __init__(self, known: Iterable[str]) -> None:
        self.forms: dict[str, str] = {}
        for candidate in sorted(set(known)):
            self.forms.setdefault(normalise(candidate), candidate)
        self.by_letters: dict[str, list[str]] = {}
        if len(self.forms) > _MOST_COMPARED:
            for form in self.forms:
                for letters in _threes(form):
                    self.by_letters.setdefault(letters, []).append(form)

    def nearest(self, word: str, *, most: int = 3) -> list[str]:
        """Return the words nearest to a misspelt one, best first, compared as look-up forms."""
        from difflib import get_close_matches

        form = normalise(word)
        near = get_close_matches(form, self._candidates(form), n=most, cutoff=0.7)
        return [self.forms[one] for one in near]

    def hint(self, word: str) -> str:
        """Return ``"; did you mean X?"`` for the nearest words, or nothing."""
        near = self.nearest(word)
        return f"; did you mean {' or '.join(near)}?" if near else ""

    def _candidates(self, form: str) -> list[str]:
        if not self.by_letters:
            return list(self.forms)
        shared = Counter(one for letters in _threes(form) for one in self.by_letters.get(letters, ()))
        return [one for one, _ in shared.most_common(_MOST_COMPARED)]


_MOST_COMPARED = 300


def _threes(form: str) -> set[str]:
    framed = f" {form} "
    return {framed[i : i + 3] for i in range(len(framed) - 2)}


def hint(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean X?"`` for the nearest known words, or nothing.

    Examples
    --------
    >>> hint("chian", ["chain", "text"])
    '; did you mean chain?'
    """
    return KnownWords(known).hint(word)
