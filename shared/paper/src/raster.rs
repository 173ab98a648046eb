//! A picture of black and white dots, as a thermal printer burns it.

use std::fmt;

/// Rows of dots, eight to a byte, the leftmost in the highest bit; a set bit is black.
#[derive(Clone, PartialEq, Eq)]
pub struct Raster {
    width: usize,
    height: usize,
    bytes: Vec<u8>,
}

impl Raster {
    /// White paper of `width` × `height` dots.
    pub fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            bytes: vec![0; width.div_ceil(8) * height],
        }
    }

    /// Dots beside each other.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows of dots.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Bytes of one row.
    pub fn stride(&self) -> usize {
        self.width.div_ceil(8)
    }

    /// The rows, one after the other.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether the dot is black; outside everything is white.
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        x < self.width
            && y < self.height
            && self.bytes[y * self.stride() + x / 8] & (0x80 >> (x % 8)) != 0
    }

    /// Makes a dot black; outside nothing happens.
    pub fn set(&mut self, x: i32, y: i32) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return;
        };
        if x < self.width && y < self.height {
            let at = y * self.stride() + x / 8;
            self.bytes[at] |= 0x80 >> (x % 8);
        }
    }

    /// Makes a rectangle black.
    pub fn fill(&mut self, x: i32, y: i32, width: i32, height: i32) {
        for row in y..y + height {
            for column in x..x + width {
                self.set(column, row);
            }
        }
    }

    /// Paper of another height: rows are added in white or cut off.
    #[must_use]
    pub fn of_height(mut self, height: usize) -> Self {
        self.bytes.resize(self.stride() * height, 0);
        self.height = height;
        self
    }

    /// Puts the black dots of `other` with its corner at `x`, `y`.
    pub fn put(&mut self, other: &Self, x: i32, y: i32) {
        for row in 0..other.height {
            for column in 0..other.width {
                if other.is_black(column, row) {
                    self.set(x + column as i32, y + row as i32);
                }
            }
        }
    }

    /// The smallest box around everything black: left, top, right, bottom, the latter two
    /// beyond it. `None` on white paper.
    pub fn ink(&self) -> Option<(usize, usize, usize, usize)> {
        let mut found: Option<(usize, usize, usize, usize)> = None;
        for y in 0..self.height {
            for x in (0..self.width).filter(|x| self.is_black(*x, y)) {
                found = Some(match found {
                    None => (x, y, x + 1, y + 1),
                    Some((left, top, right, bottom)) => {
                        (left.min(x), top, right.max(x + 1), bottom.max(y + 1))
                    }
                });
            }
        }
        found
    }
}

impl fmt::Debug for Raster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raster({}×{})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_bits_from_the_left() {
        let mut paper = Raster::new(10, 2);
        for (x, y) in [(0, 0), (9, 0), (7, 1), (10, 0), (-1, 0), (0, 2)] {
            paper.set(x, y);
        }
        assert_eq!(paper.bytes(), [0x80, 0x40, 0x01, 0x00]);
        assert!(paper.is_black(9, 0) && !paper.is_black(8, 0) && !paper.is_black(99, 0));
        assert_eq!(paper.ink(), Some((0, 0, 10, 2)));
        assert_eq!(Raster::new(3, 3).ink(), None);
    }

    #[test]
    fn paper_put_on_paper_keeps_what_is_there() {
        let mut paper = Raster::new(4, 4);
        paper.fill(0, 0, 2, 1);
        let mut other = Raster::new(2, 2);
        other.fill(0, 0, 2, 2);
        paper.put(&other, 3, 3);
        assert_eq!(paper.bytes(), [0xc0, 0, 0, 0x10]);
        assert_eq!(paper.of_height(5).bytes(), [0xc0, 0, 0, 0x10, 0]);
    }
}
