//! The lists of names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

use super::kinds::Names;

/// The names of one form; no two of them become the same identifier.
pub(super) fn list(names: Names) -> BTreeSet<String> {
    let (mut all, is_camel) = match names {
        Names::Snake => (
            of_rust()
                .chain(derived())
                .chain(of_generated_code())
                .collect(),
            false,
        ),
        Names::SnakeOfRust => (of_rust().collect::<BTreeSet<_>>(), false),
        Names::Camel => (
            of_rust()
                .chain(derived())
                .chain(of_generated_code())
                .collect(),
            true,
        ),
    };
    let mut seen = BTreeSet::new();
    all.retain(|name| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() && c.is_ascii_uppercase() == is_camel)
            && !(is_camel && is_companion(name))
            && seen.insert(name.to_lowercase().replace('_', ""))
    });
    all
}

/// Whether this is the companion of another type of the same page.
fn is_companion(name: &str) -> bool {
    ["Builder", "Optional", "ErrorCode", "Request"]
        .iter()
        .any(|end| name.strip_suffix(end).is_some_and(|of| !of.is_empty()))
}

/// Every identifier of code that was generated from small specs.
fn of_generated_code() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/src");
    for service in [
        "bodyless",
        "checks",
        "choices",
        "nested",
        "notified",
        "parameters",
        "uploads",
    ] {
        for file in ["", "/request", "/response"] {
            let path = golden.join(format!("{service}{file}.rs"));
            let text = fs::read_to_string(path).unwrap();
            identifiers(text.parse().unwrap(), &mut names);
        }
    }
    names
}

fn identifiers(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                names.insert(name.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Names that Rust code can use without an import.
fn of_rust() -> impl Iterator<Item = String> {
    [KEYWORDS, PRELUDE, MACROS, PRIMITIVES, CRATES]
        .into_iter()
        .flat_map(words)
}

fn derived() -> impl Iterator<Item = String> {
    words(DERIVED)
}

fn words(list: &str) -> impl Iterator<Item = String> {
    list.split_whitespace().map(str::to_owned)
}

/// Strict, reserved and weak keywords of every edition.
const KEYWORDS: &str = "
    as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub
    ref return self Self static struct super trait true type unsafe use where while
    abstract become box do final gen macro override priv try typeof unsized virtual yield
    auto default macro_rules raw safe union";

/// The prelude of edition 2024, and the traits whose methods operators and loops call.
const PRELUDE: &str = "
    Send Sized Sync Unpin Drop Fn FnMut FnOnce AsyncFn AsyncFnMut AsyncFnOnce drop align_of size_of Box ToOwned Clone
    PartialEq PartialOrd Eq Ord AsRef AsMut Into From Default Iterator Extend IntoIterator DoubleEndedIterator
    ExactSizeIterator Option Some None Result Ok Err String ToString Vec TryFrom TryInto FromIterator Future IntoFuture
    Copy Debug Hash Display Write Read Add Sub Mul Div Rem Neg Not Index Deref Borrow FromStr Error Any Cow Arc Rc Cell
    RefCell Pin Path Duration HashMap BTreeMap Ordering Range";

const MACROS: &str = "
    assert assert_eq cfg column compile_error concat dbg debug_assert env eprintln file format format_args include
    include_str line matches module_path panic print println stringify thread_local todo unimplemented unreachable vec write
    derive test scratch global_allocator cfg_eval doc allow deny expect inline must_use deprecated no_mangle path repr";

const PRIMITIVES: &str = "
    bool char str slice array tuple pointer reference never unit fn f16 f32 f64 f128 i8 i16 i32 i64 i128 isize u8 u16 u32
    u64 u128 usize";

const CRATES: &str = "
    std core alloc proc_macro serde serde_json wechatpay_api wechatpay_runtime lib main bin build tests benches examples
    chrono jiff time http_client http bytes blocking bundled_roots platform_certificates reqwest
    test_util call check field guide request response all_services upload uploads";

/// Methods of the traits that generated types implement, and common variable names of such code.
const DERIVED: &str = "
    add sub mul div rem neg not shl shr bitand bitor bitxor index deref next eq ne cmp partial_cmp lt le gt ge hash
    from_str from_iter into_iter try_from try_into into as_mut borrow clone_from fmt to_string to_owned type_id
    is_valid as_text to_text into_text from_text with_text set_text get len is_empty
    p6 p7 p8 P6 P7 P8 T U F O E K V D C A B W message_ object_ value_ at_ it_ s d f client_ request_ self_ Self_
    Builder Optional RequestBuilder UnknownVariant Checker Checked
    Unknown UnknownValue UnknownNumber OpenEnum OpenNumber Set Unset IsSet IsUnset P0 P1 P2 P3 P4 P5 KNOWN DOCUMENTED
    Already Given Missing NotYet";
