"""What PROV-O says of its own words: subclasses, kinds of derivations, inverse and qualified forms."""

from __future__ import annotations

from typing import NamedTuple

SUBCLASSES = {
    "Person": "Agent", "Organization": "Agent", "SoftwareAgent": "Agent",
    "Bundle": "Entity", "Collection": "Entity", "EmptyCollection": "Entity", "Plan": "Entity",
    "Entity": "Entity", "Agent": "Agent", "Activity": "Activity",
}  # fmt: skip
"""What everything of a class is as well."""


class Property(NamedTuple):
    """A property that connects two things: the same in PROV-N, what it connects, and how it is qualified."""

    keyword: str
    subject: str | None
    object: str | None
    kind: str = ""
    """The class of what qualifies it; none if nothing does."""
    influencer: str = "entity"
    """The property by which what qualifies it names the object."""


PROPERTIES = {
    "wasDerivedFrom": Property("wasDerivedFrom", "Entity", "Entity", "Derivation"),
    "wasQuotedFrom": Property("wasDerivedFrom", "Entity", "Entity", "Quotation"),
    "wasRevisionOf": Property("wasDerivedFrom", "Entity", "Entity", "Revision"),
    "hadPrimarySource": Property("wasDerivedFrom", "Entity", "Entity", "PrimarySource"),
    "wasAttributedTo": Property("wasAttributedTo", "Entity", "Agent", "Attribution", "agent"),
    "wasGeneratedBy": Property("wasGeneratedBy", "Entity", "Activity", "Generation", "activity"),
    "wasInvalidatedBy": Property("wasInvalidatedBy", "Entity", "Activity", "Invalidation", "activity"),
    "used": Property("used", "Activity", "Entity", "Usage"),
    "wasInformedBy": Property("wasInformedBy", "Activity", "Activity", "Communication", "activity"),
    "wasStartedBy": Property("wasStartedBy", "Activity", "Entity", "Start"),
    "wasEndedBy": Property("wasEndedBy", "Activity", "Entity", "End"),
    "wasAssociatedWith": Property("wasAssociatedWith", "Activity", "Agent", "Association", "agent"),
    "actedOnBehalfOf": Property("actedOnBehalfOf", "Agent", "Agent", "Delegation", "agent"),
    "wasInfluencedBy": Property("wasInfluencedBy", None, None, "Influence", "influencer"),
    "specializationOf": Property("specializationOf", "Entity", "Entity"),
    "alternateOf": Property("alternateOf", "Entity", "Entity"),
    "hadMember": Property("hadMember", "Entity", "Entity"),
    "mentionOf": Property("mentionOf", "Entity", "Entity"),
}

QUALIFIED = {f"qualified{one.kind}": one for one in PROPERTIES.values() if one.kind}

INVERSE = {
    "hadDerivation": "wasDerivedFrom", "quotedAs": "wasQuotedFrom", "hadRevision": "wasRevisionOf",
    "wasPrimarySourceOf": "hadPrimarySource", "contributed": "wasAttributedTo", "generated": "wasGeneratedBy",
    "invalidated": "wasInvalidatedBy", "wasUsedBy": "used", "informed": "wasInformedBy", "started": "wasStartedBy",
    "ended": "wasEndedBy", "wasAssociateFor": "wasAssociatedWith", "hadDelegate": "actedOnBehalfOf",
    "influenced": "wasInfluencedBy", "generalizationOf": "specializationOf", "wasMemberOf": "hadMember",
    "qualifiedUsingActivity": "qualifiedUsage", **{f"{name}Of": name for name in QUALIFIED},
}  # fmt: skip
"""Inverse properties, two of PROV-O and those whose names its appendix B reserves."""

FURTHER = ("hadActivity", "hadGeneration", "hadUsage")
"""What a derivation may say of how it came about."""
