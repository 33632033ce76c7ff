//! The settings of a transport.

use super::pools::{Pools, Roots};
use super::proxies::Proxies;
use super::{HttpTransport, Source};
use crate::call::base_url::BaseUrl;
use crate::client::build_error::{BuildError, Problem, Problems};
use crate::keys::pem_blocks;
use crate::text::Excerpt;

/// The settings of an [`HttpTransport`].
#[derive(Clone, Default)]
#[must_use = "a transport exists only after `build()`"]
pub struct HttpTransportBuilder {
    root_certificates: Vec<Vec<u8>>,
    bundled_roots: bool,
    system_roots: bool,
    proxy: Proxy,
}

#[derive(Clone, Default)]
enum Proxy {
    #[default]
    OfSystem,
    One(String),
    None,
}

impl HttpTransportBuilder {
    /// Trusts the certificate authorities in this PEM text. Can be called several times.
    ///
    /// It replaces the certificate authorities of the system, so that only those are trusted that
    /// the program names. To trust both, call [`system_roots`](Self::system_roots) as well.
    pub fn root_certificates_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.root_certificates.push(pem.as_ref().to_vec());
        self
    }

    /// Trusts the certificate authorities of Mozilla's root program, which are compiled into the
    /// program (feature `bundled-roots`). Use it in containers without CA certificates.
    ///
    /// It replaces the certificate authorities of the system, like
    /// [`root_certificates_pem`](Self::root_certificates_pem). Update the crate
    /// `webpki-root-certs` from time to time.
    #[cfg(feature = "bundled-roots")]
    pub fn bundled_roots(mut self) -> Self {
        self.bundled_roots = true;
        self
    }

    /// Trusts the certificate authorities of the system in addition to those that the program
    /// names. This is the default if it names none.
    pub fn system_roots(mut self) -> Self {
        self.system_roots = true;
        self
    }

    /// Sends all requests to other machines through this HTTP proxy: `http://HOST:PORT` or
    /// `https://HOST:PORT`, perhaps with `USER:PASSWORD@` before the host.
    ///
    /// Without this setting, the proxies of the environment (`HTTPS_PROXY`, `NO_PROXY`) or of the
    /// system apply.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Proxy::One(url.into());
        self
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::None;
        self
    }

    /// Checks the settings and makes the transport. Nothing is sent.
    ///
    /// # Errors
    /// If a PEM text contains anything other than certificates, if the proxy is not usable, or if
    /// the certificate authorities of the system are needed and cannot be read. The error lists all
    /// problems and shows no credentials.
    pub fn build(self) -> Result<HttpTransport, BuildError> {
        let mut problems = Problems::default();
        let roots = problems.record(self.roots());
        let proxies = problems.record(match &self.proxy {
            Proxy::OfSystem => Ok(Proxies::of_environment()),
            Proxy::One(url) => Proxies::one(url),
            Proxy::None => Ok(Proxies::None),
        });
        let pools = match (roots, proxies) {
            (Some(roots), Some(proxies)) => {
                let pools = Pools::new(roots, proxies);
                let main = BaseUrl::main().as_str().parse();
                let prepared = main.map_or(Ok(()), |main| pools.prepare(&main));
                problems.record(prepared).map(|()| pools)
            }
            _ => None,
        };
        let transport = pools.map(|pools| HttpTransport::new(Source::Own(Box::new(pools))));
        problems.finish_part(transport)
    }

    fn roots(&self) -> Result<Roots, Problem> {
        let names_roots = self.bundled_roots || !self.root_certificates.is_empty();
        let mut roots = Roots {
            of_system: self.system_roots || !names_roots,
            certificates: Vec::new(),
        };
        for pem in &self.root_certificates {
            certificates(pem, &mut roots.certificates).map_err(not_certificates)?;
        }
        roots.check().map_err(not_certificates)?;
        #[cfg(feature = "bundled-roots")]
        if self.bundled_roots {
            let bundled = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
            let bundled = bundled.flat_map(|root| reqwest::Certificate::from_der(root));
            roots.certificates.extend(bundled);
        }
        Ok(roots)
    }
}

/// Adds the certificates of a PEM text, or returns the reason why it is not usable.
fn certificates(pem: &[u8], to: &mut Vec<reqwest::Certificate>) -> Result<(), String> {
    let blocks = pem_blocks::blocks(pem).map_err(|_| "it is damaged".to_owned())?;
    if blocks.is_empty() {
        return Err("it contains no PEM block".to_owned());
    }
    for block in blocks {
        if block.label != "CERTIFICATE" {
            let label = Excerpt(block.label);
            return Err(format!("it contains a block `{label}`"));
        }
        let certificate = reqwest::Certificate::from_der(&block.contents);
        to.push(certificate.map_err(|_| "it contains a damaged certificate".to_owned())?);
    }
    Ok(())
}

fn not_certificates(why: impl std::fmt::Display) -> Problem {
    let text = format!(
        "is not usable: {why}; give the PEM text of CA certificates, with the lines \
         `-----BEGIN CERTIFICATE-----`"
    );
    Problem::new("root_certificates_pem", text)
}

/// Shows no URL of a proxy, which can contain a password.
impl std::fmt::Debug for HttpTransportBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpTransportBuilder")
            .field("root_certificates", &self.root_certificates.len())
            .field("bundled_roots", &self.bundled_roots)
            .field("system_roots", &self.system_roots)
            .finish_non_exhaustive()
    }
}
