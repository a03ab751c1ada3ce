"""The HTML report in a real browser: filters, keys, looks that depend on the screen, and no network."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import COMMAND, ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIRE = ROOT / "corpora" / "wire"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default::DeprecationWarning")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = os.environ.get("COPYDESK_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no browser here: none of {', '.join(BROWSERS)}")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra 'browser'")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the report of two drafts with their sources, as the command does."""
    page = tmp_path_factory.mktemp("report") / "report.html"
    stories = ("01-idleb-treve", "11-ukraine-drones")
    drafts = [WIRE / "drafts" / f"{story}.draft.en.txt" for story in stories]
    sources = [word for story in stories for word in ("--source", WIRE / f"{story}.fr.txt")]
    command = [COMMAND, "check", *drafts, *sources, "--format", "html", "-o", page, "--exit-zero"]
    subprocess.run([str(word) for word in command], check=True, capture_output=True)
    return page


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """Open the report; whatever the browser complains of or asks the network for fails the test."""
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url))
    page.goto(report.as_uri())
    assert complaints.pop() == report.as_uri()
    yield page
    page.close()
    assert complaints == []


def shown(page: Page) -> list[str]:
    return page.eval_on_selector_all("ol li:not([hidden])", "items => items.map(item => item.dataset.code)")


def test_filters_show_and_hide_findings_and_their_marks(page: Page) -> None:
    every = shown(page)
    assert len(every) > 40
    page.get_by_role("button", name="no code").click()
    assert shown(page) == []
    assert page.locator("mark:not(.off)").count() == 0
    assert page.locator("#shown").inner_text() == f"0 of {len(every)} shown"
    page.locator('input[value="GLO004"]').check()
    assert set(shown(page)) == {"GLO004"}
    marked = page.locator(".draft mark:not(.off)").all_inner_texts()
    assert set(marked) >= {"OSDH", "OTAN", "ONU"}
    page.get_by_role("button", name="all codes").click()
    page.locator('input[value="error"]').uncheck()
    left = page.eval_on_selector_all(
        "ol li:not([hidden])", "items => items.map(item => item.dataset.severity)"
    )
    assert set(left) == {"warning", "note"}
    page.locator('input[value="error"]').check()
    assert shown(page) == every


def test_a_finding_brings_both_texts_into_view(page: Page) -> None:
    page.locator('li[data-code="NUM001"] button').first.click()
    lit = page.locator("mark.on")
    assert lit.all_inner_texts() == ["35 %", "53%"]
    for mark in lit.all():
        box = mark.bounding_box()
        assert box is not None
        assert 0 < box["y"] < 900
    button = page.locator("ol button.on")
    box = button.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900


def test_keys_go_from_finding_to_finding(page: Page) -> None:
    def now() -> str | None:
        return page.locator("ol button.on").locator("..").get_attribute("data-id")

    page.keyboard.press("j")
    assert now() == "0-0"
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert now() == "0-2"
    page.keyboard.press("k")
    assert now() == "0-1"
    page.get_by_role("button", name="no code").click()
    page.locator('input[value="GLO004"]').check()
    page.locator("h1").click()
    page.locator("ol button:visible").first.focus()
    page.keyboard.press("Enter")
    first = now()
    page.keyboard.press("j")
    assert now() != first
    assert page.locator("ol button.on").locator("..").get_attribute("data-code") == "GLO004"


def test_a_mark_leads_to_its_findings_one_after_another(page: Page) -> None:
    mark = page.locator('mark[data-ids*=" "]').first
    ids = (mark.get_attribute("data-ids") or "").split()
    for expected in (*ids, ids[0]):
        mark.click()
        assert page.locator("ol button.on").locator("..").get_attribute("data-id") == expected


def test_a_narrow_screen_shows_one_column_with_the_draft_first(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    draft, source = page.locator(".draft").first.bounding_box(), page.locator(".source").first.bounding_box()
    assert draft is not None
    assert source is not None
    assert draft["y"] + draft["height"] <= source["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_dark_page_can_be_read(page: Page) -> None:
    contrast = """() => {
      const light = colour => {
        const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(Number)
          .map(part => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
      };
      const paper = light(getComputedStyle(document.body).backgroundColor);
      return [...document.querySelectorAll(".text, .dim, h3, ol button b")].map(part => {
        const ink = light(getComputedStyle(part).color);
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      });
    }"""
    ratios: dict[str, float] = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        ratios[scheme] = min(page.evaluate(contrast))
    assert ratios["light"] > 4.5  # what the guidelines for accessible pages ask of small text
    assert ratios["dark"] > 4.5
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(25, 24, 22)"
