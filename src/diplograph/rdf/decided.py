"""What a user's decisions say of the unknown actors that documents tell of."""

from __future__ import annotations

from collections.abc import Sequence

from diplograph.names import slug
from diplograph.rdf.decisions import Decision, Reference
from diplograph.rdf.facts import Facts
from diplograph.rdf.terms import local_id
from diplograph.rdf.unknown import Candidate


class Decided:
    """What the user has decided of candidates, or of a candidate and an actor of the facts."""

    def __init__(
        self,
        decisions: Sequence[Decision],
        base: str,
        facts: Facts,
        candidates: Sequence[Candidate],
    ) -> None:
        self._facts = facts
        self._pairs: dict[frozenset[tuple[str, str]], bool] = {}
        self._known: dict[tuple[str, str], str] = {}
        self.pairs: list[tuple[Candidate, Candidate]] = []
        for decision in decisions:
            self._note(decision, base, candidates)

    def _note(self, decision: Decision, base: str, candidates: Sequence[Candidate]) -> None:
        def meant(reference: Reference) -> list[Candidate]:
            """The candidates that a decision names."""
            return [
                c
                for c in candidates
                if reference.means((c.name, local_id(base, c.node)), c.documents)
            ]

        ones, others = meant(decision.one), meant(decision.other)
        for one in ones:
            for other in others:
                if one.key != other.key:
                    self._pairs[frozenset((one.key, other.key))] = decision.same
                    self.pairs += [(one, other)] if decision.same else []
        for found, reference in ((ones, decision.other), (others, decision.one)):
            known = slug(reference.actor)
            if decision.same and self._facts.actor(known) is not None:
                self._known.update({c.key: known for c in found})

    def of(self, one: Candidate, other: Candidate) -> bool | None:
        """True for the same, False for different, None where nothing is decided."""
        return self._pairs.get(frozenset((one.key, other.key))) if self._pairs else None

    def known(self, one: Candidate) -> str:
        """The id of the known actor that a candidate was decided to be, blank if none."""
        return self._known.get(one.key, "")

    def touches(self, one: Candidate) -> bool:
        """Whether anything is decided of a candidate."""
        return any(one.key in pair for pair in self._pairs)
