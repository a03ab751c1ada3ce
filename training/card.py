"""Write the model card: every figure comes from a file the recipe wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.settings import Settings


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("{")
    ]


def draw_curve(run: Path, out: Path) -> None:
    """Draw BLEU and loss against pairs seen; raise ValueError when the run logged nothing."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    points, losses = _lines(run / "curve.jsonl"), _lines(run / "loss.jsonl")
    if not points and not losses:
        raise ValueError("the run has logged no loss and no score to draw")
    figure, axes = pyplot.subplots(figsize=(7, 4), dpi=120)
    names = [k for k in (points[0] if points else {}) if f"{k}.chrf2" in points[0]]
    for name in names:
        axes.plot(
            [p["pairs"] / 1e6 for p in points], [p[name] for p in points], marker="o", label=f"{name} BLEU"
        )
    axes.set_xlabel("million pairs seen")
    axes.set_ylabel("BLEU, first lines of each set")
    right = axes.twinx()
    right.plot(
        [p["pairs"] / 1e6 for p in losses], [p["nll"] for p in losses], color="grey", alpha=0.5, label="loss"
    )
    right.set_ylabel("training loss a piece (nats)")
    figure.legend(loc="upper center", bbox_to_anchor=(0.5, 0.97))
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(out)
    pyplot.close(figure)


def _score_rows(scores: dict[str, Any]) -> list[str]:
    rows = ["| set | lines | BLEU | chrF2 |", "|---|---:|---:|---:|"]
    rows += [f"| {name} | {f['lines']} | {f['bleu']} | {f['chrf2']} |" for name, f in scores["sets"].items()]
    signatures = next(iter(scores["sets"].values()))["signatures"]
    return [*rows, "", *(f"`{s}`  " for s in signatures)]


def _weakness_rows(measures: dict[str, Any]) -> list[str]:
    """Show missed terms and the worst outputs of the robustness sets, as they are."""
    rows = []
    for item in measures.get("obedience", {}).get("missed", [])[:3]:
        rows.append(f"- term not obeyed: “{item['source']}” became “{item['output']}”")
    for name in ("copies", "capitals", "accents"):
        facts = measures["robustness"].get(name, {})
        for item in sorted(facts.get("outputs", []), key=lambda item: item["chrf2"])[:2]:
            rows.append(f"- {name}: “{item['source']}” became “{item['output']}”")
    return rows


def write_card(settings: Settings, run: Path, export: Path) -> dict[str, Any]:
    """Write README.md and curve.png beside the exported weights."""
    markers = settings.work / "done"
    scores, measures = _read(settings.work / "scores.json"), _read(settings.work / "measures.json")
    average = _read(markers / "average.json")["facts"]
    counts = {p.parent.name: _read(p)["pairs"] for p in sorted(settings.shards.glob("*/shard.json"))}
    trained = _read(markers / "train.json")["facts"]
    config = _read(settings.base / "config.json")
    draw_curve(run, export / "curve.png")
    pairs = trained["pairs"] + settings.train.earlier_pairs
    alignment, obedience = measures["alignment"], measures.get("obedience")
    size = (export / "ctranslate2" / "model.bin").stat().st_size / 1e6
    text = [
        "---", "language: [fr, en]", "license: cc-by-4.0", "pipeline_tag: translation",
        "library_name: transformers",
        "tags: [marian, translation, terminology, news]", "---", "",
        f"# {settings.card.name}", "",
        "French to English MarianMT model for news copy, made by the recipe in `training/`. It takes terms:",
        "`dans la province d'Idleb ⟦ Idlib ⟧` asks for *Idlib*. Head 0 of the last layer aligns words.", "",
        f"- {config['encoder_layers']} encoder and {config['decoder_layers']} decoder layers of width"
        f" {config['d_model']} (inner {config['encoder_ffn_dim']}), {config['vocab_size']} pieces;"
        f" the int8 form has {size:.1f} MB",
        f"- trained on {pairs:,} pair visits, {settings.train.earlier_pairs:,} of them for its first weights",
        f"- {trained['hours']:.2f} hours on {settings.card.machine or 'a machine not described'}",
        f"- weights: {average['chosen']} (BLEU on {average['set']}: "
        + ", ".join(f"{name} {value}" for name, value in average["bleu"].items()) + ")",
        "", "## Scores", "", f"Beam {scores['beam']}, {scores['compute']}.", "", *_score_rows(scores), "",
        f"int8 loses {scores['int8 loses']} BLEU against float32. Speed on one thread: "
        + "; ".join(f"{k}: {v}" for k, v in scores["speed"].items()) + ".",
        "", "![BLEU and loss against pairs seen](curve.png)", "", "## Terms, alignment, robustness", "",
    ]  # fmt: skip
    if obedience and obedience["sentences"]:
        text += [
            f"- Terms given inline: asked form present in {obedience['obeyed']} % of"
            f" {obedience['sentences']} sentences of"
            f" {obedience['set']} whose plain translation lacks it, and in"
            f" {obedience['obeyed of sure pairs']} % of the {obedience['sure pairs']}"
            " whose words are linked in both directions; BLEU"
            f" {obedience['bleu with terms']} with them,"
            f" {obedience['bleu plain']} without. Enforcement takes the first hypothesis of the"
            f" beam that has the term: {obedience['obeyed in the beam']} %,"
            f" BLEU {obedience['bleu of the beam']}",
        ]
    text.append(
        f"- Alignment error of head 0 against eflomal on {alignment['sentences']} sentences of"
        f" {alignment['set']}:"
        f" {alignment['alignment error']} %"
    )
    for name, facts in measures["robustness"].items():
        shown = "; ".join(f"{k} {v}" for k, v in facts.items() if k != "outputs" and v is not None)
        text.append(f"- {name}: {shown}")
    text += ["", "## Data", "", "| part | pairs |", "|---|---:|"]
    text += [f"| {part} | {count:,} |" for part, count in counts.items()]
    text += [
        "",
        "`annotated` and `varied` are derived from the others; `_last` is seen in the last stretch alone.",
        "",
    ]
    text += [f"- {line}" for line in settings.card.data]
    text += [
        "",
        "## Known weaknesses",
        "",
        *(f"- {note}" for note in settings.card.notes),
        *_weakness_rows(measures),
        "",
    ]
    text += ["## How to make it again", "", "`python -m training run training/cpu.toml --data CORPORA`;"]
    text += ["see `training/README.md`."]
    (export / "README.md").write_text("\n".join(text) + "\n", encoding="utf-8")
    return {"pairs": pairs}
