//! Names of files in a package.

/// Longest name, in bytes.
const LONGEST: usize = 4096;

/// A name as the rest of the room uses it: relative, with slashes, leading nowhere else.
pub(super) fn clean(raw: &str) -> Result<String, &'static str> {
    let turned = raw.replace('\\', "/");
    if turned.len() > LONGEST {
        return Err("its name is too long");
    }
    if turned.chars().any(char::is_control) {
        return Err("its name holds control characters");
    }
    let drive = turned.as_bytes().get(1) == Some(&b':') && turned.as_bytes()[0].is_ascii_alphabetic();
    if turned.starts_with('/') || drive {
        return Err("its name leads out of the package");
    }
    let parts: Vec<&str> = turned.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.contains(&"..") {
        return Err("its name leads out of the package");
    }
    if parts.is_empty() {
        return Err("it has no name");
    }
    Ok(parts.join("/"))
}

/// Whether a file is what systems leave behind in folders, and means nothing.
pub(super) fn litter(name: &str) -> bool {
    name.split('/').any(|part| {
        matches!(part, "__MACOSX" | ".DS_Store" | "Thumbs.db" | "desktop.ini") || part.starts_with("._")
    })
}

/// Whether a name has one of these ends, in any case.
pub(super) fn ends_in(name: &str, ends: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| ends.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::{clean, litter};

    #[test]
    fn a_name_never_leads_out() {
        for (raw, name) in [
            ("Takeout 2/Blogger/feed.atom", Some("Takeout 2/Blogger/feed.atom")),
            (r"Takeout\Blogger\feed.atom", Some("Takeout/Blogger/feed.atom")),
            ("./a//b", Some("a/b")),
            ("a..b/..c", Some("a..b/..c")),
            ("../a", None),
            (r"a\..\..\b", None),
            ("/etc/passwd", None),
            (r"\\host\share", None),
            ("C:/a", None),
            ("c:a", None),
            ("a\0b", None),
            ("", None),
            ("./", None),
        ] {
            assert_eq!(clean(raw).ok().as_deref(), name, "{raw:?}");
        }
        assert!(litter("__MACOSX/a/._b") && litter("a/.DS_Store") && litter("a/._photo.png"));
        assert!(!litter("a/_b.xml"));
    }
}
