use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder};

/// Pictures are compared by squares of this many pixels a side: the edges of curves and letters are smoothed a little
/// otherwise on another processor or by another release of the font library, which their mean does not show.
const SIDE: usize = 4;

/// How far the mean of a square may be off, of 255, in any channel.
const SLACK: usize = 12;

/// Squares of ten thousand that may be off.
const MOST: usize = 10;

/// A picture, eight bits each of red, green and blue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

/// How a picture is not as approved.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) words: String,
    /// The new one, pale, with what differs in red.
    pub(super) marked: Option<Image>,
}

impl Difference {
    pub(super) fn none_yet() -> Self {
        Self {
            words: "none is approved yet".into(),
            marked: None,
        }
    }
}

impl Image {
    /// Reads a PNG of eight bits a channel, as browsers make them; transparency is left out.
    pub fn read(png: &[u8]) -> Self {
        let mut reader = Decoder::new(Cursor::new(png)).read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        assert_eq!(info.bit_depth, BitDepth::Eight);
        data.truncate(info.buffer_size());
        let rgb = match info.color_type {
            ColorType::Rgb => data,
            ColorType::Rgba => data
                .chunks_exact(4)
                .flat_map(|p| [p[0], p[1], p[2]])
                .collect(),
            other => panic!("a picture of {other:?}"),
        };
        Self {
            width: info.width,
            height: info.height,
            rgb,
        }
    }

    /// As a PNG, small.
    pub fn write(&self) -> Vec<u8> {
        let mut png = Vec::new();
        let mut encoder = Encoder::new(&mut png, self.width, self.height);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::High);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.rgb).unwrap();
        writer.finish().unwrap();
        png
    }

    /// What lies between the left, upper, right and lower edge.
    #[must_use]
    pub fn part(&self, [left, upper, right, lower]: [u32; 4]) -> Self {
        assert!(
            left < right && upper < lower && right <= self.width && lower <= self.height,
            "{left},{upper} to {right},{lower} is not within {}×{}",
            self.width,
            self.height
        );
        let byte = |x: u32, y: u32| 3 * (y * self.width + x) as usize;
        let row = |y| &self.rgb[byte(left, y)..byte(right, y)];
        Self {
            width: right - left,
            height: lower - upper,
            rgb: (upper..lower).flat_map(row).copied().collect(),
        }
    }

    /// Whether another one differs from this one by no more than may be.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.difference(other).is_none()
    }

    /// How another one differs from this one, if it does by more than may be.
    pub(super) fn difference(&self, other: &Self) -> Option<Difference> {
        if (self.width, self.height) != (other.width, other.height) {
            return Some(Difference {
                words: format!(
                    "{}×{} now, {}×{} as approved",
                    other.width, other.height, self.width, self.height
                ),
                marked: None,
            });
        }
        let (across, down) = self.squares();
        let places = (0..down).flat_map(|row| (0..across).map(move |column| (column, row)));
        let off: Vec<bool> = places
            .map(|place| {
                let (one, other) = (self.mean(place), other.mean(place));
                (0..3).any(|channel| one[channel].abs_diff(other[channel]) > SLACK)
            })
            .collect();
        let number = off.iter().filter(|off| **off).count();
        if number * 10_000 <= MOST * off.len() {
            return None;
        }
        let width = self.width as usize;
        let mut marked = other.clone();
        for (at, pixel) in marked.rgb.chunks_exact_mut(3).enumerate() {
            let square = (at / width / SIDE) * across + (at % width) / SIDE;
            if off[square] {
                pixel.copy_from_slice(&[220, 0, 0]);
            } else {
                pixel.iter_mut().for_each(|part| *part = 160 + *part / 3);
            }
        }
        Some(Difference {
            words: format!("{number} of {} squares differ", off.len()),
            marked: Some(marked),
        })
    }

    /// How many squares lie beside and above each other; the last may be cut.
    fn squares(&self) -> (usize, usize) {
        let of = |pixels: u32| (pixels as usize).div_ceil(SIDE);
        (of(self.width), of(self.height))
    }

    /// The mean of a square's pixels.
    fn mean(&self, (column, row): (usize, usize)) -> [usize; 3] {
        let (width, height) = (self.width as usize, self.height as usize);
        let mut sum = [0; 3];
        let mut pixels = 0;
        for y in row * SIDE..((row + 1) * SIDE).min(height) {
            for x in column * SIDE..((column + 1) * SIDE).min(width) {
                let at = 3 * (y * width + x);
                for (sum, part) in sum.iter_mut().zip(&self.rgb[at..]) {
                    *sum += usize::from(*part);
                }
                pixels += 1;
            }
        }
        sum.map(|sum| sum / pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grey picture with a square of a colour.
    fn square(at: u32, side: u32, colour: [u8; 3]) -> Image {
        let (width, height) = (200, 100);
        let inside = |x, y| (at..at + side).contains(&x) && (at..at + side).contains(&y);
        let pixel = |n: u32| match inside(n % width, n / width) {
            true => colour,
            false => [240; 3],
        };
        Image {
            width,
            height,
            rgb: (0..width * height).flat_map(pixel).collect(),
        }
    }

    #[test]
    fn a_picture_is_read_as_it_was_written() {
        let image = square(10, 20, [11, 110, 110]);
        assert_eq!(Image::read(&image.write()), image);
    }

    #[test]
    fn a_part_is_what_lies_between_its_edges() {
        let image = square(10, 20, [100; 3]);
        let part = image.part([8, 10, 32, 30]);
        assert_eq!((part.width, part.height), (24, 20));
        assert_eq!(part.rgb[..9], [240, 240, 240, 240, 240, 240, 100, 100, 100]);
        assert_eq!(part.rgb[part.rgb.len() - 6..][..3], [240; 3]);
        assert_eq!(image.part([10, 10, 30, 30]).rgb, [100; 1_200]);
    }

    #[test]
    fn colours_slightly_off_and_other_edges_are_let_pass() {
        let approved = square(10, 20, [100; 3]);
        assert!(approved.difference(&approved).is_none());
        let slightly = square(10, 20, [112, 100, 88]);
        assert!(approved.difference(&slightly).is_none());
        // Every pixel of an edge drawn otherwise, and a single square of another colour.
        let mut edge = approved.clone();
        for x in (0..200).step_by(2) {
            edge.rgb[3 * (x + 50 * 200)] ^= 64;
        }
        assert!(approved.difference(&edge).is_none());
        assert!(approved.difference(&square(10, 21, [100; 3])).is_some());
    }

    #[test]
    fn another_colour_place_or_size_is_found() {
        let approved = square(10, 20, [100; 3]);
        let words = |other: &Image| approved.difference(other).unwrap().words;
        assert!(words(&square(10, 20, [114, 100, 100])).ends_with("of 1250 squares differ"));
        assert!(words(&square(12, 20, [100; 3])).ends_with("of 1250 squares differ"));
        let cut = Image {
            height: 99,
            rgb: approved.rgb[..200 * 99 * 3].to_vec(),
            ..approved
        };
        assert_eq!(
            approved.difference(&cut).unwrap().words,
            "200×99 now, 200×100 as approved"
        );
    }

    #[test]
    fn what_differs_is_marked_in_red() {
        let (approved, seen) = (square(0, 8, [100; 3]), square(0, 20, [100; 3]));
        let marked = approved.difference(&seen).unwrap().marked.unwrap();
        let red = marked.rgb.chunks_exact(3).filter(|p| *p == [220, 0, 0]);
        assert_eq!(red.count(), 20 * 20 - 8 * 8);
    }
}
