"""Time the reading of plans beside other tools for Chinese text, each in a process of its own.

python benchmarks/bench_reading.py [PLAN...]

Without PLAN: the plans in ../shared, else a text that is made here. The others do less (cpca and JioNLP find province,
city and county; jieba.posseg tags words, ``ns`` for places), so the ratio says what the additional reading costs. They
are given Simplified text line by line, which is what they are made for; Plan Atlas converts by itself, and reads each
plan in a process of its own, so that nothing is known of its places ("first"), and once more ("again"). A tool that
takes more than LIMIT seconds is stopped. Seconds are those of the processor, so that other work on the machine counts
little; the speed that is compared is that of the first reading.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "plans"
LIMIT = 180
TOOLS = ("plan-atlas", "cpca", "jieba.posseg", "JioNLP")


def reader(tool):
    """Load a tool; returns a function from name and text to the number of places found."""
    if tool == "cpca":
        import cpca

        return lambda _, lines: int(cpca.transform(lines)["省"].notna().sum())
    if tool == "jieba.posseg":
        import jieba.posseg

        jieba.initialize()
        return lambda _, lines: sum(word.flag == "ns" for line in lines for word in jieba.posseg.cut(line))
    if tool == "JioNLP":
        import jionlp

        jionlp.recognize_location("广州市")
        return lambda _, lines: sum(sum(map(len, filter(None, jionlp.recognize_location(x).values()))) for x in lines)
    from gazetteer.entries import default_gazetteer
    from gazetteer.mentions import find_mentions
    from gazetteer.plan import Plan

    gazetteer = default_gazetteer()
    find_mentions(Plan("warm-up.txt", "广州市发展规划\n建设广州南站。"), gazetteer)
    return lambda name, text: len(find_mentions(Plan(name, text), gazetteer))


def texts(paths):
    """Names and texts to read; without paths a text that is made here."""
    from gazetteer.formats import read_text

    if paths:
        paths = [Path(path) for path in paths]
        return [(path.name, read_text(path)) for path in paths]
    line = "推进{0}轨道交通{1}号线建设，加快{0}高新技术产业开发区和{0}东站综合枢纽建设，完善公共服务设施。\n"
    cities = ("广州", "佛山", "东莞", "惠州", "成都", "武汉")
    return [("made here", "发展规划\n" + "".join(line.format(cities[i % 6], i % 22 + 1) for i in range(2000)))]


def measure(tool, paths):
    """What one tool takes, as JSON on standard output: seconds to load, each plan twice, megabytes."""
    from gazetteer.characters import simplify

    start = time.process_time()
    try:
        read = reader(tool)
    except ImportError as error:
        print(json.dumps({"absent": str(error)}))
        return
    loaded = time.process_time() - start
    plans = []
    for name, text in texts(paths):
        given = text if tool == TOOLS[0] else [line for line in simplify(text).splitlines() if line.strip()]
        seconds = []
        for _ in range(2):
            start = time.process_time()
            found = read(name, given)
            seconds.append(time.process_time() - start)
        plans.append([name, len(text), *seconds, found])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"load": loaded, "plans": plans, "peak": peak}))


def run(tool, paths):
    """What `measure` tells of a tool in a process of its own; None where it was stopped."""
    line = [sys.executable, __file__, "--one", tool, *map(str, paths)]
    try:
        done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        sys.exit(f"{tool}: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def main():
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], sys.argv[3:])
        return
    paths = sys.argv[1:] or sorted(SHARED.glob("*.txt"))
    ours = None
    print(f"{'':<14}{'plan':<28}{'characters':>11}{'places':>8}{'first':>9}{'again':>9}")
    for tool in TOOLS:
        told = [run(tool, some) for some in ([[path] for path in paths] if tool == TOOLS[0] and paths else [paths])]
        if None in told:
            print(f"{tool:<14}stopped after {LIMIT} s")
            continue
        if "absent" in told[0]:
            print(f"{tool:<14}not installed ({told[0]['absent']})")
            continue
        plans = [plan for one in told for plan in one["plans"]]
        for name, characters, first, again, found in plans:
            print(f"{tool:<14}{name:<28}{characters:>11,}{found:>8,}{first:>9.3f}{again:>9.3f}")
        characters, first, again = (sum(plan[i] for plan in plans) for i in (1, 2, 3))
        ours = ours or characters / first
        load, peak = (max(one[key] for one in told) for key in ("load", "peak"))
        print(
            f"{tool:<14}{characters / first:,.0f} characters a second ({characters / first / ours:.2f} of plan-atlas), "
            f"{characters / again:,.0f} when read again, {load:.1f} s to load, {peak:.0f} MB at its peak\n"
        )


if __name__ == "__main__":
    main()
