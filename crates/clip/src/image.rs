//! What a picture is, by its bytes.

/// Facts of a picture that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageFacts {
    /// `image/jpeg`, `image/png`, `image/gif` or `image/webp`.
    pub mime: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Most pixels of a picture: what a browser must unpack to show it.
const PIXELS: u64 = 50_000_000;

/// The facts of a picture.
///
/// # Errors
/// A sentence, for bytes that are not one of the four kinds, or that would unpack to more than 50 million
/// pixels.
pub fn image_facts(bytes: &[u8]) -> Result<ImageFacts, String> {
    use imagesize::ImageType;
    let kinds = "pictures can be JPEG, PNG, GIF or WebP";
    let unknown = || format!("the file is not a picture we can keep; {kinds}");
    let mime = match imagesize::image_type(bytes).map_err(|_| unknown())? {
        ImageType::Jpeg => "image/jpeg",
        ImageType::Png => "image/png",
        ImageType::Gif => "image/gif",
        ImageType::Webp => "image/webp",
        _ => return Err(unknown()),
    };
    let size = imagesize::blob_size(bytes)
        .map_err(|_| "the picture is damaged: its size can't be read".to_owned())?;
    let (Ok(width), Ok(height)) = (u32::try_from(size.width), u32::try_from(size.height)) else {
        return Err("the picture is damaged: its size makes no sense".to_owned());
    };
    if width == 0 || height == 0 {
        return Err("the picture is empty: it has no width or no height".to_owned());
    }
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(format!(
            "the picture has {width} × {height} pixels; {} million are the most",
            PIXELS / 1_000_000
        ));
    }
    Ok(ImageFacts { mime, width, height })
}
