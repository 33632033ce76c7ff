//! One operation: its client function, and its facts as data.
//!
//! ```text
//! pub fn modify_budget(client: &Client, request: &ModifyBudgetRequest) -> impl Future<…> { client.send(request) }
//! impl Operation for ModifyBudgetRequest { const ENDPOINT: &'static Endpoint = …; … }
//! ```

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{self, Doc, Example, code, plain};
use super::{Body, Item, aliases, examples, ident};
use crate::model::{
    Grade, IdempotencyKey, Method, Operation, Place, Presence, RateLimit, Recovery, RecoveryAction,
    Service, Statement, Struct,
};
use crate::wording;

/// The client function, and what it sends.
pub(super) fn call(operation: &Operation, service: &Service, crate_name: &str) -> [Item; 2] {
    let request = service.request(&operation.request);
    [
        client_function(
            operation,
            service,
            examples::example(operation, service, crate_name),
        ),
        Item::tokens(implementation(operation, request, service)),
    ]
}

/// It hands the future on instead of awaiting it: an `async fn` would compile sending, encoding and
/// decoding into this crate, for each operation; so it is compiled where it is called, for those
/// that are.
fn client_function(operation: &Operation, service: &Service, example: Option<Example>) -> Item {
    let name = ident(&operation.name);
    let request = ident(&operation.request);
    let response = response(operation);
    let alias = aliases::attribute(Some(&operation.title), &operation.name, &operation.name);
    let function = quote! {
        pub fn #name(client: &Client, request: &request::#request)
            -> impl Future<Output = Result<Response<#response>, Error>>
        {
            client.send(request)
        }
    };
    Item {
        doc: function_doc(operation, service, example),
        attributes: alias.into_iter().collect(),
        body: Body::Tokens(function),
    }
}

fn response(operation: &Operation) -> TokenStream {
    match &operation.response {
        Some(name) if operation.partial_result.is_some() => {
            let name = ident(name);
            quote!(Partial<response::#name>)
        }
        Some(name) => {
            let name = ident(name);
            quote!(response::#name)
        }
        None => quote!(NoContent),
    }
}

fn function_doc(operation: &Operation, service: &Service, example: Option<Example>) -> Doc {
    let list = |statements: &[Statement]| {
        statements
            .iter()
            .map(|statement| plain(&statement.doc))
            .collect::<Vec<_>>()
    };
    let (method, path) = (operation.method.as_str(), &operation.path);
    let doc = Doc::new(plain(&operation.doc))
        .text(&partial_result(operation))
        .paragraph(code(&format!("{method} {path}")))
        .paragraph(page(operation))
        .text(&evidence(operation))
        .list(facts(operation, service))
        .list_of("Before the call:", list(&operation.prerequisites))
        .list_of("The page adds:", list(&operation.remarks))
        .example(example)
        .heading("Errors")
        .paragraph(documented_errors(operation));
    let notes: Vec<_> = docs::notes(&operation.notes)
        .chain(row_notes(operation))
        .chain(row_evidence(operation))
        .collect();
    if notes.is_empty() {
        return doc;
    }
    doc.heading("Contradictions and gaps").list(notes)
}

/// That a success may be partial.
fn partial_result(operation: &Operation) -> Vec<String> {
    let Some(partial) = &operation.partial_result else {
        return Vec::new();
    };
    let warning = format!(
        "**A success does not mean that every item was accepted.** The list {} of the response has \
         those that were refused: \
         [`complete()`](wechatpay_runtime::operation::Partial::complete) returns them as an error.",
        code(&partial.refused.name)
    );
    let doc = partial.doc.as_deref().map(plain);
    std::iter::once(warning).chain(doc).collect()
}

/// How all pages are read.
fn pagination(operation: &Operation) -> Option<String> {
    operation.pagination.as_ref()?;
    Some(
        "Pages: [`Client::pages`](wechatpay_runtime::Client::pages) reads one page after the other."
            .to_owned(),
    )
}

/// How the file of a response is received.
fn download(operation: &Operation) -> Option<String> {
    operation.download.as_ref()?;
    Some(
        "File: [`download()`](wechatpay_runtime::download::Downloadable::download) of the response \
         leads to it, and [`Client::download`](wechatpay_runtime::Client::download) receives it. \
         The file is not signed; its digest is checked."
            .to_owned(),
    )
}

/// Callers, rate limit, idempotency, what settles an unknown outcome, the pages, and the files.
fn facts(operation: &Operation, service: &Service) -> impl Iterator<Item = String> {
    let all = [
        format!("Callers: {}.", callers(operation)),
        format!("Rate limit: {}.", rate_limit_text(operation.rate_limit)),
        format!("Idempotency: {}", idempotency(operation, service)),
    ];
    let link = |owner: &str, name: &str| {
        if owner == service.name {
            format!("[`{name}()`]")
        } else {
            code(&format!("{owner}::{name}()"))
        }
    };
    let recovery = operation.recovery.as_ref().map(|recovery| {
        let settle = wording::recovery(&recovery.action, link);
        format!("Unknown outcome: {settle} {}", plain(&recovery.doc))
    });
    all.into_iter()
        .chain(recovery)
        .chain(pagination(operation))
        .chain(download(operation))
        .chain(upload(operation, service))
}

/// The page's audience, in English where it is a kind of merchant that is known here.
fn callers(operation: &Operation) -> String {
    let callers = operation.audience.iter().map(|audience| {
        let audience = audience.as_str();
        let english = AUDIENCES.iter().find(|(chinese, _)| *chinese == audience);
        match english {
            Some((_, english)) => format!("{english} ({audience})"),
            None => plain(audience),
        }
    });
    callers.collect::<Vec<_>>().join(", ")
}

const AUDIENCES: [(&str, &str); 2] = [
    ("普通商户", "merchants"),
    ("普通服务商", "service providers"),
];

/// The Chinese title, and the page with its date.
fn page(operation: &Operation) -> String {
    let (title, page) = (plain(&operation.title), plain(&operation.page));
    if operation.updated.is_empty() {
        return format!("{title}.");
    }
    if title == page {
        return format!("{title}, page of {}.", operation.updated);
    }
    format!("{title}, page {page} of {}.", operation.updated)
}

/// How well the page is known, if not as a whole.
fn evidence(operation: &Operation) -> Vec<String> {
    let own = wording::evidence(operation.grade, &operation.updated);
    let response = (operation.response_grade != operation.grade).then(|| {
        match operation.response_grade {
            Grade::Full => "The response is transcribed from the whole page.",
            Grade::Partial => "The response is transcribed from a part of the page.",
            Grade::Secondary => {
                "The response is transcribed from other descriptions, not from the page."
            }
        }
        .to_owned()
    });
    own.into_iter().chain(response).collect()
}

/// What `retry` of the runtime does after a failure, and what the caller may do.
fn idempotency(operation: &Operation, service: &Service) -> String {
    if operation.method == Method::Get {
        return "the call only reads; the client retries it, and so may you.".to_owned();
    }
    if let Some(evidence) = &operation.idempotent {
        return format!(
            "a repeated call has no second effect; the client retries it, and so may you. \
             Evidence: {}",
            plain(evidence)
        );
    }
    let Some(IdempotencyKey { name, place }) = &operation.idempotency_key else {
        return "no field identifies a retry. The client never resends a request that may have \
                arrived; look up what happened before you do."
            .to_owned();
    };
    let retry = format!(
        "retry only with the same {}, the idempotency key. A retry may return a different response \
         from the first attempt.",
        code(name)
    );
    let request = service.request(&operation.request);
    let mut fields = request.into_iter().flat_map(|request| &request.fields);
    let field = fields.find(|field| field.place == *place && field.wire_name == *name);
    let is_required = field.is_some_and(|f| matches!(f.presence, Presence::Required));
    if is_required {
        return retry;
    }
    format!("{retry} Without the key, the client never resends a request that may have arrived.")
}

/// How the file is sent.
fn upload(operation: &Operation, service: &Service) -> Option<String> {
    let form = service.request(&operation.request)?.form.as_ref()?;
    Some(format!(
        "Upload: a form with the JSON part {} and the file {}. The client computes the SHA-256 \
         digest of the file, adds it to the JSON as {}, and signs only the JSON.",
        code(&form.json.name),
        code(&form.file),
        code(&form.digest)
    ))
}

fn documented_errors(operation: &Operation) -> String {
    let values = operation.error_code.values.iter();
    let codes: Vec<_> = values.map(|value| code(&value.wire_name)).collect();
    if codes.is_empty() {
        return format!(
            "The error codes of this operation are not known. \
             [`Error::code`](wechatpay_runtime::Error::code) returns the error code as \
             [`{}`], which has none.",
            operation.error_code.name
        );
    }
    format!(
        "Documented errors: {}. [`Error::code`](wechatpay_runtime::Error::code) returns the \
         error code as [`{}`], which has the meanings and remedies.",
        codes.join(", "),
        operation.error_code.name
    )
}

/// Notes of error rows, each with the code that it belongs to.
fn row_notes(operation: &Operation) -> impl Iterator<Item = String> {
    let rows = operation.errors.iter().map(|row| &row.row);
    rows.flat_map(|row| {
        let note = |note| format!("{}: {note}", code(&row.code));
        docs::notes(&row.notes).map(note)
    })
}

/// The error rows whose evidence is not that of the operation, by evidence.
fn row_evidence(operation: &Operation) -> impl Iterator<Item = String> {
    let mut rows_by_evidence: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &operation.errors {
        if let Some(evidence) = wording::evidence_of_part(row.grade, operation.grade) {
            let codes = rows_by_evidence.entry(evidence).or_default();
            codes.push(code(&row.row.code));
        }
    }
    let rows = rows_by_evidence.into_iter();
    rows.map(|(evidence, codes)| format!("{}: {evidence}", codes.join(", ")))
}

fn rate_limit_text(limit: Option<RateLimit>) -> String {
    match limit {
        Some(limit) => wording::rate_limit(limit),
        None => "not documented".to_owned(),
    }
}

fn implementation(
    operation: &Operation,
    request: Option<&Struct>,
    service: &Service,
) -> TokenStream {
    let name = ident(&operation.request);
    let endpoint = endpoint(operation, service);
    let response = response(operation);
    let error_code = ident(&operation.error_code.name);
    let parameters = request.and_then(parameters);
    let form = request.and_then(form);
    let encrypted = request.and_then(|request| encrypted_fields(request, service));
    let validate = request
        .filter(|request| request.checks.any_strict)
        .map(|_| {
            quote! {
                fn validate(&self) -> Result<(), Violations> {
                    wechatpay_runtime::__private::check::validate(self, &Self::ENDPOINT.page)
                }

                fn validate_strict(&self) -> Result<(), Violations> {
                    wechatpay_runtime::__private::check::validate_strict(self, &Self::ENDPOINT.page)
                }
            }
        });
    let is_whole = parameters.is_none() && form.is_none();
    let body = match (operation.has_body, is_whole) {
        (false, _) => quote!(None::<NoBody>),
        (true, true) => quote!(Some(self)),
        (true, false) => quote!(Some(wechatpay_runtime::__private::body::BodyOf(self))),
    };
    quote! {
        impl Operation for request::#name {
            const ENDPOINT: &'static Endpoint = &#endpoint;
            type Response = #response;
            type ErrorCode = #error_code;

            #parameters

            fn body(&self) -> Option<impl serde::Serialize> {
                #body
            }

            #form

            #encrypted

            #validate
        }
    }
}

/// The form. Without one, the default of the trait is used.
fn form(request: &Struct) -> Option<TokenStream> {
    let form = request.form.as_ref()?;
    let name = |place: Place, wire_name: &str| {
        let mut fields = request.fields_in(place);
        let field = fields.find(|field| field.wire_name == wire_name)?;
        Some(ident(&field.name))
    };
    let file_name = name(Place::Body, &form.file_name)?;
    let file = name(Place::File, &form.file)?;
    let (json_part, digest, file_part) = (&form.json.name, &form.digest, &form.file);
    let types = form
        .types
        .iter()
        .map(|(ending, media)| quote!((#ending, #media)));
    Some(quote! {
        fn form(&self) -> Option<Form<'_>> {
            Some(Form {
                json_part: #json_part,
                digest: #digest,
                file_part: #file_part,
                file_name: &self.#file_name,
                types: &[#(#types),*],
                content: &self.#file,
            })
        }
    })
}

fn endpoint(operation: &Operation, service: &Service) -> TokenStream {
    let name = format!("{}.{}", service.name, operation.name);
    let method = format_ident!(
        "{}",
        match operation.method {
            Method::Get => "Get",
            Method::Post => "Post",
            Method::Put => "Put",
            Method::Patch => "Patch",
            Method::Delete => "Delete",
        }
    );
    let Operation {
        path,
        page,
        updated,
        success,
        ..
    } = operation;
    let success = proc_macro2::Literal::u16_unsuffixed(*success);
    let evidence = format_ident!(
        "{}",
        match operation.grade {
            Grade::Full => "Full",
            Grade::Partial => "Partial",
            Grade::Secondary => "Secondary",
        }
    );
    let idempotency_key = option(operation.idempotency_key.as_ref().map(idempotency_key));
    let idempotent = operation.idempotent.is_some();
    let recovery = option(operation.recovery.as_ref().map(recovery));
    let rate_limit = option(operation.rate_limit.map(rate_limit));
    let error_code = ident(&operation.error_code.name);
    quote! {
        Endpoint {
            operation: #name,
            method: Method::#method,
            path: #path,
            page: SourcePage { title: #page, updated: #updated },
            evidence: Evidence::#evidence,
            idempotency_key: #idempotency_key,
            idempotent: #idempotent,
            recovery: #recovery,
            rate_limit: #rate_limit,
            success: &[#success],
            errors: #error_code::DOCUMENTED,
        }
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

fn idempotency_key(key: &IdempotencyKey) -> TokenStream {
    let name = &key.name;
    let constructor = ident(match key.place {
        // Callers name no file as the key.
        Place::Body | Place::File => "in_body",
        Place::Path => "in_path",
        Place::Query => "in_query",
        Place::Header => "in_header",
    });
    quote!(IdempotencyKey::#constructor(#name))
}

fn recovery(recovery: &Recovery) -> TokenStream {
    let doc = &recovery.doc;
    match &recovery.action {
        RecoveryAction::Repeat => quote!(Recovery::repeat(#doc)),
        RecoveryAction::Query {
            service,
            operation,
            comparison,
            ..
        } => {
            let query = format!("{service}.{operation}");
            let comparing = comparison.as_ref().map(|comparison| {
                let (field, equals) = (&comparison.field, &comparison.equals);
                quote!(.comparing(#field, #equals))
            });
            quote!(Recovery::query(#query, #doc) #comparing)
        }
    }
}

fn rate_limit(limit: RateLimit) -> TokenStream {
    let requests = proc_macro2::Literal::u32_unsuffixed(limit.requests);
    let per_seconds = proc_macro2::Literal::u32_unsuffixed(limit.per_seconds);
    let scope = if limit.interface_level {
        quote!(Interface)
    } else {
        quote!(Unstated)
    };
    quote!(RateLimit { requests: #requests, per_seconds: #per_seconds, scope: RateLimitScope::#scope })
}

/// The fields that the runtime encrypts. Without any, the default of the trait is used.
fn encrypted_fields(request: &Struct, service: &Service) -> Option<TokenStream> {
    // A lint has reported what cannot be listed.
    let fields = service.encrypted_fields(request).unwrap_or_default();
    let listed = fields.iter().map(|(path, field)| {
        let location = ident(match field.place {
            Place::Query => "Query",
            _ => "Body",
        });
        let padding = ident(match field.padding {
            Some(_) => "Pkcs1V15",
            None => "Oaep",
        });
        quote! {
            EncryptedField { location: Location::#location, path: #path, padding: Padding::#padding }
        }
    });
    let listed: Vec<_> = listed.collect();
    (!listed.is_empty()).then(|| {
        quote! {
            fn encrypted_fields(&self) -> &'static [wechatpay_runtime::operation::EncryptedField] {
                use wechatpay_runtime::endpoint::Location;
                use wechatpay_runtime::keys::Padding;
                use wechatpay_runtime::operation::EncryptedField;

                &[#(#listed),*]
            }
        }
    })
}

/// The values outside the body. Without any, the default of the trait is used.
fn parameters(request: &Struct) -> Option<TokenStream> {
    let calls: Vec<_> = request
        .fields
        .iter()
        .filter_map(|field| {
            let method = match field.place {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
                Place::Body | Place::File => return None,
            };
            let (method, wire, name) = (ident(method), &field.wire_name, ident(&field.name));
            Some(quote!(to.#method(#wire, &self.#name);))
        })
        .collect();
    (!calls.is_empty()).then(|| {
        quote! {
            fn parameters<'a>(&'a self, to: &mut Parameters<'a>) {
                #(#calls)*
            }
        }
    })
}
