//! A page's sample as Rust: the doctest of an operation.
//!
//! ```text
//! let request = ModifyBudgetRequest::builder().stock_id("98065001").target_max_coupons(3000)….build();
//! let response = busifavor::modify_budget(client, &request).await?;
//! ```

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::{Example, ident};
use crate::model::{Choice, Field, Operation, Place, Sample, Service, Struct, Type, Variant};

/// The first sample that keeps the page's rules, as a whole program; nothing if there is none.
pub(super) fn example(
    operation: &Operation,
    service: &Service,
    crate_name: &str,
) -> Option<Example> {
    let sample = operation
        .samples
        .iter()
        .find(|sample| sample.breaks.is_empty())?;
    let writer = Writer {
        service,
        is_ours: sample.ours,
        structs: RefCell::default(),
        enums: RefCell::default(),
    };
    let request = writer.request(operation, sample)?;
    let (service_name, function) = (ident(&service.name), ident(&operation.name));
    let call = quote!(#service_name::#function(client, &request).await?);
    let (result, error) = if operation.responds_with_file {
        (
            quote!(let bytes = #call.save_to("file").await?;),
            "download::SaveError",
        )
    } else {
        (quote!(let response = #call;), "Error")
    };
    let program = quote! {
        fn main() {
            let request = #request;
            #result
        }
    };
    let program = prettyplease::unparse(&syn::parse2(program).ok()?);
    let body = program.lines().filter_map(|line| line.strip_prefix("    "));
    let lines: Vec<_> = body.collect();
    let has_file = service.request(&operation.request)?.form.is_some();
    let file = if has_file { ", content: Vec<u8>" } else { "" };
    let rust = format!(
        "{}\n# async fn call(client: &{crate_name}::Client{file}) -> Result<(), {crate_name}::{error}> {{\n{}\n# Ok(())\n# }}",
        writer.imports(crate_name),
        lines.join("\n")
    );
    let path = format!("{}/{}.md", service.name, operation.name);
    Some(Example { path, rust })
}

/// The value of a parameter in a sample.
fn parameter(sample: &Sample, field: &Field) -> Option<Value> {
    let mut values = sample.parameter(field).map(Value::from);
    match field.ty {
        Type::Array(_) => {
            let items: Vec<Value> = values.collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        _ => values.next(),
    }
}

/// Writes values as Rust, and remembers the types that it named.
struct Writer<'m> {
    service: &'m Service,
    is_ours: bool,
    structs: RefCell<BTreeSet<String>>,
    enums: RefCell<BTreeSet<String>>,
}

impl Writer<'_> {
    fn imports(&self, crate_name: &str) -> String {
        let service = format!("{crate_name}::{}", self.service.name);
        let requests = import(&format!("{service}::request"), self.structs.take());
        let enums = self.enums.take();
        // In rustfmt's order.
        let imports = if enums.is_empty() {
            format!("use {service};\n{requests}")
        } else {
            let own = std::iter::once("self".to_owned()).chain(enums);
            format!("{requests}\n{}", import(&service, own))
        };
        // Long lists are broken into lines like all other code.
        match syn::parse_str(&imports) {
            Ok(file) => prettyplease::unparse(&file).trim_end().to_owned(),
            Err(_) => imports,
        }
    }

    fn request(&self, operation: &Operation, sample: &Sample) -> Option<TokenStream> {
        let body = match &sample.request {
            Some(body) => serde_json::from_str(body).ok()?,
            None => Map::new(),
        };
        self.built(&operation.request, &body, Some(sample))
    }

    /// `T::builder().a(…).b(…).build()`. The sample has the parameters of a request.
    fn built(
        &self,
        name: &str,
        values: &Map<String, Value>,
        sample: Option<&Sample>,
    ) -> Option<TokenStream> {
        let model = self.service.request(name)?;
        self.structs.borrow_mut().insert(name.to_owned());
        let ty = ident(name);
        let mut setters = Vec::new();
        for field in model.settable_fields() {
            let choice = model.choice_of(field);
            let is_part = model.is_chosen(field);
            if field.place == Place::File {
                let setter = ident(&field.name);
                setters.push(quote!(.#setter(content)));
                continue;
            }
            let parameter = sample.and_then(|sample| parameter(sample, field));
            let value = match field.place {
                Place::Body => values.get(&field.wire_name),
                _ => parameter.as_ref(),
            };
            let Some(value) = value.filter(|_| !is_part) else {
                // Without a required field there is no example that compiles.
                if !is_part && field.is_required() {
                    return None;
                }
                continue;
            };
            let setter = ident(&field.name);
            let value = match choice {
                Some(choice) => self.chosen(choice, value, model, values)?,
                None => self.value(&self.plain(value, field), &field.ty, field.place)?,
            };
            setters.push(quote!(.#setter(#value)));
        }
        Some(quote!(#ty::builder() #(#setters)* .build()))
    }

    /// The plain text of an encrypted field, of which a page prints the encrypted text.
    fn plain<'v>(&self, value: &'v Value, field: &Field) -> Cow<'v, Value> {
        if self.is_ours || !field.is_encrypted() {
            return Cow::Borrowed(value);
        }
        Cow::Owned(match value {
            Value::Array(items) => items
                .iter()
                .map(|i| self.plain(i, field).into_owned())
                .collect(),
            _ => Value::from("plain text"),
        })
    }

    /// What a setter takes.
    fn value(&self, value: &Value, ty: &Type, place: Place) -> Option<TokenStream> {
        match (ty, value) {
            // A value of a URL is a text, whatever its type.
            (Type::Integer, Value::String(text)) if place != Place::Body => number(text),
            (Type::Boolean, Value::String(text)) if place != Place::Body => {
                let value: bool = text.parse().ok()?;
                Some(quote!(#value))
            }
            (Type::String | Type::Time, Value::String(text)) => Some(quote!(#text)),
            (Type::JsonText(inner), Value::String(text)) => {
                let value = serde_json::from_str(text).ok()?;
                self.inside_text(&value, inner)
            }
            (Type::Integer, Value::Number(value)) => number(&value.to_string()),
            (Type::Boolean, Value::Bool(value)) => Some(quote!(#value)),
            (Type::Enum(name), _) => self.enum_value(name, value),
            (Type::Struct(name), Value::Object(values)) => self.built(name, values, None),
            // The compiler cannot infer the type of an empty list.
            (Type::Array(inner), Value::Array(items)) if !items.is_empty() => {
                // A setter converts texts, and nothing else that a list holds.
                let item = |item| match **inner {
                    Type::String => self.value(item, inner, place),
                    _ => self.item(item, inner, place),
                };
                let items = items.iter().map(item).collect::<Option<Vec<_>>>()?;
                Some(quote!([#(#items),*]))
            }
            _ => None,
        }
    }

    /// What a list holds, as it is in there.
    fn item(&self, value: &Value, ty: &Type, place: Place) -> Option<TokenStream> {
        match (ty, value) {
            (Type::Array(inner), Value::Array(items)) => {
                let items = items.iter().map(|i| self.item(i, inner, place));
                let items = items.collect::<Option<Vec<_>>>()?;
                Some(quote!(vec![#(#items),*]))
            }
            (Type::String | Type::Time | Type::JsonText(_), _) => {
                let text = self.value(value, ty, place)?;
                Some(quote!(#text.into()))
            }
            _ => self.value(value, ty, place),
        }
    }

    /// A value whose JSON is in a text. The compiler cannot infer into what its texts convert.
    fn inside_text(&self, value: &Value, ty: &Type) -> Option<TokenStream> {
        match (ty, value) {
            (Type::Array(inner), Value::Array(items)) => {
                let items = items.iter().map(|item| self.inside_text(item, inner));
                let items = items.collect::<Option<Vec<_>>>()?;
                Some(quote!(vec![#(#items),*]))
            }
            (Type::String, Value::String(text)) => Some(quote!(String::from(#text))),
            _ => self.value(value, ty, Place::Body),
        }
    }

    fn enum_value(&self, name: &str, value: &Value) -> Option<TokenStream> {
        let model = self.service.enumeration(name)?;
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let variant = model.values.iter().find(|v| v.wire_name == text)?;
        self.enums.borrow_mut().insert(name.to_owned());
        let (name, variant) = (ident(name), ident(&variant.name));
        Some(quote!(#name::#variant))
    }

    /// A variant of a choice with its fields.
    fn chosen(
        &self,
        choice: &Choice,
        value: &Value,
        structure: &Struct,
        values: &Map<String, Value>,
    ) -> Option<TokenStream> {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let is_it = |variant: &&Variant| variant.value.wire_name == text;
        let variant = choice.variants.iter().find(is_it)?;
        self.structs.borrow_mut().insert(choice.name.clone());
        let mut fields = Vec::new();
        for part in &variant.fields {
            let field = structure.field(&part.wire_name)?;
            let value = match values.get(&part.wire_name) {
                Some(value) => Some(self.owned(value, field)?),
                None => None,
            };
            let name = ident(&field.name);
            let value = match (value, part.required) {
                (Some(value), true) => value,
                (Some(value), false) => quote!(Some(#value)),
                (None, false) => quote!(None),
                (None, true) => return None,
            };
            fields.push(quote!(#name: #value));
        }
        let (name, variant) = (ident(&choice.name), ident(&variant.value.name));
        if fields.is_empty() {
            return Some(quote!(#name::#variant));
        }
        Some(quote!(#name::#variant { #(#fields),* }))
    }

    /// What a field of a variant holds, which no setter converts.
    fn owned(&self, value: &Value, field: &Field) -> Option<TokenStream> {
        let tokens = self.value(&self.plain(value, field), &field.ty, field.place)?;
        Some(match &field.ty {
            Type::Array(inner) if **inner == Type::String => {
                quote!(#tokens.map(String::from).into())
            }
            Type::String | Type::Time | Type::JsonText(_) | Type::Array(_) => {
                quote!(#tokens.into())
            }
            _ => tokens,
        })
    }
}

/// One `use`, with braces only where there are several names.
fn import(path: &str, names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    match names.as_slice() {
        [only] => format!("use {path}::{only};"),
        _ => format!("use {path}::{{{}}};", names.join(", ")),
    }
}

/// A number with separated thousands.
pub(super) fn number(text: &str) -> Option<TokenStream> {
    crate::wording::grouped(text.parse().ok()?).parse().ok()
}
