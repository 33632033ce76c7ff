//! The operations, services and features of a crate before and after a run, read from its files.

use std::collections::BTreeSet;

/// Names such as `operation cards.paint_card`, before and after a run.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    before: BTreeSet<String>,
    after: BTreeSet<String>,
}

/// Maximum number of added names in a report. All removed names are shown.
const MAX_ADDED: usize = 10;

impl Contents {
    /// Records the contents of the source file of a service. `None` means that there is no file.
    pub(crate) fn add_source(&mut self, path: &str, before: Option<&[u8]>, after: Option<&str>) {
        let service = path
            .strip_prefix("src/")
            .and_then(|path| path.strip_suffix(".rs"));
        let Some(service) = service.filter(|name| !name.contains('/')) else {
            return;
        };
        if ["lib", "field"].contains(&service) {
            return;
        }
        let before = before.map(String::from_utf8_lossy);
        self.before
            .extend(before.iter().flat_map(|text| names_in(service, text)));
        self.after
            .extend(after.iter().flat_map(|text| names_in(service, text)));
    }

    /// Records the features before and after the run.
    pub(crate) fn add_features(&mut self, before: &str, after: &str) {
        self.before.extend(features(before));
        self.after.extend(features(after));
    }

    /// One line with removed names and one with added names, if there are any.
    pub(crate) fn report(&self) -> String {
        let removed: Vec<_> = self.before.difference(&self.after).cloned().collect();
        let mut added: Vec<_> = self.after.difference(&self.before).cloned().collect();
        if added.len() > MAX_ADDED {
            let more = added.split_off(MAX_ADDED).len();
            added.push(format!("and {more} more"));
        }
        let lines = [("removed", removed), ("added", added)];
        let lines = lines.iter().filter(|(_, names)| !names.is_empty());
        let lines = lines.map(|(change, names)| format!("\n  {change}: {}", names.join(", ")));
        lines.collect::<Vec<_>>().concat()
    }
}

/// The names of a service and its operations. The operations are the functions of its module.
fn names_in(service: &str, text: &str) -> Vec<String> {
    let functions = text.lines().filter_map(|line| line.strip_prefix("pub fn "));
    let names = functions.filter_map(|line| line.split(['(', '<']).next());
    let operations = names.map(|name| format!("operation {service}.{name}"));
    let service = [format!("service {service}")].into_iter();
    service.chain(operations).collect()
}

/// The names in a block of features.
fn features(block: &str) -> impl Iterator<Item = String> {
    let names = block
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0.trim()));
    names.map(|name| format!("feature {name}"))
}
