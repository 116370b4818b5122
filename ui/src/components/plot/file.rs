//! A drawing as an SVG file: in the light theme's colours on white, since it goes into papers and slides.

use std::fmt::Write as _;

use super::drawing::{Anchor, Drawing, Fill, Shape, WIDTH};

/// Room around the drawing.
const MARGIN: f64 = 8.0;

const WORDS: &str = "#5f6a78";
const AXIS: &str = "#c5cad2";

/// The light theme's colours, by the tokens they have in `tokens.css`.
const fn colour(fill: Fill) -> &'static str {
    match fill {
        Fill::Ok => "#176f42",
        Fill::Bad => "#aa2219",
        Fill::Run => "#1d5fb4",
        Fill::Stop => AXIS,
    }
}

impl Drawing {
    /// The whole file.
    pub fn svg(&self) -> String {
        let (width, height) = (WIDTH + 2.0 * MARGIN, self.height + 2.0 * MARGIN);
        let bad = colour(Fill::Bad);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"{left} {left} {width} {height}\" role=\"img\" font-family=\"Inter, Helvetica, Arial, sans-serif\" \
             font-size=\"10\">\n\
             <title>{title}</title>\n\
             <defs><pattern id=\"failed\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect width=\"4\" height=\"4\" fill=\"{bad}\"/>\
             <rect width=\"1.4\" height=\"4\" fill=\"#ffffff\"/></pattern></defs>\n\
             <rect x=\"{left}\" y=\"{left}\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
            left = -MARGIN,
            title = escaped(&self.title),
        );
        for shape in &self.shapes {
            // Writing to a string cannot fail.
            let _ = write(&mut svg, shape);
        }
        svg += "</svg>\n";
        svg
    }
}

fn write(svg: &mut String, shape: &Shape) -> std::fmt::Result {
    match shape {
        Shape::Area {
            fill,
            x,
            y,
            width,
            height,
            title,
        } => {
            let colour = match fill {
                Fill::Bad => "url(#failed)",
                fill => colour(*fill),
            };
            write!(
                svg,
                "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" rx=\"1.5\" fill=\"{colour}\""
            )?;
            match title {
                Some(title) => writeln!(svg, "><title>{}</title></rect>", escaped(title)),
                None => writeln!(svg, "/>"),
            }
        }
        Shape::Words { x, y, anchor, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::End => "end",
            };
            let text = escaped(text);
            writeln!(
                svg,
                "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\" fill=\"{WORDS}\">{text}</text>"
            )
        }
        Shape::Axis { y } => {
            writeln!(svg, "<path d=\"M0 {y:.2}h{WIDTH}\" stroke=\"{AXIS}\"/>")
        }
    }
}

/// Text as XML 1.0 has it, which has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            letter if letter.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn names_from_elsewhere_are_text_in_the_file_and_nothing_else() {
        let mut drawing = Drawing {
            title: "<script>alert(\"1\")</script>".into(),
            height: 20.0,
            shapes: vec![Shape::Area {
                fill: Fill::Bad,
                x: 1.0,
                y: 2.0,
                width: 3.0,
                height: 4.0,
                title: Some("a&b\u{7}".into()),
            }],
        };
        drawing.words(0.0, 9.0, Anchor::End, "]]>".into());
        let svg = drawing.svg();
        assert!(!svg.contains("<script"), "{svg}");
        assert!(svg.contains("<title>a&amp;b\u{fffd}</title>"), "{svg}");
        assert!(svg.contains(">]]&gt;</text>"), "{svg}");
        assert!(svg.contains("fill=\"url(#failed)\""), "failed is hatched");
        assert_eq!(svg.matches("<title>").count(), 2);
    }

    #[test]
    fn the_colours_are_those_of_the_light_theme() {
        let tokens = include_str!("../../../styles/tokens.css");
        let light = tokens.split("[data-theme").next().unwrap_or_default();
        let named = [
            ("--ok", colour(Fill::Ok)),
            ("--bad", colour(Fill::Bad)),
            ("--run", colour(Fill::Run)),
            ("--line-strong", AXIS),
            ("--text-3", WORDS),
        ];
        for (token, colour) in named {
            let declared = format!("{token}: {colour};");
            assert!(light.contains(&declared), "{declared}");
        }
    }
}
