"""Whether an English wording looks ahead or back; clear cases only."""

from __future__ import annotations

import re
from typing import Literal

Tense = Literal["future", "past"]

_AHEAD = re.compile(
    r"\b(?:(?<!the )(?<!his )(?<!her )(?<!their )(?<!free )(?<!good )(?<!political )(?:will|won['’]t)|"
    r"would|wouldn['’]t|shall|"
    r"(?:i|you|he|she|it|we|they)['’]ll|"
    r"(?:am|is|are) (?:not )?(?:going|about|set|due|expected|likely|scheduled) to|(?:plans?|intends?|expects?) to)\b",
    re.IGNORECASE,
)
_IRREGULAR = (
    "been begun become broken brought built bought caught come cut done driven fallen fled flown fought found given "
    "gone had held hit hurt kept killed known laid led left lost made met paid put read risen said seen sent set shot "
    "shown shut sold spent spoken stolen struck sunk taken thrown told torn understood withdrawn won written"
)
_BACK = re.compile(
    r"\b(?:was|were|wasn['’]t|weren['’]t|did|didn['’]t|"
    r"(?:has|have|had|hasn['’]t|haven['’]t|hadn['’]t)(?: (?:not|never|already|also|just|now|since|recently|all))*"
    rf" (?:\w+ed|{'|'.join(_IRREGULAR.split())}))\b",
    re.IGNORECASE,
)
_LOOKS_ENGLISH = re.compile(r"\b(?:the|of|and|to|by|from|with|that|this|which|is|are|were|has|would)\b", re.IGNORECASE)


def read_tense(text: str) -> Tense | None:
    """Return whether an English text looks ahead or back, None where it is not clear.

    ``will``, ``would``, ``is going to`` and the like against ``was``, ``did`` and the perfect. A text
    with both is not clear, and nor is a simple past, which mostly belongs to the verb of saying.

    Examples
    --------
    >>> read_tense("Jets will strike Aleppo."), read_tense("Jets have struck Aleppo.")
    ('future', 'past')
    >>> read_tense("He was told that jets will strike.") is None
    True
    """
    ahead, back = _AHEAD.search(text), _BACK.search(text)
    if bool(ahead) == bool(back):
        return None
    return "future" if ahead else "past"


def is_english(text: str, lang: str | None) -> bool:
    """Tell whether a wording is English: by its ``lang``, or without one by its small words.

    Examples
    --------
    >>> is_english("Jets will strike", "en-GB"), is_english("the jets", "ar"), is_english("er will gehen", None)
    (True, False, False)
    """
    if lang:
        return re.split("[-_]", lang.casefold())[0] in {"en", "eng", "english"}
    return _LOOKS_ENGLISH.search(text) is not None
