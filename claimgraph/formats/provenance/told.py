"""What the `prov` library warns about, as losses in our words."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable

from claimgraph.formats.base import Losses

_LATER = re.compile(r"[.;,]? prov \d[\d.]* will .*\Z", re.DOTALL)
"""What another version of the library will do, with which nobody who imports a file is helped."""
_OTHER = "what the prov library warns about"
_KINDS = (
    (r"the key (?P<example>.+?) is repeated in a JSON object", "keys that are repeated in JSON; the last one counts"),
    (r"(?P<example>.*) is not an xsd:dateTime and is dropped", "invalid times"),
    (r"(?P<example>.*): the value is null and is dropped", "values that are null"),
    (r".*the qualified name (?P<example>.+?)(?: of .*)? does not resolve", "names whose prefix is not declared"),
    (r".*the datatype (?P<example>.+?) does not resolve", "names whose prefix is not declared"),
    (r"(?P<example>.*) (?:is|and is) dropped", "invalid values"),
    (r"Document contains non-PROV information in <prov:other>", "prov:other: what is not PROV"),
    (
        r"The element .* contains an attribute (?P<example>.*) which is not repr",
        "XML attributes that PROV has no word for",
    ),
    (r"(?P<example>.*) has a timezone offset beyond", "times with an offset of more than 14 hours"),
)
"""Messages of the library, the field that they are counted as, and the part that serves as an example."""
_HARMLESS = ("PROV-N cannot write", "was minted for it", "the nested reference is used", "is written as an array")
"""Messages about what is read as it is meant."""


def tell_warnings(told: Iterable[warnings.WarningMessage], losses: Losses) -> None:
    """Count the warnings of a reader as losses.

    Examples
    --------
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     warnings.warn("the key 'a' is repeated in a JSON object; the last value is used. prov 9 will reject this")
    >>> losses = Losses()
    >>> tell_warnings(told, losses)
    >>> list(losses.lines())
    ["keys that are repeated in JSON; the last one counts: 1 (such as 'a')"]
    """
    for one in told:
        if issubclass(one.category, DeprecationWarning | PendingDeprecationWarning | ResourceWarning):
            continue
        message = _LATER.sub("", " ".join(str(one.message).split()))
        if any(harmless in message for harmless in _HARMLESS):
            continue
        for pattern, what in _KINDS:
            if found := re.match(pattern, message):
                losses.add(what, found.groupdict().get("example", ""))
                break
        else:
            losses.add(_OTHER, message)
