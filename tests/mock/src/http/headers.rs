//! Header lines of a request.

/// Header lines in their original order.
#[derive(Debug, Default)]
pub(crate) struct Headers(Vec<(String, Vec<u8>)>);

impl Headers {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    /// The values of all lines with this name.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.iter()
            .filter(move |(line, _)| line.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn first(&self, name: &str) -> Option<&[u8]> {
        self.all(name).next()
    }

    /// The text of a header that may appear at most once.
    pub(crate) fn only(&self, name: &str) -> Result<Option<&str>, &'static str> {
        let mut values = self.all(name);
        let value = values.next();
        if values.next().is_some() {
            return Err("the header appears twice");
        }
        value
            .map(|value| str::from_utf8(value).map_err(|_| "the header is not text"))
            .transpose()
    }

    /// Whether a header with a comma-separated list contains this token.
    pub(crate) fn list_names(&self, name: &str, token: &str) -> bool {
        let mut tokens = self
            .all(name)
            .flat_map(|value| value.split(|byte| *byte == b','));
        tokens.any(|listed| listed.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
    }
}

impl<N: Into<String>, V: Into<Vec<u8>>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(lines: I) -> Self {
        Self(
            lines
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_names_are_case_insensitive() {
        let headers = Headers::from_iter([("ACCEPT", "a"), ("accept", "b"), ("X", "c")]);
        assert_eq!(headers.first("Accept"), Some(&b"a"[..]));
        assert_eq!(headers.all("Accept").count(), 2);
        assert_eq!(headers.only("x"), Ok(Some("c")));
        assert_eq!(headers.only("y"), Ok(None));
        assert!(headers.only("Accept").is_err());
    }

    #[test]
    fn a_header_value_that_is_not_text_is_an_error() {
        let headers = Headers::from_iter([("A", vec![0xff])]);
        assert!(headers.only("A").is_err());
        assert_eq!(headers.first("A"), Some(&[0xff][..]));
    }

    #[test]
    fn header_lists_are_searched_in_all_lines() {
        let headers = Headers::from_iter([
            ("Connection", "keep-alive , Upgrade"),
            ("connection", "CLOSE"),
        ]);
        assert!(headers.list_names("Connection", "close"));
        assert!(headers.list_names("Connection", "upgrade"));
        assert!(!headers.list_names("Connection", "keep"));
    }
}
