//! Slips as files.

use std::{fs, io::Cursor, path::Path};

use paihao_paper::{PrinterConfig, Slip, State, Width};

use crate::{
    decoder::{pages, read},
    slips::{URL, codes, ticket},
};

fn print(folder: &Path, options: &str, slip: &Slip) {
    let said = format!("file:{}{options}", folder.display());
    let config = PrinterConfig::read(Some(&said), None).unwrap();
    let printer = config.open().unwrap().unwrap();
    assert_eq!(printer.state(), State::Silent);
    printer.print(slip).unwrap();
}

#[test]
fn every_slip_is_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let slips = folder.path().join("slips");
    for _ in 0..2 {
        print(&slips, ",width=58", &ticket());
    }
    print(&slips, ",width=58,format=pdf", &ticket());
    print(&slips, ",width=58,format=escpos", &ticket());
    let mut names: Vec<_> = fs::read_dir(&slips)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["理012-1.bin", "理012-1.pdf", "理012-1.png", "理012-2.png"]
    );

    let bytes = fs::read(slips.join("理012-1.bin")).unwrap();
    let drawn = &ticket().pages(Width::Mm58)[0].raster;
    assert_eq!(&pages(&read(&bytes))[0], drawn);

    let decoder = png::Decoder::new(Cursor::new(fs::read(slips.join("理012-1.png")).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut rows = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut rows).unwrap();
    assert_eq!(
        (info.width as usize, info.height as usize),
        (384, drawn.height())
    );
    // A set bit is white there.
    let inverted: Vec<u8> = rows.iter().map(|byte| !byte).collect();
    assert_eq!(inverted, drawn.bytes());
    assert_eq!(codes(drawn), [URL]);

    let pdf = fs::read(slips.join("理012-1.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.ends_with(b"%%EOF"));
    // 48 mm are 136 points.
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("/MediaBox [0 0 136."), "{text:.400}");
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let said = format!("file:{}", file.join("slips").display());
    let config = PrinterConfig::read(Some(&said), None).unwrap();
    let printer = config.open().unwrap().unwrap();
    assert_eq!(printer.state(), State::Unreachable);
    assert!(printer.print(&ticket()).unwrap_err().is_before_paper());
}
