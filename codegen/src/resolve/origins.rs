//! What other pages say about a field, below `from:`.

use super::conditions::presence;
use super::copies::{limits, optional};
use super::resolver::Resolver;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::Elsewhere;
use crate::source::Spanned;
use crate::syntax::{self, Field, Text};

/// What other pages say. It is not looked up; whether the pages are there is.
pub(super) fn elsewhere(field: &Field, resolver: &mut Resolver<'_, '_>) -> Vec<Elsewhere> {
    let said = |(place, syntax): &(Text, syntax::Elsewhere)| {
        look_up_place(place, resolver);
        let said = syntax.presence.as_ref();
        Elsewhere {
            place: place.value.clone(),
            presence: said.map(|said| presence(&said.value, None, resolver)),
            title: optional(syntax.title.as_ref()),
            unit: optional(syntax.unit.as_ref()),
            default: optional(syntax.default.as_ref()),
            alphabet: optional(syntax.alphabet.as_ref()),
            doc: optional(syntax.doc.as_ref()),
            limits: limits(&syntax.limits),
        }
    };
    field.from.iter().map(said).collect()
}

/// A place is `operation.request` or `operation.response`.
fn look_up_place(place: &Text, resolver: &mut Resolver<'_, '_>) {
    let (page, direction) = place.value.split_once('.').unwrap_or((&place.value, ""));
    let at = |range| place.part(range);
    if !resolver.page_names.contains(page) {
        let page = Spanned::new(page.to_owned(), at(0..page.len()));
        let message = format!("unknown operation `{}` below `from:`", page.value);
        let diagnostic = Diagnostic::warning(Code::UNKNOWN_REFERENCE, message, page.span);
        // A page may be known that nobody has transcribed yet.
        let pages = resolver.pages.iter().copied();
        let diagnostic = match closest(&page.value, pages) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic
                .help("transcribe that page; until then, these facts are not compared with it"),
        };
        resolver.diagnostics.push(diagnostic);
        return;
    }
    let directions = ["request", "response"];
    if !directions.contains(&direction) {
        let start = (page.len() + 1).min(place.value.len());
        let span = at(start..place.value.len());
        let message = format!("unknown message `{}` below `from:`", place.value);
        let diagnostic = Diagnostic::error(Code::UNKNOWN_REFERENCE, message, place.span);
        let diagnostic = match closest(direction, directions) {
            Some(meant) => diagnostic.did_you_mean(span, meant),
            None => diagnostic.help(format!("write `{page}.request` or `{page}.response`")),
        };
        resolver.diagnostics.push(diagnostic);
    }
}
