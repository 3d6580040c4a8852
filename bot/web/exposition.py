"""Puts what is measured into words for Prometheus."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector
from prometheus_client import generate_latest as _words_of
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.web.measures import Count, Level, Measure, Measures

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST


class _All(Collector):
    """What is measured, as it stands when it is asked for."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._measures = measures

    def collect(self) -> Iterator[Metric]:
        """Each measure."""
        yield from map(_told, self._measures)


def text_of(measures: Measures) -> bytes:
    """What Prometheus reads: the measures, and what this process takes of the machine."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_All(measures.all()))
    return _words_of(registry)


def _told(measure: Measure) -> Metric:
    name = f"ovation_{measure.name}"
    if isinstance(measure, Count):
        labels = [measure.label] if measure.label else []
        counter = CounterMetricFamily(name, measure.told, labels=labels)
        for value, number in measure.values.items():
            counter.add_metric([value] if measure.label else [], number)
        return counter
    if isinstance(measure, Level):
        return GaugeMetricFamily(name, measure.told, value=measure.value)
    bounds = [*map(str, map(float, measure.bounds)), "+Inf"]
    buckets = list(zip(bounds, map(float, accumulate(measure.counts)), strict=True))
    return HistogramMetricFamily(name, measure.told, buckets=buckets, sum_value=measure.total)
