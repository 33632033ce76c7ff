//! Reads requests from JSON, YAML or any other format of serde that describes itself.
//!
//! Reading is strict: an unknown field, a missing field, a field that is given twice and a wrong
//! type are errors that name the path of the field, but never show a value.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
pub use serde_json::Value as Json;
use serde_json::{Map, Number};

use crate::check::value::Value;
use crate::open_enum::{OpenEnum, closest_of};
use crate::open_number::OpenNumber;
use crate::raw::UnknownChoice;
use crate::text::Excerpt;
use crate::timestamp::Timestamp;
#[cfg(feature = "uploads")]
use crate::upload::FileContent;

/// A type that is read from JSON.
pub trait Read: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// If the value has another type, or if a field is unknown or missing.
    fn read(value: Json) -> Result<Self, ReadError>;
}

/// A choice, which is read from fields of its struct.
pub trait ReadChoice: Sized {
    /// The name of the discriminator.
    const DISCRIMINATOR: &'static str;
    /// The names of the fields of all variants.
    const FIELDS: &'static [&'static str];

    /// Takes the fields of a value that has a variant; `None` for any other value.
    ///
    /// # Errors
    /// If a field has another type or is missing.
    fn listed(value: &Json, fields: &mut Fields) -> Result<Option<Self>, ReadError>;

    /// The variant for any other value.
    fn unknown(choice: UnknownChoice) -> Self;
}

/// What is known of a choice after its listed values were tried.
#[derive(Debug)]
pub enum FoundChoice<T> {
    /// A listed value, with its fields.
    Listed(T),
    /// Another value. Its fields are what all other choices leave.
    Other(Json),
    /// No discriminator.
    Absent,
}

/// The body of every emitted `Deserialize`.
///
/// # Errors
/// If the input cannot be read, or if it is not this type.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Unique.deserialize(deserializer)?;
    T::read(value).map_err(de::Error::custom)
}

/// Why a value could not be read, and the path of the field.
#[derive(Debug)]
pub struct ReadError {
    /// From the inside to the outside.
    path: Vec<Step>,
    problem: String,
}

#[derive(Debug)]
enum Step {
    Field(String),
    Item(usize),
}

impl ReadError {
    fn new(problem: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            problem: problem.into(),
        }
    }

    fn expected(what: &str, found: &Json) -> Self {
        let found = match found {
            Json::Null => "nothing",
            Json::Bool(_) => "a Boolean",
            Json::Number(number) if number.is_i64() => "a whole number",
            Json::Number(_) => "a number that is not a whole number of 64 bits",
            Json::String(_) => "a text",
            Json::Array(_) => "a list",
            Json::Object(_) => "an object",
        };
        Self::new(format!("expected {what}, found {found}"))
    }

    fn inside(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }

    fn in_field(self, name: &str) -> Self {
        self.inside(Step::Field(name.to_owned()))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = self.path.iter().rev();
        let path: String = steps.map(ToString::to_string).collect();
        match path.trim_start_matches('.') {
            "" => {}
            path => write!(f, "{}: ", Excerpt(path))?,
        }
        f.write_str(&self.problem)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => write!(f, ".{name}"),
            Self::Item(index) => write!(f, "[{index}]"),
        }
    }
}

/// The fields of an object that are not read yet.
#[derive(Debug)]
pub struct Fields {
    fields: Map<String, Json>,
    /// The names that were asked for.
    names: Vec<&'static str>,
    /// The names that belong to values of choices, each with the discriminator.
    of_choices: Vec<(&'static str, &'static [&'static str])>,
}

impl Fields {
    /// The fields of an object.
    ///
    /// # Errors
    /// If the value is not an object.
    pub fn of(value: Json) -> Result<Self, ReadError> {
        match value {
            Json::Object(fields) => Ok(Self {
                fields,
                names: Vec::new(),
                of_choices: Vec::new(),
            }),
            other => Err(ReadError::expected("an object", &other)),
        }
    }

    /// Reads a field. An absent `Option` is `None`; any other type must be there. `null` counts as
    /// absent.
    ///
    /// # Errors
    /// If the field is missing or has another type.
    pub fn field<T: ReadField>(&mut self, name: &'static str) -> Result<T, ReadError> {
        T::read_field(self, name)
    }

    /// Reads a choice with a listed value, from its discriminator and the fields of its value.
    ///
    /// # Errors
    /// If a field of its value is missing or has another type.
    pub fn listed_choice<T: ReadChoice>(&mut self) -> Result<FoundChoice<T>, ReadError> {
        self.of_choices.push((T::DISCRIMINATOR, T::FIELDS));
        let Some(value) = self.take(T::DISCRIMINATOR) else {
            return Ok(FoundChoice::Absent);
        };
        Ok(match T::listed(&value, self)? {
            Some(choice) => FoundChoice::Listed(choice),
            None => FoundChoice::Other(value),
        })
    }

    /// The choice itself. The first one that is unknown takes all fields that are left.
    ///
    /// # Errors
    /// If the discriminator is missing or has another type, or if the fields contain `null`.
    pub fn choice<F: ReadChoiceField>(
        &mut self,
        found: FoundChoice<F::Choice>,
    ) -> Result<F, ReadError> {
        F::read_choice(found, self)
    }

    fn optional<T: Read>(&mut self, name: &'static str) -> Result<Option<T>, ReadError> {
        self.take(name)
            .map(T::read)
            .transpose()
            .map_err(|error| error.in_field(name))
    }

    /// The value of a field; `None` if it is absent.
    pub fn take(&mut self, name: &'static str) -> Option<Json> {
        self.names.push(name);
        self.fields.remove(name).filter(|value| !value.is_null())
    }

    fn resolve<T: ReadChoice>(&mut self, found: FoundChoice<T>) -> Result<Option<T>, ReadError> {
        match found {
            FoundChoice::Listed(choice) => Ok(Some(choice)),
            FoundChoice::Absent => Ok(None),
            FoundChoice::Other(value) => {
                let mut fields = std::mem::take(&mut self.fields);
                fields.retain(|_, value| !value.is_null());
                let choice = UnknownChoice::new(value, Json::Object(fields));
                let choice = choice.map_err(|error| {
                    ReadError::new(error.to_string()).in_field(T::DISCRIMINATOR)
                })?;
                Ok(Some(T::unknown(choice)))
            }
        }
    }

    /// The discriminator of the choice that a field belongs to.
    fn choice_of(&self, name: &str) -> Option<&'static str> {
        let mut choices = self.of_choices.iter();
        let choice = choices.find(|(_, fields)| fields.contains(&name));
        choice.map(|(discriminator, _)| *discriminator)
    }

    /// Every field must have been read.
    ///
    /// # Errors
    /// If there is an unknown field.
    pub fn end(self) -> Result<(), ReadError> {
        let is_left =
            |(name, value): &(&String, &Json)| !value.is_null() || self.choice_of(name).is_none();
        let Some((name, _)) = self.fields.iter().find(is_left) else {
            return Ok(());
        };
        let problem = match (self.choice_of(name), self.closest(name)) {
            (Some(choice), _) => format!("it does not belong to this value of `{choice}`"),
            (None, Some(closest)) => format!("unknown field: did you mean `{closest}`?"),
            (None, None) => "unknown field".to_owned(),
        };
        Err(ReadError::new(problem).in_field(name))
    }

    fn closest(&self, name: &str) -> Option<&'static str> {
        closest_of(name, self.names.iter().copied())
    }

    /// If a field with a similar name is there, it was probably meant.
    fn missing(&self, name: &'static str) -> ReadError {
        let left = self.fields.keys().map(String::as_str);
        let problem = match closest_of(name, left) {
            Some(closest) => format!("missing; `{}` is similar", Excerpt(closest)),
            None => "missing".to_owned(),
        };
        ReadError::new(problem).in_field(name)
    }
}

/// A field of a struct: a type that must be there, or an `Option`.
pub trait ReadField: Sized {
    /// Reads the field.
    ///
    /// # Errors
    /// If the field is missing or has another type.
    fn read_field(fields: &mut Fields, name: &'static str) -> Result<Self, ReadError>;
}

impl<T: Read> ReadField for T {
    fn read_field(fields: &mut Fields, name: &'static str) -> Result<Self, ReadError> {
        fields.optional(name)?.ok_or_else(|| fields.missing(name))
    }
}

impl<T: Read> ReadField for Option<T> {
    fn read_field(fields: &mut Fields, name: &'static str) -> Result<Self, ReadError> {
        fields.optional(name)
    }
}

/// A choice of a struct that must be there, or an `Option` of it.
pub trait ReadChoiceField: Sized {
    /// The choice.
    type Choice: ReadChoice;

    /// The choice, if it was found as its type demands.
    ///
    /// # Errors
    /// If the discriminator is missing or has another type.
    fn read_choice(
        found: FoundChoice<Self::Choice>,
        fields: &mut Fields,
    ) -> Result<Self, ReadError>;
}

impl<T: ReadChoice> ReadChoiceField for T {
    type Choice = T;

    fn read_choice(found: FoundChoice<T>, fields: &mut Fields) -> Result<Self, ReadError> {
        let choice = fields.resolve(found)?;
        choice.ok_or_else(|| fields.missing(T::DISCRIMINATOR))
    }
}

impl<T: ReadChoice> ReadChoiceField for Option<T> {
    type Choice = T;

    fn read_choice(found: FoundChoice<T>, fields: &mut Fields) -> Result<Self, ReadError> {
        fields.resolve(found)
    }
}

/// Whether a discriminator has a value that the page lists.
#[must_use]
pub fn is(value: &Json, listed: Value<'_>) -> bool {
    match listed {
        Value::Text(text) => value.as_str() == Some(text),
        Value::Number(number) => value.as_i64() == Some(number),
        _ => false,
    }
}

/// Reads an enum of texts.
///
/// # Errors
/// If the value is not a text.
pub fn text_enum<E: OpenEnum>(value: Json) -> Result<E, ReadError> {
    String::read(value).map(E::from_text)
}

/// Reads an enum of numbers.
///
/// # Errors
/// If the value is not a whole number.
pub fn number_enum<E: OpenNumber>(value: Json) -> Result<E, ReadError> {
    i64::read(value).map(E::from_number)
}

impl Read for String {
    fn read(value: Json) -> Result<Self, ReadError> {
        match value {
            Json::String(text) => Ok(text),
            other => Err(ReadError::expected("a text", &other)),
        }
    }
}

impl Read for Timestamp {
    fn read(value: Json) -> Result<Self, ReadError> {
        String::read(value).map(Self::from)
    }
}

impl<T: Read> Read for crate::raw::JsonText<T> {
    fn read(value: Json) -> Result<Self, ReadError> {
        let Json::String(text) = &value else {
            return Err(ReadError::expected("a text", &value));
        };
        let mut inner = serde_json::Deserializer::from_str(text);
        let value = Unique.deserialize(&mut inner);
        match value.and_then(|value| inner.end().map(|()| value)) {
            Ok(value) => T::read(value).map(Self),
            Err(_) => Err(ReadError::new("expected a text that contains JSON")),
        }
    }
}

impl Read for crate::raw::Json {
    fn read(value: Json) -> Result<Self, ReadError> {
        Ok(Self(value))
    }
}

impl Read for i64 {
    fn read(value: Json) -> Result<Self, ReadError> {
        value
            .as_i64()
            .ok_or_else(|| ReadError::expected("a whole number", &value))
    }
}

impl Read for bool {
    fn read(value: Json) -> Result<Self, ReadError> {
        value
            .as_bool()
            .ok_or_else(|| ReadError::expected("a Boolean", &value))
    }
}

/// The content of a file as Base64.
#[cfg(feature = "uploads")]
impl Read for FileContent {
    fn read(value: Json) -> Result<Self, ReadError> {
        let text = String::read(value)?;
        Self::from_base64(&text).map_err(|_| ReadError::new("expected Base64, found another text"))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: Json) -> Result<Self, ReadError> {
        let Json::Array(items) = value else {
            return Err(ReadError::expected("a list", &value));
        };
        let items = items.into_iter().enumerate();
        items
            .map(|(index, item)| T::read(item).map_err(|error| error.inside(Step::Item(index))))
            .collect()
    }
}

/// Any JSON in which no object has a field twice.
struct Unique;

impl<'de> DeserializeSeed<'de> for Unique {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a request")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Json, E> {
        Err(E::custom("a number is outside the range of 64 bits"))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Json, E> {
        Err(E::custom("a number is outside the range of 64 bits"))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    /// A whole number above 2^53 has probably lost digits, because it does not fit into 64 bits.
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Json, E> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if number.is_finite() && number.abs() > EXACT {
            return Err(E::custom("a number is outside the range of 64 bits"));
        }
        let number = Number::from_f64(number);
        number.map(Json::Number).ok_or_else(|| {
            E::custom("a number is infinite or not a number, which JSON cannot express")
        })
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::String(text))
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Self)? {
            list.push(item);
        }
        Ok(Json::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Self)?;
            match object.entry(name) {
                serde_json::map::Entry::Vacant(field) => {
                    field.insert(value);
                }
                serde_json::map::Entry::Occupied(field) => {
                    let name = Excerpt(field.key()).to_string();
                    return Err(de::Error::custom(format_args!(
                        "the field `{name}` is given twice"
                    )));
                }
            }
        }
        // With serde_json's feature `arbitrary_precision`, a number looks like an object.
        if let (1, Some(Json::String(text))) = (object.len(), object.get(NUMBER))
            && let Ok(number) = text.parse()
        {
            return Ok(Json::Number(number));
        }
        Ok(Json::Object(object))
    }
}

const NUMBER: &str = "$serde_json::private::Number";
