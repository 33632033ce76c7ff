"""Checks every link of the site in `target/site`, and opens every page in a browser without a
network. Screenshots are in `target/site-screenshots`.

Arguments: the browser, and axe-core, which checks that pages are accessible.
"""

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright

SITE = Path("target/site").resolve()
SCREENSHOTS = Path("target/site-screenshots")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHOWN = [
    "index.html",
    "README.zh.html",
    "guide/index.html",
    "guide/outcomes.html",
    "guide/zh/outcomes.html",
    "guide/coupons.html",
    "guide/zh/coupons.html",
    "errors/index.html",
    "errors/zh/clock-skew.html",
    "openapi.html",
    "audit.html",
    "audit/report.html",
    "rustdoc/wechatpay_api/index.html",
]
# One of the operations that the viewer has to show.
OPERATION = "/v3/marketing/busifavor/stocks/{stock_id}/budget"
problems: list[str] = []


def check_links() -> None:
    """Reports links to files and anchors that do not exist, and links that depend on a server.

    rustdoc has checked the links of its own pages.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8")
    pages = {page: lxml.html.parse(page, parser).getroot() for page in SITE.rglob("*.html")}
    anchors = {page: {*root.xpath("//@id"), ""} for page, root in pages.items()}
    linked = {SITE / "index.html"}
    for page in filter(is_ours, pages):
        for _, _, link, _ in pages[page].iterlinks():
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "data"):
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if parts.scheme or link.startswith("/") or SITE not in target.parents:
                problems.append(f"{page}: link `{link}` leads out of the site")
            elif not target.is_file():
                problems.append(f"{page}: link `{link}` to a missing file")
            elif not {parts.fragment, unquote(parts.fragment)} & anchors.get(target, {""}):
                problems.append(f"{page}: link `{link}` to a missing anchor")
            linked |= {target} if target != page else set()
    orphans = set(filter(is_ours, pages)) - linked
    problems.extend(f"{page}: no other page leads here" for page in orphans)
    print(f"{len(pages)} pages, with links to {len(linked)} files of the site")


def is_ours(page: Path) -> bool:
    return SITE / "rustdoc" not in page.parents


def check_page(page: Page, axe: Path) -> None:
    """Reports what is missing from a page that the browser has opened."""
    lang = page.evaluate("document.documentElement.lang")
    if not page.title() or lang not in ("en", "zh-CN"):
        problems.append(f"{page.url}: title `{page.title()}`, language `{lang}`")
    page.add_script_tag(path=axe)
    run = "axe.run({exclude: ['#viewer']}, {preload: false, resultTypes: ['violations']})"
    for violation in page.evaluate(run)["violations"]:
        places = [node["html"][:100] for node in violation["nodes"]]
        problems.append(f"{page.url}: {violation['help']}: {places}")
    page.set_viewport_size(NARROW)
    if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
        problems.append(f"{page.url}: wider than a narrow screen")
    page.set_viewport_size(WIDE)


def report_message(page: Page, message: ConsoleMessage) -> None:
    # `report_request` reports a resource that was not loaded.
    loading = message.text.startswith("Failed to load resource")
    if message.type in ("error", "warning") and not loading:
        problems.append(f"{page.url}: {message.type} in the console: {message.text}")


def report_request(page: Page, request: Request) -> None:
    # The browser gives up loading an icon when it opens the next page. rustdoc writes no list of
    # implementations for a trait that has none.
    without_list = "/rustdoc/trait.impl/" in request.url
    if request.failure != "net::ERR_ABORTED" and not without_list:
        problems.append(f"{page.url}: {request.url}: {request.failure}")


def take_screenshots(page: Page) -> None:
    for path in SHOWN:
        name = path.removesuffix(".html").replace("/", "-")
        for mode, size, colors in [
            ("wide", WIDE, "light"),
            ("narrow", NARROW, "light"),
            ("dark", WIDE, "dark"),
        ]:
            page.emulate_media(color_scheme=colors)
            page.set_viewport_size(size)
            page.goto((SITE / path).as_uri())
            page.screenshot(path=SCREENSHOTS / f"{name}-{mode}.png")


def check_viewer(page: Page) -> None:
    """Opens an operation in the viewer of OpenAPI documents."""
    page.goto((SITE / "openapi.html").as_uri())
    page.locator(".opblock-summary").filter(has_text=OPERATION.replace("/", "/\u200b")).click()
    page.get_by_text("modify_budget_request_no").first.wait_for()
    page.locator(".opblock.is-open").screenshot(path=SCREENSHOTS / "openapi-operation.png")


def check_keyboard(page: Page) -> None:
    """Reaches the content with the first link of a page."""
    page.goto((SITE / "guide/keys.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "content":
        problems.append("guide/keys.html: the first link does not lead to the content")


def main(browser: str, axe: str) -> None:
    check_links()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser)
        context = chromium.new_context(viewport=WIDE, offline=True)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("requestfailed", lambda it: report_request(page, it))
        page.on("console", lambda it: report_message(page, it))
        files = sorted(SITE.rglob("*.html"))
        for file in files:
            page.goto(file.as_uri())
            if is_ours(file):
                check_page(page, Path(axe))
        check_viewer(page)
        check_keyboard(page)
        take_screenshots(page)
        print(f"{len(files)} pages opened in {chromium.browser_type.name} {chromium.version}")
        chromium.close()
    if problems:
        sys.exit("\n".join(problems))


main(*sys.argv[1:])
