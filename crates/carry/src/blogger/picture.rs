//! Addresses of pictures on Google's servers: the size they ask for, and the name they carry.

use url::Url;

use crate::html::unescaped;

/// Addresses under which a picture may be had in its original size, best first; the last is the address itself. One
/// that is not on Google's servers is its own only candidate.
pub fn original_size(address: &str) -> Vec<String> {
    let own = vec![address.to_owned()];
    let Ok(mut url) = Url::parse(address).or_else(|_| Url::parse(&format!("https:{address}"))) else {
        return own;
    };
    if !url.host_str().is_some_and(on_google) {
        return own;
    }
    let given = url.clone();
    let mut candidates = Vec::new();
    let path = url.path().to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let directive = parts.len().checked_sub(2).filter(|at| is_size(parts[*at]));
    url.set_query(None);
    url.set_fragment(None);
    let suffix = path.rfind('=').filter(|at| path[*at + 1..].split('-').next().is_some_and(is_size));
    match (directive, suffix) {
        (Some(at), _) => {
            for size in ["s0", "s1600"] {
                let mut parts = parts.clone();
                parts[at] = size;
                url.set_path(&parts.join("/"));
                candidates.push(url.to_string());
            }
        }
        (None, Some(at)) => {
            for end in ["=s0", ""] {
                url.set_path(&format!("{}{end}", &path[..at]));
                candidates.push(url.to_string());
            }
        }
        // Some have neither, and give a small one for that.
        (None, None) if parts.len() > 3 && !parts.last().is_some_and(|last| last.contains('.')) => {
            url.set_path(&format!("{path}=s0"));
            candidates.push(url.to_string());
        }
        (None, None) => {}
    }
    // As it was written, unless it is one of these.
    let written = if address.starts_with("//") { given.to_string() } else { address.to_owned() };
    candidates.retain(|candidate| *candidate != written);
    candidates.push(written);
    candidates
}

/// The name a picture carries, made comparable: what Blogger's addresses and the files of an album have in common.
/// `None` when it has none, as many of Google's newer addresses.
pub fn base_name(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    let mut last = path.trim_end_matches('/').rsplit(['/', '\\']).next()?.to_owned();
    if let Some(at) =
        last.rfind('=').filter(|at| is_size(last[*at + 1..].split('-').next().unwrap_or_default()))
    {
        last.truncate(at);
    }
    for _ in 0..2 {
        last = unescaped(&last);
    }
    let (stem, end) = last.rsplit_once('.')?;
    if stem.is_empty() || end.is_empty() || end.len() > 5 {
        return None;
    }
    let stem = stem.replace("_2B", " ").replace("_20", " ").replace(['+', '_'], " ");
    let bare = stem.trim_end();
    // A second file of one name is numbered where files are kept.
    let bare = match bare.rsplit_once('(') {
        Some((before, number)) if numbered(number) && !before.trim().is_empty() => before,
        _ => bare,
    };
    let words = bare.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let end = match end.to_ascii_lowercase().as_str() {
        "jpeg" | "jpe" => "jpg".to_owned(),
        "tiff" => "tif".to_owned(),
        other => other.to_owned(),
    };
    (!words.is_empty()).then(|| format!("{words}.{end}"))
}

/// Whether two addresses or names of files carry the name of one picture. Several pictures may carry one name.
pub fn same_picture(a: &str, b: &str) -> bool {
    base_name(a).is_some_and(|name| base_name(b).is_some_and(|other| other == name))
}

/// Google's servers of pictures.
fn on_google(host: &str) -> bool {
    host == "blogger.googleusercontent.com"
        || host.ends_with(".bp.blogspot.com")
        || host.ends_with(".ggpht.com")
        || (host.starts_with("lh") && host.ends_with(".googleusercontent.com"))
}

/// Whether a part of a path asks for a size: `s320`, `w640-h480`, `s1600-h`, `w400-h300-p-k-no-nu`.
fn is_size(part: &str) -> bool {
    let mut words = part.split('-');
    let first = words.next().unwrap_or_default();
    let sized = |word: &str| {
        let digits = word.strip_prefix(['s', 'w', 'h']);
        digits.is_some_and(|digits| {
            (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        })
    };
    sized(first) && words.all(|word| word.len() <= 6 && word.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn numbered(text: &str) -> bool {
    text.strip_suffix(')')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{base_name, original_size, same_picture};

    #[test]
    fn a_picture_is_asked_for_in_its_original_size() {
        for (address, first) in [
            (
                "http://4.bp.blogspot.com/-n/U/A/Q/s320/tree1.png",
                "http://4.bp.blogspot.com/-n/U/A/Q/s0/tree1.png",
            ),
            (
                "http://4.bp.blogspot.com/-n/U/A/Q/s1600-h/tree1.png",
                "http://4.bp.blogspot.com/-n/U/A/Q/s0/tree1.png",
            ),
            (
                "https://blogger.googleusercontent.com/img/b/R29/AVv/w640-h480/a%20b.png?x=1",
                "https://blogger.googleusercontent.com/img/b/R29/AVv/s0/a%20b.png",
            ),
            ("https://lh3.googleusercontent.com/zFdx-SA=s35", "https://lh3.googleusercontent.com/zFdx-SA=s0"),
            (
                "https://lh3.googleusercontent.com/p/AF1=w203-h152-k-no",
                "https://lh3.googleusercontent.com/p/AF1=s0",
            ),
            ("//lh3.googleusercontent.com/zFdx=s72-c", "https://lh3.googleusercontent.com/zFdx=s0"),
            (
                "https://blogger.googleusercontent.com/img/a/AVvXsEi",
                "https://blogger.googleusercontent.com/img/a/AVvXsEi=s0",
            ),
            ("https://example.org/s320/a.png", "https://example.org/s320/a.png"),
            ("a.png", "a.png"),
            ("", ""),
        ] {
            let candidates = original_size(address);
            assert_eq!(candidates[0], first);
            assert!(candidates.last().is_some_and(|last| last.ends_with(address)), "{candidates:?}");
        }
        assert_eq!(original_size("http://4.bp.blogspot.com/a/b/s0/c.png").len(), 2);
    }

    #[test]
    fn a_picture_is_known_by_its_name_however_that_is_written() {
        let names = [
            "https://blogger.googleusercontent.com/img/b/R/A/s320/My%2BPhoto%20%281%29.JPG",
            "http://1.bp.blogspot.com/a/b/My+Photo.jpeg",
            "Takeout/Blogger/Albums/News/My_2BPhoto(1).jpg",
            "My%252BPhoto.jpg",
        ];
        for name in names {
            assert_eq!(base_name(name).as_deref(), Some("my photo.jpg"), "{name}");
            assert!(same_picture(names[0], name));
        }
        assert!(!same_picture("a.jpg", "b.jpg"));
        assert!(!same_picture("https://x.example/img/a/AVv", "https://x.example/img/a/AVv"));
        assert_eq!(base_name("(1).png").as_deref(), Some("(1).png"));
    }
}
