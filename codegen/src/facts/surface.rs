//! The public items of the generated crate, read out of the generator's own output, so that what is said of them cannot
//! drift from what is emitted.

use std::collections::BTreeMap;

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Fields, FnArg, ImplItem, Item as RustItem, ReturnType, Type, Visibility};

use crate::comments;
use crate::emit::{emit, parts};
use crate::model::Model;
use crate::{Options, generate};

/// Public items by path, as `cards::request::PaintCardRequest::colour`.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    items: BTreeMap<String, Item>,
}

/// One public item.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// What a user's code depends on: types, and the fields of a variant.
    pub(crate) signature: String,
    /// Whether who builds the parent has to give it.
    pub(crate) demanded: bool,
    /// Below the crate's `src/`.
    pub(crate) file: String,
    pub(crate) line: usize,
}

impl Surface {
    pub(crate) fn get(&self, path: &str) -> Option<&Item> {
        self.items.get(path)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Item)> {
        self.items.iter().map(|(path, item)| (path.as_str(), item))
    }

    fn put(&mut self, file: &str, path: String, signature: String, span: Span) {
        let item = Item {
            signature,
            demanded: false,
            file: file.to_owned(),
            line: span.start().line,
        };
        self.items.insert(path, item);
    }
}

const OPTIONS: Options<'static> = Options {
    spec_folder: "spec",
    crate_name: "wechatpay_api",
    has_guide: false,
};

/// Reads all that a model becomes, without lines.
pub(crate) fn surface(model: &Model) -> Surface {
    let mut surface = Surface::default();
    for part in parts(model) {
        let file = emit(part, model, &OPTIONS);
        let tokens = file.items.collect();
        comments::forget();
        read(
            &file.path,
            &parsed(syn::parse2(tokens), &file.path),
            &mut surface,
        );
    }
    surface
}

/// Reads all that a model becomes, as it is printed.
pub(crate) fn printed_surface(model: &Model) -> Surface {
    let mut surface = Surface::default();
    for file in generate(model, &OPTIONS) {
        let items = parsed(syn::parse_file(&file.text), &file.path);
        read(&file.path, &items, &mut surface);
    }
    surface
}

/// # Panics
/// If an emitter made something that is not Rust, which is a bug in it and not in a spec.
fn parsed(file: syn::Result<syn::File>, path: &str) -> syn::File {
    match file {
        Ok(file) => file,
        Err(error) => panic!("{path} is not Rust: {error}"),
    }
}

/// `lib.rs` and `field.rs` hold nothing that is not said elsewhere.
fn read(path: &str, parsed: &syn::File, surface: &mut Surface) {
    if ["lib.rs", "field.rs"].contains(&path) {
        return;
    }
    let module = path.trim_end_matches(".rs").replace('/', "::");
    surface.put(path, module.clone(), String::new(), Span::call_site());
    let reader = Reader {
        module: &module,
        file: path,
    };
    for item in &parsed.items {
        reader.item(item, surface);
    }
}

struct Reader<'f> {
    module: &'f str,
    file: &'f str,
}

impl Reader<'_> {
    fn path(&self, name: &impl ToString) -> String {
        format!("{}::{}", self.module, name.to_string())
    }

    fn item(&self, item: &RustItem, surface: &mut Surface) {
        match item {
            RustItem::Fn(item) if is_public(&item.vis) => {
                let signature = signature(&item.sig.inputs, &item.sig.output);
                let path = self.path(&item.sig.ident);
                surface.put(self.file, path, signature, item.sig.ident.span());
            }
            RustItem::Struct(item) if is_public(&item.vis) => self.structure(item, surface),
            RustItem::Enum(item) if is_public(&item.vis) => {
                let path = self.path(&item.ident);
                let (name, at) = (String::new(), item.ident.span());
                surface.put(self.file, path.clone(), name, at);
                for variant in &item.variants {
                    let path = format!("{path}::{}", variant.ident);
                    let fields = members(&variant.fields);
                    surface.put(self.file, path, fields.join(", "), variant.ident.span());
                }
            }
            RustItem::Impl(item) => self.implementation(item, surface),
            _ => {}
        }
    }

    fn structure(&self, item: &syn::ItemStruct, surface: &mut Surface) {
        let path = self.path(&item.ident);
        surface.put(self.file, path.clone(), String::new(), item.ident.span());
        let is_request = self.module.ends_with("::request");
        for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
            let Some(name) = &field.ident else { continue };
            let path = format!("{path}::{name}");
            let signature = text(&field.ty);
            // Only what is optional is an `Option`, and only requests demand.
            let demanded = is_request && !signature.starts_with("Option<");
            surface.put(self.file, path.clone(), signature, name.span());
            if let Some(item) = surface.items.get_mut(&path) {
                item.demanded = demanded;
            }
        }
    }

    fn implementation(&self, item: &syn::ItemImpl, surface: &mut Surface) {
        let Type::Path(of) = &*item.self_ty else {
            return;
        };
        let Some(name) = of.path.segments.last().map(|segment| &segment.ident) else {
            return;
        };
        let of = of.path.segments.iter();
        let of: Vec<_> = of.map(|segment| segment.ident.to_string()).collect();
        let path = self.path(&of.join("::"));
        let Some((of_trait, _)) = &item.trait_ else {
            for member in &item.items {
                if let ImplItem::Fn(method) = member
                    && is_public(&method.vis)
                {
                    let path = format!("{path}::{}", method.sig.ident);
                    // What a builder's method gives back is told by what it takes.
                    let signature = signature(&method.sig.inputs, &ReturnType::Default);
                    surface.put(self.file, path, signature, method.sig.ident.span());
                }
            }
            return;
        };
        let of_trait = text(of_trait);
        if ["Operation", "OpenEnum", "OpenNumber"].contains(&of_trait.as_str()) {
            let types = item.items.iter().filter_map(|member| match member {
                ImplItem::Type(ty) => Some(format!("{} = {}", ty.ident, text(&ty.ty))),
                _ => None,
            });
            let types: Vec<_> = types.collect();
            let path = format!("{path} as {of_trait}");
            surface.put(self.file, path, types.join(", "), name.span());
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// As a person would write it; tokens come with spaces between.
fn text(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let mut text = text
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace("& ", "&");
    for mark in [">", ",", "("] {
        text = text.replace(&format!(" {mark}"), mark);
    }
    text.replace("->", " ->")
        .replace("( ", "(")
        .replace("> >", ">>")
}

/// Types of the arguments and of the result.
fn signature<'f>(inputs: impl IntoIterator<Item = &'f FnArg>, output: &ReturnType) -> String {
    let arguments = inputs.into_iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(text(&argument.ty)),
        FnArg::Receiver(_) => None,
    });
    let arguments: Vec<_> = arguments.collect();
    let signature = format!("({}){}", arguments.join(", "), text(output));
    signature.trim_end().to_owned()
}

/// The fields of a variant, whose order says nothing.
fn members(fields: &Fields) -> Vec<String> {
    let mut members: Vec<String> = fields
        .iter()
        .map(|field| match &field.ident {
            Some(name) => format!("{name}: {}", text(&field.ty)),
            None => text(&field.ty),
        })
        .collect();
    members.sort();
    members
}
