"""Which function reads which rule of the grammar."""

from __future__ import annotations

from collections.abc import Callable

from service.extraction.annotators import times_days, times_durations, times_nights, times_periods
from service.extraction.annotators.times_timeline import Reading, Timeline

Handler = Callable[[Timeline, int, int], Reading | None]

HANDLERS: dict[str, Handler] = {
    "overnight": times_nights.read_overnight,
    "overnight_pair": times_nights.read_night_pair,
    "overnight_into": times_nights.read_into,
    "night_pair": times_nights.read_night_pair,
    "day_clock": times_nights.read_day_part,
    "clock_day": times_nights.read_day_part,
    "part_of_day": times_nights.read_day_part,
    "day_part": times_nights.read_day_part,
    "part_deictic": times_nights.read_deictic_part,
    "part": times_nights.read_part,
    "tonight": times_nights.read_tonight,
    "clock": times_nights.read_part,
    "day_range": times_days.read_day_range,
    "day_of_month": times_days.read_day_of_month,
    "day": times_days.read_day,
    "month": times_periods.read_month,
    "fiscal": times_periods.read_year,
    "year": times_periods.read_year,
    "year_span": times_periods.read_year_span,
    "year_bc": times_periods.read_year_bc,
    "decade": times_periods.read_decade,
    "century": times_periods.read_century,
    "ordinal_period": times_periods.read_ordinal_period,
    "quarter": times_periods.read_quarter,
    "period": times_periods.read_period,
    "period_in": times_periods.read_period_in,
    "weekend": times_periods.read_weekend,
    "season": times_periods.read_season,
    "reference": times_periods.read_reference,
    "ago": times_durations.read_ago,
    "relative": times_durations.read_relative,
    "day_beside": times_durations.read_day_beside,
    "span_past": times_durations.read_span_past,
    "span_next": times_durations.read_span_next,
    "recent": times_durations.read_recent,
    "nth": times_durations.read_nth,
    "duration": times_durations.read_duration,
    "duration_long": times_durations.read_duration_long,
    "duration_vague": times_durations.read_duration_vague,
    "set": times_durations.read_set,
}
