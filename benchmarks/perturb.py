"""What the checker finds: good pairs are spoilt in some sixty known ways, and each way is looked for.

    python benchmarks/perturb.py PAIRS... [--per-kind 300] [--seed 1] [--show KIND] [--speed]

PAIRS is a file of French TAB English lines, or the stem of two line-aligned files STEM.fr and STEM.en. The good rows
are checked as they are (every finding there counts as a false alarm), then each kind of error is made in rows it
applies to. An error counts as found when the spoilt row has a finding that the good row has not. Prints a table by kind
and the share of good rows flagged, by rule. Nothing here is a test: the figures go into the documentation.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from copydesk.checks.registry import Selection
from copydesk.checks.run import Checker

Spoil = Callable[[random.Random, str, str], str | None]
KINDS: dict[str, Spoil] = {}
#: kinds that turn or lose the meaning; the rest are major or minor
CRITICAL: set[str] = set()


def kind(name: str, *, critical: bool = True) -> Callable[[Spoil], Spoil]:
    """Register a way to spoil a row: (random, French, English) -> English, or None where it does not apply."""

    def register(function: Spoil) -> Spoil:
        KINDS[name] = function
        if critical:
            CRITICAL.add(name)
        return function

    return register


def pick(rng: random.Random, pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
    """Return one match of *pattern* in *text* at random."""
    found = list(re.finditer(pattern, text, flags))
    return rng.choice(found) if found else None


def put(match: re.Match[str], text: str, words: str) -> str:
    """Put *words* in the place of a match, with its capital."""
    if match[0][:1].isupper():
        words = words[:1].upper() + words[1:]
    return re.sub(r"\s{2,}", " ", text[: match.start()] + words + text[match.end() :]).strip()


def swap(pairs: str) -> dict[str, str]:
    """Read ``a/b c/d`` into a table that works both ways."""
    table = {}
    for pair in pairs.split():
        one, other = pair.replace("_", " ").split("/")
        table[one], table[other] = other, one
    return table


def swapper(table: dict[str, str]) -> Spoil:
    """Make a kind that swaps one word for its partner."""
    pattern = r"\b(?:" + "|".join(sorted(map(re.escape, table), key=len, reverse=True)) + r")\b"

    def spoil(rng: random.Random, french: str, english: str) -> str | None:
        match = pick(rng, pattern, english)
        return put(match, english, table[match[0]]) if match else None

    return spoil


# --- numbers -------------------------------------------------------------------------------------------------

NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty"
)


@kind("number in digits changed")
def change_digits(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])", english)
    if match is None:
        return None
    digits = list(match[0])
    at = rng.choice([i for i, character in enumerate(digits) if character.isdigit()])
    digits[at] = rng.choice([d for d in "123456789" if d != digits[at]])
    return put(match, english, "".join(digits))


@kind("number word changed")
def change_number_word(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, rf"\b(?:{NUMBER_WORDS.replace(' ', '|')})\b", english)
    if match is None:
        return None
    return put(match, english, rng.choice([word for word in NUMBER_WORDS.split() if word != match[0]]))


@kind("number removed")
def remove_number(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<![\w.,$€£-])\d+(?:[.,]\d+)*(?: (?:million|billion|percent))?(?![\w%-])", english)
    return put(match, english, "") if match else None


@kind("magnitude changed")
def change_magnitude(rng: random.Random, french: str, english: str) -> str | None:
    return swapper(swap("million/billion millions/billions bn/m"))(rng, french, english)


@kind("decimal point moved")
def move_decimal(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<![\w.,])(\d+)\.(\d)(\d*)(?![\w.])", english)
    return (
        put(match, english, f"{match[1]}{match[2]}" + (f".{match[3]}" if match[3] else "")) if match else None
    )


@kind("year changed")
def change_year(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"\b(?:19|20)\d\d\b", english)
    return put(match, english, str(int(match[0]) + rng.choice([-10, -2, -1, 1, 2, 10]))) if match else None


@kind("currency swapped")
def swap_currency(rng: random.Random, french: str, english: str) -> str | None:
    table = swap("euros/dollars pounds/yen euro/dollar €/$ £/¥")
    pattern = r"(?<=\d )(?:euros|dollars|pounds|yen)\b|(?<=lion )(?:euros|dollars|pounds|yen)\b|[€$£](?=\d)"
    match = pick(rng, pattern, english)
    return put(match, english, table[match[0]]) if match else None


UNITS = swap(
    "kilometres/miles kilometers/miles km/miles metres/feet meters/feet kilograms/pounds kilos/ounces "
    "hectares/acres litres/gallons liters/gallons tonnes/kilograms centimetres/inches square/cubic km²/acres"
)


@kind("unit swapped")
def swap_unit(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, rf"(?<=\d[ -])(?:{'|'.join(UNITS)})\b", english)
    return put(match, english, UNITS[match[0]]) if match else None


MONTHS = "January February March April June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@kind("month changed")
def change_month(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, rf"\b(?:{'|'.join(MONTHS)})\b", english)
    return (
        put(match, english, rng.choice([month for month in MONTHS if month != match[0]])) if match else None
    )


@kind("weekday changed")
def change_weekday(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, rf"\b(?:{'|'.join(DAYS)})\b", english)
    return put(match, english, rng.choice([day for day in DAYS if day != match[0]])) if match else None


@kind("time changed")
def change_time(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"\b(\d{1,2}):(\d\d)\b", english)
    return put(match, english, f"{match[1]}:{(int(match[2]) + 15) % 60:02}") if match else None


# --- polarity ------------------------------------------------------------------------------------------------

AUXILIARY = r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might)\b"


@kind("negation removed")
def remove_negation(rng: random.Random, french: str, english: str) -> str | None:
    if not re.search(r"\bn[e'\u2019]", french):
        return None
    match = pick(rng, r"(?<=\w)n't\b| not\b(?! only)|(?<=can)not\b| never\b", english)
    if match is not None:
        return put(match, english, "").replace("wo ", "will ").replace("ca ", "can ")
    match = pick(rng, r"\bno (?=\w+)", english)
    return put(match, english, "a ") if match else None


@kind("negation added")
def add_negation(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, AUXILIARY + r"(?! not|n't)", english)
    return english[: match.end()] + " not" + english[match.end() :] if match else None


@kind("only removed", critical=False)
def remove_only(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"\b(?:only|just|merely) ", english) if re.search(r"\bn[e']", french) else None
    return put(match, english, "") if match else None


@kind("allegation stated as fact")
def state_allegation(rng: random.Random, french: str, english: str) -> str | None:
    if not re.search(r"\b(?:aurai(?:t|ent)|serai(?:t|ent)) ", french):
        return None
    match = pick(rng, r"\b(?:reportedly|allegedly|apparently|is said to have|are said to have) ?", english)
    return put(match, english, "") if match else None


ANTONYMS = swap(
    "increased/decreased rise/fall rose/fell higher/lower more/less first/last north/south east/west left/right "
    "good/bad best/worst large/small big/little old/young new/old rich/poor strong/weak high/low long/short early/late "
    "win/lose won/lost victory/defeat success/failure accepted/rejected agreed/refused opened/closed began/ended "
    "began/finished before/after men/women man/woman father/mother brother/sister son/daughter husband/wife war/peace "
    "friend/enemy ally/enemy buy/sell bought/sold import/export legal/illegal possible/impossible easy/difficult "
    "hot/cold winter/summer day/night morning/evening alive/dead life/death majority/minority military/civilian "
    "public/private local/foreign positive/negative safe/dangerous fast/slow quickly/slowly true/false right/wrong "
    "many/few all/none always/never inside/outside above/below up/down full/empty light/heavy thick/thin wide/narrow "
    "deep/shallow clean/dirty quiet/noisy happy/sad beautiful/ugly cheap/expensive simple/complex hard/soft "
    "attack/defend love/hate build/destroy create/destroy arrive/leave remember/forget allow/forbid support/oppose "
    "include/exclude increase/decrease growth/decline rising/falling"
)
kind("antonym")(swapper(ANTONYMS))


# --- names and people ----------------------------------------------------------------------------------------

NAMES = (
    "Johnson Rotterdam Kowalski Brazil Fernandez Toronto Nakamura Sweden Anderson Nairobi Petrovic Lagos Schmidt "
    "Denmark Okafor Seattle Martinez Peru Lindqvist Hanoi"
).split()
NOT_NAMES = set(
    "The This That These Those There Then They But And For With When While Where What Who Why How His Her Its Our In On "
    "At By From Some Many Most All One Two Three After Before Since Until If As It He She We You President Minister "
    "Prime State States House Court Council Union European United Nations Mr Mrs Ms Dr".split()
    + MONTHS
    + DAYS
)


def find_name(rng: random.Random, english: str) -> re.Match[str] | None:
    found = [
        match
        for match in re.finditer(r"(?<=[a-z,] )[A-Z][a-z\u00e0-\u00ff]{3,}\b", english)
        if match[0] not in NOT_NAMES
    ]
    return rng.choice(found) if found else None


@kind("name replaced")
def replace_name(rng: random.Random, french: str, english: str) -> str | None:
    match = find_name(rng, english)
    if match is None:
        return None
    name = rng.choice([name for name in NAMES if name not in english])
    return english.replace(match[0], name)


@kind("name removed")
def remove_name(rng: random.Random, french: str, english: str) -> str | None:
    match = find_name(rng, english)
    return re.sub(rf" ?\b{match[0]}(?:'s)?\b", "", english).strip() if match else None


GENDER = {
    "he": "she",
    "she": "he",
    "his": "her",
    "her": "his",
    "him": "her",
    "himself": "herself",
    "herself": "himself",
}


@kind("gender flipped")
def flip_gender(rng: random.Random, french: str, english: str) -> str | None:
    if not re.search(r"\b(?:he|she)\b", english, re.IGNORECASE):
        return None

    def flip(match: re.Match[str]) -> str:
        other = GENDER[match[0].lower()]
        return other.capitalize() if match[0][0].isupper() else other

    return re.sub(rf"\b(?:{'|'.join(GENDER)})\b", flip, english, flags=re.IGNORECASE)


@kind("pro and anti swapped")
def swap_prefix(rng: random.Random, french: str, english: str) -> str | None:
    return (
        swapper(swap("pro-/anti-"))(rng, french, english) if "pro-" in english or "anti-" in english else None
    )


@kind("former lost")
def lose_former(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"\b[Ff]ormer ", english) if re.search(r"\b(?:ex-|ancien)", french) else None
    return put(match, english, "") if match else None


# --- words ---------------------------------------------------------------------------------------------------

CONTENT = r"(?<=[a-z,] )[a-z]{5,}(?=[ ,.])"


@kind("French word left", critical=False)
def leave_word(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, CONTENT, english)
    word = pick(rng, r"(?<=[a-z\u00e0-\u00ff] )[a-z\u00e0-\u00ff]{5,}(?=[ ,.])", french)
    if match is None or word is None or word[0] in english:
        return None
    return put(match, english, word[0])


@kind("word removed")
def remove_word(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, CONTENT, english)
    return put(match, english, "").replace(" ,", ",").replace(" .", ".") if match else None


@kind("word added")
def add_word(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, CONTENT, english)
    word = rng.choice("secret foreign military popular ancient female private green rural local".split())
    return put(match, english, f"{word} {match[0]}") if match else None


@kind("half removed")
def remove_half(rng: random.Random, french: str, english: str) -> str | None:
    words = english.split()
    if len(words) < 14:
        return None
    return " ".join(words[: len(words) // 2]).rstrip(",;:") + "."


@kind("end of sentence removed")
def remove_end(rng: random.Random, french: str, english: str) -> str | None:
    words = english.split()
    return " ".join(words[: -len(words) // 4]).rstrip(",;:") + "." if len(words) >= 16 else None


@kind("words shuffled")
def shuffle(rng: random.Random, french: str, english: str) -> str | None:
    words = english.split()
    if len(words) < 8:
        return None
    rng.shuffle(words)
    return " ".join(words)


@kind("unrelated sentence")
def replace_all(rng: random.Random, french: str, english: str) -> str | None:
    others = [
        "The company said on Friday that its profits had fallen for the third quarter in a row.",
        "Rescue workers were still searching the rubble of the hotel late in the evening.",
        "Her new album, recorded in a small studio in Lisbon, comes out next spring.",
    ]
    return rng.choice(others) if len(english) > 40 else None


@kind("doubled word", critical=False)
def double_word(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<= )[a-z]{3,}(?= )", english)
    return (
        put(match, english, f"{match[0]} {match[0]}") if match and match[0] not in ("had", "that") else None
    )


@kind("word looped")
def loop_word(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<= )[a-z]{3,}(?= )", english)
    return put(match, english, " ".join([match[0]] * 4)) if match else None


@kind("phrase looped")
def loop_phrase(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<= )\w+ \w+ \w+(?= )", english)
    return put(match, english, " ".join([match[0]] * 3)) if match else None


@kind("sentence repeated", critical=False)
def repeat_sentence(rng: random.Random, french: str, english: str) -> str | None:
    return f"{english} {english}" if len(english) > 40 else None


@kind("French sentence left")
def leave_sentence(rng: random.Random, french: str, english: str) -> str | None:
    return french if len(french.split()) > 5 else None


# --- phrases, tense and order ----------------------------------------------------------------------------------

_SMALL = "the|a|an|his|her|their|its|this|that|these|those|our|my|your"
_PREPOSITIONS = "in|on|at|for|with|by|from|to|of|about|into|against|after|before|during|between|through|under|over|without"


def drop(rng: random.Random, pattern: str, english: str) -> str | None:
    """Take one match of *pattern* out of *english*."""
    match = pick(rng, pattern, english)
    return put(match, english, "").replace(" ,", ",").replace(" .", ".") if match else None


@kind("prepositional phrase removed")
def remove_prepositional(rng: random.Random, french: str, english: str) -> str | None:
    return drop(rng, rf" (?:{_PREPOSITIONS}) (?:(?:{_SMALL}) )?(?:[a-z]+ ){{0,2}}[a-z]+(?=[,.])", english)


@kind("verb removed")
def remove_verb(rng: random.Random, french: str, english: str) -> str | None:
    verbs = (
        r"[a-z]{3,}(?:ed|ing|izes?|ises?)|said|says|told|took|made|went|gave|came|held|won|lost|found|began"
    )
    return drop(rng, rf" (?:{verbs})(?= (?:{_SMALL}|{_PREPOSITIONS}) )", english)


@kind("noun removed")
def remove_noun(rng: random.Random, french: str, english: str) -> str | None:
    return drop(
        rng,
        rf"(?<=\b(?:the|his|her|its|our)) [a-z]{{4,}}(?=[,.]| (?:{_PREPOSITIONS}|is|was|has|had|will) ?)",
        english,
    )


@kind("adjective or adverb removed")
def remove_adjective(rng: random.Random, french: str, english: str) -> str | None:
    adjectives = (
        "great big new old young high low long large small major main important national public former"
    )
    return drop(rng, rf" (?:[a-z]{{3,}}ly|{adjectives.replace(' ', '|')})(?= [a-z])", english)


@kind("subject removed")
def remove_subject(rng: random.Random, french: str, english: str) -> str | None:
    match = re.match(
        r"(?:The|A|An|This|His|Her|Their) [a-z]+(?= (?:is|was|has|had|will|said|are|were|have)\b)", english
    )
    return put(match, english, "")[:1].upper() + put(match, english, "")[1:] if match else None


@kind("function word removed", critical=False)
def remove_function_word(rng: random.Random, french: str, english: str) -> str | None:
    return drop(rng, rf" (?:the|a|an|{_PREPOSITIONS})(?= [a-z])", english)


TENSES = swap(
    "is/was are/were has/had will/would says/said can/could makes/made takes/took wants/wanted believes/believed "
    "shows/showed plans/planned needs/needed comes/came goes/went gives/gave"
)
kind("tense shifted")(swapper(TENSES))


@kind("mood shifted")
def shift_mood(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"\b(?:is|are|was|were|has|had|will)\b(?! not|n't)", english)
    moods = {"is": "may be", "are": "may be", "was": "might be", "were": "might be", "has": "may have"}
    return (
        put(match, english, moods.get(match[0], "should have" if match[0] == "had" else "may"))
        if match
        else None
    )


@kind("subject and object swapped")
def swap_subject(rng: random.Random, french: str, english: str) -> str | None:
    names = list(re.finditer(r"(?<=[a-z,] )[A-Z][a-z\u00e0-\u00ff]{3,}\b", english))
    if len(names) < 2 or names[0][0] == names[-1][0]:
        return None
    one, other = names[0], names[-1]
    return (
        english[: one.start()]
        + other[0]
        + english[one.end() : other.start()]
        + one[0]
        + english[other.end() :]
    )


HYPERNYMS = {
    "dog": "animal", "car": "vehicle", "hospital": "building", "school": "institution", "soldiers": "people",
    "doctor": "person", "president": "man", "minister": "person", "police": "group", "bank": "company",
    "war": "event", "election": "event", "children": "people", "women": "people", "oil": "liquid",
    "money": "thing", "house": "place", "city": "place", "country": "place", "newspaper": "thing",
    "government": "group", "company": "group", "book": "object", "film": "thing", "team": "group",
}  # fmt: skip


@kind("too general a word")
def generalise(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, rf"\b(?:{'|'.join(HYPERNYMS)})\b", english)
    return put(match, english, HYPERNYMS[match[0]]) if match else None


@kind("several French words left")
def mix_codes(rng: random.Random, french: str, english: str) -> str | None:
    words = french.split()
    if len(words) < 8:
        return None
    at = rng.randrange(1, len(words) - 4)
    parts = english.split()
    place = min(len(parts) - 1, int(at * len(parts) / len(words)))
    return " ".join([*parts[:place], *words[at : at + 3], *parts[place + 3 :]])


@kind("word order changed", critical=False)
def change_order(rng: random.Random, french: str, english: str) -> str | None:
    words = english.split()
    if len(words) < 8:
        return None
    at = rng.randrange(1, len(words) - 3)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


@kind("agreement broken", critical=False)
def break_agreement(rng: random.Random, french: str, english: str) -> str | None:
    return swapper(swap("is/are was/were has/have does/do"))(rng, french, english)


@kind("wrong case of a pronoun", critical=False)
def change_case(rng: random.Random, french: str, english: str) -> str | None:
    return swapper(swap("he/him they/them she/her we/us"))(rng, french, english)


@kind("preposition changed", critical=False)
def change_preposition(rng: random.Random, french: str, english: str) -> str | None:
    words = ("in", "on", "at", "by", "with", "from", "to", "of", "for")
    match = pick(rng, rf"\b(?:{'|'.join(words)})\b", english)
    return put(match, english, rng.choice([word for word in words if word != match[0]])) if match else None


@kind("word misspelt", critical=False)
def misspell(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, CONTENT, english)
    if match is None:
        return None
    at = rng.randrange(1, len(match[0]) - 2)
    return put(match, english, match[0][:at] + match[0][at + 1] + match[0][at] + match[0][at + 2 :])


@kind("word cut off", critical=False)
def cut_word(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<=[a-z,] )[a-z]{6,}(?=[ ,.])", english)
    return put(match, english, match[0][: len(match[0]) // 2]) if match else None


@kind("capitals changed", critical=False)
def change_capitals(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", english)
    return english[: match.start()] + match[0].lower() + english[match.end() :] if match else None


@kind("mark added", critical=False)
def add_mark(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<=[a-z]) (?=[a-z])", english)
    return english[: match.start()] + ", " + english[match.end() :] if match else None


@kind("last word repeated twice", critical=False)
def repeat_last(rng: random.Random, french: str, english: str) -> str | None:
    match = re.search(r"(\w+)([.!?])$", english)
    return f"{english[:-1]} {match[1]}{match[2]}" if match else None


@kind("last word repeated four times", critical=False)
def repeat_last_often(rng: random.Random, french: str, english: str) -> str | None:
    match = re.search(r"(\w+)([.!?])$", english)
    return f"{english[:-1]} {match[1]} {match[1]} {match[1]}{match[2]}" if match else None


@kind("nothing translated")
def empty(rng: random.Random, french: str, english: str) -> str | None:
    return "." if len(french) > 20 else None


# --- marks and dress -----------------------------------------------------------------------------------------


@kind("question lost", critical=False)
def lose_question(rng: random.Random, french: str, english: str) -> str | None:
    return english.rstrip()[:-1] + "." if english.rstrip().endswith("?") and "?" in french else None


@kind("quotation marks lost", critical=False)
def lose_quotes(rng: random.Random, french: str, english: str) -> str | None:
    bare = re.sub('["\u201c\u201d]', "", english)
    return bare if bare != english and re.search('[«"]', french) else None


@kind("end mark lost", critical=False)
def lose_end(rng: random.Random, french: str, english: str) -> str | None:
    return english.rstrip()[:-1] if english.rstrip().endswith(".") and len(english) > 40 else None


@kind("lower-case start", critical=False)
def lower_start(rng: random.Random, french: str, english: str) -> str | None:
    return english[0].lower() + english[1:] if english[:1].isupper() and english[1:2].islower() else None


@kind("all lower case", critical=False)
def lower_all(rng: random.Random, french: str, english: str) -> str | None:
    return english.lower() if sum(map(str.isupper, english)) > 2 else None


@kind("space before marks", critical=False)
def space_marks(rng: random.Random, french: str, english: str) -> str | None:
    spaced = re.sub(r"(?<=\w)([,.;:!?])(?= |$)", r" \1", english)
    return spaced if spaced != english else None


@kind("decimal comma", critical=False)
def put_comma(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<![\d.,])(\d{1,3})\.(\d{1,2})(?![\d.])", english)
    return put(match, english, f"{match[1]},{match[2]}") if match else None


@kind("thousands spaced", critical=False)
def space_thousands(rng: random.Random, french: str, english: str) -> str | None:
    match = pick(rng, r"(?<![\d.,])(\d{1,3}),(\d{3})(?![\d,])", english)
    return put(match, english, f"{match[1]} {match[2]}") if match else None


FRENCH_FORMS = swap(
    "UN/ONU NATO/OTAN EU/UE WHO/OMS IMF/FMI WTO/OMC ECB/BCE IAEA/AIEA ICC/CPI UNHCR/HCR ECOWAS/Cédéao SOHR/OSDH"
)
FRENCH_NAMES = swap(
    "Putin/Poutine Moscow/Moscou London/Londres Beijing/Pékin Damascus/Damas Aleppo/Alep Idlib/Idleb Cairo/Caire "
    "Brussels/Bruxelles Geneva/Genève Warsaw/Varsovie Lebanon/Liban Turkey/Turquie Germany/Allemagne Brazil/Brésil"
)


def french_form(table: dict[str, str]) -> Spoil:
    english_only = {one: other for one, other in table.items() if other in list(table.values())[::2]}
    pattern = rf"\b(?:{'|'.join(english_only)})\b"

    def spoil(rng: random.Random, french: str, english: str) -> str | None:
        match = pick(rng, pattern, english)
        if match is None or english_only[match[0]] not in french:
            return None
        return put(match, english, english_only[match[0]])

    return spoil


kind("French acronym left", critical=False)(french_form(FRENCH_FORMS))
kind("French name left", critical=False)(french_form(FRENCH_NAMES))
kind("false friend", critical=False)(
    swapper(
        {
            "currently": "actually",
            "current": "actual",
            "possible": "eventual",
            "former": "ancient",
            "union": "syndicate",
            "unions": "syndicates",
            "disappointment": "deception",
            "oil": "petrol",
            "talks": "pourparlers",
            "wounded": "blessed",
            "injured": "blessed",
            "protesters": "manifestants",
            "lawyer": "avocado",
            "prosecutors": "parquet",
            "factory": "usine",
            "attended": "assisted",
        }
    )
)


# --- measuring -----------------------------------------------------------------------------------------------


def read_pairs(name: str) -> Iterator[tuple[str, str]]:
    """Read a TSV file of pairs, or the two files of a stem."""
    path = Path(name)
    if path.suffix == ".tsv":
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) >= 2:
                yield columns[0], columns[1]
        return
    sides = [Path(f"{name}.{end}").read_text(encoding="utf-8").split("\n") for end in ("fr", "en")]
    yield from zip(*sides, strict=False)


#: the codes of the findings of a row, and the severities
Found = tuple[Counter[str], frozenset[str]]


def look(checker: Checker, french: str, english: str) -> Found:
    """Check a row. A rule may report one thing as an error and another as a warning."""
    findings = checker.check_row("row", english, french).findings
    return Counter(finding.code for finding in findings), frozenset(str(found.severity) for found in findings)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", nargs="+")
    parser.add_argument("--per-kind", type=int, default=300)
    parser.add_argument("--good", type=int, default=10_000, help="good rows to check at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--select", default="")
    parser.add_argument("--preview", action="store_true")
    parser.add_argument("--show", default="", help="print rows of this kind that were missed")
    parser.add_argument("--speed", action="store_true", help="print pairs a second as well")
    arguments = parser.parse_args()
    selection = Selection(
        tuple(arguments.select.split(",")) if arguments.select else (), preview=arguments.preview
    )
    checker = Checker(selection.chosen())
    rows = [
        (french, english)
        for name in arguments.pairs
        for french, english in read_pairs(name)
        if french.strip() and english.strip()
    ]
    random.Random(arguments.seed).shuffle(rows)
    rows = rows[: arguments.good]
    start = time.process_time()
    base = [look(checker, french, english) for french, english in rows]
    seconds = time.process_time() - start
    report_good(base)
    if arguments.speed:
        print(f"{len(rows) / seconds:,.0f} pairs a second of processor time")
    report_kinds(checker, rows, [found for found, _ in base], arguments)
    if checker.broken:
        print("broken:", checker.broken)


def report_good(base: list[Found]) -> None:
    by_rule = Counter(code for found, _ in base for code in found)
    flagged = sum(bool(found) for found, _ in base)
    errors = sum("error" in severities for _, severities in base)
    loud = sum(bool(severities - {"note"}) for _, severities in base)
    print(
        f"good rows {len(base)}: flagged {flagged / len(base):.2%}, errors {errors / len(base):.2%}, ", end=""
    )
    print(f"errors and warnings {loud / len(base):.2%}")
    print("  " + ", ".join(f"{code} {count / len(base):.2%}" for code, count in sorted(by_rule.items())))


def report_kinds(
    checker: Checker, rows: list[tuple[str, str]], base: list[Counter[str]], arguments: argparse.Namespace
) -> None:
    totals = {True: [0, 0], False: [0, 0]}
    for name, spoil in KINDS.items():
        rng = random.Random(f"{arguments.seed} {name}")
        made = found = 0
        by_code: Counter[str] = Counter()
        for (french, english), known in zip(rows, base, strict=True):
            if made >= arguments.per_kind:
                break
            spoilt = spoil(rng, french, english)
            if spoilt is None or spoilt == english:
                continue
            made += 1
            new = look(checker, french, spoilt)[0] - known
            found += bool(new)
            by_code.update(new.keys())
            if not new and name == arguments.show:
                print(f"    {french}\n      {spoilt}")
        if not made:
            continue
        mark = "C" if name in CRITICAL else " "
        totals[name in CRITICAL][0] += found
        totals[name in CRITICAL][1] += made
        best = " ".join(f"{code} {count / made:.0%}" for code, count in by_code.most_common(4))
        print(f"{mark} {name:28} {found / made:6.1%} of {made:4}  {best}")
    for critical, (found, made) in totals.items():
        if made:
            print(f"{'critical' if critical else 'other'}: {found / made:.1%} of {made}")


if __name__ == "__main__":
    main()
