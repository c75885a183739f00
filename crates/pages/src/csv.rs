//! Tables to take away (RFC 4180).

use crate::Error;

/// Writes a table: a head and rows of cells. A cell that a spreadsheet would take for a formula begins with an
/// apostrophe, as spreadsheets have it (OWASP, "CSV Injection").
///
/// # Errors
/// When a row has another number of cells than the head.
pub fn csv(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<String, Error> {
    let trouble = |error: csv::Error| Error::Document(error.to_string());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(head).map_err(trouble)?;
    for row in rows {
        writer.write_record(row.into_iter().map(harmless)).map_err(trouble)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::Document(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Error::Document(error.to_string()))
}

fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err() {
        return format!("'{cell}");
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_cell_is_a_formula() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let text = csv(
            &["post", "readers"],
            [row(["a \"b\", c", "1"]), row(["=cmd()", "-1"]), row(["@x\ny", "+1 and more"])],
        )
        .unwrap();
        let lines = "post,readers\r\n\"a \"\"b\"\", c\",1\r\n'=cmd(),-1\r\n\"'@x\ny\",'+1 and more\r\n";
        assert_eq!(text, lines);
        assert!(csv(&["one"], [row(["a", "b"])]).is_err());
    }
}
