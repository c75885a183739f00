//! XML that every parser reads: what XML 1.0 forbids is left out.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};

pub(super) struct Xml<W: Write> {
    out: Writer<W>,
    open: Vec<&'static str>,
}

/// Without the characters that XML 1.0 has no way to write (2.2): most controls, and two non-characters.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let is_odd =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(is_odd) { text.replace(is_odd, "").into() } else { text.into() }
}

/// Text for HTML or XML, quotes included.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl<W: Write> Xml<W> {
    pub(super) fn new(out: W) -> Self {
        Xml { out: Writer::new(out), open: Vec::new() }
    }

    pub(super) fn begin(&mut self) -> io::Result<()> {
        self.out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        self.line()
    }

    pub(super) fn line(&mut self) -> io::Result<()> {
        self.out.write_event(Event::Text(BytesText::new("\n")))
    }

    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.out.write_event(Event::Start(start(name, attributes)))?;
        self.open.push(name);
        Ok(())
    }

    pub(super) fn close(&mut self) -> io::Result<()> {
        if let Some(name) = self.open.pop() {
            self.out.write_event(Event::End(BytesEnd::new(name)))?;
        }
        self.line()
    }

    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.out.write_event(Event::Empty(start(name, attributes)))?;
        self.line()
    }

    /// An element with text.
    pub(super) fn text(&mut self, name: &'static str, text: &str) -> io::Result<()> {
        self.text_with(name, &[], text)
    }

    pub(super) fn text_with(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.open(name, attributes)?;
        self.out.write_event(Event::Text(BytesText::new(&clean(text))))?;
        self.close()
    }

    /// An element with text that some readers want unescaped.
    pub(super) fn data(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.open(name, attributes)?;
        for part in BytesCData::escaped(&clean(text)) {
            self.out.write_event(Event::CData(part))?;
        }
        self.close()
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        while !self.open.is_empty() {
            self.close()?;
        }
        self.out.get_mut().flush()
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, &*clean(value)));
    }
    start
}
