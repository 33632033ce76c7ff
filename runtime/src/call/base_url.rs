//! The scheme and host that requests are sent to. There is no path, because the path is part of the
//! signed message.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::client::build_error::{BuildError, Problem};
use crate::text::unexpected_character;

/// The scheme and host of a call: `https`, or `http` with a loopback address.
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

    /// Parses `https://HOST[:PORT]`, or `http://` with a loopback address or `localhost`.
    ///
    /// # Errors
    /// For any other scheme, and for a path, a query or a user name.
    pub fn parse(text: &str) -> Result<Self, BuildError> {
        Ok(Self::parse_setting(text, "base_url")?)
    }

    /// The URL without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn parse_setting(text: &str, setting: &'static str) -> Result<Self, Problem> {
        let malformed = |why: &str| Problem::new(setting, why.to_owned());
        if let Some(unexpected) = unexpected_character(text) {
            return Err(Problem::new(setting, format!("{unexpected}: remove it")));
        }
        let text = text.strip_suffix('/').unwrap_or(text);
        let Some((scheme, authority)) = text.split_once("://") else {
            return Err(malformed(
                "has no scheme: use a URL such as `https://api.mch.weixin.qq.com`",
            ));
        };
        let encrypted = match scheme {
            _ if scheme.eq_ignore_ascii_case("https") => true,
            _ if scheme.eq_ignore_ascii_case("http") => false,
            _ => return Err(malformed("has a scheme other than `https`")),
        };
        if authority.contains(['@', '/', '?', '#', '\\']) {
            return Err(malformed(
                "may contain only a host and a port, but no path, query or user name",
            ));
        }
        let loopback = is_loopback(host(authority).map_err(malformed)?);
        if !encrypted && !loopback {
            return Err(malformed(
                "uses `http` with a host that is not a loopback address: use `https`",
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

pub(crate) fn is_loopback(host: &str) -> bool {
    let address = match host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(v6) => v6.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => host.parse().ok(),
    };
    host.eq_ignore_ascii_case("localhost") || address.is_some_and(|address| address.is_loopback())
}

/// The host of `HOST[:PORT]`, or the reason why host or port are wrong.
///
/// A host is an IPv6 address in brackets, an IPv4 address or a name (RFC 1123, and underscores).
pub(crate) fn host(authority: &str) -> Result<&str, &'static str> {
    let bracket = authority.find(']').map_or(0, |bracket| bracket + 1);
    let (host, port) = match authority[bracket..].find(':') {
        Some(colon) => authority.split_at(bracket + colon),
        None => (authority, ""),
    };
    if let Some(digits) = port.strip_prefix(':') {
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || !digits.parse::<u16>().is_ok_and(|port| port > 0) {
            return Err("has a port that is not a number from 1 to 65535");
        }
    }
    let inside = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    if inside.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
        || host.parse::<Ipv4Addr>().is_ok()
        || is_name(host)
    {
        Ok(host)
    } else {
        Err(
            "needs a host that is a name of letters, digits, `-` and `.` (an international name as \
             `xn--…`), an IPv4 address or an IPv6 address in brackets",
        )
    }
}

/// Whether a text is a host name. A name with a numeric last label is rejected: software may read
/// it as an IPv4 address in an old form, such as `127.1`.
fn is_name(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let is_number = |label: &str| {
        let hex = label.strip_prefix("0x").or(label.strip_prefix("0X"));
        hex.map_or_else(
            || label.bytes().all(|byte| byte.is_ascii_digit()),
            |hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
        )
    };
    let name = host.strip_suffix('.').unwrap_or(host);
    name.len() <= 253
        && name.split('.').all(is_label)
        && !name.rsplit('.').next().is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_accepted_for_all_hosts_and_http_only_for_loopback() {
        for (text, loopback) in [
            ("https://api.mch.weixin.qq.com", false),
            ("https://api2.mch.weixin.qq.com/", false),
            ("https://127.0.0.1:8443", true),
            ("http://127.0.0.1:8080", true),
            ("http://127.8.9.1:8080/", true),
            ("http://localhost:1", true),
            ("http://[::1]:8080", true),
            ("HTTPS://API.mch.weixin.qq.com:443", false),
            ("https://api.mch.weixin.qq.com.", false),
            ("https://xn--fiqs8s.example:65535", false),
            ("https://wechatpay_mock:8443", false),
            ("https://[2001:db8::1]", false),
            ("https://10.0.0.1:1", false),
            ("https://1a.2b", false),
        ] {
            let url = BaseUrl::parse(text).unwrap();
            assert_eq!(
                (url.as_str(), url.is_loopback()),
                (text.trim_end_matches('/'), loopback)
            );
        }
    }

    #[test]
    fn any_other_url_is_refused() {
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
            // A user name that looks like a host, and invalid ports.
            "https://a.com:80@a.com:443",
            "https://a.com:80@a.com",
            "https://@a.com",
            "https://a.com@",
            "https://:443",
            "https://:+1",
            "https://a.com:+1",
            "https://a.com:-1",
            "https://a.com:0",
            "https://a.com:65536",
            "https://a.com: 443",
            "https://a.com:443:443",
            "https://a.com:0x1bb",
            "https://a.com:４４３",
            // Hosts that different software reads differently.
            "https://",
            "https://.",
            "https://.a.com",
            "https://a..com",
            "https://a.com..",
            "https://-a.com",
            "https://a-.com",
            "https://a%2ecom",
            "https://a.com%00",
            "https://a.com\\@b.com",
            "https:\\\\a.com",
            "https:///a.com",
            "https:a.com",
            "https://a.com;b",
            "https://a,b.com",
            "https://*.com",
            "https://a b.com",
            " https://a.com",
            "https://a.com ",
            "https://a.com\n",
            "https://a.com\t",
            "https://a\u{200b}.com",
            "https://a。com",
            "http://127.1",
            "http://0x7f.0.0.1",
            "http://2130706433",
            "http://127.0.0.1.",
            "http://127.0.0.01",
            "https://1.2.3",
            "https://1.2.3.4.5",
            "https://256.1.1.1",
            "https://::1",
            "https://::1:443",
            "https://[::1",
            "https://::1]",
            "https://[::1]x",
            "https://[::1]]",
            "https://[[::1]]",
            "https://[127.0.0.1]",
            "https://[fe80::1%25eth0]",
            "https://[v1.a]",
            "https://[]",
            "http://localhost.example",
            "http://[::ffff:10.0.0.1]",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
        let label = "a".repeat(63);
        let longest = format!("https://{label}.{label}.{label}.{}", "a".repeat(61));
        assert!(BaseUrl::parse(&longest).is_ok());
        assert!(BaseUrl::parse(&format!("{longest}a")).is_err());
        assert!(BaseUrl::parse(&format!("https://{label}a.com")).is_err());
    }

    #[test]
    fn the_http_library_reads_accepted_urls_in_the_same_way() {
        for text in ["https://a.com:443", "HTTPS://A.com", "http://[::1]:8080"] {
            let url = BaseUrl::parse(text).unwrap();
            let uri: http::Uri = format!("{url}/v3").parse().unwrap();
            assert_eq!(uri.path(), "/v3");
            let scheme = text.split(':').next().map(str::to_ascii_lowercase);
            assert_eq!(uri.scheme_str(), scheme.as_deref());
        }
    }
}
