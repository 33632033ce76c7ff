//! Random specs that use every part of the spec language.
//!
//! All accepted specs become one crate, in which clippy and rustdoc must report nothing. The crate
//! runs the example that the generator writes into the documentation of each operation: the request
//! is valid and becomes the JSON of its sample. Each response is read and keeps its values. Damaged
//! specs that are rejected must be rejected with places.
//!
//! `WECHATPAY_CASES=10` runs ten times as many cases; `WECHATPAY_SEED` sets the seed.

mod operations;
mod parts;
mod round_trip;
mod sample;
mod yaml;

use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::source::Sources;

use self::parts::Types;
use self::yaml::{API, Writer};
use crate::support::invariants;
use crate::support::random::Random;
use crate::support::scratch_crate::ScratchCrate;

/// The files of one service.
type Files = Vec<(String, Vec<u8>)>;

fn service(name: &str, random: &mut Random) -> Files {
    let types = Types::random(random);
    Writer { random, types }.files(name)
}

fn sources(files: &[(String, Vec<u8>)]) -> Sources {
    let api = ("spec/api.yaml".to_owned(), API.into());
    Sources::new(files.iter().cloned().chain([api]))
}

#[test]
fn random_specs_that_are_accepted_compile_and_keep_their_values() {
    let mut random = Random::new(invariants::seed());
    let mut all = Files::new();
    for n in 0..invariants::cases(24) {
        let files = service(&format!("made_{n}"), &mut random);
        let sources = sources(&files);
        let Some(model) = invariants::read(&sources) else {
            let (_, diagnostics) = wechatpay_codegen::read(&sources);
            panic!("{}", diagnostics.render(&sources, Format::Human));
        };
        invariants::everything_else(&model, &sources);
        all.extend(files);
    }
    let (model, _) = wechatpay_codegen::read(&sources(&all));
    let scratch = ScratchCrate::new("random_specs", &model);
    scratch.put("tests/round_trip.rs", &round_trip::program(&model));
    scratch.assert_no_warnings();
    let ran = scratch.cargo(&["test", "--test", "round_trip"]);
    let [stdout, stderr] = [&ran.stdout, &ran.stderr].map(|out| String::from_utf8_lossy(out));
    assert!(ran.status.success(), "{stdout}{stderr}");
}

#[test]
fn damaged_random_specs_are_rejected_with_source_positions() {
    let mut random = Random::new(invariants::seed() + 1);
    let mut refused = 0;
    let cases = invariants::cases(150);
    for n in 0..cases {
        let files = service(&format!("made_{n}"), &mut random);
        let (_, files) = crate::spec_damage::damaged(&files, &mut random);
        let sources = sources(&files);
        match invariants::read(&sources) {
            Some(model) => assert!(!invariants::generate(&model).is_empty()),
            None => refused += 1,
        }
    }
    assert!(refused > cases / 4, "{refused} of {cases}");
}
