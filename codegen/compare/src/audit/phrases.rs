//! Reads phrases of real pages, and compares what the readers make of them with what they state.
//!
//! The phrases are not part of this repository. The test finds them next to the pages that
//! `WECHATPAY_PAGES` names, in `../phrases/phrases.yaml`, or in the file that `WECHATPAY_PHRASES`
//! names.

mod descriptions;
mod layout;
mod silenced;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The file of phrases.
#[derive(Debug, Deserialize)]
struct Phrases {
    phrases: Vec<Phrase>,
}

/// A phrase, and what it states.
#[derive(Debug, Deserialize)]
struct Phrase {
    id: String,
    phrase: String,
    #[serde(rename = "where")]
    place: String,
    #[serde(default, rename = "of")]
    kind: Option<String>,
    states: States,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum States {
    Nothing(String),
    Facts(BTreeMap<String, Scalar>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Number(i64),
    Boolean(bool),
}

impl Scalar {
    fn text(&self) -> String {
        match self {
            Self::Text(value) => value.clone(),
            Self::Number(value) => value.to_string(),
            Self::Boolean(value) => value.to_string(),
        }
    }
}

impl Phrase {
    /// The facts that the phrase states, as keys and values.
    fn facts(&self) -> BTreeMap<String, String> {
        let States::Facts(facts) = &self.states else {
            return BTreeMap::new();
        };
        let facts = facts.iter();
        let facts = facts.map(|(key, value)| match (key.as_str(), value.text()) {
            // The spec language has dates since the phrases were collected.
            ("no_key", value) if value == "format: date" => {
                ("format".to_owned(), "date".to_owned())
            }
            (key, value) => (key.to_owned(), value),
        });
        facts.collect()
    }
}

/// What the readers make of a phrase.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// Exactly what the phrase states. For a fact without a key: a question to the transcriber.
    Understood,
    /// Something that the phrase does not state.
    Misread(String),
    /// Less than the phrase states. `true` if a question to the transcriber remains.
    Unknown(bool, String),
}

fn verdict(phrase: &Phrase) -> Verdict {
    if phrase.place == "description" {
        descriptions::verdict(phrase)
    } else {
        layout::verdict(phrase)
    }
}

/// The file of phrases, if it exists.
fn file() -> Option<PathBuf> {
    let named = std::env::var_os("WECHATPAY_PHRASES").map(PathBuf::from);
    let next_to_pages = || {
        let pages = std::env::var_os("WECHATPAY_PAGES")?;
        Some(Path::new(&pages).join("../phrases/phrases.yaml"))
    };
    named.or_else(next_to_pages).filter(|path| path.exists())
}

/// The phrases, if there are any.
fn phrases() -> Option<Vec<Phrase>> {
    let Some(path) = file() else {
        println!("skipped: neither WECHATPAY_PHRASES nor WECHATPAY_PAGES leads to phrases.yaml");
        return None;
    };
    let text = std::fs::read_to_string(path).unwrap();
    Some(serde_yaml::from_str::<Phrases>(&text).unwrap().phrases)
}

#[test]
fn a_phrase_that_is_transcribed_has_no_discrepancies() {
    let phrases = phrases().unwrap_or_default();
    // Headers have another table.
    let is_of_field = |phrase: &&Phrase| {
        phrase.place == "description" && phrase.kind.as_deref() != Some("header")
    };
    let described = phrases.iter().filter(is_of_field);
    let loud = described.filter_map(|phrase| {
        let remaining = silenced::remaining(phrase);
        let words = format!("{} {:?}: {remaining:?}", phrase.id, phrase.phrase);
        (!remaining.is_empty()).then_some(words)
    });
    let loud: Vec<String> = loud.collect();
    assert_eq!(loud, [""; 0], "{}", loud.join("\n"));
}

#[test]
fn phrases_of_real_pages_are_understood() {
    let Some(phrases) = phrases() else {
        return;
    };
    let mut misread = Vec::new();
    let mut unknown = Vec::new();
    let mut silent = 0;
    for phrase in &phrases {
        match verdict(phrase) {
            Verdict::Understood => {}
            Verdict::Misread(read) => {
                misread.push(format!("{} {:?}: {read}", phrase.id, phrase.phrase));
            }
            Verdict::Unknown(is_asked, read) => {
                silent += usize::from(!is_asked);
                let mark = if is_asked { "asked" } else { "silent" };
                unknown.push(format!(
                    "{} {:?} ({mark}): {read}",
                    phrase.id, phrase.phrase
                ));
            }
        }
    }
    let understood = phrases.len() - misread.len() - unknown.len();
    println!(
        "{} phrases: {understood} understood, {} misread, {} unknown, {silent} of them silent",
        phrases.len(),
        misread.len(),
        unknown.len(),
    );
    println!("unknown:\n{}", unknown.join("\n"));
    println!("misread:\n{}", misread.join("\n"));
    assert_eq!(misread, [""; 0], "misread");
    let share = understood * 100 / phrases.len().max(1);
    assert!(share >= 95, "{share} % understood");
}
