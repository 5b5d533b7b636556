"""The table: one row for each figure, with what it is compared to in the same run."""

import sys
from dataclasses import asdict, dataclass


@dataclass
class Row:
    section: str
    figure: str
    value: str
    """The measured figure, with its unit."""
    peer: str = ""
    """The peer's figure or the limit, and whose it is."""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    """None where there is no goal or it could not be measured."""
    note: str = ""


def at_least(goal):
    return lambda ratio: (f"≥ {goal:g}×", ratio >= goal)


def at_most(goal):
    return lambda ratio: (f"≤ {goal:g}×", ratio <= goal)


def row(section, figure, value, peer="", ratio=None, goal=None, note=""):
    """A row; `goal` is one of the two above."""
    text, met = goal(ratio) if goal and ratio is not None else (goal(0)[0] if goal else "", None)
    return Row(section, figure, value, peer, ratio, text, met, note)


def not_measured(section, figure, reason, goal=None):
    return row(section, figure, "not measured", goal=goal, note=str(reason))


def show(rows, file=sys.stdout):
    """Prints the table, and under it the notes of its rows."""
    heads = ("", "figure", "measured", "peer or limit", "ratio", "goal", "")
    lines, notes = [heads], []
    for one in rows:
        if one.note and one.note not in notes:
            notes.append(one.note)
        mark = f" [{notes.index(one.note) + 1}]" if one.note else ""
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}×"
        met = {True: "met", False: "MISSED", None: ""}[one.met]
        lines.append((one.section, one.figure, one.value + mark, one.peer, ratio, one.goal, met))
    widths = [max(len(line[index]) for line in lines) for index in range(len(heads))]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths)]
        cells[4] = line[4].rjust(widths[4])
        print("  ".join(cells).rstrip(), file=file)
        if line is heads:
            print("  ".join("─" * width for width in widths), file=file)
    for number, note in enumerate(notes, 1):
        print(f"[{number}] {note}", file=file)


def as_values(rows):
    return [asdict(one) for one in rows]
