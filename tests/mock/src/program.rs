//! The mock as a program, for programs in any language.

mod arguments;
mod key_files;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::control::{Control, Script};
use crate::mock::Mock;
use crate::program::arguments::{Arguments, Command};
use crate::program::key_files::KeyFiles;
use crate::received::ReceivedRequest;
use crate::server::Server;
use crate::spec::spec;

/// The exit code of a command line that cannot be understood.
const USAGE: u8 = 2;

/// Why the program ends.
enum Failure {
    Usage(String),
    Io(io::Error),
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The program `wechatpay-mock`.
#[must_use]
pub fn run_program() -> ExitCode {
    let (message, code) = match run() {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Usage(error)) => {
            let help = "For the options, see `wechatpay-mock --help`.";
            (format!("{error}\n\n{help}"), ExitCode::from(USAGE))
        }
        Err(Failure::Io(error)) => (error.to_string(), ExitCode::FAILURE),
    };
    // Nothing is left to do if this message cannot be printed either.
    let _ = writeln!(io::stderr(), "error: {message}");
    code
}

fn run() -> Result<(), Failure> {
    let arguments = match arguments::parse()? {
        Command::Print(text) => return Ok(say(text.trim_end())?),
        Command::Run(arguments) => arguments,
    };
    let mock = start(&arguments)?;
    let control = control(&mock, arguments.control)?;
    let files = KeyFiles::write(&mock, arguments.keys.as_deref())?;
    say(&introduction(&mock, &files, control.as_ref()))?;
    Ok(watch(&mock)?)
}

/// Starts the mock with its settings and faults.
fn start(arguments: &Arguments) -> Result<Mock, Failure> {
    let mut builder = Mock::builder()
        .port(arguments.port)
        .newer_than_pages(arguments.newer_than_pages);
    builder.signing_key = arguments.signing_key;
    #[cfg(feature = "platform-certificates")]
    builder.certificates.clone_from(&arguments.certificates);
    let builder = if arguments.coupon_life {
        builder.coupon_life(spec()?)
    } else if arguments.samples {
        builder.documented(spec()?)
    } else {
        builder.stateful(spec()?)
    };
    let mock = builder.start()?;
    let mut script = Script::default();
    for fault in &arguments.faults {
        script
            .add(fault, &mock.request_handler)
            .map_err(|error| Failure::Usage(format!("`--fault {fault}`: {error}")))?;
    }
    script.play(&mock.request_handler);
    Ok(mock)
}

/// Starts the control endpoint.
fn control(mock: &Mock, port: Option<u16>) -> io::Result<Option<Server>> {
    let control = Control {
        request_handler: Arc::clone(&mock.request_handler),
        url: mock.url().to_owned(),
    };
    port.map(|port| Server::start(Arc::new(control), port))
        .transpose()
}

/// Prints lines immediately, even into a pipe.
fn say(lines: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{lines}")?;
    out.flush()
}

/// The settings that a client needs.
fn introduction(mock: &Mock, files: &KeyFiles, control: Option<&Server>) -> String {
    let second = mock.second_platform_serial_no();
    let mut lines = vec![
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
        (
            "second public key",
            files.path(key_files::SECOND_PUBLIC_KEY),
        ),
        ("its id", mock.second_public_key_id().to_owned()),
        (
            "second certificate",
            files.path(key_files::SECOND_PLATFORM_CERTIFICATE),
        ),
        ("its serial number", second.to_owned()),
    ];
    #[cfg(any(feature = "callbacks", feature = "platform-certificates"))]
    lines.push(("APIv3 key", mock.api_key().to_owned()));
    lines.extend(control.map(|control| ("control", format!("http://{}", control.address()))));
    let lines = lines.iter();
    lines
        .map(|(label, value)| format!("{label:22}{value}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Prints each request that got a response.
fn watch(mock: &Mock) -> io::Result<()> {
    let mut shown = 0;
    loop {
        let requests = mock.requests();
        // A reset through the control endpoint starts a new list.
        shown = if requests.len() < shown { 0 } else { shown };
        for request in requests.iter().skip(shown) {
            say(&line(request))?;
        }
        shown = requests.len();
        thread::sleep(Duration::from_millis(50));
    }
}

/// One line without values: no path parameter, no query, no header, no body.
fn line(request: &ReceivedRequest) -> String {
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
