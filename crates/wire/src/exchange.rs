//! One finished fetch.

use bytes::Bytes;

/// What kind of answer a fetch asks for. Only the `Accept` header follows from it: the answer is not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// A page to clip.
    Page,
    /// A picture.
    Image,
    /// What a host says of a page for programs.
    Json,
}

impl Accept {
    /// The `Accept` header.
    pub(crate) fn header(self) -> &'static str {
        match self {
            Accept::Page => "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
            Accept::Json => "application/json, */*;q=0.1",
            Accept::Image => "image/avif, image/webp, image/png, image/jpeg, image/gif;q=0.9",
        }
    }
}

/// A request and its complete, successful answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The address asked for, as the URL standard writes it, without a fragment.
    pub request_url: String,
    /// The address that answered; equal to [`Exchange::request_url`] when nothing redirected.
    pub final_url: String,
    /// The addresses that answered with a redirect, in order; empty when none did.
    pub redirects: Vec<String>,
    /// The HTTP status, from 200 to 299.
    pub status: u16,
    /// The answer's headers in the order received (a repeated name stands beside its first use), names in
    /// lower case, bytes outside UTF-8 replaced. `content-encoding` and `content-length` are as sent: they
    /// describe the transfer, not [`Exchange::body`].
    pub headers: Vec<(String, String)>,
    /// The exact bytes after content-decoding (gzip, brotli); character set untouched.
    pub body: Bytes,
}

impl Exchange {
    /// The first header of that name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }
}
