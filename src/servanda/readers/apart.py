"""Risky formats read in a process apart, with limits: what is made to hang or to burst harms nobody.

One process reads one document after the other, so that its start is paid once; what goes over the limits ends
it, the document is named as the reason, and the next one begins another. The process ends with the one that
started it.
"""

from __future__ import annotations

import atexit
import functools
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO

import msgspec

from servanda import errors, readers
from servanda.errors import ReadError, TooLarge
from servanda.model import Document

SECONDS = 60.0
"""Seconds of work that a document may take; a book of a thousand pages takes two."""
PATIENCE = 10
"""How many times as long a document may take by the clock, on a machine that does much else."""
MEMORY = 2_000_000_000
"""Bytes of memory that reading may take."""
_SIZE = struct.Struct("!I")


class Told(msgspec.Struct, frozen=True):
    """What the process answers: a document, or the error's class and reason."""

    document: Document | None = None
    error: str = ""
    reason: str = ""


def read(content: bytes, uri: str, media_type: str = "") -> Document:
    """The document that some bytes hold, as :func:`servanda.readers.read` gives it.

    Formats that are more than text are read apart. Raises a :class:`servanda.errors.ReadError`, also where
    time or memory run out.
    """
    if content and not readers.choose(content, uri, media_type).risky:
        return readers.read(content, uri, media_type)
    return reader().read(content, uri, media_type)


@functools.cache
def reader() -> Apart:
    """The one process of this program."""
    made = Apart()
    atexit.register(made.close)
    return made


class Apart:
    """A process that reads documents, started when the first one comes and again when one has ended it."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds, self.memory = seconds, memory
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, content: bytes, uri: str, media_type: str = "") -> Document:
        """One document."""
        with self._lock:
            told = self._ask(msgspec.msgpack.encode((uri, media_type, content)), uri)
        if told.document is not None:
            return told.document
        raise getattr(errors, told.error, ReadError)(uri, told.reason)

    def close(self) -> None:
        """Ends the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()

    def _ask(self, question: bytes, uri: str) -> Told:
        process = self._process or self._start()
        assert process.stdin  # noqa: S101 (they are pipes)
        assert process.stdout  # noqa: S101
        late = threading.Timer(self.seconds * PATIENCE, process.kill)  # it may wait without working
        late.start()
        try:
            _send(process.stdin, question)
            answer = _receive(process.stdout)
        except OSError:
            answer = None
        finally:
            late.cancel()
        if answer is None:
            self.close()
            raise TooLarge(
                uri,
                f"takes over {self.seconds:g} seconds or {self.memory / 1e9:g} GB to open: it is damaged or "
                "made to do harm; save its text as .txt and read that",
            )
        return msgspec.msgpack.decode(answer, type=Told)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "servanda.readers.apart", str(self.seconds), str(self.memory)]
        self._process = subprocess.Popen(  # noqa: S603 (ourselves)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self._process


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_SIZE.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """A message, or nothing where the other side has ended."""
    head = pipe.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    (size,) = _SIZE.unpack(head)
    message = pipe.read(size)
    return message if len(message) == size else None


# -- the process itself ----------------------------------------------------------------------------------


def serve(seconds: float, memory: int) -> None:
    """Reads what comes on standard input until that ends."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no answer
    _bound_memory(memory)
    while (question := _receive(sys.stdin.buffer)) is not None:
        _bound_work(seconds)
        uri, media_type, content = msgspec.msgpack.decode(question, type=tuple[str, str, bytes])
        _send(out, msgspec.msgpack.encode(_told(content, uri, media_type)))


def _told(content: bytes, uri: str, media_type: str) -> Told:
    try:
        return Told(readers.read(content, uri, media_type))
    except ReadError as error:
        return Told(error=type(error).__name__, reason=error.reason)
    except MemoryError:
        reason = "takes more memory to open than any document should; save its text as .txt and read that"
        return Told(error="TooLarge", reason=reason)
    except Exception as error:  # noqa: BLE001 (whatever a library raises: it is said, and the next one is read)
        reason = f"could not be read, by a fault of servanda: {type(error).__name__}: {error}"
        return Told(error="ReadError", reason=reason)


def _bound_memory(memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _bound_work(seconds: float) -> None:
    """From now on, so many seconds of work; the system ends the process behind them."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


if __name__ == "__main__":
    serve(float(sys.argv[1]), int(sys.argv[2]))
