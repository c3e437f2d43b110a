"""The evaluation report as text for a terminal."""

from collections.abc import Iterator

from triage.learning.evaluate import Report


def as_text(report: Report) -> str:
    """Return the report in lines of at most about a hundred characters."""
    return "\n".join(_lines(report)) + "\n"


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
    if report.versus:
        yield ""
        yield f"against model {report.versus['model']} (McNemar, exact)"
        for question, counts in report.versus.items():
            if isinstance(counts, dict):
                yield (
                    f"  {question:<10} only this right {counts['only_first']}, "
                    f"only the other right {counts['only_second']}, p={counts['p']}"
                )
