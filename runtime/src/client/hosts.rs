//! The main host and its backup, and which of them is tried first.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::call::base_url::BaseUrl;

/// Where a client calls. It remembers that the main host could not be reached, for a while.
#[derive(Debug)]
pub(crate) struct Hosts {
    main: BaseUrl,
    backup: Option<BaseUrl>,
    /// How long the main host is left alone after it failed.
    rest: Duration,
    main_failed: Mutex<Option<Instant>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    Main,
    Backup,
}

impl Hosts {
    pub(crate) fn new(main: BaseUrl, backup: Option<BaseUrl>, rest: Duration) -> Self {
        Self {
            main,
            backup,
            rest,
            main_failed: Mutex::default(),
        }
    }

    pub(crate) fn url(&self, host: Host) -> &BaseUrl {
        match (host, &self.backup) {
            (Host::Backup, Some(backup)) => backup,
            _ => &self.main,
        }
    }

    /// The main host and the backup, if there is one.
    #[cfg(feature = "http-client")]
    pub(crate) fn urls(&self) -> impl Iterator<Item = &BaseUrl> {
        std::iter::once(&self.main).chain(&self.backup)
    }

    /// Whether no request leaves this machine, so that no proxy may see one.
    #[cfg(feature = "http-client")]
    pub(crate) fn on_this_machine(&self) -> bool {
        self.main.is_loopback()
    }

    /// Where a call goes first.
    pub(crate) fn first(&self) -> Host {
        let resting = self
            .main_failed()
            .is_some_and(|failed| failed.elapsed() < self.rest);
        if resting && self.backup.is_some() {
            Host::Backup
        } else {
            Host::Main
        }
    }

    /// Where a call goes after `host`.
    pub(crate) fn after(&self, host: Host) -> Host {
        match host {
            Host::Main if self.backup.is_some() => Host::Backup,
            _ => Host::Main,
        }
    }

    pub(crate) fn has_backup(&self) -> bool {
        self.backup.is_some()
    }

    /// Notes that no response came from `host`. When the backup fails as well, the main host is as good as it.
    pub(crate) fn failed(&self, host: Host) {
        *self.main_failed() = (host == Host::Main).then(Instant::now);
    }

    /// Notes that a response came from `host`.
    pub(crate) fn answered(&self, host: Host) {
        if host == Host::Main {
            *self.main_failed() = None;
        }
    }

    fn main_failed(&self) -> MutexGuard<'_, Option<Instant>> {
        self.main_failed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(rest: Duration) -> Hosts {
        let backup = BaseUrl::parse("https://api2.mch.weixin.qq.com").unwrap();
        Hosts::new(BaseUrl::main(), Some(backup), rest)
    }

    #[test]
    fn a_failed_main_host_is_skipped_until_its_cooldown_ends_or_it_responds() {
        let hosts = hosts(Duration::from_secs(60 * 60));
        assert_eq!(hosts.first(), Host::Main);
        hosts.failed(Host::Main);
        assert_eq!(hosts.first(), Host::Backup);
        hosts.answered(Host::Backup);
        assert_eq!(hosts.first(), Host::Backup);
        hosts.answered(Host::Main);
        assert_eq!(hosts.first(), Host::Main);
        hosts.failed(Host::Main);
        hosts.failed(Host::Backup);
        assert_eq!(hosts.first(), Host::Main);
    }

    #[test]
    fn the_main_host_is_used_again_after_its_cooldown() {
        let hosts = hosts(Duration::ZERO);
        hosts.failed(Host::Main);
        assert_eq!(hosts.first(), Host::Main);
    }

    #[test]
    fn without_a_backup_host_every_call_uses_the_main_host() {
        let hosts = Hosts::new(BaseUrl::main(), None, Duration::MAX);
        hosts.failed(Host::Main);
        assert_eq!(
            (hosts.first(), hosts.after(Host::Main)),
            (Host::Main, Host::Main)
        );
        assert_eq!(hosts.url(Host::Backup), &BaseUrl::main());
    }
}
