"""Time expressions, rule by rule. The expected extent stands in square brackets in the text of each example."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction.annotators.times.annotator import annotate_times
from service.extraction.annotators.times.grammar import RULES
from service.extraction.annotators.times.values import HANDLERS
from service.extraction.document import Document
from service.extraction.mentions import TimeMention

WEDNESDAY = date(2025, 3, 19)


def mentions(text: str, published: date | None = WEDNESDAY) -> list[TimeMention]:
    doc = Document(text, published)
    annotate_times(doc)
    return doc.times


# text with [extent] | TIMEX3 type and value | begin/until precision, or - where there are no dates
NEWS = """
Drones hit the port [overnight]. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
The mayor spoke of an [overnight] raid. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
Missiles fell [last night]. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
Sirens wailed [late last night]. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
The depot burned during [the night]. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
Shells fell through [the night]. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
Rockets landed [overnight into Wednesday]. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
A raid [overnight into Tuesday] hit two farms. | TIME 2025-03-17TNI | 2025-03-17/2025-03-18 night
It happened on [the night of Tuesday to Wednesday]. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
It happened in [the night from Friday to Saturday]. | TIME 2025-03-14TNI | 2025-03-14/2025-03-15 night
[Overnight from Monday to Tuesday] two barges sank. | TIME 2025-03-17TNI | 2025-03-17/2025-03-18 night
Guns fired [overnight between Saturday and Sunday]. | TIME 2025-03-15TNI | 2025-03-15/2025-03-16 night
The bridge was hit [overnight Friday]. | TIME 2025-03-14TNI | 2025-03-14/2025-03-15 night
The bridge was hit [overnight on Wednesday]. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
The bridge was hit [overnight on 5 March]. | TIME 2025-03-05TNI | 2025-03-05/2025-03-06 night
The bridge was hit on [the night of 5 to 6 March]. | TIME 2025-03-05TNI | 2025-03-05/2025-03-06 night
The bridge was hit on [the night of March 5-6]. | TIME 2025-03-05TNI | 2025-03-05/2025-03-06 night
Fighting ran from [Sunday night into Monday]. | TIME 2025-03-16TNI | 2025-03-16/2025-03-17 night
Fighting ran from [Sunday night into Monday morning]. | TIME 2025-03-16TNI | 2025-03-16/2025-03-17 night
On [March 3], 47 farmers were killed. | DATE 2025-03-03 | 2025-03-03/2025-03-03 day
In [February], 47 farmers were killed. | DATE 2025-02 | 2025-02-01/2025-02-28 month
It was written in [May '68]. | DATE 1968-05 | 1968-05-01/1968-05-31 month
It was signed on [3 March '47]. | DATE 1947-03-03 | 1947-03-03/1947-03-03 day
The file is dated [12-May-89]. | DATE 1989-05-12 | 1989-05-12/1989-05-12 day
Guns fell silent for [Eid al-Fitr 2024]. | DATE 2024-04-10 | 2024-04-10/2024-04-10 day
Guns fired all through it during [Eid al-Adha]. | DATE P4D | 2024-06-16/2024-06-19 range
Sudan was quiet until [the first day] of the war. | DATE 2023-04-15 | 2023-04-15/2023-04-15 day
Sumy in Ukraine was hit on [the 10th day] of Russia's full-scale invasion. | DATE 2022-03-05 | 2022-03-05/2022-03-05 day
[Tuesday night] was quiet. | TIME 2025-03-18TNI | 2025-03-18/2025-03-18 day
He spoke [late Tuesday]. | DATE 2025-03-18 | 2025-03-18/2025-03-18 day
He spoke [late on Tuesday]. | DATE 2025-03-18 | 2025-03-18/2025-03-18 day
He spoke [early on Tuesday]. | DATE 2025-03-18 | 2025-03-18/2025-03-18 day
He spoke [early Tuesday]. | DATE 2025-03-18 | 2025-03-18/2025-03-18 day
He spoke [earlier on Wednesday]. | DATE 2025-03-19 | 2025-03-19/2025-03-19 day
A shell fell in [the early hours of Tuesday]. | TIME 2025-03-18TMO | 2025-03-18/2025-03-18 day
A shell fell in [the small hours of Monday]. | TIME 2025-03-17TMO | 2025-03-17/2025-03-17 day
A shell fell on [Tuesday morning]. | TIME 2025-03-18TMO | 2025-03-18/2025-03-18 day
A shell fell on [Monday afternoon]. | TIME 2025-03-17TAF | 2025-03-17/2025-03-17 day
A shell fell on [the evening of Monday]. | TIME 2025-03-17TEV | 2025-03-17/2025-03-17 day
A shell fell on [the morning of 5 March]. | TIME 2025-03-05TMO | 2025-03-05/2025-03-05 day
A shell fell on [the night of 5 March]. | TIME 2025-03-05TNI | 2025-03-05/2025-03-05 day
A shell fell [early Monday morning]. | TIME 2025-03-17TMO | 2025-03-17/2025-03-17 day
A shell fell [yesterday evening]. | TIME 2025-03-18TEV | 2025-03-18/2025-03-18 day
A shell fell [this morning]. | TIME 2025-03-19TMO | 2025-03-19/2025-03-19 day
A shell fell [earlier this morning]. | TIME 2025-03-19TMO | 2025-03-19/2025-03-19 day
The council meets [tonight]. | TIME 2025-03-19TNI | 2025-03-19/2025-03-19 day
The council meets [tomorrow night]. | TIME 2025-03-20TNI | 2025-03-20/2025-03-20 day
The patrol left at [dawn]. | TIME 2025-03-19TMO | 2025-03-19/2025-03-19 day
The patrol left at [dawn on Monday]. | TIME 2025-03-17TMO | 2025-03-17/2025-03-17 day
The patrol left at [noon]. | TIME 2025-03-19T12:00 | 2025-03-19/2025-03-19 day
The patrol left at [midnight]. | TIME 2025-03-19T24:00 | 2025-03-19/2025-03-19 day
The patrol left at [07:00]. | TIME 2025-03-19T07:00 | 2025-03-19/2025-03-19 day
The patrol left at [8 a.m.] and returned. | TIME 2025-03-19T08:00 | 2025-03-19/2025-03-19 day
The patrol left at [3:30pm]. | TIME 2025-03-19T15:30 | 2025-03-19/2025-03-19 day
The patrol left at [12 am]. | TIME 2025-03-19T00:00 | 2025-03-19/2025-03-19 day
The patrol left [around 5:00 am local time]. | TIME 2025-03-19T05:00 | 2025-03-19/2025-03-19 day
The patrol left at [6 am on Friday]. | TIME 2025-03-14T06:00 | 2025-03-14/2025-03-14 day
The patrol left [Monday at 7 p.m.] in trucks. | TIME 2025-03-17T19:00 | 2025-03-17/2025-03-17 day
The patrol left at [0600 hours]. | TIME 2025-03-19T06:00 | 2025-03-19/2025-03-19 day
A mine went off [yesterday]. | DATE 2025-03-18 | 2025-03-18/2025-03-18 day
A mine went off [today]. | DATE 2025-03-19 | 2025-03-19/2025-03-19 day
The envoy will arrive [tomorrow]. | DATE 2025-03-20 | 2025-03-20/2025-03-20 day
A mine went off [the day before yesterday]. | DATE 2025-03-17 | 2025-03-17/2025-03-17 day
He will leave [the day after tomorrow]. | DATE 2025-03-21 | 2025-03-21/2025-03-21 day
The minister said on [Tuesday] that it failed. | DATE 2025-03-18 | 2025-03-18/2025-03-18 day
The minister said on [Wednesday] that it failed. | DATE 2025-03-19 | 2025-03-19/2025-03-19 day
The minister said on [Thursday] that it failed. | DATE 2025-03-13 | 2025-03-13/2025-03-13 day
The court will sit on [Friday]. | DATE 2025-03-21 | 2025-03-21/2025-03-21 day
Talks are scheduled for [Monday]. | DATE 2025-03-24 | 2025-03-24/2025-03-24 day
On [Friday], the court will decide. | DATE 2025-03-21 | 2025-03-21/2025-03-21 day
Two men died [last Tuesday]. | DATE 2025-03-11 | 2025-03-11/2025-03-11 day
Two men died in [the last hours]. | DURATION PTXH | 2025-03-19/2025-03-19 day
They said they would meet on [Friday]. | DATE 2025-03-21 | 2025-03-21/2025-03-21 day
Two men died [last Friday]. | DATE 2025-03-14 | 2025-03-14/2025-03-14 day
They will vote [next Friday]. | DATE 2025-03-21 | 2025-03-21/2025-03-21 day
Two men died [this past Friday]. | DATE 2025-03-14 | 2025-03-14/2025-03-14 day
Two men died [Monday of last week]. | DATE 2025-03-10 | 2025-03-10/2025-03-10 day
[Tuesday]'s raid left two dead. | DATE 2025-03-18 | 2025-03-18/2025-03-18 day
After [Mondays] bombardment the roads were shut. | DATE 2025-03-17 | 2025-03-17/2025-03-17 day
The port was shelled over [the weekend]. | DATE 2025-W11-WE | 2025-03-15/2025-03-16 range
The port was shelled [last weekend]. | DATE 2025-W11-WE | 2025-03-15/2025-03-16 range
The forum will open [this weekend]. | DATE 2025-W12-WE | 2025-03-22/2025-03-23 range
The port was shelled [earlier this week]. | DATE 2025-W12 | 2025-03-17/2025-03-19 range
The port was shelled [earlier this month]. | DATE 2025-03 | 2025-03-01/2025-03-19 range
The port was shelled [earlier this year]. | DATE 2025 | 2025-01-01/2025-03-19 range
The port was shelled [earlier in the week]. | DATE 2025-W12 | 2025-03-17/2025-03-19 range
The port was shelled in [recent days]. | DATE PAST_REF | 2025-03-16/2025-03-19 range
The port was shelled in [recent weeks]. | DATE PAST_REF | -
The port was shelled in [early January]. | DATE 2025-01 | 2025-01-01/2025-01-10 range
The port was shelled in [mid-January]. | DATE 2025-01 | 2025-01-11/2025-01-20 range
The port was shelled in [late January]. | DATE 2025-01 | 2025-01-21/2025-01-31 range
The port was shelled in [early February 2024]. | DATE 2024-02 | 2024-02-01/2024-02-10 range
The port was shelled at [the end of February]. | DATE 2025-02 | 2025-02-21/2025-02-28 range
The port was shelled at [the beginning of March]. | DATE 2025-03 | 2025-03-01/2025-03-10 range
The port was shelled in [late 2023]. | DATE 2023 | 2023-09-01/2023-12-31 range
Six boats were lost since [Monday]. | DATE 2025-03-17 | 2025-03-17/2025-03-19 range
Six boats were lost since [3 March]. | DATE 2025-03-03 | 2025-03-03/2025-03-19 range
Six boats were lost since [February]. | DATE 2025-02 | 2025-02-01/2025-03-19 range
Six boats were lost since [2014]. | DATE 2014 | 2014-01-01/2025-03-19 range
Six boats were lost over [the past 24 hours]. | DURATION PT24H | 2025-03-18/2025-03-19 day
The fighting has entered its [third day]. | DURATION P3D | 2025-03-17/2025-03-19 range
The siege went into [a second week]. | DURATION P2W | 2025-03-05/2025-03-19 range
They have shelled the town for [five days]. | DURATION P5D | 2025-03-14/2025-03-19 range
[Ten days] of street fighting left the port in ruins. | DURATION P10D | 2025-03-09/2025-03-19 range
Six boats were lost in [the past day]. | DURATION P1D | 2025-03-18/2025-03-19 day
Six boats were lost in [the last 48 hours]. | DURATION PT48H | 2025-03-17/2025-03-19 range
Six boats were lost in [the past week]. | DURATION P1W | 2025-03-12/2025-03-19 range
Six boats were lost in [the last three days]. | DURATION P3D | 2025-03-16/2025-03-19 range
Six boats were lost in [the past month]. | DURATION P1M | 2025-02-19/2025-03-19 range
Six boats were lost in [the last few days]. | DURATION PXD | 2025-03-16/2025-03-19 range
Six boats were lost in two ports in [two weeks]. | DURATION P2W | 2025-03-05/2025-03-19 range
Six boats were lost [this week]. | DATE 2025-W12 | 2025-03-17/2025-03-19 week
Six boats were lost [last week]. | DATE 2025-W11 | 2025-03-10/2025-03-16 week
Six boats were lost [last month]. | DATE 2025-02 | 2025-02-01/2025-02-28 month
Six boats were lost [last year]. | DATE 2024 | 2024-01-01/2024-12-31 year
Six boats were lost in [2022]. | DATE 2022 | 2022-01-01/2022-12-31 year
Six boats were lost [this year]. | DATE 2025 | 2025-01-01/2025-03-19 year
Six boats were lost in [2025] so far. | DATE 2025 | 2025-01-01/2025-03-19 range
They hope to sail [next month]. | DATE 2025-04 | 2025-04-01/2025-04-30 month
They hope to sail [next year]. | DATE 2026 | 2026-01-01/2026-12-31 year
The town fell between 3 and [5 March]. | DATE 2025-03-05 | 2025-03-03/2025-03-05 range
The town fell on 3-[5 March 2024]. | DATE 2024-03-05 | 2024-03-03/2024-03-05 range
The town fell on [March 3]-5. | DATE 2025-03-03 | 2025-03-03/2025-03-05 range
The town fell on [5 March]. | DATE 2025-03-05 | 2025-03-05/2025-03-05 day
The town fell on [the 5th of March]. | DATE 2025-03-05 | 2025-03-05/2025-03-05 day
The town fell on [March 5th]. | DATE 2025-03-05 | 2025-03-05/2025-03-05 day
The town fell on [December 5]. | DATE 2024-12-05 | 2024-12-05/2024-12-05 day
The summit will open on [April 5]. | DATE 2025-04-05 | 2025-04-05/2025-04-05 day
The town fell on [April 5]. | DATE 2024-04-05 | 2024-04-05/2024-04-05 day
The town fell on [24 February 2022]. | DATE 2022-02-24 | 2022-02-24/2022-02-24 day
The town fell on [Feb. 24, 2022]. | DATE 2022-02-24 | 2022-02-24/2022-02-24 day
The town fell on [Thursday, February 24, 2022]. | DATE 2022-02-24 | 2022-02-24/2022-02-24 day
The town fell on [Thu 24 Feb 2022]. | DATE 2022-02-24 | 2022-02-24/2022-02-24 day
The town fell on [2022-02-24]. | DATE 2022-02-24 | 2022-02-24/2022-02-24 day
The town fell on [24/02/2022]. | DATE 2022-02-24 | 2022-02-24/2022-02-24 day
The town fell on [24.02.2022]. | DATE 2022-02-24 | 2022-02-24/2022-02-24 day
The town fell on [5 May last year]. | DATE 2024-05-05 | 2024-05-05/2024-05-05 day
The town fell in [April]. | DATE 2024-04 | 2024-04-01/2024-04-30 month
The town fell in [February]. | DATE 2025-02 | 2025-02-01/2025-02-28 month
The town fell in [April last year]. | DATE 2024-04 | 2024-04-01/2024-04-30 month
The town fell in [last March]. | DATE 2024-03 | 2024-03-01/2024-03-31 month
The town fell in [May 2014]. | DATE 2014-05 | 2014-05-01/2014-05-31 month
The town fell in [August of 2014]. | DATE 2014-08 | 2014-08-01/2014-08-31 month
Elections will be held in [May]. | DATE 2025-05 | 2025-05-01/2025-05-31 month
The town fell in [summer 2014]. | DATE 2014-SU | 2014-06-01/2014-08-31 range
The line shut in [2014]-15. | DATE 2014 | 2014-01-01/2015-12-31 range
The town fell in [the spring of 2022]. | DATE 2022-SP | 2022-03-01/2022-05-31 range
The town fell [last summer]. | DATE 2024-SU | 2024-06-01/2024-08-31 range
The town fell [last fall]. | DATE 2024-FA | 2024-09-01/2024-11-30 range
The town fell in [the first week of March]. | DATE 2025-03 | 2025-03-01/2025-03-07 range
The town fell in [the second half of 2022]. | DATE 2022-H2 | 2022-07-01/2022-12-31 range
The town fell in [the first three months of 2022]. | DATE 2022 | 2022-01-01/2022-03-31 range
Profits fell in [the third quarter]. | DATE 2024-Q3 | 2024-07-01/2024-09-30 range
Profits fell in [the first quarter of 2023]. | DATE 2023-Q1 | 2023-01-01/2023-03-31 range
Profits fell in [last quarter]. | DATE 2024-Q4 | 2024-10-01/2024-12-31 range
Profits fell in [Q3 2012]. | DATE 2012-Q3 | 2012-07-01/2012-09-30 range
Profits fell in [fiscal 2013]. | DATE 2013 | 2013-01-01/2013-12-31 year
Profits fell in [the 1990s]. | DATE 199 | 1990-01-01/1999-12-31 range
Profits fell in [the early 1990s]. | DATE 199 | 1990-01-01/1993-05-01 range
Profits fell in [the sixties]. | DATE 196 | 1960-01-01/1969-12-31 range
Profits fell in [the 19th century]. | DATE 18 | 1800-01-01/1899-12-31 range
The fort dates from [the twelfth century]. | DATE 11 | 1100-01-01/1199-12-31 range
The fort dates from [44 BC]. | DATE BC0044 | -
The truce broke on [Christmas Day]. | DATE 2024-12-25 | 2024-12-25/2024-12-25 day
The truce broke on [Easter Sunday 2024]. | DATE 2024-03-31 | 2024-03-31/2024-03-31 day
The truce broke on [Good Friday]. | DATE 2024-03-29 | 2024-03-29/2024-03-29 day
The truce broke on [Orthodox Easter 2022]. | DATE 2022-04-24 | 2022-04-24/2022-04-24 day
The truce broke on [New Year's Eve]. | DATE 2024-12-31 | 2024-12-31/2024-12-31 day
The truce broke on [Thanksgiving]. | DATE 2024-11-28 | 2024-11-28/2024-11-28 day
The law was passed after [9/11]. | DATE 2001-09-11 | 2001-09-11/2001-09-11 day
The town fell [three days ago]. | DATE 2025-03-16 | 2025-03-16/2025-03-16 day
The town fell [a week ago]. | DATE 2025-W11 | 2025-03-12/2025-03-12 day
The town fell [two weeks ago]. | DATE 2025-W10 | 2025-03-03/2025-03-09 week
The town fell [three months ago]. | DATE 2024-12 | 2024-12-01/2024-12-31 month
The town fell [two years ago]. | DATE 2023 | 2023-01-01/2023-12-31 year
The town fell [more than ten years ago]. | DATE 2015 | 2015-01-01/2015-12-31 year
The town fell [half a century ago]. | DATE 1975 | 1975-01-01/1975-12-31 year
The town fell [several years ago]. | DATE PAST_REF | -
The siege lasted [two weeks]. | DURATION P2W | -
The siege lasted [more than three years]. | DURATION P3Y | -
The siege lasted [at least five months]. | DURATION P5M | -
The siege lasted [a decade]. | DURATION P10Y | -
The siege lasted [half an hour]. | DURATION PT30M | -
The siege lasted [an hour and a half]. | DURATION PT1.5H | -
The siege lasted [two and a half years]. | DURATION P2.5Y | -
The siege lasted [several weeks]. | DURATION PXW | -
The siege lasted for [months]. | DURATION PXM | -
The siege lasted [a couple of days]. | DURATION P2D | -
The siege lasted [a fortnight]. | DURATION P2W | -
The siege lasted [twenty-four hours]. | DURATION PT24H | -
They observed a [two-day] pause. | DURATION P2D | -
They observed a [24-hour] pause. | DURATION PT24H | -
They endured a [year-long] siege. | DURATION P1Y | -
The [five-year] plan failed. | DURATION P5Y | -
Trains run [every other day]. | SET P2D | -
It was shut after the [September 11] attacks. | DATE 2001-09-11 | 2001-09-11/2001-09-11 day
It was shut on [September 11] by rain. | DATE 2024-09-11 | 2024-09-11/2024-09-11 day
It was shut at [1900 GMT] by rain. | TIME 2025-03-19T19:00 | 2025-03-19/2025-03-19 day
It was shut [about a year and a half ago]. | DATE 2023-09 | 2023-09-01/2023-09-30 month
The bank shut on [the 5th], they say. | DATE 2025-03-05 | 2025-03-05/2025-03-05 day
The bank shut on [the 25th]. | DATE 2025-02-25 | 2025-02-25/2025-02-25 day
They endured a [months-long] siege. | DURATION PXM | -
In [February] and March last year it was quiet. | DATE 2024-02 | 2024-02-01/2024-02-29 month
The plan is for [Good Friday], he says. | DATE 2025-04-18 | 2025-04-18/2025-04-18 day
The truce broke [a decade ago]. | DATE 201 | 2015-01-01/2015-12-31 year
They endured a [weeklong] siege. | DURATION P1W | -
They plan for [the next two weeks]. | DURATION P2W | -
They plan for [the coming days]. | DATE FUTURE_REF | -
Trains run [daily]. | SET XXXX-XX-XX | -
Trains run [every week]. | SET XXXX-WXX | -
Trains run [every Tuesday]. | SET XXXX-WXX-2 | -
Trains run on [Sundays]. | SET XXXX-WXX-7 | -
Trains run [each morning]. | SET XXXX-XX-XXTMO | -
Trains run [every two days]. | SET P2D | -
The [annual] parade was called off. | SET XXXX | -
It costs 40 dollars [a month]. | SET P1M | -
It makes 90 shells [per day]. | SET P1D | -
The road is [now] shut. | DATE PRESENT_REF | -
The road is [currently] shut. | DATE PRESENT_REF | -
The road was [recently] shut. | DATE PAST_REF | -
As in [the past], the road was shut. | DATE PAST_REF | -
Nobody knows [the future]. | DATE FUTURE_REF | -
LAST-MINUTE TALKS FAILED [LATE TUESDAY], SOURCES TOLD REPORTERS. | DATE 2025-03-18 | 2025-03-18/2025-03-18 day
THE REBELS BLEW UP A PYLON [LAST NIGHT]. | TIME 2025-03-18TNI | 2025-03-18/2025-03-19 night
"""

# The last bracket is the one under test; what stands before it is the context.
CHAINS = """
On 5 March a truck burned. Three days later, no, [a day earlier], two. | DATE 2025-03-07 | 2025-03-07/2025-03-07 day
A truck burned on Monday. [A day earlier], a bus burned. | DATE 2025-03-16 | 2025-03-16/2025-03-16 day
A truck burned on Monday. [The previous night] a bus burned. | TIME 2025-03-16TNI | 2025-03-16/2025-03-17 night
A truck burned on Monday. A bus burned [the previous day]. | DATE 2025-03-16 | 2025-03-16/2025-03-16 day
A truck burned on 3 March. [Two days later] a bus burned. | DATE 2025-03-05 | 2025-03-05/2025-03-05 day
A truck burned on 3 March. [The next day] a bus burned. | DATE 2025-03-04 | 2025-03-04/2025-03-04 day
A truck burned on 3 March. [The following morning] a bus burned. | TIME 2025-03-04TMO | 2025-03-04/2025-03-04 day
A truck burned on 3 March. A bus burned [the same day]. | DATE 2025-03-03 | 2025-03-03/2025-03-03 day
A truck burned on 3 March. A bus burned [that night]. | TIME 2025-03-03TNI | 2025-03-03/2025-03-03 day
A truck burned on 3 March. A bus burned [the day before]. | DATE 2025-03-02 | 2025-03-02/2025-03-02 day
A truck burned on 3 March. A bus burned [the day after]. | DATE 2025-03-04 | 2025-03-04/2025-03-04 day
A truck burned in May 2014. A bus burned [the following month]. | DATE 2014-06 | 2014-06-01/2014-06-30 month
A truck burned in May 2014. A bus burned [a year later]. | DATE 2015 | 2015-01-01/2015-12-31 year
A truck burned in May 2014. A bus burned [the year before]. | DATE 2013 | 2013-01-01/2013-12-31 year
A truck burned in May 2014. A bus burned [that year]. | DATE 2014 | 2014-01-01/2014-12-31 year
Trucks burned from Monday to [Wednesday]. | DATE 2025-03-19 | 2025-03-17/2025-03-19 range
Trucks burned between March and [May 2015]. | DATE 2015-05 | 2015-03-01/2015-05-31 range
Trucks burned on Monday and [Tuesday]. | DATE 2025-03-18 | 2025-03-17/2025-03-18 range
He ruled from 1936 to [1939]. | DATE 1939 | 1936-01-01/1939-12-31 range
At 04:10 local time (0210 GMT) on [Friday morning] a barge sank. | TIME 2025-03-14TMO | 2025-03-14/2025-03-14 day
A barge sank on Monday at sea, the crew left at [5 a.m.] in boats. | TIME 2025-03-17T05:00 | 2025-03-17/2025-03-17 day
"""

# Without publication date: the narrative carries the dates.
NARRATIVES = """
In 1941 the column moved. In [March] it took the pass. | DATE 1941-03 | 1941-03-01/1941-03-31 month
In March 1941 the column moved. On [5 June] it took the pass. | DATE 1941-06-05 | 1941-06-05/1941-06-05 day
The column moved on 12 December 1941. On [3 January] it took the pass. | DATE 1942-01-03 | 1942-01-03/1942-01-03 day
The column moved on 5 June 1941. [Three days later] it took the pass. | DATE 1941-06-08 | 1941-06-08/1941-06-08 day
The column moved on 5 June 1941. [The next day] it took the pass. | DATE 1941-06-06 | 1941-06-06/1941-06-06 day
The column moved on 5 June 1941. [Two weeks later] it took the pass. | DATE 1941-W25 | 1941-06-16/1941-06-22 week
The column moved in June 1941. [The following month] it took the pass. | DATE 1941-07 | 1941-07-01/1941-07-31 month
The column moved in June 1941. In [the autumn of that year] it fell. | DATE 1941-FA | 1941-09-01/1941-11-30 range
The column moved on 5 June 1941. On [the 9th] it took the pass. | DATE 1941-06-09 | 1941-06-09/1941-06-09 day
The war ([1941]-1945) was long. | DATE 1941 | 1941-01-01/1945-12-31 range
In [the winter of 1942]-43 it froze. | DATE 1942-WI | 1942-12-01/1943-02-28 range
The fort was begun in [1805] by masons. | DATE 1805 | 1805-01-01/1805-12-31 year
The fort was begun in [mid-1942] by masons. | DATE 1942 | 1942-05-01/1942-08-31 range
The fort was begun at [dawn on 7 December 1941] by masons. | TIME 1941-12-07TMO | 1941-12-07/1941-12-07 day
The minister spoke on [Tuesday] of a raid. | DATE XXXX-WXX-2 | -
The minister spoke [yesterday] of a raid. | DATE XXXX-XX-XX | -
The minister spoke on [5 May] of a raid. | DATE XXXX-05-05 | -
The minister spoke [overnight] of a raid. | TIME XXXX-XX-XXTNI | -
The minister spoke on [5 May 2014] of a raid. | DATE 2014-05-05 | 2014-05-05/2014-05-05 day
"""

NOT_TIMES = """
The talks may fail.
Troops march on the capital.
The second convoy was hit.
The Sun reported a raid.
They sat down to eat.
A 24-year-old man was hurt.
The child, 4 years old, was hurt.
A man aged 24 was hurt.
An august body met.
The fall of the city was sudden.
The spring in the rifle broke.
Some 2000 soldiers fled.
The Kh-22 and T-34 were shown.
The 92nd Brigade held.
It ended 3-2.
They met on the 5th floor.
The USA TODAY crew left.
A Daily Courier reporter left.
The Sunday Times crew left.
Resolution 1701 was cited.
The general must fly home.
The Jan Palach memorial stood.
"""


def table(text: str) -> list[tuple[str, str, str]]:
    rows = [line.split(" | ") for line in text.split("\n") if line]
    return [(row[0], row[1], row[2]) for row in rows]


def check(example: str, timex: str, dates: str, published: date | None) -> None:
    start = example.index("[")
    expected = example[start + 1 : example.index("]")]
    text = example.replace("[", "").replace("]", "")
    found = {text[m.start : m.end]: m for m in mentions(text, published) if m.start == start}
    assert expected in found, (list(found), [text[m.start : m.end] for m in mentions(text, published)])
    mention = found[expected]
    assert f"{mention.type} {mention.value}" == timex
    shown = "-" if mention.begin is None else f"{mention.begin}/{mention.until} {mention.precision.value}"
    assert shown == dates


@pytest.mark.parametrize(("example", "timex", "dates"), table(NEWS) + table(CHAINS))
def test_times_news(example: str, timex: str, dates: str) -> None:
    check(example, timex, dates, WEDNESDAY)


@pytest.mark.parametrize(("example", "timex", "dates"), table(NARRATIVES))
def test_times_narrative(example: str, timex: str, dates: str) -> None:
    check(example, timex, dates, None)


@pytest.mark.parametrize("text", NOT_TIMES.strip().split("\n"))
def test_times_ignore_words_of_other_meaning(text: str) -> None:
    assert [text[m.start : m.end] for m in mentions(text)] == []


def test_times_every_rule_has_a_handler_and_an_example() -> None:
    assert {name for name, _ in RULES} == set(HANDLERS)
    seen: set[str] = set()
    for rows, published in ((NEWS + CHAINS, WEDNESDAY), (NARRATIVES, None)):
        for example, _, _ in table(rows):
            seen |= {m.rule for m in mentions(example.replace("[", "").replace("]", ""), published)}
    assert set(HANDLERS) - seen == set()


@pytest.mark.parametrize(
    "text",
    ["6 hours ago", "Two boats sank.\n\n6 hours ago", "3 days ago\n\nTwo boats sank.",
     "Ports\n\n5 min read\n\nTwo boats sank.",
     "Last Update: Monday, 17 March 2025", "Updated: 17 March 2025\n\nTwo boats sank.", "Published on 17 March 2025",
        "Published March 17 2025 Two boats sank."],
)  # fmt: skip
def test_times_of_the_publisher_have_no_dates(text: str) -> None:
    found = mentions(text)
    assert [m.rule for m in found] == ["noise"]
    assert found[0].begin is None
    assert found[0].until is None


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("SAN MIGUEL, 12 JUN 89 -- REBELS BLEW UP A PYLON YESTERDAY.", date(1989, 6, 11)),
        ("Fri Sep 27 2013 Rebels blew up a pylon yesterday.", date(2013, 9, 26)),
        ("LIMA, March 3, 1991 (Agency) - Rebels blew up a pylon last night.", date(1991, 3, 2)),
    ],
)
def test_times_resolve_against_a_dateline_without_publication_date(text: str, begin: date) -> None:
    found = mentions(text, None)
    assert found[0].rule == "dateline"
    assert found[-1].begin == begin
    assert found[-1].anchor is not None


def test_times_publication_date_wins_over_dateline() -> None:
    found = mentions("Fri Sep 27 2013 Rebels blew up a pylon yesterday.")
    assert [m.begin for m in found] == [date(2013, 9, 27), date(2025, 3, 18)]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Ten died since Monday.", True),
        ("Ten died this year.", True),
        ("Ten died in the past week.", True),
        ("Ten died on Monday.", False),
        ("Ten died last week.", False),
    ],
)
def test_times_mark_the_periods_of_running_totals(text: str, span: bool) -> None:
    assert [m.span for m in mentions(text)] == [span]


def test_times_long_past_years_make_a_narrative() -> None:
    years = " ".join(f"In {year} the fort changed hands." for year in range(1805, 1815))
    found = mentions(years + " In March it burned.")
    assert found[-1].value == "1814-03"


WORDS = st.sampled_from(
    "the a of on in at to and from between overnight into night Tuesday Friday May march 5 12 2014 89 5th first second"
    " 3 days day ago later earlier week last next previous same that this early late mid - – / , . : ' s 07:00 a.m. pm"
    " 2014-02-30 30/02/2014 1990s quarter half century 99th every since year years months BC Easter 0 00 ² ٣ 31 June"
    " February 29 so far weekend the past 24 hours recent \n \n\n Updated read AD GMT hundred dozen million 999999999"
    " 123456789012345678901234567890 one twenty -three".split(" ")
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(WORDS, max_size=30).map(" ".join),
        st.lists(WORDS, max_size=30).map("".join),
    ),
    st.one_of(st.none(), st.dates()),
)
def test_times_of_any_text_are_sorted_inside_and_ordered(text: str, published: date | None) -> None:
    last = 0
    for mention in mentions(text, published):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        assert (mention.begin is None) == (mention.until is None)
        assert mention.begin is None or mention.until is None or mention.begin <= mention.until
        assert mention.type in ("DATE", "TIME", "DURATION", "SET")
        assert mention.value
