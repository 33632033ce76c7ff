//! The public items of the generated crate. They are read from the printed code, so that the list
//! always matches the code.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{FnArg, ImplItem, Item as RustItem, ReturnType, Type, Visibility};

use crate::Options;
use crate::emit::{self, Body, emit, parts};
use crate::model::Model;
use crate::output::{Begins, print};

/// Public items by path, as `cards::request::PaintCardRequest::colour`.
#[derive(Debug, Default)]
pub struct Surface {
    items: BTreeMap<String, Item>,
}

/// One public item.
#[derive(Clone, Debug)]
pub struct Item {
    /// What a user's code depends on: types, and the fields of a variant.
    pub signature: String,
    /// Whether who builds the parent has to give it.
    pub demanded: bool,
    /// Below the crate's `src/`.
    pub file: String,
    /// Where it begins there, from 1; 0 where nothing was printed.
    pub line: usize,
}

impl Surface {
    /// The item of a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Item> {
        self.items.get(path)
    }

    /// All items, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Item)> {
        self.items.iter().map(|(path, item)| (path.as_str(), item))
    }
}

/// Files that hold nothing that is not said elsewhere.
const SHARED: [&str; 3] = ["lib.rs", "field.rs", "common_errors.rs"];

const OPTIONS: Options<'static> = Options {
    spec_folder: "spec",
    crate_name: "wechatpay_api",
    has_guide: false,
};

/// Reads all that a model becomes, without lines.
#[must_use]
pub fn surface(model: &Model) -> Surface {
    let mut surface = Surface::default();
    for part in parts(model) {
        let file = emit(part, model, &OPTIONS);
        let mut reader = Reader::new(&file.path, &mut surface);
        file.items.for_each(|item| reader.item(&item));
    }
    surface
}

/// Reads all that a model becomes, as it is printed.
#[must_use]
pub fn printed_surface(model: &Model) -> Surface {
    let mut surface = Surface::default();
    for part in parts(model) {
        let file = emit(part, model, &OPTIONS);
        let path = file.path.clone();
        let mut reader = Reader::new(&path, &mut surface);
        print(file, |begins, line| reader.begins(&begins, line));
    }
    surface
}

struct Reader<'f> {
    module: String,
    file: &'f str,
    surface: &'f mut Surface,
}

impl<'f> Reader<'f> {
    fn new(file: &'f str, surface: &'f mut Surface) -> Self {
        let module = file.trim_end_matches(".rs").replace('/', "::");
        let mut reader = Self {
            module,
            file,
            surface,
        };
        if !SHARED.contains(&file) {
            reader.put("", String::new(), 1);
        }
        reader
    }

    /// Puts a public item of the module, by its path in there.
    fn put(&mut self, path: &str, signature: String, line: usize) -> &mut Item {
        let path = match path {
            "" => self.module.clone(),
            path => format!("{}::{path}", self.module),
        };
        let item = Item {
            signature,
            demanded: false,
            file: self.file.to_owned(),
            line,
        };
        // The last item of a name is kept.
        self.surface.items.remove(&path);
        self.surface.items.entry(path).or_insert(item)
    }

    fn item(&mut self, item: &emit::Item) {
        match &item.body {
            Body::Tokens(tokens) => self.begins(&Begins::Tokens(tokens), 0),
            Body::List(list) => {
                let names = list.members.iter().flat_map(|member| &member.names);
                for name in list.names.iter().chain(names) {
                    self.begins(&Begins::Name(name), 0);
                }
            }
        }
    }

    fn begins(&mut self, begins: &Begins<'_>, line: usize) {
        match begins {
            Begins::Name(name) => {
                let item = self.put(&name.path, name.signature.clone(), line);
                item.demanded = name.is_demanded;
            }
            Begins::Tokens(_) if SHARED.contains(&self.file) => {}
            Begins::Tokens(tokens) => match syn::parse2((*tokens).clone()) {
                Ok(RustItem::Fn(item)) if is_public(&item.vis) => {
                    let signature = signature(&item.sig.inputs, &item.sig.output);
                    self.put(&item.sig.ident.to_string(), signature, line);
                }
                Ok(RustItem::Impl(item)) => self.implementation(&item, line),
                // Imports and modules are nobody's.
                _ => {}
            },
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl, line: usize) {
        let (Type::Path(of), Some((of_trait, _))) = (&*item.self_ty, &item.trait_) else {
            return;
        };
        let (of, of_trait) = (text(of), text(of_trait));
        if ["Operation", "Downloadable"].contains(&of_trait.as_str()) {
            let types = item.items.iter().filter_map(|member| match member {
                ImplItem::Type(ty) => Some(format!("{} = {}", ty.ident, text(&ty.ty))),
                _ => None,
            });
            let types: Vec<_> = types.collect();
            self.put(&format!("{of} as {of_trait}"), types.join(", "), line);
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
