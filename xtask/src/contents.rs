//! Which operations, services and features a crate has, read off its files: before a run and after it.

use std::collections::BTreeSet;

/// Names such as `operation cards.paint_card`, on either side of a run.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    before: BTreeSet<String>,
    after: BTreeSet<String>,
}

/// So many added names are shown; of those that are removed, each is.
const MAX_ADDED: usize = 10;

impl Contents {
    /// Notes what a source file says, if it is a service's: nothing where there is none.
    pub(crate) fn source(&mut self, path: &str, before: Option<&[u8]>, after: Option<&str>) {
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
            .extend(before.iter().flat_map(|text| of_service(service, text)));
        self.after
            .extend(after.iter().flat_map(|text| of_service(service, text)));
    }

    /// Notes the features on either side.
    pub(crate) fn features(&mut self, before: &str, after: &str) {
        self.before.extend(features(before));
        self.after.extend(features(after));
    }

    /// A line for what is removed and one for what is added, if there is any.
    pub(crate) fn report(&self) -> String {
        let removed: Vec<_> = self.before.difference(&self.after).cloned().collect();
        let mut added: Vec<_> = self.after.difference(&self.before).cloned().collect();
        if added.len() > MAX_ADDED {
            let more = added.split_off(MAX_ADDED).len();
            added.push(format!("and {more} more"));
        }
        let lines = [("removed", removed), ("added", added)];
        let lines = lines.iter().filter(|(_, names)| !names.is_empty());
        let lines = lines.map(|(what, names)| format!("\n  {what}: {}", names.join(", ")));
        lines.collect::<Vec<_>>().concat()
    }
}

/// A service and its operations: the functions of its module.
fn of_service(service: &str, text: &str) -> Vec<String> {
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
