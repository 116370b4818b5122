//! Sizes and durations as people read them.

/// `0 B`, `999 B`, `15.3 kB`, `418 MB`: powers of 1,000, three digits.
pub fn bytes(count: u64) -> String {
    const UNITS: [&str; 7] = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
    if count < 1_000 {
        return format!("{count} B");
    }
    #[allow(clippy::cast_precision_loss, reason = "three digits are shown")]
    let mut value = count as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1_000.0;
        unit += 1;
    }
    let digits = if value < 99.95 { 1 } else { 0 };
    format!("{value:.digits$} {}", UNITS[unit])
}

/// `0.4 s`, `12 s`, `1:05`, `1:02:03`: what a minute does not hold reads like a clock; negative times are shown as zero.
pub fn duration(millis: i64) -> String {
    let millis = millis.max(0);
    let seconds = millis / 1_000;
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (millis, millis / 100 % 10) {
        (0, _) => "0 s".into(),
        (1..100, _) => "<0.1 s".into(),
        (100..10_000, tenths @ 1..) => format!("{seconds}.{tenths} s"),
        (100..60_000, _) => format!("{seconds} s"),
        _ if hours > 0 => format!("{hours}:{minutes:02}:{rest:02}"),
        _ => format!("{minutes}:{rest:02}"),
    }
}

/// `1 task`, `2 tasks`, `1,000 tasks`.
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_three_digits_and_a_unit() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (15_314, "15.3 kB"),
            (999_950, "1.0 MB"),
            (418_000_000, "418 MB"),
        ];
        for (count, text) in cases {
            assert_eq!(bytes(count), text);
        }
    }

    #[test]
    fn durations_have_tenths_when_short_and_read_like_a_clock_when_long() {
        let cases = [
            (-5, "0 s"),
            (0, "0 s"),
            (40, "<0.1 s"),
            (430, "0.4 s"),
            (1_000, "1 s"),
            (8_490, "8.4 s"),
            (12_400, "12 s"),
            (59_999, "59 s"),
            (60_000, "1:00"),
            (65_000, "1:05"),
            (3_723_000, "1:02:03"),
        ];
        for (millis, text) in cases {
            assert_eq!(duration(millis), text, "{millis}");
        }
    }

    #[test]
    fn numbers_are_grouped_and_agree_with_their_noun() {
        assert_eq!(count(1, "task", "tasks"), "1 task");
        assert_eq!(count(1_234_567, "task", "tasks"), "1,234,567 tasks");
    }
}
