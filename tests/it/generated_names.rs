//! Every name that might break generated code, used for everything that has a name. Each name is
//! either accepted and compiled, or rejected with a help.
//!
//! The names are those of Rust ([`names::of_rust`]) and those that generated code uses itself. The
//! latter are read from the generated crates, so that none is forgotten. A snapshot lists the
//! rejected names.

mod kinds;
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wechatpay_codegen::source::Sources;

use self::kinds::{KINDS, Kind};
use crate::support::scratch_crate::ScratchCrate;

const API: &str =
    "api: Names\nhosts:\n  main:\n    title: t\n    url: https://main.example\n    doc: d\n";

fn sources(files: Vec<(String, String)>) -> Sources {
    let api = ("spec/api.yaml".to_owned(), API.to_owned());
    let files = files.into_iter().chain([api]);
    Sources::new(files.map(|(path, text)| (path, text.into_bytes())))
}

/// A diagnostic, and the names that it is about.
type Refused<'n> = BTreeMap<String, BTreeSet<&'n str>>;

/// The accepted names and the rejected names.
fn split_by_acceptance<'n>(kind: &Kind, mut names: Vec<&'n str>) -> (Vec<&'n str>, Refused<'n>) {
    let mut refused = Refused::new();
    // Removes rejected names until none is left.
    loop {
        let sources = sources(kind.spec(&names));
        let (_, diagnostics) = wechatpay_codegen::read(&sources);
        let mut gone = BTreeSet::new();
        for finding in diagnostics.iter() {
            let span = finding.primary.span;
            let text = &sources.file(span.file).text[span.start..span.end];
            let name = names.iter().find(|name| **name == text.trim_matches('"'));
            let name = name.unwrap_or_else(|| panic!("{}: {finding:?}", kind.what));
            assert!(!finding.help.is_empty(), "no way out: {finding:?}");
            let reason = format!(
                "{}; {}; {}",
                finding.message,
                finding.primary.text,
                finding.help.join("; ")
            );
            let reason = reason.replace(&format!("`{name}`"), "`…`");
            refused.entry(reason).or_default().insert(name);
            gone.insert(*name);
        }
        if gone.is_empty() {
            return (names, refused);
        }
        names.retain(|name| !gone.contains(name));
    }
}

#[test]
fn every_name_compiles_or_is_rejected_with_a_help() {
    let mut files = Vec::new();
    let mut report = String::new();
    for kind in KINDS {
        let names = names::list(kind.names);
        let (accepted, refused) =
            split_by_acceptance(&kind, names.iter().map(String::as_str).collect());
        files.extend(kind.spec(&accepted));
        for (reason, names) in refused {
            let names = names.into_iter().collect::<Vec<_>>().join(" ");
            writeln!(report, "{}: {reason}\n    {names}", kind.what).unwrap();
        }
    }
    insta::assert_snapshot!(report);
    files.push(kinds::many_required_fields());
    let (model, _) = wechatpay_codegen::read(&sources(files));
    ScratchCrate::new("generated_names", &model).assert_no_warnings();
}
