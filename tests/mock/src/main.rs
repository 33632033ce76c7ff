//! A local WeChat Pay to try a program with.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser;
use wechatpay_mock::{Mock, Received, spec};

/// Runs a local WeChat Pay until Ctrl-C, and prints one line per request.
///
/// It verifies each request, checks it against the page of its operation, keeps state until it
/// ends, and signs its responses. It knows one merchant, whose keys it creates at each start. Give
/// your program the address, the merchant number and the key files that it prints first.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Listen on this port of 127.0.0.1; 0 selects a free port
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Write the key files into this folder [default: a new temporary folder]
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,

    /// Respond with the samples of the pages, and keep no state between requests
    ///
    /// Requests are checked as usual. A sample request that breaks a rule of its own page gets 400
    /// PARAM_ERROR, for example the first one of modify_budget.
    #[arg(long)]
    samples: bool,

    /// Accept enum values that no page lists, like a service that is newer than its pages
    ///
    /// Without this option they get 400 PARAM_ERROR.
    #[arg(long)]
    newer_than_pages: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing more can be done if this fails as well.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let arguments = Arguments::parse();
    let builder = Mock::builder()
        .port(arguments.port)
        .newer_than_pages(arguments.newer_than_pages);
    let builder = if arguments.samples {
        builder.documented(spec()?)
    } else {
        builder.stateful(spec()?)
    };
    let folder = match arguments.keys {
        Some(folder) => folder,
        None => tempfile::Builder::new()
            .prefix("wechatpay-mock-")
            .tempdir()?
            .keep(),
    };
    let mock = builder.start()?;
    write_keys(&mock, &folder)?;
    say(&introduction(&mock, &folder))?;
    watch(&mock)
}

/// Prints lines and flushes them, also into a pipe.
fn say(lines: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{lines}")?;
    out.flush()
}

/// The settings that a client needs.
fn introduction(mock: &Mock, folder: &Path) -> String {
    let file = |name: &str| folder.join(name).display().to_string();
    [
        ("url", mock.url().to_owned()),
        ("mchid", mock.mchid().to_owned()),
        ("merchant key", file(MERCHANT_KEY)),
        ("merchant certificate", file(MERCHANT_CERTIFICATE)),
        ("its serial number", mock.merchant_serial_no().to_owned()),
        ("public key", file(PUBLIC_KEY)),
        ("its id", mock.public_key_id().to_owned()),
        ("platform certificate", file(PLATFORM_CERTIFICATE)),
        ("its serial number", mock.platform_serial_no().to_owned()),
    ]
    .map(|(label, value)| format!("{label:22}{value}"))
    .join("\n")
}

const MERCHANT_KEY: &str = "apiclient_key.pem";
const MERCHANT_CERTIFICATE: &str = "apiclient_cert.pem";
const PUBLIC_KEY: &str = "pub_key.pem";
const PLATFORM_CERTIFICATE: &str = "wechatpay_cert.pem";

/// Writes the files that a merchant downloads, with their usual names.
fn write_keys(mock: &Mock, folder: &Path) -> io::Result<()> {
    let named = |path: &Path, error: &io::Error| {
        io::Error::new(error.kind(), format!("{}: {error}", path.display()))
    };
    fs::create_dir_all(folder).map_err(|error| named(folder, &error))?;
    for (name, pem) in [
        (MERCHANT_KEY, mock.merchant_key_pem()),
        (MERCHANT_CERTIFICATE, mock.merchant_certificate_pem()),
        (PUBLIC_KEY, mock.public_key_pem()),
        (PLATFORM_CERTIFICATE, mock.platform_certificate_pem()),
    ] {
        // The file is written to a temporary file first. It is readable only by its owner from the
        // start and never incomplete.
        let path = folder.join(name);
        let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
            file.write_all(pem.as_bytes())?;
            file.persist(&path).map_err(|error| error.error)
        });
        written.map_err(|error| named(&path, &error))?;
    }
    Ok(())
}

/// Prints each request after its response.
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

/// One line without values: no path parameter, query, header or body.
fn line(request: &Received) -> String {
    let route = request.route().unwrap_or("(no route)");
    let status = request
        .status()
        .map_or_else(|| "cut".to_owned(), |status| status.to_string());
    let why = match request.signature() {
        Ok(()) => String::new(),
        Err(fault) => format!("  {fault}"),
    };
    format!("{} {route} {status}{why}", request.method())
}
