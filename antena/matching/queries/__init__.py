"""What is read of matching: radars, explanations, the desk's view."""

from antena.matching.queries.desk import Overview, Share, TownsForSignal, overview, towns_for_signal
from antena.matching.queries.radar import Radar, RadarBucket, RadarItem, radar
from antena.matching.queries.why import Evidence, Explanation, SaidGate, SaidObstacle, SaidReason, why

__all__ = [
    "Evidence",
    "Explanation",
    "Overview",
    "Radar",
    "RadarBucket",
    "RadarItem",
    "SaidGate",
    "SaidObstacle",
    "SaidReason",
    "Share",
    "TownsForSignal",
    "overview",
    "radar",
    "towns_for_signal",
    "why",
]
