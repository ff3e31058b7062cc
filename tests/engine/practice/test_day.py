"""Study days begin at 4:00 on the wall clock, whatever the zone and the season."""

import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.practice.day import (
    begins,
    by_study_clock,
    calendar,
    day_of,
    local_now,
    moment_of,
    stamp,
    study_day,
    zone_text,
)

ZONES = [
    "UTC", "Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/St_Johns", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca",
]  # fmt: skip
BERLIN = ZoneInfo("Europe/Berlin")
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        study_day(datetime(2026, 1, 1, 12))


@pytest.mark.parametrize("when", [
    datetime(2026, 1, 15),  # an ordinary night
    datetime(2026, 3, 29),  # 2:00 -> 3:00 in Berlin, 3:00 -> 4:00 in Helsinki
    datetime(2026, 10, 25),  # 3:00 -> 2:00 in Berlin, 4:00 -> 3:00 in Helsinki
])  # fmt: skip
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/Helsinki", "UTC"])
def test_four_in_the_morning_is_the_boundary(when: datetime, zone: str) -> None:
    at_four = when.replace(hour=4, tzinfo=ZoneInfo(zone))
    assert study_day(at_four) == study_day(when.replace(hour=23, tzinfo=ZoneInfo(zone)))
    assert study_day(when.replace(hour=3, minute=59, tzinfo=ZoneInfo(zone))) == study_day(at_four) - 1
    assert calendar(study_day(at_four)) == when.date()


def test_midnight_practice_belongs_to_the_evening() -> None:
    evening = datetime(2026, 5, 1, 23, 50, tzinfo=BERLIN)
    assert study_day(evening) == study_day(evening + timedelta(hours=2))
    assert study_day(evening + timedelta(hours=5)) == study_day(evening) + 1


def test_a_flight_west_may_repeat_a_day_but_the_schedule_counts_days() -> None:
    tokyo = datetime(2026, 5, 2, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    honolulu = (tokyo + timedelta(hours=7)).astimezone(ZoneInfo("Pacific/Honolulu"))
    assert study_day(honolulu) == study_day(tokyo) - 1


def test_day_zero_is_1970() -> None:
    assert study_day(datetime(1970, 1, 1, 12, tzinfo=UTC)) == 0
    assert calendar(0) == date(1970, 1, 1)


@given(moments, zones)
def test_a_day_begins_when_it_begins(moment: datetime, zone: ZoneInfo) -> None:
    day = study_day(moment.astimezone(zone))
    start = begins(day, zone)
    assert study_day(start) == day
    assert study_day(start - timedelta(seconds=1)) == day - 1
    assert start <= moment < begins(day + 1, zone)


@given(moments, zones)
def test_the_logged_time_and_zone_give_the_day_again(moment: datetime, zone: ZoneInfo) -> None:
    local = moment.astimezone(zone)
    assert day_of(stamp(local), zone_text(local)) == study_day(local)
    assert abs(moment_of(stamp(local)) - moment) < timedelta(milliseconds=1)


def test_zone_text_keeps_offset_and_name() -> None:
    assert zone_text(datetime(2026, 7, 1, tzinfo=BERLIN)) == "+02:00 Europe/Berlin"
    assert zone_text(datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))) == "-03:30"


@given(moments, zones, st.integers(0, 12))
def test_a_study_clock_is_the_same_moment_and_its_day_begins_at_the_hour(
    moment: datetime, zone: ZoneInfo, hour: int
) -> None:
    local = moment.astimezone(zone)
    told = by_study_clock(local, hour)
    assert told == local
    assert calendar(study_day(told)) == (local.replace(tzinfo=None) - timedelta(hours=hour)).date()
    assert day_of(stamp(told), zone_text(told)) == study_day(told)
    assert begins(study_day(told), told.tzinfo or UTC) <= told


def test_the_hour_of_the_config_file_counts_from_when_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    monkeypatch.setenv("QUIZGEN_CONFIG", str(file))
    room = datetime.now().astimezone().utcoffset()
    assert room is not None
    for number, (text, ahead) in enumerate(
        [("", 0), ("day_begins = 0", 4), ("day_begins = 7", -3), ("day_begins = 70", 0), ("day_begins = ", 0)]
    ):
        file.write_text(text)
        os.utime(file, (number, number))
        assert local_now().utcoffset() == room + timedelta(hours=ahead)
        assert abs(local_now() - datetime.now().astimezone()) < timedelta(seconds=5)
    file.unlink()
    assert local_now().utcoffset() == room
