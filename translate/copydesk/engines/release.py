"""Make a trained checkpoint into the model that is shipped, in both its forms.

``python -m copydesk.engines.release CHECKPOINT OUTPUT`` (see ``--help``) rounds the weights to the int8
grid, writes the model's facts, converts to CTranslate2 and prints what the self-test found.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from copydesk.engines.folder import CTRANSLATE2, FACTS, folder_digest, open_folder, read_facts
from copydesk.engines.rounding import round_folder


def release(
    checkpoint: Path,
    output: Path,
    *,
    name: str = "copydesk-fr-en",
    inline_terms: bool = False,
    trained_pieces: int = 0,
) -> dict[str, object]:
    """Write *checkpoint* to *output*, rounded, and to ``output/ctranslate2``; return the converted facts.

    *trained_pieces* is the length of the longest training sentences: longer ones are cut at clause marks.
    *checkpoint* and *output* may be the same folder. Raises ModelError when the two forms disagree.
    """
    from copydesk.engines.convert import convert

    round_folder(checkpoint, output)
    model = open_folder(output, name=name)
    facts = {
        "name": name,
        "languages": list(model.languages),
        "licence": model.licence,
        "inline_terms": inline_terms,
        "head": [-1, 0],
        "max_positions": model.max_positions,
        "comfortable_pieces": trained_pieces,
        "digest": folder_digest(output),
    }
    (output / FACTS).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    converted = output / CTRANSLATE2
    if converted.exists():
        shutil.rmtree(converted)
    return read_facts(convert(open_folder(output), converted))


def main() -> None:
    """Read the command line and release one checkpoint."""
    parser = argparse.ArgumentParser(description="Make a trained checkpoint into the model that is shipped.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--name", default="copydesk-fr-en")
    parser.add_argument("--inline-terms", action="store_true", help="the model was trained to obey them")
    parser.add_argument("--trained-pieces", type=int, default=0, help="longest training sentence")
    given = parser.parse_args()
    facts = release(
        given.checkpoint,
        given.output,
        name=given.name,
        inline_terms=given.inline_terms,
        trained_pieces=given.trained_pieces,
    )
    print(json.dumps(facts, indent=2))


if __name__ == "__main__":
    main()
