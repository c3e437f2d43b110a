"""The file a trained model is kept in: numbers and words, never code.

Layout: a line of magic with the format's version, a line with the SHA-256 of all that follows, a
line of JSON that names the arrays, then the arrays' bytes. The same content gives the same bytes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]

_MAGIC = b"triage-model 1"
_TYPES = {"float16": np.float16, "float32": np.float32, "float64": np.float64}


class ModelFileError(ValueError):
    """A file that is no model of this version; its sentence says what is wrong and the remedy."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What training hands to serving.

    Attributes:
        facts: Small values by name: classes, thresholds, the corpus's fingerprint.
        words: Lists of words by name, such as a vocabulary in the order of its columns; no word
            holds a line end.
        arrays: Arrays by name.
    """

    facts: Mapping[str, object]
    words: Mapping[str, tuple[str, ...]]
    arrays: Mapping[str, Array]

    def to_bytes(self) -> bytes:
        """Return the file's content; equal models give equal bytes on any machine."""
        texts = {name: "\n".join(words).encode() for name, words in sorted(self.words.items())}
        blocks = {name: _little_endian(array) for name, array in sorted(self.arrays.items())}
        index = {
            "facts": self.facts,
            "words": {name: len(text) for name, text in texts.items()},
            "arrays": {
                name: {"type": block.dtype.name, "shape": list(block.shape)}
                for name, block in blocks.items()
            },
        }
        head = json.dumps(index, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()
        body = b"".join(
            (head, b"\n", *texts.values(), *(block.tobytes() for block in blocks.values()))
        )
        return b"\n".join((_MAGIC, hashlib.sha256(body).hexdigest().encode(), body))

    @classmethod
    def from_bytes(cls, content: bytes, name: str = "the model") -> "ModelFile":
        """Read a model; `name` is how errors call it.

        Raises:
            ModelFileError: Not a model, of another version, cut off or changed.
        """
        magic, _, rest = content.partition(b"\n")
        if magic != _MAGIC:
            raise ModelFileError(f"{name} is no model of this version: run `triage train`")
        signature, _, body = rest.partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != signature:
            raise ModelFileError(f"{name} is damaged, its signature differs: run `triage train`")
        head, _, data = body.partition(b"\n")
        index = json.loads(head)
        words, data = _split_words(index["words"], data)
        return cls(index["facts"], words, _split_arrays(index["arrays"], data))

    @classmethod
    def read(cls, path: Path) -> "ModelFile":
        """Read the model at `path`.

        Raises:
            ModelFileError: There is none, or it cannot be used.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelFileError(
                f"{path} cannot be read ({error.strerror}): run `triage train`"
            ) from None
        return cls.from_bytes(content, str(path))


def _little_endian(array: Array) -> Array:
    return np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)


def _split_words(sizes: Mapping[str, int], data: bytes) -> tuple[dict[str, tuple[str, ...]], bytes]:
    words: dict[str, tuple[str, ...]] = {}
    for name, size in sizes.items():
        text, data = data[:size].decode(), data[size:]
        words[name] = tuple(text.split("\n")) if text else ()
    return words, data


def _split_arrays(index: Mapping[str, Mapping[str, object]], data: bytes) -> dict[str, Array]:
    arrays: dict[str, Array] = {}
    start = 0
    for name, described in index.items():
        shape = described["shape"]
        sides = [int(side) for side in shape] if isinstance(shape, list) else []
        kind = np.dtype(_TYPES[str(described["type"])]).newbyteorder("<")
        count = int(np.prod(sides))
        arrays[name] = np.frombuffer(data, kind, count, start).reshape(sides)
        start += count * kind.itemsize
    return arrays
