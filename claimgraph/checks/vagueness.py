"""Descriptions of unnamed sources that tell nothing about them.

"Syrian sources" says whose, "two hospital doctors" says what they do; "sources" says nothing. A
description is vague if every word of it is in this table and one of them says "somebody", or if
it is one of the phrases. In doubt a word is left out: a rank, a trade, a place or an event tells
something ("senior officials", "witnesses", "local media").
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from claimgraph.names import normalise

# Language: words for somebody or something that says so; one of these has to be there.
_SOMEBODY: Mapping[str, str] = {
    "en": "source sources observer observers report reports expert experts analyst analysts official officials "
    "insider insiders commentator commentators critic critics people persons person some many others media",
    "ar": "مصدر مصادر مراقب مراقبون مراقبين خبير خبراء محلل محللون محللين تقرير تقارير مسؤول مسؤولون مسؤولين "
    "بعض كثيرون كثيرين آخرون إعلام",
    "fr": "source sources observateur observateurs expert experts analyste analystes responsable responsables "
    "officiel officiels rapport rapports médias certains beaucoup plusieurs",
    "de": "Quelle Quellen Kreise Kreisen Beobachter Beobachtern Experte Experten Analyst Analysten Beamte Beamter "
    "Beamten Bericht Berichte Berichten Medien Medienberichte Medienberichten Insider viele manche einige",
    "es": "fuente fuentes observador observadores experto expertos analista analistas funcionario funcionarios "
    "informe informes medios algunos muchos",
    "ru": "источник источники источников эксперт эксперты экспертов наблюдатель наблюдатели наблюдателей аналитик "
    "аналитики чиновник чиновники сообщения СМИ многие некоторые",
}

# Words that may stand beside these and tell no more: articles, amounts, praise, and that there is no name.
_FILLING: Mapping[str, str] = {
    "en": "a an the and one two three several various multiple numerous certain other different unnamed unidentified "
    "unspecified undisclosed anonymous informed well reliable credible trusted knowledgeable familiar close to with "
    "of matter situation issue say says said press news",
    "ar": "مطلع مطلعة مطلعين موثوق موثوقة عليم عليمة عدة عدد من متعددة مختلفة مجهول مجهولة وسائل",
    "fr": "et un une des les la le de du d bien informé informée informés informées anonyme anonymes sûre sûres fiable "
    "fiables proche proches dossier divers diverses disent presse",
    "de": "und ein eine einem einer der die das aus den mehrere mehreren verschiedene gut informierte informierten "
    "unterrichtete unterrichteten anonyme anonymen ungenannte ungenannten zuverlässige zuverlässigen sagen",
    "es": "y un una unos unas los las el la de del bien informada informadas anónima anónimas fiable fiables varias "
    "varios diversas cercana cercanas conocedora conocedoras al asunto caso dicen prensa",
    "ru": "и информированный информированные осведомлённый осведомлённые анонимный анонимные неназванный неназванные "
    "надёжный надёжные несколько разные",
}

# What stands for a source in a sentence and is none.
_PHRASES = (
    "it is said", "they say", "word on the street", "social media", "rumour", "rumours", "rumor", "rumors",
    "يقال", "شائعات", "on dit", "rumeurs", "man sagt", "Gerüchte", "se dice", "rumores", "говорят", "слухи",
)  # fmt: skip


def _table(words: Mapping[str, str]) -> frozenset[str]:
    return frozenset(word for listed in words.values() for word in normalise(listed).split())


_SOMEBODY_FORMS = _table(_SOMEBODY)
_FILLING_FORMS = _table(_FILLING)
_PHRASE_FORMS = frozenset(map(normalise, _PHRASES))
_ARTICLE = re.compile(r"^(?:و?ال|لل)(?=\w{3})")


def is_vague(description: str) -> bool:
    """Tell whether the description of an unnamed source says nothing about who they are.

    Examples
    --------
    >>> [is_vague(text) for text in ("Several well-informed sources", "المصادر", "sources proches du dossier")]
    [True, True, True]
    >>> [is_vague(text) for text in ("Syrian sources", "senior officials", "مصادر سورية")]
    [False, False, False]
    """
    form = normalise(description)
    words = [_ARTICLE.sub("", word) for word in re.findall(r"[^\W_]+", form)]
    if form in _PHRASE_FORMS:
        return True
    return any(word in _SOMEBODY_FORMS for word in words) and all(
        word in _SOMEBODY_FORMS or word in _FILLING_FORMS for word in words
    )
