"""Every key that a file of the record may hold: one table for the reader, the writer and the schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from claimgraph.model import ACCESS, CERTAINTIES, RELATIONS, SOURCE_KINDS, STANCES, VERDICTS


@dataclass(frozen=True, slots=True)
class Field:
    """A key, the form of its value, and one line for the editor's tooltip.

    ``form`` is one of: text, id, date, url, flag, choice, name, probability, ids, silence, names, texts,
    chain, chains, article, verdict, assess, checked, claims, sources, steps, inner.
    """

    key: str
    form: str
    doc: str
    choices: tuple[str, ...] = ()
    required: bool = False


class Fields(tuple[Field, ...]):
    """The fields of one kind of mapping, in the order in which they are written."""

    @cached_property
    def names(self) -> dict[str, None]:
        """Their keys, to be looked up and in their order."""
        return dict.fromkeys(field.key for field in self)

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """Those that may not be missing."""
        return tuple(field for field in self if field.required)


def _relation(key: str) -> Field:
    meaning = {
        "contradicts": "Claims that cannot be true together with this one.",
        "tension": "Claims that pull the other way without excluding this one.",
        "supports": "Claims that this one makes more likely.",
        "based_on": "This claim stands only if all of these stand.",
        "part_of": "Claims that this one is a part of.",
        "same_as": "The same proposition, recorded elsewhere.",
        "supersedes": "Earlier claims that this one replaces.",
        "corrects": "Claims that this one puts right.",
    }[key]
    return Field(key, "ids", meaning)


CLAIM = Fields(
    (
        Field("id", "id", "The claim's id, unique in the record; made once and never changed.", required=True),
        Field("text", "text", "One checkable proposition; tense and dates absolute.", required=True),
        Field("said", "text", "The words as they were said."),
        Field("chain", "chain", "Who said it, through whom: from where you read it back to where it starts."),
        Field("chains", "chains", "Several chains, where the claim reached you on several ways."),
        Field("when", "date", "When the event happened or will happen."),
        Field("as_of", "date", "The time for which the claim is made."),
        Field("due", "date", "When a prediction can be settled."),
        Field("review_by", "date", "When somebody should look at this again."),
        Field("tags", "texts", "Words to find the claim by."),
        *(_relation(key) for key in RELATIONS),
        Field("assess", "assess", "Admiralty code, with who gave it and when."),
        Field("verdict", "verdict", "Is it so? With who decided, when and why."),
        Field("checked", "checked", "Was it said? Who made sure, and when."),
        Field("silence", "silence", "Checks not to be told of this claim, each with the reason."),
        Field("note", "text", "Anything else."),
    )
)
ARTICLE = Fields(
    (
        Field("source", "name", "Who published it; `this` in the chains below.", required=True),
        Field("date", "date", "When it was published."),
        Field("url", "url", "Where it can be read."),
        Field("archive", "url", "Where an archived copy can be read."),
        Field("accessed", "date", "When you read it."),
        Field("lang", "text", "Its language, as a BCP 47 tag."),
        Field("title", "text", "Its headline."),
        Field("author", "text", "Who wrote it."),
        Field("note", "text", "Anything else."),
    )
)
FILE = Fields(
    (
        Field("article", "article", "The text in which the claims below were read."),
        Field("claims", "claims", "The claims, each beginning with '- id:'.", required=True),
    )
)
SOURCE = Fields(
    (
        Field("id", "id", "The source's id; never renamed.", required=True),
        Field("kind", "choice", "What the source is.", SOURCE_KINDS, required=True),
        Field("name", "text", "The name to show."),
        Field("aliases", "texts", "Other names, in any script."),
        Field("was", "texts", "Ids that this source had before."),
        Field("wire", "flag", "Others publish what it writes."),
        Field("owner", "name", "Who owns it."),
        Field("speaks_for", "name", "On whose authority it speaks."),
        Field("part_of", "name", "The larger body it belongs to."),
        Field("same_as", "names", "Other entries that are the same voice."),
        Field("role", "text", "Office or function."),
        Field("lang", "text", "Main language."),
        Field("url", "url", "Home page."),
        Field("reliability", "assess", "Admiralty letter A to F, or dated assessments."),
        Field("bias_note", "text", "What a reader should know about its interest."),
        Field("confidential", "flag", "The entry is a code name for somebody who must not be identified."),
        Field("quotable", "flag", "A confidential source's words may be shown."),
        Field("via", "name", "Group: the outlet whose unnamed source it is."),
        Field("pool", "text", "Group: the pool of distinct people it belongs to."),
        Field("access", "choice", "Group: how near it is to what it tells.", ACCESS),
        Field("maybe", "names", "Group: sources it may be."),
        Field("resolved_to", "name", "Group: the source it turned out to be."),
        Field("note", "text", "Anything else."),
    )
)
SOURCES_FILE = Fields((Field("sources", "sources", "The sources, each beginning with '- id:'.", required=True),))
VERDICT = Fields(
    (
        Field("is", "choice", "The answer.", VERDICTS, required=True),
        Field("date", "date", "When it was given."),
        Field("by", "text", "Who gave it."),
        Field("because", "text", "Why."),
    )
)
ASSESSMENT = Fields(
    (
        Field("code", "text", "Letter A to F, with a number 1 to 6 for a claim.", required=True),
        Field("by", "text", "Who gave it."),
        Field("date", "date", "When."),
    )
)
CHECKED = Fields(
    (
        Field("by", "text", "Who made sure.", required=True),
        Field("date", "date", "When."),
    )
)
STEP = Fields(
    (
        Field("source", "name", "A named source, or `us` or `this`."),
        Field("unnamed", "text", "The words in which an unnamed source is described."),
        Field("missing", "flag", "No source is given."),
        Field("all", "steps", "Several sources side by side, as with + in the notation."),
        Field("chain", "inner", "Among several side by side: a chain of its own."),
        Field("inferred", "flag", "The link to this step is ours; the text gives no credit."),
        Field("verb", "verb", "The verb of attribution."),
        Field("date", "date", "When it was said or published."),
        Field("url", "url", "Where it can be read."),
        Field("archive", "url", "Where an archived copy can be read."),
        Field("wording", "text", "The words as they were said."),
        Field("lang", "text", "Language of the statement."),
        Field("as", "choice", "How certain the statement presents it.", CERTAINTIES),
        Field("stance", "choice", "Stance, where the verb does not tell it.", STANCES),
        Field("p", "probability", "Probability given by the source."),
        Field("likelihood", "text", "Word of likelihood (ICD 203)."),
        Field("accessed", "date", "When you read it."),
        Field("page", "text", "Page or paragraph."),
        Field("because", "text", "Why the inferred link is believed."),
        Field("checked", "date", "When somebody made sure it was said."),
        Field("tag", "text", "A word to find the statement by."),
        Field("own", "flag", "In its own voice."),
        Field("seen", "flag", "We have read it."),
        Field("unseen", "flag", "We have not read it."),
        Field("firsthand", "flag", "The source was there."),
        Field("hearsay", "flag", "The source was told."),
        Field("confidential", "flag", "The source must not be identified."),
    )
)
