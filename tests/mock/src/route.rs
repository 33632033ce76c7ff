//! Which answer belongs to a method and a path.

use crate::answer::Answer;

/// A method, a path template and what is answered there.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) method: String,
    pub(crate) template: String,
    pub(crate) answer: Answer,
}

impl Route {
    /// Why no request can ever be answered by this route.
    pub(crate) fn flaw(&self) -> Option<String> {
        if self.method.is_empty() || !self.method.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(format!("the method {:?} is not in capitals", self.method));
        }
        let well_formed =
            self.template.starts_with('/') && !self.template.contains(['?', '#', ' ']);
        if !well_formed
            || self
                .segments()
                .any(|segment| value_name(segment).is_none() && segment.contains(['{', '}']))
        {
            return Some(format!(
                "{:?} is not a path template such as /v3/stocks/{{stock_id}}/budget",
                self.template
            ));
        }
        self.answer.flaw().map(str::to_owned)
    }

    fn segments(&self) -> impl Iterator<Item = &str> {
        self.template.split('/')
    }

    /// Whether this route answers, and if so how many of its segments had to be matched to the letter.
    fn fit(&self, method: &str, path: &str) -> Option<usize> {
        let same_length = self.segments().count() == path.split('/').count();
        if self.method != method || !same_length {
            return None;
        }
        let mut literal = 0;
        for (wanted, found) in self.segments().zip(path.split('/')) {
            match value_name(wanted) {
                Some(_) if matches!(found, "" | "." | "..") => return None,
                Some(_) => {}
                None if wanted == found => literal += 1,
                None => return None,
            }
        }
        Some(literal)
    }
}

/// The name in a segment of the form `{name}`.
fn value_name(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    (!name.is_empty() && !name.contains(['{', '}'])).then_some(name)
}

/// The answer of the route that fits this target best: the most literal one, and of equals the last.
pub(crate) fn answer_to<'a>(routes: &'a [Route], method: &str, target: &str) -> Option<&'a Answer> {
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let fitting = routes
        .iter()
        .filter_map(|route| Some((route.fit(method, path)?, &route.answer)));
    fitting
        .max_by_key(|(literal, _)| *literal)
        .map(|(_, answer)| answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: &str, template: &str, status: u16) -> Route {
        Route {
            method: method.to_owned(),
            template: template.to_owned(),
            answer: Answer::json(status, ""),
        }
    }

    #[test]
    fn the_best_fit_answers() {
        let routes = [
            route("GET", "/v3/stocks/list", 201),
            route("GET", "/v3/stocks/{stock_id}", 202),
            route("PATCH", "/v3/stocks/{stock_id}/budget", 203),
            route("POST", "/v3/{a}/{b}", 205),
            route("POST", "/v3/{c}/{d}", 206),
        ];
        for (method, target, status) in [
            ("GET", "/v3/stocks/list", Some(201)),
            ("GET", "/v3/stocks/98065001", Some(202)),
            ("GET", "/v3/stocks/98065001?a=/b", Some(202)),
            ("GET", "/v3/stocks/a%2Fb%3F%E5%88%B8", Some(202)),
            ("PATCH", "/v3/stocks/1/budget", Some(203)),
            ("POST", "/v3/x/y", Some(206)),
            ("GET", "/v3/stocks/", None),
            ("GET", "/v3/stocks/..", None),
            ("GET", "/v3/stocks/1/", None),
            ("GET", "/v3/stocks/1/budget", None),
            ("get", "/v3/stocks/list", None),
            ("GET", "/v3/Stocks/1", None),
            ("PATCH", "/v3/stocks//budget", None),
        ] {
            assert_eq!(
                answer_to(&routes, method, target).map(|answer| answer.status),
                status,
                "{method} {target}"
            );
        }
    }

    #[test]
    fn routes_that_can_never_fit_are_named() {
        assert_eq!(route("GET", "/v3/{a}/b", 200).flaw(), None);
        for (method, template) in [
            ("get", "/"),
            ("", "/"),
            ("GET", ""),
            ("GET", "v3"),
            ("GET", "/a?b"),
            ("GET", "/a{b}"),
            ("GET", "/{}"),
        ] {
            assert!(
                route(method, template, 200).flaw().is_some(),
                "{method} {template}"
            );
        }
        assert!(route("GET", "/", 99).flaw().is_some());
    }
}
