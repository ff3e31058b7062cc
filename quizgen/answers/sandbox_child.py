"""The process that runs a learner's code: started by `sandbox`, used once, thrown away.

It is a script, not a module: it imports the standard library and numpy, nothing of quizgen. Standard input
brings two lines of JSON (what to compare with; the reply). Results leave on a private copy of standard
output, each line marked with a token; whatever is printed by anyone goes to standard error, which the parent
reads up to a bound. The reference and the known bugs run first, and their results have left the process
before the first line of the learner's code is compiled.

With a descriptor as its argument it is the template of `sandbox_template`: it serves no job itself, but forks a
process for each one.
"""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import signal
import sys
import time
import traceback
import tracemalloc
import warnings
from collections.abc import Callable
from typing import Any, NoReturn

Json = Any

LARGEST = 100_000
"""Results with more entries are described by their shape alone."""

REPLY = "<reply>"
"""The file name that stands in tracebacks for the learner's code."""

FORBIDDEN = (
    ("os.fork", "start another process"),
    ("os.exec", "start another program"),
    ("os.posix_spawn", "start another program"),
    ("os.spawn", "start another program"),
    ("os.startfile", "start another program"),
    ("os.system", "start another program"),
    ("subprocess.", "start another program"),
    ("pty.", "start another program"),
    ("os.kill", "send signals"),
    ("socket.", "use the network"),
    ("ctypes.dlopen", "load a library"),
    ("os.remove", "change files"),
    ("os.rename", "change files"),
    ("os.rmdir", "change files"),
    ("os.mkdir", "change files"),
    ("os.link", "change files"),
    ("os.symlink", "change files"),
    ("os.truncate", "change files"),
    ("os.chmod", "change files"),
    ("os.chown", "change files"),
    ("shutil.", "change files"),
    ("resource.", "change its limits"),
)
"""Audit events that end a call, by their beginning, and how the message names them."""


RUNNING = 1000
"""Said of a forked process that has not ended."""


def main() -> NoReturn:
    """Serve one job and leave; a template's forks do the same."""
    warnings.simplefilter("ignore")  # they are printed with paths of this machine, and no learner asked for them
    if len(sys.argv) > 1:
        fork_when_asked(int(sys.argv[1]))
    jobs, report = private_channels()
    import numpy

    line = jobs.readline()
    if not line:
        leave()
    job = json.loads(line)
    token = job.pop("token").encode()

    def send(message: Json) -> None:
        write_all(report, token + b" " + json.dumps(message).encode() + b"\n")

    run(numpy, job, jobs, send)
    os._exit(0)


def fork_when_asked(descriptor: int) -> None:
    """Answer the questions of `sandbox_template`, for ever; returns in each forked process."""
    import socket

    import numpy
    import numpy.fft
    import numpy.polynomial
    import numpy.random  # `import numpy` leaves these for the first use, which would be in every fork

    with contextlib.suppress(ImportError):
        import resource  # noqa: F401 - `limit` needs it in every fork

    control = socket.socket(fileno=descriptor)
    while True:
        # A question is shorter than a pipe's buffer and one is asked at a time, so it comes in one piece.
        question, descriptors, _, _ = socket.recv_fds(control, 8192, 3)
        verb, _, text = question.decode().rstrip("\n").partition(" ")
        if not verb:
            os._exit(0)
        if verb == "status":
            answer = status_of(int(text))
        else:
            answer = os.fork()
            if answer == 0:
                control.close()
                os.setsid()
                os.chdir(text)
                for standard, given in enumerate(descriptors):
                    os.dup2(given, standard)
                    os.close(given)
                numpy.random.seed(int.from_bytes(os.urandom(4), "little"))
                return
            for given in descriptors:
                os.close(given)
        control.sendall(b"%d\n" % answer)


def status_of(pid: int) -> int:
    """The exit status of a forked process, negative for a signal."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else RUNNING


def leave() -> NoReturn:
    """Nobody wants this process any more, and nobody is left to remove its folder."""
    try:
        os.rmdir(os.getcwd())
    finally:
        os._exit(0)


def private_channels() -> tuple[Any, int]:
    """The stream of jobs and the descriptor for results; 0 then reads nothing and 1 goes where 2 goes."""
    jobs = os.fdopen(os.dup(0), "rb")
    report = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return jobs, report


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte, however many pieces the pipe takes it in."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def run(numpy: Any, job: Json, jobs: Any, send: Callable[[Json], None]) -> None:
    """Results of the reference and of the bugs, then those of the reply, each case as it is ready."""
    build, encode = converters(numpy)
    watch_memory = bool(job["watch_memory"])
    right = perform(numpy, job["reference"], job["function"], job["cases"], build, encode, watch_memory)
    bugs = [perform(numpy, bug, job["function"], job["cases"], build, encode, watch_memory) for bug in job["bugs"]]
    send({"expected": right, "bugs": bugs})
    function, cases, memory_mb, seconds = job["function"], job["cases"], job["memory_mb"], job["seconds"]
    prepared = [(build(case), build(case)) for case in cases]
    job.clear()
    del right, bugs
    restore = keep_builtins()
    reply = json.loads(jobs.readline())["reply"]
    jobs.close()
    limit(memory_mb, seconds)
    sys.addaudithook(refuse)
    namespace, trouble = load(numpy, reply, function)
    restore()
    if trouble is not None:
        send({"loading": trouble})
        return
    for number, (arguments, untouched) in enumerate(prepared):
        outcome = call(namespace[function], arguments, untouched, encode, watch_memory)
        restore()
        flush()
        send({"case": number, "outcome": outcome})
    send({"done": True})


def perform(
    numpy: Any,
    source: str,
    function: str,
    cases: Json,
    build: Callable[[Json], list[Any]],
    encode: Callable[[Any], Json],
    watch_memory: bool,
) -> list[Json]:
    """What one of the author's functions gives for every case."""
    namespace, trouble = load(numpy, source, function)
    if trouble is not None:
        return [trouble] * len(cases)
    return [call(namespace[function], build(case), build(case), encode, watch_memory) for case in cases]


def load(numpy: Any, source: str, function: str) -> tuple[dict[str, Any], Json | None]:
    """The namespace that `source` makes, and what went wrong, if anything did."""
    namespace: dict[str, Any] = {"__name__": "reply", "np": numpy}
    try:
        exec(compile(source, REPLY, "exec", dont_inherit=True), namespace)
    except BaseException as error:
        return namespace, describe(error)
    if not callable(namespace.get(function)):
        return namespace, {"error": "NameError", "text": f"there is no function {function}", "line": None}
    return namespace, None


def call(
    function: Callable[..., Any],
    arguments: list[Any],
    untouched: list[Any],
    encode: Callable[[Any], Json],
    watch_memory: bool,
) -> Json:
    """What one call gave: a value or an error, whether its arguments were changed, the peak in bytes."""
    if watch_memory:
        tracemalloc.start()
    try:
        outcome = {"value": encode(function(*arguments))}
    except BaseException as error:
        outcome = describe(error)
    if watch_memory:
        outcome["peak"] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    try:
        outcome["mutated"] = json.dumps(encode(arguments)) != json.dumps(encode(untouched))
    except BaseException:
        outcome["mutated"] = True
    return outcome


def describe(error: BaseException) -> Json:
    """An exception as data: its name, one line of its text, and the line of the code it came from."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == REPLY]
    try:
        text = str(error).strip().splitlines()
    except BaseException:
        text = []
    return {
        "error": "MemoryError" if isinstance(error, MemoryError) else type(error).__name__,
        "text": text[0][:300] if text else "",
        "line": lines[-1] if lines else None,
    }


def converters(numpy: Any) -> tuple[Callable[[Json], list[Any]], Callable[[Any], Json]]:
    """`build` makes arguments from a case, `encode` makes plain data of a result. Both keep hold of the numpy
    functions they use, so that a reply which replaces `np.array` harms only itself."""
    array, asarray, ndarray, generic = numpy.array, numpy.asarray, numpy.ndarray, numpy.generic
    integer, real = numpy.int64, numpy.float64

    def build(case: Json) -> list[Any]:
        if case.get("setup"):
            namespace = {"np": numpy}
            return list(eval(case["setup"], namespace))
        return [argument(x) for x in case["args"]]

    def argument(x: Json) -> Any:
        if not isinstance(x, list):
            return x
        leaves = list(flat(x))
        if any(isinstance(leaf, str) for leaf in leaves):
            return array(x)
        if leaves and all(isinstance(leaf, bool) for leaf in leaves):
            return array(x, dtype=bool)
        return array(x, dtype=real if not leaves or any(isinstance(y, float) for y in leaves) else integer)

    def encode(x: Any) -> Json:
        if x is None:
            return {"type": "nothing"}
        if isinstance(x, str):
            return {"type": "text", "data": x[:LARGEST]}
        if isinstance(x, (tuple, list)):
            if len(x) > LARGEST:
                return {"type": f"{type(x).__name__} of {len(x)} items"}
            return {"type": "items", "name": type(x).__name__, "items": [encode(y) for y in x]}
        if isinstance(x, (bool, int, float, complex, ndarray, generic)):
            return entries(x)
        return {"type": str(type(x).__name__)[:80]}

    def entries(x: Any) -> Json:
        if isinstance(x, int) and not isinstance(x, bool):
            return {
                "type": "array",
                "shape": [],
                "kind": "i",
                "data": [x if abs(x) < 10**300 else float("inf")],
            }
        values = asarray(x)
        kind, shape, size = values.dtype.kind, list(values.shape), int(values.size)
        if kind not in "biufcU":
            return {"type": f"array of {values.dtype.name}"}
        data = None
        if size <= LARGEST:
            data = ndarray.tolist(ndarray.ravel(values))
            data = [[z.real, z.imag] for z in data] if kind == "c" else data
        return {"type": "array", "shape": shape, "kind": "i" if kind == "u" else kind, "data": data}

    return build, encode


def flat(x: Json) -> Any:
    """The leaves of nested lists."""
    for y in x:
        if isinstance(y, list):
            yield from flat(y)
        else:
            yield y


def keep_builtins() -> Callable[[], None]:
    """A function that puts the builtins back as they are now."""
    space = vars(builtins)
    saved = dict(space)
    update = space.update

    def restore() -> None:
        update(saved)

    return restore


def flush() -> None:
    """What was printed so far is on its way, even if the next case ends the process."""
    try:
        sys.stdout.flush()
    except BaseException:
        return


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: no processes, no network, no changes to files."""
    if event == "open":
        if isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise PermissionError("a reply must not change files")
        return
    for start, action in FORBIDDEN:
        if event.startswith(start):
            raise PermissionError("a reply must not " + action)


def limit(memory_mb: int, seconds: float) -> None:
    """Bounds that the operating system keeps (not on Windows, where the parent's clock remains)."""
    try:
        import resource
    except ImportError:
        return
    processor = int(time.process_time() + seconds) + 2
    wanted = (
        ("RLIMIT_AS", address_space() + memory_mb * 2**20),
        ("RLIMIT_CPU", processor),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_NOFILE", 32),
        ("RLIMIT_CORE", 0),
    )
    for name, value in wanted:
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):
            continue
    signal.alarm(int(seconds) + 5)


def address_space() -> int:
    """Bytes of address space in use, so that the bound counts what the reply adds (0 where unknown: 1 GB)."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 2**30


if __name__ == "__main__":
    main()
