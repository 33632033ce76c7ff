//! The statements of the pages that the mock checks and plays: plain data, read from JSON that
//! `cargo xtask generate` writes.

use std::collections::BTreeMap;
use std::io;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// The operations that a mock knows, with the pages' rules for requests and responses.
///
/// [`spec`] returns the built-in spec. For another spec, the generator's
/// `wechatpay_codegen::mock_data` converts a folder of YAML, and [`Spec::from_json`] reads the
/// result.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    #[serde(rename = "comment")]
    _comment: IgnoredAny,
    pub(crate) services: Vec<Service>,
}

/// The built-in spec, for [`Mock::documented`](crate::Mock::documented) and
/// [`judge`](crate::judge). It is read once per process.
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
    /// `InvalidData` with the position, if it is not such data.
    pub fn from_json(text: &str) -> io::Result<Self> {
        serde_json::from_str(text)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// The sample request bodies of an operation's page, in order.
    ///
    /// The first sample of `modify_budget` breaks a rule of its own page: it sets both limits at
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

    /// The struct that a name means in the requests of an operation.
    pub(crate) fn request(&self, name: &str, operation: &Operation) -> Option<&Struct> {
        named(&self.requests, name, operation)
    }

    /// The struct that a name means in the responses of an operation.
    pub(crate) fn response(&self, name: &str, operation: &Operation) -> Option<&Struct> {
        named(&self.responses, name, operation)
    }

    pub(crate) fn enumeration(&self, name: &str) -> Option<&Enum> {
        self.enums.iter().find(|model| model.name == name)
    }
}

/// The page's own struct of a name, else the service's, else the equal one of another page.
fn named<'a>(all: &'a [Struct], name: &str, operation: &Operation) -> Option<&'a Struct> {
    let named = || all.iter().filter(|model| model.name == name);
    named()
        .find(|model| model.page.as_ref() == Some(&operation.name))
        .or_else(|| named().find(|model| model.page.is_none()))
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
    /// The field of the body by which a repeat is known.
    pub(crate) idempotency_key: Option<String>,
    /// Name of the request's struct.
    pub(crate) request: String,
    pub(crate) has_body: bool,
    /// Name of the response's struct; `None` where a success has no body.
    pub(crate) response: Option<String>,
    /// Status of a success.
    pub(crate) success: u16,
    #[serde(default)]
    pub(crate) errors: Vec<DocumentedError>,
    #[serde(default)]
    pub(crate) samples: Vec<Sample>,
}

/// A row of the page's error table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentedError {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) meaning: String,
    /// Whether every page has it.
    #[serde(default)]
    pub(crate) common: bool,
    /// Whether an earlier attempt of one's own may be the cause.
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

/// A JSON object; of a request's own struct the parameters, too.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Struct {
    name: String,
    /// The operation whose page defines it; `None` where the service shares it.
    page: Option<String>,
    #[serde(default)]
    pub(crate) fields: Vec<Field>,
    #[serde(default)]
    pub(crate) rules: Vec<Rule>,
}

impl Struct {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A field or parameter, with what the page asks of it. Limits are inclusive; of a list, those of
/// texts and numbers hold for each item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) place: Place,
    #[serde(rename = "type")]
    pub(crate) ty: Type,
    /// Always.
    #[serde(default)]
    pub(crate) required: bool,
    /// Required where all of these hold, else to be left out.
    #[serde(default)]
    pub(crate) only_when: Conditions,
    /// Required where all of these hold.
    #[serde(default)]
    pub(crate) required_when: Conditions,
    /// To be left out unless all of these hold.
    #[serde(default)]
    pub(crate) allowed_when: Conditions,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) min_chars: Option<i64>,
    pub(crate) max_chars: Option<i64>,
    pub(crate) min_items: Option<i64>,
    pub(crate) max_items: Option<i64>,
    /// Classes of characters and single ones, as `digits letters _ -`.
    pub(crate) alphabet: Option<String>,
}

/// Where a field travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    #[default]
    Body,
}

/// A type; structs and enums by name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Type {
    String,
    Integer,
    Boolean,
    Time,
    Array(Box<Self>),
    Struct(String),
    Enum(String),
}

impl Type {
    /// What a list holds in the end; of anything else itself.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::Array(inner) => inner.innermost(),
            other => other,
        }
    }
}

/// What must hold, each by its subject: a field of the same object, `$.` and a path from the body's
/// root, or something that is not in the request.
pub(crate) type Conditions = BTreeMap<String, Test>;

/// What a condition asks of its subject.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Test {
    OneOf(Vec<String>),
    GreaterThan(i64),
    Present,
    Absent,
}

/// A rule over the fields of one object.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rule {
    AtMostOneOf(Vec<String>),
    /// Where the conditions hold, the field has one of the values.
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
    /// Whether they are whole numbers on the wire.
    #[serde(default)]
    pub(crate) of_integers: bool,
    #[serde(default)]
    pub(crate) values: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_can_be_read() {
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
    fn other_data_is_refused_with_its_place() {
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
