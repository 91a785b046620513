"""Which function reads which rule of the grammar."""

from __future__ import annotations

from collections.abc import Callable

from service.extraction.annotators.times import days, durations, nights, periods
from service.extraction.annotators.times.timeline import Reading, Timeline

Handler = Callable[[Timeline, int, int], Reading | None]

HANDLERS: dict[str, Handler] = {
    "overnight": nights.read_overnight,
    "overnight_pair": nights.read_night_pair,
    "overnight_into": nights.read_into,
    "night_pair": nights.read_night_pair,
    "day_clock": nights.read_day_part,
    "clock_day": nights.read_day_part,
    "part_of_day": nights.read_day_part,
    "day_part": nights.read_day_part,
    "part_deictic": nights.read_deictic_part,
    "part": nights.read_part,
    "tonight": nights.read_tonight,
    "clock": nights.read_part,
    "day_range": days.read_day_range,
    "day_of_month": days.read_day_of_month,
    "day": days.read_day,
    "month": periods.read_month,
    "fiscal": periods.read_year,
    "year": periods.read_year,
    "year_span": periods.read_year_span,
    "year_bc": periods.read_year_bc,
    "decade": periods.read_decade,
    "century": periods.read_century,
    "ordinal_period": periods.read_ordinal_period,
    "quarter": periods.read_quarter,
    "period": periods.read_period,
    "period_in": periods.read_period_in,
    "weekend": periods.read_weekend,
    "season": periods.read_season,
    "reference": periods.read_reference,
    "ago": durations.read_ago,
    "relative": durations.read_relative,
    "day_beside": durations.read_day_beside,
    "span_past": durations.read_span_past,
    "span_next": durations.read_span_next,
    "recent": durations.read_recent,
    "nth": durations.read_nth,
    "duration": durations.read_duration,
    "duration_long": durations.read_duration_long,
    "duration_vague": durations.read_duration_vague,
    "set": durations.read_set,
}
