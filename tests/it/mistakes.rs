//! The five likeliest mistakes in each of the ten calls do not compile, and the message says what
//! is wrong.
//!
//! Each mistake is one change to the source of a call in `example_calls/`. All programs and the ten
//! unchanged calls are in one scratch package, which one `cargo check` compiles. The assertions
//! hold for any compiler: the code of the error, and that its text names what to fix. The whole
//! text is compared only if `WECHATPAY_PINNED_RUSTC` is set.

mod budgets;
mod create;
mod scratch;

use std::fmt::Write as _;

use self::scratch::{Checked, CompilerError, Program};

/// One mistake in one call.
struct Mistake {
    /// What the user did.
    what: &'static str,
    /// The correct text at one place of the call.
    right: &'static str,
    /// The wrong text at this place.
    wrong: &'static str,
    /// The code of the first error.
    code: &'static str,
    /// What the message has to contain.
    says: &'static [&'static str],
}

/// A call with the mistakes that users would make in it.
struct Call {
    name: &'static str,
    source: &'static str,
    mistakes: &'static [Mistake],
}

fn calls() -> impl Iterator<Item = &'static Call> {
    create::CALLS.iter().chain(budgets::CALLS)
}

impl Call {
    fn program(&self, mistake: usize) -> Program {
        let Mistake {
            what, right, wrong, ..
        } = self.mistakes[mistake];
        let places = self.source.matches(right).count();
        assert_eq!(places, 1, "{}, {what}: {right:?}", self.name);
        Program {
            name: self.program_name(mistake),
            source: self.source.replace(right, wrong),
        }
    }

    fn program_name(&self, mistake: usize) -> String {
        format!("{}_mistake_{}", self.name, mistake + 1)
    }

    /// The problems with the compiler's explanation of a mistake.
    fn fault(&self, mistake: usize, checked: &Checked) -> Option<String> {
        let findings = checked.findings(&self.program_name(mistake));
        let Mistake {
            what, code, says, ..
        } = &self.mistakes[mistake];
        let Some(CompilerError { code: is, text }) = findings.first() else {
            return Some(format!("{what}: it compiles"));
        };
        if is != code {
            return Some(format!("{what}: {is} instead of {code}\n{text}"));
        }
        let unsaid = says.iter().find(|part| !text.contains(**part))?;
        Some(format!("{what}: no {unsaid:?} in\n{text}"))
    }

    fn programs(&self) -> impl Iterator<Item = Program> {
        let control = Program {
            name: self.name.to_owned(),
            source: self.source.to_owned(),
        };
        let mistakes = (0..self.mistakes.len()).map(|mistake| self.program(mistake));
        std::iter::once(control).chain(mistakes)
    }
}

#[test]
fn likely_mistakes_in_requests_do_not_compile() {
    let mut programs: Vec<_> = calls().flat_map(Call::programs).collect();
    programs.push(without_required_fields());
    let checked = scratch::check(&programs);
    for call in calls() {
        assert_eq!(call.mistakes.len(), 5, "{}", call.name);
        assert!(
            checked.findings(call.name).is_empty(),
            "{} as it should be: {:#?}",
            call.name,
            checked.findings(call.name)
        );
        let faults: Vec<_> = (0..call.mistakes.len())
            .filter_map(|index| call.fault(index, &checked))
            .collect();
        assert!(faults.is_empty(), "{}: {}", call.name, faults.join("\n"));
    }
    each_is_named(checked.findings("two_forgotten"));
    if std::env::var_os("WECHATPAY_PINNED_RUSTC").is_some() {
        calls().for_each(|call| is_worded_as_before(call, &checked));
    }
}

/// Call 10 without both of its required fields.
fn without_required_fields() -> Program {
    let call = include_str!("example_calls/call_10.rs");
    let is_required = |line: &&str| line.contains(".stock_id(") || line.contains("_request_no(");
    let lines = call.split_inclusive('\n');
    Program {
        name: "two_forgotten".to_owned(),
        source: lines.filter(|line| !is_required(line)).collect(),
    }
}

fn each_is_named(findings: &[CompilerError]) {
    let texts: Vec<_> = findings
        .iter()
        .map(|finding| finding.text.as_str())
        .collect();
    let [first, second] = texts[..] else {
        panic!("two errors, not {texts:#?}");
    };
    assert!(first.contains("the required field `stock_id` was not given"));
    assert!(second.contains("the required field `modify_budget_request_no` was not given"));
}

fn is_worded_as_before(call: &Call, checked: &Checked) {
    let mut text = String::new();
    for (index, mistake) in call.mistakes.iter().enumerate() {
        writeln!(text, "==== {}\n", mistake.what).unwrap();
        for finding in checked.findings(&call.program_name(index)) {
            writeln!(text, "{}", finding.text).unwrap();
        }
    }
    insta::assert_snapshot!(call.name, text);
}
