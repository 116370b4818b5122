//! Moments, sizes, durations and shares as people read them, in the language that is spoken.
//!
//! The offset from UTC is passed in: it belongs to the moment that is shown, not to now.

use longshore_model::{UnixMillis, format};

use crate::words::{spoken, t};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// `just now`, `2 min ago`, `14:02`, `Fri 18:11`, `3 Nov`, `3 Nov 2025`: as short as it can be said today.
pub fn when(now: UnixMillis, at: UnixMillis, offset_minutes: i32) -> String {
    let ago = now - at;
    if (-MINUTE..MINUTE).contains(&ago) {
        return t!("just-now").into();
    }
    if (MINUTE..10 * MINUTE).contains(&ago) {
        return t!("ago-minutes", count = ago / MINUTE);
    }
    let offset = i64::from(offset_minutes) * MINUTE;
    let (today, day) = (
        (now + offset).div_euclid(DAY),
        (at + offset).div_euclid(DAY),
    );
    let time = time_of_day(at + offset);
    if today == day {
        return time;
    }
    if (1..7).contains(&(today - day)) {
        return t!("weekday-time", weekday = weekday(day), time = time);
    }
    let (year, month, number) = date(day);
    if date(today).0 == year {
        t!("date-short", day = number, month = month)
    } else {
        t!("date", day = number, month = month, year = year.to_string())
    }
}

/// `3 Nov 2026, 14:02:11`.
pub fn in_full(at: UnixMillis, offset_minutes: i32) -> String {
    let local = at + i64::from(offset_minutes) * MINUTE;
    let (year, month, number) = date(local.div_euclid(DAY));
    let seconds = local.rem_euclid(MINUTE) / 1_000;
    let date = t!("date", day = number, month = month, year = year.to_string());
    format!("{date}, {}:{seconds:02}", time_of_day(local))
}

/// `now`, `4 s ago`, `3 min ago`, `2 h ago`: how fresh something is.
pub fn ago(now: UnixMillis, at: UnixMillis) -> String {
    let seconds = (now - at).max(0) / 1_000;
    match seconds {
        0..2 => t!("now").into(),
        2..60 => t!("ago-seconds", count = seconds),
        60..3_600 => t!("ago-minutes", count = seconds / 60),
        _ => t!("ago-hours", count = seconds / 3_600),
    }
}

/// `0.4 s`, `12 s`, `3 min`, `2 h`: an axis label.
pub fn seconds(value: f64) -> String {
    if value < 9.95 {
        let text = format!("{value:.1}");
        decimal(&format!("{} s", text.strip_suffix(".0").unwrap_or(&text)))
    } else if value < 120.0 {
        format!("{value:.0} s")
    } else if value < 7_200.0 {
        format!("{:.0} min", value / 60.0)
    } else {
        format!("{:.0} h", value / 3_600.0)
    }
}

/// `15.3 kB`, as [`format::bytes`] has it.
pub fn bytes(count: u64) -> String {
    decimal(&format::bytes(count))
}

/// `0.4 s`, `1:05`, as [`format::duration`] has it.
pub fn duration(millis: i64) -> String {
    decimal(&format::duration(millis))
}

/// With the mark that the language has before tenths.
fn decimal(text: &str) -> String {
    let (mark, _) = spoken().marks();
    text.replace('.', mark.encode_utf8(&mut [0; 4]))
}

/// Thousandths of the whole; none of nothing.
pub fn permille(part: u64, whole: u64) -> u64 {
    (part.min(whole) * 1_000).checked_div(whole).unwrap_or(0)
}

fn time_of_day(local: i64) -> String {
    let minutes = local.rem_euclid(DAY) / MINUTE;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn weekday(day: i64) -> &'static str {
    // 1970-01-01 was a Thursday.
    match day.rem_euclid(7) {
        0 => t!("thursday"),
        1 => t!("friday"),
        2 => t!("saturday"),
        3 => t!("sunday"),
        4 => t!("monday"),
        5 => t!("tuesday"),
        _ => t!("wednesday"),
    }
}

fn month(number: i64) -> &'static str {
    match number {
        0 => t!("january"),
        1 => t!("february"),
        2 => t!("march"),
        3 => t!("april"),
        4 => t!("may"),
        5 => t!("june"),
        6 => t!("july"),
        7 => t!("august"),
        8 => t!("september"),
        9 => t!("october"),
        10 => t!("november"),
        _ => t!("december"),
    }
}

/// Year, month and day of the month of a day counted from 1970-01-01, by counting from the first of March so that the
/// leap day is the last of its year.
fn date(day: i64) -> (i64, &'static str, i64) {
    const CYCLE: i64 = 146_097; // days in 400 years
    let shifted = day + 719_468; // days since 0000-03-01
    let cycle = shifted.div_euclid(CYCLE);
    let in_cycle = shifted.rem_euclid(CYCLE);
    let year_in_cycle =
        (in_cycle - in_cycle / 1_460 + in_cycle / 36_524 - in_cycle / 146_096) / 365;
    let day_of_year = in_cycle - (365 * year_in_cycle + year_in_cycle / 4 - year_in_cycle / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let number = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let number_of_month = (month_from_march + 2) % 12; // 0 is January
    let year = cycle * 400 + year_in_cycle + i64::from(number_of_month < 2);
    (year, month(number_of_month), number)
}

#[cfg(test)]
mod tests {
    use super::*;

    // 2026-11-03T13:02:11Z, a Tuesday.
    const AT: UnixMillis = 1_793_710_931_000;

    #[test]
    fn a_moment_is_told_as_shortly_as_its_distance_allows() {
        let cases = [
            (AT + 5_000, "just now"),
            (AT + 130_000, "2 min ago"),
            (AT + 3 * 3_600_000, "14:02"),
            (AT + DAY, "Tue 14:02"),
            (AT + 8 * DAY, "3 Nov"),
            (AT + 200 * DAY, "3 Nov 2026"),
            (AT - 2 * MINUTE, "14:02"),
        ];
        for (now, text) in cases {
            assert_eq!(when(now, AT, 60), text);
        }
    }

    #[test]
    fn a_moment_in_full_has_the_date_of_its_own_place() {
        assert_eq!(in_full(AT, 60), "3 Nov 2026, 14:02:11");
        assert_eq!(in_full(AT, 11 * 60), "4 Nov 2026, 00:02:11");
        assert_eq!(in_full(0, -1), "31 Dec 1969, 23:59:00");
        assert_eq!(in_full(1_709_164_800_000, 0), "29 Feb 2024, 00:00:00");
        assert_eq!(in_full(1_709_251_200_000, 0), "1 Mar 2024, 00:00:00");
    }

    #[test]
    fn freshness_is_told_in_the_largest_unit() {
        let cases = [
            (500, "now"),
            (4_000, "4 s ago"),
            (180_000, "3 min ago"),
            (7_200_000, "2 h ago"),
        ];
        for (distance, text) in cases {
            assert_eq!(ago(AT + distance, AT), text);
        }
    }

    #[test]
    fn axis_labels_have_two_digits() {
        let cases = [
            (0.4, "0.4 s"),
            (4.0, "4 s"),
            (19.3, "19 s"),
            (150.0, "2 min"),
            (7_200.0, "2 h"),
        ];
        for (value, text) in cases {
            assert_eq!(seconds(value), text);
        }
    }

    #[test]
    fn a_share_never_exceeds_the_whole() {
        assert_eq!(
            (permille(1, 3), permille(9, 3), permille(1, 0)),
            (333, 1_000, 0)
        );
    }
}
