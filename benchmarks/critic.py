"""Calibrate the model as critic, and say how well it does: writes ``critic.json`` beside the model.

    python benchmarks/critic.py DEV_FOLDER [--model M] [--rate 0.045] [--good 700] [--per-kind 30] [--dry-run]

DEV_FOLDER holds line-aligned files NAME.fr and NAME.en. Detectors are fitted and thresholds set on the sets
of --tune, and measured again on those of --held-out, on which nothing was fitted. Good rows are taken as they
are; spoilt rows are made of them by ``perturb.py`` and by a few kinds of this file. A threshold is set by the
share of good rows that the critic may flag beyond those that the rules flag already (--rate), with log-odds
of rows left out of the fit (five folds). With --cache the measures are kept, and another rate costs nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import perturb
from perturb import CONTENT, KINDS, kind, put, swapper

from copydesk.checks.critic_model.decision import FILE, Decision, Detector
from copydesk.checks.critic_model.evidence import MEASURES
from copydesk.checks.critic_model.judge import Critic, load_critic
from copydesk.checks.registry import Selection
from copydesk.checks.run import Checker
from copydesk.engines.store import find_model

Array = Any
_FOLDS = 5
_RIDGE = 30.0

# --- two more kinds of error that only a model can see ------------------------------------------------------

SISTERS = (
    "president/king minister/general city/village country/continent school/prison hospital/church car/bus "
    "train/plane dog/cat river/mountain newspaper/magazine film/song book/letter summer/spring winter/autumn "
    "brother/uncle daughter/niece soldiers/sailors students/teachers month/year week/day years/weeks "
    "days/hours euros/cents teacher/nurse doctor/dentist north/east south/west football/tennis "
    "bank/museum food/clothes"
)
NEIGHBOURS: dict[str, list[str]] = {}


def add_kinds() -> None:
    """Register the kinds that ``perturb.py`` has not."""
    kind("sister word")(swapper(dict(pair.split("/") for pair in SISTERS.split())))
    kind("word replaced")(replace_word)


def replace_word(rng: random.Random, french: str, english: str) -> str | None:
    found = [match for match in re.finditer(CONTENT, english) if match[0] in NEIGHBOURS]
    if not found:
        return None
    match = rng.choice(found)
    others = [word for word in NEIGHBOURS[match[0]] if word != match[0]]
    return put(match, english, rng.choice(others)) if others else None


def learn_neighbours(sentences: list[str]) -> None:
    """Group words by ending and frequency, so that a word can be replaced by one of its kind."""
    counts = Counter(word for text in sentences for word in re.findall(CONTENT, text))
    groups: dict[tuple[str, int], list[str]] = {}
    for word, count in sorted(counts.items()):
        if count >= 3:
            ending = next((end for end in ("ing", "ed", "ly", "tion", "s") if word.endswith(end)), "")
            groups.setdefault((ending, count.bit_length()), []).append(word)
    NEIGHBOURS.update({word: group for group in groups.values() for word in group})


#: the kinds that each detector is fitted on; "sentence" knows that the whole is off
GROUPS = {
    "sentence": ("words shuffled", "unrelated sentence", "half removed", "end of sentence removed"),
    "substitution": (
        "antonym", "name replaced", "word replaced", "sister word", "too general a word", "tense shifted",
        "mood shifted", "subject and object swapped", "French word left", "gender flipped",
    ),
    "omission": (
        "word removed", "name removed", "negation removed", "prepositional phrase removed", "noun removed",
        "adjective or adverb removed", "verb removed", "subject removed", "end of sentence removed",
        "number removed",
    ),
    "addition": ("word added",),
}  # fmt: skip


def codes_of(checker: Checker, french: str, english: str) -> Counter[str]:
    """Count what the rules report on one row."""
    return Counter(finding.code for finding in checker.check_row("row", english, french).findings)


# --- rows ---------------------------------------------------------------------------------------------------


@dataclass
class Rows:
    """Hold measured rows: *kind* is "" for a good one; *ruled* says that rules find the spoiling."""

    kinds: Array
    owners: Array
    measures: Array
    ruled: Array


def make_rows(
    stems: list[Path], critic: Critic, checker: Checker, *, good: int, per_kind: int, seed: int
) -> Rows:
    pairs: list[tuple[str, str]] = []
    english_sides: list[str] = []
    for stem in stems:
        of_set = [pair for pair in perturb.read_pairs(str(stem)) if all(map(str.strip, pair))]
        english_sides += [english for _, english in of_set]
        # as many of each set: literal translations as well as free ones
        random.Random(seed).shuffle(of_set)
        pairs += of_set[: round(good / len(stems))]
    random.Random(seed).shuffle(pairs)
    learn_neighbours(english_sides)
    rows = [("", number, french, english) for number, (french, english) in enumerate(pairs)]
    for name in dict.fromkeys(name for names in GROUPS.values() for name in names):
        if name not in KINDS:
            continue
        rng = random.Random(f"{seed} {name}")
        order = list(range(len(pairs)))
        rng.shuffle(order)
        made = 0
        for number in order:
            spoilt = KINDS[name](rng, *pairs[number])
            if spoilt is None or spoilt == pairs[number][1]:
                continue
            rows.append((name, number, pairs[number][0], spoilt))
            made += 1
            if made == per_kind:
                break
    found = critic.measure([(french, english) for _, _, french, english in rows])
    base: dict[int, Counter[str]] = {}
    ruled = []
    for name, number, french, english in rows:
        codes = codes_of(checker, french, english)
        if not name:
            base[number] = codes
        ruled.append(bool(codes - base[number]) if name else bool(codes))
    keep = [index for index, evidence in enumerate(found) if evidence is not None]
    return Rows(
        np.array([rows[i][0] for i in keep]),
        np.array([rows[i][1] for i in keep]),
        np.array([found[i].row for i in keep if found[i] is not None]),  # type: ignore[union-attr]
        np.array([ruled[i] for i in keep]),
    )


# --- fitting ------------------------------------------------------------------------------------------------


def fit(rows: Array, bad: Array) -> tuple[Array, float]:
    """Fit a ridge logistic regression with both classes of equal weight; weights are for raw measures."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    inputs = np.c_[(rows - mean) / scale, np.ones(len(rows))]
    weight = np.where(bad, 0.5 / bad.mean(), 0.5 / (1 - bad.mean()))
    ridge = np.diag([_RIDGE] * rows.shape[1] + [1e-6])
    beta = np.zeros(inputs.shape[1])
    for _ in range(40):
        share = 1 / (1 + np.exp(-np.clip(inputs @ beta, -30, 30)))
        bend = (inputs * (weight * share * (1 - share))[:, None]).T @ inputs + ridge
        step = np.linalg.solve(bend, inputs.T @ (weight * (share - bad)) + ridge @ beta)
        beta -= step
        if np.abs(step).max() < 1e-6:
            break
    weights = beta[:-1] / scale
    return weights, float(beta[-1] - weights @ mean)


def left_out_odds(rows: Rows, names: tuple[str, ...]) -> Array:
    """Give each row's log-odds by a fit that has not seen the sentence it was made of."""
    wanted = (rows.kinds == "") | np.isin(rows.kinds, names)
    folds = rows.owners % _FOLDS
    odds = np.zeros(len(rows.kinds))
    for fold in range(_FOLDS):
        part = wanted & (folds != fold)
        weights, bias = fit(rows.measures[part], (rows.kinds[part] != "").astype(float))
        odds[folds == fold] = rows.measures[folds == fold] @ weights + bias
    return odds


def choose_thresholds(odds: Array, rows: Rows, rate: float) -> Array:
    """Lower the thresholds step by step where it pays best, until *rate* of the good rows is spent.

    Only rows that the rules leave alone count, on both sides; every kind of error weighs the same.
    """
    good = (rows.kinds == "") & ~rows.ruled
    bad = (rows.kinds != "") & ~rows.ruled
    counts = Counter(rows.kinds[rows.kinds != ""])
    weight = np.array([1 / counts[name] for name in rows.kinds[bad]])
    allowed = rate * (rows.kinds == "").sum()
    steps = [np.sort(odds[good, d])[::-1] for d in range(odds.shape[1])]
    # the first step of each detector is above all good rows
    at = [0] * odds.shape[1]
    thresholds = np.array([column[0] for column in steps])
    stride = max(1, round(len(steps[0]) * 0.0025))
    while True:
        flagged = (odds[good] > thresholds).any(axis=1)
        found = (odds[bad] > thresholds).any(axis=1)
        best, choice = -1.0, -1
        for d in range(odds.shape[1]):
            for ahead in (1, 2, 3):
                place = at[d] + ahead * stride
                if place >= len(steps[d]):
                    continue
                trial = thresholds.copy()
                trial[d] = steps[d][place]
                more = (odds[good] > trial).any(axis=1).sum() - flagged.sum()
                if flagged.sum() + more > allowed:
                    continue
                gained = weight[(odds[bad] > trial).any(axis=1)].sum() - weight[found].sum()
                if (pay := gained / max(1, more)) > best:
                    best, choice, to = pay, d, place
        if choice < 0:
            return thresholds
        at[choice] = to
        thresholds[choice] = steps[choice][to]


def report(title: str, flags: Array, rows: Rows) -> dict[str, float]:
    """Print what rules, critic and both find, by kind; give the figures."""
    good = rows.kinds == ""
    print(f"{title}: {good.sum()} good rows, {(~good).sum()} spoilt")
    both = flags | rows.ruled
    columns = (rows.ruled, flags, both)
    shares = [float(column[good].mean()) for column in columns]
    print("  flagged of good rows:   rules {:6.1%}   critic {:6.1%}   both {:6.1%}".format(*shares))
    by_kind = []
    for name in dict.fromkeys(rows.kinds[~good]):
        chosen = rows.kinds == name
        one, other, together = (float(column[chosen].mean()) for column in columns)
        by_kind.append([one, other, together])
        print(f"  {name:30} {one:6.1%} {other:13.1%} {together:11.1%}   of {chosen.sum()}")
    mean = [sum(column) / len(by_kind) for column in zip(*by_kind, strict=True)]
    print("  mean over the kinds:    rules {:6.1%}   critic {:6.1%}   both {:6.1%}".format(*mean))
    names = ("rules", "critic", "both")
    return {
        "good_rows": int(good.sum()),
        **{f"good_flagged_{name}": round(share, 4) for name, share in zip(names, shares, strict=True)},
        **{f"found_{name}": round(share, 4) for name, share in zip(names, mean, strict=True)},
    }


def main() -> None:
    """Calibrate, measure, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tune", default="wmt08,wmt09,wmt10,wmt12,wire")
    parser.add_argument("--held-out", default="wmt11,flores-dev")
    parser.add_argument("--model", default=None)
    parser.add_argument(
        "--rate", type=float, default=0.04, help="share of good rows flagged beyond the rules"
    )
    parser.add_argument("--good", type=int, default=700)
    parser.add_argument("--per-kind", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--cache", type=Path, help="keep the measures in this .npz file, or take them from it"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    add_kinds()
    sets = {name: getattr(arguments, name).split(",") for name in ("tune", "held_out")}
    model = find_model(arguments.model)
    measured = measure(arguments, sets)
    tune, held_out = measured["tune"], measured["held_out"]
    odds = np.stack([left_out_odds(tune, names) for names in GROUPS.values()], axis=1)
    thresholds = choose_thresholds(odds, tune, arguments.rate)
    detectors = {}
    for (name, names), threshold in zip(GROUPS.items(), thresholds, strict=True):
        wanted = (tune.kinds == "") | np.isin(tune.kinds, names)
        weights, bias = fit(tune.measures[wanted], (tune.kinds[wanted] != "").astype(float))
        detectors[name] = Detector(tuple(map(float, weights)), bias, float(threshold))
    figures: dict[str, Any] = {"rate": arguments.rate}
    figures["tuned"] = report("tuned on (left-out folds)", (odds > thresholds).any(axis=1), tune)
    scores = np.stack([held_out.measures @ np.array(d.weights) + d.bias for d in detectors.values()], axis=1)
    figures["held_out"] = report("held out", (scores > thresholds).any(axis=1), held_out)
    figures["sets"] = sets
    decision = Decision(model.digest, detectors, figures)
    if not arguments.dry_run:
        path = model.path / FILE
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(decision.as_data(), indent=1) + "\n", encoding="utf-8")
        temporary.replace(path)
        print(f"written: {path}")


def measure(arguments: argparse.Namespace, sets: dict[str, list[str]]) -> dict[str, Rows]:
    """Measure both parts, or take them from the cache."""
    if arguments.cache and arguments.cache.is_file():
        stored = np.load(arguments.cache)
        return {
            part: Rows(*(stored[f"{part}_{name}"] for name in ("kinds", "owners", "measures", "ruled")))
            for part in sets
        }
    blank = Decision("", {name: Detector((0.0,) * len(MEASURES), 0.0, 0.0) for name in GROUPS})
    critic = load_critic(arguments.model, decision=blank)
    checker = Checker(Selection().chosen())
    found = {}
    for part, names in sets.items():
        start = time.process_time()
        share = 1.0 if part == "tune" else 0.5
        found[part] = make_rows(
            [arguments.folder / name for name in names],
            critic,
            checker,
            good=round(arguments.good * share),
            per_kind=max(1, round(arguments.per_kind * share)),
            seed=arguments.seed,
        )
        spent = time.process_time() - start
        print(
            f"{part}: {len(found[part].kinds) / spent:.1f} pairs a second of processor time ({spent:.0f} s)"
        )
    if arguments.cache:
        arrays = {
            f"{part}_{name}": getattr(rows, name)
            for part, rows in found.items()
            for name in ("kinds", "owners", "measures", "ruled")
        }
        np.savez_compressed(arguments.cache, **arrays)
    return found


if __name__ == "__main__":
    main()
