//! Files, zips and folders, and what is made to do harm.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use carry::Package;
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let how = if bytes.len() % 2 == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(how)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

fn content(package: &Package, name: &str) -> Result<Vec<u8>, String> {
    // Never more than a test wants to print.
    let mut bytes = Vec::new();
    package
        .read(name)
        .map_err(|broken| broken.to_string())?
        .read_to_end(&mut bytes)
        .map_err(|e| e.to_string())?;
    bytes.truncate(100);
    Ok(bytes)
}

fn names(package: &Package) -> Vec<&str> {
    package.files().iter().map(|(name, _)| name.as_str()).collect()
}

fn skipped(package: &Package) -> Vec<String> {
    package.skipped().iter().map(|skipped| format!("{}: {}", skipped.name, skipped.why)).collect()
}

#[test]
fn a_file_a_zip_and_a_folder_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let plain = write(folder.path(), "one/blog.xml", b"<feed/>");
    let packed = write(folder.path(), "two/blog.xml.gz", &[gzip(b"<fe"), gzip(b"ed/>")].concat());
    let disguised = write(folder.path(), "three/blog.xml", &gzip(b"<feed/>"));
    let zip =
        write(folder.path(), "four/takeout.zip", &zipped(&[("blog.xml", b"<feed/>"), ("a/b.png", b"12")]));
    for path in [plain.clone(), packed, disguised, zip, plain.parent().unwrap().to_owned()] {
        let package = Package::open(&path).unwrap();
        assert_eq!(content(&package, "blog.xml").unwrap(), b"<feed/>", "{path:?}");
        assert_eq!(package.whole("blog.xml", 3).unwrap(), "<fe");
        assert!(package.holds("blog.xml") && !package.holds("other.xml"));
        assert_eq!(
            content(&package, "other.xml"),
            Err("other.xml: there is no such file in the package".to_owned())
        );
    }
    let missing = Package::open(&folder.path().join("none")).unwrap_err();
    assert!(missing.to_string().contains("it can't be read"), "{missing}");
    fs::create_dir(folder.path().join("empty")).unwrap();
    let empty = Package::open(&folder.path().join("empty")).unwrap_err();
    assert!(empty.to_string().contains("there is no file in it"), "{empty}");
}

#[test]
fn parts_of_an_export_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let first =
        write(folder.path(), "t-001.zip", &zipped(&[("Takeout/a.xml", b"first"), ("Takeout/b.xml", b"b")]));
    let second =
        write(folder.path(), "t-002.zip", &zipped(&[("Takeout/a.xml", b"second"), ("Takeout/c.png", b"c")]));
    let more = write(folder.path(), "x/part.xml", b"1");
    let same = write(folder.path(), "y/part.xml", b"2");
    let package = Package::open_all(&[first, second, more, same.clone()]).unwrap();
    let other = same.display().to_string();
    assert_eq!(names(&package), ["Takeout/a.xml", "Takeout/b.xml", "Takeout/c.png", "part.xml", &other]);
    assert_eq!(content(&package, "Takeout/a.xml").unwrap(), b"first");
    assert_eq!(content(&package, &other).unwrap(), b"2");
    assert_eq!(skipped(&package), ["Takeout/a.xml: another file before it has the same name"]);
    // The same zips in a folder.
    let package = Package::open(folder.path()).unwrap();
    assert_eq!(
        names(&package),
        ["Takeout/a.xml", "Takeout/b.xml", "Takeout/c.png", "x/part.xml", "y/part.xml"]
    );
}

#[test]
fn litter_links_and_names_that_lead_out_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let secret = write(folder.path(), "secret.txt", b"secret");
    let inside = folder.path().join("export");
    write(&inside, "Takeout 2/feed.atom", b"<feed/>");
    write(&inside, "__MACOSX/._feed.atom", b"x");
    write(&inside, "Takeout 2/.DS_Store", b"x");
    std::os::unix::fs::symlink(&secret, inside.join("link.xml")).unwrap();
    std::os::unix::fs::symlink(folder.path(), inside.join("around")).unwrap();
    let package = Package::open(&inside).unwrap();
    assert_eq!(names(&package), ["Takeout 2/feed.atom"]);
    let mut told = skipped(&package);
    told.sort();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|told| told.contains("symbolic link")), "{told:?}");

    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for name in
        ["../../etc/cron.d/x", "/etc/passwd", r"C:\x.xml", "__MACOSX/._a", r"Takeout\feed.atom", "in.zip"]
    {
        zip.start_file(name, options).unwrap();
        zip.write_all(b"x").unwrap();
    }
    zip.add_symlink("link.xml", "/etc/passwd", options).unwrap();
    let path = write(folder.path(), "slip.zip", &zip.finish().unwrap().into_inner());
    let package = Package::open(&path).unwrap();
    assert_eq!(names(&package), ["Takeout/feed.atom"]);
    let told = skipped(&package).join("\n");
    assert_eq!(package.skipped().len(), 5, "{told}");
    assert_eq!(told.matches("leads out of the package").count(), 3, "{told}");
    assert!(told.contains("link.xml: it is a symbolic link"), "{told}");
    assert!(told.contains("in.zip: a zip within a zip is not opened"), "{told}");
}

#[test]
fn what_is_made_to_fill_a_disk_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let zeros = vec![0; 80 << 20];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for name in ["bomb.xml", "feed.atom"] {
        zip.start_file(name, options).unwrap();
        zip.write_all(if name == "bomb.xml" { &zeros } else { b"<feed/>" }).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let package = Package::open(&write(folder.path(), "bomb.zip", &bytes)).unwrap();
    assert_eq!(names(&package), ["feed.atom"]);
    assert!(skipped(&package)[0].contains("made to fill a disk"), "{:?}", skipped(&package));

    // One that lies about its size: it ends where it said it would, and is called damaged.
    let place = bytes.windows(4).rposition(|window| window == (80u32 << 20).to_le_bytes()).unwrap();
    let mut lying = bytes.clone();
    lying[place..place + 4].copy_from_slice(&(1u32 << 20).to_le_bytes());
    let package = Package::open(&write(folder.path(), "lying.zip", &lying)).unwrap();
    let refused = content(&package, "bomb.xml").unwrap_err();
    assert!(refused.contains("longer than the 1048576 bytes it may have"), "{refused}");

    // Many that are each small enough.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..8 {
        zip.start_file(format!("{index}.xml"), options).unwrap();
        zip.write_all(&zeros[..40 << 20]).unwrap();
    }
    let many = write(folder.path(), "many.zip", &zip.finish().unwrap().into_inner());
    let refused = Package::open(&many).unwrap_err();
    assert!(refused.what.contains("made to fill a disk"), "{refused}");

    // Gzip does not say; it is stopped on the way.
    let gz = write(folder.path(), "bomb.xml.gz", &gzip(&zeros));
    let package = Package::open(&gz).unwrap();
    let refused = content(&package, "bomb.xml").unwrap_err();
    assert!(refused.contains("made to fill a disk"), "{refused}");
}

#[test]
fn a_damaged_zip_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let text: String = (0..4000).map(|n| format!("{} ", n * n % 7919)).collect();
    let whole = zipped(&[("a.xml", format!("{text}.").as_bytes())]);
    let cut = write(folder.path(), "cut.zip", &whole[..whole.len() / 2]);
    let refused = Package::open(&cut).unwrap_err();
    assert!(refused.to_string().contains("the zip"), "{refused}");
    let mut flipped = whole;
    flipped[3000] ^= 0xff;
    let package = Package::open(&write(folder.path(), "flipped.zip", &flipped)).unwrap();
    assert!(content(&package, "a.xml").is_err());
    // Encryption is named, from the flag in the list.
    let mut secret = zipped(&[("a.xml", b"x")]);
    let list = secret.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    secret[list + 8] |= 1;
    let refused = Package::open(&write(folder.path(), "secret.zip", &secret)).unwrap_err();
    assert!(refused.what.contains("encrypted"), "{refused}");
    // A way of packing that we don't have.
    let mut odd = zipped(&[("a.xml", b"x"), ("b.xml", b"yy")]);
    let list = odd.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    odd[list + 10] = 14;
    let package = Package::open(&write(folder.path(), "odd.zip", &odd)).unwrap();
    assert!(skipped(&package)[0].contains("packed in a way we can't read"), "{:?}", skipped(&package));
}
