//! Conditions as enums: a discriminator with the fields that depend on it.
//!
//! ```text
//! pub enum BudgetUpdate { MaxCount { current_max_count: i64, target_max_count: i64 }, … }
//! match &self.update_mode { BudgetUpdate::MaxCount { current_max_count, … } => { object.required(…)?; … } … }
//! ```

use std::collections::HashMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{self, Context};
use super::match_arms::{Arm, Arms, any_of};
use super::{Item, List, Member, Name, aliases, ident, rust_type};
use crate::model::{Choice, Field, Place, Struct, Variant};

/// The fields of a struct that belong to a choice.
pub(super) fn part_fields(structure: &Struct) -> impl Iterator<Item = &Field> {
    let names = structure.choices.iter().flat_map(Choice::fields);
    names.filter_map(|name| structure.field(name))
}

/// The enum of a choice.
pub(super) fn definition(choice: &Choice, structure: &Struct, context: &Context<'_>) -> Item {
    let name = &choice.name;
    let variants = choice.variants.iter().map(|variant| {
        let value = &variant.value;
        let alias = aliases::attribute(value.title.as_deref(), &value.wire_name, &value.name);
        let members = variant_fields(variant, structure, context);
        let path = format!("{name}::{}", value.name);
        let mut fields: Vec<_> = variant_types(variant, structure)
            .map(|(field, ty)| format!("{}: {ty}", field.name))
            .collect();
        // Their order says nothing.
        fields.sort_unstable();
        Member {
            doc: super::enums::value_doc(value, value.grade),
            attributes: alias.into_iter().collect(),
            text: format!(
                "{} = {}",
                value.name,
                super::enums::literal(&value.wire_name, choice.of_integers)
            ),
            names: vec![Name::new(path, fields.join(", "))],
            members,
        }
    });
    let discriminator = Literal::string(&choice.discriminator);
    let list = List {
        of_macro: Some("wechatpay_runtime::choice!"),
        head: format!("pub enum {name} by {discriminator}"),
        members: variants.collect(),
        names: vec![Name::new(name, "")],
    };
    let debug = if hides_fields(choice, structure) {
        ""
    } else {
        "Debug, "
    };
    let attributes = vec![format!("#[derive(Clone, {debug}PartialEq, Eq, Hash)]")];
    let doc = docs::choice(choice, structure.field(&choice.discriminator));
    Item::list(doc, attributes, list)
}

/// Whether a choice has fields whose values are shown to nobody.
fn hides_fields(choice: &Choice, structure: &Struct) -> bool {
    let mut fields = choice.fields().filter_map(|name| structure.field(name));
    fields.any(|field| field.sensitive.is_some())
}

/// A `Debug` that names every field and hides what is personal, where something is.
pub(super) fn debug(choice: &Choice, structure: &Struct) -> Option<Item> {
    if !hides_fields(choice, structure) {
        return None;
    }
    let arms = choice.variants.iter().map(|variant| {
        let name = ident(&variant.value.name);
        let text = &variant.value.name;
        let mut bound = Vec::new();
        let mut shown = Vec::new();
        let fields = variant.fields.iter();
        for field in fields.filter_map(|part| structure.field(&part.wire_name)) {
            let (text, name) = (&field.name, ident(&field.name));
            if field.sensitive.is_some() {
                bound.push(quote!(#name: _));
                shown.push(quote!(.field(#text, &wechatpay_runtime::__private::Personal)));
            } else {
                let value = format_ident!("value_{}", bound.len());
                bound.push(quote!(#name: #value));
                shown.push(quote!(.field(#text, #value)));
            }
        }
        if bound.is_empty() {
            return quote!(Self::#name => f.write_str(#text));
        }
        quote!(Self::#name { #(#bound),* } => f.debug_struct(#text) #(#shown)* .finish())
    });
    let name = ident(&choice.name);
    Some(Item::tokens(quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    #(#arms,)*
                    Self::Unknown(choice) => f.debug_tuple("Unknown").field(choice).finish(),
                }
            }
        }
    }))
}

fn variant_fields(variant: &Variant, structure: &Struct, context: &Context<'_>) -> Vec<Member> {
    let fields = variant_types(variant, structure).zip(&variant.fields);
    let fields = fields.map(|((field, ty), part)| {
        let name = &field.name;
        let wire = if *name == field.wire_name {
            String::new()
        } else {
            format!(" as {}", Literal::string(&field.wire_name))
        };
        Member {
            doc: docs::variant_field(field, part.required, structure, context),
            attributes: aliases::field_attribute(field).into_iter().collect(),
            text: format!("{name}{wire}: {ty}"),
            ..Member::default()
        }
    });
    fields.collect()
}

/// The fields of a variant, each with its type.
fn variant_types<'m>(
    variant: &'m Variant,
    structure: &'m Struct,
) -> impl Iterator<Item = (&'m Field, String)> {
    variant.fields.iter().filter_map(|part| {
        let field = structure.field(&part.wire_name)?;
        let ty = rust_type(&field.ty);
        let ty = if part.required {
            ty
        } else {
            super::optional(&ty)
        };
        Some((field, ty))
    })
}

/// Code that writes the fields of a body, in the page's order. One `match` writes adjacent fields
/// of a choice. If other fields are between them, there are several.
pub(super) fn entries(structure: &Struct) -> Vec<TokenStream> {
    let in_body: Vec<_> = structure
        .settable_fields()
        .filter(|f| f.place == Place::Body)
        .collect();
    let mut choices: HashMap<&str, usize> = HashMap::new();
    for (index, choice) in structure.choices.iter().enumerate() {
        for name in choice.fields().chain([choice.discriminator.as_str()]) {
            choices.entry(name).or_insert(index);
        }
    }
    let choice_of = |field: &Field| choices.get(field.wire_name.as_str()).copied();
    let same = |a: &&Field, b: &&Field| choice_of(a).is_some() && choice_of(a) == choice_of(b);
    let runs = in_body.chunk_by(|a, b| same(a, b));
    let compare = structure.choices.iter().map(|choice| {
        let (name, builder_field) = (ident(&choice.name), builder_field(choice, structure));
        let is_known = if is_optional(choice, structure) {
            quote!(self.#builder_field.as_ref().is_none_or(#name::is_known))
        } else {
            quote!(self.#builder_field.is_known())
        };
        quote!(object.compare_names(!#is_known);)
    });
    let written = runs.filter_map(|run| {
        let first = run.first()?;
        Some(match choice_of(first) {
            Some(choice) => choice_entry(&structure.choices[choice], run, structure),
            None => plain_entry(first),
        })
    });
    compare.chain(written).collect()
}

/// The name of the field that has a choice.
fn builder_field(choice: &Choice, structure: &Struct) -> Option<Ident> {
    let discriminator = structure.field(&choice.discriminator)?;
    Some(ident(&discriminator.name))
}

/// Whether the discriminator may be absent.
fn is_optional(choice: &Choice, structure: &Struct) -> bool {
    let discriminator = structure.field(&choice.discriminator);
    discriminator.is_some_and(|field| !field.is_required())
}

fn plain_entry(field: &Field) -> TokenStream {
    let (wire, name) = (&field.wire_name, ident(&field.name));
    if field.is_required() {
        quote!(object.required(#wire, &self.#name)?;)
    } else {
        quote!(object.optional(#wire, &self.#name)?;)
    }
}

/// One `match` that writes those fields of a choice that are in this run.
fn choice_entry(choice: &Choice, run: &[&Field], structure: &Struct) -> TokenStream {
    let name = ident(&choice.name);
    let builder_field = builder_field(choice, structure);
    let is_optional = is_optional(choice, structure);
    let mut arms = Arms::default();
    let places = run.iter().map(|field| field.wire_name.as_str());
    let places: Places<'_> = places.zip(0..).collect();
    for variant in &choice.variants {
        let fields = pattern(variant, &places, structure);
        let writes = written(variant, choice, &places, structure);
        let writes = writes.into_iter().filter_map(|f| write(f, choice, variant));
        let value = ident(&variant.value.name);
        // A written field shows already that it is required.
        let pattern = quote!(#name::#value #fields);
        arms.add(pattern, Vec::new(), quote!(#(#writes)*));
    }
    let discriminator = choice.discriminator.as_str();
    if places.contains_key(discriminator) {
        let body = quote!(object.unknown(#discriminator, choice)?;);
        arms.add(quote!(#name::Unknown(choice)), Vec::new(), body);
    } else {
        arms.add(quote!(#name::Unknown(_)), Vec::new(), TokenStream::new());
    }
    let nothing = arms.iter().any(|arm| arm.body.is_empty());
    let absent = (is_optional && !nothing).then(|| quote!(None => {}));
    let arms = arms.iter().map(|Arm { patterns, body, .. }| {
        let pattern = any_of(patterns, is_optional, body.is_empty());
        quote!(#pattern => { #body })
    });
    quote!(match &self.#builder_field { #(#arms)* #absent })
}

/// The fields of a run, each with its place in it.
type Places<'a> = HashMap<&'a str, usize>;

/// What a variant writes in a run: the discriminator and its own fields, in the page's order.
fn written<'m>(
    variant: &'m Variant,
    choice: &'m Choice,
    places: &Places<'_>,
    structure: &'m Struct,
) -> Vec<&'m Field> {
    let own = variant.fields.iter().map(|part| part.wire_name.as_str());
    let names = own.chain([choice.discriminator.as_str()]);
    let mut fields: Vec<_> = names
        .filter_map(|name| Some((places.get(name)?, structure.field(name)?)))
        .collect();
    fields.sort_by_key(|(place, _)| **place);
    fields.into_iter().map(|(_, field)| field).collect()
}

/// Binds the fields that are written here, and ignores the others.
fn pattern(variant: &Variant, places: &Places<'_>, structure: &Struct) -> Option<TokenStream> {
    let is_here = |wire_name: &str| places.contains_key(wire_name);
    let here: Vec<TokenStream> = variant
        .fields
        .iter()
        .filter(|part| is_here(&part.wire_name))
        .filter_map(|part| {
            let field = structure.field(&part.wire_name)?;
            let (name, bound) = (ident(&field.name), binding(field));
            Some(if name == bound {
                quote!(#name)
            } else {
                quote!(#name: #bound)
            })
        })
        .collect();
    let rest = (here.len() < variant.fields.len()).then(|| quote!(..));
    (!variant.fields.is_empty()).then(|| quote!({ #(#here,)* #rest }))
}

/// What a field is called inside an arm; `object` is taken by what is being written.
fn binding(field: &Field) -> Ident {
    match field.name.as_str() {
        "object" => ident("object_"),
        name => ident(name),
    }
}

fn write(field: &Field, choice: &Choice, variant: &Variant) -> Option<TokenStream> {
    let (wire, name) = (&field.wire_name, binding(field));
    if *wire == choice.discriminator {
        let value = super::enums::literal(&variant.value.wire_name, choice.of_integers);
        return Some(if choice.of_integers {
            quote!(object.required(#wire, &#value)?;)
        } else {
            quote!(object.required(#wire, #value)?;)
        });
    }
    let part = variant.fields.iter().find(|part| part.wire_name == *wire)?;
    Some(if part.required {
        quote!(object.required(#wire, #name)?;)
    } else {
        quote!(object.optional(#wire, #name)?;)
    })
}
