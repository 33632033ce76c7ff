//! Reads forms with the media type `multipart/form-data` (RFC 7578).

use crate::http::Request;

/// A part of a form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part<'r> {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    /// Empty if the part has no `Content-Type`.
    pub(crate) content_type: String,
    pub(crate) content: &'r [u8],
}

/// The parts of the form that a request sends. `None` if it does not send a form, or if the form is
/// not well-formed.
pub(crate) fn parts(request: &Request) -> Option<Vec<Part<'_>>> {
    let boundary = boundary(request.headers.only("Content-Type").ok()??)?;
    let first = format!("--{boundary}\r\n");
    let next = format!("\r\n--{boundary}");
    let mut rest = request.body.strip_prefix(first.as_bytes())?;
    let mut parts = Vec::new();
    loop {
        let end = find(rest, next.as_bytes())?;
        parts.push(part(&rest[..end])?);
        rest = &rest[end + next.len()..];
        match rest.strip_prefix(b"\r\n") {
            Some(more) => rest = more,
            None => return (rest == b"--" || rest == b"--\r\n").then_some(parts),
        }
    }
}

/// The boundary of a form, with or without quotes.
fn boundary(content_type: &str) -> Option<&str> {
    let (media_type, parameters) = content_type.split_once(';')?;
    if !media_type
        .trim()
        .eq_ignore_ascii_case("multipart/form-data")
    {
        return None;
    }
    let boundary = parameter(parameters, "boundary")?;
    let is_good = |c: char| c.is_ascii_graphic() && c != '"';
    ((1..=70).contains(&boundary.len()) && boundary.chars().all(is_good)).then_some(boundary)
}

/// The value of a parameter such as `name="meta"`.
fn parameter<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = parameters;
    loop {
        let (key, after) = rest.trim_start_matches([' ', ';']).split_once('=')?;
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_once(';').unwrap_or((after, "")),
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
}

fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let end = find(bytes, b"\r\n\r\n")?;
    let head = str::from_utf8(&bytes[..end]).ok()?;
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let header = |name: &str| {
        let mut lines = lines.clone();
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name))
    };
    let content_type = header("Content-Type").map_or("", |(_, value)| value.trim());
    let (_, disposition) =
        lines.find(|(known, _)| known.eq_ignore_ascii_case("Content-Disposition"))?;
    let (kind, parameters) = disposition.split_once(';')?;
    if kind.trim() != "form-data" {
        return None;
    }
    Some(Part {
        name: parameter(parameters, "name")?.to_owned(),
        file_name: parameter(parameters, "filename").map(str::to_owned),
        content_type: content_type.to_owned(),
        content: &bytes[end + 4..],
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut windows = bytes.windows(wanted.len());
    windows.position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(content_type: &str, body: &str) -> Request {
        Request {
            headers: [("Content-Type", content_type)].into_iter().collect(),
            body: body.into(),
            ..Request::default()
        }
    }

    const META: &str = "Content-Disposition: form-data; name=\"meta\"\r\n\
        Content-Type: application/json\r\n\r\n{}";
    const FILE: &str =
        "content-disposition: form-data; filename=\"a;b.png\"; name=\"file\"\r\n\r\n\r\n-\r\n";

    #[test]
    fn the_parts_of_a_form_are_read() {
        let body = format!("--x\r\n{META}\r\n--x\r\n{FILE}\r\n--x--\r\n");
        for content_type in [
            "multipart/form-data; boundary=x",
            "Multipart/Form-Data;charset=utf-8;boundary=\"x\"",
        ] {
            let request = request(content_type, &body);
            let [meta, file] = parts(&request).unwrap().try_into().unwrap();
            assert_eq!((meta.name.as_str(), meta.content), ("meta", &b"{}"[..]));
            assert_eq!(meta.content_type, "application/json");
            assert_eq!((meta.file_name, file.content_type.as_str()), (None, ""));
            assert_eq!(file.file_name.as_deref(), Some("a;b.png"));
            assert_eq!(
                (file.name.as_str(), file.content),
                ("file", &b"\r\n-\r\n"[..])
            );
        }
    }

    #[test]
    fn what_is_not_a_form_has_no_parts() {
        let good = format!("--x\r\n{META}\r\n--x--");
        let form = "multipart/form-data; boundary=x";
        assert!(parts(&request(form, &good)).is_some());
        for (content_type, body) in [
            ("application/json", good.as_str()),
            ("multipart/form-data", &good),
            ("multipart/form-data; boundary=", &good),
            ("multipart/form-data; boundary=y", &good),
            (form, ""),
            (form, "--x--"),
            (form, "--x\r\n--x--"),
            (form, &good[..good.len() - 1]),
            (form, &format!("{good}!")),
            (form, &good.replace("form-data", "attachment")),
            (form, &good.replace("; name=\"meta\"", "")),
            (form, &good.replace("\"meta\"", "\"meta")),
        ] {
            assert_eq!(
                parts(&request(content_type, body)),
                None,
                "{content_type}: {body}"
            );
        }
    }
}
