//! The facts of the pages that the mock uses: plain data, read from JSON that `cargo xtask
//! generate` writes.

use std::collections::BTreeMap;
use std::io;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// The operations that a mock knows, with the facts of their pages about requests and responses.
///
/// [`spec`] is the built-in spec. The generator makes another one from a folder of YAML with
/// `wechatpay_codegen::mock_data`, and [`Spec::from_json`] reads it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    #[serde(rename = "comment")]
    _comment: IgnoredAny,
    pub(crate) services: Vec<Service>,
}

/// The built-in spec, which [`Mock::documented`](crate::Mock::documented) uses, and which
/// [`validate`](crate::validate) accepts. It is read once per process.
///
/// # Errors
/// `InvalidData` if the built-in data is damaged.
pub fn spec() -> io::Result<&'static Spec> {
    static SPEC: OnceLock<Result<Spec, String>> = OnceLock::new();
    let read = || Spec::from_json(include_str!("../data/spec.json"));
    SPEC.get_or_init(|| read().map_err(|error| error.to_string()))
        .as_ref()
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.as_str()))
}

impl Spec {
    /// Reads the data that the generator writes for the mock.
    ///
    /// # Errors
    /// `InvalidData` with the place, if the text is not such data.
    pub fn from_json(text: &str) -> io::Result<Self> {
        serde_json::from_str(text)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// The request bodies that an operation's page prints, in its order.
    ///
    /// The first body of `modify_budget` breaks a rule of its own page: it sets both limits at
    /// once.
    pub fn sample_requests(&self, operation_name: &str) -> impl Iterator<Item = &str> {
        self.operations()
            .filter(move |(_, operation)| operation.name == operation_name)
            .flat_map(|(_, operation)| &operation.samples)
            .filter_map(|sample| sample.request.as_ref())
            .map(|text| text.0.as_str())
    }

    /// Every operation, with its service.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (&Service, &Operation)> {
        let services = self.services.iter();
        services.flat_map(|service| service.operations().map(move |o| (service, o)))
    }
}

/// Operations that share their types.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    #[serde(rename = "name")]
    _name: IgnoredAny,
    #[serde(default)]
    operations: Vec<Operation>,
    #[serde(default)]
    requests: Vec<Struct>,
    #[serde(default)]
    responses: Vec<Struct>,
    #[serde(default)]
    enums: Vec<Enum>,
}

impl Service {
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter()
    }

    /// The struct with this name in the requests of an operation.
    pub(crate) fn request(&self, name: &str, operation: &Operation) -> Option<&Struct> {
        named(&self.requests, name, operation)
    }

    /// The struct with this name in the responses of an operation.
    pub(crate) fn response(&self, name: &str, operation: &Operation) -> Option<&Struct> {
        named(&self.responses, name, operation)
    }

    #[cfg(not(feature = "encrypted-fields"))]
    pub(crate) fn has_encrypted_fields(&self) -> bool {
        let structs = self.requests.iter().chain(&self.responses);
        let mut fields = structs.flat_map(|structure| &structure.fields);
        fields.any(|field| field.encrypted.is_some())
    }

    pub(crate) fn enumeration(&self, name: &str) -> Option<&Enum> {
        self.enums
            .iter()
            .find(|enumeration| enumeration.name == name)
    }
}

/// The struct with this name: that of the page, or else of the service, or else the equal one of
/// another page.
fn named<'a>(all: &'a [Struct], name: &str, operation: &Operation) -> Option<&'a Struct> {
    let named = || all.iter().filter(|structure| structure.name == name);
    named()
        .find(|structure| structure.page.as_ref() == Some(&operation.name))
        .or_else(|| named().find(|structure| structure.page.is_none()))
        .or_else(|| named().next())
}

/// One page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) method: String,
    /// With `{name}` for each path parameter.
    pub(crate) path: String,
    /// The field that identifies a retry.
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    /// Whether a repeated call has no second effect.
    #[serde(default)]
    pub(crate) idempotent: bool,
    /// The form that has the body and a file, if the operation sends a file.
    pub(crate) form: Option<Form>,
    /// The fields of the response that lead to a file, if it has the address of one.
    pub(crate) download: Option<Download>,
    /// Name of the request's struct.
    pub(crate) request: String,
    pub(crate) has_body: bool,
    /// Name of the response's struct; `None` if a success has no body or is a file.
    pub(crate) response: Option<String>,
    /// Whether a success is a file.
    #[serde(default)]
    pub(crate) responds_with_file: bool,
    /// Status of a success.
    pub(crate) success: u16,
    #[serde(default)]
    pub(crate) errors: Vec<DocumentedError>,
    #[serde(default)]
    pub(crate) samples: Vec<Sample>,
}

/// The members of a response that lead to a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Download {
    pub(crate) url: String,
    pub(crate) hash_type: String,
    pub(crate) hash_value: String,
}

/// A form with the body as its JSON part, and a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    /// The name of the part with the JSON.
    pub(crate) json: String,
    /// The name of the part with the file.
    pub(crate) file: String,
    /// The member of the JSON with the name of the file.
    pub(crate) file_name: String,
    /// The member of the JSON with the SHA-256 digest of the file.
    pub(crate) digest: String,
    pub(crate) max_bytes: Option<usize>,
    /// The media types by the endings of names.
    pub(crate) types: BTreeMap<String, String>,
}

/// The field that identifies a retry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdempotencyKey {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) place: Place,
}

/// An error row of the page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentedError {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) meaning: String,
    /// Whether every page has this row.
    #[serde(default)]
    pub(crate) common: bool,
    /// Whether an earlier attempt by the same client may be the cause.
    #[serde(default)]
    pub(crate) may_follow_own_attempt: bool,
}

/// A request and its response as the page prints them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sample {
    request: Option<Text>,
    pub(crate) response: Option<Text>,
}

/// A text of several lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Text(pub(crate) String);

impl From<Vec<String>> for Text {
    fn from(lines: Vec<String>) -> Self {
        Self(lines.join("\n"))
    }
}

/// A JSON object. The struct of a request also contains its parameters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Struct {
    name: String,
    /// The operation whose page defines it; `None` if the whole service shares it.
    page: Option<String>,
    #[serde(default)]
    pub(crate) fields: Vec<Field>,
    #[serde(default)]
    pub(crate) rules: Vec<Rule>,
}

impl Struct {
    /// A field by its name. If a field of the body and a parameter have this name, it is the field
    /// of the body.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        let named = || self.fields.iter().filter(|field| field.name == name);
        let in_body = named().find(|field| field.place == Place::Body);
        in_body.or_else(|| named().next())
    }
}

/// A field or parameter with its constraints. Limits are inclusive. In a list, limits of texts and
/// numbers apply to each item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) place: Place,
    #[serde(rename = "type")]
    pub(crate) ty: Type,
    /// Always required.
    #[serde(default)]
    pub(crate) required: bool,
    /// Required if all of these conditions are true, and forbidden otherwise.
    #[serde(default)]
    pub(crate) only_when: Conditions,
    /// Required if all of these conditions are true.
    #[serde(default)]
    pub(crate) required_when: Conditions,
    /// Forbidden unless all of these conditions are true.
    #[serde(default)]
    pub(crate) allowed_when: Conditions,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) min_chars: Option<i64>,
    pub(crate) max_chars: Option<i64>,
    pub(crate) min_items: Option<i64>,
    pub(crate) max_items: Option<i64>,
    /// Character classes and single characters, such as `digits letters _ -`.
    pub(crate) alphabet: Option<String>,
    /// The format of the texts, if it is not that of the type.
    pub(crate) format: Option<Format>,
    /// How the texts are encrypted on the wire; `None` if they are not.
    pub(crate) encrypted: Option<Padding>,
}

/// A format of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// `YYYY-MM-DD`.
    Date,
}

/// How texts are encrypted with RSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Padding {
    /// OAEP with SHA-1.
    Oaep,
    /// PKCS#1 v1.5.
    Pkcs1v15,
}

/// The place of a field in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    #[default]
    Body,
}

/// A type. Structs and enums are given by name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Type {
    String,
    Integer,
    Boolean,
    Time,
    /// Fields that no page lists.
    Object,
    Array(Box<Self>),
    /// A text that contains JSON.
    Json(Box<Self>),
    Struct(String),
    Enum(String),
}

impl Type {
    /// The innermost item type of a list, or the type itself.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::Array(inner) => inner.innermost(),
            other => other,
        }
    }
}

/// Conditions by subject. A subject is a field of the same object, `$.` with a path from the root
/// of the body, or something outside the request.
pub(crate) type Conditions = BTreeMap<String, Test>;

/// A condition on its subject.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Test {
    OneOf(Vec<String>),
    GreaterThan(i64),
    Contains(String),
    Present,
    Absent,
}

/// A rule over the fields of one object.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rule {
    AtMostOneOf(Vec<String>),
    ExactlyOneOf(Vec<String>),
    AtLeastOneOf(Vec<String>),
    /// If the conditions are true, the field has one of the values.
    Allowed {
        #[serde(default)]
        when: Conditions,
        field: String,
        values: Vec<String>,
    },
}

/// The values that a page lists.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Enum {
    name: String,
    /// Whether the values are whole numbers in JSON.
    #[serde(default)]
    pub(crate) of_integers: bool,
    #[serde(default)]
    pub(crate) values: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_spec_can_be_read() {
        let spec = spec().unwrap();
        for (service, operation) in spec.operations() {
            assert!(service.request(&operation.request, operation).is_some());
            let response = operation.response.as_ref();
            let response = response.map(|name| service.response(name, operation).is_some());
            assert_ne!(response, Some(false), "{}", operation.name);
        }
        assert_eq!(spec.sample_requests("modify_budget").count(), 2);
        assert_eq!(spec.sample_requests("unheard_of").count(), 0);
    }

    #[test]
    fn invalid_spec_data_is_rejected_with_its_place() {
        for (text, place) in [
            ("", "line 1"),
            ("{}", "line 1"),
            ("[]", "line 1"),
            (r#"{ "comment": "", "services": [], "rules": [] }"#, "rules"),
            (
                "{ \"comment\": \"\",\n\"services\": [{ \"name\": \"a\", \"requests\": [{ \"name\": \"A\", \"fields\":\n\
                 [{ \"name\": \"a\", \"type\": \"float\" }] }] }] }",
                "line 3",
            ),
        ] {
            let error = Spec::from_json(text).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{text}");
            assert!(error.to_string().contains(place), "{error}");
        }
    }
}
