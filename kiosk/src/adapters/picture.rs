//! A code as an image of Slint.

use slint::{Image, Rgb8Pixel, SharedPixelBuffer};

use crate::{qr, view::Surface};

/// The code for `text`, at least `least_mm` wide, or an empty image.
pub(super) fn code(text: &str, least_mm: f32, surface: &Surface) -> Image {
    let Some(picture) = qr::draw(text, least_mm * surface.px_per_mm) else {
        return Image::default();
    };
    let side = picture.side as u32;
    let mut buffer = SharedPixelBuffer::<Rgb8Pixel>::new(side, side);
    for (pixel, grey) in buffer.make_mut_slice().iter_mut().zip(&picture.pixels) {
        *pixel = Rgb8Pixel {
            r: *grey,
            g: *grey,
            b: *grey,
        };
    }
    Image::from_rgb8(buffer)
}
