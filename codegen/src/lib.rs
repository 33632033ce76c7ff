//! Turns the YAML transcription of WeChat Pay's APIv3 pages into the Rust source of a crate.
//!
//! The crate does not write files and does not use the network. It works in stages. Each stage uses
//! the results of the earlier ones. Stages 2 to 4 process one service at a time.
//!
//! | stage | job |
//! |---|---|
//! | `load` | parses YAML into the syntax tree, with places |
//! | `resolve` | makes the [`model`]: decides names, types and order, and reports unknown names |
//! | `lint` | checks whether syntax tree and model make sense; one file per rule |
//! | `samples` | checks whether samples match the model |
//! | `emit` | turns the model into tokens; cannot fail |
//! | `output` | turns tokens into text |
//!
//! Other modules:
//!
//! | module | job |
//! |---|---|
//! | `scope` | finds the type that a name means |
//! | [`characters`] | decides which characters a text may have, and escapes the others |
//! | `codes` | lists the codes of all diagnostics; each stage has its own `codes` |
//! | `schema` | describes the spec language for editors |
//! | `openapi` | writes the model for other tools |
//! | `mock_data` | writes the model for the mock |
//! | [`surface`] | lists the public items that the model becomes |
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

/// Reads a spec. Returns its model and the diagnostics. Code may be generated if there are no
/// errors. The model may be shown and compared if [`Diagnostics::leave_a_whole_model`] returns
/// `true`.
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

/// The version of the runtime that generated code fits: all crates of the workspace have the same
/// one.
pub const RUNTIME_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Names that appear in the generated code.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The spec folder in the first line of each file.
    pub spec_folder: &'a str,
    /// The crate that examples use, such as `wechatpay_api`.
    pub crate_name: &'a str,
    /// Whether there is a handwritten `guide/mod.rs` next to `src/` for the crate's documentation.
    pub has_guide: bool,
}

/// The source files of the crate that a model describes, in the order of paths.
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

/// Generates the source files one by one, always in the same order, so that the caller does not
/// have to keep them all.
///
/// # Errors
/// The first error of `each`, after which nothing more is generated.
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
