"""What every claim of the shipped record comes to, worked out by hand; the pages behind it are in its file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Expected:
    """What a claim should come to, and why; ``circles`` are (sources, dated, grounded)."""

    claim: str
    why: str
    apparent: tuple[str, ...] = ()
    lines: tuple[int, int] = (0, 0)
    cut: tuple[str, ...] = ()
    single_points: tuple[str, ...] = ()
    circles: tuple[tuple[tuple[str, ...], bool, bool], ...] = ()
    denials: tuple[str, ...] = ()
    unnamed_only: bool = False
    false_confirmation: bool = False


def one_way(claim: str, *way: str, why: str, unnamed_only: bool = False, denials: tuple[str, ...] = ()) -> Expected:
    """Return what a claim comes to that one reader has on one way, from the origin to the only place it was read."""
    return Expected(claim, why, way[-1:], (1, 1), way[:1], way, denials=denials, unnamed_only=unnamed_only)


def small_loop(claim: str, editor: str, between: str, *, why: str, dated: bool = False) -> Expected:
    """Return what a loop comes to that an unnamed editor starts: Wikipedia, those between, Wikipedia."""
    start = f'{claim}#"{editor}"@wikipedia'
    return Expected(
        claim,
        why,
        apparent=tuple(sorted((between, "wikipedia"))),
        lines=(1, 1),
        cut=(start,),
        single_points=(start, "wikipedia"),
        circles=((tuple(sorted((between, "wikipedia"))), dated, True),),
        unnamed_only=True,
        false_confirmation=True,
    )


SYRIAN, TURKISH = "sky-news-arabia-syrian-sources", "middle-east-eye-turkish-security-sources"
INTELLIGENCE = 'niger-uranium#"intelligence sources"@uk-government'
SERVICE = 'niger-uranium#"foreign government service"@cia-nesa'
FURTHER = 'curveball-mobile-labs#"three further sources"@colin-powell'
COPIES = '"sources that copied wikipedia"@wikipedia'

KATAEB = [
    one_way(
        "russian-air-action-within-hours",
        *(SYRIAN, "sky-news-arabia", "kataeb"),
        why="one reader, one chain, and it starts with a registered group that nobody named",
        unnamed_only=True,
    ),
    *(
        one_way(claim, TURKISH, "middle-east-eye", "kataeb", why="as above, through another outlet", unnamed_only=True)
        for claim in ("russian-response-slow", "russian-aircraft-moved-to-ukraine")
    ),
    *(
        one_way(claim, "dmitry-peskov", "kataeb", why="a named spokesman; he does not count for the Kremlin as well")
        for claim in (
            "russia-wants-order-restored-in-aleppo",
            "russia-calls-attack-violation-of-sovereignty",
            "russia-urges-prompt-recapture",
        )
    ),
    *(
        one_way(claim, f"{claim}#?@kataeb", "kataeb", why="reportedly: the source is missing", unnamed_only=True)
        for claim in ("factions-entered-aleppo", "aleppo-entry-first-in-years")
    ),
    *(
        one_way(claim, "kataeb", why="in its own voice: the outlet is the origin, and named")
        for claim in (
            "aleppo-offensive-launched",
            "factions-took-twelve-towns-and-villages",
            "first-substantial-advance-since-march-2020",
            "russia-turkey-ceasefire-march-2020",
            "russian-and-syrian-air-strikes",
            "russian-intervention-2015",
            "russian-bases-in-syria",
            "russian-role-pivotal",
        )
    ),
]

AARDVARK = [
    Expected(
        "coati-brazilian-aardvark",
        "four papers of June 2010, The Independent, two books and Wikipedia; all from the edit that one person made",
        apparent=(
            "cambridge-university-press-work",
            *("daily-express", "daily-mail", "daily-telegraph", "metro", "the-independent"),
            *("university-of-chicago-press-book", "wikipedia"),
        ),
        lines=(1, 1),
        cut=("dylan-breves",),
        single_points=("dylan-breves", "wikipedia"),
        circles=((("daily-telegraph", "wikipedia"), True, True),),
        denials=("the-new-yorker@2014-05",),
        false_confirmation=True,
    )
]

NIGER = [
    Expected(
        "niger-uranium",
        "eleven could be read, one doubts and one denies; behind the nine stand the dossier and two descriptions, "
        "of which only the dossier is surely nobody else",
        apparent=(
            *("cia", "cia-nesa", "elisabetta-burba", "french-foreign-ministry", "george-w-bush", "sismi"),
            *("uk-government", "us-department-of-energy", "us-embassy-rome"),
        ),
        lines=(1, 3),
        cut=("niger-dossier", SERVICE, INTELLIGENCE),
        denials=("iaea@2003-03-03",),
    ),
    one_way("niger-documents-forged", "iaea", "senate-intelligence-committee", why="the Senate has it from the IAEA"),
    one_way(
        "niger-france-had-information",
        *("french-foreign-ministry", "senate-intelligence-committee"),
        why="read in the Senate's report, said by the French",
    ),
    one_way(
        "niger-french-assessment-same-documents",
        *("niger-french-assessment-same-documents#?@us-government", "us-government", "senate-intelligence-committee"),
        why="from whom the US learnt it is missing",
        unnamed_only=True,
    ),
]

CURVEBALL = [
    one_way(
        "curveball-mobile-labs",
        *(FURTHER, "colin-powell"),
        why="the service took back what it had from Curveball: the estimate falls, Powell keeps three nameless others",
        unnamed_only=True,
        denials=("senate-intelligence-committee@2004-07",),
    ),
    one_way("curveball-estimate-single-source", "wmd-commission", why="the commission's own finding"),
    one_way(
        "curveball-four-sources-bogus",
        "senate-intelligence-committee",
        "irish-times",
        why="the paper has the committee",
    ),
    one_way("curveball-1998-accident", "curveball", "colin-powell", why="Powell's account is traced to Curveball"),
    one_way("curveball-source-was-eyewitness", "colin-powell", why="Powell names nobody for it and says it himself"),
    one_way("curveball-account-third-hand", "bnd", "los-angeles-times", why="the paper has the service"),
]

STEELE = [
    Expected(
        "steele-yahoo-fisa",
        "read twice; through Steele both are one, through three officials whom nobody named Yahoo may be a second",
        apparent=("fbi", "yahoo-news"),
        lines=(1, 2),
        cut=("steele-dossier", "yahoo-news"),
    ),
    Expected(
        "steele-yahoo-no-corroboration",
        "the memo and the author of the article each say so, and each for himself; two dispute it",
        apparent=("michael-isikoff", "nunes-memo"),
        lines=(2, 2),
        cut=("michael-isikoff", "nunes-memo"),
        denials=("media-matters@2018-02-04/2018-02-05", "adam-schiff@2018-02-04/2018-02-05"),
    ),
    Expected(
        "steele-yahoo-cited-for-other-information",
        "two say so, and our notes do not say that either has it from the other",
        apparent=("adam-schiff", "media-matters"),
        lines=(2, 2),
        cut=("adam-schiff", "media-matters"),
    ),
    one_way("steele-did-not-inform-the-press", "fbi", why="the application says what the FBI believes"),
    one_way(
        "steele-page-meetings-not-corroborated",
        "justice-department-inspector-general",
        why="the Inspector General's own finding",
    ),
]

TOASTER = [
    Expected(
        "alan-macmasters-toaster",
        "Wikipedia and seven who repeat it, the BBC among them before it debunks; one student wrote both edits",
        apparent=(
            *('"more than a dozen books"@us', '"people who nominated macmasters"@us'),
            *("bbc", "brand-scotland", "daily-mirror", "kingsmill", "washington-times", "wikipedia"),
        ),
        lines=(1, 1),
        cut=("macmasters-alex",),
        single_points=("macmasters-alex", "wikipedia"),
        circles=(((COPIES, "wikipedia"), True, True),),
        denials=("bbc@2022-11",),
        false_confirmation=True,
    ),
    one_way(
        "alan-macmasters-photo-genuine",
        *("macmasters-alex", "wikipedia"),
        why="one edit for it, one doubt, one denial",
        denials=("the-new-daily@2022-11-23",),
    ),
]

SHORT_LIST = [
    small_loop(
        "hazlehurst-wrote-reach",
        *("a wikipedia editor", "hazlehurst-obituaries"),
        why="no dates: the one Wikipedia stands at both ends of the loop, and an editor enters it",
    ),
    small_loop(
        "guttenberg-name-wilhelm",
        *("a wikipedia editor", "guttenberg-news-reports"),
        why="one month for the whole loop, so again one Wikipedia",
    ),
    small_loop(
        "baron-cohen-goldman-sachs", "wikipedia editors", "baron-cohen-news-reports", why="no dates, as with the first"
    ),
    small_loop(
        "thornhill-first-cardboard-box",
        *("a wikipedia editor", "thornhill-books"),
        why="two dates: Wikipedia of 2016 has the books, and they have Wikipedia of 2007",
        dated=True,
    ),
    Expected("jaredo-wens-god", "Wikipedia deleted it, and everybody else had it from there: nothing stands"),
    Expected(
        "maurice-jarre-final-waltz",
        "Wikipedia, two papers and the blogs, from one student; nobody comes back to Wikipedia",
        apparent=('"blogs and forums"@us', "the-guardian", "the-independent", "wikipedia"),
        lines=(1, 1),
        cut=("shane-fitzgerald",),
        single_points=("shane-fitzgerald", "wikipedia"),
        false_confirmation=True,
    ),
]

EXPECTED = [*KATAEB, *AARDVARK, *NIGER, *CURVEBALL, *STEELE, *TOASTER, *SHORT_LIST]
