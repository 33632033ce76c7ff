//! Facts about a field from other pages or directions, below `from:`.

use super::conditions::presence;
use super::copies::{limits, optional};
use super::resolver::Resolver;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::Elsewhere;
use crate::source::Spanned;
use crate::syntax::{self, Field, Text};

/// The facts from elsewhere. Only the names of the pages are looked up, not the facts. A source
/// with a grade is not looked up.
pub(super) fn elsewhere(
    field: &Field,
    file: Option<&str>,
    resolver: &mut Resolver<'_, '_>,
) -> Vec<Elsewhere> {
    let resolve = |(place, syntax): &(Text, syntax::Elsewhere)| {
        if syntax.grade.is_none() {
            look_up_place(place, file, resolver);
        }
        let stated = syntax.presence.as_ref();
        Elsewhere {
            place: place.value.clone(),
            grade: optional(syntax.grade.as_ref()),
            presence: stated.map(|stated| presence(&stated.value, None, resolver)),
            title: optional(syntax.title.as_ref()),
            unit: optional(syntax.unit.as_ref()),
            default: optional(syntax.default.as_ref()),
            alphabet: optional(syntax.alphabet.as_ref()),
            doc: optional(syntax.doc.as_ref()),
            limits: limits(&syntax.limits),
        }
    };
    field.from.iter().map(resolve).collect()
}

/// Reports a place without a grade that is not `operation.request` or `operation.response`.
fn look_up_place(place: &Text, file: Option<&str>, resolver: &mut Resolver<'_, '_>) {
    let (page, direction) = place.value.split_once('.').unwrap_or((&place.value, ""));
    let part = |range| place.part(range);
    let pages = resolver.visible_pages(file);
    if !pages.iter().any(|names| names.contains(page)) {
        let page = Spanned::new(page.to_owned(), part(0..page.len()));
        let message = format!("unknown operation `{}` below `from:`", page.value);
        let diagnostic = Diagnostic::warning(Code::UNKNOWN_REFERENCE, message, page.span);
        // The page may not have been transcribed yet.
        let pages = pages.into_iter().flatten().map(String::as_str);
        let diagnostic = match closest(&page.value, pages) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic.help("transcribe it, or give a source of another kind a `grade:`"),
        };
        resolver.diagnostics.push(diagnostic);
        return;
    }
    let directions = ["request", "response"];
    if !directions.contains(&direction) {
        let start = (page.len() + 1).min(place.value.len());
        let span = part(start..place.value.len());
        let message = format!("unknown message `{}` below `from:`", place.value);
        let diagnostic = Diagnostic::error(Code::UNKNOWN_REFERENCE, message, place.span);
        let diagnostic = match closest(direction, directions) {
            Some(meant) => diagnostic.did_you_mean(span, meant),
            None => diagnostic.help(format!("write `{page}.request` or `{page}.response`")),
        };
        resolver.diagnostics.push(diagnostic);
    }
}
