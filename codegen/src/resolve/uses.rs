//! Which services use the types of which.

use std::collections::HashMap;

use super::unknown::unknown;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::scope::Used;
use crate::syntax::{Service, Spec, Text};

/// The services, and for each of them the services that it uses.
pub(super) struct Uses<'a> {
    services: &'a [Service],
    /// Positions in `services`, without cycles.
    direct: Vec<Vec<usize>>,
}

impl<'a> Uses<'a> {
    /// Looks up `uses:` of all services. Reports unknown services and cycles.
    pub(super) fn new(services: &'a [Service], spec: &Spec, diagnostics: &mut Diagnostics) -> Self {
        let mut positions: HashMap<&str, usize> = HashMap::new();
        for (position, service) in services.iter().enumerate() {
            positions.entry(&service.name.value).or_insert(position);
        }
        let mut uses = Self {
            services,
            direct: vec![Vec::new(); services.len()],
        };
        for (user, service) in services.iter().enumerate() {
            for name in &service.uses {
                let Some(used) = positions.get(name.value.as_str()).copied() else {
                    if spec.unread.is_empty() {
                        let names = services.iter().map(|service| service.name.value.as_str());
                        let is_long = diagnostics.is_long();
                        let code = Code::UNKNOWN_REFERENCE;
                        diagnostics.push(unknown(code, "service", name, names, is_long));
                    }
                    continue;
                };
                if used == user || uses.all(used).contains(&user) {
                    diagnostics.push(cycle(name, &services[used]));
                    continue;
                }
                if !uses.direct[user].contains(&used) {
                    uses.direct[user].push(used);
                }
            }
        }
        uses
    }

    /// The services that one uses, directly or through each other, each once.
    fn all(&self, user: usize) -> Vec<usize> {
        let mut all = self.direct[user].clone();
        let mut next = 0;
        while let Some(used) = all.get(next).copied() {
            next += 1;
            for further in &self.direct[used] {
                if !all.contains(further) {
                    all.push(*further);
                }
            }
        }
        all
    }

    fn position(&self, service: &Service) -> usize {
        let mut all = self.services.iter();
        all.position(|other| std::ptr::eq(other, service))
            .unwrap_or_default()
    }

    /// The services that a service uses.
    pub(super) fn of(&self, service: &Service) -> Vec<Used<'a>> {
        let file = |used: &usize| self.services[*used].file.as_str();
        let used = self.all(self.position(service)).into_iter();
        used.map(|used| Used {
            service: &self.services[used],
            uses: self.all(used).iter().map(file).collect(),
        })
        .collect()
    }

    /// Groups items by service so that a service is in a later group than those that use it.
    pub(super) fn levels<T>(&self, items: Vec<T>, service: impl Fn(&T) -> &Service) -> Vec<Vec<T>> {
        let mut levels: Vec<Vec<T>> = Vec::new();
        for item in items {
            let level = self.level(self.position(service(&item)));
            levels.resize_with(levels.len().max(level + 1), Vec::new);
            levels[level].push(item);
        }
        levels
    }

    /// The length of the longest chain of services that leads to a service.
    fn level(&self, used: usize) -> usize {
        let users = (0..self.services.len()).filter(|user| self.direct[*user].contains(&used));
        users
            .map(|user| self.level(user) + 1)
            .max()
            .unwrap_or_default()
    }
}

fn cycle(name: &Text, used: &Service) -> Diagnostic {
    let message = format!("services that use each other, through `{}`", name.value);
    Diagnostic::error(Code::SERVICE_CYCLE, message, name.span)
        .also(used.name.span, "the used service")
        .help("move the shared types to a service that both can use")
}
