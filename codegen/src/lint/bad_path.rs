//! Paths to which the client cannot send a request.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use crate::syntax::Text;

declare_rule! {
    /// A path to which the client cannot send a request.
    ///
    /// The path has a part that cannot be sent literally: an empty segment, `..`, a brace without
    /// its partner, a host or a query.
    ///
    /// ## Why it matters
    ///
    /// HTTP clients rewrite such paths after they were signed, and the server refuses the
    /// signature.
    ///
    /// ## Example
    ///
    /// `-` is refused, `+` is right:
    ///
    /// ```diff
    /// -path: /v3/cards//{card_id}
    /// +path: /v3/cards/{card_id}
    /// ```
    ///
    /// ## What to do
    ///
    /// Write the path as the page prints it, starting with `/v3`. Each parameter is a whole segment
    /// in braces. A `/` at the end is kept. Query parameters belong below `parameters: query:`.
    BAD_PATH = "bad-path", check
}

fn check(service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    for page in &service.pages {
        if let Err(found) = placeholders(&page.path) {
            diagnostics.extend(found);
        }
    }
}

/// A `{name}` of a path, with its place in the text.
pub(super) struct Placeholder<'a> {
    pub(super) name: &'a str,
    pub(super) range: Range<usize>,
}

/// The placeholders of a path, or the diagnostics about the path. Each placeholder is a whole
/// segment.
pub(super) fn placeholders(path: &Text) -> Result<Vec<Placeholder<'_>>, Vec<Diagnostic>> {
    let Some(rest) = path.value.strip_prefix('/') else {
        return Err(vec![without_slash(path)]);
    };
    let (mut placeholders, mut found) = (Vec::new(), Vec::new());
    let mut start = 1;
    for segment in rest.split('/') {
        let range = start..start + segment.len();
        start = range.end + 1;
        // A page may end its path in `/`, which is then signed and sent.
        let is_last = range.end == path.value.len();
        if segment.is_empty() && is_last && !rest.is_empty() {
            continue;
        }
        if let Some(problem) = malformed(path, segment, range.clone()) {
            found.push(problem);
        } else if let Some(name) = inside_braces(segment) {
            let range = range.start + 1..range.end - 1;
            placeholders.push(Placeholder { name, range });
        }
    }
    if found.is_empty() {
        Ok(placeholders)
    } else {
        Err(found)
    }
}

fn inside_braces(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn without_slash(path: &Text) -> Diagnostic {
    let message = format!("path `{}` without a leading `/`", path.value);
    let diagnostic = Diagnostic::error(Code::BAD_PATH, message, path.span);
    if let Some((_, rest)) = path.value.split_once("://") {
        let help = "delete the host; `hosts:` names it";
        let Some(slash) = rest.find('/') else {
            return diagnostic
                .help(help)
                .help("write the path after the host, like `/v3/…`");
        };
        let host = path.value.len() - rest.len() + slash;
        return diagnostic.fix(help, path.part(0..host), "");
    }
    match path.value.split_once(" /") {
        Some((method, _)) => diagnostic.fix(
            "delete the method; `method:` names it",
            path.part(0..method.len() + 1),
            "",
        ),
        None if path
            .value
            .starts_with(|c: char| c.is_ascii_alphanumeric() || c == '{') =>
        {
            diagnostic.fix("begin it with `/`", path.part(0..0), "/")
        }
        None => diagnostic.help("write it in ASCII, like `/v3/…`"),
    }
}

/// The diagnostic about a single segment, if it is wrong.
fn malformed(path: &Text, segment: &str, range: Range<usize>) -> Option<Diagnostic> {
    let report =
        |message: String| Diagnostic::error(Code::BAD_PATH, message, path.part(range.clone()));
    if segment.is_empty() {
        let slash = range.start - 1..range.start;
        let message = "empty segment in the path";
        return Some(
            Diagnostic::error(Code::BAD_PATH, message, path.part(slash))
                .help("write the path as the page prints it, each segment with its text")
                .help(
                    "note that an empty segment is not supported, because HTTP software may drop \
                        it",
                ),
        );
    }
    if segment == "." || segment == ".." {
        return Some(
            report(format!(
                "path segment `{segment}`, which leads to another path"
            ))
            .help("write the intended path; HTTP clients remove such segments before they send"),
        );
    }
    if let Some((before, _)) = segment.split_once('?') {
        let query = range.start + before.len()..path.value.len();
        let report = Diagnostic::error(Code::BAD_PATH, "query in the path", path.part(query));
        return Some(
            report
                .help("end the path before `?`")
                .help("describe each of its parameters below `parameters: query:`"),
        );
    }
    if let Some(name) = segment.strip_prefix(':').filter(|name| is_plain(name)) {
        return Some(
            report(format!(
                "path segment `{segment}`, which would be sent literally"
            ))
            .fix(
                "write parameters in braces",
                path.part(range.clone()),
                format!("{{{name}}}"),
            ),
        );
    }
    let text = inside_braces(segment).unwrap_or(segment);
    if segment.contains(['{', '}'])
        && (text.contains(['{', '}']) || inside_braces(segment).is_none())
    {
        return Some(
            report(format!(
                "braces of `{segment}` that do not enclose the segment"
            ))
            .help(
                "write the parameter as a whole segment, `/{name}/`; other forms are not supported",
            ),
        );
    }
    if !is_plain(text) {
        return Some(report(format!("invalid path segment `{segment}`")).help(
            "write it as the page does; only ASCII letters, digits, `-`, `.`, `_` and `~` are \
                 supported, or `{name}`",
        ));
    }
    None
}

fn is_plain(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    !text.is_empty() && text.chars().all(good)
}
