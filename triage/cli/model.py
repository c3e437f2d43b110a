"""`triage train`, `triage evaluate`, `triage bench`: the model, and what things cost."""

import json
from pathlib import Path

import click

from classifiers.suite import SHIPPED_MODEL
from triage.bench import measure
from triage.cli.base import example

_CORPUS = SHIPPED_MODEL.parents[1] / "corpus"


@click.command()
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=_CORPUS,
    help="The folder of hand-written messages; default: the one that is shipped.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=SHIPPED_MODEL,
    help="Where the model goes; default: where the shipped one is.",
)
@example("triage train --out var/triage.model")
def train(corpus: Path, out: Path) -> None:
    """Train the classifiers from the corpus; the same corpus gives the same bytes."""
    # Here and not above: training needs scikit-learn, and serving does not pay for it.
    from triage.learning.train import train as learn  # noqa: PLC0415 - see above

    click.echo(f"training from {corpus} …", err=True)
    version = learn(corpus, out)
    click.echo(json.dumps({"model": version, "file": str(out), "bytes": out.stat().st_size}))


@click.command()
@click.option(
    "--messages", default=1000, show_default=True, help="How many mails a measurement takes."
)
@example("triage bench --messages 2000")
def bench(messages: int) -> None:
    """Measure the steps of a mail's way on this machine, each beside a baseline of the same run."""
    for figure in measure(messages):
        click.echo(json.dumps(figure))
