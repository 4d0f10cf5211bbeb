"""Time the reading of plans beside other tools for Chinese text, each in a process of its own.

python benchmarks/bench_reading.py [PLAN...]

Without PLAN: the plans in ../shared, else a text that is made here. The others do less (cpca and JioNLP find province,
city and county; jieba.posseg tags words, ``ns`` for places), so the ratio says what the additional reading costs. They
are given Simplified text line by line, which is what they are made for; Plan Atlas converts by itself. A tool that
takes more than LIMIT seconds is stopped. Seconds are those of
the processor, so that other work on the machine does not count.
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
    """Names and texts to read."""
    from gazetteer.formats import read_text

    paths = [Path(path) for path in paths] or sorted(SHARED.glob("*.txt"))
    if paths:
        return [(path.name, read_text(path)) for path in paths]
    line = "推进{0}轨道交通{1}号线建设，加快{0}高新技术产业开发区和{0}东站综合枢纽建设，完善公共服务设施。\n"
    cities = ("广州", "佛山", "东莞", "惠州", "成都", "武汉")
    return [("made here", "发展规划\n" + "".join(line.format(cities[i % 6], i % 22 + 1) for i in range(2000)))]


def measure(tool, paths):
    """What one tool takes, as JSON on standard output: seconds to load, seconds and places for each plan, megabytes."""
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
        start = time.process_time()
        found = read(name, given)
        plans.append([name, len(text), time.process_time() - start, found])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"load": loaded, "plans": plans, "peak": peak}))


def main():
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], sys.argv[3:])
        return
    ours = None
    print(f"{'':<14}{'plan':<28}{'characters':>11}{'places':>8}{'seconds':>9}")
    for tool in TOOLS:
        line = [sys.executable, __file__, "--one", tool, *sys.argv[1:]]
        try:
            done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            print(f"{tool:<14}stopped after {LIMIT} s")
            continue
        if done.returncode:
            sys.exit(f"{tool}: {done.stderr.strip().splitlines()[-1]}")
        told = json.loads(done.stdout.splitlines()[-1])
        if "absent" in told:
            print(f"{tool:<14}not installed ({told['absent']})")
            continue
        for name, characters, seconds, found in told["plans"]:
            print(f"{tool:<14}{name:<28}{characters:>11,}{found:>8,}{seconds:>9.2f}")
        speed = sum(p[1] for p in told["plans"]) / sum(p[2] for p in told["plans"])
        ours = ours or speed
        print(
            f"{tool:<14}{speed:,.0f} characters a second ({speed / ours:.2f} of plan-atlas), "
            f"{told['load']:.1f} s to load, {told['peak']:.0f} MB at its peak\n"
        )


if __name__ == "__main__":
    main()
