"""Score full statements against the annotated development stories.

Usage:

    python -m benchmarks.statements [--corpus ../shared/corpus] [--model FOLDER] [--parts dev dev-real seed]

Prints the table of `score_statements.py` for the invented stories (`dev`), the Wikinews articles (`dev-real`) and
the worked example (`seed`). Lines on when statements were made and on
claims stand at zero until the reader gives them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.predictions import arguments, readings, score
from sayso import Reading


def prediction(reading: Reading) -> dict[str, Any]:
    """Return a reading in the form that `score_statements.py` takes."""
    fields = ("id", "source", "cue", "content", "act", "negated", "quote", "within", "speaker", "made")
    names = {speaker.id: speaker.name for speaker in reading.speakers}
    return {
        "id": reading.article.id,
        "statements": [
            {field: getattr(s, field) for field in fields} | {"speaker_name": names.get(s.speaker or "")}
            for s in reading.statements
        ],
        "times": [{"span": time.span, "value": time.value} for time in reading.times],
    }


def articles(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the articles of all stories in a folder."""
    for path in sorted(folder.glob("*.json")):
        yield from json.loads(path.read_text("utf8"))["articles"]


def part_folder(corpus: Path, part: str, scratch: Path) -> Path:
    """Return the folder of a part's stories; the seed is given its offsets by the corpus's checker first."""
    if part != "seed":
        return corpus / "stories" / part
    story, out = corpus / "stories" / "seed.json", scratch / "seed.json"
    command = [sys.executable, str(corpus / "check_story.py"), str(story), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return scratch


def main() -> None:
    """Parse the command line, read, and print."""
    parser = arguments(__doc__)
    parser.add_argument("--parts", nargs="+", default=["dev", "dev-real", "seed"])
    args = parser.parse_args()
    for part in args.parts:
        with tempfile.TemporaryDirectory() as folder:
            stories = part_folder(args.corpus, part, Path(folder))
            print(f"stories, {part}")
            rows = map(prediction, readings(articles(stories), args.model))
            print(score(args.corpus / "score_statements.py", stories, rows))


if __name__ == "__main__":
    main()
