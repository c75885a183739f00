//! Makes cargo look again when a template or an asset is added, not only when one changes.

fn main() {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=assets");
}
