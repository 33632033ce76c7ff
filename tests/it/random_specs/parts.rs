//! The parts of a random service before they are written as YAML: types, fields and conditions.

use crate::support::random::Random;

/// A type of a field.
#[derive(Clone, Debug)]
pub(super) enum Ty {
    Text,
    Time,
    Date,
    Integer,
    Boolean,
    Enum(usize),
    Struct(usize),
    Array(Box<Ty>),
    /// A text that contains JSON.
    Json(Box<Ty>),
    /// An object without listed fields.
    Object,
}

/// The presence of a field.
#[derive(Clone, Debug)]
pub(super) enum When {
    /// `required`, `optional` or `undocumented`.
    Word(&'static str),
    /// `only_when`, `required_when` or `allowed_when`, an earlier field, and its values.
    Depends(&'static str, String, Vec<String>),
    /// A condition on something outside the message.
    Outside(&'static str),
    CutOff,
}

/// A field, or a parameter.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) ty: Ty,
    pub(super) when: When,
    /// The name of the choice, if the field has `selects`.
    pub(super) selects: Option<String>,
    /// The limits of a number, of the characters of a text, or of the items of a list.
    pub(super) limits: Option<(i64, i64)>,
    pub(super) alphabet: Option<&'static str>,
}

/// An enum: its values, and whether these are numbers.
pub(super) struct Enum {
    pub(super) of_integers: bool,
    pub(super) values: Vec<String>,
}

/// The types of a service.
pub(super) struct Types {
    pub(super) enums: Vec<Enum>,
    pub(super) structs: Vec<Vec<Field>>,
    /// The struct with the address of a file.
    pub(super) file: Option<usize>,
}

/// The fields that lead to a file.
pub(super) const ADDRESS: [&str; 3] = ["download_url", "hash_type", "hash_value"];

const CONDITIONS: [&str; 3] = ["only_when", "required_when", "allowed_when"];

const WORDS: &[&str] = &[
    "a",
    "type",
    "value",
    "id",
    "object",
    "at",
    "message",
    "mode",
    "text",
    "count",
    "builder",
    "sub",
    "p0",
    "it",
    "self",
    "check",
    "state",
    "x_1",
    "camelCase",
    "URL",
    "request",
    "response",
    "fmt",
    "clone",
    "default",
    "is_new",
    "to_user",
    "stock_id",
    "mchid",
    "openid",
    "amount",
    "currency",
    "begin_time",
    "end_time",
    "images",
    "name",
    "required",
    "optional",
    "serialize",
    "client",
    "field",
    "async",
    "gen",
    "union",
    "some",
    "none",
    "new",
    "error",
    "code",
];

pub(super) fn one_in(random: &mut Random, of: usize) -> bool {
    random.below(of) == 0
}

pub(super) fn pick<'t, T>(random: &mut Random, items: &'t [T]) -> &'t T {
    &items[random.below(items.len())]
}

impl Types {
    pub(super) fn random(random: &mut Random) -> Self {
        let enums = (0..=random.below(3)).map(|_| an_enum(random)).collect();
        let mut types = Self {
            enums,
            structs: Vec::new(),
            file: None,
        };
        let count = 1 + random.below(4);
        // The last struct is made first: a struct contains only later ones, except in lists.
        let mut structs = Vec::new();
        for n in (0..count).rev() {
            structs.push(types.fields(random, n + 1..count, &format!("Of{n}")));
        }
        structs.reverse();
        types.structs = structs;
        if one_in(random, 2) {
            types.add_file(random);
        }
        types
    }

    /// Adds a struct with the address of a file. The name of the digest is a text or an enum.
    fn add_file(&mut self, random: &mut Random) {
        let mut fields = self.fields(random, 0..0, "OfFile");
        for name in ADDRESS {
            let is_enum = name == "hash_type" && one_in(random, 2);
            let ty = if is_enum {
                self.enums.push(Enum {
                    of_integers: false,
                    values: vec!["SHA1".to_owned(), "SHA256".to_owned()],
                });
                Ty::Enum(self.enums.len() - 1)
            } else {
                Ty::Text
            };
            let word = *pick(random, &["required", "optional", "undocumented"]);
            fields.push(Field {
                name: name.to_owned(),
                ty,
                when: When::Word(word),
                selects: None,
                limits: None,
                alphabet: None,
            });
        }
        self.file = Some(self.structs.len());
        self.structs.push(fields);
    }

    /// The fields of one object, which may contain these structs.
    pub(super) fn fields(
        &self,
        random: &mut Random,
        structs: std::ops::Range<usize>,
        own: &str,
    ) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let mut names: Vec<&str> = WORDS.to_vec();
        for n in 0..=random.below(7) {
            let name = names.swap_remove(random.below(names.len())).to_owned();
            let ty = self.ty(random, &structs, 2);
            let when = self.when(random, &fields);
            let selects =
                matches!(ty, Ty::Enum(_)) && matches!(when, When::Word(_)) && one_in(random, 2);
            let selects = selects.then(|| format!("Choice{n}{own}"));
            let limits = one_in(random, 3).then(|| {
                let low = i64::try_from(random.below(3)).unwrap();
                // A text or list with a maximum of 0 is rejected.
                let high = low + i64::try_from(random.below(9)).unwrap();
                (low, high.max(1))
            });
            let alphabet = (matches!(ty, Ty::Text) && one_in(random, 3)).then(|| {
                *pick(
                    random,
                    &["digits", "letters _ -", "upper lower ` \\", "digits | < 一"],
                )
            });
            fields.push(Field {
                name,
                ty,
                when,
                selects,
                limits,
                alphabet,
            });
        }
        // A choice has at least one field of its own.
        let lonely: Vec<_> = fields
            .iter()
            .filter(|f| f.selects.is_some())
            .cloned()
            .collect();
        for chosen in lonely {
            let name = names.swap_remove(random.below(names.len())).to_owned();
            let Ty::Enum(of) = chosen.ty else { continue };
            let values = vec![pick(random, &self.enums[of].values).clone()];
            let when = When::Depends("only_when", chosen.name, values);
            let (ty, limits) = (self.ty(random, &structs, 1), None);
            fields.push(Field {
                name,
                ty,
                when,
                selects: None,
                limits,
                alphabet: None,
            });
        }
        fields
    }

    fn ty(&self, random: &mut Random, structs: &std::ops::Range<usize>, depth: usize) -> Ty {
        match random.below(15) {
            0..=3 => Ty::Text,
            4 | 5 => Ty::Integer,
            6 => Ty::Boolean,
            7 => Ty::Time,
            8 | 9 => Ty::Enum(random.below(self.enums.len())),
            10 if depth > 0 => Ty::Array(Box::new(self.ty(random, structs, depth - 1))),
            11 => Ty::Date,
            12 => Ty::Object,
            13 if structs.is_empty() => Ty::Json(Box::new(Ty::Object)),
            13 => Ty::Json(Box::new(a_struct(random, structs))),
            _ if structs.is_empty() => Ty::Text,
            _ => a_struct(random, structs),
        }
    }

    fn when(&self, random: &mut Random, before: &[Field]) -> When {
        match random.below(10) {
            0..=2 => When::Word("required"),
            3 | 4 => When::Word("optional"),
            5 => When::Word("undocumented"),
            6 => {
                let kind = *pick(random, &CONDITIONS);
                When::Outside(kind)
            }
            7 if one_in(random, 3) => When::CutOff,
            _ if before.is_empty() => When::Word("optional"),
            _ => {
                let asked = pick(random, before);
                let kind = *pick(random, &CONDITIONS);
                let wanted = self.condition(random, asked);
                let is_presence =
                    matches!(&wanted[..], [only] if only == "present" || only == "absent");
                if is_presence && matches!(asked.when, When::Word("required")) {
                    // The field is always present: a condition on its presence is rejected.
                    return When::Word("optional");
                }
                When::Depends(kind, asked.name.clone(), wanted)
            }
        }
    }

    /// A possible condition on a field that some value satisfies.
    fn condition(&self, random: &mut Random, asked: &Field) -> Vec<String> {
        let presence = || vec!["present".to_owned()];
        if one_in(random, 4) {
            return vec![(*pick(random, &["present", "absent"])).to_owned()];
        }
        match (&asked.ty, asked.limits) {
            (Ty::Integer, Some((least, _))) => vec![least.to_string()],
            (Ty::Text, limits) if limits.is_some() || asked.alphabet.is_some() => presence(),
            (ty, _) => self.condition_on(random, ty),
        }
    }

    fn condition_on(&self, random: &mut Random, ty: &Ty) -> Vec<String> {
        match ty {
            Ty::Text => vec!["x".to_owned(), "a \"b\"".to_owned()],
            Ty::Integer if one_in(random, 2) => vec!["greater than 2".to_owned()],
            Ty::Integer => vec!["1".to_owned(), "2".to_owned()],
            Ty::Boolean => vec!["true".to_owned()],
            Ty::Enum(of) => {
                let values = &self.enums[*of].values;
                values[..=random.below(values.len())].to_vec()
            }
            Ty::Array(item) if matches!(**item, Ty::Integer) => vec!["contains 3".to_owned()],
            Ty::Time | Ty::Date | Ty::Struct(_) | Ty::Array(_) | Ty::Json(_) | Ty::Object => {
                vec!["present".to_owned()]
            }
        }
    }
}

fn a_struct(random: &mut Random, structs: &std::ops::Range<usize>) -> Ty {
    Ty::Struct(structs.start + random.below(structs.len()))
}

fn an_enum(random: &mut Random) -> Enum {
    const VALUES: &[&str] = &[
        "NORMAL",
        "MAX_COUNT",
        "self",
        "type",
        "None",
        "OK",
        "A",
        "b_c",
        "Error",
        "DAILY",
        "SELF_2",
    ];
    let of_integers = one_in(random, 4);
    let count = 1 + random.below(5);
    let from = random.below(VALUES.len() - count);
    let value = |n: usize| {
        if of_integers {
            (n * 3).to_string()
        } else {
            VALUES[from + n].to_owned()
        }
    };
    let values = (0..count).map(value);
    Enum {
        of_integers,
        values: values.collect(),
    }
}
