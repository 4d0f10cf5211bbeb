"""The command line: ``plan-atlas build | mentions | layouts | locate | figure | text | gazetteer``.

Exit codes: 0 all done, 1 something could not be read or written, 2 the command itself was wrong: a missing argument, an
option that does not exist or has no such value.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from geo.errors import InputError, PlanAtlasError
from geo.export import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gazetteer.entries import Gazetteer
    from gazetteer.plan import Plan
    from maps.atlas import Atlas

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Turn plan documents into maps.", rich_markup_mode=None
)
tables = typer.Typer(no_args_is_help=True, help="Check, count and grow the gazetteer.", rich_markup_mode=None)
app.add_typer(tables, name="gazetteer")

Plans = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PLAN...", help="Plan files: .txt .md .html .docx .pdf", show_default=False),
]
Extra = Annotated[
    list[Path] | None, typer.Option("--gazetteer", "-g", metavar="FILE", help="Own rows (CSV); they win.")
]
Districts = Annotated[Path | None, typer.Option("--districts", metavar="FILE", help="Own district polygons.")]
Online = Annotated[
    str | None,
    typer.Option("--online", metavar="PROVIDER", help="Ask amap, tianditu or nominatim for what is not known."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    code = 0
    try:
        try:
            app(args=None if arguments is None else list(arguments), prog_name="plan-atlas", standalone_mode=True)
        finally:
            sys.stdout.flush()
    except SystemExit as end:
        if not isinstance(end.__context__, BrokenPipeError):  # with which Typer ends in code 1
            raise
        _drop_output()
    except PlanAtlasError as error:
        typer.echo(f"plan-atlas: {error}", err=True)
        code = 1
    except OSError as error:
        # The reader of a pipe has seen enough, or the disk under a redirection is full.
        _drop_output()
        if not isinstance(error, BrokenPipeError):
            typer.echo(f"plan-atlas: the output cannot be written ({error.strerror})", err=True)
            code = 1
    except KeyboardInterrupt:
        typer.echo("plan-atlas: interrupted", err=True)
        code = 130
    sys.exit(code)


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that Python does not fail on it once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


@app.command()
def build(
    plans: Plans = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the atlas goes.")] = Path(
        "atlas"
    ),
    gazetteer: Extra = None,
    districts: Districts = None,
    lang: Annotated[str, typer.Option(help="Language the pages open in: zh or en.")] = "zh",
    tiles: Annotated[str | None, typer.Option(help="Online tiles under the map: osm, amap or tianditu:KEY.")] = None,
    online: Online = None,
    quiet: Quiet = False,
) -> None:
    """Build the atlas of the plans; without PLAN, of the embedded catalogue."""
    from geo.folders import check_folder
    from maps.atlas import build_atlas, catalogue_atlas
    from maps.tiles import tiles_named

    _one_of("--lang", lang, ("zh", "en"))
    if tiles is not None:
        _usable("--tiles", lambda: tiles_named(tiles))
    check_folder(output)
    known = _gazetteer(gazetteer, districts, online)
    failed = 0
    if plans:
        read, failed = _read(plans)
        if not read:
            raise typer.Exit(1)
        with _progress(quiet=quiet) as step:
            atlas = build_atlas(read, gazetteer=known, progress=step)
    else:
        _say("no plan is named: building from the embedded catalogue", quiet=quiet)
        atlas = catalogue_atlas(gazetteer=known)
    _keep_answers(known)
    written = atlas.save(output, lang=lang, tiles=tiles)  # type: ignore[arg-type]
    counts = atlas.report["counts"]
    if not counts["mentions"]:
        typer.echo("plan-atlas: no place was found in the plans", err=True)
    _hint_at_districts(atlas, quiet=quiet)
    _say(
        f"{_count(len(atlas.plans), 'plan')}, {_count(counts['mentions'], 'mention')} ({counts['located']:,} located), "
        f"{_count(counts['places'], 'place')}, "
        f"{_count(counts['layouts'], 'layout')} ({counts['layouts_drawn']} drawn)\n{written[0]}",
        quiet=quiet,
    )
    if failed:
        raise typer.Exit(1)


@app.command()
def mentions(plans: Plans = None, gazetteer: Extra = None, districts: Districts = None) -> None:
    """Print the mentions of plans, one JSON object a line."""
    from gazetteer.mentions import find_mentions

    known = _gazetteer(gazetteer, districts)
    _print_all(plans, lambda read: (m.to_dict() for plan in read for m in find_mentions(plan, known)))


@app.command()
def layouts(plans: Plans = None, gazetteer: Extra = None, districts: Districts = None) -> None:
    """Print the layouts of plans, one JSON object a line, with the ids that they have in the plans' atlas."""
    from maps.atlas import build_atlas

    known = _gazetteer(gazetteer, districts)
    _print_all(plans, lambda read: (x.to_dict() for x in build_atlas(read, gazetteer=known).layouts))


@app.command()
def locate(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names of places, Simplified or Traditional.")],
    plan: Annotated[
        list[str] | None, typer.Option("--plan", metavar="AREA", help="Units that the plan is for.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    gazetteer: Extra = None,
    districts: Districts = None,
    online: Online = None,
) -> None:
    """Say where names are: one line for each name asked."""
    from gazetteer.geocode import geocoder
    from gazetteer.plan import plan_area

    known = _gazetteer(gazetteer, districts, online)
    for area in plan or ():
        if not known.units.find(area) and not plan_area(area):
            raise typer.BadParameter(f"no province, city, district or region is called {area!r}", param_hint="--plan")
    coder = geocoder(known, tuple(plan or ()))
    for name in names:
        answer = coder.resolve(name)
        place = answer.place
        record = {
            "name": name,
            "id": place.id if place else None,
            "place": place.name if place else None,
            "kind": place.kind if place else None,
            "lng": place.lng if place else None,
            "lat": place.lat if place else None,
            "precision": place.precision if place else None,
            "districts": list(place.districts) if place else [],
            "source": place.source if place else None,
            "resolved": answer.resolved,
            "reason": answer.reason or None,
        }
        typer.echo(to_json(record) if as_json else _plain_line(record))
    _keep_answers(known)


def _plain_line(record: dict[str, Any]) -> str:
    if record["lng"] is None:
        return f"{record['name']}\t-\t{record['reason']}"
    where = "、".join(record["districts"])
    return (
        f"{record['name']}\t{record['lng']:.5f},{record['lat']:.5f}\t{record['precision']}\t{where}\t{record['source']}"
    )


@app.command()
def figure(
    name: Annotated[str, typer.Argument(metavar="LAYOUT", help="A layout's name, or a part of it.")],
    plans: Plans = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help=".svg, .png or .pdf")] = Path(
        "layout.svg"
    ),
    size: Annotated[str, typer.Option(help="a4 or 16:9")] = "a4",
    lang: Annotated[str, typer.Option(help="zh, or en to name the roles in English as well.")] = "zh",
    gazetteer: Extra = None,
    districts: Districts = None,
) -> None:
    """Draw one layout as a figure for a report; without PLAN, of the embedded catalogue."""
    from maps.atlas import build_atlas, catalogue_atlas
    from maps.figure import check_format, layout_figure, save_figure

    _usable("--output", lambda: check_format(output))
    _one_of("--size", size, ("a4", "16:9"))
    _one_of("--lang", lang, ("zh", "en"))
    known = _gazetteer(gazetteer, districts)
    if plans:
        read, failed = _read(plans)
        if not read:
            raise typer.Exit(1)
        atlas = build_atlas(read, gazetteer=known)
        _hint_at_districts(atlas, err=True)
    else:
        failed, atlas = 0, catalogue_atlas(gazetteer=known)
    layout = atlas.find_layout(name)
    title = next(p.title for p in atlas.plans if p.name == layout.plan)
    drawn = layout_figure(
        layout, known, area=atlas.area_of(layout.plan), source=title, size=size, lang=lang, districts=atlas.ground  # type: ignore[arg-type]
    )  # fmt: skip
    save_figure(drawn, output)
    typer.echo(str(output))
    if failed:
        raise typer.Exit(1)


@app.command()
def text(plan: Annotated[Path, typer.Argument(metavar="PLAN")]) -> None:
    """Print the text to which offsets refer (of HTML, Word and PDF: the extracted text)."""
    from gazetteer.formats import read_text

    sys.stdout.write(read_text(plan))


@tables.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help="Own tables; default: those that are shipped.")
    ] = None,
) -> None:
    """Name every fault of the tables, with file and row."""
    from gazetteer.checks import check_tables
    from gazetteer.tables import shipped_tables

    faults = check_tables(_there(files) or shipped_tables())
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        typer.echo(f"plan-atlas: {_count(len(faults), 'fault')}", err=True)
        raise typer.Exit(1)
    typer.echo("no fault")


@tables.command()
def coverage(gazetteer: Extra = None) -> None:
    """Print the rows by kind and precision as a Markdown table."""
    head, *lines = _gazetteer(gazetteer, None).coverage()
    typer.echo("| " + " | ".join(map(str, head)) + " |")
    typer.echo("| --- |" + " ---: |" * (len(head) - 1))
    for line in lines:
        typer.echo("| " + " | ".join(map(str, line)) + " |")


@tables.command()
def suggest(
    plans: Plans = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="CSV to fill in.")] = None,
    gazetteer: Extra = None,
) -> None:
    """List what a plan names and nobody has placed, most mentioned first, ready to be filled in."""
    from gazetteer.mentions import find_mentions
    from gazetteer.suggest import suggest as suggest_rows
    from geo.export import csv_text, write_csv

    read, failed = _read(_named(plans))
    known = _gazetteer(gazetteer, None)
    found = {plan.name: (plan, find_mentions(plan, known)) for plan in read}
    sentences = {
        (m.plan, m.start): plan.text[slice(*plan.sentence(m.start, m.end))].strip()
        for plan, mentions_of in found.values()
        for m in mentions_of
    }
    table = suggest_rows([m for _, of in found.values() for m in of], known, sentences=sentences)
    if output is None:
        typer.echo(csv_text(table), nl=False)
    else:
        write_csv(table, output)
        typer.echo(f"{_count(len(table), 'name')}: {output}")
    if failed:
        raise typer.Exit(1)


def _gazetteer(extra: Iterable[Path] | None, districts: Path | None, online: str | None = None) -> Gazetteer:
    from gazetteer.entries import default_gazetteer, load_gazetteer
    from gazetteer.online import online_source
    from gazetteer.online.providers import PROVIDERS
    from geo.shapes import load_districts

    if online is not None:
        _one_of("--online", online, tuple(PROVIDERS))
    if not extra and districts is None and online is None:
        return default_gazetteer()
    return load_gazetteer(
        _there(extra),
        districts=load_districts(districts) if districts else None,
        online=online_source(online) if online else None,
    )


def _there(tables: Iterable[Path] | None) -> list[Path]:
    """Own tables, each of which is there: of one that is not, no row can be named."""
    paths = list(tables or ())
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise InputError(f"{missing}: no such file")
    return paths


def _keep_answers(gazetteer: Gazetteer) -> None:
    """Write what an online service has answered to the cache, so that it is not asked again."""
    if gazetteer.online is not None:
        gazetteer.online.save()


def _read(paths: Iterable[Path]) -> tuple[list[Plan], int]:
    """Plans that can be read, and how many cannot; each that cannot gets its line."""
    from gazetteer.plan import read_plan

    read, failed = [], 0
    for path in paths:
        try:
            read.append(read_plan(path))
        except PlanAtlasError as error:
            typer.echo(f"plan-atlas: {error}", err=True)
            failed += 1
    return read, failed


def _print_all(plans: list[Path] | None, records: Callable[[list[Plan]], Iterator[dict[str, Any]]]) -> None:
    read, failed = _read(_named(plans))
    for record in records(read):
        typer.echo(to_json(record))
    if failed:
        raise typer.Exit(1)


def _named(plans: list[Path] | None) -> list[Path]:
    if not plans:
        raise typer.BadParameter("name at least one plan file", param_hint="PLAN...")
    return plans


def _usable(option: str, use: Callable[[], object]) -> None:
    """Turn a library's refusal of an option's value into a wrong command."""
    try:
        use()
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _hint_at_districts(atlas: Atlas, *, quiet: bool = False, err: bool = False) -> None:
    if atlas.is_beyond_shipped_districts and atlas.ground is None and not quiet:
        typer.echo("districts beyond Guangdong are an extra: pip install 'plan-atlas[china]' maps them", err=err)


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(allowed)}", param_hint=option)


def _say(line: str, *, quiet: bool) -> None:
    if not quiet:
        typer.echo(line)


class _progress:  # noqa: N801 - used as a statement
    """Progress of a build: a bar on a terminal, a line for each plan otherwise, nothing when quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._bar: Any = None
        self._quiet = quiet

    def __enter__(self) -> Callable[[str, int, int], None]:
        if self._quiet:
            return lambda *_: None
        if not sys.stderr.isatty():
            return lambda name, done, total: typer.echo(f"{done + 1}/{total} {name}", err=True) if name else None
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._bar.start()
        task = self._bar.add_task("reading", total=None)
        return lambda name, done, total: self._bar.update(task, description=name or "done", completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
