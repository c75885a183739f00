//! What it means that a page was asked for and another address answered.

use url::Url;

use super::Cause;

/// First labels of hosts where one signs in.
const LOGIN_HOSTS: &[&str] =
    &["login", "signin", "sso", "auth", "accounts", "account", "id", "identity", "myaccount", "passport"];
/// Parts of paths where one signs in or pays, without what stands between their words.
const LOGIN_PARTS: &[&str] = &[
    "login",
    "logon",
    "signin",
    "sso",
    "auth",
    "oauth",
    "authorize",
    "authenticate",
    "register",
    "signup",
    "subscribe",
    "abo",
    "paywall",
    "anmelden",
    "anmeldung",
    "einloggen",
    "connexion",
    "identification",
    "acceso",
    "iniciarsesion",
    "accedi",
    "entrar",
    "inloggen",
    "logowanie",
    "wplogin",
    "usersession",
];
/// Names of what a host shows when no page is asked for.
const HOMES: &[&str] = &["index", "home", "start", "startseite", "accueil", "inicio", "default", "main"];

/// What is wrong when `answered` answers to a request for `asked`; `None` when it may well be the page.
pub fn landing(asked: &str, answered: &str) -> Option<Cause> {
    let (Ok(asked), Ok(answered)) = (Url::parse(asked), Url::parse(answered)) else { return None };
    if asked.host_str() == answered.host_str() && parts(&asked) == parts(&answered) {
        return None;
    }
    if is_login(&answered) && !is_login(&asked) {
        return Some(Cause::Login);
    }
    (is_home(&answered) && !is_home(&asked)).then_some(Cause::Home)
}

fn parts(url: &Url) -> Vec<String> {
    let parts = url.path().split('/').filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}

fn is_login(url: &Url) -> bool {
    let first = url.host_str().and_then(|host| host.split_once('.')).map(|(first, _)| first);
    let plain = |part: &String| {
        let name = part.split_once('.').map_or(part.as_str(), |(name, _)| name);
        name.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    first.is_some_and(|first| LOGIN_HOSTS.contains(&first))
        || parts(url).iter().map(plain).any(|part| LOGIN_PARTS.contains(&part.as_str()))
}

/// A front page: no path, the name of one, or a language and nothing more.
fn is_home(url: &Url) -> bool {
    let parts = parts(url);
    let names_home = |part: &str| HOMES.contains(&part.split_once('.').map_or(part, |(name, _)| name));
    let names_language = |part: &str| {
        let (language, region) = part.split_once(['-', '_']).unwrap_or((part, ""));
        language.len() == 2
            && region.len() <= 2
            && part.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
    };
    // “/?p=7” is an article of many a site.
    let plain = url.query().is_none_or(|query| !query.contains(|c: char| c.is_ascii_digit()));
    match parts.as_slice() {
        [] => plain,
        [one] => plain && (names_home(one) || names_language(one)),
        [one, two] => plain && names_language(one) && names_home(two),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_an_address_leads_says_what_became_of_the_page() {
        let story = "https://outlet.example/2026/11/the-lamp";
        for (answered, expected) in [
            (story, None),
            ("http://outlet.example/2026/11/the-lamp/", None),
            ("https://www.outlet.example/2026/11/the-lamp", None),
            ("https://outlet.example/archive/the-lamp", None),
            ("https://outlet.example/2026/11/the-login-that-failed", None),
            ("https://outlet.example/?p=77", None),
            ("https://outlet.example/", Some(Cause::Home)),
            ("https://www.outlet.example", Some(Cause::Home)),
            ("https://outlet.example/?utm_source=gone", Some(Cause::Home)),
            ("https://outlet.example/en/", Some(Cause::Home)),
            ("https://outlet.example/pt-br", Some(Cause::Home)),
            ("https://outlet.example/index.html", Some(Cause::Home)),
            ("https://outlet.example/de/startseite", Some(Cause::Home)),
            ("https://outlet.example/login?next=/2026/11/the-lamp", Some(Cause::Login)),
            ("https://outlet.example/account/sign-in", Some(Cause::Login)),
            ("https://outlet.example/wp-login.php?redirect_to=x", Some(Cause::Login)),
            ("https://accounts.outlet.example/x", Some(Cause::Login)),
            ("https://login.example/", Some(Cause::Login)),
            ("not an address", None),
        ] {
            assert_eq!(landing(story, answered), expected, "{answered}");
        }
        // What was cited may itself be such a page.
        assert_eq!(landing("https://outlet.example/", "https://www.outlet.example/en"), None);
        assert_eq!(landing("https://outlet.example/login", "https://outlet.example/auth/login"), None);
    }
}
