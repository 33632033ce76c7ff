//! Checks that samples match the spec, or that the spec names the rule that they break.

pub(crate) mod codes;
mod json;
mod parameters;
mod parsed;
mod rules;
mod values;

use std::ops::Range;

use serde_json::{Map, Value};

use json::{Lines, Places};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::model::{Direction, Operation, Service};
use crate::resolve::Resolved;
use crate::source::{Sources, Span};
use crate::syntax::{self, Text};

/// Reports the samples of a service that its types and rules do not allow. If the spec itself has
/// errors, samples are not checked.
pub(crate) fn check(sources: &Sources, service: &Resolved<'_>, diagnostics: &mut Diagnostics) {
    if !service.is_sound || diagnostics.has_errors() {
        return;
    }
    for (page, operation) in service.pages.iter().zip(&service.model.operations) {
        for sample in &page.samples {
            let mut checker = Checker {
                sources,
                service: &service.model,
                diagnostics,
            };
            checker.sample(sample, operation);
        }
    }
}

struct Checker<'m, 'd> {
    sources: &'m Sources,
    service: &'m Service,
    diagnostics: &'d mut Diagnostics,
}

/// A message of a sample that is compared with the spec.
struct Printed<'t> {
    text: &'t Text,
    places: Places,
    lines: Lines,
    direction: Direction,
    file: &'t str,
}

/// The part of a member at which a diagnostic points.
#[derive(Clone, Copy)]
enum Part {
    Key,
    Value,
}

impl Checker<'_, '_> {
    fn sample(&mut self, sample: &syntax::Sample, operation: &Operation) {
        let body = sample.request.as_ref().and_then(|text| {
            if operation.has_body {
                return self.message(text, &operation.request, Direction::Request, operation);
            }
            let message = "request body in the sample of an operation without one";
            self.report(
                message,
                text.span,
                "write `body:`, or delete the sample's `request:`",
            );
            None
        });
        if let Some(text) = &sample.response {
            match &operation.response {
                Some(name) => {
                    self.message(text, name, Direction::Response, operation);
                }
                None => {
                    let message = "response body in the sample of an operation without one";
                    let help = "name the response's type in `response:`, or delete the sample's \
                        `response:`";
                    self.report(message, text.span, help);
                }
            }
        }
        self.rules(body.as_ref(), sample, operation);
        parameters::check(self, sample, operation);
    }

    /// Compares a printed message with its type. Returns the message if it could be read.
    fn message(
        &mut self,
        text: &Text,
        name: &str,
        direction: Direction,
        operation: &Operation,
    ) -> Option<Map<String, Value>> {
        let body = self.parse(text)?;
        let place = Printed {
            text,
            places: Places::new(&text.value),
            lines: Lines::new(self.sources.file(text.span.file), text),
            direction,
            file: &operation.file,
        };
        self.duplicates(&place);
        self.escapes(&place);
        self.object(&body, name, "", &place);
        Some(body)
    }

    fn report(&mut self, message: impl Into<String>, span: Span, help: &str) {
        self.diagnostics
            .push(Diagnostic::error(Code::SAMPLE_FIELD, message, span).help(help));
    }

    fn span(&self, text: &Text, range: &Range<usize>) -> Span {
        Lines::new(self.sources.file(text.span.file), text).span(text, range)
    }

    /// The place of a path. If the message does not have it, the place of the enclosing object.
    fn place(path: &str, part: Part, place: &Printed<'_>) -> Span {
        let members = &place.places.members;
        if let Some(member) = members.get(path) {
            let range = match part {
                Part::Key => &member.key,
                Part::Value => &member.value,
            };
            return place.lines.span(place.text, range);
        }
        match path
            .rsplit_once('.')
            .and_then(|(around, _)| members.get(around))
        {
            Some(around) => place.lines.span(place.text, &around.key),
            None => place.text.span,
        }
    }

    fn misfit(message: String, path: &str, place: &Printed<'_>) -> Diagnostic {
        Diagnostic::error(
            Code::SAMPLE_VALUE,
            message,
            Self::place(path, Part::Value, place),
        )
    }

    /// Reports rules that the sample breaks but `breaks` does not name, and the reverse.
    fn rules(
        &mut self,
        body: Option<&Map<String, Value>>,
        sample: &syntax::Sample,
        operation: &Operation,
    ) {
        let Some(request) = self.service.request(&operation.request) else {
            return;
        };
        if let (None, Some(first)) = (&sample.request, sample.breaks.first()) {
            let message = "`breaks` in a sample without a request";
            self.diagnostics.push(
                Diagnostic::error(Code::SAMPLE_RULE, message, first.span)
                    .help("delete `breaks:`, or write the request that the page prints"),
            );
        }
        // A body that could not be read has been reported.
        let Some(body) = body else {
            return;
        };
        let broken = rules::broken(body, request, self.service);
        for rule in &broken {
            if !sample.breaks.iter().any(|named| named.value == rule.name) {
                let message = format!("broken rule `{}` in the sample", rule.name);
                self.diagnostics.push(
                    Diagnostic::error(Code::SAMPLE_RULE, message, sample.span)
                        .also(rule.span, "the rule")
                        .help(
                            "write `breaks:` with the rule's `id:` if the page prints the \
                            sample like this",
                        ),
                );
            }
        }
        for text in &sample.breaks {
            if !broken.iter().any(|rule| rule.name == text.value) {
                let message = format!("rule `{}` that the sample does not break", text.value);
                let diagnostic = Diagnostic::error(Code::SAMPLE_RULE, message, text.span);
                let names = broken.iter().map(|rule| rule.name.as_str());
                self.diagnostics.push(match closest(&text.value, names) {
                    Some(meant) => diagnostic.did_you_mean(text.span, meant),
                    None => diagnostic.help("delete it, or give the rule this `id:`"),
                });
            }
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
