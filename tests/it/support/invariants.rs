//! Invariants of every spec, however wrong: it is read quickly and without a panic, and each
//! diagnostic has a place in its file.

use std::time::{Duration, Instant};

use wechatpay_codegen::diagnostic::{Diagnostic, Format, Label};
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::Sources;
use wechatpay_codegen::{OpenApi, Options, Syntax};
use wechatpay_compare::Spec;

/// Far more time than any spec takes, even on a busy machine.
const LONG: Duration = Duration::from_secs(20);

/// Reads a spec and prints its diagnostics in every format. Returns the model if there are no
/// errors.
pub(crate) fn read(sources: &Sources) -> Option<Model> {
    let start = Instant::now();
    let (model, diagnostics) = wechatpay_codegen::read(sources);
    for diagnostic in diagnostics.iter() {
        is_located(diagnostic, sources);
    }
    for format in [Format::Human, Format::Json, Format::Github] {
        let shown = diagnostics.render(sources, format);
        assert_eq!(shown.is_empty(), diagnostics.iter().next().is_none());
    }
    assert!(start.elapsed() < LONG, "{:?}", start.elapsed());
    (!diagnostics.has_errors()).then_some(model)
}

fn is_located(diagnostic: &Diagnostic, sources: &Sources) {
    let labels = diagnostic.secondary.iter().chain([&diagnostic.primary]);
    for Label { span, .. } in labels {
        let text = &sources.file(span.file).text;
        // A missing key is reported at the end of the file.
        let is_inside = span.start <= span.end && span.start <= text.len();
        assert!(is_inside, "{diagnostic:?} in {} bytes", text.len());
    }
    assert!(!diagnostic.message.is_empty());
}

/// Generates everything from a model except the crate.
pub(crate) fn everything_else(model: &Model, sources: &Sources) {
    for (form, syntax) in [(OpenApi::V3_1, Syntax::Json), (OpenApi::V3_0, Syntax::Yaml)] {
        let text = wechatpay_codegen::openapi(model, form, syntax);
        assert!(text.ends_with('\n'));
    }
    let spec = || Spec { model, sources };
    let same = wechatpay_compare::diff::diff(spec(), spec());
    assert!(same.changes.is_empty(), "{:?}", same.changes);
}

/// The crate's files.
pub(crate) fn generate(model: &Model) -> Vec<wechatpay_codegen::OutputFile> {
    let options = Options {
        spec_folder: "spec",
        crate_name: "wechatpay_api",
        has_guide: false,
    };
    wechatpay_codegen::generate(model, &options)
}

/// The number of cases of a test: `usual` times `WECHATPAY_CASES`, if that is set.
pub(crate) fn cases(usual: usize) -> usize {
    let times = std::env::var("WECHATPAY_CASES").map_or(1, |times| times.parse().unwrap());
    usual * times
}

/// The seed of random numbers: `WECHATPAY_SEED`, or always the same.
pub(crate) fn seed() -> u64 {
    std::env::var("WECHATPAY_SEED").map_or(7, |seed| seed.parse().unwrap())
}
