//! The command line.

use std::path::PathBuf;

use lexopt::Arg::{Long, Short};
use lexopt::{Arg, Error, Parser, ValueExt as _};

const HELP: &str = include_str!("help.txt");
const VERSION: &str = concat!("wechatpay-mock ", env!("CARGO_PKG_VERSION"));

/// The long options.
const OPTIONS: [&str; 6] = [
    "port",
    "keys",
    "samples",
    "newer-than-pages",
    "help",
    "version",
];

/// What the command line asks for.
pub(crate) enum Command {
    /// Print this text.
    Print(&'static str),
    Run(Arguments),
}

/// How the mock runs.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) port: u16,
    /// The folder of the key files; `None` means a new temporary one.
    pub(crate) keys: Option<PathBuf>,
    pub(crate) samples: bool,
    pub(crate) newer_than_pages: bool,
}

/// Parses the command line of this process.
pub(crate) fn parse() -> Result<Command, Error> {
    let mut parser = Parser::from_env();
    let mut arguments = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => arguments.port = port(&parser.value()?.string()?)?,
            Long("keys") => arguments.keys = Some(parser.value()?.into()),
            Long("samples") => arguments.samples = true,
            Long("newer-than-pages") => arguments.newer_than_pages = true,
            Short('h') | Long("help") => return Ok(Command::Print(HELP)),
            Short('V') | Long("version") => return Ok(Command::Print(VERSION)),
            other => return Err(unexpected(other)),
        }
    }
    Ok(Command::Run(arguments))
}

fn port(text: &str) -> Result<u16, Error> {
    let error = || format!("the value `{text}` of `--port` is not a number from 0 to 65535").into();
    text.parse().map_err(|_| error())
}

/// The error about an argument that does not exist, with the most similar option.
fn unexpected(argument: Arg<'_>) -> Error {
    let Long(name) = argument else {
        return argument.unexpected();
    };
    let similar = OPTIONS
        .iter()
        .map(|option| (strsim::jaro_winkler(name, option), option))
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .filter(|(similarity, _)| *similarity > 0.8);
    match similar {
        Some((_, option)) => {
            format!("there is no option `--{name}`; did you mean `--{option}`?").into()
        }
        None => format!("there is no option `--{name}`").into(),
    }
}
