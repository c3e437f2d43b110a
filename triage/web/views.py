"""Pages from templates: where they lie, how they are filled."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

import triage
from triage.web import words

_HASH_LENGTH = 12


def web_folder() -> Path:
    """Return the folder of the pages' templates: of the wheel, else of the source tree."""
    package = Path(triage.__file__).parent
    shipped = package / "_data" / "templates" / "web"
    return shipped if shipped.is_dir() else package.parent / "templates" / "web"


class Views:
    """The templates, loaded once.

    Args:
        folder: Templates, with the style sheet and the script in `static/`.
        values: What every template may name.
    """

    def __init__(self, folder: Path, values: Mapping[str, Any]) -> None:
        self.static = folder / "static"
        self._digests = {
            path.name: sha256(path.read_bytes()).hexdigest()[:_HASH_LENGTH]
            for path in self.static.iterdir()
        }
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            {"words": words, "asset": self.asset, "person": None, "nav": "", "alerts": {}, **values}
        )

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """Return a filled template."""
        text = self._environment.get_template(template).render(status=status, **values)
        return HTMLResponse(text, status)

    def asset(self, name: str) -> str:
        """Return the address of a static file, which changes whenever the file does."""
        return f"/static/{name}?v={self._digests[name]}"
