"""The extraction as spaCy components: `nlp.add_pipe("diplograph_relations")`.

`doc._.diplograph_document` carries the document's metadata in (default: the bare text);
`doc._.diplograph_actors` and `doc._.diplograph_reading` carry the results out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from diplograph.actors.beside import read_beside
from diplograph.actors.resolve import Actors, read_actors
from diplograph.gazetteer import Gazetteer, load_gazetteer
from diplograph.language.syntax import Syntax, read_syntax
from diplograph.lexicon import Lexicon, load_lexicon
from diplograph.ontology import Ontology, load_ontology
from diplograph.records import Document, Reading
from diplograph.relations.confidence import Scale, load_scale, weigh
from diplograph.relations.extract import extract_relations
from diplograph.relations.fillers import Reader
from diplograph.relations.speakers import add_first_person
from diplograph.resources import scale_path

for _name in ("document", "syntax", "actors", "reading"):
    if not Doc.has_extension(f"diplograph_{_name}"):
        Doc.set_extension(f"diplograph_{_name}", default=None)


def document_of(doc: Doc) -> Document:
    """The document that a doc was made from; its bare text where nobody said."""
    document = doc._.diplograph_document
    return document if isinstance(document, Document) else Document(text=doc.text)


def _mend_tags(doc: Doc) -> None:
    """Tag as verbs the participles that taggers take for nouns: "..., warning Iran not to".

    Finite verbs by their tags are no nouns: "Peru and Chile *hold* talks"; and none is an object:
    "imposed visa *bans* on".
    """
    for token in doc[1:-1]:
        if token.tag_ in {"VBP", "VBD"} and token.pos_ == "NOUN":
            token.pos_ = "VERB"
        if token.tag_ == "VBZ" and token.dep_ in {"obj", "dobj", "obl", "pobj"}:
            token.tag_, token.pos_ = "NNS", "NOUN"
        bare = token.tag_ == "NN" and token.text.islower() and token.text.endswith("ing")
        if bare and doc[token.i - 1].text == "," and doc[token.i + 1].pos_ == "PROPN":
            token.tag_, token.pos_, token.lemma_ = "VBG", "VERB", token.text[:-3]


@dataclass(frozen=True, slots=True)
class ActorReader:
    """Component: mentions and the actors they mean, into `doc._.diplograph_actors`."""

    gazetteer: Gazetteer

    def __call__(self, doc: Doc) -> Doc:
        """Read the actors of a parsed doc."""
        _mend_tags(doc)
        syntax = read_syntax(doc)
        doc._.diplograph_syntax = syntax
        doc._.diplograph_actors = read_actors(syntax, self.gazetteer, document_of(doc))
        return doc


@dataclass(frozen=True, slots=True)
class RelationReader:
    """Component: relations and posts, into `doc._.diplograph_reading`.

    `scale` says how sure each relation is, and which are too unsure to be told.
    """

    gazetteer: Gazetteer
    lexicon: Lexicon
    ontology: Ontology
    scale: Scale

    def __call__(self, doc: Doc) -> Doc:
        """Read the relations of a doc whose actors are known."""
        doc._.diplograph_reading = self.reading(doc)
        return doc

    def reader(self, doc: Doc) -> Reader:
        """What the extraction works on, for `explain` and `evaluate pairs` too."""
        syntax: Syntax = doc._.diplograph_syntax
        actors: Actors = doc._.diplograph_actors
        index, quotes = add_first_person(
            syntax, self.lexicon, self.gazetteer, actors.index, actors.posts
        )
        return Reader(syntax, index, self.lexicon, self.ontology, quotes, actors.states)

    def reading(self, doc: Doc) -> Reading:
        """All that the doc says."""
        document = document_of(doc)
        actors: Actors = doc._.diplograph_actors
        reader = self.reader(doc)
        found = extract_relations(reader, document)
        relations = [relation for relation, kept in weigh(found, self.scale) if kept]
        mentions = tuple(reader.index.record(m, a) for m in reader.index.mentions for a in m.actors)
        used = {a.id: a for r in relations for a in (r.source.actor, r.target.actor)}
        for relation in relations:
            if relation.attributed_to is not None:
                used.setdefault(relation.attributed_to.id, relation.attributed_to)
        for post in actors.posts:
            used.setdefault(post.person.id, post.person)
            used.setdefault(post.of.id, post.of)
        beside = read_beside(actors.index, self.gazetteer)
        told = tuple(used.values())
        return Reading(document, tuple(relations), actors.posts, told, mentions, beside)


@Language.factory(
    "diplograph_actors",
    default_config={"gazetteer": None, "own": None},
    assigns=["doc._.diplograph_actors"],
    requires=["token.dep", "token.tag", "token.lemma", "doc.ents"],
)
def make_actor_reader(
    nlp: Language, name: str, gazetteer: str | None, own: str | None
) -> ActorReader:
    """Factory; `gazetteer`: a folder of CSV files instead of the embedded one, `own`: a user's."""
    del nlp, name
    return ActorReader(_gazetteer(gazetteer, own))


def _gazetteer(folder: str | None, own: str | None) -> Gazetteer:
    return load_gazetteer(Path(folder) if folder else None, Path(own) if own else None)


@Language.factory(
    "diplograph_relations",
    default_config={
        "gazetteer": None,
        "lexicon": None,
        "ontology": None,
        "extension": None,
        "own": None,
    },
    assigns=["doc._.diplograph_reading"],
    requires=["doc._.diplograph_actors"],
)
def make_relation_reader(
    nlp: Language,
    name: str,
    gazetteer: str | None,
    lexicon: str | None,
    ontology: str | None,
    extension: str | None,
    own: str | None,
) -> RelationReader:
    """Factory; each option is a path that replaces the embedded data.

    `extension` adds to it: a Turtle file of relations, with their frames in a .tsv beside it;
    `own` a user's table of actors.
    """
    del nlp, name
    added = Path(extension) if extension else None
    known = load_ontology(Path(ontology) if ontology else None, added)
    frames = added.with_suffix(".tsv") if added else None
    words = load_lexicon(Path(lexicon) if lexicon else None, frozenset(known.relations), frames)
    scale = load_scale(scale_path())
    return RelationReader(_gazetteer(gazetteer, own), words, known, scale)
