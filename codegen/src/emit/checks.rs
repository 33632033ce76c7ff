//! The checks of `validate()` and `validate_strict()` in `request.rs`: one call of the runtime per
//! field.
//!
//! ```text
//! impl check::Checked for StockForCreate {
//!     fn check(&self, at: &mut check::Checker<'_>) {
//!         at.field("remark", &self.remark).chars(..=20);
//!         …
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::accessors::Accessor;
use super::match_arms::Arms;
use super::{Item, ident};
use crate::model::{
    Choice, Condition, Constraint, Count, Field, FieldCheck, Grade, RuleKind, Service, Struct,
    Test, Variant,
};
use crate::wording;

/// The checks of a struct and of its choices. Nothing if there are no checks.
pub(super) fn items(structure: &Struct, service: &Service) -> Vec<Item> {
    let mut items = Vec::new();
    if structure.checks.any_strict {
        items.push(Item::tokens(of_struct(structure, service)));
    }
    let choices = structure.choices.iter();
    items.extend(choices.map(|choice| Item::tokens(of_choice(choice, structure))));
    items
}

fn of_struct(structure: &Struct, service: &Service) -> TokenStream {
    let name = ident(&structure.name);
    let context_paths = context_paths(structure, service);
    let lines = structure.fields.iter().map(|field| {
        let own = check_of(field, structure).and_then(|check| line(check, field, structure));
        let builder_field = ident(&field.name);
        let inside = structure
            .choice_of(field)
            .map(|_| quote!(at.choice(&self.#builder_field);));
        quote!(#own #inside)
    });
    let rules = rules(structure, |grade| grade != Grade::Secondary);
    let from = from_sources(structure);
    quote! {
        impl check::Checked for #name {
            fn check(&self, at: &mut check::Checker<'_>) {
                #context_paths
                #(#lines)*
                #(#rules)*
                #from
            }
        }
    }
}

/// The constraints that only other sources state, by source, in the page's order.
fn from_sources(structure: &Struct) -> TokenStream {
    let mut sources: Vec<(&str, Vec<TokenStream>)> = Vec::new();
    for field in &structure.fields {
        let Some(check) = check_of(field, structure) else {
            continue;
        };
        let value = Accessor::field(field, structure).reference();
        for from in &check.from {
            let constraints = from.constraints.iter();
            let constraints: Vec<_> = constraints.map(|c| chained(c, structure)).collect();
            let line = statement(field, false, &value, &constraints);
            match sources
                .iter_mut()
                .find(|(source, _)| *source == from.source)
            {
                Some((_, lines)) => lines.push(line),
                None => sources.push((&from.source, vec![line])),
            }
        }
    }
    let rules: Vec<_> = rules(structure, |grade| grade == Grade::Secondary).collect();
    let secondary = wording::secondary_source();
    if !rules.is_empty() {
        match sources.iter_mut().find(|(source, _)| *source == secondary) {
            Some((_, lines)) => lines.extend(rules),
            None => sources.push((&secondary, rules)),
        }
    }
    let sources = sources.iter();
    let sources = sources.map(|(source, lines)| quote!(at.from(#source, |at| { #(#lines)* });));
    quote!(#(#sources)*)
}

/// The checks of the rules over several fields, of the rules with some grades.
fn rules(structure: &Struct, is_meant: fn(Grade) -> bool) -> impl Iterator<Item = TokenStream> {
    let rules = structure.rules.iter();
    rules.filter_map(move |rule| match &rule.kind {
        RuleKind::Count(count, fields) if is_meant(rule.grade) => {
            Some(count_of(*count, fields, structure))
        }
        RuleKind::Count(..) | RuleKind::Allowed { .. } | RuleKind::Server => None,
    })
}

/// The context for conditions of nested objects: subjects from this message.
fn context_paths(structure: &Struct, service: &Service) -> Option<TokenStream> {
    let paths = &structure.checks.context_paths;
    let subjects = paths
        .iter()
        .map(|path| Accessor::path(path, structure, service).subject(path));
    (!paths.is_empty()).then(|| {
        quote! {
            let message = [#(#subjects),*];
            let at = &mut at.inside(&message);
        }
    })
}

fn check_of<'m>(field: &Field, structure: &'m Struct) -> Option<&'m FieldCheck> {
    let mut checks = structure.checks.fields.iter();
    checks.find(|check| check.name == field.name)
}

/// The line of a field. For a field of a choice, the choice itself makes all checks that need no
/// other field.
fn line(check: &FieldCheck, field: &Field, structure: &Struct) -> Option<TokenStream> {
    let value = Accessor::field(field, structure);
    let in_choice = value.is_in_choice();
    let constraints = check
        .constraints
        .iter()
        .filter(|constraint| !in_choice || !constraint.is_own());
    let listed = (check.is_enum && !in_choice).then(|| quote!(.listed()));
    let constraints = constraints.map(|constraint| chained(constraint, structure));
    let constraints: Vec<_> = listed.into_iter().chain(constraints).collect();
    let inside = check.inside_strict && !in_choice;
    let value = value.reference();
    (inside || !constraints.is_empty()).then(|| statement(field, inside, &value, &constraints))
}

/// `at.field("name", &self.name).chars(..=20);`
fn statement(
    field: &Field,
    inside: bool,
    value: &TokenStream,
    constraints: &[TokenStream],
) -> TokenStream {
    let wire = &field.wire_name;
    let personal = field.sensitive.is_some().then(|| quote!(.personal()));
    let begin = ident(if inside { "field" } else { "bare" });
    quote!(at #personal.#begin(#wire, #value) #(#constraints)*;)
}

fn chained(constraint: &Constraint, structure: &Struct) -> TokenStream {
    let all = |conditions: &[Condition]| {
        let conditions = conditions.iter().map(|c| condition(c, structure));
        quote!(&[#(#conditions),*])
    };
    match constraint {
        Constraint::Items(min, max) => call("items", &range(*min, *max)),
        Constraint::Chars(min, max) => call("chars", &range(*min, *max)),
        Constraint::Range(min, max) => call("range", &range(*min, *max)),
        Constraint::Alphabet(notation) => {
            quote!(.made_of(const { check::Alphabet::new(#notation) }))
        }
        Constraint::Rfc3339 => quote!(.rfc3339()),
        Constraint::Date => quote!(.date()),
        Constraint::Types(endings) => quote!(.types(&[#(#endings),*])),
        Constraint::MaxBytes(max) => {
            let max = super::examples::number(&max.to_string());
            quote!(.max_bytes(#max))
        }
        Constraint::Required => quote!(.required()),
        Constraint::OnlyWhen(when) => call("only_when", &all(when)),
        Constraint::RequiredWhen(when) => call("required_when", &all(when)),
        Constraint::AllowedWhen(when) => call("allowed_when", &all(when)),
        Constraint::OneOf(values, when) => {
            let when = all(when);
            quote!(.one_of(&[#(#values),*], #when))
        }
    }
}

fn call(name: &str, argument: &TokenStream) -> TokenStream {
    let name = ident(name);
    quote!(.#name(#argument))
}

fn range(min: Option<i64>, max: Option<i64>) -> TokenStream {
    let number = |bound: Option<i64>| bound.and_then(|n| super::examples::number(&n.to_string()));
    let (min, max) = (number(min), number(max));
    match &max {
        Some(max) => quote!(#min..=#max),
        None => quote!(#min..),
    }
}

/// `check::when("way", &self.way).is(&["POST"])`
fn condition(condition: &Condition, structure: &Struct) -> TokenStream {
    if let Test::Contains(item) = &condition.test {
        let subject = &condition.subject;
        let field = structure.field(subject);
        let list = field.map(|field| Accessor::field(field, structure).list());
        return quote!(check::contains(#subject, #list, #item));
    }
    let subject = match condition.in_message() {
        Some(path) => quote!(check::message(#path)),
        None => match structure.field(&condition.subject) {
            Some(field) => Accessor::field(field, structure).subject(&condition.subject),
            // The resolver knows every field.
            None => TokenStream::new(),
        },
    };
    let test = match &condition.test {
        Test::OneOf(values) => quote!(is(&[#(#values),*])),
        Test::GreaterThan(number) => {
            let number = super::examples::number(&number.to_string());
            quote!(greater_than(#number))
        }
        // Written above.
        Test::Contains(_) => TokenStream::new(),
        Test::Present => quote!(given()),
        Test::Absent => quote!(absent()),
    };
    quote!(#subject.#test)
}

/// `at.at_most_one_of(&[("a", self.a.is_some()), …]);`
fn count_of(count: Count, fields: &[String], structure: &Struct) -> TokenStream {
    let fields = fields.iter().filter_map(|name| {
        let is_given = Accessor::field(structure.field(name)?, structure).is_given();
        Some(quote!((#name, #is_given)))
    });
    let count = ident(count.key());
    quote!(at.#count(&[#(#fields),*]);)
}

fn of_choice(choice: &Choice, structure: &Struct) -> TokenStream {
    let name = ident(&choice.name);
    let mut arms = Arms::default();
    for variant in &choice.variants {
        let parts = variant.fields.iter().filter_map(|part| {
            let line = part_line(structure.field(&part.wire_name)?, structure)?;
            Some((line, part.required))
        });
        let (lines, required): (Vec<_>, Vec<_>) = parts.unzip();
        let bound: Vec<_> = lines.iter().map(|(bound, _)| bound).collect();
        let body = lines.iter().map(|(_, line)| line.clone());
        arms.add(pattern(variant, &bound), required, body.collect());
    }
    arms.add(quote!(Self::Unknown(_)), Vec::new(), TokenStream::new());
    let arms = (!arms.iter().all(|arm| arm.body.is_empty())).then(|| quote!(match self { #arms }));
    quote! {
        impl check::Checked for #name {
            fn check(&self, at: &mut check::Checker<'_>) {
                self.check_unknown(at);
                #arms
            }
        }
    }
}

/// The line of a field in a choice, and how the field is bound there.
fn part_line(field: &Field, structure: &Struct) -> Option<(TokenStream, TokenStream)> {
    let check = check_of(field, structure)?;
    let listed = check.is_enum.then(|| quote!(.listed()));
    let constraints = check.constraints.iter().filter(|c| c.is_own());
    let constraints = constraints.map(|constraint| chained(constraint, structure));
    let constraints: Vec<_> = listed.into_iter().chain(constraints).collect();
    let name = ident(&field.name);
    let value: Ident = match field.name.as_str() {
        "at" => ident("at_"),
        name => ident(name),
    };
    let bound = if name == value {
        quote!(#name)
    } else {
        quote!(#name: #value)
    };
    (check.inside_strict || !constraints.is_empty()).then(|| {
        (
            bound,
            statement(
                field,
                check.inside_strict,
                &value.to_token_stream(),
                &constraints,
            ),
        )
    })
}

fn pattern(variant: &Variant, bound: &[&TokenStream]) -> TokenStream {
    let name = ident(&variant.value.name);
    let rest = (bound.len() < variant.fields.len()).then(|| quote!(..));
    let fields = (!variant.fields.is_empty()).then(|| quote!({ #(#bound,)* #rest }));
    quote!(Self::#name #fields)
}
