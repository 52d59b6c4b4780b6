"""Writers of instrument files: synthetic measurements in the layouts of the vendors' software. No instrument wrote them.

The layouts are those of files that the programs write: EC-Lab 11 (text and binary, versions 2 and 3 of the data module
and the one of 11.50), Gamry Framework 7, CHI 760E, Nova 2. Rows are (time s, potential V, current A, cycle).
"""
import pathlib
import struct

FOLDER = pathlib.Path(__file__).parent  # where files go


def write(name, text, encoding="utf-8", newline="\r\n", mark=b""):
    (FOLDER / name).write_bytes(mark + text.replace("\n", newline).encode(encoding))


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
    (FOLDER / name).write_bytes(magic + settings + bytes(data) + log)


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


def nova(name, rows, comma, mark):
    between = ";" if comma else "\t"
    lines = [between.join(["Potential applied (V)", "Time (s)", "WE(1).Current (A)", "WE(1).Potential (V)", "Scan",
                           "Index", "Q+", "Q-"])]
    for index, (time, potential, current, cycle) in enumerate(rows):
        text = between.join([f"{potential:.9g}", f"{time:.9g}", f"{current:.9E}", f"{potential:.9g}", str(cycle),
                             str(index + 1), "0", "0"])
        lines.append(text.replace(".", ",") if comma else text)
    write(name, "\n".join(lines) + "\n", mark=mark)
