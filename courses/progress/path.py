"""A course drawn as a path: one marker a module, and where the learner stands."""

from collections.abc import Hashable, Iterable, Sequence, Set


def state_of(keys: Sequence[Hashable], *, here: Hashable | None, done: Set[Hashable]) -> str:
    """
    Return how a module with these steps stands: "done", "current" or "ahead".

    >>> state_of(["a", "b"], here="b", done={"a"})
    'current'
    >>> state_of(["a", "b"], here="c", done={"a", "b"}), state_of([], here=None, done=set())
    ('done', 'ahead')
    """
    if keys and all(key in done for key in keys):
        return "done"
    return "current" if here in keys else "ahead"


def markers(
    modules: Iterable[tuple[str, Sequence[Hashable]]],
    *,
    here: Hashable | None,
    done: Set[Hashable],
) -> list[dict[str, str]]:
    """
    Return the markers of modules, given as title and step keys, for `path_drawing`.

    >>> markers([("Alku", ["a"]), ("Loppu", ["b"])], here="b", done={"a"})
    [{'label': 'Alku', 'state': 'done'}, {'label': 'Loppu', 'state': 'current'}]
    """
    return [
        {"label": title, "state": state_of(keys, here=here, done=done)} for title, keys in modules
    ]
