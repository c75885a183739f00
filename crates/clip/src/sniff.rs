//! What bytes are, when they are not a page.

/// Names what the bytes are, unless they may be HTML. The label is only asked when the bytes are silent.
pub(crate) fn not_html(bytes: &[u8], content_type: Option<&str>) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"%PDF-") {
        return Some("a PDF document");
    }
    if starts(b"\x89PNG")
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF8")
        || riff(bytes, b"WEBP")
        || starts(b"BM") && bytes.contains(&0)
    {
        return Some("a picture");
    }
    if starts(b"PK\x03\x04")
        || starts(b"PK\x05\x06")
        || starts(b"Rar!")
        || starts(b"7z\xbc\xaf")
        || starts(b"\x1f\x8b")
    {
        return Some("a compressed archive");
    }
    if bytes.get(4..8) == Some(b"ftyp") || starts(b"\x1a\x45\xdf\xa3") || riff(bytes, b"AVI ") {
        return Some("a video file");
    }
    if starts(b"ID3") || starts(b"OggS") || riff(bytes, b"WAVE") || starts(b"fLaC") {
        return Some("a sound file");
    }
    let head = &bytes[..bytes.len().min(2_048)];
    let nul_share = head.iter().filter(|b| **b == 0).count() * 10;
    let utf16 = starts(b"\xff\xfe") || starts(b"\xfe\xff");
    if nul_share > head.len() && !utf16 {
        return Some("a binary file");
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let lower = text.to_ascii_lowercase();
    if text.starts_with(['{', '[']) && serde_json::from_slice::<serde_json::Value>(bytes).is_ok() {
        return Some("JSON data");
    }
    if lower.starts_with("<svg") || lower.starts_with("<?xml") && lower.contains("<svg") {
        return Some("a picture");
    }
    if (lower.starts_with("<?xml") || lower.starts_with("<rss") || lower.starts_with("<feed"))
        && ["<rss", "<feed", "<rdf:rdf"].iter().any(|tag| lower.contains(tag))
    {
        return Some("a feed");
    }
    if !utf16 && !has_tag(bytes) {
        let label = content_type.unwrap_or_default().to_ascii_lowercase();
        return Some(if label.starts_with("image/") { "a picture" } else { "plain text" });
    }
    None
}

fn riff(bytes: &[u8], kind: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(kind)
}

fn has_tag(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || pair[1] == b'!'))
}
