//! The main host and the backup host, and the choice between them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::call::base_url::BaseUrl;

/// The hosts of a client, and the time of the main host's last failure.
#[derive(Debug)]
pub(crate) struct Hosts {
    main: BaseUrl,
    backup: Option<BaseUrl>,
    /// How long calls avoid the main host after it failed.
    cooldown: Duration,
    main_failed: Mutex<Option<Instant>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    Main,
    Backup,
}

impl Hosts {
    pub(crate) fn new(main: BaseUrl, backup: Option<BaseUrl>, cooldown: Duration) -> Self {
        Self {
            main,
            backup,
            cooldown,
            main_failed: Mutex::default(),
        }
    }

    pub(crate) fn url(&self, host: Host) -> &BaseUrl {
        match (host, &self.backup) {
            (Host::Backup, Some(backup)) => backup,
            _ => &self.main,
        }
    }

    /// The main host and the backup host, if there is one.
    #[cfg(any(feature = "downloads", feature = "http-client"))]
    pub(crate) fn urls(&self) -> impl Iterator<Item = &BaseUrl> {
        std::iter::once(&self.main).chain(&self.backup)
    }

    /// The host of the first attempt of a call.
    pub(crate) fn first(&self) -> Host {
        let is_cooling_down = self
            .main_failed()
            .is_some_and(|failed| failed.elapsed() < self.cooldown);
        if is_cooling_down && self.backup.is_some() {
            Host::Backup
        } else {
            Host::Main
        }
    }

    /// The host to use after `host`.
    pub(crate) fn next(&self, host: Host) -> Host {
        match host {
            Host::Main if self.backup.is_some() => Host::Backup,
            _ => Host::Main,
        }
    }

    pub(crate) fn has_backup(&self) -> bool {
        self.backup.is_some()
    }

    /// Records that `host` sent no response. If the backup host fails, calls use the main host
    /// again.
    pub(crate) fn record_failure(&self, host: Host) {
        *self.main_failed() = (host == Host::Main).then(Instant::now);
    }

    /// Records that `host` sent a response.
    pub(crate) fn record_response(&self, host: Host) {
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

    fn hosts(cooldown: Duration) -> Hosts {
        let backup = BaseUrl::parse("https://api2.mch.weixin.qq.com").unwrap();
        Hosts::new(BaseUrl::main(), Some(backup), cooldown)
    }

    #[test]
    fn a_failed_main_host_is_skipped_until_its_cooldown_ends_or_it_responds() {
        let hosts = hosts(Duration::from_secs(60 * 60));
        assert_eq!(hosts.first(), Host::Main);
        hosts.record_failure(Host::Main);
        assert_eq!(hosts.first(), Host::Backup);
        hosts.record_response(Host::Backup);
        assert_eq!(hosts.first(), Host::Backup);
        hosts.record_response(Host::Main);
        assert_eq!(hosts.first(), Host::Main);
        hosts.record_failure(Host::Main);
        hosts.record_failure(Host::Backup);
        assert_eq!(hosts.first(), Host::Main);
    }

    #[test]
    fn the_main_host_is_used_again_after_its_cooldown() {
        let hosts = hosts(Duration::ZERO);
        hosts.record_failure(Host::Main);
        assert_eq!(hosts.first(), Host::Main);
    }

    #[test]
    fn without_a_backup_host_every_call_uses_the_main_host() {
        let hosts = Hosts::new(BaseUrl::main(), None, Duration::MAX);
        hosts.record_failure(Host::Main);
        assert_eq!(
            (hosts.first(), hosts.next(Host::Main)),
            (Host::Main, Host::Main)
        );
        assert_eq!(hosts.url(Host::Backup), &BaseUrl::main());
    }
}
