//! The named points at which the shop can be killed.

use std::env;
use std::fs::OpenOptions;
use std::io::Write as _;

/// The variable that names the point at which the process is killed.
pub(crate) const KILL_AT: &str = "SHOP_KILL_AT";
/// The variable that names the file to which the reached points are written.
pub(crate) const POINTS: &str = "SHOP_POINTS";

/// Kills this process, as `kill -9` does, if it is to die at this point.
pub(crate) fn point(step: &str, place: &str) {
    let name = format!("{step}: {place}");
    if let Some(file) = env::var_os(POINTS) {
        let file = OpenOptions::new().create(true).append(true).open(file);
        let written = file.and_then(|mut file| writeln!(file, "{name}"));
        written.expect("the list of points can be written");
    }
    if env::var(KILL_AT).is_ok_and(|at| at == name) {
        std::process::abort();
    }
}
