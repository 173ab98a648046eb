//! Pages as files: PNG and PDF.

use std::io;

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};

use crate::{column::Page, raster::Raster};

/// Dots to the inch of slip printers.
pub const SLIP_DPI: f32 = 203.0;
/// Points to the inch.
const POINTS: f32 = 72.0;
/// Between the pages of one slip in a picture, dots.
const GAP: usize = 24;
/// How hard zlib tries, of ten.
const LEVEL: u8 = 6;

/// The pages below each other as a PNG of black and white, with dashes where the paper is cut.
///
/// # Errors
/// The encoder refuses pages without any dot.
pub fn png(pages: &[Page], dpi: f32) -> io::Result<Vec<u8>> {
    let paper = joined(pages);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, paper.width() as u32, paper.height() as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let per_metre = (dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&whites(&paper))?;
    writer.finish()?;
    Ok(bytes)
}

/// The pages as a PDF, each at its size.
pub fn pdf(pages: &[Page], dpi: f32) -> Vec<u8> {
    let mut next = 0;
    let mut fresh = || {
        next += 1;
        Ref::new(next)
    };
    let (catalog, tree) = (fresh(), fresh());
    let ids: Vec<[Ref; 3]> = pages.iter().map(|_| [fresh(), fresh(), fresh()]).collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree)
        .kids(ids.iter().map(|[page, ..]| *page))
        .count(pages.len() as i32);
    let name = Name(b"P");
    for (page, [id, content, image]) in pages.iter().zip(&ids) {
        let points = |dots: usize| dots as f32 * POINTS / dpi;
        let paper = &page.raster;
        let (wide, high) = (points(paper.width()), points(paper.height()));
        let mut written = pdf.page(*id);
        written
            .media_box(Rect::new(0.0, 0.0, wide, high))
            .parent(tree)
            .contents(*content);
        written.resources().x_objects().pair(name, *image);
        written.finish();
        let mut drawing = Content::new();
        drawing.save_state();
        drawing.transform([wide, 0.0, 0.0, high, 0.0, 0.0]);
        drawing.x_object(name);
        drawing.restore_state();
        pdf.stream(*content, &drawing.finish());
        let dots = compress_to_vec_zlib(&whites(paper), LEVEL);
        let mut object = pdf.image_xobject(*image, &dots);
        object.filter(Filter::FlateDecode);
        object
            .width(paper.width() as i32)
            .height(paper.height() as i32)
            .bits_per_component(1)
            .color_space()
            .device_gray();
    }
    pdf.finish()
}

/// In pictures a set bit is white.
fn whites(paper: &Raster) -> Vec<u8> {
    paper.bytes().iter().map(|byte| !byte).collect()
}

fn joined(pages: &[Page]) -> Raster {
    if let [page] = pages {
        return page.raster.clone();
    }
    let width = pages.iter().map(|page| page.raster.width()).max();
    let high: usize = pages.iter().map(|page| page.raster.height() + GAP).sum();
    let mut paper = Raster::new(width.unwrap_or_default(), high.saturating_sub(GAP));
    let mut y = 0;
    for (at, page) in pages.iter().enumerate() {
        if at > 0 {
            for x in (0..paper.width()).step_by(24) {
                paper.fill(x as i32, (y - GAP / 2) as i32, 12, 2);
            }
        }
        paper.put(&page.raster, 0, y as i32);
        y += page.raster.height() + GAP;
    }
    paper
}
