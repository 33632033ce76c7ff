//! Lists that are returned in pages.
//!
//! [`Client::pages`](crate::Client::pages) and `blocking::Client::pages` read one page after the
//! other. With the feature `stream`, `Client::items` is a stream of the items of all pages.

#[cfg(feature = "stream")]
mod items;

use std::collections::HashSet;
use std::fmt;

use crate::client::Client;
use crate::error::Error;
use crate::operation::Operation;
#[cfg(feature = "stream")]
pub use items::Items;

/// A request for one page of a list.
///
/// Generated request types implement this trait.
pub trait Paginated: Operation + Clone {
    /// An item of the list.
    type Item;

    /// The page that this request asks for.
    fn position(&self) -> Position;

    /// The same request for another page.
    #[must_use]
    fn at(&self, position: &Position) -> Self;

    /// The token of the next page.
    fn next_token(response: &Self::Response) -> Option<&str> {
        let _ = response;
        None
    }

    /// The items of a response.
    fn into_page(response: Self::Response) -> Page<Self::Item>;
}

/// The place of a page in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    token: Option<String>,
    offset: i64,
    has_token: bool,
}

#[doc(hidden)]
impl Position {
    /// The page of a token. The first page has none.
    #[must_use]
    pub fn of_token(token: Option<&str>) -> Self {
        Self {
            token: token.map(str::to_owned),
            offset: 0,
            has_token: true,
        }
    }

    /// The page after a number of items.
    #[must_use]
    pub fn of_offset(offset: impl Into<Option<i64>>) -> Self {
        Self {
            token: None,
            offset: offset.into().unwrap_or_default(),
            has_token: false,
        }
    }

    #[must_use]
    pub fn token(&self) -> String {
        self.token.clone().unwrap_or_default()
    }

    #[must_use]
    pub fn offset(&self) -> i64 {
        self.offset
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// The number of the items of all pages, if the response has it. Some operations return it
    /// with the first page only.
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// A page. Generated code makes it.
    #[doc(hidden)]
    #[must_use]
    pub fn new(items: Option<Vec<T>>, total: Option<i64>) -> Self {
        Self {
            items: items.unwrap_or_default(),
            total,
        }
    }
}

/// Why the pages of a list could not be read to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaginationError {
    /// The token of an earlier page was returned again.
    RepeatedToken,
    /// Several pages without items were returned, each with the token of a next page.
    EmptyPages,
}

impl fmt::Display for PaginationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RepeatedToken => f.write_str(
                "the list has no end: a response has the token of a page that was read already",
            ),
            Self::EmptyPages => write!(
                f,
                "the list has no end: {MAX_EMPTY_PAGES} pages in a row have no items, but the \
                 token of a next page"
            ),
        }
    }
}

/// The maximum number of pages without items in a row.
const MAX_EMPTY_PAGES: usize = 20;

/// The progress in a list, without sending anything.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<O> {
    /// The request for the next page. After an error it stays, for a second reader.
    request: O,
    is_over: bool,
    /// The tokens of the pages that were read.
    tokens: HashSet<String>,
    empty_pages: usize,
    total: Option<i64>,
}

impl<O: Paginated> Cursor<O> {
    pub(crate) fn new(request: O) -> Self {
        let token = request.position().token;
        Self {
            request,
            is_over: false,
            tokens: token.into_iter().collect(),
            empty_pages: 0,
            total: None,
        }
    }

    /// The request for the next page; `None` after the end or an error.
    pub(crate) fn request(&self) -> Option<&O> {
        (!self.is_over).then_some(&self.request)
    }

    /// Takes the response of the request for the next page.
    pub(crate) fn advance(
        &mut self,
        response: Result<O::Response, Error>,
    ) -> Result<Page<O::Item>, Error> {
        let response = response.inspect_err(|_| self.is_over = true)?;
        let position = self.request.position();
        let token = O::next_token(&response).filter(|token| !token.is_empty());
        let token = token.map(str::to_owned);
        let page = O::into_page(response);
        self.total = page.total.or(self.total);
        self.empty_pages = match page.items.len() {
            0 => self.empty_pages + 1,
            _ => 0,
        };
        let next = if position.has_token {
            self.next_token(token)
        } else {
            Ok(self.next_offset(position.offset, page.items.len()))
        };
        match next {
            Ok(Some(next)) => self.request = self.request.at(&next),
            Ok(None) => self.is_over = true,
            Err(error) => {
                self.is_over = true;
                return Err(Error::new(self.request.endpoint(), error));
            }
        }
        Ok(page)
    }

    fn next_token(&mut self, token: Option<String>) -> Result<Option<Position>, PaginationError> {
        let Some(token) = token else {
            return Ok(None);
        };
        let next = Position::of_token(Some(&token));
        if !self.tokens.insert(token) {
            return Err(PaginationError::RepeatedToken);
        }
        if self.empty_pages >= MAX_EMPTY_PAGES {
            return Err(PaginationError::EmptyPages);
        }
        Ok(Some(next))
    }

    /// A page without items is the last one, as is one that reaches the total.
    fn next_offset(&self, offset: i64, items: usize) -> Option<Position> {
        let next = offset.checked_add(i64::try_from(items).ok()?)?;
        let is_last = items == 0 || self.total.is_some_and(|total| next >= total);
        (!is_last).then(|| Position::of_offset(next))
    }
}

/// The pages of a list, one after the other. [`Client::pages`](crate::Client::pages) makes it.
///
/// The end is reached when a response has no token of a next page, or when an offset reaches the
/// total or an empty page. It is an error if a response has the token of an earlier page, or if too
/// many empty pages follow each other.
#[derive(Debug)]
pub struct Pages<O> {
    pub(crate) client: Client,
    pub(crate) cursor: Cursor<O>,
}

impl<O: Paginated> Pages<O> {
    /// Reads the next page. After the last page and after an error, the result is `None`.
    ///
    /// # Errors
    /// If the call fails, or if the list has no end.
    pub async fn next(&mut self) -> Option<Result<Page<O::Item>, Error>> {
        let response = self.client.send(self.cursor.request()?).await;
        Some(
            self.cursor
                .advance(response.map(crate::Response::into_inner)),
        )
    }

    /// The request for the page after those that were read. Store it to continue later, or to read
    /// a page again after an error.
    pub fn next_request(&self) -> &O {
        &self.cursor.request
    }
}
