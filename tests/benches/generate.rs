//! The cost of `generate`, from thirty operations to all of APIv3, compared with parsing and
//! printing the same output.
//!
//! `cargo bench -p wechatpay-tests --bench generate`
//!
//! The three operations of `spec/` are copied as separate services with their own names and paths.
//! Each figure is measured in its own process, because memory is counted by its peak: this program
//! runs itself with an argument. CPU time counts all cores. The floor is syn's `parse_file` and
//! prettyplease's `unparse` of every output file, one by one. The benchmark needs Linux, which
//! reports the peak memory of a process.
//!
//! `… --bench generate -- spec DIR` only writes the copied specs, for other measurements.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on panics")]

use std::convert::Infallible;
use std::env;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use wechatpay_codegen::source::Sources;
use wechatpay_codegen::{Options, OutputFile};

/// The numbers of operations; each copy has three.
const SIZES: [usize; 3] = [30, 300, 900];

/// The number of runs per measurement.
const RUNS: usize = 3;

fn main() {
    let mut arguments = env::args().skip(1).filter(|word| word != "--bench");
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => table(),
        (Some("spec"), Some(folder)) => write_specs(Path::new(&folder)),
        (Some(work), Some(folder)) => measure(work, Path::new(&folder)),
        (Some(word), None) => panic!("`{word}` what?"),
    }
}

fn table() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generate");
    write_specs(&scratch);
    library(&scratch);
    command(&scratch);
}

/// The library alone, and the floor.
fn library(scratch: &Path) {
    println!("operations    output   generate: CPU   each     wall      peak   floor: CPU  ratio");
    for size in SIZES {
        let folder = scratch.join(size.to_string());
        run("write", &folder);
        let generate = least(|| run("generate", &folder));
        let floor = least(|| run("floor", &folder));
        println!(
            "{size:>10} {:>6.1} MB {:>13.2} s {:>3.0} ms {:>6.2} s {:>5.0} MiB {:>10.2} s {:>6.2}",
            generate.megabytes,
            generate.cpu,
            generate.cpu * 1e3 / f64::from(u32::try_from(size).unwrap()),
            generate.wall,
            generate.peak,
            floor.cpu,
            generate.cpu / floor.cpu,
        );
    }
}

/// The whole command: for a new crate, and for a crate in which nothing changes.
fn command(scratch: &Path) {
    println!("\ncargo xtask generate, optimized");
    println!(
        "operations   new crate: CPU     wall      peak   nothing changed: CPU     wall      peak"
    );
    let xtask = xtask();
    for size in SIZES {
        let folder = scratch.join(size.to_string());
        let generate = || {
            let mut command = Command::new(&xtask);
            command
                .args(["generate", "--spec"])
                .arg(folder.join("spec"));
            watch(command.arg("--out").arg(folder.join("crate")))
        };
        let (new, same) = (generate(), least(generate));
        println!(
            "{size:>10} {:>14.2} s {:>6.2} s {:>5.0} MiB {:>20.2} s {:>6.2} s {:>5.0} MiB",
            new.cpu, new.wall, new.peak, same.cpu, same.wall, same.peak
        );
    }
}

/// The fastest of several runs, because other work on the machine only adds time.
fn least(run: impl Fn() -> Figures) -> Figures {
    let runs = (0..RUNS).map(|_| run());
    runs.min_by(|a, b| a.cpu.total_cmp(&b.cpu)).unwrap()
}

/// The resources that a process used.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    /// CPU seconds on all cores.
    cpu: f64,
    /// Elapsed seconds.
    wall: f64,
    /// Peak memory in MiB.
    peak: f64,
    /// Size of the output.
    megabytes: f64,
}

/// Runs some work in a new process and reads its measurements.
fn run(work: &str, folder: &Path) -> Figures {
    let me = env::current_exe().unwrap();
    let output = Command::new(me).arg(work).arg(folder).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<f64> = text
        .split_whitespace()
        .map(|word| word.parse().unwrap())
        .collect();
    Figures {
        cpu: numbers[0],
        wall: numbers[1],
        peak: numbers[2],
        megabytes: numbers[3],
    }
}

/// Repeats some work until it can be measured, and prints the measurements.
fn measure(work: &str, folder: &Path) {
    let size: usize = folder
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    let rounds = if work == "write" {
        1
    } else {
        (300 / size).max(1)
    };
    let begin = Instant::now();
    let mut bytes = 0;
    for _ in 0..rounds {
        bytes = match work {
            "generate" => generate(folder, |file| file.text.len()),
            "write" => generate(folder, |file| write(folder, &file)),
            "floor" => floor(&folder.join("output")),
            _ => panic!("`{work}` is no work"),
        };
    }
    let per_round = 1.0 / f64::from(u32::try_from(rounds).unwrap());
    let wall = begin.elapsed().as_secs_f64() * per_round;
    let cpu = processor_seconds("self") * per_round;
    let megabytes = f64::from(u32::try_from(bytes).unwrap()) / 1e6;
    println!("{cpu} {wall} {} {megabytes}", peak_mib("self").unwrap());
}

/// Everything that `cargo xtask generate` runs in the library.
fn generate(folder: &Path, mut each: impl FnMut(OutputFile) -> usize) -> usize {
    let sources = Sources::read(&folder.join("spec")).unwrap();
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    assert!(!diagnostics.has_errors());
    let options = Options {
        spec_folder: "spec",
        crate_name: "wechatpay_api",
        has_guide: false,
    };
    let mut bytes = 0;
    let Ok(()) = wechatpay_codegen::generate_each(&model, &options, |file| {
        bytes += each(file);
        Ok::<(), Infallible>(())
    });
    bytes
}

fn write(folder: &Path, file: &OutputFile) -> usize {
    let place = folder.join("output").join(&file.path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, &file.text).unwrap();
    file.text.len()
}

/// Parses and prints every Rust file below a folder.
fn floor(folder: &Path) -> usize {
    let places = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let bytes = places.map(|place| {
        if place.is_dir() {
            return floor(&place);
        }
        if place.extension().is_none_or(|extension| extension != "rs") {
            return 0;
        }
        let file = syn::parse_file(&fs::read_to_string(place).unwrap()).unwrap();
        black_box(prettyplease::unparse(&file)).len()
    });
    bytes.sum()
}

/// CPU seconds of a process on all cores. The process may have ended, as long as it was not waited
/// for.
fn processor_seconds(process: &str) -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, numbers) = stat.rsplit_once(')').unwrap();
    let ticks = numbers.split_whitespace().skip(11).take(2);
    ticks
        .map(|ticks| ticks.parse::<f64>().unwrap())
        .sum::<f64>()
        / TICKS_A_SECOND
}

/// The peak memory of a process; `None` once it has ended.
fn peak_mib(process: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<f64>().ok()? / 1024.0)
}

/// Runs another program and measures it until it ends.
fn watch(command: &mut Command) -> Figures {
    let begin = Instant::now();
    let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
    let process = child.id().to_string();
    let mut figures = Figures::default();
    while let Some(peak) = peak_mib(&process) {
        figures.peak = peak;
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    figures.wall = begin.elapsed().as_secs_f64();
    figures.cpu = processor_seconds(&process);
    assert!(child.wait().unwrap().success());
    figures
}

/// The command, compiled with the same optimization as this program.
fn xtask() -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--release", "--package", "xtask"]);
    assert!(cargo.status().unwrap().success());
    let me = env::current_exe().unwrap();
    me.parent().unwrap().parent().unwrap().join("xtask")
}

/// Writes the spec of every size below a folder.
fn write_specs(scratch: &Path) {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let _ = fs::remove_dir_all(scratch);
    for size in SIZES {
        let to = scratch.join(size.to_string()).join("spec");
        fs::create_dir_all(&to).unwrap();
        fs::copy(spec.join("apiv3.yaml"), to.join("apiv3.yaml")).unwrap();
        for copy in 0..size / 3 {
            copy_service(&spec, &to, "busifavor", copy);
            copy_service(&spec, &to, "product_coupon", copy);
        }
    }
}

/// A copy of a service with another name and other paths.
fn copy_service(spec: &Path, to: &Path, service: &str, copy: usize) {
    let name = format!("{service}_{copy:03}");
    fs::create_dir(to.join(&name)).unwrap();
    for entry in fs::read_dir(spec.join(service)).unwrap() {
        let entry = entry.unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        let text = text
            .replace("/v3/marketing/", &format!("/v3/marketing-{copy}/"))
            .replace(
                &format!("\nservice: {service}\n"),
                &format!("\nservice: {name}\n"),
            );
        fs::write(to.join(&name).join(entry.file_name()), text).unwrap();
    }
}
