"""GPW against CP2K: every case of data/gpw at the highest cutoff that it has."""
import json

from gpw_cases import DATA, run


def highest(path):
    keys = [key for key in json.loads(path.read_text()) if key.startswith("gpw_pbe_dzvp_sr_")]
    return max(int(key.split("_")[-1][:-2]) for key in keys)


run([(path.stem, highest(path)) for path in sorted(DATA.glob("*.json"))])
