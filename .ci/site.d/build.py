"""Writes the site to `target/site`.

Arguments: the folder that rustdoc wrote, and the folder of the viewer for OpenAPI documents.

rustdoc has resolved the links of the guide and of the error index, so their text is taken from its
pages. The other pages are rendered from Markdown: the README, and every file that it leads to.
"""

import html
import shutil
import subprocess
import sys
from pathlib import Path
from posixpath import dirname, join, normpath

import lxml.html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from page import CHINESE, ENGLISH, HERE, REPLACED, SITE, WORDS, Page

INDEX = Path("runtime/src/error/index")
# Folders of the repository that have another place on the site.
FOLDERS = {"generated/guide/": "guide/", f"{INDEX}/": "errors/"}
# The page that the audit shows, whose spec is in the repository.
PAGE = Path("tests/it/audit/pages/paint_card.txt")
# READMEs whose links rustdoc has resolved.
READMES = {
    "generated/README.md": "wechatpay_api",
    "generated/README.zh.md": "wechatpay_api/guide/zh/readme",
}


def absolute(base: str, link: str) -> str:
    """Returns a link from the root, for a link from the page `base`."""
    path, mark, fragment = link.partition("#")
    if ":" in path:
        return link
    return (normpath(join(dirname(base), path)) if path else base) + mark + fragment


def fragment(text: str) -> HtmlElement:
    return lxml.html.fragment_fromstring(text, create_parent=True)


def rustdoc(module: str) -> HtmlElement:
    """Returns the documentation of a module, as rustdoc rendered it."""
    path = module_page(module)
    document = lxml.html.parse(SITE / path, lxml.html.HTMLParser(encoding="utf-8"))
    [body] = document.xpath('//details[contains(@class, "top-doc")]/div[@class="docblock"]')
    body.rewrite_links(lambda link: absolute(path, link))
    return without_language_link(body)


def module_page(module: str) -> str:
    return f"rustdoc/{module}/index.html"


def without_language_link(body: HtmlElement) -> HtmlElement:
    """Removes the link to the translation, which is in the header of each page."""
    for paragraph in body.xpath('./p[. = "中文" or . = "English"]'):
        paragraph.drop_tree()
    return body


def with_heading(heading: str, body: HtmlElement) -> HtmlElement:
    body.insert(0, lxml.html.fragment_fromstring(f"<h1>{heading}</h1>"))
    return body


def place(file: str) -> str:
    """Returns the path on the site of a file of the repository."""
    for folder, on_site in FOLDERS.items():
        file = file.replace(folder, on_site)
    file = file.lstrip(".")
    return file if file.endswith(".json") else file.removesuffix(".md") + ".html"


def translation(file: str) -> str:
    """Returns the translation of a README, if there is one."""
    chinese = file.endswith(".zh.md")
    other = file.replace(".zh.md", ".md") if chinese else file.replace(".md", ".zh.md")
    return other if Path(other).is_file() and other != file else ""


def guide(lang: str, folder: str, other: str) -> list[Page]:
    """Returns the contents of the guide in a folder, and its chapters."""
    contents, series = rustdoc(f"wechatpay_api/{folder}"), []
    for entry in contents.xpath("./ol/li"):
        name = entry.findtext(".//a/code")
        title = entry.text_content().removeprefix(name).lstrip(":： ")
        series.append((f"{folder}/{name}.html", name, title[0].upper() + title[1:]))
    files = sorted(place(file.as_posix()) for file in Path("generated", folder).glob("*.md"))
    if sorted(path for path, _, _ in series) != files:
        sys.exit(f"generated/{folder}/mod.rs does not list exactly these chapters: {files}")
    title, index = WORDS[lang]["guide"], f"{folder}/index.html"
    pages = [Page(index, lang, title, with_heading(title, contents), f"{other}/index.html")]
    replace(f"wechatpay_api/{folder}", index, index)
    for path, name, title in series:
        module = f"wechatpay_api/{folder}/{name}"
        body = rustdoc(module)
        if body[0].text_content().rstrip(".。") == title:
            body[0].drop_tree()
        body = with_heading(html.escape(title), body)
        pages.append(Page(path, lang, title, body, f"{other}/{name}.html", series))
        replace(module, path, path)
    return pages


def replace(module: str, english: str, chinese: str) -> None:
    REPLACED[ENGLISH][module_page(module)] = english
    REPLACED[CHINESE][module_page(module)] = chinese


def errors() -> list[Page]:
    """Returns the error index in both languages. Each page of rustdoc has both."""
    pages, lists = [], {ENGLISH: "", CHINESE: ""}
    for file in sorted(INDEX.glob("*.md")):
        paths = {ENGLISH: f"errors/{file.stem}.html", CHINESE: f"errors/zh/{file.stem}.html"}
        module = f"wechatpay_api/error/index/{file.stem.replace('-', '_')}"
        replace(module, paths[ENGLISH], paths[CHINESE])
        english = rustdoc(module)
        chinese = fragment("")
        [divider] = english.xpath('./h2[@id="中文"]')
        chinese.extend(divider.itersiblings())
        divider.drop_tree()
        for lang, other, body in [(ENGLISH, CHINESE, english), (CHINESE, ENGLISH, chinese)]:
            about = lxml.html.tostring(body[0], encoding="unicode")
            lists[lang] += f'<dt><a href="{paths[lang]}">{file.stem}</a></dt><dd>{about}</dd>'
            body = with_heading(f"<code>[{file.stem}]</code>", body)
            pages.append(Page(paths[lang], lang, file.stem, body, paths[other]))
    for lang, other in [(ENGLISH, CHINESE), (CHINESE, ENGLISH)]:
        words = WORDS[lang]
        body = fragment(f"<h1>{words['index']}</h1><p>{words['kinds']}</p><dl>{lists[lang]}</dl>")
        target = WORDS[other]["errors_page"]
        pages.append(Page(words["errors_page"], lang, words["index"], body, target))
    replace("wechatpay_api/error/index", pages[-2].path, pages[-1].path)
    return pages


def write_files(first: str) -> None:
    """Writes a page for a file of the repository, and for each file that it leads to."""
    markdown = MarkdownIt("commonmark").enable("table").use(anchors_plugin, max_level=4)
    files = [first]
    for file in files:
        other = translation(file)
        files += [other] if other and other not in files else []
        text = Path(file).read_text(encoding="utf-8")
        lang = CHINESE if file.endswith(".zh.md") else ENGLISH
        if file in READMES:
            body = with_heading("wechatpay-api", rustdoc(READMES[file]))
        elif file.endswith(".md"):
            text = markdown.render(text).replace("<table>", "<div><table>")
            body = without_language_link(fragment(text.replace("</table>", "</table></div>")))
        else:
            body = fragment(f"<h1>{Path(file).name}</h1><pre>{html.escape(text)}</pre>")
        for element, attribute, link, _ in list(body.iterlinks()) if file not in READMES else ():
            path, mark, anchor = absolute(file, link).partition("#")
            if Path(path).is_dir():
                element.drop_tag()
            elif ":" not in path:
                element.set(attribute, place(path) + mark + anchor)
                if Path(path).is_file() and path not in files and not (SITE / place(path)).exists():
                    files.append(path)
        title = body.find("h1").text_content()
        Page(place(file), lang, title, body, other and place(other)).write()


def write_viewer(package: Path) -> None:
    """Writes the page that shows the OpenAPI document, with the files that it loads."""
    Page("openapi.html", ENGLISH, "OpenAPI", part("openapi.html")).write()
    (SITE / "generated").mkdir()
    for name in ["openapi.json", "openapi-3.0.json"]:
        shutil.copy(f"generated/{name}", SITE / "generated")
    folder = SITE / "viewer"
    folder.mkdir()
    for name in ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"]:
        shutil.copy(package / name, folder)
    # A page that is opened as a file cannot read another file. But it can load a script.
    document = Path("generated/openapi.json").read_text(encoding="utf-8")
    (folder / "openapi.js").write_text(f"const openapi = {document};", encoding="utf-8")


def write_audit() -> None:
    """Writes the report on a made-up page, of which one limit was changed."""
    changed = SITE / "audit" / PAGE.name
    changed.parent.mkdir()
    text = PAGE.read_text(encoding="utf-8").replace("最多1,000次", "最多900次")
    changed.write_text(text, encoding="utf-8")
    audit(changed, "--format", "html", "--out", changed.parent / "report.html")
    body = part("audit.html")
    body.append(lxml.html.fragment_fromstring(f"<pre>{html.escape(audit(changed))}</pre>"))
    Page("audit.html", ENGLISH, WORDS[ENGLISH]["audit"], body).write()


def audit(page: Path, *options: str | Path) -> str:
    """Returns what `cargo xtask audit` prints about a page."""
    command = ["cargo", "--quiet", "xtask", "audit", "--spec", PAGE.parents[1] / "spec"]
    command += [*options, page]
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    run = subprocess.run(command, check=False, **both)
    if run.returncode != 1:
        sys.exit(f"the audit reported no discrepancy:\n{run.stdout}")
    return run.stdout


def part(name: str) -> HtmlElement:
    return fragment((HERE / name).read_text(encoding="utf-8"))


def main(doc: str, viewer: str) -> None:
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.copytree(doc, SITE / "rustdoc")
    pages = guide(ENGLISH, "guide", "guide/zh") + guide(CHINESE, "guide/zh", "guide") + errors()
    for page in pages:
        page.write()
    write_viewer(Path(viewer))
    write_audit()
    write_files("README.md")
    Page("index.html", ENGLISH, "English · 中文", part("index.html")).write()
    shutil.copy(HERE / "style.css", SITE)
    print(f"{len(list(SITE.rglob('*.html')))} pages in {SITE}")


main(*sys.argv[1:])
