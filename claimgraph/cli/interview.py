"""Asking for a claim on a terminal: what, who told you, who told them."""

from __future__ import annotations

import click

from claimgraph.dates import canonical_date
from claimgraph.errors import ClaimgraphError
from claimgraph.notation import parse_chain


def ask(text: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text of a claim and its chains in notation, as answered."""
    text = text or _asked("What is claimed? One sentence, with dates instead of 'today'")
    chains = [_chain("Who did you read or hear it from?")]
    while another := _asked("Who else did you read or hear it from? (Enter: nobody)", empty=True):
        chains.append(_chain_from(another))
    return text, tuple(chains)


def _asked(question: str, *, empty: bool = False) -> str:
    while True:
        answer: str = click.prompt(question, default="", show_default=False, prompt_suffix=" > ")
        if answer.strip() or empty:
            return answer.strip()


def _chain(question: str) -> str:
    return _chain_from(_asked(question))


def _chain_from(answer: str) -> str:
    """Ask on from a first answer, which may be a whole chain already."""
    while True:
        wrong = _wrong(answer)
        if not wrong:
            break
        click.echo(wrong)
        answer = _asked("Once more, who?")
    if "<" in answer or "←" in answer:
        return answer
    steps = [_with_date(answer)]
    while not steps[-1].startswith("?"):
        told = _asked(
            f'Who told {answer}? (Enter: {answer} says it; ? no source is given; in "quotes" if only described)',
            empty=True,
        )
        if not told:
            break
        if wrong := _wrong(f"{steps[0]} <- {told}"):
            click.echo(wrong)
            continue
        if "<" in told or "←" in told:
            steps.append(told)
            break
        answer = told
        steps.append(_with_date(told))
    return " <- ".join(steps)


def _with_date(party: str) -> str:
    if party.startswith("?") or "[" in party or "+" in party.split():
        return party
    while True:
        answer = _asked(f"When did {party} say or publish it? (2024-11-29, 2024-11; Enter: not known)", empty=True)
        if not answer:
            return party
        try:
            answer = canonical_date(answer)
        except ClaimgraphError as error:
            click.echo(str(error))
            continue
        return f"{party} [{answer}]"


def _wrong(chain: str) -> str:
    try:
        parse_chain(chain)
    except ClaimgraphError as error:
        return str(error)
    return ""
