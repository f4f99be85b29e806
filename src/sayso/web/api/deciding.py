"""What persons decide: corrections of statements and speakers, and decisions on claims. For editors alone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from sayso.article import Span
from sayso.claims.relation import Relation
from sayso.ledger import Ledger
from sayso.ledger.disputes import Side
from sayso.statement import Act, Distance, Quote, SpeakerType
from sayso.web.access import Person, require_editor
from sayso.web.api import models
from sayso.web.api.asking import Number, Opened
from sayso.web.api.claims import claim as claim_of
from sayso.web.api.problems import Route, answered, described
from sayso.web.api.speakers import told
from sayso.web.api.statements import statement as statement_of
from sayso.web.opened import settings_of

Editor = Annotated[Person, Depends(require_editor)]
Phrase = Annotated[str, Field(max_length=2_000)]
Named = Annotated[str, Field(max_length=300)]
Offset = Annotated[int, Field(ge=0, le=2**31)]
Stretch = tuple[Offset, Offset]
One = Annotated[int, Field(ge=1, le=2**53 - 1)]

router = APIRouter(route_class=Route, tags=["corrections"], responses=described(400, 401, 403, 404, 422))


class Noted(BaseModel):
    """A decision, and why."""

    model_config = ConfigDict(extra="forbid")

    note: Phrase | None = Field(None, description="why, for those who come later")


class Corrected(Noted):
    """What is put in the place of a statement's values; what is left out stays, null or empty is none."""

    act: Act | None = None
    negated: bool | None = None
    quote: Quote | None = None
    distance: list[Distance] | None = Field(None, max_length=8)
    made: Annotated[str, Field(max_length=100)] | None = Field(None, description="EDTF, such as 2031-03")
    source: Phrase | None = Field(None, description="its words in the article; pieces are parted by …")
    cue: Phrase | None = None
    content: Annotated[str, Field(max_length=20_000)] | None = None
    speaker: Named | One | None = Field(None, description="a number or a name")
    addressee: Named | One | None = None
    within: One | None = Field(None, description="the number of another statement of the article")
    spans: dict[Literal["source", "cue", "content"], list[Stretch]] | None = Field(
        None, description="where words stand, rather than which: first characters and those behind the last"
    )

    @property
    def places(self) -> dict[str, list[Span]]:
        """Where roles stand, by role."""
        return {str(role): [Span(*span) for span in spans] for role, spans in (self.spans or {}).items()}


class Supplied(Corrected):
    """A statement that was not found: its content by its words in the article, or by where it stands."""


class Renamed(Noted):
    """What is put in the place of a speaker's values; what is left out stays, null or empty is none."""

    name: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    type: SpeakerType | None = None
    role: Named | None = None
    affiliation: Named | None = None
    country: Named | None = None


class Paired(Noted):
    """A decision on two."""

    other: One = Field(description="the number of the other one")


class Parted(Noted):
    """Which of a speaker's statements another one made."""

    statements: list[One] = Field(min_length=1, max_length=500)
    name: Annotated[str, Field(min_length=1, max_length=300)] = Field(description="of the other one")


class Overruled(BaseModel):
    """Which rulings are taken back."""

    model_config = ConfigDict(extra="forbid")

    ids: list[One] = Field(min_length=1, max_length=500, description="as /history tells them")


class Sided(Noted):
    """On which side of its claim a statement is."""

    side: Side


class Related(Paired):
    """How two statements relate."""

    relation: Literal["same", "opposite", "unrelated"]


@router.patch("/statements/{number}", response_model=models.Shown)
def correct(ledger: Opened, editor: Editor, number: Number, given: Corrected) -> Any:
    """Put values in the place of a statement's; the model's are kept beside them."""
    _statement(ledger, number)
    with answered(422):
        ledger.amend(number, _written(given), given.places, author=editor.name, note=given.note)
    return statement_of(ledger, number)


@router.post("/statements/{number}/reject", response_model=models.Shown)
def reject(ledger: Opened, editor: Editor, number: Number, given: Noted) -> Any:
    """Take out a statement that the article does not make; it stays in the file."""
    with answered(404):
        ledger.reject(number, author=editor.name, note=given.note)
    return statement_of(ledger, number)


@router.post("/statements/{number}/restore", response_model=models.Shown)
def restore(ledger: Opened, editor: Editor, number: Number, given: Noted) -> Any:
    """Bring back a statement that was rejected."""
    with answered(404):
        ledger.restore(number, author=editor.name, note=given.note)
    return statement_of(ledger, number)


@router.post("/articles/{number}/statements", response_model=models.Shown, status_code=201)
def supply(
    ledger: Opened, editor: Editor, number: Number, given: Supplied, request: Request, response: Response
) -> Any:
    """Add a statement that the model did not find."""
    with answered(404):
        ledger.article(number)
    with answered(422):
        made = ledger.supply_at(number, _written(given), given.places, author=editor.name, note=given.note)
    api = settings_of(request).base_path + request.url.path.rpartition("/articles/")[0]
    response.headers["Location"] = f"{api}/statements/{made}"
    return statement_of(ledger, made)


@router.patch("/speakers/{number}", response_model=models.Profile)
def correct_speaker(ledger: Opened, editor: Editor, number: Number, given: Renamed) -> Any:
    """Put values in the place of a speaker's; they hold for articles added later, too."""
    with answered(404):
        ledger.speaker(number)
    with answered(422):
        ledger.correct_speaker(number, _written(given), author=editor.name, note=given.note)
    return told(ledger.profile(number))


@router.post("/speakers/{number}/same", response_model=models.Profile, responses=described(409))
def join(ledger: Opened, editor: Editor, number: Number, given: Paired) -> Any:
    """Decide that a speaker is another one: what they said becomes the other's."""
    _speakers(ledger, number, given.other)
    with answered(409):
        kept = ledger.join(number, given.other, author=editor.name, note=given.note)
    return told(ledger.profile(kept.id))


@router.post("/speakers/{number}/different", response_model=models.Profile, responses=described(409))
def keep_apart(ledger: Opened, editor: Editor, number: Number, given: Paired) -> Any:
    """Decide that two speakers are not one."""
    _speakers(ledger, number, given.other)
    with answered(409):
        ledger.keep_apart(number, given.other, author=editor.name, note=given.note)
    return told(ledger.profile(number))


@router.post("/speakers/{number}/split", response_model=models.Profile, status_code=201)
def part(ledger: Opened, editor: Editor, number: Number, given: Parted) -> Any:
    """Make another speaker of some of a speaker's statements."""
    _speakers(ledger, number)
    with answered(422):
        made = ledger.part(number, given.statements, name=given.name, author=editor.name, note=given.note)
    return told(ledger.profile(made))


@router.post("/corrections/{number}/undo", status_code=204, responses=described(409))
def undo(ledger: Opened, editor: Editor, number: Number, given: Noted) -> None:
    """Take back a correction; that is a correction, too, and can be taken back."""
    with answered(409):
        ledger.undo(number, author=editor.name, note=given.note)


@router.post("/rulings/undo", status_code=204, responses=described(409))
def overrule(ledger: Opened, editor: Editor, given: Overruled) -> None:
    """Take back rulings on how statements relate; the model's opinion holds again."""
    with answered(409):
        ledger.overrule(given.ids)


@router.post("/statements/{number}/relations", response_model=models.Shown, responses=described(409))
def relate(ledger: Opened, editor: Editor, number: Number, given: Related) -> Any:
    """Decide how two statements relate: on one side of a claim, on both, or on different claims."""
    _statement(ledger, number)
    _statement(ledger, given.other)
    with answered(409):
        relation = Relation[given.relation.upper()]
        ledger.relate(number, given.other, relation, author=editor.name, note=given.note)
    return statement_of(ledger, number)


@router.put("/statements/{number}/side", response_model=models.Claim, responses=described(409))
def change_side(ledger: Opened, editor: Editor, number: Number, given: Sided) -> Any:
    """Decide on which side of its claim a statement is."""
    _statement(ledger, number)
    with answered(409):
        return ledger.change_side(number, given.side, author=editor.name, note=given.note)


@router.post("/statements/{number}/split", response_model=models.Shown, responses=described(409))
def split(ledger: Opened, editor: Editor, number: Number, given: Noted) -> Any:
    """Decide that a statement is not on the claim that it was gathered into."""
    _statement(ledger, number)
    with answered(409):
        ledger.split_claim(number, author=editor.name, note=given.note)
    return statement_of(ledger, number)


@router.post("/claims/{number}/merge", response_model=models.Claim, responses=described(409))
def merge(ledger: Opened, editor: Editor, number: Number, given: Paired) -> Any:
    """Decide that two claims are one, the affirming sides of both being one side."""
    claim_of(ledger, number)
    claim_of(ledger, given.other)
    with answered(409):
        return ledger.merge_claims(number, given.other, author=editor.name, note=given.note)


def _statement(ledger: Ledger, number: int) -> None:
    with answered(404):
        ledger.show(number)


def _speakers(ledger: Ledger, *numbers: int) -> None:
    with answered(404):
        for number in numbers:
            ledger.speaker(number)


def _written(given: Noted) -> dict[str, str]:
    """Return values as a person would write them, which is how the ledger takes them."""
    told = given.model_dump(mode="json", exclude_unset=True, exclude={"note", "spans"})
    return {field: _word(value) for field, value in told.items()}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)
