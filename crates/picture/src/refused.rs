//! Why a picture is not kept, for the person who wanted it.

/// Why a picture is not kept. Each displays as the end of a sentence: “The picture was not kept: …”.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// None of the four kinds.
    #[error("the file is not a picture we can keep; pictures can be JPEG, PNG, GIF or WebP")]
    Unknown,
    /// An SVG drawing.
    #[error("it is an SVG drawing, which can carry programs; save it as PNG and add that")]
    Drawing,
    /// Text or a web page where a picture was promised.
    #[error("a web page came in place of a picture; the outlet may not let others show it")]
    Page,
    /// The format is one of ours, but the bytes don't hold together.
    #[error("the picture is damaged and can't be shown; look whether its page still shows it")]
    Damaged,
    /// No width or no height.
    #[error("the picture is empty: it has no width or no height")]
    Empty,
    /// A browser would have to unpack too much.
    #[error("the picture has {width} × {height} pixels; {} million are the most", crate::PIXELS / 1_000_000)]
    TooLarge {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// Too many bytes for its pixels, or too many passes over them.
    #[error(
        "unpacking the picture would take more memory or time than we give to one; a simpler copy of it will do"
    )]
    TooCostly,
}
