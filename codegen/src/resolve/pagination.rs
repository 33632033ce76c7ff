//! Resolves `pagination:`, `partial_result:` and `download:`, and looks up the fields that they
//! name.

use super::unknown::unknown;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Direction, Download, Enum, NamedField, Operation, PagePosition, Pagination, PartialResult,
    Place, Service, Struct, Type, Value,
};
use crate::syntax::{self, Text};

pub(super) fn partial_result(syntax: &syntax::PartialResult) -> PartialResult {
    PartialResult {
        refused: named(&syntax.refused),
        doc: syntax.doc.as_ref().map(|doc| doc.value.clone()),
        is_first: false,
    }
}

pub(super) fn download(syntax: &syntax::Download) -> Download {
    Download {
        url: named(&syntax.url),
        hash_type: named(&syntax.hash_type),
        hash_value: named(&syntax.hash_value),
    }
}

pub(super) fn pagination(syntax: &syntax::Pagination) -> Pagination {
    Pagination {
        items: named(&syntax.items),
        total: syntax.total.as_ref().map(named),
        position: match &syntax.position {
            syntax::PagePosition::Token { request, response } => PagePosition::Token {
                request: named(request),
                response: named(response),
            },
            syntax::PagePosition::Offset { offset, limit } => PagePosition::Offset {
                offset: named(offset),
                limit: named(limit),
            },
        },
    }
}

fn named(text: &Text) -> NamedField {
    NamedField {
        name: text.value.clone(),
        span: text.span,
    }
}

/// The kind of value that a named field must have.
#[derive(Clone, Copy)]
enum Kind {
    List,
    Number,
    Text,
    /// The name of a digest. The runtime refuses a name that it does not know.
    Digest,
}

/// The digests that the runtime computes. It ignores the case of their names.
const DIGESTS: [&str; 2] = ["SHA1", "SHA256"];

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::List => "a list",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Digest => "a text or an enum with the value `SHA1` or `SHA256`",
        }
    }

    fn is_kind_of(self, ty: &Type, service: &Service) -> bool {
        match (self, ty) {
            (Self::List, Type::Array(_))
            | (Self::Number, Type::Integer)
            | (Self::Text | Self::Digest, Type::String) => true,
            (Self::Digest, Type::Enum(name)) => {
                service.enumeration(name).is_some_and(names_a_digest)
            }
            _ => false,
        }
    }
}

/// Whether a value of an enum is the name of a digest.
fn names_a_digest(enumeration: &Enum) -> bool {
    let is_digest = |value: &Value| {
        let mut digests = DIGESTS.iter();
        digests.any(|digest| digest.eq_ignore_ascii_case(&value.wire_name))
    };
    enumeration.values.iter().any(is_digest)
}

/// Reports named fields that do not exist or have another type.
pub(super) fn look_up(services: &[Service], diagnostics: &mut Diagnostics) {
    for service in services {
        for operation in &service.operations {
            look_up_fields(service, operation, diagnostics);
        }
    }
}

fn look_up_fields(service: &Service, operation: &Operation, diagnostics: &mut Diagnostics) {
    let file = &operation.file;
    let request = service.structure(Direction::Request, &operation.request, file);
    let response = operation.response.as_ref();
    let response = response.and_then(|name| service.structure(Direction::Response, name, file));
    let mut look_up = |field: &NamedField, kind, message: Option<&Struct>, what| {
        diagnostics.extend(problem(field, kind, message, what, service));
    };
    let (of_request, of_response) = ("request", "response");
    if let Some(PartialResult { refused, .. }) = &operation.partial_result {
        look_up(refused, Kind::List, response, of_response);
    }
    if let Some(download) = &operation.download {
        look_up(&download.url, Kind::Text, response, of_response);
        look_up(&download.hash_type, Kind::Digest, response, of_response);
        look_up(&download.hash_value, Kind::Text, response, of_response);
    }
    let Some(Pagination {
        items,
        total,
        position,
    }) = &operation.pagination
    else {
        return;
    };
    look_up(items, Kind::List, response, of_response);
    if let Some(total) = total {
        look_up(total, Kind::Number, response, of_response);
    }
    match position {
        PagePosition::Token {
            request: sent,
            response: returned,
        } => {
            look_up(sent, Kind::Text, request, of_request);
            look_up(returned, Kind::Text, response, of_response);
        }
        PagePosition::Offset { offset, limit } => {
            look_up(offset, Kind::Number, request, of_request);
            look_up(limit, Kind::Number, request, of_request);
        }
    }
}

fn problem(
    field: &NamedField,
    kind: Kind,
    message: Option<&Struct>,
    what: &str,
    service: &Service,
) -> Option<Diagnostic> {
    let fields = || message.into_iter().flat_map(|message| &message.fields);
    let found = fields().find(|known| known.wire_name == field.name);
    let Some(found) = found else {
        let name = Text::new(field.name.clone(), field.span);
        let names = fields().map(|field| field.wire_name.as_str());
        let what = format!("{what} field");
        return Some(unknown(Code::UNKNOWN_FIELD, &what, &name, names, false));
    };
    let is_right = kind.is_kind_of(&found.ty, service) && found.place != Place::Path;
    let message = format!("`{}`, which is not {}", field.name, kind.name());
    let report = Diagnostic::error(Code::TYPE_MISFIT, message, field.span)
        .also(found.span, "described here")
        .help(format!("name a field that is {}", kind.name()));
    (!is_right).then_some(report)
}
