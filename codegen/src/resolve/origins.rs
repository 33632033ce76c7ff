//! Which other pages a field mentions below `from:`.

use super::resolver::Resolver;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::source::Spanned;
use crate::syntax::{Field, Text};

/// Reports other pages that are not there.
pub(super) fn look_up(field: &Field, resolver: &mut Resolver<'_, '_>) {
    for (place, _) in &field.from {
        look_up_place(place, resolver);
    }
}

/// A place is `operation.request` or `operation.response`.
fn look_up_place(place: &Text, resolver: &mut Resolver<'_, '_>) {
    let (page, direction) = place.value.split_once('.').unwrap_or((&place.value, ""));
    let at = |range| place.part(range);
    if !resolver.page_names.contains(page) {
        let page = Spanned::new(page.to_owned(), at(0..page.len()));
        let message = format!("no operation of this service is called `{}`", page.value);
        let diagnostic = Diagnostic::warning(Code::UNKNOWN_REFERENCE, message, page.span);
        // A page may be known that nobody has transcribed yet.
        let pages = resolver.pages.iter().copied();
        let diagnostic = match closest(&page.value, pages) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic.help("what it says is held against nothing until it is transcribed"),
        };
        resolver.diagnostics.push(diagnostic);
        return;
    }
    let directions = ["request", "response"];
    if !directions.contains(&direction) {
        let start = (page.len() + 1).min(place.value.len());
        let span = at(start..place.value.len());
        let message = format!("`{}` is neither a request nor an answer", place.value);
        let diagnostic = Diagnostic::error(Code::UNKNOWN_REFERENCE, message, place.span);
        let diagnostic = match closest(direction, directions) {
            Some(meant) => diagnostic.did_you_mean(span, meant),
            None => diagnostic.help(format!("write `{page}.request` or `{page}.response`")),
        };
        resolver.diagnostics.push(diagnostic);
    }
}
