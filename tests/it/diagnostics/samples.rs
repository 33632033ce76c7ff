//! Samples that do not match the spec.

use wechatpay_codegen::Options;

use crate::support::small_spec::{damaged, sources};

mistakes!("samples.txt");

#[test]
fn a_header_of_a_sample_appears_in_the_generated_example() {
    let text = damaged(&[
        (
            "  path:\n    card_id",
            "  header:\n    Card-Tag:\n      type: string\n      presence: required\n  path:\n    card_id",
        ),
        (
            "    request: |",
            "    header:\n      Card-Tag: blue\n    request: |",
        ),
    ]);
    let (model, diagnostics) = wechatpay_codegen::read(&sources(&text));
    assert_eq!(diagnostics.iter().count(), 0);
    let options = Options {
        spec_folder: "spec",
        crate_name: "small",
        has_guide: false,
    };
    let files = wechatpay_codegen::generate(&model, &options);
    assert!(
        files
            .iter()
            .any(|file| file.text.contains(".card_tag(\"blue\")"))
    );
}
