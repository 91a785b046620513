"""The measure: extracted events against annotated ones, and confidence against what came true.

The way of the figures: `annotation` reads both sides, `fillers` turns events into (slot, value) pairs,
`agreement` says when two values are the same, `alignment` pairs the events of an article, `measure` counts,
`calibration` holds confidence against the count, `report` prints.
"""
