//! Paper that is filled from the top: texts, drawings and codes below each other.

use crate::{
    code,
    font::{self, Cut, LINE},
    icon,
    raster::Raster,
    wrap,
};

/// Where a text stands between the edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Set {
    pub(crate) cut: Cut,
    /// Dots to the em.
    pub(crate) size: f32,
    pub(crate) align: Align,
}

impl Set {
    pub(crate) fn new(cut: Cut, size: f32) -> Self {
        Self {
            cut,
            size,
            align: Align::Centre,
        }
    }

    pub(crate) fn left(self) -> Self {
        Self {
            align: Align::Left,
            ..self
        }
    }
}

/// A line as it was set, for whoever wants to know what stands where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

/// A page with what was written on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its dots.
    pub raster: Raster,
    pub(crate) written: Vec<Written>,
}

impl Page {
    /// The lines of text on it, from the top.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(|line| line.text.as_str())
    }
}

/// Part of a page between two edges.
pub(crate) struct Column<'a> {
    paper: &'a mut Page,
    left: f32,
    width: f32,
    /// How far it is filled.
    pub(crate) y: f32,
}

/// Draws on paper as long as `most` dots and cuts it below what was drawn.
pub(crate) fn page(width: usize, most: usize, draw: impl FnOnce(&mut Page) -> f32) -> Page {
    let mut page = Page {
        raster: Raster::new(width, most),
        written: Vec::new(),
    };
    let used = draw(&mut page).ceil() as usize;
    page.raster = page.raster.of_height(used.min(most));
    page
}

impl<'a> Column<'a> {
    pub(crate) fn new(paper: &'a mut Page, left: f32, width: f32, y: f32) -> Self {
        Self {
            paper,
            left,
            width,
            y,
        }
    }

    pub(crate) fn gap(&mut self, dots: f32) {
        self.y += dots;
    }

    /// A text on as many lines as it needs; nothing for an empty one.
    pub(crate) fn text(&mut self, set: Set, text: &str) {
        if text.is_empty() {
            return;
        }
        for line in wrap::lines(set.cut, set.size, text, self.width) {
            // A single word that is wider than the paper is set smaller rather than cut.
            let wide = font::width(set.cut, set.size, &line);
            let size = set.size * (self.width / wide).min(1.0);
            self.line(Set { size, ..set }, &line);
        }
    }

    /// A text on one line, set smaller if it is too wide.
    pub(crate) fn one_line(&mut self, set: Set, text: &str) {
        if !text.is_empty() {
            let wide = font::width(set.cut, set.size, text);
            let size = set.size * (self.width / wide).min(1.0);
            self.line(Set { size, ..set }, text);
        }
    }

    fn line(&mut self, set: Set, text: &str) {
        let wide = font::width(set.cut, set.size, text);
        let x = match set.align {
            Align::Left => self.left,
            Align::Centre => self.left + (self.width - wide) / 2.0,
        };
        self.write(set, text, x, self.y);
        self.y += set.size * LINE;
    }

    /// Writes one line at a place, without going on.
    fn write(&mut self, set: Set, text: &str, x: f32, y: f32) {
        font::draw(&mut self.paper.raster, set.cut, set.size, text, x, y);
        self.paper.written.push(Written {
            text: text.to_owned(),
            left: x,
            right: x + font::width(set.cut, set.size, text),
            top: y,
            bottom: y + set.size * LINE,
        });
    }

    /// A drawing and a name beside each other, in the middle.
    pub(crate) fn titled(&mut self, name: &str, set: Set, text: &str) {
        let side = (set.size * 1.1).round();
        let air = set.size * 0.3;
        let room = self.width - side - air;
        let wide = font::width(set.cut, set.size, text);
        if wide > room {
            // Beside the drawing is no room: it stands above.
            self.picture(name, side);
            self.text(set, text);
            return;
        }
        let x = self.left + (self.width - side - air - wide) / 2.0;
        let height = set.size * LINE;
        let drawing = icon::draw(name, side as usize);
        let middle = self.y + (height - side) / 2.0;
        self.paper
            .raster
            .put(&drawing, x.round() as i32, middle.round() as i32);
        self.write(set, text, x + side + air, self.y);
        self.y += height;
    }

    /// A drawing in the middle.
    pub(crate) fn picture(&mut self, name: &str, side: f32) {
        let drawing = icon::draw(name, side as usize);
        let x = self.left + (self.width - side) / 2.0;
        self.paper
            .raster
            .put(&drawing, x.round() as i32, self.y.round() as i32);
        self.y += side;
    }

    /// A number: the digits as large as fits, up to `most` dots to the em, the prefix before them
    /// at about half. What stands around them is as near as the digits' height allows.
    pub(crate) fn number(&mut self, prefix: &str, digits: &str, most: f32) {
        const PREFIX: f32 = 0.46;
        /// Height of a digit of the heaviest cut in em.
        const DIGIT: f32 = 0.733;
        /// From the top of a line to the top of a digit in em.
        const ABOVE: f32 = 1.04 - DIGIT;
        let (prefix_ems, air) = if prefix.is_empty() {
            (0.0, 0.0)
        } else {
            (font::width(Cut::Black, PREFIX, prefix), 0.09)
        };
        let ems = prefix_ems + air + font::width(Cut::Black, 1.0, digits);
        let size = most.min(self.width / ems);
        let x = self.left + (self.width - ems * size) / 2.0;
        let top = self.y - ABOVE * size;
        let small = Set::new(Cut::Black, size * PREFIX);
        if !prefix.is_empty() {
            // A hanzi hangs a little below the baseline, digits do not.
            let y = top + 1.04 * size - (1.04 + 0.06) * small.size;
            self.write(small, prefix, x, y);
        }
        let after = x + (prefix_ems + air) * size;
        self.write(Set::new(Cut::Black, size), digits, after, top);
        self.y += DIGIT * size;
    }

    /// A code in the middle; answers how wide it became.
    pub(crate) fn code(&mut self, text: &str, most: f32) -> f32 {
        let Some(code) = code::draw(text, most.min(self.width) as usize) else {
            return 0.0;
        };
        let x = self.left + (self.width - code.width() as f32) / 2.0;
        self.paper
            .raster
            .put(&code, x.round() as i32, self.y.round() as i32);
        self.y += code.height() as f32;
        code.width() as f32
    }

    /// A line across.
    pub(crate) fn rule(&mut self, thick: f32) {
        self.paper.raster.fill(
            self.left.round() as i32,
            self.y.round() as i32,
            self.width.round() as i32,
            thick.max(1.0) as i32,
        );
        self.y += thick;
    }

    /// A line to cut along.
    pub(crate) fn dashes(&mut self, thick: f32, dash: f32) {
        let mut x = self.left;
        while x < self.left + self.width {
            let long = dash.min(self.left + self.width - x);
            self.paper.raster.fill(
                x.round() as i32,
                self.y.round() as i32,
                long as i32,
                thick.max(1.0) as i32,
            );
            x += dash * 2.0;
        }
        self.y += thick;
    }

    /// A round badge with a figure in it, to the left of a column of text.
    pub(crate) fn badge(&mut self, figure: &str, side: f32) {
        let (middle_x, middle_y) = (self.left + side / 2.0, self.y + side / 2.0);
        let reach = side / 2.0;
        let thick = (side * 0.07).max(2.0);
        for row in 0..side as i32 {
            for column in 0..side as i32 {
                let (dx, dy) = (
                    column as f32 + 0.5 - side / 2.0,
                    row as f32 + 0.5 - side / 2.0,
                );
                let away = dx.hypot(dy);
                if away <= reach && away >= reach - thick {
                    self.paper.raster.set(
                        (middle_x - side / 2.0) as i32 + column,
                        (middle_y - side / 2.0) as i32 + row,
                    );
                }
            }
        }
        let set = Set::new(Cut::Black, side * 0.62);
        let wide = font::width(set.cut, set.size, figure);
        // The digit's own middle is that of its height, not of its line.
        let top = middle_y - (1.04 - 0.733 / 2.0) * set.size;
        self.write(set, figure, middle_x - wide / 2.0, top);
    }
}
