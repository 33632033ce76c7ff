//! Proxies from a setting, from the environment or from the system.
//!
//! The HTTP library reads the environment and the system itself and ignores a setting that it cannot parse. Here
//! such a setting is an error.

use std::env;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

use crate::call::base_url;
use crate::client::build_error::Problem;

/// The proxies of requests to other machines.
pub(super) enum Proxies {
    None,
    /// The one of the setting `proxy`.
    One {
        proxy: Box<reqwest::Proxy>,
        matcher: Box<Matcher>,
    },
    /// Those of the environment or of the system, as the HTTP library sees them.
    OfSystem {
        matcher: Box<Matcher>,
        /// A variable that does not name a usable proxy.
        fault: Option<Problem>,
    },
}

impl Proxies {
    pub(super) fn of_environment() -> Self {
        Self::OfSystem {
            matcher: Box::new(Matcher::from_system()),
            fault: check().err(),
        }
    }

    /// The proxy with this URL. The error does not contain the URL, which can contain a password.
    pub(super) fn one(url: &str) -> Result<Self, Problem> {
        let invalid = |why: &str| {
            let text = format!(
                "does not name a usable proxy: {why}; use a URL such as \
                 `http://proxy.example.com:3128`"
            );
            Problem::new("proxy", text)
        };
        if !url.contains("://") {
            return Err(invalid("it has no scheme"));
        }
        if let Some(why) = fault(url) {
            return Err(invalid(why));
        }
        Ok(Self::One {
            proxy: Box::new(reqwest::Proxy::all(url).map_err(|_| invalid("it is not a URL"))?),
            matcher: Box::new(Matcher::builder().https(url).build()),
        })
    }

    /// Fails if a wrong variable would make requests to `url` bypass the proxy.
    pub(super) fn check(&self, url: &Uri) -> Result<(), Problem> {
        match self {
            Self::OfSystem {
                fault: Some(fault), ..
            } if !is_exempt(url) => Err(fault.clone()),
            _ => Ok(()),
        }
    }

    /// The proxy for requests to `url`, without credentials.
    pub(super) fn proxy_for(&self, url: &Uri) -> Option<String> {
        let (Self::One { matcher, .. } | Self::OfSystem { matcher, .. }) = self else {
            return None;
        };
        let proxy = matcher.intercept(url)?;
        Some(proxy.uri().to_string().trim_end_matches('/').to_owned())
    }

    /// Sets up the HTTP library, which reads the settings of the system itself.
    pub(super) fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        match self {
            Self::None => builder.no_proxy(),
            Self::One { proxy, .. } => builder.no_proxy().proxy((**proxy).clone()),
            Self::OfSystem { .. } => builder,
        }
    }
}

/// Checks the proxy settings in the order in which the library reads them.
///
/// In each pair of variables the first one that is set counts. `ALL_PROXY` counts if the pair
/// before it names no proxy. The error text does not contain the value, because it can contain a
/// password.
fn check() -> Result<(), Problem> {
    // In a CGI program the library ignores proxies, because a caller could set `HTTP_PROXY`.
    if env::var_os("REQUEST_METHOD").is_some() {
        return Ok(());
    }
    for names in [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]] {
        let mut set = names
            .into_iter()
            .filter_map(|name| Some((name, env::var_os(name)?)));
        let Some((name, value)) = set.next() else {
            continue;
        };
        match value.to_str() {
            Some("") => {}
            Some(value) => {
                return fault(value).map_or(Ok(()), |why| Err(invalid_proxy(name, why)));
            }
            None => return Err(invalid_proxy(name, "it is not UTF-8")),
        }
    }
    Ok(())
}

/// Whether `NO_PROXY` names the host.
fn is_exempt(host: &Uri) -> bool {
    let exempt = ["NO_PROXY", "no_proxy"]
        .into_iter()
        .find_map(|name| env::var(name).ok());
    let any = Matcher::builder().https("http://proxy.invalid");
    let any = any.no(exempt.unwrap_or_default());
    any.build().intercept(host).is_none()
}

/// The reason why a value does not name a usable proxy.
fn fault(value: &str) -> Option<&'static str> {
    let scheme = value.split_once("://").map(|(scheme, _)| scheme);
    let is_known = |scheme: &str| {
        ["http", "https"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(scheme))
    };
    match scheme {
        Some(socks) if socks.to_ascii_lowercase().starts_with("socks") => {
            return Some("SOCKS is not supported");
        }
        Some(scheme) if !is_known(scheme) => {
            return Some("it has a scheme other than `http` and `https`");
        }
        _ => {}
    }
    let any_host = Uri::from_static("https://host.invalid");
    let Some(proxy) = Matcher::builder().https(value).build().intercept(&any_host) else {
        return Some("it is not a URL");
    };
    let authority = proxy
        .uri()
        .authority()
        .map_or("", |authority| authority.as_str());
    base_url::host(authority).err()
}

fn invalid_proxy(name: &str, why: &str) -> Problem {
    Problem::new(
        "transport",
        format!(
            "the environment variable `{name}` does not name a usable proxy: {why}; set it to a \
             URL such as `http://proxy.example.com:3128`, or unset it"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usable_proxies_have_no_fault() {
        for value in [
            "http://proxy.corp:3128",
            "http://proxy.corp:3128/",
            "https://proxy.corp",
            "HTTP://proxy.corp",
            "proxy.corp:3128",
            "proxy.corp",
            "localhost:1",
            "127.0.0.1:8080",
            "http://[::1]:8080",
            "http://user@proxy.corp:3128",
            "http://user:p%40ss@proxy.corp:3128",
            "user:pass@proxy.corp:3128",
            "http://my_proxy:3128",
        ] {
            assert_eq!(fault(value), None, "{value}");
        }
    }

    #[test]
    fn unusable_proxies_have_a_fault() {
        for value in [
            " ",
            "htp://x",
            "ftp://proxy.corp",
            "socks5://proxy.corp:1080",
            "SOCKS5H://proxy.corp:1080",
            "http://",
            "http:///",
            "http://[bad",
            "http://[bad]",
            "http://:3128",
            "http://user:pass@",
            "http://user:pass@:3128",
            "http://proxy.corp:",
            "http://proxy.corp:0",
            "http://proxy.corp:99999",
            "http://proxy.corp:+80",
            "http://proxy.corp:80x",
            "http://proxy.corp:80:80",
            "http://::1:3128",
            "http://user:p@ss@proxy.corp:3128",
            "http://pro xy.corp",
            " http://proxy.corp",
            "http://proxy.corp\n",
            "\"http://proxy.corp\"",
            "http:/proxy.corp",
            "http:proxy.corp",
            "://proxy.corp",
            "//proxy.corp:3128",
            "/proxy.corp",
            "http;//proxy.corp",
            "http://proxy\u{200b}.corp",
            "http://代理:3128",
        ] {
            assert!(fault(value).is_some(), "{value}");
        }
    }
}
