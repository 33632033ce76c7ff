"""Opens the reports in `target/report` in a browser without a network, checks them, and takes
screenshots.

Arguments: the browser, and axe-core, which checks that pages are accessible.
"""

import sys
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, sync_playwright

REPORTS = Path("target/report").resolve()
WIDE, NARROW = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
problems: list[str] = []


def report_message(message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        problems.append(f"{message.type} in the console: {message.text}")


def check_page(page: Page, axe: str) -> None:
    """Reports what keeps somebody from reading the page."""
    if page.title() != "Audit of WeChat Pay pages" or page.locator("script").count():
        problems.append(f"{page.url}: text of a saved page became markup")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            problems.append(f"{page.url}: wider than a screen of {size['width']} pixels")
    page.set_viewport_size(WIDE)
    page.add_script_tag(path=axe)
    for colors in ("light", "dark"):
        page.emulate_media(color_scheme=colors)
        for violation in page.evaluate("axe.run()")["violations"]:
            places = [node["html"][:120] for node in violation["nodes"][:3]]
            problems.append(f"{page.url}, {colors}: {violation['help']}: {places}")
    page.emulate_media(color_scheme="light")


def check_keyboard(page: Page) -> None:
    """Follows links with the keyboard: to the pages, to the spec, and back."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "content":
        problems.append(f"{page.url}: the first link does not lead to the content")
    seen = []
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getAttribute('href') || ''"))
    links = [link for link in seen if link.startswith("#p1-y")]
    if len(set(links)) < 2:
        problems.append(f"{page.url}: Tab does not reach the sentences: {seen}")
    page.keyboard.press("Enter")
    target = page.locator(":target")
    if target.count() != 1 or not target.is_visible():
        problems.append(f"{page.url}: a sentence does not lead to the spec")
    back = target.locator("a.number")
    back.focus()
    page.keyboard.press("Enter")
    if page.locator(".sentence:target").count() != 1:
        problems.append(f"{page.url}: a line of the spec does not lead back to the page")


def take_screenshots(page: Page, name: str) -> None:
    for mode, size, colors in [
        ("wide", WIDE, "light"),
        ("narrow", NARROW, "light"),
        ("dark", WIDE, "dark"),
    ]:
        page.emulate_media(color_scheme=colors)
        page.set_viewport_size(size)
        for part, place in [("", "h1"), ("-columns", ".columns >> nth=-1")]:
            page.locator(place).evaluate("place => place.scrollIntoView()")
            page.wait_for_timeout(500)
            page.screenshot(path=REPORTS / f"{name}-{mode}{part}.png")
    page.emulate_media(color_scheme="light")
    page.pdf(path=REPORTS / f"{name}.pdf", print_background=True)
    if (REPORTS / f"{name}.pdf").stat().st_size < 20_000:
        problems.append(f"{name}: the printed report is empty")


def main(browser: str, axe: str) -> None:
    with sync_playwright() as playwright:
        # In a container, root cannot use the sandbox of the browser.
        chromium = playwright.chromium.launch(executable_path=browser, chromium_sandbox=False)
        context = chromium.new_context(offline=True)
        for report in ("same", "changed"):
            page = context.new_page()
            page.on("console", report_message)
            page.on("pageerror", lambda error: problems.append(f"error: {error}"))
            page.goto((REPORTS / f"{report}.html").as_uri())
            check_keyboard(page)
            check_page(page, axe)
            page.goto((REPORTS / f"{report}.html").as_uri())
            take_screenshots(page, report)
            page.close()
        chromium.close()
    print(f"{len(problems)} problems; screenshots in {REPORTS.relative_to(Path.cwd())}")
    sys.exit("\n".join(problems) or None)


if __name__ == "__main__":
    main(*sys.argv[1:])
