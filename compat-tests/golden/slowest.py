"""Prints docs/TESTS.md: the ten slowest test classes of the last run of `mvn verify`, read from Surefire's reports.

    python3 slowest.py > ../../docs/TESTS.md
"""
import glob
import os
import xml.etree.ElementTree as ET

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def main():
    rows = []
    for report in glob.glob(os.path.join(ROOT, "*", "target", "surefire-reports", "TEST-*.xml")):
        suite = ET.parse(report).getroot()
        seconds = float(suite.get("time").replace(",", ""))
        module = os.path.relpath(report, ROOT).split(os.sep)[0]
        rows.append((seconds, module, suite.get("name"), int(suite.get("tests"))))
    total = sum(r[0] for r in rows)
    print("# The slowest test classes\n")
    print("`mvn -B -ntp verify` has 35 minutes on two quiet cores. Who adds to these classes finds the time elsewhere:")
    print("keep verdicts (`Verdicts`), put many heads on one model, ask Python in batches.\n")
    print("| class | module | tests | share of all test time |")
    print("| --- | --- | --- | --- |")
    for seconds, module, name, tests in sorted(rows, reverse=True)[:10]:
        print(f"| `{name}` | {module} | {tests} | {100 * seconds / total:.0f} % |")
    count = sum(r[3] for r in rows)
    print(f"\n{len(rows)} classes, {count:,} tests. `compat-tests/golden/slowest.py` writes this page after a run.")


main()
