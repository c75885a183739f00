//! Packages that other programs open.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use warc::{Package, PackageError, Page, Record, resource};

use crate::{DATE, page, written};

fn packed(archives: &[Vec<u8>]) -> (u64, Vec<u8>) {
    let mut bytes = Vec::new();
    let mut package = Package::new(Cursor::new(&mut bytes)).unwrap();
    for archive in archives {
        package.archive(archive.as_slice()).unwrap();
    }
    package.records(&[resource("urn:site:ledger", DATE, "text/plain", b"{}\n")]).unwrap();
    let page = Page { url: "https://gazette.example/a".into(), date: DATE.into(), title: "Water".into() };
    let records = package.finish("Evidence", "2026-11-26T13:00:00Z", "Courant", &[page]).unwrap();
    (records, bytes)
}

fn files(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut files = BTreeMap::new();
    for name in names {
        let mut file = zip.by_name(&name).unwrap();
        assert_eq!(file.compression(), zip::CompressionMethod::Stored, "{name}");
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.insert(name, content);
    }
    files
}

#[test]
fn a_package_lists_its_files_with_their_hashes_and_its_records_with_their_places() {
    let one = written(&page("https://gazette.example/a", b"water").records(None));
    let two = written(&page("https://gazette.example/b", b"wine").records(None));
    let (records, bytes) = packed(&[one.clone(), two.clone()]);
    assert_eq!(records, 5);
    assert_eq!(packed(&[one, two]).1, bytes, "the same again");
    let files = files(&bytes);
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "archive/data.warc.gz",
            "datapackage-digest.json",
            "datapackage.json",
            "indexes/index.cdxj",
            "pages/pages.jsonl"
        ]
    );
    let package: serde_json::Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
    assert_eq!(package["wacz_version"], "1.1.1");
    for resource in package["resources"].as_array().unwrap() {
        let content = &files[resource["path"].as_str().unwrap()];
        assert_eq!(resource["bytes"], content.len());
    }
    // Each line of the index leads to the record it tells of.
    let archive = &files["archive/data.warc.gz"];
    let index = String::from_utf8(files["indexes/index.cdxj"].clone()).unwrap();
    let mut targets = Vec::new();
    for line in index.lines() {
        let told: serde_json::Value = serde_json::from_str(line.splitn(3, ' ').nth(2).unwrap()).unwrap();
        let number = |name: &str| told[name].as_str().unwrap().parse::<usize>().unwrap();
        let member = &archive[number("offset")..number("offset") + number("length")];
        let entry = warc::Reader::new(member, 0).next_record().unwrap().unwrap();
        assert_eq!(entry.header("WARC-Target-URI"), told["url"].as_str());
        assert_eq!(entry.header("WARC-Payload-Digest"), told["digest"].as_str());
        targets.push(told["url"].as_str().unwrap().to_owned());
    }
    assert_eq!(targets, ["https://gazette.example/a", "https://gazette.example/b", "urn:site:ledger"]);
    assert!(index.starts_with("example,gazette)/a 20261126120000 {"), "{index}");
}

#[test]
fn a_damaged_archive_makes_no_package() {
    let whole = written(&[Record::warcinfo(DATE, &[])]);
    let mut package = Package::new(Cursor::new(Vec::new())).unwrap();
    package.archive(whole.as_slice()).unwrap();
    let error = package.archive(&whole[..whole.len() - 4]).unwrap_err();
    assert!(matches!(&error, PackageError::Damaged { spot, .. } if spot.records == 1), "{error}");
    assert!(error.to_string().contains("is cut short"), "{error}");
}
