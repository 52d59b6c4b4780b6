#!/usr/bin/env python3
"""Writes the instrument files of this folder: synthetic measurements in the layouts of the vendors' software.

    python3 make.py

No instrument wrote them. One cyclic voltammogram (41 points, 0.05 V/s, current 1 mA/V times (E + 0.1 V)) and one
chronoamperogram (11 points at -0.8 V, -2 mA (1 + exp(-t/10 s))) are written in every format, so that all readers must
find the same numbers. The layouts are those of files that the programs write: EC-Lab 11 (text and binary, versions 2
and 3 of the data module and the one of 11.50), Gamry Framework 7, CHI 760E, Nova 2, and plain tables.
"""
import math
import pathlib
import struct

HERE = pathlib.Path(__file__).parent
SCAN_RATE = 0.05
CV = []
for k in range(41):
    potential = -0.2 - 0.04 * k if k <= 20 else -1.0 + 0.04 * (k - 20)
    CV.append((0.8 * k, potential, 1e-3 * (potential + 0.1), 1 if k <= 20 else 2))
CA = [(1.0 * k, -0.8, -2e-3 * (1 + math.exp(-k / 10)), 1) for k in range(11)]


def write(name, text, encoding="utf-8", newline="\r\n", mark=b""):
    (HERE / name).write_bytes(mark + text.replace("\n", newline).encode(encoding))


def mpt(name, title, rows, comma, settings=""):
    def number(value, digits):
        text = f"{value:.{digits}E}"
        mantissa, exponent = text.split("E")
        text = f"{mantissa}E{exponent[0]}{int(exponent[1:]):03d}"
        return text.replace(".", ",") if comma else text

    columns = ["mode", "ox/red", "error", "control changes", "counter inc.", "time/s", "control/V", "Ewe/V", "<I>/mA",
               "cycle number", "(Q-Qo)/C", "I Range", "P/W"]
    lines = ["EC-Lab ASCII FILE", "Nb header lines : %d                          ", "", title, "",
             "Run on channel : 1 (SN 0000)", "User : ", "Electrode connection : standard", "Potential control : Ewe",
             "Ewe ctrl range : min = -2,00 V, max = 2,00 V", "Acquisition started on : 01/02/2024 03:04:05.000",
             "Saved on :", "\tFile : synthetic.mpr", "\tDirectory : C:\\synthetic\\", "Electrode material : ",
             "Electrolyte : 0.5 M KHCO3", "Comments : synthetic", "Electrode surface area : 0,500 cm²".replace(
                 ",", "," if comma else "."),
             "Reference electrode : Ag/AgCl / KCl (sat'd) (0.197 V)", "Volume (V) : 0,001 cm³"]
    lines += settings.split("\n") if settings else []
    lines += ["", "\t".join(columns) + "\t"]
    lines[1] %= len(lines)
    charge = 0.0
    for time, potential, current, cycle in rows:
        fields = ["2", "0", "0", "1", "0", number(time, 15), number(potential, 7), number(potential, 7),
                  number(current * 1e3, 15), number(cycle, 15), number(charge, 7), "38",
                  number(abs(potential * current), 7)]
        lines.append("\t".join(fields))
    write(name, "\n".join(lines) + "\n", "latin-1")


def module(short, long, data, new):
    header = b"MODULE" + short.ljust(10).encode() + long.ljust(25).encode()
    if new:
        header += struct.pack("<IIII", 0xFFFFFFFF, len(data), 0, new)
    else:
        header += struct.pack("<II", len(data), 2 if short == "VMP data" else 0)
    return header + b"01/02/24" + data


def mpr(name, technique, rows, version):
    """Columns: flags 1, 2, 3, 21 and 65 in one byte, time, control/V, Ewe/V, <I>/mA, cycle, (Q-Qo)/C, I Range."""
    numbers = [1, 2, 3, 21, 65, 4, 19, 6, 11, 24, 434, 39]
    head = struct.pack("<IB", len(rows), len(numbers))
    if version >= 10:
        head += b"\0"
    head += struct.pack(f"<{len(numbers)}H", *numbers)
    head = head.ljust({2: 405, 3: 406, 11: 1007}[version], b"\0")
    body = b"".join(struct.pack("<BdffddfH", 2, time, potential, potential, current * 1e3, cycle, 0.0, 38)
                    for time, potential, current, cycle in rows)
    new = version if version >= 10 else 0
    data = module("VMP data", "VMP data", head + body, new)
    if version == 3:
        data = bytearray(data)
        data[45:49] = struct.pack("<I", 3)
    magic = b"BIO-LOGIC MODULAR FILE\x1a".ljust(48) + b"\0\0\0\0"
    settings = module("VMP Set", "VMP settings", bytes([technique]) + bytes(200), 10 if new else 0)
    log = module("VMP LOG", "VMP LOG", bytes(100), 10 if new else 0)
    (HERE / name).write_bytes(magic + settings + bytes(data) + log)


def gamry(name, tag, title, tables):
    lines = ["EXPLAIN", f"TAG\t{tag}", f"TITLE\tLABEL\t{title}\tTest &Identifier", "DATE\tLABEL\t2/1/2024\tDate",
             "TIME\tLABEL\t03:04:05\tTime", "NOTES\tNOTES\t1\t&Notes...", "\tsynthetic",
             "PSTAT\tPSTAT\tREF3000-00000\tPotentiostat", "SCANRATE\tQUANT\t5.00000E+001\tScan Rate (mV/s)",
             "AREA\tQUANT\t5.00000E-001\tSample &Area (cm^2)", "CONVENTION\tIQUANT\t1\tCurrent Convention"]
    for index, rows in enumerate(tables):
        lines.append(f"CURVE{index + 1 if len(tables) > 1 else ''}\tTABLE\t{len(rows)}")
        lines.append("\tPt\tT\tVf\tIm\tVu\tSig\tAch\tIERange\tOver\tTemp")
        lines.append("\t#\ts\tV vs. Ref.\tA\tV\tV\tV\t#\tbits\tdeg C")
        for point, (time, potential, current, _) in enumerate(rows):
            lines.append(f"\t{point}\t{time:.6g}\t{potential:.5E}\t{current:.5E}\t0.00000E+000\t{potential:.5E}\t"
                         f"1.80000E-003\t9\t...........\t-327.75")
    write(name, "\n".join(lines) + "\n")


def chi(name, title, settings, header, rows, between=", "):
    lines = ["Feb. 01, 2024   03:04:05", title, "File: synthetic.bin", "Data Source: Experiment",
             "Instrument Model:  CHI760E", "Header: ", "Note: ", "", *settings, "", "Results:", "", header, ""]
    lines += [between.join(fields) for fields in rows]
    write(name, "\n".join(lines) + "\n")


def nova(name, comma, mark):
    between = ";" if comma else "\t"
    lines = [between.join(["Potential applied (V)", "Time (s)", "WE(1).Current (A)", "WE(1).Potential (V)", "Scan",
                           "Index", "Q+", "Q-"])]
    for index, (time, potential, current, cycle) in enumerate(CV):
        text = between.join([f"{potential:.9g}", f"{time:.9g}", f"{current:.9E}", f"{potential:.9g}", str(cycle),
                             str(index + 1), "0", "0"])
        lines.append(text.replace(".", ",") if comma else text)
    write(name, "\n".join(lines) + "\n", mark=mark)


def main():
    mpt("cv_comma.mpt", "Cyclic Voltammetry", CV, True, "dE/dt               50,000              \n"
        "dE/dt unit          mV/s                ")
    mpt("ca.mpt", "Chronoamperometry / Chronocoulometry", CA, False)
    for version in (2, 3, 11):
        mpr(f"cv_v{version}.mpr", 0x06, CV, version)
    mpr("ca.mpr", 0x18, CA, 3)
    gamry("cv.dta", "CV", "Cyclic Voltammetry", [CV[:21], CV[21:]])
    gamry("ca.dta", "CHRONOA", "Chronoamperometry Scan", [CA])
    chi("cv_chi.txt", "Cyclic Voltammetry",
        ["Init E (V) = -0.2", "High E (V) = -0.2", "Low E (V) = -1", "Init P/N = N", "Scan Rate (V/s) = 0.05",
         "Segment = 2", "Sample Interval (V) = 0.04", "Quiet Time (sec) = 2", "Sensitivity (A/V) = 1e-3"],
        "Potential/V, Current/A", [(f"{e:.3f}", f"{i:.3e}") for _, e, i, _ in CV])
    chi("ca_chi.csv", "Amperometric i-t Curve",
        ["Init E (V) = -0.8", "Sample Interval (s) = 1", "Run Time (sec) = 10", "Quiet Time (sec) = 0"],
        "Time/sec,Current/A", [(f"{t:.3f}", f"{i:.9e}") for t, _, i, _ in CA], between=",")
    nova("cv_nova.txt", True, b"\xef\xbb\xbf")
    nova("cv_nova_tabs.txt", False, b"")
    write("cv_plain.csv", "# Cyclic voltammetry, synthetic\ntime_s,potential_v_vs_ag_agcl,current_ma,cycle\n" + "".join(
        f"{t:.9g},{e:.9g},{i * 1e3:.9g},{n}\n" for t, e, i, n in CV), newline="\n")
    write("ca_utf16.csv", "Time (min)\tE / V vs Ag/AgCl\tI (µA)\n" + "".join(
        f"{t / 60:.12g}\t{e:.9g}\t{i * 1e6:.12g}\n" for t, e, i, _ in CA), "utf-16-le", mark=b"\xff\xfe")


main()
