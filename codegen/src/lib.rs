//! Turns the YAML transcription of WeChat Pay's APIv3 pages into the Rust source of a crate: text in, files out.
//!
//! It writes no file and knows no network. The stages, in order; each reads what those before it made, those from the
//! second to the fourth one service at a time:
//!
//! 1. `load`: YAML to a syntax tree with places;
//! 2. `resolve`: syntax tree to [`model`]: every name, type and order decided; reports what it cannot resolve;
//! 3. `lint`: whether syntax and model make sense, one file per rule;
//! 4. `samples`: whether samples fit the model;
//! 5. `emit`: model to tokens; cannot fail;
//! 6. `output`: tokens to text.
//!
//! Below them, `scope`: which types a name means; [`characters`]: which a text may have, and how the others are shown.
//! Each stage's `codes` are the kinds of diagnostics that it reports; `codes` lists them all.
//! Beside them, `schema`: what the readers of the language take, for editors.
//! Beside them, `openapi`: the model for other tools; `mock_data`: the model for the mock.
//! Beside them, [`surface`]: the public items that the model becomes.
//!
//! The crate `wechatpay-compare` compares specs with pages and with each other.

pub mod characters;
mod codes;
pub mod diagnostic;
mod emit;
mod json;
mod lint;
mod load;
mod markdown;
mod mock_data;
pub mod model;
mod named_list;
mod names;
mod openapi;
mod output;
mod parallel;
mod resolve;
mod samples;
mod schema;
mod scope;
pub mod source;
pub mod surface;
mod syntax;
mod text;
mod wording;

pub use codes::codes;
pub use mock_data::mock_data;
pub use named_list::{Named, NamedList};
pub use openapi::{OpenApi, Syntax, openapi};
pub use output::{OutputFile, header};
pub use schema::schema;

use std::convert::Infallible;

use diagnostic::Diagnostics;
use model::Model;
use source::Sources;

/// What a spec says, and what is wrong with it. Code may be generated if there are no errors; the model may be shown and
/// compared if [`Diagnostics::leave_a_whole_model`] says so.
#[must_use]
pub fn read(sources: &Sources) -> (Model, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let spec = load::load(sources, &mut diagnostics);
    let model = resolve::resolve(spec, &mut diagnostics, |service, found| {
        lint::lint(service, found);
        samples::check(sources, service, found);
    });
    diagnostics.sort();
    (model, diagnostics)
}

/// The version of the runtime that generated code fits: all crates of the workspace have the same one.
pub const RUNTIME_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What generated text has to name.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The folder that first lines name.
    pub spec_folder: &'a str,
    /// The crate that examples use, as `wechatpay_api`.
    pub crate_name: &'a str,
    /// Whether a hand-written `guide/mod.rs` stands beside `src/`, to be shown in the crate's documentation.
    pub has_guide: bool,
}

/// The source files of the crate that a model describes, in order of path.
#[must_use]
pub fn generate(model: &Model, options: &Options<'_>) -> Vec<OutputFile> {
    let mut files = Vec::new();
    let Ok(()) = generate_each(model, options, |file| {
        files.push(file);
        Ok::<(), Infallible>(())
    });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The same, file by file, in an order that is always the same: what has been taken need not be kept.
///
/// # Errors
/// The first one of `each`, after which nothing more is generated.
pub fn generate_each<E>(
    model: &Model,
    options: &Options<'_>,
    mut each: impl FnMut(OutputFile) -> Result<(), E>,
) -> Result<(), E> {
    let format = |part| output::format(emit::emit(part, model, options));
    parallel::in_order(emit::parts(model), format, |files| {
        files.into_iter().try_for_each(&mut each)
    })
}
