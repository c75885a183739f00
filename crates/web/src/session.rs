//! Who is asking: the session cookie of a person, the token of a program, the address of a reader.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use model::{Account, Actor};

use crate::app::App;
use crate::failure::Failure;

const COOKIE: &str = "courant_session";
/// As long as the desk keeps a session.
const LIFE_SECONDS: u64 = 30 * 24 * 3_600;

/// The cookie of a guest who had this browser remember him.
const GUEST: &str = "courant_guest";
const GUEST_SECONDS: i64 = model::mail::REMEMBERED_DAYS * 24 * 3_600;

/// The secret in the session cookie, when there is one.
pub fn secret(headers: &HeaderMap) -> Option<String> {
    cookie(headers, COOKIE)
}

/// What a guest's browser is remembered by, when it is.
pub fn guest(headers: &HeaderMap) -> Option<String> {
    cookie(headers, GUEST)
}

fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value.to_owned())
}

/// Gives a session cookie along with an answer.
pub fn give(mut response: Response, secret: &str, secure: bool) -> Response {
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={LIFE_SECONDS}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Has a guest's browser remembered: the one cookie a reader can get, and only by pressing a button that says so.
pub fn remember(mut response: Response, token: &str, secure: bool) -> Response {
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{GUEST}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={GUEST_SECONDS}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Forgets a guest's browser.
pub fn forget(mut response: Response) -> Response {
    let cookie = HeaderValue::from_static("courant_guest=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Takes the session cookie away.
pub fn take(mut response: Response) -> Response {
    let cookie = HeaderValue::from_static("courant_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// A person at the desk. Every desk route has this extractor; without a session there is no way in.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who.
    pub actor: Actor,
    /// Their account.
    pub account: Account,
}

impl FromRequestParts<App> for Signed {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let secret = secret(&parts.headers).ok_or(Failure::SignIn)?;
        signed(app.blocking(move |app| app.desk().actor_of_session(&secret)).await?)
    }
}

/// A program with a token. Every API route has this extractor.
#[derive(Clone, Debug)]
pub struct Bearer(pub Signed);

impl FromRequestParts<App> for Bearer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim().to_owned())
            .ok_or(Failure::SignIn)?;
        signed(app.blocking(move |app| app.desk().actor_of_token(&token)).await?).map(Bearer)
    }
}

fn signed(actor: Actor) -> Result<Signed, Failure> {
    match actor {
        Actor::Account(account) => Ok(Signed { actor: Actor::Account(account.clone()), account }),
        Actor::Clipper(account) => Ok(Signed { actor: Actor::Clipper(account.clone()), account }),
        Actor::System | Actor::Nobody => Err(Failure::SignIn),
    }
}

/// The address a request comes from. A proxy on this machine is believed when it names another.
#[derive(Clone, Copy, Debug)]
pub struct From(pub IpAddr);

impl From {
    /// Reads it off a request: the last hop named by a local proxy, else the peer.
    pub fn of(peer: Option<IpAddr>, headers: &HeaderMap) -> Self {
        let last = headers.get_all("x-forwarded-for").iter().next_back();
        From::behind(peer.unwrap_or(IpAddr::from([0, 0, 0, 0])), last.and_then(|value| value.to_str().ok()))
    }

    /// The same with the last `X-Forwarded-For` at hand.
    pub fn behind(peer: IpAddr, forwarded: Option<&str>) -> Self {
        let named = forwarded
            .filter(|_| peer.is_loopback())
            .and_then(|line| line.rsplit(',').next())
            .and_then(|address| address.trim().parse().ok());
        From(named.unwrap_or(peer))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(From::of(peer, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_believed_only_on_this_machine() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("203.0.113.7, 198.51.100.2"));
        let of = |peer: [u8; 4]| From::of(Some(IpAddr::from(peer)), &headers).0.to_string();
        assert_eq!(of([127, 0, 0, 1]), "198.51.100.2");
        assert_eq!(of([192, 0, 2, 1]), "192.0.2.1");
    }

    #[test]
    fn the_session_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; courant_session=s3cret; c=d"));
        assert_eq!(secret(&headers).as_deref(), Some("s3cret"));
    }
}
