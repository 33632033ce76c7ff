//! Where requests are sent: a scheme and a host, never a path, because the path is what gets signed.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use http::Uri;
use http::uri::Authority;

use crate::build_error::{BuildError, Problem};

/// The scheme and host of a call: `https`, or `http` to a loopback address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    loopback: bool,
}

impl BaseUrl {
    /// The main host of WeChat Pay.
    #[must_use]
    pub fn main() -> Self {
        Self {
            text: "https://api.mch.weixin.qq.com".to_owned(),
            loopback: false,
        }
    }

    /// The backup host of WeChat Pay, in another region.
    #[must_use]
    pub fn backup() -> Self {
        Self {
            text: "https://api2.mch.weixin.qq.com".to_owned(),
            loopback: false,
        }
    }

    /// Reads `https://HOST[:PORT]`, or `http://` with a loopback address or `localhost`.
    ///
    /// # Errors
    /// For any other scheme, and for a path, a query or a user name.
    pub fn parse(text: &str) -> Result<Self, BuildError> {
        Ok(Self::checked(text, "base_url")?)
    }

    /// The URL without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn checked(text: &str, setting: &'static str) -> Result<Self, Problem> {
        let malformed = |why: &'static str| Problem::new(setting, why);
        let text = text.strip_suffix('/').unwrap_or(text);
        let uri: Uri = text
            .parse()
            .map_err(|_| malformed("is no URL: give one like `https://api.mch.weixin.qq.com`"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(malformed(
                "has no scheme: give one like `https://api.mch.weixin.qq.com`",
            ));
        };
        let loopback = is_loopback(authority.host());
        match scheme {
            "https" => {}
            "http" if loopback => {}
            "http" => {
                return Err(malformed(
                    "is `http` to a host that is not a loopback address: use `https`",
                ));
            }
            _ => return Err(malformed("has a scheme other than `https`")),
        }
        if text.get(scheme.len() + "://".len()..) != Some(authority.as_str())
            || !names_host_only(authority)
        {
            return Err(malformed(
                "may hold a host and a port only, no path, query or user name",
            ));
        }
        Ok(Self {
            text: text.to_owned(),
            loopback,
        })
    }

    /// Whether requests stay on this machine, so that no proxy may see them.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_loopback(host: &str) -> bool {
    let address = match host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(v6) => v6.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => host.parse().ok(),
    };
    host.eq_ignore_ascii_case("localhost") || address.is_some_and(|address| address.is_loopback())
}

fn names_host_only(authority: &Authority) -> bool {
    let host = authority.host();
    let port = authority.as_str().strip_prefix(host).unwrap_or("@");
    !host.is_empty() && (port.is_empty() || authority.port_u16().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_on_this_machine() {
        for (text, loopback) in [
            ("https://api.mch.weixin.qq.com", false),
            ("https://api2.mch.weixin.qq.com/", false),
            ("https://127.0.0.1:8443", true),
            ("http://127.0.0.1:8080", true),
            ("http://127.8.9.1:8080/", true),
            ("http://localhost:1", true),
            ("http://[::1]:8080", true),
        ] {
            let url = BaseUrl::parse(text).unwrap();
            assert_eq!(
                (url.as_str(), url.is_loopback()),
                (text.trim_end_matches('/'), loopback)
            );
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "/",
            "api.mch.weixin.qq.com",
            "ftp://127.0.0.1",
            "http://api.mch.weixin.qq.com",
            "http://127.0.0.1.example.com",
            "http://localhost@example.com",
            "http://10.0.0.1",
            "https://",
            "https://user@api.mch.weixin.qq.com",
            "https://api.mch.weixin.qq.com:",
            "https://api.mch.weixin.qq.com:99999",
            "https://api.mch.weixin.qq.com/v3",
            "https://api.mch.weixin.qq.com//",
            "https://api.mch.weixin.qq.com?a=b",
            "https://api.mch.weixin.qq.com#a",
            "https://券.example",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
    }
}
