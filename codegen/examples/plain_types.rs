//! The types of a spec as somebody would write them who only wants them to be there: the same
//! structs, enums and fields with serde's derives, in one file, without builders, open enums or
//! documentation. `tests/figures.sh` measures the generated crate against it.
//!
//! ```sh
//! cargo run -p wechatpay-codegen --example plain_types -- spec > lib.rs     # to be sent and read, both
//! cargo run -p wechatpay-codegen --example plain_types -- spec Serialize > lib.rs
//! ```

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use wechatpay_codegen::diagnostic::Format;
use wechatpay_codegen::model::{Enum, Field, Presence, Service, Struct, Type};
use wechatpay_codegen::source::Sources;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let spec = arguments.next().unwrap_or_else(|| "spec".to_owned());
    let derives = arguments
        .next()
        .unwrap_or_else(|| "Serialize, Deserialize".to_owned());
    let sources = match Sources::read(Path::new(&spec)) {
        Ok(sources) => sources,
        Err(error) => {
            eprintln!("cannot read {spec}: {error}");
            return ExitCode::from(2);
        }
    };
    let (model, diagnostics) = wechatpay_codegen::read(&sources);
    if diagnostics.has_errors() {
        eprintln!("{}", diagnostics.render(&sources, Format::Human));
        return ExitCode::FAILURE;
    }
    // A request without structs of its own needs nothing from above.
    println!("#![allow(unused_imports)]\n");
    for service in &model.services {
        print!("{}", Plain { derives: &derives }.service(service));
    }
    ExitCode::SUCCESS
}

struct Plain<'a> {
    derives: &'a str,
}

impl Plain<'_> {
    fn service(&self, service: &Service) -> String {
        let name = &service.name;
        let derives = self.derives;
        let mut text =
            format!("#[cfg(feature = \"{name}\")]\npub mod {name} {{\nuse serde::{{{derives}}};\n");
        let codes = service.operations.iter().map(|o| &o.error_code);
        let printed = service
            .enums
            .iter()
            .filter(|enumeration| !enumeration.is_duplicate);
        for item in printed.chain(codes) {
            text += &self.enumeration(item);
        }
        text += &self.module("request", &service.requests, true);
        text += &self.module("response", &service.responses, false);
        text + "}\n"
    }

    fn module(&self, name: &str, structs: &[Struct], strict: bool) -> String {
        if structs.is_empty() {
            return String::new();
        }
        let derives = self.derives;
        let mut text = format!("pub mod {name} {{\nuse serde::{{{derives}}};\nuse super::*;\n");
        for model in structs.iter().filter(|structure| !structure.is_duplicate) {
            let default = if strict { "" } else { "Default, " };
            let _ = write!(
                text,
                "#[derive(Clone, Debug, {default}PartialEq, Eq, {derives})]\npub struct {} {{\n",
                model.name
            );
            for field in &model.fields {
                text += &plain_field(field, strict);
            }
            text += "}\n\n";
        }
        text + "}\n"
    }

    fn enumeration(&self, item: &Enum) -> String {
        let derives = self.derives;
        let mut text = format!(
            "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, {derives})]\npub enum {} {{\n",
            item.name
        );
        for value in &item.values {
            let _ = writeln!(
                text,
                "    #[serde(rename = \"{}\")]\n    {},",
                value.wire_name, value.name
            );
        }
        text + "}\n\n"
    }
}

/// Required fields as they are; all others, and all of a response, as options.
fn plain_field(field: &Field, strict: bool) -> String {
    let ty = plain_type(&field.ty);
    let required = strict && matches!(field.presence, Presence::Required);
    let mut told = Vec::new();
    if field.name != field.wire_name {
        told.push(format!("rename = \"{}\"", field.wire_name));
    }
    if strict && !required {
        told.push("skip_serializing_if = \"Option::is_none\"".to_owned());
    }
    let attribute = match told.as_slice() {
        [] => String::new(),
        told => format!("    #[serde({})]\n", told.join(", ")),
    };
    let ty = if required {
        ty
    } else {
        format!("Option<{ty}>")
    };
    format!("{attribute}    pub {}: {ty},\n", field.name)
}

fn plain_type(ty: &Type) -> String {
    match ty {
        Type::String | Type::Time | Type::Encrypted | Type::JsonText(_) | Type::ReceivedJson(_) => {
            "String".to_owned()
        }
        Type::Integer => "i64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::File => "Vec<u8>".to_owned(),
        Type::Object => "serde_json::Value".to_owned(),
        Type::Array(inner) => format!("Vec<{}>", plain_type(inner)),
        Type::Struct(name) | Type::Enum(name) => name.clone(),
    }
}
