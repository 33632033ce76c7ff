//! The items of a list as a stream (feature `stream`).

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec;

use futures_core::Stream;

use super::{Page, Pages, Paginated};
use crate::client::Client;
use crate::error::Error;

/// The items of a list, over all its pages. [`Client::items`](crate::Client::items) makes it.
///
/// The next page is requested when all items of the earlier ones were taken. After an error, the
/// stream ends; see [`Pages`] for what is an error. To continue after an error, use
/// [`Client::pages`](crate::Client::pages), which keeps the request for the next page.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<O: Paginated> {
    ready: vec::IntoIter<O::Item>,
    state: State<O>,
}

/// The result of reading a page, with the pages that follow.
type Read<O> = (
    Pages<O>,
    Option<Result<Page<<O as Paginated>::Item>, Error>>,
);

enum State<O: Paginated> {
    Idle(Pages<O>),
    Reading(Pin<Box<dyn Future<Output = Read<O>> + Send>>),
    Over,
}

impl Client {
    /// Reads the items of a list one after the other, over its pages, beginning with the page of
    /// the request (feature `stream`).
    ///
    /// ```
    /// # use wechatpay_runtime::{Client, Error};
    /// # use wechatpay_runtime::pagination::Paginated;
    /// use futures_util::TryStreamExt as _;
    ///
    /// # async fn example<O>(client: &Client, request: &O) -> Result<(), Error>
    /// # where
    /// #     O: Paginated<Response: Send, Item: std::fmt::Debug + Send> + Send + Sync + 'static,
    /// # {
    /// let mut items = client.items(request);
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items<O: Paginated>(&self, request: &O) -> Items<O> {
        Items {
            ready: Vec::new().into_iter(),
            state: State::Idle(self.pages(request)),
        }
    }
}

impl<O> Stream for Items<O>
where
    O: Paginated<Response: Send, Item: Send> + Send + Sync + 'static,
{
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        // Ends: a list with too many empty pages is an error.
        loop {
            if let Some(item) = this.ready.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let mut reading = match mem::replace(&mut this.state, State::Over) {
                State::Over => return Poll::Ready(None),
                State::Idle(pages) => Box::pin(read(pages)),
                State::Reading(reading) => reading,
            };
            match reading.as_mut().poll(context) {
                Poll::Pending => {
                    this.state = State::Reading(reading);
                    return Poll::Pending;
                }
                Poll::Ready((_, None)) => return Poll::Ready(None),
                Poll::Ready((_, Some(Err(error)))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready((pages, Some(Ok(page)))) => {
                    this.ready = page.items.into_iter();
                    this.state = State::Idle(pages);
                }
            }
        }
    }
}

async fn read<O: Paginated>(mut pages: Pages<O>) -> Read<O> {
    let page = pages.next().await;
    (pages, page)
}

/// Nothing in it refers to its own place in memory.
impl<O: Paginated> Unpin for Items<O> {}

/// Shows no item, which may be personal data.
impl<O: Paginated> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("ready", &self.ready.len())
            .finish_non_exhaustive()
    }
}
