//! The command line.

use std::path::PathBuf;

use lexopt::Arg::{Long, Short};
use lexopt::{Arg, Error, Parser, ValueExt as _};

use crate::control::{self, signing_key};
use crate::keys::PlatformKey;
use crate::suggestion::most_similar;

const HELP: &str = include_str!("help.txt");
const HELP_IN_CHINESE: &str = include_str!("help.zh.txt");
/// The line of the help that stands for the list of all faults.
const FAULTS: &str = "          [FAULTS]";
const VERSION: &str = concat!("wechatpay-mock ", env!("CARGO_PKG_VERSION"));

/// The long options.
const OPTIONS: [&str; 12] = [
    "port",
    "keys",
    "samples",
    "coupon-life",
    "newer-than-pages",
    "signing-key",
    "certificate",
    "fault",
    "control",
    "help",
    "help-zh",
    "version",
];

/// What the command line asks for.
pub(crate) enum Command {
    /// Print this text.
    Print(String),
    Run(Arguments),
}

/// How the mock runs.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) port: u16,
    /// The folder of the key files; `None` means a new temporary one.
    pub(crate) keys: Option<PathBuf>,
    pub(crate) samples: bool,
    /// Whether coupons live.
    pub(crate) coupon_life: bool,
    pub(crate) newer_than_pages: bool,
    /// The key that signs; `None` means the one that a request names.
    pub(crate) signing_key: Option<PlatformKey>,
    /// The platform certificates that are listed.
    #[cfg(feature = "platform-certificates")]
    pub(crate) certificates: Vec<crate::ListedCertificate>,
    /// Faults such as `next=429`.
    pub(crate) faults: Vec<String>,
    /// The port of the control endpoint.
    pub(crate) control: Option<u16>,
}

/// Parses the command line of this process.
pub(crate) fn parse() -> Result<Command, Error> {
    let mut parser = Parser::from_env();
    let mut arguments = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => arguments.port = port("port", &mut parser)?,
            Long("control") => arguments.control = Some(port("control", &mut parser)?),
            Long("fault") => arguments.faults.push(parser.value()?.string()?),
            Long("signing-key") => {
                arguments.signing_key = signing_key(&parser.value()?.string()?)?;
            }
            #[cfg(feature = "platform-certificates")]
            Long("certificate") => {
                let name = parser.value()?.string()?;
                arguments.certificates.push(control::certificate(&name)?);
            }
            #[cfg(not(feature = "platform-certificates"))]
            Long("certificate") => return Err(control::WITHOUT_CERTIFICATES.into()),
            Long("keys") => arguments.keys = Some(parser.value()?.into()),
            Long("samples") => arguments.samples = true,
            Long("coupon-life") => arguments.coupon_life = true,
            Long("newer-than-pages") => arguments.newer_than_pages = true,
            Short('h') | Long("help") => return Ok(Command::Print(help())),
            Long("help-zh") => return Ok(Command::Print(HELP_IN_CHINESE.to_owned())),
            Short('V') | Long("version") => return Ok(Command::Print(VERSION.to_owned())),
            other => return Err(unexpected(other)),
        }
    }
    Ok(Command::Run(arguments))
}

fn port(option: &str, parser: &mut Parser) -> Result<u16, Error> {
    let text = parser.value()?.string()?;
    text.parse().map_err(|_| {
        format!("the value `{text}` of `--{option}` is not a number from 0 to 65535").into()
    })
}

/// The help with all faults.
fn help() -> String {
    let faults: Vec<_> = control::names()
        .map(|(name, text)| format!("          {name:21}{text}"))
        .collect();
    HELP.replace(FAULTS, &faults.join("\n"))
}

/// The error about an argument that does not exist, with the most similar option.
fn unexpected(argument: Arg<'_>) -> Error {
    let Long(name) = argument else {
        return argument.unexpected();
    };
    let similar = most_similar(name, OPTIONS)
        .map(|option| format!("; did you mean `--{option}`?"))
        .unwrap_or_default();
    format!("there is no option `--{name}`{similar}").into()
}
