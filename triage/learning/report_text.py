"""The evaluation report as text for a terminal."""

from collections.abc import Iterator, Mapping

from classifiers.duplicate_types import Band
from triage.learning.evaluate import Report
from triage.learning.evaluate_duplicates import DuplicateReport


def as_text(report: Report | DuplicateReport) -> str:
    """Return the report in lines of at most about a hundred characters."""
    lines = _lines(report) if isinstance(report, Report) else _lines_on_duplicates(report)
    return "\n".join((*lines, *_comparison(report.versus or {}))) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"model {report.model}, {report.count} messages, 95 % intervals"
    for name, measures in report.slices.items():
        yield ""
        yield f"[{name}]"
        for measure, value in measures.items():
            if value.count:
                yield f"  {measure:<32} {value}"
    yield ""
    yield "confusion: rows are true, columns answered"
    columns = list(report.confusion)
    yield " " * 14 + " ".join(f"{name[:9]:>9}" for name in columns)
    for truth, row in report.confusion.items():
        yield f"{truth:<14}" + " ".join(f"{row[name]:>9}" for name in columns)


def _lines_on_duplicates(report: DuplicateReport) -> Iterator[str]:
    yield f"model {report.model}, {report.count} histories, 95 % intervals"
    yield ""
    for name, value in report.measures.items():
        yield f"  {name:<32} {value}"
    yield ""
    yield f"{'kind':<16} {'right':<28} " + " ".join(f"{band:>8}" for band in Band)
    for kind, value in report.kinds.items():
        counts = " ".join(f"{count:>8}" for count in report.bands[kind].values())
        yield f"{kind:<16} {value!s:<28} {counts}"


def _comparison(versus: Mapping[str, object]) -> Iterator[str]:
    if not versus:
        return
    yield ""
    yield f"against model {versus['model']} (McNemar, exact)"
    for question, counts in versus.items():
        if isinstance(counts, dict):
            yield (
                f"  {question:<10} only this right {counts['only_first']}, "
                f"only the other right {counts['only_second']}, p={counts['p']}"
            )
