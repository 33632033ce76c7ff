//! Ten lines of spec and their generated code. The crate in `tests/golden` has larger pairs, which
//! are compiled.

use insta::assert_snapshot;
use wechatpay_codegen::source::Sources;
use wechatpay_codegen::{Options, RUNTIME_VERSION};

use crate::support::small_spec::{API, OPERATION, SERVICE, sources};

const OPTIONS: Options<'static> = Options {
    spec_folder: "spec",
    crate_name: "wechatpay_api",
    has_guide: false,
};

#[test]
fn generated_code_for_a_small_spec_matches_the_snapshot() {
    let (model, diagnostics) = wechatpay_codegen::read(&sources(OPERATION));
    assert!(!diagnostics.has_errors());
    let files = wechatpay_codegen::generate(&model, &OPTIONS);
    let text: Vec<_> = files
        .iter()
        .map(|file| format!("==== src/{}\n{}", file.path, file.text))
        .collect();
    // A release changes no snapshot.
    let text = text.join("\n").replace(RUNTIME_VERSION, "x.y.z");
    assert_snapshot!(text);
}

#[test]
fn the_order_of_spec_files_does_not_change_the_generated_code() {
    let files = [
        ("spec/cards/paint_card.yaml".to_owned(), OPERATION.into()),
        ("spec/cards/service.yaml".to_owned(), SERVICE.into()),
        ("spec/api.yaml".to_owned(), API.into()),
    ];
    let generate = |files: Vec<(String, Vec<u8>)>| {
        let (model, _) = wechatpay_codegen::read(&Sources::new(files));
        wechatpay_codegen::generate(&model, &OPTIONS)
    };
    let forth = generate(files.to_vec());
    let back = generate(files.into_iter().rev().collect());
    assert!(!forth.is_empty());
    assert_eq!(forth, back);
}

#[test]
fn the_generated_crate_includes_the_guide_if_it_has_one() {
    let (model, _) = wechatpay_codegen::read(&sources(OPERATION));
    for has_guide in [false, true] {
        let options = Options {
            has_guide,
            ..OPTIONS
        };
        let files = wechatpay_codegen::generate(&model, &options);
        let library = files.iter().find(|file| file.path == "lib.rs").unwrap();
        assert_eq!(library.text.contains("pub mod guide;"), has_guide);
    }
}
