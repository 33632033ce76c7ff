//! Documented errors: an operation's codes with a line for each row, and the rows that pages share.
//!
//! ```text
//! wechatpay_runtime::error_codes! {
//!     pub enum ModifyBudgetErrorCode {
//!         SystemError = "SYSTEM_ERROR" { common, },
//!         RuleLimit = "RULE_LIMIT" {
//!             403 "A current value …" "Query the stock …" [may_follow_own_attempt],
//!             …
//! ```

use proc_macro2::Literal;

use super::docs::{Doc, plain};
use super::{Item, List, Member, Name, RustFile, aliases, enums};
use crate::model::{DocumentedError, Model, Operation, Row, Value};

/// The rows that pages share.
pub(super) fn common_errors_rs<'m>(model: &'m Model, spec_folder: &'m str) -> RustFile<'m> {
    let rows = model.api.errors.iter().map(|row| {
        let own = own(row);
        Member {
            text: format!("error {} {}", Literal::string(&row.code), own.text),
            ..own
        }
    });
    let list = List {
        of_macro: None,
        head: "wechatpay_runtime::common_errors!".to_owned(),
        members: rows.collect(),
        names: Vec::new(),
    };
    let list = Item::list(Doc::default(), Vec::new(), list);
    RustFile {
        path: "common_errors.rs".to_owned(),
        from: spec_folder,
        about: Doc::new(
            "Documented errors that all pages share, which the error codes call `common`.",
        ),
        items: Box::new(std::iter::once(list)),
    }
}

/// What an operation may be refused with.
pub(super) fn codes(operation: &Operation) -> Item {
    let name = &operation.error_code.name;
    let variants = operation.error_code.values.iter();
    let mut names = enums::names(name, "OpenEnum");
    names.push(Name::new(format!("{name}::DOCUMENTED"), ""));
    let list = List {
        of_macro: Some("wechatpay_runtime::error_codes!"),
        head: format!("pub enum {name}"),
        members: variants.map(|value| code(value, operation)).collect(),
        names,
    };
    let doc = format!(
        "Error codes that are documented for [`{}()`].",
        operation.name
    );
    Item::list(Doc::new(doc), Vec::new(), list)
}

fn code(value: &Value, operation: &Operation) -> Member {
    let rows = operation.errors.iter();
    let rows = rows.filter(|row| row.row.code == value.wire_name);
    let mut text = format!("{} = {}", value.name, Literal::string(&value.wire_name));
    let mut members: Vec<_> = rows.map(member).collect();
    if let [row] = members.as_slice()
        && row.attributes.is_empty()
    {
        text = format!("{text} {{ {}, }}", row.text);
        members.clear();
    }
    let alias = aliases::attribute(None, &value.wire_name, &value.name);
    Member {
        attributes: alias.into_iter().collect(),
        text,
        members,
        names: vec![Name::new(
            format!("{}::{}", operation.error_code.name, value.name),
            "",
        )],
        ..Member::default()
    }
}

fn member(row: &DocumentedError) -> Member {
    if row.common {
        return Member {
            text: "common".to_owned(),
            ..Member::default()
        };
    }
    own(&row.row)
}

fn own(row: &Row) -> Member {
    let (meaning, remedy) = (plain(&row.meaning), plain(&row.remedy));
    let is_plain = meaning == row.meaning && remedy == row.remedy;
    let attributes = if is_plain {
        Vec::new()
    } else {
        Doc::new(format!("{meaning} {remedy}")).attributes()
    };
    let flags = [
        (row.retryable, " [retryable]"),
        (row.may_follow_own_attempt, " [may_follow_own_attempt]"),
    ];
    let flags = flags.iter().filter(|(is_set, _)| *is_set);
    Member {
        attributes,
        text: format!(
            "{} {} {}{}",
            row.status,
            Literal::string(&row.meaning),
            Literal::string(&row.remedy),
            flags.map(|(_, flag)| *flag).collect::<String>()
        ),
        ..Member::default()
    }
}
