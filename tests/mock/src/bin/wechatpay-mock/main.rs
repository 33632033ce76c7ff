//! A local WeChat Pay for trying out a program.

mod arguments;
mod key_files;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use wechatpay_mock::{Mock, Received, spec};

use crate::arguments::{Arguments, Command};
use crate::key_files::KeyFiles;

/// The exit code of a command line that cannot be understood.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let result = match arguments::parse() {
        Ok(Command::Print(text)) => say(text.trim_end()),
        Ok(Command::Run(arguments)) => run(&arguments),
        Err(error) => {
            complain(&format!(
                "{error}\n\nFor the options, see `wechatpay-mock --help`."
            ));
            return ExitCode::from(USAGE);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let builder = Mock::builder()
        .port(arguments.port)
        .newer_than_pages(arguments.newer_than_pages);
    let builder = if arguments.samples {
        builder.documented(spec()?)
    } else {
        builder.stateful(spec()?)
    };
    let mock = builder.start()?;
    let files = KeyFiles::write(&mock, arguments.keys.as_deref())?;
    say(&introduction(&mock, &files))?;
    watch(&mock)
}

fn complain(error: &str) {
    // Nothing is left to do if this message cannot be printed either.
    let _ = writeln!(io::stderr(), "error: {error}");
}

/// Prints lines immediately, even into a pipe.
fn say(lines: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{lines}")?;
    out.flush()
}

/// The settings that a client needs.
fn introduction(mock: &Mock, files: &KeyFiles) -> String {
    [
        ("url", mock.url().to_owned()),
        ("mchid", mock.mchid().to_owned()),
        ("merchant key", files.path(key_files::MERCHANT_KEY)),
        (
            "merchant certificate",
            files.path(key_files::MERCHANT_CERTIFICATE),
        ),
        ("its serial number", mock.merchant_serial_no().to_owned()),
        ("public key", files.path(key_files::PUBLIC_KEY)),
        ("its id", mock.public_key_id().to_owned()),
        (
            "platform certificate",
            files.path(key_files::PLATFORM_CERTIFICATE),
        ),
        ("its serial number", mock.platform_serial_no().to_owned()),
    ]
    .map(|(label, value)| format!("{label:22}{value}"))
    .join("\n")
}

/// Prints each request that got a response.
fn watch(mock: &Mock) -> io::Result<()> {
    let mut shown = 0;
    loop {
        let requests = mock.requests();
        for request in requests.iter().skip(shown) {
            say(&line(request))?;
        }
        shown = requests.len();
        thread::sleep(Duration::from_millis(50));
    }
}

/// One line without values: no path parameter, no query, no header, no body.
fn line(request: &Received) -> String {
    let route = request.route().unwrap_or("(no such route)");
    let status = request
        .status()
        .map_or_else(|| "cut".to_owned(), |status| status.to_string());
    let why = match request.signature() {
        Ok(()) => String::new(),
        Err(fault) => format!("  {fault}"),
    };
    format!("{} {route} {status}{why}", request.method())
}
