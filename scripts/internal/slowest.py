"""Prints the ten slowest tests of a JUnit file that ctest wrote, and the total time."""

import sys
import xml.etree.ElementTree as ElementTree

SHOWN = 10


def main():
    cases = ElementTree.parse(sys.argv[1]).getroot().iter("testcase")
    times = sorted(((float(case.get("time")), case.get("name")) for case in cases), reverse=True)
    if not times:
        return
    total = sum(seconds for seconds, _ in times)
    print(f"The slowest of {len(times)} tests, which took {total:.0f} s together:")
    for seconds, name in times[:SHOWN]:
        print(f"  {seconds:6.1f} s  {name}")


main()
