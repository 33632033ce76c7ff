//! The operations of a random service.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::parts::{ADDRESS, Field, Ty, When, one_in, pick};
use super::sample::Sampler;
use super::yaml::Writer;

impl Writer<'_> {
    pub(super) fn operation(&mut self, name: &str) -> Value {
        let method = *pick(self.random, &["GET", "POST", "PUT", "PATCH", "DELETE"]);
        let structs = self.types.structs.len();
        let mut body = Vec::new();
        if method != "GET" || one_in(self.random, 6) {
            let own = name.to_uppercase();
            body = self.types.fields(self.random, 0..structs, &own);
        }
        let file = self.types.file.filter(|_| one_in(self.random, 2));
        let other = (!one_in(self.random, 4)).then(|| self.random.below(structs));
        let response = file.or(other);
        let mut path = format!("/v3/{name}");
        let parameters = self.parameters(&mut path);
        let mut out = json!({
            "operation": name, "title": self.text(), "doc": self.text(),
            "source": { "page": self.text(), "updated": "2026-01-31" },
            "audience": [self.text()], "method": method, "path": path, "hosts": "main",
            "response": self.response(response), "errors": self.errors(),
            "samples": self.sample(&parameters, &body, response),
        });
        let map = out.as_object_mut().unwrap();
        self.statements(map, "prerequisites", 3);
        self.statements(map, "remarks", 3);
        self.notes(map, 3);
        if file.is_some() {
            let [url, hash_type, hash_value] = ADDRESS;
            let download = json!({
                "url": url, "hash_type": hash_type, "hash_value": hash_value, "unsigned": true,
            });
            map.insert("download".to_owned(), download);
        }
        if one_in(self.random, 2) {
            let limits = ["20/s", "1000/min per interface", "1/h", "7/d"];
            map.insert(
                "rate_limit".to_owned(),
                (*pick(self.random, &limits)).into(),
            );
        }
        let outside = parameters.iter().filter(|_| one_in(self.random, 2));
        let outside = outside.flat_map(|(_, fields)| fields.as_object().unwrap());
        let is_key = |field: &Value| {
            field["set_by"].is_null() && field["type"].as_str().unwrap().starts_with("string")
        };
        if let Some((name, _)) = outside.into_iter().find(|(_, field)| is_key(field)) {
            map.insert("idempotency_key".to_owned(), name.as_str().into());
        }
        if !parameters.is_empty() {
            map.insert("parameters".to_owned(), parameters.into());
        }
        if !body.is_empty() {
            self.body(&body, map);
            if matches!(method, "POST" | "PUT") && one_in(self.random, 3) {
                self.form(map);
            } else {
                self.encrypt(&body, map);
            }
        }
        out
    }

    /// Makes the body the JSON part of a form with a file.
    fn form(&mut self, operation: &mut Map<String, Value>) {
        let mut file = json!({
            "name": "picture", "title": self.text(), "doc": self.text(),
            "types": { "png": "image/png", "jpg": "image/jpeg" },
        });
        if one_in(self.random, 2) {
            file["max_bytes"] = 100_000.into();
        }
        let form = json!({
            "json": *pick(self.random, &["meta", "info"]), "file": file,
            "file_name": "picture_name", "digest": "picture_digest",
        });
        operation.insert("form".to_owned(), form);
        let text = |about: Value| json!({ "type": "string", "presence": "required", "doc": about });
        operation["body"]["picture_name"] = text(self.text());
        operation["body"]["picture_digest"] = text(self.text());
        let sample = &mut operation["samples"]["request"];
        let mut request: Value = serde_json::from_str(sample.as_str().unwrap()).unwrap();
        request["picture_name"] = "a.png".into();
        request["picture_digest"] = "0".repeat(64).into();
        *sample = request.to_string().into();
    }

    /// Encrypts a text that is not the idempotency key, and on which no other field depends.
    fn encrypt(&mut self, body: &[Field], operation: &mut Map<String, Value>) {
        let texts = body.iter().filter(|f| matches!(f.ty, Ty::Text)).skip(1);
        let is_subject = |name: &str| {
            let mut fields = body.iter();
            fields.any(|f| matches!(&f.when, When::Depends(_, subject, _) if subject == name))
        };
        for text in texts.filter(|text| !is_subject(&text.name)) {
            let field = &mut operation["body"][&text.name];
            field["sensitive"] = "encrypted".into();
            if one_in(self.random, 2) {
                field["padding"] = "pkcs1v15".into();
            }
        }
    }

    /// A callback whose resources are structs of the service.
    pub(super) fn callback(&mut self) -> Value {
        let structs = self.types.structs.len();
        let mut events = Map::new();
        for n in 0..=self.random.below(3) {
            let resource = format!("Struct{}", self.random.below(structs));
            let event = json!({
                "resource": resource, "title": self.text(), "doc": self.text(),
                "original_type": self.text(),
            });
            events.insert(format!("MADE.EVENT_{n}"), event);
        }
        let mut out = json!({
            "callback": "MadeEvent", "title": self.text(), "doc": self.text(),
            "source": { "page": self.text(), "updated": "2026-01-31" }, "events": events,
        });
        let map = out.as_object_mut().unwrap();
        self.statements(map, "reply", 2);
        self.statements(map, "remarks", 3);
        self.notes(map, 3);
        out
    }

    /// The parameters by place. Placeholders of path parameters are added to the path.
    fn parameters(&mut self, path: &mut String) -> Map<String, Value> {
        let [mut in_path, mut in_query, mut in_header] = std::array::from_fn(|_| Map::new());
        for n in 0..self.random.below(3) {
            write!(path, "/{{id_{n}}}/more").unwrap();
            let types = ["string(32)", "date", "integer", "boolean", "Enum0"];
            let ty = *pick(self.random, &types);
            let mut field = of_type(ty);
            field["presence"] = "required".into();
            field["doc"] = self.text();
            in_path.insert(format!("id_{n}"), field);
        }
        for n in 0..self.random.below(3) {
            let types = [
                "string",
                "date",
                "integer",
                "boolean",
                "Enum0",
                "array[string]",
                "array[Enum0]",
                "array[integer]",
            ];
            let ty = *pick(self.random, &types);
            let mut field = of_type(ty);
            field["presence"] = (*pick(self.random, &["required", "optional"])).into();
            field["title"] = self.text();
            in_query.insert(format!("query_{n}"), field);
        }
        if one_in(self.random, 2) {
            let own = json!({ "type": "string", "presence": "optional", "doc": self.text() });
            let accept = json!({ "type": "string", "presence": "required", "set_by": "runtime" });
            in_header.insert("X-Header".to_owned(), own);
            in_header.insert("Accept".to_owned(), accept);
        }
        let places = [
            ("path", in_path),
            ("query", in_query),
            ("header", in_header),
        ];
        let places = places.into_iter().filter(|(_, fields)| !fields.is_empty());
        places
            .map(|(place, fields)| (place.to_owned(), fields.into()))
            .collect()
    }

    fn response(&mut self, response: Option<usize>) -> Value {
        match response {
            Some(n) if one_in(self.random, 3) => {
                json!({ "status": 202, "body": format!("Struct{n}") })
            }
            Some(n) => format!("Struct{n}").into(),
            None => json!({ "status": 204 }),
        }
    }

    fn errors(&mut self) -> Value {
        let mut errors = vec![json!({ "common": "SYSTEM_ERROR", "table": self.text() })];
        let codes = ["RULE_LIMIT", "RULE_LIMIT", "Self", "PARAM|ERROR`"];
        for code in codes.iter().take(self.random.below(5)) {
            errors.push(json!({
                "status": 403, "code": code, "meaning": self.text(), "remedy": self.text(),
                "may_follow_own_attempt": one_in(self.random, 2), "retryable": one_in(self.random, 2),
            }));
        }
        errors.into()
    }

    /// A sample marked as ours that breaks no rule.
    fn sample(
        &mut self,
        parameters: &Map<String, Value>,
        body: &[Field],
        response: Option<usize>,
    ) -> Value {
        let mut sample = json!({ "ours": true, "path": {}, "query": {} });
        let of = |place: &str| {
            parameters
                .get(place)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
        };
        for (name, field) in of("path") {
            sample["path"][name] = self.parameter(field).into();
        }
        for (name, field) in of("query").filter(|(_, field)| field["presence"] == "required") {
            sample["query"][name] = self.parameter(field).into();
        }
        let mut sampled = Sampler {
            types: &self.types,
            random: self.random,
        };
        if !body.is_empty() {
            sample["request"] = sampled.object(body, true).to_string().into();
        }
        if let Some(n) = response {
            let fields = &self.types.structs[n];
            sample["response"] = sampled.object(fields, false).to_string().into();
        }
        sample
    }

    /// A value of a parameter.
    fn parameter(&self, field: &Value) -> &str {
        if field["format"] == "date" {
            return "2016-02-29";
        }
        let ty = field["type"].as_str().unwrap();
        let item = ty.strip_prefix("array[").unwrap_or(ty);
        match item.trim_end_matches(']') {
            "string" | "string(32)" => "q",
            "integer" => "7",
            "boolean" => "true",
            _ => &self.types.enums[0].values[0],
        }
    }

    /// The body, and everything that refers to its fields.
    fn body(&mut self, body: &[Field], operation: &mut Map<String, Value>) {
        let optional = |field: &&Field| matches!(field.when, When::Word("optional"));
        let optional: Vec<_> = body
            .iter()
            .filter(optional)
            .map(|f| f.name.as_str())
            .collect();
        if optional.len() > 1 {
            let one = json!({ "id": "one", "at_most_one_of": optional, "doc": self.text() });
            let rules = json!([one, { "server": "true", "doc": self.text() }]);
            operation.insert("rules".to_owned(), rules);
        }
        if matches!(operation["method"].as_str(), Some("PUT" | "DELETE")) && one_in(self.random, 2)
        {
            operation.insert("idempotent".to_owned(), self.text());
        }
        if let Some(text) = body.iter().find(|f| matches!(f.ty, Ty::Text)) {
            operation.insert("idempotency_key".to_owned(), text.name.as_str().into());
        }
        operation.insert("body".to_owned(), self.object(body, true));
    }
}

/// A field of a type, or a date.
fn of_type(ty: &str) -> Value {
    match ty {
        "date" => json!({ "type": "string", "format": "date" }),
        _ => json!({ "type": ty }),
    }
}
